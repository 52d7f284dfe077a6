package faastrain.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What each worker of one result did when: a row per worker and in it a bar per span, in the colour that its
 * phase has in a breakdown. Lines mark where the first worker, an aggregator, goes on to another round.
 */
final class TimelineFigure implements Figure {
    private static final List<String> COLUMNS = List.of("worker", "round", "phase", "start_s", "end_s");
    private static final int MOST_WORKERS = 40;
    // Lines of more rounds would lie closer than three points in a column.
    private static final int MOST_ROUNDS = 60;
    private static final double HIGHEST_ROW = 16;
    private static final double LOWEST_ROW = 5;
    private static final double BAR_SHARE = 0.72;
    // The outline of a narrower bar would be all that is seen of it.
    private static final double OUTLINED = 1.5;

    private final List<Integer> workers;
    private final int allWorkers;
    private final List<Span> spans;
    private final List<Span> rounds;

    private TimelineFigure(List<Integer> workers, int allWorkers, List<Span> spans, List<Span> rounds) {
        this.workers = workers;
        this.allWorkers = allWorkers;
        this.spans = spans;
        this.rounds = rounds;
    }

    private record Span(int worker, int round, String phase, double startS, double endS) {}

    static List<Figure> read(Inputs inputs) {
        List<RunSummary> results = inputs.results();
        if (results.size() > 1) {
            throw new ChartInputException(
                    inputs.names() + ": " + results.size() + " results; a timeline shows one: name one result folder");
        }
        List<String> phases = List.copyOf(BreakdownFigure.phaseColours().keySet());
        List<Span> all = new ArrayList<>();
        for (CsvRows.Row row : results.get(0)
                .table("timeline.csv", COLUMNS, "every run writes one: run it again with: faastrain run SCENARIO")) {
            double start = row.atLeast("start_s", 0);
            all.add(new Span(
                    row.count("worker"),
                    row.count("round"),
                    row.oneOf("phase", phases),
                    start,
                    row.atLeast("end_s", start)));
        }
        return List.of(figure(all));
    }

    private static TimelineFigure figure(List<Span> all) {
        List<Integer> workers =
                List.copyOf(all.stream().map(Span::worker).collect(Collectors.toCollection(TreeSet::new)));
        List<Integer> shown = workers.stream().limit(MOST_WORKERS).toList();
        Set<Integer> shownSet = Set.copyOf(shown);
        List<Span> spans = all.stream()
                .filter(span -> shownSet.contains(span.worker()))
                .sorted(Comparator.comparingInt(Span::worker).thenComparingDouble(Span::startS))
                .toList();
        List<Span> rounds = roundChanges(
                spans.stream().filter(span -> span.worker() == shown.get(0)).toList());
        return new TimelineFigure(shown, workers.size(), spans, rounds);
    }

    private List<Span> markedRounds() {
        return rounds.size() <= MOST_ROUNDS ? rounds : List.of();
    }

    /** The spans of one worker that are of another round than the one before. */
    private static List<Span> roundChanges(List<Span> spans) {
        List<Span> changes = new ArrayList<>();
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).round() != spans.get(i - 1).round()) {
                changes.add(spans.get(i));
            }
        }
        return changes;
    }

    @Override
    public String fileName() {
        return ChartKind.TIMELINE.id();
    }

    @Override
    public String title() {
        return "What each worker did when";
    }

    @Override
    public Table table(Width width) {
        Set<Span> marked = Set.copyOf(markedRounds());
        List<List<String>> rows = new ArrayList<>();
        for (Span span : spans) {
            rows.add(List.of(
                    Integer.toString(span.worker()),
                    Integer.toString(span.round()),
                    span.phase(),
                    Table.number(span.startS()),
                    Table.number(span.endS()),
                    Boolean.toString(marked.contains(span))));
        }
        return new Table(List.of("worker", "round", "phase", "start_s", "end_s", "line_at_start"), rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        double first = spans.stream().mapToDouble(Span::startS).min().orElseThrow();
        double last = spans.stream().mapToDouble(Span::endS).max().orElseThrow();
        double row = Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, width.plotHeightPoints() / workers.size()));
        Sheet.Spec spec = new Sheet.Spec("", length -> time(first, last, length, type), List.of());
        Panel panel = Sheet.lay(width, type, legend(), List.of(spec), rows(row), row * workers.size())
                .get(0);
        Map<String, Integer> colours = BreakdownFigure.phaseColours();
        double height = row * BAR_SHARE;
        for (Span span : spans) {
            double left = panel.px(span.startS());
            double length = panel.px(span.endS()) - left;
            double top = panel.py(-workers.indexOf(span.worker())) - height / 2;
            if (length > 0) {
                bar(panel.drawing(), left, top, length, height, colours.getOrDefault(span.phase(), Palette.MUTED));
            }
        }
        for (Span change : markedRounds()) {
            double at = panel.px(change.startS());
            roundLine(panel.drawing(), at, panel.py(0.5), panel.bottom());
        }
        return Sheet.finish(List.of(panel), type);
    }

    private static Axis time(double first, double last, double length, Typeface type) {
        Axis axis = Axis.linear("time (s)", first, last, length, label -> type.width(label, Axis.TICK_SIZE));
        return last > first ? axis.within(first, last) : axis;
    }

    /** The workers from the top, with as many labelled as there is room for. */
    private Axis rows(double row) {
        int every = 1;
        while (every * row < Axis.TICK_SIZE + 2) {
            every++;
        }
        List<Axis.Tick> ticks = new ArrayList<>();
        for (int i = workers.size() - 1; i >= 0; i--) {
            if (i % every == 0) {
                ticks.add(new Axis.Tick(-i, Integer.toString(workers.get(i))));
            }
        }
        return new Axis("worker", false, 0.5 - workers.size(), 0.5, ticks, false);
    }

    private static void bar(Drawing drawing, double x, double y, double w, double h, int rgb) {
        drawing.fill(Drawing.rectangle(x, y, w, h), rgb);
        if (w >= OUTLINED) {
            drawing.stroke(Drawing.rectangle(x, y, w, h), Palette.INK, 0.3, Drawing.SOLID);
        }
    }

    /** With a rim of the ground: it crosses dark bars. */
    private static void roundLine(Drawing drawing, double x, double upper, double lower) {
        drawing.line(x, upper, x, lower, Palette.WHITE, 0.9);
        drawing.line(x, upper, x, lower, Palette.INK, 0.45);
    }

    private List<List<Legend.Entry>> legend() {
        Set<String> occurring = spans.stream().map(Span::phase).collect(Collectors.toSet());
        List<Legend.Entry> phases = new ArrayList<>();
        BreakdownFigure.phaseColours().forEach((phase, rgb) -> {
            if (occurring.contains(phase)) {
                phases.add(Legend.swatch(phase, rgb));
            }
        });
        List<Legend.Entry> notes = new ArrayList<>();
        if (!markedRounds().isEmpty()) {
            notes.add(Legend.mark(
                    "worker " + workers.get(0) + " begins a round",
                    (drawing, x, middle, w, h) -> roundLine(drawing, x + w / 2, middle - h / 2, middle + h / 2)));
        } else if (!rounds.isEmpty()) {
            notes.add(Legend.note("more than " + MOST_ROUNDS + " rounds, not marked"));
        }
        if (workers.size() < allWorkers) {
            notes.add(Legend.note("first " + workers.size() + " of " + allWorkers + " workers"));
        }
        return List.of(phases, notes);
    }
}
