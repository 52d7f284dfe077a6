package faastrain.scenario;

/** Of which means a precision is asked for. */
public enum PrecisionTarget implements Choice {
    /** The time of the training. */
    TIME("time", "the mean time of the training"),
    /** The cost. */
    COST("cost", "the mean cost"),
    /** Both. */
    BOTH("both", "both");

    private final String id;
    private final String description;

    PrecisionTarget(String id, String description) {
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
