package faastrain.report.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The time of a run by phase: a stacked bar of the simulated phases for each result and, beside it,
 * a hatched one of the terms of each closed form. The simulated phases are the mean over the workers,
 * which may be shorter than the training: a worker's time ends with its own last step. A closed form
 * is end to end, so a line across each simulated bar marks the end of the training, with its interval
 * where there are replications. A closed form's {@code train} is drawn as compute
 * and its {@code waiting} as wait; terms that the simulation has no phase for stay by themselves.
 */
final class BreakdownFigure implements Figure {
    private static final Map<String, Integer> PHASES = phases();
    private static final String SIMULATED = "simulated, mean of workers";
    private static final String END = "end of training";
    private static final Map<String, String> TERM_PHASE = Map.of("train", "compute", "waiting", "wait");
    // For terms outside the phases, of which a figure seldom has more than one.
    private static final List<Integer> OTHER = List.of(0xB3B3B3, 0x5E5E5E);
    private static final List<Drawing.Hatch> HATCHES =
            List.of(Drawing.Hatch.RISING, Drawing.Hatch.FALLING, Drawing.Hatch.CROSSED, Drawing.Hatch.UPRIGHT);

    private final String xLabel;
    private final List<Group> groups;
    private final List<String> models;
    private final Map<String, Integer> colours;

    private BreakdownFigure(String xLabel, List<Group> groups, List<String> models, Map<String, Integer> colours) {
        this.xLabel = xLabel;
        this.groups = groups;
        this.models = models;
        this.colours = colours;
    }

    /** A bar: simulated, with the end of the training, when it has no model. */
    private record Bar(Optional<String> model, Map<String, Double> seconds, Optional<RunSummary.Estimate> end) {
        double height() {
            return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        double reach() {
            return Math.max(
                    height(),
                    end.map(estimate -> Math.max(
                                    estimate.mean(),
                                    estimate.ci95()
                                            .map(RunSummary.Interval::high)
                                            .orElse(0.0)))
                            .orElse(0.0));
        }
    }

    private record Group(String label, List<Bar> bars) {}

    private static Map<String, Integer> phases() {
        Map<String, Integer> colours = new LinkedHashMap<>();
        colours.put("startup", Palette.INDIGO);
        colours.put("load", Palette.YELLOW);
        colours.put("compute", Palette.BLUE);
        colours.put("upload", Palette.ORANGE);
        colours.put("aggregate", Palette.WINE);
        colours.put("download", Palette.CYAN);
        colours.put("wait", Palette.GREEN);
        colours.put("poll", Palette.PALE);
        colours.put("checkpoint", Palette.VERMILLION);
        colours.put("retry", Palette.BLACK);
        return Collections.unmodifiableMap(colours);
    }

    /** The colours by phase, bottom of the stack first. */
    static Map<String, Integer> phaseColours() {
        return PHASES;
    }

    static List<Figure> read(Inputs inputs) {
        List<RunSummary> results = inputs.results();
        boolean byAggregators = differOnlyInAggregators(results);
        if (byAggregators) {
            results = results.stream()
                    .sorted(Comparator.comparingInt(RunSummary::aggregators))
                    .toList();
        }
        List<Group> groups = new ArrayList<>();
        Set<String> models = new LinkedHashSet<>();
        for (RunSummary result : results) {
            List<Bar> bars = new ArrayList<>();
            bars.add(new Bar(Optional.empty(), result.breakdownS(), Optional.of(result.timeS())));
            for (RunSummary.Prediction prediction : result.predictions()) {
                models.add(prediction.model());
                bars.add(new Bar(Optional.of(prediction.model()), byPhase(prediction.termsS()), Optional.empty()));
            }
            groups.add(new Group(
                    byAggregators ? Integer.toString(result.aggregators()) : ResultLabels.underAxis(result, results),
                    bars));
        }
        if (models.size() > HATCHES.size()) {
            throw new ChartInputException(inputs.names() + ": predictions of " + models.size()
                    + " models; a breakdown tells " + HATCHES.size() + " apart: draw fewer results at a time");
        }
        return List.of(new BreakdownFigure(
                byAggregators ? "aggregators K" : "", groups, List.copyOf(models), colours(groups)));
    }

    private static boolean differOnlyInAggregators(List<RunSummary> results) {
        Set<List<String>> rest = new HashSet<>();
        Set<String> aggregators = new HashSet<>();
        for (RunSummary result : results) {
            rest.add(List.of(
                    result.scenario("workload"),
                    result.scenario("platform"),
                    result.scenario("channel"),
                    result.scenario("pattern"),
                    result.scenario("protocol"),
                    result.scenario("counting"),
                    result.scenario("plan.workers"),
                    result.scenario("plan.memory_mb"),
                    result.scenario("plan.batch")));
            aggregators.add(result.scenario("plan.aggregators"));
        }
        return results.size() > 1 && rest.size() == 1 && aggregators.size() == results.size();
    }

    private static Map<String, Double> byPhase(Map<String, Double> terms) {
        Map<String, Double> phases = new LinkedHashMap<>();
        terms.forEach((term, seconds) -> phases.merge(TERM_PHASE.getOrDefault(term, term), seconds, Double::sum));
        return phases;
    }

    /** The phases to draw, bottom first: those that are not zero everywhere. */
    private static Map<String, Integer> colours(List<Group> groups) {
        Set<String> occurring = new TreeSet<>();
        for (Group group : groups) {
            for (Bar bar : group.bars()) {
                bar.seconds().forEach((phase, seconds) -> {
                    if (seconds > 0) {
                        occurring.add(phase);
                    }
                });
            }
        }
        Map<String, Integer> colours = new LinkedHashMap<>();
        PHASES.forEach((phase, rgb) -> {
            if (occurring.remove(phase)) {
                colours.put(phase, rgb);
            }
        });
        int index = 0;
        for (String other : occurring) {
            colours.put(other, OTHER.get(index++ % OTHER.size()));
        }
        return colours;
    }

    @Override
    public String fileName() {
        return ChartKind.BREAKDOWN.id();
    }

    @Override
    public String title() {
        return "Time by phase";
    }

    @Override
    public Table table(Width width) {
        List<List<String>> rows = new ArrayList<>();
        for (Group group : groups) {
            for (Bar bar : group.bars()) {
                String name = bar.model().orElse("simulated");
                for (String phase : colours.keySet()) {
                    rows.add(List.of(
                            group.label(),
                            name,
                            phase,
                            Table.number(bar.seconds().getOrDefault(phase, 0.0)),
                            "",
                            ""));
                }
                bar.end()
                        .ifPresent(end -> rows.add(List.of(
                                group.label(), name, END, Table.number(end.mean()), end.lowCell(), end.highCell())));
            }
        }
        return new Table(List.of("result", "bar", "phase", "time_s", "ci95_low_s", "ci95_high_s"), rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        // A single result is too little to be compared by hatching alone: each bar gets its name.
        List<Group> drawn = groups.size() == 1 ? single(groups.get(0)) : groups;
        double highest = groups.stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(Bar::reach)
                .max()
                .orElse(1);
        Axis y = Axis.linear("time (s)", 0, highest, width.plotHeightPoints(), Sheet::lineHeight);
        Sheet.Spec spec = new Sheet.Spec(
                "", length -> names(drawn.stream().map(Group::label).toList(), length, type, width), List.of());
        List<Panel> panels = Sheet.lay(width, type, legend(), List.of(spec), y);
        Panel panel = panels.get(0);
        for (int i = 0; i < drawn.size(); i++) {
            bars(panel, i, drawn.get(i).bars());
        }
        return Sheet.finish(panels, type);
    }

    private static List<Group> single(Group group) {
        return group.bars().stream()
                .map(bar -> new Group(
                        bar.model().map(model -> "predicted\n" + model).orElse("simulated\n" + group.label()),
                        List.of(bar)))
                .toList();
    }

    private void bars(Panel panel, int index, List<Bar> bars) {
        double unit = panel.px(1) - panel.px(0);
        double share = bars.size() == 1 ? 0.5 : 0.8;
        double barWidth = Math.min(unit * share / bars.size(), 40);
        double x = panel.px(index) - barWidth * bars.size() / 2;
        for (Bar bar : bars) {
            double below = 0;
            for (Map.Entry<String, Integer> phase : colours.entrySet()) {
                double seconds = bar.seconds().getOrDefault(phase.getKey(), 0.0);
                if (seconds > 0) {
                    double upper = panel.py(below + seconds);
                    box(
                            panel.drawing(),
                            x + 0.4,
                            upper,
                            barWidth - 0.8,
                            panel.py(below) - upper,
                            phase.getValue(),
                            bar.model());
                    below += seconds;
                }
            }
            double left = x;
            bar.end().ifPresent(end -> {
                end.ci95()
                        .ifPresent(interval -> Panel.whisker(
                                panel.drawing(),
                                left + barWidth / 2,
                                panel.py(interval.high()),
                                panel.py(interval.low()),
                                Palette.INK));
                endLine(panel.drawing(), left, panel.py(end.mean()), barWidth);
            });
            x += barWidth;
        }
    }

    private void box(Drawing drawing, double x, double y, double w, double h, int rgb, Optional<String> model) {
        if (model.isPresent()) {
            // Pale colours would vanish as hatching.
            int ink = Palette.lightness(rgb) > 75 ? Palette.MUTED : rgb;
            drawing.hatched(x, y, w, h, rgb, ink, HATCHES.get(models.indexOf(model.get())));
        } else {
            drawing.fill(Drawing.rectangle(x, y, w, h), rgb);
        }
        drawing.stroke(Drawing.rectangle(x, y, w, h), Palette.INK, 0.3, Drawing.SOLID);
    }

    /** The end of the training, with a rim of the ground: it may cross a dark bar. */
    private static void endLine(Drawing drawing, double left, double y, double width) {
        drawing.line(left, y, left + width, y, Palette.WHITE, 1.5);
        drawing.line(left, y, left + width, y, Palette.INK, 1.0);
    }

    private List<List<Legend.Entry>> legend() {
        List<Legend.Entry> phases = new ArrayList<>();
        colours.forEach((phase, rgb) -> phases.add(Legend.swatch(phase, rgb)));
        List<Legend.Entry> bars = new ArrayList<>();
        bars.add(Legend.area(
                SIMULATED,
                (drawing, x, middle, w, h) -> box(drawing, x, middle - h / 2, w, h, Palette.MUTED, Optional.empty())));
        for (String model : models) {
            bars.add(Legend.area(
                    "predicted (" + model + ")",
                    (drawing, x, middle, w, h) ->
                            box(drawing, x, middle - h / 2, w, h, Palette.MUTED, Optional.of(model))));
        }
        boolean anyInterval = groups.stream()
                .flatMap(group -> group.bars().stream())
                .anyMatch(bar -> bar.end().flatMap(RunSummary.Estimate::ci95).isPresent());
        bars.add(Legend.area(anyInterval ? END + ", 95 % interval" : END, (drawing, x, middle, w, h) -> {
            if (anyInterval) {
                Panel.whisker(drawing, x + w / 2, middle - h / 2, middle + h / 2, Palette.INK);
            }
            endLine(drawing, x, middle, w);
        }));
        return List.of(phases, bars);
    }

    /** Names under their bars: on lines that fit, or upright when a word is too long for them. */
    private Axis names(List<String> names, double length, Typeface type, Width width) {
        double room = length / names.size() - 4;
        List<String> level =
                names.stream().map(name -> wrapped(name, room, type)).toList();
        boolean fits = level.stream()
                .allMatch(name -> name.lines().count() <= 4
                        && name.lines().allMatch(line -> type.width(line, Axis.TICK_SIZE) <= room));
        if (fits) {
            return Axis.names(xLabel, level, false);
        }
        double most = width.plotHeightPoints() / 2;
        long lines = Math.max(1, (long) (room / Axis.LINE_HEIGHT));
        return Axis.names(
                xLabel,
                names.stream().map(name -> upright(name, most, lines, type)).toList(),
                true);
    }

    private static String upright(String name, double most, long lines, Typeface type) {
        String flat = name.replace('\n', ' ');
        String wrapped = wrapped(flat, most, type);
        String text = wrapped.lines().count() <= lines ? wrapped : flat;
        return text.lines().map(line -> type.fitted(line, Axis.TICK_SIZE, most)).collect(Collectors.joining("\n"));
    }

    private static String wrapped(String name, double room, Typeface type) {
        StringBuilder text = new StringBuilder();
        for (String line : (Iterable<String>) name.lines()::iterator) {
            String current = "";
            for (String word : line.strip().split(" +", -1)) {
                String longer = current.isEmpty() ? word : current + " " + word;
                if (!current.isEmpty() && type.width(longer, Axis.TICK_SIZE) > room) {
                    text.append(current).append('\n');
                    current = word;
                } else {
                    current = longer;
                }
            }
            text.append(current).append('\n');
        }
        return text.toString().strip();
    }
}
