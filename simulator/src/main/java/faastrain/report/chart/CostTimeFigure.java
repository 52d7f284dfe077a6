package faastrain.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The plans of a plan folder in the cost-time plane: each strategy's where the model predicts it and where the
 * simulation finds it, the Pareto front of all plans by the model, and the deadline. The front is a staircase, for
 * between two of its plans only the faster and dearer one is in time; it is shown around the strategies alone. Most strategies look for
 * the cheapest plan that is in time, so theirs lie close to one another at the deadline: where others far away leave
 * them little of the plane, a second panel shows that part of it alone.
 */
final class CostTimeFigure implements Figure {
    private static final double FRONT = 0.9;
    private static final double LINK = 0.5;
    // Of the figure's width; longer lists of strategies go on below.
    private static final double LONGEST_NAMES = 0.65;

    // Of the deadline: the times of plans near it.
    private static final double NEAR_FROM = 0.75;
    private static final double NEAR_TO = 1.25;
    // Of the plane: what is larger can be read as it is.
    private static final double LARGEST_ENLARGED = 0.2;
    private static final double COLUMN_HEIGHT = 0.8;

    private final PlanFolder plan;
    private final String fileName;
    private final List<Mark> marks;
    private final View whole;
    private final Optional<View> near;

    private CostTimeFigure(PlanFolder plan, String fileName) {
        this.plan = plan;
        this.fileName = fileName;
        this.marks = marks(plan.strategies());
        List<PlanFolder.Place> front = plan.front();
        this.whole = View.of(plan.deadlineS(), marks, front);
        List<Mark> close = marks.stream()
                .filter(mark -> mark.seconds()
                        .allMatch(time -> time >= NEAR_FROM * plan.deadlineS() && time <= NEAR_TO * plan.deadlineS()))
                .toList();
        this.near = close.size() < 2
                ? Optional.empty()
                : Optional.of(View.of(plan.deadlineS(), close, front))
                        .filter(view -> view.shareOf(whole) <= LARGEST_ENLARGED);
    }

    /** A part of the plane, and what is seen in it of the front. */
    private record View(ShownRange seconds, ShownRange dollars, Staircase front) {
        static View of(double deadlineS, List<Mark> marks, List<PlanFolder.Place> front) {
            ShownRange seconds = ShownRange.of(DoubleStream.concat(
                            DoubleStream.of(deadlineS), marks.stream().flatMapToDouble(Mark::seconds))
                    .toArray());
            ShownRange dollars =
                    ShownRange.of(marks.stream().flatMapToDouble(Mark::dollars).toArray());
            return new View(seconds, dollars, Staircase.of(front, seconds, dollars));
        }

        boolean holds(PlanFolder.Place place) {
            return seconds.holds(place.timeS()) && dollars.holds(place.costUsd());
        }

        /** The share of another's area. */
        double shareOf(View other) {
            return seconds.shareOf(other.seconds()) * dollars.shareOf(other.dollars());
        }
    }

    /**
     * A place in the plane, and the strategies whose plan it is. Its look is that of the first of them by its row, so
     * that a strategy looks the same whatever others find.
     */
    private record Mark(
            List<PlanFolder.Strategy> strategies,
            int row,
            PlanFolder.Place predicted,
            Set<PlanFolder.Simulated> simulated) {
        int rgb() {
            return SeriesStyle.of(row).rgb();
        }

        SeriesStyle hollow() {
            return new SeriesStyle(rgb(), SeriesStyle.of(row).marker(), false);
        }

        SeriesStyle solid() {
            return new SeriesStyle(rgb(), SeriesStyle.of(row).marker(), true);
        }

        boolean selected() {
            return strategies.stream().anyMatch(PlanFolder.Strategy::selected);
        }

        DoubleStream seconds() {
            return extent(predicted.timeS(), PlanFolder.Simulated::timeS);
        }

        DoubleStream dollars() {
            return extent(predicted.costUsd(), PlanFolder.Simulated::costUsd);
        }

        private DoubleStream extent(double prediction, Function<PlanFolder.Simulated, RunSummary.Estimate> quantity) {
            return DoubleStream.concat(
                    DoubleStream.of(prediction),
                    simulated.stream().map(quantity).flatMapToDouble(ShownRange::extent));
        }
    }

    /** What is seen of the front: the plans whose step is in the shown ranges, and the cost before the first. */
    private record Staircase(List<PlanFolder.Place> seen, Optional<PlanFolder.Place> before) {
        static Staircase of(List<PlanFolder.Place> front, ShownRange seconds, ShownRange dollars) {
            List<PlanFolder.Place> seen = new ArrayList<>();
            Optional<PlanFolder.Place> before = Optional.empty();
            for (int i = 0; i < front.size(); i++) {
                PlanFolder.Place place = front.get(i);
                Optional<PlanFolder.Place> last = i == 0 ? Optional.empty() : Optional.of(front.get(i - 1));
                double next = i + 1 < front.size() ? front.get(i + 1).timeS() : Double.POSITIVE_INFINITY;
                boolean step =
                        dollars.holds(place.costUsd()) && place.timeS() <= seconds.high() && next >= seconds.low();
                boolean riser = seconds.holds(place.timeS())
                        && place.costUsd() <= dollars.high()
                        && last.filter(dearer -> dearer.costUsd() >= dollars.low())
                                .isPresent();
                if (step || riser) {
                    if (seen.isEmpty()) {
                        before = last;
                    }
                    seen.add(place);
                }
            }
            return new Staircase(List.copyOf(seen), before);
        }

        /** The line, cut to the ranges; after the cheapest plan it goes on level. */
        List<Drawing.Point> line(ShownRange seconds, ShownRange dollars) {
            List<Drawing.Point> line = new ArrayList<>();
            Optional<PlanFolder.Place> last = before;
            for (PlanFolder.Place place : seen) {
                double at = seconds.clipped(place.timeS());
                if (seconds.holds(place.timeS()) && last.isPresent()) {
                    line.add(new Drawing.Point(at, dollars.clipped(last.get().costUsd())));
                }
                line.add(new Drawing.Point(at, dollars.clipped(place.costUsd())));
                last = Optional.of(place);
            }
            last.filter(cheapest -> dollars.holds(cheapest.costUsd()))
                    .ifPresent(cheapest -> line.add(new Drawing.Point(seconds.high(), cheapest.costUsd())));
            return line;
        }
    }

    static List<Figure> read(Inputs inputs) {
        return PlanFolder.figures(inputs, ChartKind.COST_TIME, (plan, fileName) -> {
            if (plan.strategies().size() > SeriesStyle.MOST) {
                throw new ChartInputException(
                        plan.file() + ": " + plan.strategies().size() + " strategies; at most " + SeriesStyle.MOST
                                + " can be told apart: leave some out");
            }
            return new CostTimeFigure(plan, fileName);
        });
    }

    /** One for each plan, in the order of the strategies. */
    private static List<Mark> marks(List<PlanFolder.Strategy> strategies) {
        Map<List<Object>, List<PlanFolder.Strategy>> byPlan = new LinkedHashMap<>();
        for (PlanFolder.Strategy strategy : strategies) {
            strategy.plan().ifPresent(plan -> byPlan.computeIfAbsent(
                            List.of(plan.shape(), plan.predicted()), key -> new ArrayList<>())
                    .add(strategy));
        }
        List<Mark> marks = new ArrayList<>();
        byPlan.values().forEach(same -> {
            Set<PlanFolder.Simulated> simulated = new LinkedHashSet<>();
            same.forEach(one -> one.plan().flatMap(PlanFolder.Plan::simulated).ifPresent(simulated::add));
            marks.add(new Mark(
                    same,
                    strategies.indexOf(same.get(0)),
                    same.get(0).plan().orElseThrow().predicted(),
                    simulated));
        });
        return marks;
    }

    @Override
    public String fileName() {
        return fileName;
    }

    @Override
    public String title() {
        return "Cost against time of each strategy's plan, with the Pareto front and the deadline";
    }

    @Override
    public Table table(Width width) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("deadline", "", "", Table.number(plan.deadlineS()), "", "", "", "", ""));
        for (PlanFolder.Place place : whole.front().seen()) {
            rows.add(row("front", "", "", place));
        }
        for (PlanFolder.Strategy strategy : plan.strategies()) {
            String selected = Boolean.toString(strategy.selected());
            strategy.plan().ifPresent(own -> {
                rows.add(row("predicted", strategy.name(), selected, own.predicted()));
                own.simulated()
                        .ifPresent(simulated -> rows.add(List.of(
                                "simulated",
                                strategy.name(),
                                selected,
                                Table.number(simulated.timeS().mean()),
                                Table.number(simulated.costUsd().mean()),
                                simulated.timeS().lowCell(),
                                simulated.timeS().highCell(),
                                simulated.costUsd().lowCell(),
                                simulated.costUsd().highCell())));
            });
        }
        return new Table(
                List.of(
                        "mark",
                        "strategy",
                        "selected",
                        "time_s",
                        "cost_usd",
                        "time_low_s",
                        "time_high_s",
                        "cost_low_usd",
                        "cost_high_usd"),
                rows);
    }

    private static List<String> row(String mark, String strategy, String selected, PlanFolder.Place place) {
        return List.of(
                mark, strategy, selected, Table.number(place.timeS()), Table.number(place.costUsd()), "", "", "", "");
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        List<View> views = Stream.concat(Stream.of(whole), near.stream()).toList();
        boolean stacked = near.isPresent() && width == Width.COLUMN;
        double height = width.plotHeightPoints() * (stacked ? COLUMN_HEIGHT : 1);
        List<Axis> ys = views.stream()
                .map(view -> view.dollars().axis("cost (USD)", height, Sheet::lineHeight))
                .toList();
        List<Sheet.Spec> specs = views.stream()
                .map(view -> new Sheet.Spec(
                        "",
                        length -> view.seconds().axis("time (s)", length, label -> type.width(label, Axis.TICK_SIZE)),
                        List.of(),
                        Panel.HEADROOM))
                .toList();
        List<Panel> panels = stacked
                ? Sheet.stack(width, type, legend(width, type), specs, ys, height)
                : Sheet.lay(width, type, legend(width, type), specs, ys, height);
        near.ifPresent(view -> enlarged(
                panels.get(0).drawing(),
                panels.get(0).px(view.seconds().low()),
                panels.get(0).py(view.dollars().high()),
                panels.get(0).px(view.seconds().high()),
                panels.get(0).py(view.dollars().low())));
        for (int i = 0; i < views.size(); i++) {
            draw(panels.get(i), views.get(i), type);
        }
        return Sheet.finish(panels, type);
    }

    private static void enlarged(Drawing drawing, double left, double top, double right, double bottom) {
        drawing.fill(Drawing.rectangle(left, top, right - left, bottom - top), Palette.PALE);
        drawing.stroke(Drawing.rectangle(left, top, right - left, bottom - top), Palette.GUIDE, 0.5, Drawing.SOLID);
    }

    private void draw(Panel panel, View view, Typeface type) {
        panel.curve(view.front().line(view.seconds(), view.dollars()), Palette.MUTED, FRONT, Drawing.SOLID);
        panel.upright(plan.deadlineS(), plan.deadlineLabel(), type);
        for (Mark mark : marks) {
            mark.simulated().stream()
                    .filter(simulated -> view.holds(simulated.mean()))
                    .forEach(simulated -> reach(panel, view, mark, simulated));
        }
        for (Mark mark : marks) {
            if (view.holds(mark.predicted())) {
                panel.marker(
                        mark.hollow(),
                        mark.predicted().timeS(),
                        mark.predicted().costUsd());
            }
        }
        for (Mark mark : marks) {
            mark.simulated().stream()
                    .map(PlanFolder.Simulated::mean)
                    .filter(view::holds)
                    .forEach(place -> panel.marker(mark.solid(), place.timeS(), place.costUsd()));
        }
        marks.stream()
                .filter(Mark::selected)
                .flatMap(mark -> mark.simulated().isEmpty()
                        ? Stream.of(mark.predicted())
                        : mark.simulated().stream().map(PlanFolder.Simulated::mean))
                .filter(view::holds)
                .forEach(place -> panel.ring(place.timeS(), place.costUsd()));
    }

    /** The way from the prediction to the simulation, and the intervals of the latter. */
    private static void reach(Panel panel, View view, Mark mark, PlanFolder.Simulated simulated) {
        PlanFolder.Place mean = simulated.mean();
        PlanFolder.Place predicted = mark.predicted();
        if (view.holds(predicted)) {
            panel.curve(
                    List.of(
                            new Drawing.Point(predicted.timeS(), predicted.costUsd()),
                            new Drawing.Point(mean.timeS(), mean.costUsd())),
                    mark.rgb(),
                    LINK,
                    Drawing.SOLID);
        }
        simulated
                .timeS()
                .ci95()
                .ifPresent(ci -> Panel.levelWhisker(
                        panel.drawing(),
                        panel.py(mean.costUsd()),
                        panel.px(view.seconds().clipped(ci.low())),
                        panel.px(view.seconds().clipped(ci.high())),
                        mark.rgb()));
        simulated
                .costUsd()
                .ci95()
                .ifPresent(ci -> Panel.whisker(
                        panel.drawing(),
                        panel.px(mean.timeS()),
                        panel.py(view.dollars().clipped(ci.high())),
                        panel.py(view.dollars().clipped(ci.low())),
                        mark.rgb()));
    }

    private List<List<Legend.Entry>> legend(Width width, Typeface type) {
        List<Legend.Entry> names = new ArrayList<>();
        for (Mark mark : marks) {
            List<String> lines = lines(mark.strategies(), width.points() * LONGEST_NAMES, type);
            names.add(Legend.marker(lines.get(0), mark.solid()));
            lines.stream().skip(1).forEach(line -> names.add(Legend.blank(line)));
        }
        plan.strategies().stream()
                .filter(strategy -> strategy.plan().isEmpty())
                .forEach(strategy -> names.add(Legend.blank(strategy.name() + ": no plan")));
        SeriesStyle neutral = new SeriesStyle(Palette.INK, Marker.CIRCLE, true);
        List<Legend.Entry> kinds = new ArrayList<>();
        kinds.add(Legend.marker("predicted", new SeriesStyle(Palette.INK, Marker.CIRCLE, false)));
        List<PlanFolder.Simulated> simulated =
                marks.stream().flatMap(mark -> mark.simulated().stream()).toList();
        if (simulated.stream().anyMatch(PlanFolder.Simulated::hasIntervals)) {
            kinds.add(Legend.estimate("simulated, 95 % interval", neutral));
        } else if (!simulated.isEmpty()) {
            kinds.add(Legend.marker("simulated", neutral));
        }
        if (!whole.front().seen().isEmpty()) {
            kinds.add(Legend.line("Pareto front, predicted", Palette.MUTED, FRONT, Drawing.SOLID));
        }
        if (marks.stream().anyMatch(Mark::selected)) {
            kinds.add(Legend.mark("recommended", (drawing, x, middle, w, h) -> Panel.ring(drawing, x + w / 2, middle)));
        }
        if (near.isPresent()) {
            kinds.add(Legend.area(
                    "enlarged",
                    (drawing, x, middle, w, h) -> enlarged(drawing, x, middle - h / 2, x + w, middle + h / 2)));
        }
        return List.of(names, kinds);
    }

    /** The names of the strategies, on as few lines as hold them. */
    private static List<String> lines(List<PlanFolder.Strategy> strategies, double room, Typeface type) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (int i = 0; i < strategies.size(); i++) {
            String name = strategies.get(i).name() + (i + 1 < strategies.size() ? "," : "");
            String longer = line.isEmpty() ? name : line + " " + name;
            if (!line.isEmpty() && type.width(longer, Axis.TICK_SIZE) > room) {
                lines.add(line);
                line = name;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines;
    }
}
