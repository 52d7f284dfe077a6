package faastrain.scenario;

/** Where the duration of the computation of an iteration comes from. */
public enum ComputeSource implements Choice {
    /** A(B + b)/(M + m) with the coefficients of the workload (FasDL eq. 4). */
    FORMULA("formula", "a(B + b)/(M + m) with the coefficients of the workload (FasDL eq. 4)"),
    /** The iterations of compute.trace in their order. */
    REPLAY("replay", "the iterations of compute.trace in their order"),
    /** Iterations of compute.trace drawn at random with replacement. */
    BOOTSTRAP("bootstrap", "iterations of compute.trace drawn at random with replacement"),
    /** Blocks of compute.block successive iterations of compute.trace drawn at random with replacement, which keeps their autocorrelation. */
    BLOCK_BOOTSTRAP(
            "block-bootstrap",
            "blocks of compute.block successive iterations of compute.trace drawn at random with replacement, which keeps their autocorrelation"),
    /** The formula's duration times a random factor of the distribution that fits compute.trace best. */
    FITTED("fitted", "the formula's duration times a random factor of the distribution that fits compute.trace best"),
    /** By the formula, and the model is really trained, as the section sgd says. */
    SGD("sgd", "by the formula, and the model is really trained, as the section sgd says");

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

    /** Whether it needs a trace of measured iterations. */
    public boolean readsTrace() {
        return switch (this) {
            case REPLAY, BOOTSTRAP, BLOCK_BOOTSTRAP, FITTED -> true;
            case FORMULA, SGD -> false;
        };
    }
}
