package faastrain.report.chart;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.util.Matrix;

/** A drawing as a PDF of one page of its own size, the font embedded; no dates, an id from the title. */
final class PdfWriter {
    private PdfWriter() {}

    static byte[] write(Drawing drawing, String title) throws IOException {
        float width = (float) drawing.width();
        float height = (float) drawing.height();
        try (PDDocument document = new PDDocument();
                InputStream fontFile = Typeface.open()) {
            CRC32 id = new CRC32();
            id.update(title.getBytes(StandardCharsets.UTF_8));
            document.setDocumentId(id.getValue());
            PDDocumentInformation information = new PDDocumentInformation();
            information.setTitle(title);
            document.setDocumentInformation(information);
            PDPage page = new PDPage(new PDRectangle(width, height));
            document.addPage(page);
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, width, height);
            Painter.paint(drawing, graphics);
            graphics.dispose();
            PDType0Font font = PDType0Font.load(document, fontFile, true);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
                for (Drawing.Text text : drawing.texts()) {
                    write(content, font, text, drawing.height());
                }
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static void write(PDPageContentStream content, PDType0Font font, Drawing.Text text, double height)
            throws IOException {
        String shown = encodable(font, text.text());
        double width = font.getStringWidth(shown) / 1000 * text.size();
        double before =
                switch (text.anchor()) {
                    case START -> 0;
                    case MIDDLE -> width / 2;
                    case END -> width;
                };
        double y = height - text.y();
        Matrix place = text.rotated()
                ? new Matrix(0, 1, -1, 0, (float) text.x(), (float) (y - before))
                : Matrix.getTranslateInstance((float) (text.x() - before), (float) y);
        content.beginText();
        content.setFont(font, (float) text.size());
        content.setNonStrokingColor(new Color(text.rgb()));
        content.setTextMatrix(place);
        content.showText(shown);
        content.endText();
    }

    /** The text with a question mark for each character that the font has no glyph for. */
    private static String encodable(PDType0Font font, String text) throws IOException {
        StringBuilder shown = new StringBuilder();
        for (int codePoint : text.codePoints().toArray()) {
            shown.append(hasGlyph(font, codePoint) ? Character.toString(codePoint) : "?");
        }
        return shown.toString();
    }

    private static boolean hasGlyph(PDType0Font font, int codePoint) throws IOException {
        try {
            return font.encode(Character.toString(codePoint)).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
