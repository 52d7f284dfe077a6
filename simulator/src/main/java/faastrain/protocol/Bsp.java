package faastrain.protocol;

/** Bulk synchronous parallel: every worker needs round i before it starts round i + 1. */
public record Bsp() implements Protocol {
    @Override
    public long mergedRound(boolean aggregator, long round) {
        return round;
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
