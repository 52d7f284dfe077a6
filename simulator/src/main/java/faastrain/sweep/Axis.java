package faastrain.sweep;

import faastrain.result.RunColumn;
import faastrain.scenario.Node;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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

    /** What the tables of a sweep call their other columns, beside the numbers of a run. */
    private static final Set<String> COLUMNS = Set.of(
            "point",
            "workers",
            "memory_mb",
            "batch",
            "aggregators",
            "non_aggregator_batch",
            "instance",
            "status",
            "runs",
            "failed",
            "replication",
            "failure",
            "against",
            "against_point",
            "pairs",
            "deadline_s",
            "reason",
            "warning");

    private static final Pattern COLUMNS_OF_QUANTITIES = Pattern.compile("(time|cost|predicted|p)_.*");

    public Axis {
        levels = List.copyOf(levels);
    }

    /** Whether the tables of a sweep have another column of that name, so that no axis can be called so. */
    static boolean isColumn(String name) {
        return COLUMNS.contains(name)
                || COLUMNS_OF_QUANTITIES.matcher(name).matches()
                || RunColumn.ALL.stream().anyMatch(column -> column.name().equals(name));
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
