package faastrain.report.chart;

import faastrain.trace.FitTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Throughput of one object against its size, upload beside download: measured points and, for each
 * memory, the saturating curve (FasDL eq. 2) and the affine one (latency plus size over bandwidth).
 * The points are pale and small, under the curves, for there may be dozens on one curve.
 * Without a file of dense curves, the fitted values at the measured sizes are joined.
 */
final class ThroughputFigure implements Figure {
    private static final List<String> DIRECTIONS = List.of("upload", "download");
    private static final List<Double> DASHED = List.of(3.0, 1.8);
    // A range of sizes wider than this is crowded at its lower end on a linear axis.
    private static final double LINEAR_RANGE = 20;

    private static final double POINT_RADIUS = 1.5;

    private final int allMemories;
    private final List<Double> memories;
    private final List<Measured> measured;
    private final List<Fitted> fitted;

    private ThroughputFigure(int allMemories, List<Double> memories, List<Measured> measured, List<Fitted> fitted) {
        this.allMemories = allMemories;
        this.memories = memories;
        this.measured = measured;
        this.fitted = fitted;
    }

    private record Measured(double memoryMb, String direction, double sizeMib, double seconds, boolean leftOut) {
        double mibPerS() {
            return sizeMib / seconds;
        }
    }

    private record Fitted(
            double memoryMb, String direction, double sizeMib, double saturationSeconds, double affineSeconds) {
        double saturationMibPerS() {
            return sizeMib / saturationSeconds;
        }

        double affineMibPerS() {
            return sizeMib / affineSeconds;
        }
    }

    static List<Figure> read(Inputs inputs) {
        Optional<Path> points = inputs.file(FitTable.TRANSFER_POINTS.file());
        Optional<Path> curves = inputs.file(FitTable.TRANSFER_CURVES.file());
        inputs.requireEither(FitTable.TRANSFER_POINTS, FitTable.TRANSFER_CURVES);
        List<Measured> measured = new ArrayList<>();
        List<Fitted> fitted = new ArrayList<>();
        points.ifPresent(file -> {
            for (CsvRows.Row row : CsvRows.read(file, FitTable.TRANSFER_POINTS.columns())) {
                measured.add(new Measured(
                        row.positive("memory_mb"),
                        row.oneOf("direction", DIRECTIONS),
                        row.positive("size_mib"),
                        row.positive("measured_s"),
                        row.flag("left_out")));
                if (curves.isEmpty() && !row.flag("left_out")) {
                    fitted.add(fitted(row));
                }
            }
        });
        curves.ifPresent(file -> {
            CsvRows.read(file, FitTable.TRANSFER_CURVES.columns()).forEach(row -> fitted.add(fitted(row)));
        });
        return List.of(figure(measured, fitted));
    }

    private static Fitted fitted(CsvRows.Row row) {
        return new Fitted(
                row.positive("memory_mb"),
                row.oneOf("direction", DIRECTIONS),
                row.positive("size_mib"),
                row.positive("saturation_s"),
                row.positive("affine_s"));
    }

    private static ThroughputFigure figure(List<Measured> measured, List<Fitted> fitted) {
        TreeSet<Double> counted = new TreeSet<>();
        measured.stream().filter(point -> !point.leftOut()).forEach(point -> counted.add(point.memoryMb()));
        fitted.forEach(point -> counted.add(point.memoryMb()));
        if (counted.isEmpty()) {
            measured.forEach(point -> counted.add(point.memoryMb()));
        }
        return new ThroughputFigure(
                counted.size(),
                List.copyOf(counted),
                measured.stream()
                        .filter(point -> counted.contains(point.memoryMb()))
                        .sorted(Comparator.comparing((Measured point) -> DIRECTIONS.indexOf(point.direction()))
                                .thenComparing(Measured::memoryMb)
                                .thenComparing(Measured::sizeMib))
                        .toList(),
                fitted.stream()
                        .sorted(Comparator.comparing((Fitted point) -> DIRECTIONS.indexOf(point.direction()))
                                .thenComparing(Fitted::memoryMb)
                                .thenComparing(Fitted::sizeMib))
                        .toList());
    }

    /** The part of the figure that a width has room for. */
    private ThroughputFigure shownAt(Width width) {
        int most = width == Width.COLUMN ? Selection.MOST_CROWDED : Selection.MOST;
        List<Double> shown = Selection.evenly(memories, most);
        return new ThroughputFigure(
                allMemories,
                shown,
                measured.stream()
                        .filter(point -> shown.contains(point.memoryMb()))
                        .toList(),
                fitted.stream()
                        .filter(point -> shown.contains(point.memoryMb()))
                        .toList());
    }

    @Override
    public String fileName() {
        return ChartKind.THROUGHPUT.id();
    }

    @Override
    public String title() {
        return "Throughput of one object against its size, by memory";
    }

    @Override
    public Table table(Width width) {
        return shownAt(width).table();
    }

    private Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Measured point : measured) {
            rows.add(List.of(
                    point.direction(),
                    Table.number(point.memoryMb()),
                    point.leftOut() ? "left out" : "measured",
                    Table.number(point.sizeMib()),
                    Table.number(point.mibPerS())));
        }
        for (Fitted point : fitted) {
            rows.add(row(point, "saturation", point.saturationMibPerS()));
        }
        for (Fitted point : fitted) {
            rows.add(row(point, "affine", point.affineMibPerS()));
        }
        return new Table(List.of("direction", "memory_mb", "kind", "size_mib", "throughput_mib_per_s"), rows);
    }

    private static List<String> row(Fitted point, String kind, double mibPerS) {
        return List.of(
                point.direction(),
                Table.number(point.memoryMb()),
                kind,
                Table.number(point.sizeMib()),
                Table.number(mibPerS));
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        return shownAt(width).drawAll(width, type);
    }

    private Drawing drawAll(Width width, Typeface type) {
        double highest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (Measured point : measured) {
            highest = Math.max(highest, point.mibPerS());
            smallest = Math.min(smallest, point.sizeMib());
            largest = Math.max(largest, point.sizeMib());
        }
        for (Fitted point : fitted) {
            highest = Math.max(highest, Math.max(point.saturationMibPerS(), point.affineMibPerS()));
            smallest = Math.min(smallest, point.sizeMib());
            largest = Math.max(largest, point.sizeMib());
        }
        double from = smallest;
        double to = largest;
        ToDoubleFunction<String> extent = label -> type.width(label, Axis.TICK_SIZE);
        Axis y = Axis.linear("throughput (MiB/s)", 0, highest, width.plotHeightPoints(), Sheet::lineHeight);
        List<Sheet.Spec> specs = DIRECTIONS.stream()
                .map(direction -> new Sheet.Spec(
                        direction,
                        length -> (to / from > LINEAR_RANGE
                                        ? Axis.log("object size (MiB)", from, to, length, extent)
                                        : Axis.linear("object size (MiB)", 0, to, length, extent))
                                .withRoom(from, to, length, Panel.MARKER_ROOM),
                        List.of()))
                .toList();
        List<Panel> panels = Sheet.lay(width, type, legend(), specs, y);
        for (int i = 0; i < panels.size(); i++) {
            draw(panels.get(i), DIRECTIONS.get(i));
        }
        return Sheet.finish(panels, type);
    }

    private void draw(Panel panel, String direction) {
        for (Measured point : measured) {
            if (point.direction().equals(direction) && point.leftOut()) {
                panel.drawing()
                        .cross(panel.px(point.sizeMib()), panel.py(point.mibPerS()), POINT_RADIUS, Palette.MUTED);
            }
        }
        for (Measured point : measured) {
            if (point.direction().equals(direction) && !point.leftOut()) {
                panel.drawing()
                        .marker(
                                pale(SeriesStyle.of(memories.indexOf(point.memoryMb()))),
                                panel.px(point.sizeMib()),
                                panel.py(point.mibPerS()),
                                POINT_RADIUS);
            }
        }
        for (int i = 0; i < memories.size(); i++) {
            double memory = memories.get(i);
            List<Fitted> of = fitted.stream()
                    .filter(point ->
                            point.memoryMb() == memory && point.direction().equals(direction))
                    .toList();
            int rgb = SeriesStyle.of(i).rgb();
            curve(panel, of, Fitted::saturationMibPerS, rgb, Drawing.SOLID);
            curve(panel, of, Fitted::affineMibPerS, rgb, DASHED);
        }
    }

    private static SeriesStyle pale(SeriesStyle style) {
        return new SeriesStyle(Palette.tint(style.rgb(), 0.6), style.marker(), style.filled());
    }

    private static void curve(
            Panel panel, List<Fitted> points, ToDoubleFunction<Fitted> throughput, int rgb, List<Double> dash) {
        if (!points.isEmpty()) {
            panel.curve(
                    points.stream()
                            .map(point -> new Drawing.Point(point.sizeMib(), throughput.applyAsDouble(point)))
                            .toList(),
                    rgb,
                    0.8,
                    dash);
        }
    }

    private List<List<Legend.Entry>> legend() {
        List<Legend.Entry> lines = new ArrayList<>();
        for (int i = 0; i < memories.size(); i++) {
            SeriesStyle style = SeriesStyle.of(i);
            String label = Table.number(memories.get(i)) + " MB";
            lines.add(
                    measured.isEmpty()
                            ? Legend.line(label, style.rgb(), 0.8, Drawing.SOLID)
                            : Legend.area(label, (drawing, x, middle, w, h) -> {
                                drawing.line(x, middle, x + w, middle, style.rgb(), 0.8);
                                drawing.marker(pale(style), x + w / 2, middle, POINT_RADIUS);
                            }));
        }
        if (memories.size() < allMemories) {
            lines.add(Legend.note(memories.size() + " of " + allMemories + " memories"));
        }
        List<Legend.Entry> kinds = new ArrayList<>();
        if (!fitted.isEmpty()) {
            kinds.add(Legend.line("saturation fit", Palette.INK, 0.8, Drawing.SOLID));
            kinds.add(Legend.line("affine fit", Palette.INK, 0.8, DASHED));
        }
        if (measured.stream().anyMatch(Measured::leftOut)) {
            kinds.add(Legend.mark(
                    "left out",
                    (drawing, x, middle, w, h) -> drawing.cross(x + w / 2, middle, POINT_RADIUS, Palette.MUTED)));
        }
        return List.of(lines, kinds);
    }
}
