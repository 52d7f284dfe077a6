package faastrain.sweep;

import faastrain.provisioning.StrategyKind;
import faastrain.scenario.Node;
import faastrain.sweep.Axis.FieldSetting;
import faastrain.sweep.Axis.Level;
import faastrain.sweep.Experiment.PairedComparison;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes experiments as YAML with their scenario in them and every value of every axis written out. Paths of files stay as they
 * are meant from the folder of the experiment or of its scenario.
 */
public final class ExperimentWriter {
    private final StringBuilder yaml = new StringBuilder();

    private ExperimentWriter() {}

    /** The experiment, written out. */
    public static String resolved(Experiment experiment) {
        ExperimentWriter writer = new ExperimentWriter();
        writer.write(experiment);
        return writer.yaml.toString();
    }

    private void write(Experiment experiment) {
        line(0, "name", quoted(experiment.name()));
        experiment.description().ifPresent(text -> line(0, "description", quoted(text)));
        line(0, "scenario", "");
        mapping(1, experiment.scenario());
        line(0, "axes", "");
        for (Axis axis : experiment.axes()) {
            if (axis.name().equals(Axis.STRATEGY)) {
                continue;
            }
            line(1, axis.name(), "");
            boolean ofField = axis.levels().stream().allMatch(level -> isValueOf(axis, level));
            for (Level level : axis.levels()) {
                if (ofField) {
                    yaml.append("    - ")
                            .append(value(level.settings().get(0).value()))
                            .append('\n');
                } else {
                    line(2, quoted(level.label()), level.settings().isEmpty() ? "{}" : "");
                    for (FieldSetting setting : level.settings()) {
                        line(3, setting.field(), value(setting.value()));
                    }
                }
            }
        }
        list(
                "strategies",
                experiment.strategies().stream().map(StrategyKind::id).toList());
        list(
                "filters",
                experiment.filters().stream()
                        .map(filter -> quoted(filter.text()))
                        .toList());
        line(0, "refused", experiment.refused().id());
        if (experiment.comparison().isPresent()) {
            PairedComparison comparison = experiment.comparison().get();
            Axis axis = experiment.axes().get(comparison.axis());
            line(0, "compare", "");
            line(1, "axis", axis.name());
            line(1, "against", quoted(axis.levels().get(comparison.against()).label()));
        }
        list("quantiles", experiment.quantiles().stream().map(Object::toString).toList());
        line(0, "best", experiment.objective().id());
    }

    private static boolean isValueOf(Axis axis, Level level) {
        return level.settings().size() == 1
                && level.settings().get(0).field().equals(axis.name())
                && level.settings().get(0).value().text().equals(level.label());
    }

    private void mapping(int depth, Node.Mapping mapping) {
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            if (entry.getValue().value() instanceof Node.Mapping inner) {
                line(depth, entry.getKey(), inner.entries().isEmpty() ? "{}" : "");
                mapping(depth + 1, inner);
            } else if (entry.getValue().value() instanceof Node.Scalar scalar) {
                line(depth, entry.getKey(), value(scalar));
            }
        }
    }

    private void list(String key, List<String> items) {
        if (!items.isEmpty()) {
            line(0, key, "");
            items.forEach(item -> yaml.append("  - ").append(item).append('\n'));
        }
    }

    private void line(int depth, String key, String value) {
        yaml.append("  ".repeat(depth))
                .append(key)
                .append(value.isEmpty() ? ":" : ": ")
                .append(value)
                .append('\n');
    }

    /** A value as it was written: what had no quotes needs none. */
    private static String value(Node.Scalar scalar) {
        if (scalar.isNull()) {
            return "null";
        }
        return scalar.quoted() ? quoted(scalar.text()) : scalar.text();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
