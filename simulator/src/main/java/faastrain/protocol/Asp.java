package faastrain.protocol;

/**
 * Asynchronous parallel: nobody waits for anybody. A worker takes the global model in whatever version it finds it
 * (LambdaML's async), so that no round's merged parameters are ever needed.
 */
public record Asp() implements Protocol {
    @Override
    public long mergedRound(boolean aggregator, long round) {
        return 0;
    }
}
