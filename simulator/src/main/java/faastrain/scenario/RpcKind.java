package faastrain.scenario;

/** How workers call a parameter server. */
public enum RpcKind implements Choice {
    /** Not at all: the NIC alone counts (λDNN). */
    NONE("none", "not at all: the NIC alone counts (λDNN)"),
    /** Over gRPC: five calls per worker and iteration, with (de)serialisation and update (LambdaML's hybrid). */
    GRPC(
            "grpc",
            "over gRPC: five calls per worker and iteration, with (de)serialisation and update (LambdaML's hybrid)"),
    /** Over Thrift: five calls per worker and iteration, with (de)serialisation and update (LambdaML's hybrid). */
    THRIFT(
            "thrift",
            "over Thrift: five calls per worker and iteration, with (de)serialisation and update (LambdaML's hybrid)");

    private final String id;
    private final String description;

    RpcKind(String id, String description) {
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
