package faastrain.scenario;

/** How much an update counts that was computed from old parameters. */
public enum StaleEffect implements Choice {
    /** An update counts fully however stale it is. */
    FULL("full", "an update counts fully however stale it is"),
    /** An update that is τ rounds stale counts 1/(1 + τ). */
    INVERSE("inverse", "an update that is τ rounds stale counts 1/(1 + τ)");

    private final String id;
    private final String description;

    StaleEffect(String id, String description) {
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
