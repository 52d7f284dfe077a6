package faastrain.scenario;

/** When a worker may go on. */
public enum ProtocolKind implements Choice {
    /** Bulk synchronous parallel: every worker needs round i before it starts i+1. */
    BSP("bsp", "bulk synchronous parallel: every worker needs round i before it starts i+1"),
    /** Hybrid asynchronous parallel (FasDL): aggregators as in BSP, non-aggregators go on with the round before. */
    HAP(
            "hap",
            "hybrid asynchronous parallel (FasDL): aggregators as in BSP, non-aggregators go on with the round before"),
    /** Stale synchronous parallel: a worker may be some rounds ahead of the slowest. */
    SSP(
            "ssp",
            "stale synchronous parallel: a worker may be at most as many rounds ahead of the slowest as staleness says"),
    /** Asynchronous parallel: nobody waits for anybody and takes whatever is there. */
    ASP("asp", "asynchronous parallel: nobody waits for anybody, and takes whatever is there");

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
