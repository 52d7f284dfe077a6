package faastrain.sweep;

import faastrain.scenario.Node;
import java.util.List;

/**
 * What an experiment varies: a field of the scenario, something of its own whose levels set several fields at once, or the
 * strategy that finds the plan.
 *
 * @param name the field's dotted path, or the axis' own name
 * @param levels what it takes in turn, in order; their labels differ
 */
public record Axis(String name, List<Level> levels) {
    /** The axis of the strategies. */
    public static final String STRATEGY = "strategy";

    /** The key of an experiment that lists them. */
    static final String STRATEGY_LIST = "strategies";

    /**
     * One of the things that an axis takes in turn.
     *
     * @param label its name in tables: of a field the value as it is written
     * @param settings the fields that it sets
     */
    public record Level(String label, List<FieldSetting> settings) {
        public Level {
            settings = List.copyOf(settings);
        }
    }

    /**
     * A field and its value.
     *
     * @param field dotted
     * @param value as it is written, with its place
     */
    public record FieldSetting(String field, Node.Scalar value) {}

    public Axis {
        levels = List.copyOf(levels);
    }

    /** The labels of its levels. */
    public List<String> labels() {
        return levels.stream().map(Level::label).toList();
    }

    /** The index of a level; -1 when there is none of that label. */
    public int indexOf(String label) {
        return labels().indexOf(label);
    }
}
