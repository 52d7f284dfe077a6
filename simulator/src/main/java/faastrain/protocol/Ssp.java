package faastrain.protocol;

/**
 * Stale synchronous parallel (Ho et al., "More effective distributed ML via a stale synchronous parallel parameter server",
 * NIPS 2013): a worker that ends a round needs all that the others have done up to {@code staleness} rounds before, and
 * takes whatever is there beyond. With 0 it waits as BSP does.
 *
 * @param staleness rounds that a worker may be ahead of the slowest, s
 */
public record Ssp(int staleness) implements Protocol {
    public Ssp {
        if (staleness < 0) {
            throw new IllegalArgumentException("a worker cannot be " + staleness + " rounds ahead");
        }
    }

    @Override
    public long mergedRound(boolean aggregator, long round) {
        return othersRound(round);
    }

    @Override
    public long othersRound(long round) {
        return Math.max(0, round - staleness);
    }

    @Override
    public boolean takesLatest() {
        return true;
    }
}
