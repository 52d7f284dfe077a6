package faastrain.report.chart;

import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Widths and outlines of Liberation Sans as PDFBox ships it, read from its file: neither the machine's
 * fonts nor its font library can change a layout. One drawing at a time; not safe for threads.
 */
final class Typeface implements Closeable {
    private static final String RESOURCE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unitsPerEm;

    private Typeface(TrueTypeFont font) throws IOException {
        this.font = font;
        this.glyphs = font.getUnicodeCmapLookup();
        this.unitsPerEm = font.getUnitsPerEm();
    }

    static Typeface bundled() throws IOException {
        try (InputStream stream = open()) {
            return new Typeface(new TTFParser().parse(new RandomAccessReadBuffer(stream)));
        }
    }

    /** The font's file, to embed. */
    static InputStream open() throws IOException {
        InputStream stream = PDDocument.class.getResourceAsStream(RESOURCE);
        if (stream == null) {
            throw new FileNotFoundException("the font " + RESOURCE + " is not in the PDFBox library");
        }
        return stream;
    }

    /** The width of a line of text in points, without kerning. */
    double width(String text, double size) {
        double units = 0;
        try {
            for (int i = 0; i < text.length(); i++) {
                units += font.getAdvanceWidth(glyphs.getGlyphId(text.charAt(i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return units * size / unitsPerEm;
    }

    /** The text, cut at the end with an ellipsis when it is wider than allowed. */
    String fitted(String text, double size, double widthPoints) {
        if (width(text, size) <= widthPoints) {
            return text;
        }
        String cut = text;
        while (!cut.isEmpty() && width(cut + "…", size) > widthPoints) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut.strip() + "…";
    }

    /** The outline of a line of text whose base line starts at the origin, y down. */
    Path2D outline(String text, double size) {
        double scale = size / unitsPerEm;
        Path2D path = new Path2D.Double();
        double x = 0;
        try {
            for (int i = 0; i < text.length(); i++) {
                int glyph = glyphs.getGlyphId(text.charAt(i));
                GlyphData data = font.getGlyph().getGlyph(glyph);
                if (data != null) {
                    GeneralPath shape = data.getPath();
                    path.append(shape.getPathIterator(new AffineTransform(scale, 0, 0, -scale, x * scale, 0)), false);
                }
                x += font.getAdvanceWidth(glyph);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    @Override
    public void close() throws IOException {
        font.close();
    }
}
