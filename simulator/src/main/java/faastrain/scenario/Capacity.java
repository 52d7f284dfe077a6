package faastrain.scenario;

/** Whether what the workers share is limited: NICs, service threads, the throughput of tables, and rates of requests. */
public enum Capacity implements Choice {
    /** NICs, service threads, table throughput and request limits are shared and limited, as the services file says. */
    SHARED(
            "shared",
            "NICs, service threads, table throughput and request limits are shared and limited, as the services file says"),
    /** They are as large as anybody asks for, as the closed forms assume (FasDL, LambdaML). */
    UNLIMITED("unlimited", "they are as large as anybody asks for, as the closed forms assume (FasDL, LambdaML)");

    private final String id;
    private final String description;

    Capacity(String id, String description) {
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
