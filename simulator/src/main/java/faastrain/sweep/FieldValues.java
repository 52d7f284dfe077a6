package faastrain.sweep;

import faastrain.scenario.Node;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Quantity;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Field;
import java.util.Optional;

/**
 * The values of a scenario's fields before the scenario has been checked, which takes much longer: as they are written,
 * or else the default. A value that cannot be read is none; {@link faastrain.scenario.ScenarioLoader} says what is wrong
 * with it.
 *
 * <p>Of what the loader derives from other fields only {@code plan.aggregators} is derived here too. The other fields
 * without a default have no value where they are not written: {@code prices} and {@code re-invocation}, say.
 *
 * @param scenario the root of a scenario file, whose sections may be in their short form
 */
public record FieldValues(Node.Mapping scenario) {
    /**
     * The value of a field, numbers in the kept unit. A seed above 2^53 is rounded to a double.
     *
     * @param path one of {@link ScenarioFields}; anything else has no value
     */
    public Optional<Value> value(String path) {
        Optional<Field> field = ScenarioFields.find(path);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        Optional<Node> written = written(field.get());
        if (written.isPresent()) {
            return written.get() instanceof Node.Scalar scalar
                    ? read(scalar.text(), ValueType.of(field.get().kind()))
                    : Optional.empty();
        }
        if (path.equals("plan.aggregators")) {
            return aggregators();
        }
        return field.get()
                .defaultText()
                .flatMap(text -> read(text, ValueType.of(field.get().kind())));
    }

    /** Whether a field is written, but not so that its value can be read. */
    boolean isUnreadable(String path) {
        return ScenarioFields.find(path).flatMap(this::written).isPresent()
                && value(path).isEmpty();
    }

    /** As the pattern has it, where the plan does not say it. */
    private Optional<Value> aggregators() {
        Optional<Value> pattern = value("pattern");
        if (pattern.isEmpty() || pattern.get().equals(new Value.Text(PatternKind.K_REDUCE.id()))) {
            return Optional.empty();
        }
        return pattern.get().equals(new Value.Text(PatternKind.ALL_REDUCE.id()))
                ? Optional.of(new Value.Numeric(1))
                : value("plan.workers");
    }

    private Optional<Node> written(Field field) {
        if (field.section().isEmpty()) {
            return entry(scenario, field.key());
        }
        Optional<Node> section = entry(scenario, field.section());
        if (section.isPresent() && section.get() instanceof Node.Mapping fields) {
            return entry(fields, field.key());
        }
        return section.filter(node -> ScenarioFields.shortForm(field.section()).equals(Optional.of(field)));
    }

    private static Optional<Node> entry(Node.Mapping mapping, String key) {
        return Optional.ofNullable(mapping.entries().get(key))
                .map(Node.Entry::value)
                .filter(node -> !(node instanceof Node.Scalar scalar && scalar.isNull()));
    }

    private static Optional<Value> read(String text, ValueType type) {
        if (type instanceof ValueType.Numeric number && number.dimension().isPresent()) {
            try {
                return Optional.of(new Value.Numeric(
                        Quantity.parse(text, number.dimension().get())));
            } catch (IllegalArgumentException unreadable) {
                return Optional.empty();
            }
        }
        if (type instanceof ValueType.Text texts) {
            return texts.choices().isEmpty() || texts.choices().contains(text)
                    ? Optional.of(new Value.Text(text))
                    : Optional.empty();
        }
        if (type instanceof ValueType.NumberOrWord either && either.word().equals(text)) {
            return Optional.of(new Value.Text(text));
        }
        return Quantity.number(text).map(Value.Numeric::new);
    }
}
