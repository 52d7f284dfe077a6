package faastrain.scenario;

/** How long a function takes to start. */
public enum StartUpSource implements Choice {
    /** No time. */
    NONE("none", "no time"),
    /** As measured by number of workers: the start-up table of the services (LambdaML). */
    TABLE("table", "as measured by number of workers: the start-up table of the services (LambdaML)");

    private final String id;
    private final String description;

    StartUpSource(String id, String description) {
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
