package faastrain.report.chart;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One pair of axes in a drawing, and the marks within it by the values that they stand for. */
final class Panel {
    static final double MARKER_RADIUS = 2.1;
    static final double CURVE = 1.0;
    /** From a marker's centre to a line that it must not touch. */
    static final double MARKER_ROOM = 4;

    /** Over the area between the axes, for the label of an upright line. */
    static final double HEADROOM = 9;

    private static final double UPRIGHT = 0.8;
    private static final List<Double> UPRIGHT_DASH = List.of(3.0, 1.6);
    private static final double AXIS = 0.6;
    private static final double TICK = 2.5;

    private final Drawing drawing;
    private final double left;
    private final double top;
    private final double width;
    private final double height;
    private final Axis x;
    private final Axis y;

    Panel(Drawing drawing, double left, double top, double width, double height, Axis x, Axis y) {
        this.drawing = drawing;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.x = x;
        this.y = y;
    }

    Axis y() {
        return y;
    }

    double px(double value) {
        return left + x.share(value) * width;
    }

    double py(double value) {
        return top + (1 - y.share(value)) * height;
    }

    /** The place of a value, or the end of the panel that it lies beyond. */
    double pxWithin(double value) {
        return left + Math.max(0, Math.min(x.share(value), 1)) * width;
    }

    /** The height of a value, or the end of the panel that it lies beyond. */
    double pyWithin(double value) {
        return top + (1 - Math.max(0, Math.min(y.share(value), 1))) * height;
    }

    double left() {
        return left;
    }

    double right() {
        return left + width;
    }

    double top() {
        return top;
    }

    double bottom() {
        return top + height;
    }

    Drawing drawing() {
        return drawing;
    }

    /** Lines at the ticks of y or, where y is a list of names and its axis has no label, at those of x. */
    void grid() {
        if (y.label().isEmpty()) {
            for (Axis.Tick tick : x.ticks()) {
                drawing.line(px(tick.value()), top, px(tick.value()), bottom(), Palette.GRID, 0.5);
            }
            return;
        }
        for (Axis.Tick tick : y.ticks()) {
            drawing.line(left, py(tick.value()), right(), py(tick.value()), Palette.GRID, 0.5);
        }
    }

    /** A dashed line from bottom to top at a value of x, with its label over its end, in the headroom. */
    void upright(double xValue, String label, Typeface type) {
        double at = px(xValue);
        drawing.stroke(
                Drawing.path(List.of(new Drawing.Point(at, bottom()), new Drawing.Point(at, top - 1.5)), false),
                Palette.INK,
                UPRIGHT,
                UPRIGHT_DASH);
        double half = type.width(label, Axis.TICK_SIZE) / 2;
        drawing.text(
                Math.max(left + half, Math.min(at, right() - half)),
                top - 5,
                label,
                Axis.TICK_SIZE,
                Drawing.Anchor.MIDDLE);
    }

    /** The axes with their ticks; the numbers of y are left out where a neighbour shows them. */
    void axes(boolean numbersOfY, Typeface type) {
        drawing.line(left, top, left, bottom(), Palette.INK, AXIS);
        drawing.line(left, bottom(), right(), bottom(), Palette.INK, AXIS);
        for (Axis.Tick tick : y.ticks()) {
            double at = py(tick.value());
            drawing.line(left - TICK, at, left, at, Palette.INK, AXIS);
            if (numbersOfY) {
                drawing.text(
                        left - TICK - 2, at + Axis.TICK_SIZE * 0.35, tick.label(), Axis.TICK_SIZE, Drawing.Anchor.END);
            }
        }
        for (Axis.Tick tick : x.ticks()) {
            double at = px(tick.value());
            drawing.line(at, bottom(), at, bottom() + TICK, Palette.INK, AXIS);
            List<String> lines = tick.label().lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (x.upright()) {
                    drawing.rotatedText(
                            at + (i - (lines.size() - 1) / 2.0) * Axis.LINE_HEIGHT + Axis.TICK_SIZE * 0.35,
                            bottom() + TICK + 2,
                            lines.get(i),
                            Axis.TICK_SIZE,
                            Drawing.Anchor.END);
                } else {
                    drawing.text(
                            at,
                            bottom() + TICK + 1 + Axis.TICK_SIZE + i * Axis.LINE_HEIGHT,
                            lines.get(i),
                            Axis.TICK_SIZE,
                            Drawing.Anchor.MIDDLE);
                }
            }
        }
        drawing.text(
                left + width / 2, bottom() + depth(x, type) - 3, x.label(), Axis.LABEL_SIZE, Drawing.Anchor.MIDDLE);
    }

    /** How far tick labels and label of an x axis reach below it. */
    static double depth(Axis x, Typeface type) {
        double labels = x.ticks().stream()
                .mapToDouble(tick -> x.upright()
                        ? widest(tick.label(), type) + 2
                        : tick.label().lines().count() * Axis.LINE_HEIGHT)
                .max()
                .orElse(0);
        return TICK + 1 + labels + (x.label().isEmpty() ? 2 : Axis.LABEL_SIZE + 5);
    }

    /** How far the last tick label of an x axis of a length reaches beyond its end. */
    static double overhang(Axis x, double length, Typeface type) {
        return x.ticks().stream()
                .mapToDouble(tick -> x.share(tick.value()) * length + halfLabel(x, tick, type) - length)
                .max()
                .orElse(0);
    }

    /** How far the first tick label of an x axis of a length reaches before its beginning. */
    static double overhangBefore(Axis x, double length, Typeface type) {
        return x.ticks().stream()
                .mapToDouble(tick -> halfLabel(x, tick, type) - x.share(tick.value()) * length)
                .max()
                .orElse(0);
    }

    private static double halfLabel(Axis x, Axis.Tick tick, Typeface type) {
        return (x.upright() ? Axis.TICK_SIZE : widest(tick.label(), type)) / 2;
    }

    private static double widest(String label, Typeface type) {
        return label.lines()
                .mapToDouble(line -> type.width(line, Axis.TICK_SIZE))
                .max()
                .orElse(0);
    }

    /** Where a tick label of y begins. */
    double nameLeft(String name, Typeface type) {
        return left - TICK - 2 - type.width(name, Axis.TICK_SIZE);
    }

    /** How far the tick labels of a y axis reach to its left. */
    static double reach(Axis y, Typeface type) {
        return TICK
                + 2
                + y.ticks().stream()
                        .mapToDouble(tick -> type.width(tick.label(), Axis.TICK_SIZE))
                        .max()
                        .orElse(0);
    }

    void curve(List<Drawing.Point> values, int rgb, double lineWidth, List<Double> dash) {
        drawing.stroke(path(values, false), rgb, lineWidth, dash);
    }

    void area(List<Drawing.Point> values, int rgb) {
        drawing.fill(path(values, true), rgb);
    }

    private Path2D path(List<Drawing.Point> values, boolean closed) {
        List<Drawing.Point> points = new ArrayList<>();
        values.forEach(value -> points.add(new Drawing.Point(px(value.x()), py(value.y()))));
        return Drawing.path(points, closed);
    }

    void marker(SeriesStyle style, double xValue, double yValue) {
        drawing.marker(style, px(xValue), py(yValue), MARKER_RADIUS);
    }

    void ring(double xValue, double yValue) {
        ring(drawing, px(xValue), py(yValue));
    }

    static void ring(Drawing drawing, double centreX, double centreY) {
        drawing.stroke(Marker.circle(centreX, centreY, MARKER_RADIUS * 2), Palette.INK, 0.8, Drawing.SOLID);
    }

    /** A whisker from low to high; nothing when there is no interval. */
    void whisker(double xValue, Optional<RunSummary.Interval> interval, int rgb) {
        interval.ifPresent(bounds -> whisker(drawing, px(xValue), py(bounds.high()), py(bounds.low()), rgb));
    }

    /** A whisker with a rim of the ground: it may cross a dark bar. */
    static void whisker(Drawing drawing, double at, double upper, double lower, int rgb) {
        whisker(
                upper,
                lower,
                rgb,
                (along1, across1, along2, across2, ink, width) ->
                        drawing.line(at + across1, along1, at + across2, along2, ink, width));
    }

    /** A level whisker from left to right. */
    static void levelWhisker(Drawing drawing, double at, double from, double to, int rgb) {
        whisker(
                from,
                to,
                rgb,
                (along1, across1, along2, across2, ink, width) ->
                        drawing.line(along1, at + across1, along2, at + across2, ink, width));
    }

    /** A line between two points, each given along the whisker and across it. */
    private interface Stroke {
        void draw(double along1, double across1, double along2, double across2, int ink, double width);
    }

    private static void whisker(double from, double to, int rgb, Stroke stroke) {
        double cap = 1.8;
        double line = 0.7;
        double rim = 0.3;
        stroke.draw(from, 0, to, 0, Palette.WHITE, line + 2 * rim);
        for (double end : new double[] {from, to}) {
            stroke.draw(end, -cap - rim, end, cap + rim, Palette.WHITE, line + 2 * rim);
        }
        stroke.draw(from, 0, to, 0, rgb, line);
        for (double end : new double[] {from, to}) {
            stroke.draw(end, -cap, end, cap, rgb, line);
        }
    }
}
