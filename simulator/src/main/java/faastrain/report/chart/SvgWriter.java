package faastrain.report.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A drawing as SVG in millimetres, its text as text. */
final class SvgWriter {
    // Metrics of the first three are the same; the last is whatever a viewer has.
    private static final String FAMILIES = "'Liberation Sans', Arial, Helvetica, sans-serif";

    private SvgWriter() {}

    static byte[] write(Drawing drawing, String title) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        Painter.paint(drawing, graphics);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new SVGProcessor()
                .getDocument(graphics.getCommands(), new PageSize(drawing.width(), drawing.height()))
                .writeTo(bytes);
        String document = bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
        // The library's own head has its size in pixels, and its text would need the machine's fonts.
        String shapes = document.substring(document.indexOf('>', document.indexOf("<svg")) + 1);
        String body = shapes.substring(0, shapes.lastIndexOf("</svg>"));
        return (head(drawing, title) + body + texts(drawing) + "</svg>\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String head(Drawing drawing, String title) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"" + drawing.widthMillimetres()
                + "mm\" height=\"" + drawing.heightMillimetres() + "mm\" viewBox=\"0 0 "
                + Table.number(Drawing.snap(drawing.width())) + " " + Table.number(Drawing.snap(drawing.height()))
                + "\">\n"
                + "  <title>" + escaped(title) + "</title>\n"
                + "  <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>";
    }

    private static String texts(Drawing drawing) {
        StringBuilder group = new StringBuilder("  <g font-family=\"" + FAMILIES + "\">\n");
        for (Drawing.Text text : drawing.texts()) {
            String x = Table.number(text.x());
            String y = Table.number(text.y());
            group.append("    <text x=\"").append(x).append("\" y=\"").append(y).append('"');
            if (text.rotated()) {
                group.append(" transform=\"rotate(-90 ")
                        .append(x)
                        .append(' ')
                        .append(y)
                        .append(")\"");
            }
            group.append(" font-size=\"")
                    .append(Table.number(text.size()))
                    .append("\" text-anchor=\"")
                    .append(
                            switch (text.anchor()) {
                                case START -> "start";
                                case MIDDLE -> "middle";
                                case END -> "end";
                            })
                    .append("\" fill=\"#")
                    .append(String.format(Locale.ROOT, "%06x", text.rgb()))
                    .append("\">")
                    .append(escaped(text.text()))
                    .append("</text>\n");
        }
        return group.append("  </g>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
