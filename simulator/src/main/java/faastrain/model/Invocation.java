package faastrain.model;

/**
 * How functions come to run. What is not limited is infinite.
 *
 * @param callSeconds time of one call of the API that invokes a function; the trigger function makes them one after the
 *     other
 * @param quota functions that may run at once; the others wait their turn
 * @param burst new environments that may start at one instant
 * @param refillPerSecond new environments that may start each second after that
 * @param keepWarmSeconds how long an environment is kept after its function has ended
 * @param warm environments that are warm at the start
 * @param allSeconds time until all workers of a round have started, read from a table; 0 where each has a start of its own
 */
public record Invocation(
        double callSeconds,
        int quota,
        double burst,
        double refillPerSecond,
        double keepWarmSeconds,
        int warm,
        double allSeconds) {
    /** Every function runs at once. */
    public static final Invocation INSTANT = table(0);

    public Invocation {
        if (!(callSeconds >= 0)
                || quota < 1
                || !(burst >= 1)
                || !(refillPerSecond > 0)
                || !(keepWarmSeconds >= 0)
                || warm < 0
                || !(allSeconds >= 0)) {
            throw new IllegalArgumentException("an invocation needs a quota and a burst of at least 1, a refill above 0"
                    + " and times of at least 0: " + callSeconds + ", " + quota + ", " + burst + ", " + refillPerSecond
                    + ", " + keepWarmSeconds + ", " + warm + ", " + allSeconds);
        }
    }

    /** All workers of a round start together, after a time that a table gives for their number. */
    public static Invocation table(double allSeconds) {
        return new Invocation(
                0, Integer.MAX_VALUE, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0, allSeconds);
    }
}
