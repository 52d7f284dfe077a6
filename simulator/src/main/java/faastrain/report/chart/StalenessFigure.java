package faastrain.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How stale updates were: for each result the share of its updates by how many rounds old the parameters
 * were that they were computed from. Of more than twelve values the long
 * tail is one bin; where that would hold too much of a result, every bin has several values.
 */
final class StalenessFigure implements Figure {
    private static final List<String> COLUMNS = List.of("staleness_rounds", "updates", "share");
    private static final int MOST_BINS = 12;
    /** Values in a bin. */
    private static final List<Integer> WIDTHS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000);
    /** With a larger share the tail would be what the figure is about. */
    private static final double MOST_IN_TAIL = 0.25;
    // Colours repeat after these, and a mark's shape does not help a bar.
    private static final int MOST_RESULTS = SeriesStyle.MOST / 2;
    // A bar's hatching by its place in a bin, for print in grey; none for the first.
    private static final List<Optional<Drawing.Hatch>> HATCHES = List.of(
            Optional.empty(),
            Optional.of(Drawing.Hatch.RISING),
            Optional.of(Drawing.Hatch.CROSSED),
            Optional.of(Drawing.Hatch.FALLING),
            Optional.of(Drawing.Hatch.UPRIGHT));

    private final List<Series> series;
    private final List<Bin> bins;

    private StalenessFigure(List<Series> series, List<Bin> bins) {
        this.series = series;
        this.bins = bins;
    }

    private record Count(int rounds, double updates, double share) {}

    private record Series(String label, List<Count> counts) {
        double share(Bin bin) {
            return counts.stream().filter(bin::holds).mapToDouble(Count::share).sum();
        }

        double updates(Bin bin) {
            return counts.stream()
                    .filter(bin::holds)
                    .mapToDouble(Count::updates)
                    .sum();
        }
    }

    /** Rounds from one number to another, both included; the tail ends where nothing is older. */
    private record Bin(int from, int to, boolean tail) {
        boolean holds(Count count) {
            return count.rounds() >= from && count.rounds() <= to;
        }

        String label() {
            return tail ? "≥ " + from : from == to ? Integer.toString(from) : from + "–" + to;
        }
    }

    static List<Figure> read(Inputs inputs) {
        List<RunSummary> results = inputs.results();
        if (results.size() > MOST_RESULTS) {
            throw new ChartInputException(inputs.names() + ": " + results.size() + " results; at most " + MOST_RESULTS
                    + " can be told apart: draw fewer results at a time");
        }
        List<Series> series = new ArrayList<>();
        for (RunSummary result : results) {
            List<Count> counts = result
                    .table(
                            "staleness.csv",
                            COLUMNS,
                            "every run with an exchange of parameters writes one: run it again with:"
                                    + " faastrain run SCENARIO")
                    .stream()
                    .map(row -> new Count(
                            row.count("staleness_rounds"), row.atLeast("updates", 0), row.atLeast("share", 0)))
                    .toList();
            series.add(new Series(ResultLabels.inLegend(result, results), counts));
        }
        return List.of(new StalenessFigure(series, bins(series)));
    }

    private static List<Bin> bins(List<Series> series) {
        int[] rounds = series.stream()
                .flatMap(one -> one.counts().stream())
                .mapToInt(Count::rounds)
                .sorted()
                .toArray();
        int first = rounds[0];
        int last = rounds[rounds.length - 1];
        if (last - first < MOST_BINS) {
            return IntStream.rangeClosed(first, last)
                    .mapToObj(value -> new Bin(value, value, false))
                    .toList();
        }
        // Of single values as long as most updates are in them.
        return WIDTHS.stream()
                .map(width -> bins(first, last, width))
                .filter(bins -> series.stream().allMatch(one -> one.share(bins.get(bins.size() - 1)) <= MOST_IN_TAIL))
                .findFirst()
                .orElseGet(() -> bins(first, last, last));
    }

    /** Bins of so many values each, and in the last whatever is left. */
    private static List<Bin> bins(int first, int last, int width) {
        List<Bin> bins = new ArrayList<>();
        int from = first - first % width;
        while (bins.size() < MOST_BINS - 1 && from + width <= last) {
            bins.add(new Bin(from, from + width - 1, false));
            from += width;
        }
        bins.add(new Bin(from, last, true));
        return bins;
    }

    @Override
    public String fileName() {
        return ChartKind.STALENESS.id();
    }

    @Override
    public String title() {
        return "Share of updates by staleness";
    }

    @Override
    public Table table(Width width) {
        List<List<String>> rows = new ArrayList<>();
        for (Series one : series) {
            for (Bin bin : bins) {
                rows.add(List.of(
                        one.label(),
                        Integer.toString(bin.from()),
                        Integer.toString(bin.to()),
                        Table.number(one.updates(bin)),
                        Table.number(one.share(bin))));
            }
        }
        return new Table(List.of("result", "from_rounds", "to_rounds", "updates", "share"), rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        double highest = series.stream()
                .flatMap(one -> bins.stream().map(one::share))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
        Axis y = Axis.linear("share of updates", 0, highest, width.plotHeightPoints(), Sheet::lineHeight);
        Sheet.Spec spec = new Sheet.Spec("", length -> names(length, type), List.of());
        List<Panel> panels = Sheet.lay(width, type, legend(), List.of(spec), y);
        for (int i = 0; i < bins.size(); i++) {
            bars(panels.get(0), i);
        }
        return Sheet.finish(panels, type);
    }

    private Axis names(double length, Typeface type) {
        List<String> names = bins.stream().map(Bin::label).toList();
        double room = length / names.size() - 2;
        boolean upright = names.stream().anyMatch(name -> type.width(name, Axis.TICK_SIZE) > room);
        return Axis.names("staleness (rounds)", names, upright);
    }

    private void bars(Panel panel, int bin) {
        double unit = panel.px(1) - panel.px(0);
        double barWidth = Math.min(unit * 0.8 / series.size(), 30);
        double left = panel.px(bin) - barWidth * series.size() / 2;
        for (int i = 0; i < series.size(); i++) {
            double share = series.get(i).share(bins.get(bin));
            if (share > 0) {
                double top = panel.py(share);
                double gap = Math.min(0.4, barWidth / 10);
                box(panel.drawing(), left + i * barWidth + gap, top, barWidth - 2 * gap, panel.bottom() - top, i);
            }
        }
    }

    private static void box(Drawing drawing, double x, double y, double w, double h, int index) {
        int rgb = SeriesStyle.of(index).rgb();
        HATCHES.get(index % HATCHES.size())
                .ifPresentOrElse(
                        hatch -> drawing.hatched(x, y, w, h, rgb, rgb, hatch),
                        () -> drawing.fill(Drawing.rectangle(x, y, w, h), rgb));
        drawing.stroke(Drawing.rectangle(x, y, w, h), Palette.INK, 0.3, Drawing.SOLID);
    }

    private List<List<Legend.Entry>> legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            int index = i;
            entries.add(Legend.area(
                    series.get(i).label(), (drawing, x, middle, w, h) -> box(drawing, x, middle - h / 2, w, h, index)));
        }
        return List.of(entries);
    }
}
