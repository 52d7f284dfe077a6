package faastrain.scenario;

/** Who aggregates: how the workers' gradients or parameters are merged in a round. */
public enum PatternKind implements Choice {
    /** One worker aggregates everything (LambdaML); K-Reduce with K = 1. */
    ALL_REDUCE("all-reduce", "one worker aggregates everything (LambdaML); K-Reduce with K = 1"),
    /** Every worker aggregates its own shard (LambdaML); K-Reduce with K = W. */
    SCATTER_REDUCE("scatter-reduce", "every worker aggregates its own shard (LambdaML); K-Reduce with K = W"),
    /** K of the W workers aggregate a shard each (FasDL). */
    K_REDUCE("k-reduce", "K of the W workers aggregate a shard each (FasDL)");

    private final String id;
    private final String description;

    PatternKind(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
