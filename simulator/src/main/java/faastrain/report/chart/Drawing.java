package faastrain.report.chart;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure laid out at print size: shapes in painting order, and text over them. The unit is the
 * point (1/72 inch), the origin the upper left corner, y goes down. Text is kept as text, not as
 * outlines, so that it can be searched and edited in SVG and PDF.
 */
final class Drawing {
    static final double POINTS_PER_MILLIMETRE = 72 / 25.4;

    /** A thing painted. */
    sealed interface Shape permits Fill, Stroke {}

    /** A filled area. */
    record Fill(Path2D path, int rgb) implements Shape {}

    /** A line of some width; the dash lengths are empty for a solid one. */
    record Stroke(Path2D path, int rgb, double width, List<Double> dash) implements Shape {}

    /** Where the point of a text is in it. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** One line of text: the anchor's point on the base line; rotated text reads upwards. */
    record Text(double x, double y, String text, double size, Anchor anchor, boolean rotated, int rgb) {}

    static final List<Double> SOLID = List.of();

    private final double width;
    private final int widthMillimetres;
    private final int heightMillimetres;
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();

    /** An empty ground; the height is rounded up to a whole millimetre. */
    Drawing(Width width, double heightPoints) {
        this.width = width.points();
        this.widthMillimetres = width.millimetres();
        this.heightMillimetres = (int) Math.ceil(heightPoints / POINTS_PER_MILLIMETRE - 1e-6);
    }

    static double points(double millimetres) {
        return millimetres * POINTS_PER_MILLIMETRE;
    }

    /** A coordinate to a thousandth of a point: the same digits in a file, however it was computed. */
    static double snap(double points) {
        return Math.rint(points * 1000) / 1000;
    }

    double width() {
        return width;
    }

    double height() {
        return points(heightMillimetres);
    }

    int widthMillimetres() {
        return widthMillimetres;
    }

    int heightMillimetres() {
        return heightMillimetres;
    }

    List<Shape> shapes() {
        return List.copyOf(shapes);
    }

    List<Text> texts() {
        return List.copyOf(texts);
    }

    void fill(Path2D path, int rgb) {
        shapes.add(new Fill(path, rgb));
    }

    void stroke(Path2D path, int rgb, double lineWidth, List<Double> dash) {
        shapes.add(new Stroke(path, rgb, lineWidth, dash));
    }

    void line(double x1, double y1, double x2, double y2, int rgb, double lineWidth) {
        stroke(path(List.of(new Point(x1, y1), new Point(x2, y2)), false), rgb, lineWidth, SOLID);
    }

    void text(double x, double y, String text, double size, Anchor anchor) {
        add(new Text(snap(x), snap(y), text, size, anchor, false, Palette.INK));
    }

    void rotatedText(double x, double y, String text, double size, Anchor anchor) {
        add(new Text(snap(x), snap(y), text, size, anchor, true, Palette.INK));
    }

    private void add(Text text) {
        if (!text.text().isEmpty()) {
            texts.add(text);
        }
    }

    /** A point of the plane. */
    record Point(double x, double y) {}

    static Path2D path(List<Point> points, boolean closed) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < points.size(); i++) {
            double x = snap(points.get(i).x());
            double y = snap(points.get(i).y());
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        if (closed) {
            path.closePath();
        }
        return path;
    }

    static Path2D rectangle(double x, double y, double w, double h) {
        return path(List.of(new Point(x, y), new Point(x + w, y), new Point(x + w, y + h), new Point(x, y + h)), true);
    }

    /** A mark with a thin rim of the ground, so that marks over one another stay apart. */
    void marker(SeriesStyle style, double x, double y, double radius) {
        Path2D outline = style.marker().outline(x, y, radius);
        if (style.filled()) {
            stroke(outline, Palette.WHITE, 0.8, SOLID);
            fill(outline, style.rgb());
        } else {
            fill(outline, Palette.WHITE);
            stroke(outline, style.rgb(), 0.9, SOLID);
        }
    }

    /** A diagonal cross, of a thing that is shown but not counted. */
    void cross(double x, double y, double radius, int rgb) {
        line(x - radius, y - radius, x + radius, y + radius, rgb, 0.8);
        line(x - radius, y + radius, x + radius, y - radius, rgb, 0.8);
    }

    /** A hatched rectangle; the lines are cut to it, so that no clipping is left to a viewer. */
    void hatched(double x, double y, double w, double h, int rgb, int ink, Hatch hatch) {
        fill(rectangle(x, y, w, h), Palette.tint(rgb, 0.35));
        double step = 3;
        if (hatch == Hatch.UPRIGHT) {
            for (double at = Math.ceil(x / step) * step; at < x + w; at += step) {
                line(at, y, at, y + h, ink, 0.5);
            }
        }
        // On a 45° line of this direction, v = y ± x is constant; the same lattice serves every bar.
        for (Hatch direction : hatch.directions()) {
            double sign = direction == Hatch.RISING ? 1 : -1;
            double from = Math.min(y + sign * x, y + sign * (x + w));
            double to = Math.max(y + h + sign * x, y + h + sign * (x + w));
            for (double v = Math.ceil(from / step) * step; v <= to; v += step) {
                double lowX = sign > 0 ? v - (y + h) : y - v;
                double highX = sign > 0 ? v - y : y + h - v;
                double x1 = Math.max(x, lowX);
                double x2 = Math.min(x + w, highX);
                if (x2 - x1 > 0.01) {
                    line(x1, v - sign * x1, x2, v - sign * x2, ink, 0.5);
                }
            }
        }
    }

    /** Directions of hatching. */
    enum Hatch {
        RISING,
        FALLING,
        CROSSED,
        UPRIGHT;

        /** The slanting directions. */
        private List<Hatch> directions() {
            return switch (this) {
                case RISING, FALLING -> List.of(this);
                case CROSSED -> List.of(RISING, FALLING);
                case UPRIGHT -> List.of();
            };
        }
    }
}
