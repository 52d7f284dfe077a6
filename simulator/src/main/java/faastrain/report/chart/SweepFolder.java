package faastrain.report.chart;

import faastrain.scenario.Dimension;
import faastrain.scenario.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What a sweep's folder says of its points: a row each in {@code points.csv}, with a column per axis.
 *
 * @param file the table of the points, as the user named it
 * @param axes in the order of the file, at least one
 * @param points in the order of the file, each with other levels
 */
record SweepFolder(Path file, List<SweepAxis> axes, List<Point> points) {
    /** The table of the points. */
    static final String POINTS = "points.csv";
    /** The experiment with every default written out, which stands beside it. */
    static final String EXPERIMENT = "experiment.resolved.yaml";

    // The columns of the axes stand between these two.
    private static final String BEFORE_AXES = "point";
    private static final String AFTER_AXES = "workers";

    private static final List<String> COLUMNS = List.of(
            BEFORE_AXES,
            AFTER_AXES,
            "failed",
            "time_s",
            "time_low_s",
            "time_high_s",
            "cost_usd",
            "cost_low_usd",
            "cost_high_usd",
            "predicted_time_s",
            "predicted_cost_usd");

    SweepFolder {
        axes = List.copyOf(axes);
        points = List.copyOf(points);
    }

    /**
     * An axis.
     *
     * @param name of its column
     * @param labels of its levels, each once, in the order of the file
     */
    record SweepAxis(String name, List<String> labels) {
        SweepAxis {
            labels = List.copyOf(labels);
        }

        /** Whether its levels differ in anything, so that they tell points apart. */
        boolean varies() {
            return labels.size() > 1;
        }

        /**
         * What its levels are as numbers: all of them numbers, or all of them quantities of one dimension. Nothing when
         * one of them is a word, or two of them are one number.
         */
        Optional<Scale> scale() {
            if (labels.stream().allMatch(label -> Quantity.number(label).isPresent())) {
                return scale("", label -> Quantity.number(label).orElseThrow());
            }
            return Arrays.stream(Dimension.values())
                    .filter(dimension -> labels.stream().allMatch(label -> isQuantity(label, dimension)))
                    .findFirst()
                    .flatMap(dimension -> scale(dimension.unit(), label -> Quantity.parse(label, dimension)));
        }

        private Optional<Scale> scale(String unit, ToDoubleFunction<String> value) {
            Map<String, Double> values = new LinkedHashMap<>();
            labels.forEach(label -> values.put(label, value.applyAsDouble(label)));
            return new HashSet<>(values.values()).size() == labels.size()
                    ? Optional.of(new Scale(unit, values))
                    : Optional.empty();
        }

        private static boolean isQuantity(String label, Dimension dimension) {
            try {
                return Double.isFinite(Quantity.parse(label, dimension));
            } catch (IllegalArgumentException another) {
                return false;
            }
        }
    }

    /**
     * The levels of an axis of numbers.
     *
     * @param unit of all values; empty for bare numbers
     * @param values by label, each other
     */
    record Scale(String unit, Map<String, Double> values) {
        Scale {
            values = Map.copyOf(values);
        }

        double value(String label) {
            return values.getOrDefault(label, Double.NaN);
        }

        Collection<Double> all() {
            return values.values();
        }
    }

    /**
     * A point.
     *
     * @param labels of its levels, axis by axis
     * @param failed how many of its runs failed
     * @param measured what its runs say, if any of them ended
     * @param predicted what the closed form says, if it was asked
     */
    record Point(List<String> labels, int failed, Optional<Simulated> measured, Optional<Predicted> predicted) {
        Point {
            labels = List.copyOf(labels);
        }
    }

    /** The means over the runs that ended, with intervals when there were several. */
    record Simulated(RunSummary.Estimate timeS, RunSummary.Estimate costUsd) {}

    /** Seconds and dollars of a closed form. */
    record Predicted(double timeS, double costUsd) {}

    static SweepFolder read(Path file) {
        List<CsvRows.Row> rows = CsvRows.read(file, COLUMNS);
        List<String> columns = rows.get(0).columns();
        int from = columns.indexOf(BEFORE_AXES) + 1;
        int to = columns.indexOf(AFTER_AXES);
        if (from >= to) {
            throw new ChartInputException(file + ", line 1: no column of an axis between " + BEFORE_AXES + " and "
                    + AFTER_AXES + "; write the file again with: faastrain sweep EXPERIMENT");
        }
        List<String> names = columns.subList(from, to);
        List<Set<String>> levels =
                names.stream().<Set<String>>map(name -> new LinkedHashSet<>()).toList();
        List<Point> points = new ArrayList<>();
        Set<List<String>> places = new HashSet<>();
        for (CsvRows.Row row : rows) {
            List<String> labels = names.stream().map(row::text).toList();
            if (!places.add(labels)) {
                throw row.wrong(names.get(0), "each combination of the axes' levels once");
            }
            for (int axis = 0; axis < labels.size(); axis++) {
                levels.get(axis).add(labels.get(axis));
            }
            points.add(new Point(labels, row.count("failed"), simulated(row), predicted(row)));
        }
        List<SweepAxis> axes = new ArrayList<>();
        for (int axis = 0; axis < names.size(); axis++) {
            axes.add(new SweepAxis(names.get(axis), List.copyOf(levels.get(axis))));
        }
        return new SweepFolder(file, axes, points);
    }

    private static Optional<Simulated> simulated(CsvRows.Row row) {
        if (row.isEmpty("time_s") && row.isEmpty("cost_usd")) {
            return Optional.empty();
        }
        return Optional.of(new Simulated(
                estimate(row, row.positive("time_s"), "time_low_s", "time_high_s"),
                estimate(row, row.atLeast("cost_usd", 0), "cost_low_usd", "cost_high_usd")));
    }

    private static RunSummary.Estimate estimate(CsvRows.Row row, double mean, String low, String high) {
        return row.isEmpty(low) && row.isEmpty(high)
                ? new RunSummary.Estimate(mean, Optional.empty())
                : new RunSummary.Estimate(
                        mean, Optional.of(new RunSummary.Interval(row.atMost(low, mean), row.atLeast(high, mean))));
    }

    private static Optional<Predicted> predicted(CsvRows.Row row) {
        return row.isEmpty("predicted_time_s") && row.isEmpty("predicted_cost_usd")
                ? Optional.empty()
                : Optional.of(new Predicted(row.positive("predicted_time_s"), row.atLeast("predicted_cost_usd", 0)));
    }
}
