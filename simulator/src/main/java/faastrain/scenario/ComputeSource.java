package faastrain.scenario;

/** Where the duration of the computation of an iteration comes from. */
public enum ComputeSource implements Choice {
    /** A(B + b)/(M + m) with the coefficients of the workload (FasDL eq. 4). */
    FORMULA("formula", "a(B + b)/(M + m) with the coefficients of the workload (FasDL eq. 4)");

    private final String id;
    private final String description;

    ComputeSource(String id, String description) {
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
