package faastrain.scenario;

/** Whether the longest time that a provider lets a function run is kept to. */
public enum LifetimeLimit implements Choice {
    /** A function that would outlive the provider's lifetime fails, and a plan that cannot work is refused. */
    ENFORCED(
            "enforced",
            "a function that would outlive the provider's lifetime fails, and a plan that cannot work is refused"),
    /** Functions live as long as they need; a warning says when they outlive the provider's lifetime. */
    IGNORED("ignored", "functions live as long as they need; a warning says when they outlive the provider's lifetime");

    private final String id;
    private final String description;

    LifetimeLimit(String id, String description) {
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
