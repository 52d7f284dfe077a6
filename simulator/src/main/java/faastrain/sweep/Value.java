package faastrain.sweep;

/** The value of a name that a {@link Condition} reads. */
public sealed interface Value {
    /**
     * A number; of a quantity, in its dimension's kept unit.
     *
     * @param value finite
     */
    record Numeric(double value) implements Value {}

    /** A text, as written. */
    record Text(String text) implements Value {}
}
