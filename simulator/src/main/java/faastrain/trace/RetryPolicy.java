package faastrain.trace;

/**
 * How a client tries a refused request again: with exponential back-off and full jitter.
 *
 * @param attempts how often a request is tried in all, the first time included
 * @param baseSeconds the longest wait after the first refusal, s
 * @param growth factor from one wait to the next
 * @param capSeconds no wait is longer, s
 */
public record RetryPolicy(int attempts, double baseSeconds, double growth, double capSeconds) {
    /**
     * The wait before the next attempt, seconds: {@code share·base·growth^(refusals − 1)}, at most the cap.
     *
     * @param refusals how often the request was refused so far, at least 1
     * @param share drawn uniformly from 0 to 1
     * @throws IllegalArgumentException when either lies outside its range
     */
    public double waitSeconds(int refusals, double share) {
        if (refusals < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "refusals must be at least 1 and the share lie in 0 to 1: " + refusals + ", " + share);
        }
        // Kept finite, so that no share of it is no number.
        double factor = Math.min(Double.MAX_VALUE, StrictMath.pow(growth, refusals - 1.0));
        return Math.min(capSeconds, share * baseSeconds * factor);
    }
}
