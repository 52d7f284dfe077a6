package faastrain.scenario;

/** Where the progress of the training comes from. */
public enum ConvergenceSource implements Choice {
    /** Nowhere: every epoch is trained, and no loss is told. */
    NONE("none", "nowhere: every epoch is trained, and no loss is told"),
    /** A traced loss curve: convergence.trace. */
    CURVE("curve", "a traced loss curve: convergence.trace"),
    /** The target is reached after R·f(w) epochs (LambdaML). */
    EPOCHS("epochs", "the target is reached after R·f(w) epochs (LambdaML)");

    private final String id;
    private final String description;

    ConvergenceSource(String id, String description) {
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
