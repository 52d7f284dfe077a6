package faastrain.scenario;

/** How long a function takes to start. */
public enum StartUpSource implements Choice {
    /** No time. */
    NONE("none", "no time"),
    /** As measured by number of workers: the start-up table of the services (LambdaML). */
    TABLE("table", "as measured by number of workers: the start-up table of the services (LambdaML)"),
    /** Cold and warm starts drawn as the services file says, with its trigger calls, quota, burst and refill. */
    DISTRIBUTION(
            "distribution",
            "cold and warm starts drawn as the services file says, with its trigger calls, quota, burst and refill"),
    /** Cold and warm starts drawn from start-up.trace, with the trigger calls, quota, burst and refill of the services file. */
    TRACE(
            "trace",
            "cold and warm starts drawn from start-up.trace, with the trigger calls, quota, burst and refill of the services file");

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
