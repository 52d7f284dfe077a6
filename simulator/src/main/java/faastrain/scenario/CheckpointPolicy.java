package faastrain.scenario;

/** Whether a function uploads its model before it ends. */
public enum CheckpointPolicy implements Choice {
    /** Under deadline-margin and fixed-epochs each function uploads its model before it ends; under each-epoch none does, as FasDL eq. 5 loads what was merged. */
    AUTO(
            "auto",
            "under deadline-margin and fixed-epochs each function uploads its model before it ends; under each-epoch none does, as FasDL eq. 5 loads what was merged"),
    /** Each function uploads its model before it ends. */
    ALWAYS("always", "each function uploads its model before it ends"),
    /** No function uploads its model before it ends. */
    NEVER("never", "no function uploads its model before it ends");

    private final String id;
    private final String description;

    CheckpointPolicy(String id, String description) {
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
