package faastrain.scenario;

/** When functions are invoked anew. */
public enum Reinvocation implements Choice {
    /** A new round of functions each epoch, which load anew (FasDL's paper). */
    EACH_EPOCH("each-epoch", "a new round of functions each epoch, which load anew (FasDL's paper)"),
    /** One round for the whole training (LambdaML, λDNN, virtual machines). */
    NEVER("never", "one round for the whole training (LambdaML, λDNN, virtual machines)"),
    /** Each function saves its state, ends and invokes itself anew when its lifetime is nearly over (FasDL's code). */
    DEADLINE_MARGIN(
            "deadline-margin",
            "each function saves its state, ends and invokes itself anew when its lifetime less lifetime.margin has"
                    + " passed at the end of an iteration (FasDL's code)"),
    /** A new round of functions after so many epochs (LambdaML). */
    FIXED_EPOCHS("fixed-epochs", "a new round of functions after lifetime.epochs epochs (LambdaML)");

    private final String id;
    private final String description;

    Reinvocation(String id, String description) {
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
