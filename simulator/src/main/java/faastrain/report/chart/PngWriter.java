package faastrain.report.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A drawing as pixels at the size that it has in print. */
final class PngWriter {
    static final int DOTS_PER_INCH = 300;

    private static final double MILLIMETRES_PER_INCH = 25.4;
    private static final String METADATA = "javax_imageio_png_1.0";

    private PngWriter() {}

    static int pixels(int millimetres) {
        return (int) Math.round(millimetres * DOTS_PER_INCH / MILLIMETRES_PER_INCH);
    }

    static byte[] write(Drawing drawing, Typeface type) throws IOException {
        BufferedImage image = new BufferedImage(
                pixels(drawing.widthMillimetres()), pixels(drawing.heightMillimetres()), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(DOTS_PER_INCH / 72.0, DOTS_PER_INCH / 72.0);
        Painter.paint(drawing, graphics);
        for (Drawing.Text text : drawing.texts()) {
            graphics.setColor(new Color(text.rgb()));
            graphics.fill(placed(text, type).createTransformedShape(type.outline(text.text(), text.size())));
        }
        graphics.dispose();
        return encode(image);
    }

    private static AffineTransform placed(Drawing.Text text, Typeface type) {
        AffineTransform place = AffineTransform.getTranslateInstance(text.x(), text.y());
        if (text.rotated()) {
            place.quadrantRotate(-1);
        }
        double width = type.width(text.text(), text.size());
        place.translate(
                switch (text.anchor()) {
                    case START -> 0;
                    case MIDDLE -> -width / 2;
                    case END -> -width;
                },
                0);
        return place;
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        IIOMetadataNode size = new IIOMetadataNode("pHYs");
        String perMetre = Long.toString(Math.round(DOTS_PER_INCH / MILLIMETRES_PER_INCH * 1000));
        size.setAttribute("pixelsPerUnitXAxis", perMetre);
        size.setAttribute("pixelsPerUnitYAxis", perMetre);
        size.setAttribute("unitSpecifier", "meter");
        IIOMetadataNode root = new IIOMetadataNode(METADATA);
        root.appendChild(size);
        metadata.mergeTree(METADATA, root);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
