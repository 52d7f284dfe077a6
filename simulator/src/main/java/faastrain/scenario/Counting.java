package faastrain.scenario;

/** Which of two published accounts of the communication is followed. */
public enum Counting implements Choice {
    /** As the paper's equations count: an aggregator also spends the time of its own shard, loading is one object of eq. 5. */
    PAPER(
            "paper",
            "as the paper's equations count: an aggregator also spends the time of its own shard, loading is one object of eq. 5"),
    /** As the published code moves objects (FasDL's for k-reduce, LambdaML's for all-reduce, scatter-reduce and global-model). */
    IMPLEMENTATION(
            "implementation",
            "as the published code moves objects (FasDL's for k-reduce, LambdaML's for all-reduce, scatter-reduce and global-model)");

    private final String id;
    private final String description;

    Counting(String id, String description) {
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
