package faastrain.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Simulated against predicted run time of many results: on the diagonal they agree, within the band
 * to 5 %. The error of a prediction is |predicted − simulated| / simulated; the figure tells its mean.
 */
final class ParityFigure implements Figure {
    private static final double TOLERANCE = 0.05;
    // A range of times wider than this crowds the short runs on a linear axis.
    private static final double LINEAR_RANGE = 20;

    private final List<Point> points;
    private final List<String> series;

    private ParityFigure(List<Point> points, List<String> series) {
        this.points = points;
        this.series = series;
    }

    private record Point(
            String result,
            String workload,
            String model,
            double predictedS,
            double simulatedS,
            Optional<RunSummary.Interval> ci95) {
        double error() {
            return Math.abs(predictedS - simulatedS) / simulatedS;
        }

        String series(boolean manyModels) {
            return manyModels ? workload + ", " + model : workload;
        }
    }

    static List<Figure> read(Inputs inputs) {
        List<Point> points = new ArrayList<>();
        for (RunSummary run : inputs.results()) {
            RunSummary.Estimate simulated = run.timeS();
            for (RunSummary.Prediction prediction : run.predictions()) {
                double predicted = prediction.timeS();
                if (predicted <= 0 || simulated.mean() <= 0) {
                    throw new ChartInputException(run.file()
                            + ": simulation.time_s.mean and predictions' time_s must be above 0 to be compared");
                }
                points.add(new Point(
                        run.name(),
                        run.scenario("workload"),
                        prediction.model(),
                        predicted,
                        simulated.mean(),
                        simulated.ci95()));
            }
        }
        if (points.isEmpty()) {
            throw new ChartInputException(inputs.names()
                    + ": no result has predictions; draw results of scenarios that a closed form applies to"
                    + " (faastrain predict SCENARIO tells which)");
        }
        boolean manyModels = points.stream().map(Point::model).distinct().count() > 1;
        Set<String> series = new LinkedHashSet<>();
        points.forEach(point -> series.add(point.series(manyModels)));
        if (series.size() > SeriesStyle.MOST) {
            throw new ChartInputException(inputs.names() + ": " + series.size() + " workloads; at most "
                    + SeriesStyle.MOST + " can be told apart: draw fewer results at a time");
        }
        return List.of(new ParityFigure(points, List.copyOf(series)));
    }

    private double meanError() {
        return points.stream().mapToDouble(Point::error).average().orElse(0);
    }

    @Override
    public String fileName() {
        return ChartKind.PARITY.id();
    }

    @Override
    public String title() {
        return "Simulated against predicted run time";
    }

    @Override
    public Table table(Width width) {
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            rows.add(List.of(
                    point.result(),
                    point.workload(),
                    point.model(),
                    Table.number(point.predictedS()),
                    Table.number(point.simulatedS()),
                    point.ci95().map(ci -> Table.number(ci.low())).orElse(""),
                    point.ci95().map(ci -> Table.number(ci.high())).orElse(""),
                    Table.number(point.error())));
        }
        return new Table(
                List.of(
                        "result",
                        "workload",
                        "model",
                        "predicted_s",
                        "simulated_s",
                        "ci95_low_s",
                        "ci95_high_s",
                        "relative_error"),
                rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        double[] seconds = points.stream()
                .flatMap(point -> Stream.concat(
                        Stream.of(point.predictedS(), point.simulatedS()),
                        point.ci95().stream().flatMap(ci -> Stream.of(ci.low(), ci.high()))))
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0)
                .sorted()
                .toArray();
        double low = seconds[0];
        double high = seconds[seconds.length - 1];
        boolean logarithmic = high / low > LINEAR_RANGE;
        Axis y = axis("simulated time (s)", low, high, logarithmic, width.plotHeightPoints(), Sheet::lineHeight);
        Sheet.Spec spec = new Sheet.Spec(
                "",
                // The same range on both, whatever ticks either has room for.
                length -> axis(
                                "predicted time (s)",
                                low,
                                high,
                                logarithmic,
                                length,
                                label -> type.width(label, Axis.TICK_SIZE))
                        .within(y.min(), y.max()),
                List.of());
        List<Panel> panels = Sheet.lay(width, type, legend(), List.of(spec), y);
        Panel panel = panels.get(0);
        band(panel, y, logarithmic);
        boolean manyModels = points.stream().map(Point::model).distinct().count() > 1;
        for (Point point : points) {
            SeriesStyle style = SeriesStyle.of(series.indexOf(point.series(manyModels)));
            panel.whisker(
                    point.predictedS(),
                    point.ci95().map(ci -> new RunSummary.Interval(Math.max(ci.low(), y.min()), ci.high())),
                    style.rgb());
            panel.marker(style, point.predictedS(), point.simulatedS());
        }
        panel.drawing()
                .text(
                        panel.right() - 3,
                        panel.bottom() - 5,
                        String.format(Locale.ROOT, "mean error %.1f %%, n = %d", 100 * meanError(), points.size()),
                        Axis.TICK_SIZE,
                        Drawing.Anchor.END);
        return Sheet.finish(panels, type);
    }

    private static Axis axis(
            String label,
            double low,
            double high,
            boolean logarithmic,
            double length,
            ToDoubleFunction<String> extent) {
        return logarithmic ? Axis.log(label, low, high, length, extent) : Axis.linear(label, 0, high, length, extent);
    }

    /** The band between (1 ± tolerance) times the diagonal, cut to the axes, and the diagonal. */
    private static void band(Panel panel, Axis axis, boolean logarithmic) {
        double from = axis.min();
        double to = axis.max();
        double upper = 1 + TOLERANCE;
        double lower = 1 - TOLERANCE;
        List<Drawing.Point> outline = new ArrayList<>();
        outline.add(new Drawing.Point(from, from));
        if (logarithmic) {
            outline.add(new Drawing.Point(from, from * upper));
        }
        outline.add(new Drawing.Point(to / upper, to));
        outline.add(new Drawing.Point(to, to));
        outline.add(new Drawing.Point(to, to * lower));
        if (logarithmic) {
            outline.add(new Drawing.Point(from / lower, from));
        }
        panel.area(outline, Palette.BAND);
        panel.curve(List.of(new Drawing.Point(from, from), new Drawing.Point(to, to)), Palette.INK, 0.6, Drawing.SOLID);
    }

    private List<List<Legend.Entry>> legend() {
        List<Legend.Entry> names = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            names.add(Legend.marker(series.get(i), SeriesStyle.of(i)));
        }
        List<Legend.Entry> kinds = new ArrayList<>();
        kinds.add(Legend.line("equal", Palette.INK, 0.6, Drawing.SOLID));
        kinds.add(Legend.swatch("within 5 %", Palette.BAND));
        if (points.stream().anyMatch(point -> point.ci95().isPresent())) {
            kinds.add(Legend.whisker("95 % interval"));
        }
        return List.of(names, kinds);
    }
}
