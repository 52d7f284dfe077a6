package faastrain.scenario;

/** How a reader learns that an object is there. */
public enum WaitingMode implements Choice {
    /** At the instant at which it is written. */
    NOTIFY("notify", "at the instant at which it is written"),
    /** By asking again and again, as the published code does; each asking is a request (FasDL, LambdaML). */
    POLL("poll", "by asking again and again, as the published code does; each asking is a request (FasDL, LambdaML)");

    private final String id;
    private final String description;

    WaitingMode(String id, String description) {
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
