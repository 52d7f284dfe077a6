package faastrain.sweep;

import faastrain.scenario.Choice;

/** By what the best point is told while a sweep goes on. */
public enum Objective implements Choice {
    /** Mean cost, dollars. */
    COST("cost", "the least mean cost; where there is a deadline, of points whose mean time meets it"),
    /** Mean time, s. */
    TIME("time", "the least mean time");

    private final String id;
    private final String description;

    Objective(String id, String description) {
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
