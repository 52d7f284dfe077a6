package faastrain.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Time and cost of a sweep's points against one of its axes, a line for each combination of the others' levels: means
 * with their intervals and, while the lines are few, what the closed form predicts.
 *
 * <p>The axis is {@code plan.workers} where it is varied, otherwise the axis of numbers with the most levels and, of
 * several, the last; a seed is a number but no amount. A point without numbers, because it was refused, failed or has
 * no plan, breaks its line; one that filters left out does not. Times or costs that span more than a decade have a
 * logarithmic axis, others one from zero.
 */
final class ScalingFigure implements Figure {
    private static final String WORKERS = "plan.workers";
    private static final String SEED = "seed";

    // From 1 to 20 every number has room on a linear axis; beyond, small ones lie on one another.
    private static final double LINEAR_RANGE = 20;
    // Each has its prediction beside it; of more, one cannot follow the lines.
    private static final int MOST_WITH_PREDICTIONS = 4;
    // Of a single panel's height, for two of them.
    private static final double COLUMN_HEIGHT = 0.8;
    private static final double THIN = 0.6;
    // Longer than a mark's radius, so that its ends are seen.
    private static final double CROSS = 3.2;
    private static final double DASH = 3;
    private static final double DASH_GAP = 1.8;
    private static final double MORE_DASH_GAP = 1.2;
    // Marks nearer than this hide one another; the hidden one is larger, of its own radius, for each that hides it.
    private static final double HIDING = 1.2;
    private static final double LARGER = 0.55;

    private static final Quantity TIME =
            new Quantity("time", "s", "time (s)", SweepFolder.Simulated::timeS, SweepFolder.Predicted::timeS);
    private static final Quantity COST =
            new Quantity("cost", "usd", "cost (USD)", SweepFolder.Simulated::costUsd, SweepFolder.Predicted::costUsd);

    private final String fileName;
    private final SweepFolder.SweepAxis axis;
    private final SweepFolder.Scale scale;
    private final List<Series> series;
    private final boolean predictions;

    private ScalingFigure(SweepFolder sweep, String fileName) {
        this.fileName = fileName;
        this.axis = axis(sweep);
        this.scale = axis.scale().orElseThrow();
        this.series = series(sweep, axis, scale);
        if (series.size() > SeriesStyle.MOST) {
            String others =
                    others(sweep.axes(), axis).map(SweepFolder.SweepAxis::name).collect(Collectors.joining(", "));
            throw new ChartInputException(sweep.file() + ": " + series.size() + " lines over " + axis.name()
                    + ", one for each combination of " + others + "; at most " + SeriesStyle.MOST
                    + " can be told apart: leave levels out, or some combinations with filters in the experiment");
        }
        if (series.stream().allMatch(Series::isEmpty)) {
            throw new ChartInputException(sweep.file() + ": no point has a time, so there is nothing to draw;"
                    + " its column reason says why");
        }
        this.predictions = series.size() <= MOST_WITH_PREDICTIONS
                && series.stream()
                        .flatMap(one -> one.points().values().stream())
                        .anyMatch(point -> point.predicted().isPresent());
    }

    /** What a panel shows of a point. */
    private record Quantity(
            String name,
            String unit,
            String label,
            Function<SweepFolder.Simulated, RunSummary.Estimate> simulated,
            ToDoubleFunction<SweepFolder.Predicted> predicted) {
        /** A column of it, such as {@code time_low_s}. */
        String column(String what) {
            return name + "_" + what + unit;
        }

        Optional<RunSummary.Estimate> of(SweepFolder.Point point) {
            return point.measured().map(simulated);
        }

        OptionalDouble predictionOf(SweepFolder.Point point) {
            return point.predicted().stream().mapToDouble(predicted).findFirst();
        }
    }

    /**
     * A line.
     *
     * @param label the levels that tell it from others; empty when there is no other
     * @param points by their value on the axis
     */
    private record Series(String label, TreeMap<Double, SweepFolder.Point> points) {
        boolean isEmpty() {
            return points.values().stream().allMatch(point -> point.measured().isEmpty());
        }

        /** Its points between gaps, each part from left to right. */
        List<List<Drawing.Point>> parts(Function<SweepFolder.Point, OptionalDouble> value) {
            List<List<Drawing.Point>> parts = new ArrayList<>();
            List<Drawing.Point> part = new ArrayList<>();
            for (Map.Entry<Double, SweepFolder.Point> entry : points.entrySet()) {
                OptionalDouble y = value.apply(entry.getValue());
                if (y.isPresent()) {
                    part.add(new Drawing.Point(entry.getKey(), y.getAsDouble()));
                } else if (!part.isEmpty()) {
                    parts.add(part);
                    part = new ArrayList<>();
                }
            }
            if (!part.isEmpty()) {
                parts.add(part);
            }
            return parts;
        }
    }

    static List<Figure> read(Inputs inputs) {
        return FolderFigures.of(ChartKind.SCALING, "sweep", inputs.sweeps(), SweepFolder::file, ScalingFigure::new);
    }

    private static SweepFolder.SweepAxis axis(SweepFolder sweep) {
        List<SweepFolder.SweepAxis> possible = sweep.axes().stream()
                .filter(one -> one.varies() && !one.name().equals(SEED))
                .filter(one -> one.scale().isPresent())
                .toList();
        return possible.stream()
                .filter(one -> one.name().equals(WORKERS))
                .findFirst()
                .or(() -> possible.stream()
                        .reduce((a, b) -> b.labels().size() >= a.labels().size() ? b : a))
                .orElseThrow(() -> new ChartInputException(sweep.file() + ": none of its axes ("
                        + sweep.axes().stream().map(SweepFolder.SweepAxis::name).collect(Collectors.joining(", "))
                        + ") has several levels that are all numbers (seeds apart), or all quantities of one kind, to draw time and"
                        + " cost against; vary one that has, such as plan.workers: [1, 2, 5, 10]"));
    }

    /** The axes that tell lines apart. */
    private static Stream<SweepFolder.SweepAxis> others(List<SweepFolder.SweepAxis> axes, SweepFolder.SweepAxis axis) {
        return axes.stream().filter(one -> one.varies() && !one.equals(axis));
    }

    private static List<Series> series(SweepFolder sweep, SweepFolder.SweepAxis axis, SweepFolder.Scale scale) {
        int x = sweep.axes().indexOf(axis);
        List<Integer> others =
                others(sweep.axes(), axis).map(sweep.axes()::indexOf).toList();
        Map<List<String>, TreeMap<Double, SweepFolder.Point>> byLevels = new LinkedHashMap<>();
        for (SweepFolder.Point point : sweep.points()) {
            List<String> levels = others.stream().map(point.labels()::get).toList();
            byLevels.computeIfAbsent(levels, key -> new TreeMap<>())
                    .put(scale.value(point.labels().get(x)), point);
        }
        return byLevels.entrySet().stream()
                .map(entry -> new Series(String.join(", ", entry.getKey()), entry.getValue()))
                .toList();
    }

    @Override
    public String fileName() {
        return fileName;
    }

    @Override
    public String title() {
        return "Time and cost against " + axis.name();
    }

    @Override
    public Table table(Width width) {
        List<String> header = new ArrayList<>(List.of(
                "series", scale.unit().isEmpty() ? axis.name() : axis.name() + " (" + scale.unit() + ")", "failed"));
        for (Quantity quantity : List.of(TIME, COST)) {
            header.addAll(List.of(quantity.column(""), quantity.column("low_"), quantity.column("high_")));
            if (predictions) {
                header.add("predicted_" + quantity.column(""));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (Series one : series) {
            one.points().forEach((value, point) -> {
                List<String> row =
                        new ArrayList<>(List.of(one.label(), Table.number(value), Integer.toString(point.failed())));
                for (Quantity quantity : List.of(TIME, COST)) {
                    Optional<RunSummary.Estimate> simulated = quantity.of(point);
                    row.add(simulated.map(known -> Table.number(known.mean())).orElse(""));
                    row.add(simulated.map(RunSummary.Estimate::lowCell).orElse(""));
                    row.add(simulated.map(RunSummary.Estimate::highCell).orElse(""));
                    if (predictions) {
                        row.add(Table.number(quantity.predictionOf(point)));
                    }
                }
                rows.add(row);
            });
        }
        return new Table(header, rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        boolean stacked = width == Width.COLUMN;
        double height = width.plotHeightPoints() * (stacked ? COLUMN_HEIGHT : 1);
        Sheet.Spec spec = new Sheet.Spec("", length -> xAxis(length, type), List.of());
        List<Sheet.Spec> specs = List.of(spec, spec);
        List<Axis> ys = List.of(yAxis(TIME, height), yAxis(COST, height));
        List<Panel> panels = stacked
                ? Sheet.stack(width, type, legend(), specs, ys, height)
                : Sheet.lay(width, type, legend(), specs, ys, height);
        draw(panels.get(0), TIME);
        draw(panels.get(1), COST);
        return Sheet.finish(panels, type);
    }

    private Axis xAxis(double length, Typeface type) {
        ToDoubleFunction<String> extent = label -> type.width(label, Axis.TICK_SIZE);
        List<Double> values = scale.all().stream().sorted().toList();
        double low = values.get(0);
        double high = values.get(values.size() - 1);
        boolean logarithmic = low > 0 && high > LINEAR_RANGE * low;
        Axis ticks = logarithmic
                ? Axis.log(xLabel(), low, high, length, extent)
                : evenIntegers(values)
                        ? Axis.integers(
                                xLabel(), values.stream().map(Double::intValue).toList(), length, extent)
                        : Axis.linear(xLabel(), low, high, length, extent);
        return ticks.withRoom(low, high, length, Panel.MARKER_ROOM);
    }

    /** The axis in words: what it is of a plan needs no mention of it. */
    private String xLabel() {
        String name = axis.name().startsWith("plan.") ? axis.name().substring("plan.".length()) : axis.name();
        String words = name.replace('.', ' ').replace('-', ' ');
        return scale.unit().isEmpty() ? words : words + " (" + scale.unit() + ")";
    }

    /** Whether each value can have a tick of its own: whole numbers, all as far apart. */
    private static boolean evenIntegers(List<Double> sorted) {
        double step = sorted.get(1) - sorted.get(0);
        return sorted.stream().allMatch(value -> value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE)
                && IntStream.range(1, sorted.size()).allMatch(i -> sorted.get(i) - sorted.get(i - 1) == step);
    }

    private Axis yAxis(Quantity quantity, double length) {
        double[] shown = series.stream()
                .flatMap(one -> one.points().values().stream())
                .flatMapToDouble(point -> DoubleStream.concat(
                        quantity.of(point).stream().flatMapToDouble(ShownRange::extent),
                        predictions ? quantity.predictionOf(point).stream() : DoubleStream.empty()))
                .toArray();
        double high = DoubleStream.of(shown).max().orElseThrow();
        if (DoubleStream.of(shown).allMatch(value -> value > 0)) {
            ShownRange range = ShownRange.of(shown);
            if (range.logarithmic()) {
                return range.axis(quantity.label(), length, Sheet::lineHeight);
            }
        }
        return Axis.linear(quantity.label(), 0, high, length, Sheet::lineHeight);
    }

    private void draw(Panel panel, Quantity quantity) {
        for (int i = 0; i < series.size(); i++) {
            int index = i;
            int rgb = SeriesStyle.of(i).rgb();
            if (predictions) {
                series.get(i)
                        .parts(quantity::predictionOf)
                        .forEach(part -> panel.curve(part, rgb, THIN, dashes(index)));
            }
            series.get(i)
                    .parts(point -> mean(quantity, point))
                    .forEach(part -> panel.curve(part, rgb, Panel.CURVE, Drawing.SOLID));
        }
        for (int i = 0; i < series.size(); i++) {
            int index = i;
            SeriesStyle style = SeriesStyle.of(i);
            series.get(i).points().forEach((value, point) -> quantity.of(point).ifPresent(estimate -> {
                estimate.ci95()
                        .ifPresent(ci -> Panel.whisker(
                                panel.drawing(),
                                panel.px(value),
                                panel.pyWithin(ci.high()),
                                panel.pyWithin(ci.low()),
                                style.rgb()));
                panel.drawing()
                        .marker(
                                style,
                                panel.px(value),
                                panel.py(estimate.mean()),
                                Panel.MARKER_RADIUS
                                        * (1 + LARGER * hiding(panel, quantity, index, value, estimate.mean())));
                if (point.failed() > 0) {
                    panel.drawing().cross(panel.px(value), panel.py(estimate.mean()), CROSS, Palette.INK);
                }
            }));
        }
    }

    /** Of more marks than one at a place, the first is the largest, so that its rim is seen around the others. */
    private long hiding(Panel panel, Quantity quantity, int index, double x, double y) {
        return series.stream()
                .skip(index + 1L)
                .flatMap(later -> Optional.ofNullable(later.points().get(x)).stream())
                .flatMap(point -> quantity.of(point).stream())
                .filter(other -> Math.abs(panel.py(other.mean()) - panel.py(y)) < HIDING)
                .count();
    }

    /** The later a line, the wider its gaps, through which an earlier one is seen. */
    private static List<Double> dashes(int index) {
        return List.of(DASH, DASH_GAP + index * MORE_DASH_GAP);
    }

    private static OptionalDouble mean(Quantity quantity, SweepFolder.Point point) {
        return quantity.of(point).stream()
                .mapToDouble(RunSummary.Estimate::mean)
                .findFirst();
    }

    private List<List<Legend.Entry>> legend() {
        boolean alone = series.size() == 1;
        SeriesStyle style = alone ? SeriesStyle.of(0) : new SeriesStyle(Palette.INK, Marker.CIRCLE, true);
        List<Legend.Entry> names = new ArrayList<>();
        for (int i = 0; i < series.size() && !alone; i++) {
            Series one = series.get(i);
            names.add(
                    one.isEmpty()
                            ? Legend.blank(one.label() + ": no result")
                            : Legend.markedLine(one.label(), SeriesStyle.of(i), Panel.CURVE, Drawing.SOLID));
        }
        List<SweepFolder.Point> simulated = series.stream()
                .flatMap(one -> one.points().values().stream())
                .filter(point -> point.measured().isPresent())
                .toList();
        List<Legend.Entry> kinds = new ArrayList<>();
        kinds.add(
                simulated.stream().anyMatch(ScalingFigure::hasInterval)
                        ? Legend.estimate("simulated, 95 % interval", style)
                        : Legend.marker("simulated", style));
        if (predictions) {
            kinds.add(Legend.line("predicted", style.rgb(), THIN, dashes(0)));
        }
        if (simulated.stream().anyMatch(point -> point.failed() > 0)) {
            kinds.add(Legend.mark("some runs failed", (drawing, x, middle, w, h) -> {
                drawing.marker(style, x + w / 2, middle, Panel.MARKER_RADIUS);
                drawing.cross(x + w / 2, middle, CROSS, Palette.INK);
            }));
        }
        return List.of(names, kinds);
    }

    private static boolean hasInterval(SweepFolder.Point point) {
        return Stream.of(TIME, COST)
                .anyMatch(quantity ->
                        quantity.of(point).flatMap(RunSummary.Estimate::ci95).isPresent());
    }
}
