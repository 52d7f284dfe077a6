package faastrain.scenario;

/** What a cache costs. */
public enum CachePricing implements Choice {
    /** Hours of its node (ElastiCache nodes; LambdaML). */
    NODES("nodes", "hours of its node (ElastiCache nodes; LambdaML)"),
    /** Moved and stored data (ElastiCache Serverless; FasDL eq. 11). */
    SERVERLESS("serverless", "moved and stored data (ElastiCache Serverless; FasDL eq. 11)");

    private final String id;
    private final String description;

    CachePricing(String id, String description) {
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
