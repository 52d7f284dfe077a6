package faastrain.scenario;

/** What workers learn by themselves before they exchange it. */
public enum AlgorithmKind implements Choice {
    /** Gradients are exchanged every batch. */
    GA_SGD("ga-sgd", "gradients are exchanged every batch"),
    /** Models are averaged every algorithm.local-batches batches. */
    MA_SGD("ma-sgd", "models are averaged every algorithm.local-batches batches"),
    /** Models and duals are exchanged every algorithm.local-epochs epochs. */
    ADMM("admm", "every algorithm.local-epochs epochs");

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
