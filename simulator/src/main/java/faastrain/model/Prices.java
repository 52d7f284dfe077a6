package faastrain.model;

/**
 * What is billed.
 *
 * @param usdPerGbSecond a gigabyte (1,024 MB) of function memory for a second
 * @param usdPerInvocation an invocation of a function
 * @param billingIncrementSeconds to which a function's duration is rounded up; 0 for no rounding
 * @param usdPerPut a PUT request to the object store
 * @param usdPerGet a GET request to the object store
 * @param usdPerList a LIST request to the object store
 * @param usdPerDelete a DELETE request to the object store
 * @param services what the channel costs beside that
 */
public record Prices(
        double usdPerGbSecond,
        double usdPerInvocation,
        double billingIncrementSeconds,
        double usdPerPut,
        double usdPerGet,
        double usdPerList,
        double usdPerDelete,
        ServicePrices services) {

    /** What is rounding of the clock and no time that was used: a nanosecond, or the last digits of a long time. */
    private static final double CLOCK_ROUNDING_SECONDS = 1e-9;

    private static final double CLOCK_ROUNDING_SHARE = 1e-12;

    /** Prices of functions and an object store alone, where a LIST costs as much as a PUT. */
    public Prices(
            double usdPerGbSecond,
            double usdPerInvocation,
            double billingIncrementSeconds,
            double usdPerPut,
            double usdPerGet,
            double usdPerDelete) {
        this(
                usdPerGbSecond,
                usdPerInvocation,
                billingIncrementSeconds,
                usdPerPut,
                usdPerGet,
                usdPerPut,
                usdPerDelete,
                ServicePrices.NONE);
    }

    /** The duration that is billed for a function that ran {@code seconds}. */
    public double billedSeconds(double seconds) {
        return roundedUp(seconds, billingIncrementSeconds);
    }

    /** The price of functions of {@code memoryMb} that ran {@code seconds} in all. */
    public double durationUsd(double seconds, double memoryMb) {
        return seconds * memoryMb / 1024 * usdPerGbSecond;
    }

    static double roundedUp(double seconds, double incrementSeconds) {
        if (incrementSeconds <= 0) {
            return seconds;
        }
        // A duration that is a whole number of increments but for the last digits of the clock is not rounded up.
        double increments = seconds / incrementSeconds;
        double nearest = Math.rint(increments);
        double rounding = Math.max(CLOCK_ROUNDING_SECONDS, CLOCK_ROUNDING_SHARE * seconds) / incrementSeconds;
        double whole = Math.abs(increments - nearest) <= rounding ? nearest : Math.ceil(increments);
        return whole * incrementSeconds;
    }
}
