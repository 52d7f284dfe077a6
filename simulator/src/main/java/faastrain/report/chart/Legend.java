package faastrain.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A legend outside the axes, so that it never covers data: sections one below the other, each a grid
 * of samples with names that has as many columns as there is room for.
 */
final class Legend {
    static final double ROW = 9.6;

    private static final double LINE_SAMPLE = 14;
    private static final double MARKER_SAMPLE = 7;
    private static final double SAMPLE_HEIGHT = 5.6;
    private static final double GAP = 3;
    private static final double BETWEEN = 8;
    private static final double SIZE = Axis.TICK_SIZE;

    private final List<Section> sections;

    private Legend(List<Section> sections) {
        this.sections = sections;
    }

    /** How a thing looks, drawn in a box whose left edge and middle are given. */
    interface Sample {
        void draw(Drawing drawing, double x, double middle, double width, double height);
    }

    /** A sample, the width it needs, and its name. */
    record Entry(String label, double sampleWidth, Sample sample) {}

    private record Section(List<Entry> entries, List<Double> columns) {
        int rows() {
            return (entries.size() + columns.size() - 1) / columns.size();
        }
    }

    static Entry line(String label, int rgb, double lineWidth, List<Double> dash) {
        return new Entry(
                label,
                LINE_SAMPLE,
                (drawing, x, middle, width, height) -> drawing.stroke(
                        Drawing.path(
                                List.of(new Drawing.Point(x, middle), new Drawing.Point(x + width, middle)), false),
                        rgb,
                        lineWidth,
                        dash));
    }

    /** A line with a marker on it; longer than others, so that its dashes are seen beside the marker. */
    static Entry markedLine(String label, SeriesStyle style, double lineWidth, List<Double> dash) {
        return new Entry(label, LINE_SAMPLE * 1.5, (drawing, x, middle, width, height) -> {
            drawing.stroke(
                    Drawing.path(List.of(new Drawing.Point(x, middle), new Drawing.Point(x + width, middle)), false),
                    style.rgb(),
                    lineWidth,
                    dash);
            drawing.marker(style, x + width / 2, middle, Panel.MARKER_RADIUS);
        });
    }

    /** Words without a sample. */
    static Entry note(String label) {
        return new Entry(label, 0, (drawing, x, middle, width, height) -> {});
    }

    /** Words where others have a mark. */
    static Entry blank(String label) {
        return mark(label, (drawing, x, middle, width, height) -> {});
    }

    /** A thing that is as wide as a mark. */
    static Entry mark(String label, Sample sample) {
        return new Entry(label, MARKER_SAMPLE, sample);
    }

    static Entry marker(String label, SeriesStyle style) {
        return mark(
                label,
                (drawing, x, middle, width, height) ->
                        drawing.marker(style, x + width / 2, middle, Panel.MARKER_RADIUS));
    }

    static Entry whisker(String label) {
        return mark(
                label,
                (drawing, x, middle, width, height) ->
                        Panel.whisker(drawing, x + width / 2, middle - height / 2, middle + height / 2, Palette.INK));
    }

    /** A marker on its whisker. */
    static Entry estimate(String label, SeriesStyle style) {
        return mark(label, (drawing, x, middle, width, height) -> {
            Panel.whisker(drawing, x + width / 2, middle - height / 2 - 1, middle + height / 2 + 1, style.rgb());
            drawing.marker(style, x + width / 2, middle, Panel.MARKER_RADIUS);
        });
    }

    /** A thing that fills an area. */
    static Entry area(String label, Sample sample) {
        return new Entry(label, LINE_SAMPLE, sample);
    }

    static Entry swatch(String label, int rgb) {
        return area(label, (drawing, x, middle, width, height) -> {
            drawing.fill(Drawing.rectangle(x, middle - height / 2, width, height), rgb);
            drawing.stroke(Drawing.rectangle(x, middle - height / 2, width, height), Palette.INK, 0.3, Drawing.SOLID);
        });
    }

    /** The layout of sections in a width; longer names are cut. */
    static Legend of(List<List<Entry>> sections, double width, Typeface type) {
        List<Section> laid = new ArrayList<>();
        for (List<Entry> entries : sections) {
            if (!entries.isEmpty()) {
                List<Entry> fitted = entries.stream()
                        .map(entry -> new Entry(
                                type.fitted(entry.label(), SIZE, width - entry.sampleWidth() - GAP),
                                entry.sampleWidth(),
                                entry.sample()))
                        .toList();
                laid.add(new Section(fitted, columns(fitted, width, type)));
            }
        }
        return new Legend(laid);
    }

    private static List<Double> columns(List<Entry> entries, double width, Typeface type) {
        for (int count = entries.size(); count > 1; count--) {
            // The fewest columns of the same number of rows leave the last row the least empty.
            int rows = (entries.size() + count - 1) / count;
            int even = (entries.size() + rows - 1) / rows;
            List<Double> columns = widths(entries, even, type);
            if (columns.stream().mapToDouble(Double::doubleValue).sum() - BETWEEN <= width) {
                return columns;
            }
        }
        return widths(entries, 1, type);
    }

    private static List<Double> widths(List<Entry> entries, int count, Typeface type) {
        return IntStream.range(0, count)
                .mapToObj(column -> IntStream.range(0, entries.size())
                        .filter(i -> i % count == column)
                        .mapToDouble(i -> entries.get(i).sampleWidth()
                                + GAP
                                + type.width(entries.get(i).label(), SIZE)
                                + BETWEEN)
                        .max()
                        .orElse(0))
                .toList();
    }

    double height() {
        return sections.stream().mapToInt(Section::rows).sum() * ROW;
    }

    void draw(Drawing drawing, double left, double top) {
        double middle = top + ROW / 2;
        for (Section section : sections) {
            double x = left;
            for (int i = 0; i < section.entries().size(); i++) {
                Entry entry = section.entries().get(i);
                int column = i % section.columns().size();
                if (i > 0 && column == 0) {
                    x = left;
                    middle += ROW;
                }
                entry.sample().draw(drawing, x, middle, entry.sampleWidth(), SAMPLE_HEIGHT);
                drawing.text(
                        x + entry.sampleWidth() + GAP, middle + SIZE * 0.35, entry.label(), SIZE, Drawing.Anchor.START);
                x += section.columns().get(column);
            }
            middle += ROW;
        }
    }
}
