package faastrain.sweep;

import faastrain.scenario.Choice;

/** What becomes of points that cannot be run: whose batch does not fit the memory, whose channel refuses such objects. */
public enum Refused implements Choice {
    /** The sweep does not begin. */
    STOP("stop", "a point that cannot be run keeps the sweep from beginning"),
    /** They stand in the results with the reason. */
    RECORD("record", "a point that cannot be run stands in the results with the reason; the others are run");

    private final String id;
    private final String description;

    Refused(String id, String description) {
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
