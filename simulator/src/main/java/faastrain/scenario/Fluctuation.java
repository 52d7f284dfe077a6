package faastrain.scenario;

/** Whether transfers fluctuate around the fitted curve. */
public enum Fluctuation implements Choice {
    /** Every transfer takes exactly the fitted time. */
    NONE("none", "every transfer takes exactly the fitted time"),
    /** Every transfer takes the fitted time times a lognormal factor of mean 1 with the measured residual spread. */
    MEASURED(
            "measured",
            "every transfer takes the fitted time times a lognormal factor of mean 1 with the measured residual spread");

    private final String id;
    private final String description;

    Fluctuation(String id, String description) {
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
