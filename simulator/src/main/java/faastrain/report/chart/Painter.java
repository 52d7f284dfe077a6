package faastrain.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;

/** Paints the shapes of a drawing, not its text, with a Graphics2D whose unit is the point. */
final class Painter {
    private Painter() {}

    static void paint(Drawing drawing, Graphics2D graphics) {
        for (Drawing.Shape shape : drawing.shapes()) {
            if (shape instanceof Drawing.Fill fill) {
                graphics.setColor(new Color(fill.rgb()));
                graphics.fill(fill.path());
            } else if (shape instanceof Drawing.Stroke stroke) {
                graphics.setColor(new Color(stroke.rgb()));
                graphics.setStroke(stroke(stroke));
                graphics.draw(stroke.path());
            }
        }
    }

    private static BasicStroke stroke(Drawing.Stroke stroke) {
        float[] dash = new float[stroke.dash().size()];
        for (int i = 0; i < dash.length; i++) {
            dash[i] = stroke.dash().get(i).floatValue();
        }
        return new BasicStroke(
                (float) stroke.width(),
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                10,
                dash.length == 0 ? null : dash,
                0);
    }
}
