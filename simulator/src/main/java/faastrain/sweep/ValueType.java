package faastrain.sweep;

import faastrain.scenario.Choice;
import faastrain.scenario.Dimension;
import faastrain.scenario.ScenarioFields.Kind;
import java.util.List;
import java.util.Optional;

/** What the values of a name may be that a {@link Condition} reads. */
public sealed interface ValueType {
    /** Numbers, or quantities of a dimension. */
    record Numeric(Optional<Dimension> dimension) implements ValueType {}

    /**
     * Texts.
     *
     * @param choices all of them; empty when any text is allowed
     */
    record Text(List<String> choices) implements ValueType {
        public Text {
            choices = List.copyOf(choices);
        }
    }

    /** Numbers without a unit, or one word. */
    record NumberOrWord(String word) implements ValueType {}

    /** What the values of a scenario's field may be. */
    static ValueType of(Kind kind) {
        if (kind instanceof Kind.Whole || kind instanceof Kind.Real) {
            return new Numeric(Optional.empty());
        } else if (kind instanceof Kind.WholeOrWord either) {
            return new NumberOrWord(either.word());
        } else if (kind instanceof Kind.Amount amount) {
            return new Numeric(Optional.of(amount.dimension()));
        } else if (kind instanceof Kind.Measure measure) {
            return new Numeric(Optional.of(measure.dimension()));
        } else if (kind instanceof Kind.OneOf oneOf) {
            return new Text(Choice.ids(oneOf.choices()));
        }
        return new Text(List.of());
    }
}
