package faastrain.scenario;

/** Which fitted curve gives the time of one transfer. */
public enum CurveFamily implements Choice {
    /** Throughput saturates exponentially with the object size (FasDL eq. 2). */
    SATURATION("saturation", "throughput saturates exponentially with the object size (FasDL eq. 2)"),
    /** Latency plus size over bandwidth (LambdaML). */
    AFFINE("affine", "latency plus size over bandwidth (LambdaML)");

    private final String id;
    private final String description;

    CurveFamily(String id, String description) {
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
