package faastrain.report.chart;

import faastrain.trace.FitTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The compute time of one iteration of a model, measured (mean and standard deviation) and fitted
 * (FasDL eq. 4): against the batch with a line for each memory, and against the memory with a line
 * for each batch. Without a file of dense curves, the fitted values at the measured points are joined.
 * A model that could not be fitted has its points alone, and the legend says so.
 */
final class FitFigure implements Figure {
    // A range of times wider than this hides the fast settings on a linear axis.
    private static final double LINEAR_RANGE = 60;

    private final String fileName;
    private final String model;
    private final List<Measured> measured;
    private final List<Fitted> fitted;
    private final List<Double> memories;
    private final List<Double> batches;

    private FitFigure(String fileName, String model, List<Measured> measured, List<Fitted> fitted) {
        this.fileName = fileName;
        this.model = model;
        this.measured =
                measured.stream().filter(point -> point.model().equals(model)).toList();
        this.fitted =
                fitted.stream().filter(point -> point.model().equals(model)).toList();
        this.memories = choice(Measured::memoryMb, Fitted::memoryMb);
        this.batches = choice(Measured::batch, Fitted::batch);
    }

    private record Measured(String model, double memoryMb, double batch, double seconds, double stddevSeconds) {
        Optional<RunSummary.Interval> spread() {
            return stddevSeconds > 0
                    ? Optional.of(
                            new RunSummary.Interval(Math.max(seconds - stddevSeconds, 0), seconds + stddevSeconds))
                    : Optional.empty();
        }
    }

    private record Fitted(String model, double memoryMb, double batch, double seconds) {}

    /** One of the two panels: what its lines are of, and what they run along. */
    private record View(
            String title,
            String xLabel,
            String parameter,
            ToDoubleFunction<Measured> measuredLine,
            ToDoubleFunction<Measured> measuredX,
            ToDoubleFunction<Fitted> fittedLine,
            ToDoubleFunction<Fitted> fittedX) {}

    private static final View AGAINST_BATCH = new View(
            "memory (MB)",
            "batch (samples)",
            "memory_mb",
            Measured::memoryMb,
            Measured::batch,
            Fitted::memoryMb,
            Fitted::batch);
    private static final View AGAINST_MEMORY = new View(
            "batch (samples)",
            "memory (MB)",
            "batch",
            Measured::batch,
            Measured::memoryMb,
            Fitted::batch,
            Fitted::memoryMb);

    /** The parameters that lines are drawn for: the measured ones, or the curves' own without any. */
    private List<Double> choice(ToDoubleFunction<Measured> ofMeasured, ToDoubleFunction<Fitted> ofFitted) {
        List<Double> values = measured.stream().mapToDouble(ofMeasured).boxed().toList();
        return Selection.evenly(
                values.isEmpty() ? fitted.stream().mapToDouble(ofFitted).boxed().toList() : values, Selection.MOST);
    }

    static List<Figure> read(Inputs inputs) {
        Optional<Path> points = inputs.file(FitTable.COMPUTE_POINTS.file());
        Optional<Path> curves = inputs.file(FitTable.COMPUTE_CURVES.file());
        inputs.requireEither(FitTable.COMPUTE_POINTS, FitTable.COMPUTE_CURVES);
        List<Measured> measured = new ArrayList<>();
        List<Fitted> fitted = new ArrayList<>();
        points.ifPresent(file -> {
            for (CsvRows.Row row : CsvRows.read(file, FitTable.COMPUTE_POINTS.columns())) {
                measured.add(new Measured(
                        row.text("model"),
                        row.positive("memory_mb"),
                        row.positive("batch"),
                        row.positive("measured_s"),
                        row.nonNegativeOrEmpty("stddev_s")));
                if (curves.isEmpty() && !row.isEmpty("fitted_s")) {
                    fitted.add(fitted(row));
                }
            }
        });
        curves.ifPresent(
                file -> CsvRows.read(file, FitTable.COMPUTE_CURVES.columns()).forEach(row -> fitted.add(fitted(row))));
        Set<String> models = new LinkedHashSet<>();
        measured.forEach(point -> models.add(point.model()));
        fitted.forEach(point -> models.add(point.model()));
        return models.stream()
                .map(model -> (Figure) new FitFigure(
                        models.size() == 1 ? ChartKind.FIT.id() : ChartKind.FIT.id() + "-" + fileSafe(model),
                        model,
                        measured,
                        fitted))
                .toList();
    }

    private static Fitted fitted(CsvRows.Row row) {
        return new Fitted(
                row.text("model"), row.positive("memory_mb"), row.positive("batch"), row.positive("fitted_s"));
    }

    private static String fileSafe(String model) {
        return model.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    @Override
    public String fileName() {
        return fileName;
    }

    @Override
    public String title() {
        return "Iteration time of " + model + " against batch and memory, measured and fitted";
    }

    @Override
    public Table table(Width width) {
        List<List<String>> rows = new ArrayList<>();
        rows(rows, AGAINST_BATCH, memories);
        rows(rows, AGAINST_MEMORY, batches);
        return new Table(
                List.of("x_axis", "line", "kind", "memory_mb", "batch", "iteration_s", "low_s", "high_s"), rows);
    }

    private void rows(List<List<String>> rows, View view, List<Double> lines) {
        for (double line : lines) {
            String name = view.parameter() + "=" + Table.number(line);
            for (Measured point : measuredOn(view, line)) {
                rows.add(List.of(
                        view.xLabel(),
                        name,
                        "measured",
                        Table.number(point.memoryMb()),
                        Table.number(point.batch()),
                        Table.number(point.seconds()),
                        point.spread().map(spread -> Table.number(spread.low())).orElse(""),
                        point.spread()
                                .map(spread -> Table.number(spread.high()))
                                .orElse("")));
            }
            for (Fitted point : fittedOn(view, line)) {
                rows.add(List.of(
                        view.xLabel(),
                        name,
                        "fitted",
                        Table.number(point.memoryMb()),
                        Table.number(point.batch()),
                        Table.number(point.seconds()),
                        "",
                        ""));
            }
        }
    }

    private List<Measured> measuredOn(View view, double line) {
        return measured.stream()
                .filter(point -> view.measuredLine().applyAsDouble(point) == line)
                .sorted(Comparator.comparingDouble(view.measuredX()))
                .toList();
    }

    private List<Fitted> fittedOn(View view, double line) {
        return fitted.stream()
                .filter(point -> view.fittedLine().applyAsDouble(point) == line)
                .sorted(Comparator.comparingDouble(view.fittedX()))
                .toList();
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        double[] seconds = Stream.concat(
                        measured.stream()
                                .flatMap(point -> Stream.of(
                                        point.seconds(),
                                        point.spread()
                                                .map(RunSummary.Interval::high)
                                                .orElse(point.seconds()))),
                        Stream.concat(plotted(AGAINST_BATCH, memories), plotted(AGAINST_MEMORY, batches))
                                .map(Fitted::seconds))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double lowest = seconds[0];
        double highest = seconds[seconds.length - 1];
        boolean logarithmic = highest / lowest > LINEAR_RANGE;
        String label = "iteration time (s)";
        Axis y = logarithmic
                ? Axis.log(label, lowest, highest, width.plotHeightPoints(), Sheet::lineHeight)
                : Axis.linear(label, 0, highest, width.plotHeightPoints(), Sheet::lineHeight);
        List<Panel> panels = Sheet.lay(
                width,
                type,
                common(),
                List.of(spec(AGAINST_BATCH, memories, type), spec(AGAINST_MEMORY, batches, type)),
                y);
        draw(panels.get(0), AGAINST_BATCH, memories, y);
        draw(panels.get(1), AGAINST_MEMORY, batches, y);
        return Sheet.finish(panels, type);
    }

    private Stream<Fitted> plotted(View view, List<Double> lines) {
        return fitted.stream().filter(point -> lines.contains(view.fittedLine().applyAsDouble(point)));
    }

    private Sheet.Spec spec(View view, List<Double> lines, Typeface type) {
        TreeSet<Double> xs = new TreeSet<>();
        measured.forEach(point -> xs.add(view.measuredX().applyAsDouble(point)));
        plotted(view, lines).forEach(point -> xs.add(view.fittedX().applyAsDouble(point)));
        List<Legend.Entry> legend = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String label = Table.number(lines.get(i));
            legend.add(
                    measured.isEmpty()
                            ? Legend.line(label, SeriesStyle.of(i).rgb(), 0.8, Drawing.SOLID)
                            : Legend.marker(label, SeriesStyle.of(i)));
        }
        return new Sheet.Spec(
                view.title(),
                length -> Axis.linear(view.xLabel(), 0, xs.last(), length, label -> type.width(label, Axis.TICK_SIZE))
                        .withRoom(xs.first(), xs.last(), length, Panel.MARKER_ROOM),
                legend);
    }

    private void draw(Panel panel, View view, List<Double> lines, Axis y) {
        for (int i = 0; i < lines.size(); i++) {
            List<Drawing.Point> curve = fittedOn(view, lines.get(i)).stream()
                    .map(point -> new Drawing.Point(view.fittedX().applyAsDouble(point), point.seconds()))
                    .toList();
            if (!curve.isEmpty()) {
                panel.curve(curve, SeriesStyle.of(i).rgb(), 0.8, Drawing.SOLID);
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            SeriesStyle style = SeriesStyle.of(i);
            for (Measured point : measuredOn(view, lines.get(i))) {
                double x = view.measuredX().applyAsDouble(point);
                // A logarithmic axis has no zero: a whisker that reaches it ends at the axis.
                panel.whisker(
                        x,
                        point.spread()
                                .map(spread -> new RunSummary.Interval(Math.max(spread.low(), y.min()), spread.high())),
                        style.rgb());
                panel.marker(style, x, point.seconds());
            }
        }
    }

    private List<List<Legend.Entry>> common() {
        List<Legend.Entry> entries = new ArrayList<>();
        SeriesStyle style = new SeriesStyle(Palette.INK, Marker.CIRCLE, true);
        if (measured.stream().anyMatch(point -> point.stddevSeconds() > 0)) {
            entries.add(Legend.estimate(model + ": measured, ± standard deviation", style));
        } else if (!measured.isEmpty()) {
            entries.add(Legend.marker(model + ": measured", style));
        }
        if (fitted.isEmpty()) {
            entries.add(Legend.note("no fit"));
        } else {
            entries.add(
                    Legend.line(measured.isEmpty() ? model + ": fitted" : "fitted", Palette.INK, 0.8, Drawing.SOLID));
        }
        return List.of(entries);
    }
}
