package faastrain.scenario;

/** When a worker may go on. */
public enum ProtocolKind implements Choice {
    /** Bulk synchronous parallel: every worker needs round i before it starts i+1. */
    BSP("bsp", "bulk synchronous parallel: every worker needs round i before it starts i+1"),
    /** Hybrid asynchronous parallel (FasDL): aggregators as in BSP, non-aggregators go on with the round before. */
    HAP(
            "hap",
            "hybrid asynchronous parallel (FasDL): aggregators as in BSP, non-aggregators go on with the round before"),
    /** Stale synchronous parallel: a worker may be at most staleness rounds ahead of the slowest. */
    SSP("ssp", "stale synchronous parallel: a worker may be at most staleness rounds ahead of the slowest"),
    /** Asynchronous parallel: nobody waits (LambdaML's with the pattern global-model). */
    ASP("asp", "asynchronous parallel: nobody waits (LambdaML's with the pattern global-model)");

    private final String id;
    private final String description;

    ProtocolKind(String id, String description) {
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
