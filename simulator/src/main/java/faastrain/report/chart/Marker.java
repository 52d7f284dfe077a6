package faastrain.report.chart;

import java.awt.geom.Path2D;

/** Marks of a point, about equally large to the eye. */
enum Marker {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    TRIANGLE_DOWN,
    PENTAGON,
    STAR;

    // Control points at this share of the radius make a Bézier curve a quarter of a circle.
    private static final double QUARTER = 0.5522847498;

    /** The outline around (x, y), in points of print. */
    Path2D outline(double x, double y, double radius) {
        return switch (this) {
            case CIRCLE -> circle(x, y, radius);
            case SQUARE -> polygon(x, y, 4, radius * 1.2, radius * 1.2, 45);
            case TRIANGLE -> polygon(x, y + radius * 0.15, 3, radius * 1.3, radius * 1.3, 90);
            case DIAMOND -> polygon(x, y, 4, radius * 1.3, radius * 1.3, 90);
            case TRIANGLE_DOWN -> polygon(x, y - radius * 0.15, 3, radius * 1.3, radius * 1.3, -90);
            case PENTAGON -> polygon(x, y, 5, radius * 1.15, radius * 1.15, 90);
            case STAR -> polygon(x, y, 10, radius * 1.45, radius * 0.6, 90);
        };
    }

    static Path2D circle(double x, double y, double radius) {
        double c = radius * QUARTER;
        Path2D path = new Path2D.Double();
        path.moveTo(Drawing.snap(x + radius), Drawing.snap(y));
        curve(path, x + radius, y + c, x + c, y + radius, x, y + radius);
        curve(path, x - c, y + radius, x - radius, y + c, x - radius, y);
        curve(path, x - radius, y - c, x - c, y - radius, x, y - radius);
        curve(path, x + c, y - radius, x + radius, y - c, x + radius, y);
        path.closePath();
        return path;
    }

    private static void curve(Path2D path, double x1, double y1, double x2, double y2, double x3, double y3) {
        path.curveTo(
                Drawing.snap(x1),
                Drawing.snap(y1),
                Drawing.snap(x2),
                Drawing.snap(y2),
                Drawing.snap(x3),
                Drawing.snap(y3));
    }

    private static Path2D polygon(double x, double y, int corners, double even, double odd, double startDegrees) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < corners; i++) {
            double angle = Math.toRadians(startDegrees + i * 360.0 / corners);
            double radius = i % 2 == 0 ? even : odd;
            double px = Drawing.snap(x + radius * StrictMath.cos(angle));
            double py = Drawing.snap(y - radius * StrictMath.sin(angle));
            if (i == 0) {
                path.moveTo(px, py);
            } else {
                path.lineTo(px, py);
            }
        }
        path.closePath();
        return path;
    }
}
