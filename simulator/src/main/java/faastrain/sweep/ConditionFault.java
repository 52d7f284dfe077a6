package faastrain.sweep;

/** What is wrong with a condition, and where in its text. Never leaves {@link Condition}, which knows the place of the text. */
final class ConditionFault extends RuntimeException {
    private final int at;

    ConditionFault(int at, String message) {
        super(message);
        this.at = at;
    }

    /** How many {@code char}s of the text stand before it. */
    int at() {
        return at;
    }
}
