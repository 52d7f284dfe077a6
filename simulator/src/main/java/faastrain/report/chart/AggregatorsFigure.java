package faastrain.report.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The communication time of one iteration against the number of aggregators K (FasDL,
 * eqs. 1a to 1c): simulated means with their intervals over the curve of each closed form, which is
 * (upload + aggregate + download) / iterations. Each series' smallest simulated time has a ring.
 */
final class AggregatorsFigure implements Figure {
    private static final List<String> TERMS = List.of("upload", "aggregate", "download");
    private static final List<List<Double>> DASHES =
            List.of(List.of(4.0, 2.0), List.of(1.2, 1.6), List.of(6.0, 1.6, 1.2, 1.6));

    private final List<Series> series;
    private final List<String> models;

    private AggregatorsFigure(List<Series> series, List<String> models) {
        this.series = series;
        this.models = models;
    }

    private record Point(RunSummary run, RunSummary.Estimate simulated, Map<String, Double> predicted) {}

    private record Series(String label, TreeMap<Integer, Point> points) {
        /** The first of the points with the smallest simulated mean. */
        Map.Entry<Integer, Point> best() {
            return Collections.min(points.entrySet(), Comparator.comparingDouble(point -> point.getValue()
                    .simulated()
                    .mean()));
        }
    }

    /** What two results of one series have in common, each with how it is written in a label. */
    private enum Trait {
        WORKLOAD("workload", "%s"),
        PLATFORM("platform", "%s"),
        CHANNEL("channel", "%s"),
        PATTERN("pattern", "%s"),
        PROTOCOL("protocol", "%s"),
        COUNTING("counting", "%s"),
        WORKERS("plan.workers", "W = %s"),
        MEMORY("plan.memory_mb", "%s MB"),
        BATCH("plan.batch", "batch %s");

        private final String field;
        private final String form;

        Trait(String field, String form) {
            this.field = field;
            this.form = form;
        }

        String of(RunSummary run) {
            return run.scenario(field);
        }

        String written(String value) {
            return form.replace("%s", value);
        }
    }

    static List<Figure> read(Inputs inputs) {
        Map<Map<Trait, String>, TreeMap<Integer, Point>> byTraits = new LinkedHashMap<>();
        Set<String> models = new LinkedHashSet<>();
        for (RunSummary run : inputs.results()) {
            Map<Trait, String> traits = new EnumMap<>(Trait.class);
            for (Trait trait : Trait.values()) {
                traits.put(trait, trait.of(run));
            }
            Map<String, Double> predicted = predicted(run);
            models.addAll(predicted.keySet());
            Point before = byTraits.computeIfAbsent(traits, key -> new TreeMap<>())
                    .put(run.aggregators(), new Point(run, run.communicationS(), predicted));
            if (before != null) {
                throw new ChartInputException(before.run().file() + " and " + run.file() + ": both have K = "
                        + run.aggregators() + " and the same plan otherwise; leave one of them out");
            }
        }
        if (byTraits.values().stream().noneMatch(points -> points.size() > 1)) {
            throw new ChartInputException(inputs.names()
                    + ": no results that differ in aggregators (scenario.plan.aggregators) alone;"
                    + " sweep K, then draw the folder of all results");
        }
        if (byTraits.size() > SeriesStyle.MOST) {
            throw new ChartInputException(inputs.names() + ": " + byTraits.size() + " series; at most "
                    + SeriesStyle.MOST + " can be told apart: draw fewer results at a time");
        }
        if (models.size() > DASHES.size()) {
            throw new ChartInputException(inputs.names() + ": predictions of " + models.size() + " models; at most "
                    + DASHES.size() + " can be told apart: draw fewer results at a time");
        }
        List<Series> series = new ArrayList<>();
        byTraits.forEach((traits, points) -> series.add(new Series(label(traits, byTraits.keySet()), points)));
        return List.of(new AggregatorsFigure(series, List.copyOf(models)));
    }

    /** Seconds of communication in one iteration, by the models that have its three terms. */
    private static Map<String, Double> predicted(RunSummary run) {
        Map<String, Double> predicted = new LinkedHashMap<>();
        for (RunSummary.Prediction prediction : run.predictions()) {
            Map<String, Double> terms = prediction.termsS();
            if (terms.keySet().containsAll(TERMS)) {
                double all = TERMS.stream().mapToDouble(terms::get).sum();
                predicted.put(prediction.model(), all / prediction.iterations());
            }
        }
        return predicted;
    }

    /** The traits that tell the series from the others; the workload when there is only one. */
    private static String label(Map<Trait, String> traits, Set<Map<Trait, String>> all) {
        List<String> parts = new ArrayList<>();
        traits.forEach((trait, value) -> {
            boolean varies = all.stream().anyMatch(other -> !value.equals(other.get(trait)));
            if (varies && !value.isEmpty()) {
                parts.add(trait.written(value));
            }
        });
        return parts.isEmpty() ? traits.getOrDefault(Trait.WORKLOAD, "") : String.join(", ", parts);
    }

    @Override
    public String fileName() {
        return ChartKind.AGGREGATORS.id();
    }

    @Override
    public String title() {
        return "Communication time of an iteration against the number of aggregators";
    }

    @Override
    public Table table(Width width) {
        List<String> header = new ArrayList<>(
                List.of("series", "aggregators", "simulated_s", "ci95_low_s", "ci95_high_s", "minimum"));
        models.forEach(model -> header.add("predicted_" + model + "_s"));
        List<List<String>> rows = new ArrayList<>();
        for (Series one : series) {
            int best = one.best().getKey();
            one.points().forEach((aggregators, point) -> {
                List<String> row = new ArrayList<>();
                row.add(one.label());
                row.add(Integer.toString(aggregators));
                row.add(Table.number(point.simulated().mean()));
                row.add(point.simulated().lowCell());
                row.add(point.simulated().highCell());
                row.add(Boolean.toString(aggregators == best));
                for (String model : models) {
                    Double predicted = point.predicted().get(model);
                    row.add(Table.number(predicted == null ? OptionalDouble.empty() : OptionalDouble.of(predicted)));
                }
                rows.add(row);
            });
        }
        return new Table(header, rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        TreeSet<Integer> aggregators = new TreeSet<>();
        double highest = 0;
        for (Series one : series) {
            for (Map.Entry<Integer, Point> entry : one.points().entrySet()) {
                Point point = entry.getValue();
                aggregators.add(entry.getKey());
                highest = Math.max(highest, point.simulated().mean());
                highest = Math.max(
                        highest,
                        point.simulated().ci95().map(RunSummary.Interval::high).orElse(0.0));
                for (double predicted : point.predicted().values()) {
                    highest = Math.max(highest, predicted);
                }
            }
        }
        Axis y =
                Axis.linear("communication per iteration (s)", 0, highest, width.plotHeightPoints(), Sheet::lineHeight);
        Sheet.Spec spec = new Sheet.Spec(
                "",
                length ->
                        Axis.integers("aggregators K", aggregators, length, label -> type.width(label, Axis.TICK_SIZE)),
                List.of());
        List<Panel> panels = Sheet.lay(width, type, legend(), List.of(spec), y);
        for (int i = 0; i < series.size(); i++) {
            draw(panels.get(0), series.get(i), SeriesStyle.of(i));
        }
        return Sheet.finish(panels, type);
    }

    private void draw(Panel panel, Series one, SeriesStyle style) {
        for (String model : models) {
            List<Drawing.Point> curve = new ArrayList<>();
            one.points().forEach((aggregators, point) -> {
                Double predicted = point.predicted().get(model);
                if (predicted != null) {
                    curve.add(new Drawing.Point(aggregators, predicted));
                }
            });
            if (!curve.isEmpty()) {
                panel.curve(curve, style.rgb(), Panel.CURVE, DASHES.get(models.indexOf(model)));
            }
        }
        one.points().forEach((aggregators, point) -> {
            panel.whisker(aggregators, point.simulated().ci95(), style.rgb());
            panel.marker(style, aggregators, point.simulated().mean());
        });
        panel.ring(one.best().getKey(), one.best().getValue().simulated().mean());
    }

    private List<List<Legend.Entry>> legend() {
        boolean intervals = series.stream()
                .flatMap(one -> one.points().values().stream())
                .anyMatch(point -> point.simulated().ci95().isPresent());
        boolean alone = series.size() == 1;
        SeriesStyle style = alone ? SeriesStyle.of(0) : new SeriesStyle(Palette.INK, Marker.CIRCLE, true);
        List<Legend.Entry> names = new ArrayList<>();
        for (int i = 0; i < series.size() && !alone; i++) {
            names.add(Legend.marker(series.get(i).label(), SeriesStyle.of(i)));
        }
        List<Legend.Entry> kinds = new ArrayList<>();
        kinds.add(intervals ? Legend.estimate("simulated, 95 % interval", style) : Legend.marker("simulated", style));
        for (int i = 0; i < models.size(); i++) {
            kinds.add(Legend.line("predicted (" + models.get(i) + ")", style.rgb(), Panel.CURVE, DASHES.get(i)));
        }
        kinds.add(Legend.mark("minimum", (drawing, x, middle, w, h) -> Panel.ring(drawing, x + w / 2, middle)));
        return List.of(names, kinds);
    }
}
