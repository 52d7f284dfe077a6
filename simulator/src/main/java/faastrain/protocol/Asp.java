package faastrain.protocol;

/**
 * Asynchronous parallel: nobody waits for anybody. An aggregator merges what others have uploaded since it last looked, and
 * a worker takes the parameters in whatever version it finds them (LambdaML's async with its global model).
 */
public record Asp() implements Protocol {
    @Override
    public long mergedRound(boolean aggregator, long round) {
        return 0;
    }

    @Override
    public long othersRound(long round) {
        return 0;
    }

    @Override
    public boolean takesLatest() {
        return true;
    }
}
