package faastrain.scenario;

import java.util.List;

/** Who aggregates: how the workers' gradients or parameters are merged in a round. */
public enum PatternKind implements Choice {
    /** One worker aggregates everything (LambdaML); K-Reduce with K = 1. */
    ALL_REDUCE("all-reduce", "one worker aggregates everything (LambdaML); K-Reduce with K = 1"),
    /** Every worker aggregates its own shard (LambdaML); K-Reduce with K = W. */
    SCATTER_REDUCE("scatter-reduce", "every worker aggregates its own shard (LambdaML); K-Reduce with K = W"),
    /** K of the W workers aggregate a shard each (FasDL). */
    K_REDUCE("k-reduce", "K of the W workers aggregate a shard each (FasDL)"),
    /** Servers aggregate what the workers push, and the workers pull it (λDNN, LambdaML's hybrid, Angel). */
    PARAMETER_SERVER(
            "parameter-server",
            "servers aggregate what the workers push, and the workers pull it (λDNN, LambdaML's hybrid, Angel)"),
    /** Each worker passes shards to the next one, in 2(W − 1) steps (ring all-reduce of LambdaML's virtual machines). */
    RING(
            "ring",
            "each worker passes shards to the next one, in 2(W − 1) steps (ring all-reduce of LambdaML's virtual machines)"),
    /** Each worker reads one global model and writes it back, the last writer wins (LambdaML's asynchronous training). */
    GLOBAL_MODEL(
            "global-model",
            "each worker reads one global model and writes it back, the last writer wins (LambdaML's asynchronous training)");

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

    /** Whether K of the workers aggregate; elsewhere nobody is set apart, and K counts every worker. */
    public boolean hasAggregators() {
        return switch (this) {
            case ALL_REDUCE, SCATTER_REDUCE, K_REDUCE -> true;
            case PARAMETER_SERVER, RING, GLOBAL_MODEL -> false;
        };
    }

    /** When a worker may go on in this pattern, the usual protocol first. */
    public List<ProtocolKind> protocols() {
        return switch (this) {
            case ALL_REDUCE, SCATTER_REDUCE, K_REDUCE ->
                List.of(ProtocolKind.BSP, ProtocolKind.HAP, ProtocolKind.SSP, ProtocolKind.ASP);
            case PARAMETER_SERVER -> List.of(ProtocolKind.BSP, ProtocolKind.SSP, ProtocolKind.ASP);
            case RING -> List.of(ProtocolKind.BSP);
            case GLOBAL_MODEL -> List.of(ProtocolKind.ASP);
        };
    }
}
