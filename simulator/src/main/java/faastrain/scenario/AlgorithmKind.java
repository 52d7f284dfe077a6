package faastrain.scenario;

/** What workers exchange, and how often. */
public enum AlgorithmKind implements Choice {
    /** Gradients are exchanged every batch (LambdaML). */
    GA_SGD("ga-sgd", "gradients are exchanged every batch (LambdaML)"),
    /** Models are averaged every algorithm.local-batches batches (LambdaML). */
    MA_SGD("ma-sgd", "models are averaged every algorithm.local-batches batches (LambdaML)"),
    /** Alternating direction method of multipliers: models are exchanged every algorithm.local-epochs epochs (LambdaML). */
    ADMM(
            "admm",
            "alternating direction method of multipliers: models are exchanged every algorithm.local-epochs epochs (LambdaML)");

    private final String id;
    private final String description;

    AlgorithmKind(String id, String description) {
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
