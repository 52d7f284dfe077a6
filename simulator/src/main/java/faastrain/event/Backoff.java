package faastrain.event;

/**
 * How long a client waits before it tries again: exponential back-off with full jitter (Brooker,
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015), a time drawn uniformly between 0 and a
 * bound that grows with each attempt.
 *
 * @param attempts how often a request is tried at most, the first time included; 1 or more
 * @param baseSeconds the bound after the first attempt, above 0 and finite
 * @param growth by what each further attempt multiplies the bound, 1 or more and finite
 * @param capSeconds what the bound never exceeds, 0 or more and finite
 */
public record Backoff(int attempts, double baseSeconds, double growth, double capSeconds) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is outside its range
     */
    public Backoff {
        if (attempts < 1) {
            throw new IllegalArgumentException("A back-off needs at least one attempt, not " + attempts + ".");
        }
        require(baseSeconds > 0 && baseSeconds < Double.POSITIVE_INFINITY, "base", "above 0 s and finite", baseSeconds);
        require(growth >= 1 && growth < Double.POSITIVE_INFINITY, "growth", "1 or more and finite", growth);
        require(capSeconds >= 0 && capSeconds < Double.POSITIVE_INFINITY, "cap", "0 s or more and finite", capSeconds);
    }

    /**
     * The wait after an attempt that failed, s: uniform * min(cap, base * growth^(attempt - 1)).
     *
     * @param attempt counted from 1, up to {@link #attempts}
     * @param uniform a number drawn uniformly from 0 to 1
     * @throws IllegalArgumentException if there is no such attempt, or the number is not from 0 to 1
     */
    public double seconds(int attempt, double uniform) {
        if (attempt < 1 || attempt > attempts) {
            throw new IllegalArgumentException("There is no attempt " + attempt + " of " + attempts + ".");
        }
        require(uniform >= 0 && uniform <= 1, "uniform number", "from 0 to 1", uniform);
        // StrictMath, since Math.pow may differ in the last digit from machine to machine.
        return uniform * Math.min(capSeconds, baseSeconds * StrictMath.pow(growth, attempt - 1));
    }

    private static void require(boolean holds, String what, String range, double value) {
        if (!holds) {
            throw new IllegalArgumentException("The " + what + " must be " + range + ", not " + value + ".");
        }
    }
}
