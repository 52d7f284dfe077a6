package faastrain.scenario;

/** Through what the functions exchange objects. */
public enum ChannelKind implements Choice {
    /** Object storage: per-function throughput by object size and memory, no shared limit. */
    S3("s3", "object storage: per-function throughput by object size and memory, no shared limit");

    private final String id;
    private final String description;

    ChannelKind(String id, String description) {
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
