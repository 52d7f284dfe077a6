package faastrain.scenario;

/** What happens when a function crashes. */
public enum Recovery implements Choice {
    /** The function is invoked anew, loads the last state and redoes its round. */
    RESTART("restart", "the function is invoked anew, loads the last state and redoes its round"),
    /** The run ends with the reason. */
    FAIL("fail", "the run ends with the reason");

    private final String id;
    private final String description;

    Recovery(String id, String description) {
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
