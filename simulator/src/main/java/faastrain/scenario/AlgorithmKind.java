package faastrain.scenario;

/** What the workers exchange of what they have learnt, and how it becomes one model (LambdaML). */
public enum AlgorithmKind implements Choice {
    /** Gradients of batches, added up. */
    GA_SGD("ga-sgd", "gradient averaging: gradients of batches, added up"),
    /** Models that each worker has trained by itself for a while, averaged. */
    MA_SGD("ma-sgd", "model averaging: models that each worker has trained by itself for a while, averaged"),
    /** Models that are trained by themselves and drawn to a consensus by multipliers. */
    ADMM("admm", "consensus ADMM: models trained by themselves and drawn to a consensus by multipliers");

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
