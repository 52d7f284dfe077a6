package faastrain.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Time and cost of each strategy's plan: simulated means with their intervals, the prediction beside each, and the
 * deadline. Bars from zero or, where the strategies' times or costs span more than a decade, marks and a logarithmic
 * axis: it has no zero for a bar to begin at, and on a linear one the short bars could not be read.
 */
final class StrategiesFigure implements Figure {
    private static final double HIGHEST_ROW = 15;
    private static final double LOWEST_ROW = 12.5;
    // Shares of a row, from its top, of its two bars and of the middles of its two marks.
    private static final double BAR_TOP = 0.12;
    private static final double BAR_END = 0.56;
    private static final double HOLLOW_END = 0.86;
    private static final double MARK = 0.3;
    private static final double HOLLOW_MARK = 0.72;
    private static final double OUTLINE = 0.4;
    private static final int SIMULATED = Palette.BLUE;
    private static final String NO_PLAN = "no plan";

    private final PlanFolder plan;
    private final String fileName;
    private final Quantity time;
    private final Quantity cost;
    private final boolean bars;

    private StrategiesFigure(PlanFolder plan, String fileName) {
        this.plan = plan;
        this.fileName = fileName;
        this.time = new Quantity(
                "time (s)",
                own -> own.predicted().timeS(),
                PlanFolder.Simulated::timeS,
                DoubleStream.of(plan.deadlineS()).boxed().toList());
        this.cost =
                new Quantity("cost (USD)", own -> own.predicted().costUsd(), PlanFolder.Simulated::costUsd, List.of());
        // One look for both panels: two would seem to be two kinds of numbers.
        this.bars = !range(time).logarithmic() && !range(cost).logarithmic();
    }

    /** What a panel shows of a plan, and what else its axis must hold. */
    private record Quantity(
            String label,
            ToDoubleFunction<PlanFolder.Plan> predicted,
            Function<PlanFolder.Simulated, RunSummary.Estimate> estimate,
            List<Double> others) {
        Optional<RunSummary.Estimate> simulated(PlanFolder.Plan plan) {
            return plan.simulated().map(estimate);
        }
    }

    static List<Figure> read(Inputs inputs) {
        return PlanFolder.figures(inputs, ChartKind.STRATEGIES, StrategiesFigure::new);
    }

    private ShownRange range(Quantity quantity) {
        return ShownRange.of(DoubleStream.concat(
                        quantity.others().stream().mapToDouble(Double::doubleValue),
                        plan.strategies().stream()
                                .flatMap(strategy -> strategy.plan().stream())
                                .flatMapToDouble(own -> DoubleStream.concat(
                                        DoubleStream.of(quantity.predicted().applyAsDouble(own)),
                                        quantity.simulated(own).stream().flatMapToDouble(ShownRange::extent))))
                .toArray());
    }

    @Override
    public String fileName() {
        return fileName;
    }

    @Override
    public String title() {
        return "Time and cost by strategy, simulated beside predicted, with the deadline";
    }

    @Override
    public Table table(Width width) {
        List<List<String>> rows = new ArrayList<>();
        for (PlanFolder.Strategy strategy : plan.strategies()) {
            List<String> row = new ArrayList<>(
                    List.of(strategy.name(), Boolean.toString(strategy.selected()), Table.number(plan.deadlineS())));
            for (Quantity quantity : List.of(time, cost)) {
                row.add(strategy.plan()
                        .map(own -> Table.number(quantity.predicted().applyAsDouble(own)))
                        .orElse(""));
                Optional<RunSummary.Estimate> simulated = strategy.plan().flatMap(quantity::simulated);
                row.add(simulated.map(estimate -> Table.number(estimate.mean())).orElse(""));
                row.add(simulated.map(RunSummary.Estimate::lowCell).orElse(""));
                row.add(simulated.map(RunSummary.Estimate::highCell).orElse(""));
            }
            rows.add(row);
        }
        return new Table(
                List.of(
                        "strategy",
                        "selected",
                        "deadline_s",
                        "predicted_time_s",
                        "simulated_time_s",
                        "simulated_time_low_s",
                        "simulated_time_high_s",
                        "predicted_cost_usd",
                        "simulated_cost_usd",
                        "simulated_cost_low_usd",
                        "simulated_cost_high_usd"),
                rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        int count = plan.strategies().size();
        double row = Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, width.plotHeightPoints() / count));
        double height = row * count;
        List<Sheet.Spec> specs = List.of(
                new Sheet.Spec("", length -> axis(time, length, type), List.of(), Panel.HEADROOM),
                new Sheet.Spec("", length -> axis(cost, length, type), List.of()));
        List<Panel> panels = width == Width.COLUMN
                ? Sheet.stack(width, type, legend(), specs, names(), height)
                : Sheet.lay(width, type, legend(), specs, names(), height);
        boolean stacked = width == Width.COLUMN;
        band(panels.get(0), row, true, type);
        band(panels.get(1), row, stacked, type);
        // Marks stand on the line; bars would hide it.
        if (bars) {
            draw(panels.get(0), time, row, type);
        }
        panels.get(0).upright(plan.deadlineS(), plan.deadlineLabel(), type);
        if (!bars) {
            draw(panels.get(0), time, row, type);
        }
        draw(panels.get(1), cost, row, type);
        return Sheet.finish(panels, type);
    }

    private Axis axis(Quantity quantity, double length, Typeface type) {
        ShownRange range = range(quantity);
        ToDoubleFunction<String> extent = label -> type.width(label, Axis.TICK_SIZE);
        return range.logarithmic()
                ? range.axis(quantity.label(), length, extent)
                : Axis.linear(quantity.label(), 0, range.high(), length, extent).within(0, range.high());
    }

    /** The strategies from the top. */
    private Axis names() {
        int count = plan.strategies().size();
        List<Axis.Tick> ticks = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            ticks.add(new Axis.Tick(-i, plan.strategies().get(i).name()));
        }
        return new Axis("", false, 0.5 - count, 0.5, ticks, false);
    }

    /** The ground of the recommended plan's row, under its name, too, where that is written. */
    private void band(Panel panel, double row, boolean named, Typeface type) {
        for (int i = 0; i < plan.strategies().size(); i++) {
            PlanFolder.Strategy strategy = plan.strategies().get(i);
            if (strategy.selected()) {
                double left = named ? panel.nameLeft(strategy.name(), type) - 2 : panel.left();
                panel.drawing()
                        .fill(Drawing.rectangle(left, panel.py(0.5 - i), panel.right() - left, row), Palette.BAND);
            }
        }
    }

    private void draw(Panel panel, Quantity quantity, double row, Typeface type) {
        for (int i = 0; i < plan.strategies().size(); i++) {
            Optional<PlanFolder.Plan> own = plan.strategies().get(i).plan();
            double top = panel.py(0.5 - i);
            if (own.isEmpty()) {
                noPlan(panel, top + row / 2, type);
            } else if (bars) {
                bars(panel, quantity, own.get(), top, row);
            } else {
                marks(panel, quantity, own.get(), top, row);
            }
        }
    }

    private static void noPlan(Panel panel, double middle, Typeface type) {
        double left = panel.left() + 3;
        // The ground beneath, for no line of the grid may cross the words.
        panel.drawing()
                .fill(
                        Drawing.rectangle(
                                left - 1,
                                middle - Axis.TICK_SIZE / 2,
                                type.width(NO_PLAN, Axis.TICK_SIZE) + 2,
                                Axis.TICK_SIZE),
                        Palette.WHITE);
        panel.drawing().text(left, middle + Axis.TICK_SIZE * 0.35, NO_PLAN, Axis.TICK_SIZE, Drawing.Anchor.START);
    }

    private static void bars(Panel panel, Quantity quantity, PlanFolder.Plan own, double top, double row) {
        double predicted = panel.px(quantity.predicted().applyAsDouble(own));
        hollow(
                panel.drawing(),
                panel.left(),
                top + BAR_END * row,
                predicted - panel.left(),
                (HOLLOW_END - BAR_END) * row);
        quantity.simulated(own).ifPresent(estimate -> {
            double upper = top + BAR_TOP * row;
            double height = (BAR_END - BAR_TOP) * row;
            solid(panel.drawing(), panel.left(), upper, panel.px(estimate.mean()) - panel.left(), height);
            whisker(panel, estimate, upper + height / 2, Palette.INK);
        });
    }

    private static void solid(Drawing drawing, double x, double y, double w, double h) {
        drawing.fill(Drawing.rectangle(x, y, w, h), SIMULATED);
        drawing.stroke(Drawing.rectangle(x, y, w, h), Palette.INK, OUTLINE, Drawing.SOLID);
    }

    private static void hollow(Drawing drawing, double x, double y, double w, double h) {
        drawing.fill(Drawing.rectangle(x, y, w, h), Palette.WHITE);
        drawing.stroke(Drawing.rectangle(x, y, w, h), Palette.INK, OUTLINE, Drawing.SOLID);
    }

    private static void marks(Panel panel, Quantity quantity, PlanFolder.Plan own, double top, double row) {
        double middle = top + row / 2;
        panel.drawing().line(panel.left(), middle, panel.right(), middle, Palette.GUIDE, 0.5);
        double predicted = panel.px(quantity.predicted().applyAsDouble(own));
        panel.drawing().marker(predictedMark(), predicted, top + HOLLOW_MARK * row, Panel.MARKER_RADIUS);
        quantity.simulated(own).ifPresent(estimate -> {
            double upper = top + MARK * row;
            whisker(panel, estimate, upper, SIMULATED);
            panel.drawing().marker(simulatedMark(), panel.px(estimate.mean()), upper, Panel.MARKER_RADIUS);
        });
    }

    private static SeriesStyle simulatedMark() {
        return new SeriesStyle(SIMULATED, Marker.CIRCLE, true);
    }

    private static SeriesStyle predictedMark() {
        return new SeriesStyle(Palette.INK, Marker.DIAMOND, false);
    }

    /** Cut where the panel ends. */
    private static void whisker(Panel panel, RunSummary.Estimate estimate, double at, int rgb) {
        estimate.ci95()
                .ifPresent(ci -> Panel.levelWhisker(
                        panel.drawing(), at, panel.pxWithin(ci.low()), panel.pxWithin(ci.high()), rgb));
    }

    private List<List<Legend.Entry>> legend() {
        List<PlanFolder.Simulated> simulated = plan.strategies().stream()
                .flatMap(strategy -> strategy.plan().flatMap(PlanFolder.Plan::simulated).stream())
                .toList();
        boolean intervals = simulated.stream().anyMatch(PlanFolder.Simulated::hasIntervals);
        List<Legend.Entry> kinds = new ArrayList<>();
        if (!simulated.isEmpty()) {
            String label = intervals ? "simulated, 95 % interval" : "simulated";
            kinds.add(
                    bars
                            ? Legend.area(label, (drawing, x, middle, w, h) -> {
                                solid(drawing, x, middle - h / 2, w * 0.75, h);
                                if (intervals) {
                                    Panel.levelWhisker(drawing, middle, x + w / 2, x + w, Palette.INK);
                                }
                            })
                            : Legend.mark(label, (drawing, x, middle, w, h) -> {
                                if (intervals) {
                                    Panel.levelWhisker(drawing, middle, x - 0.5, x + w + 0.5, SIMULATED);
                                }
                                drawing.marker(simulatedMark(), x + w / 2, middle, Panel.MARKER_RADIUS);
                            }));
        }
        kinds.add(
                bars
                        ? Legend.area(
                                "predicted",
                                (drawing, x, middle, w, h) -> hollow(drawing, x, middle - h / 3, w, h * 2 / 3))
                        : Legend.marker("predicted", predictedMark()));
        if (plan.strategies().stream().anyMatch(PlanFolder.Strategy::selected)) {
            kinds.add(Legend.swatch("recommended", Palette.BAND));
        }
        return List.of(kinds);
    }
}
