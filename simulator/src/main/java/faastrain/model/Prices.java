package faastrain.model;

/**
 * What is billed.
 *
 * @param usdPerGbSecond a gigabyte (1,024 MB) of function memory for a second
 * @param usdPerInvocation an invocation of a function
 * @param billingIncrementSeconds to which a function's duration is rounded up; 0 for no rounding
 * @param usdPerPut a PUT request
 * @param usdPerGet a GET request
 * @param usdPerDelete a DELETE request
 */
public record Prices(
        double usdPerGbSecond,
        double usdPerInvocation,
        double billingIncrementSeconds,
        double usdPerPut,
        double usdPerGet,
        double usdPerDelete) {

    /** Part of an increment that is rounding of the clock: a nanosecond of Lambda's millisecond. */
    private static final double CLOCK_ROUNDING = 1e-6;

    /** The duration that is billed for a function that ran {@code seconds}. */
    public double billedSeconds(double seconds) {
        if (billingIncrementSeconds <= 0) {
            return seconds;
        }
        // A duration that is a whole number of increments but for the last digits of the clock is not rounded up.
        double increments = seconds / billingIncrementSeconds;
        double nearest = Math.rint(increments);
        double whole = Math.abs(increments - nearest) <= CLOCK_ROUNDING ? nearest : Math.ceil(increments);
        return whole * billingIncrementSeconds;
    }

    /** The price of functions of {@code memoryMb} that ran {@code seconds} in all. */
    public double durationUsd(double seconds, double memoryMb) {
        return seconds * memoryMb / 1024 * usdPerGbSecond;
    }
}
