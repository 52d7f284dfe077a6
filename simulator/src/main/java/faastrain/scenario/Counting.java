package faastrain.scenario;

/** Which of two published accounts of FasDL's communication is followed. */
public enum Counting implements Choice {
    /** As the paper's equations count: an aggregator also spends the time of its own shard, loading is one object of eq. 5. */
    PAPER(
            "paper",
            "as the paper's equations count: an aggregator also spends the time of its own shard, loading is one object of eq. 5"),
    /** As the published code moves objects: an aggregator keeps its own shard, data and model are loaded as two objects. */
    IMPLEMENTATION(
            "implementation",
            "as the published code moves objects: an aggregator keeps its own shard, data and model are loaded as two objects");

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
