package faastrain.protocol;

/**
 * Hybrid asynchronous parallel (FasDL, section III): the aggregators are synchronous among themselves; a
 * non-aggregator goes on with the merged parameters of the round before, a staleness of at most 1. In the first round
 * of the training there is none, and it downloads nothing (as the published code does).
 */
public record Hap() implements Protocol {
    @Override
    public long mergedRound(boolean aggregator, long round) {
        return aggregator ? round : round - 1;
    }

    @Override
    public long othersRound(long round) {
        return round;
    }

    @Override
    public boolean takesLatest() {
        return false;
    }
}
