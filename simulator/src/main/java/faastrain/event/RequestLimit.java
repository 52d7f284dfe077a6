package faastrain.event;

/**
 * How many requests a service takes: a token bucket. It holds {@code burst} tokens when full, as it is at
 * first, and is refilled continuously at a rate; a request takes its tokens or is refused. So in any t
 * seconds at most burst + rate * t tokens are taken, and no request is refused for which they are there.
 *
 * <p>What is in the bucket is not kept but follows from what was taken since it was last full and from how
 * long ago that was, so that no sum of small refills drifts: whole tokens are counted exactly. Tokens that
 * are there but for a rounding of the clock are there.
 */
public final class RequestLimit {
    private static final double ROUNDING = 0x1p-50;

    private final double ratePerSecond;
    private final double burst;

    private double fullAt;
    private double takenSince;
    private double then;

    /**
     * A full bucket.
     *
     * @param ratePerSecond tokens per second, above 0; infinite for a service that never refuses
     * @param burst the most tokens at a time, above 0; may be infinite
     * @throws IllegalArgumentException if the rate or the burst is not a number above 0
     */
    public RequestLimit(double ratePerSecond, double burst) {
        if (!(ratePerSecond > 0)) {
            throw new IllegalArgumentException(
                    "The rate of a limit must be above 0 tokens per second, not " + ratePerSecond + ".");
        }
        if (!(burst > 0)) {
            throw new IllegalArgumentException("The burst of a limit must be above 0 tokens, not " + burst + ".");
        }
        this.ratePerSecond = ratePerSecond;
        this.burst = burst;
    }

    /**
     * Takes tokens if that many are there.
     *
     * @param now the time, s; 0 or more and not before that of an earlier call
     * @param tokens 0 or more, and no more than ever are in the bucket
     * @return false if too few are there: then none is taken
     * @throws IllegalArgumentException if the time goes back, or the tokens are none or could never be
     *     there; nothing has changed then
     */
    public boolean take(double now, double tokens) {
        if (!(now >= then && now < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The time must be finite and not before " + then + " s, not " + now + ".");
        }
        if (!(tokens >= 0 && tokens < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A request takes 0 tokens or more, not " + tokens + ".");
        }
        boolean unlimited = ratePerSecond == Double.POSITIVE_INFINITY;
        if (tokens > burst && !unlimited) {
            throw new IllegalArgumentException(
                    "A request for " + tokens + " tokens can never be met where the burst is " + burst + ".");
        }
        then = now;
        if (unlimited) {
            return true;
        }
        double refilled = ratePerSecond * (now - fullAt);
        if (refilled >= takenSince) {
            fullAt = now;
            takenSince = tokens;
            return true;
        }
        double taken = takenSince + tokens;
        double rounding = ROUNDING * (ratePerSecond * now + taken);
        if (taken - refilled > burst + rounding) {
            return false;
        }
        takenSince = taken;
        return true;
    }

    /**
     * When tokens are there if none is taken before, s: not before the time of the last call of {@link #take}.
     *
     * @param tokens 0 or more, and no more than ever are in the bucket
     */
    public double availableAt(double tokens) {
        if (ratePerSecond == Double.POSITIVE_INFINITY) {
            return then;
        }
        return Math.max(then, fullAt + (takenSince + tokens - burst) / ratePerSecond);
    }
}
