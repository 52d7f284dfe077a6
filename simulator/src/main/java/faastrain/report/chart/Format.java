package faastrain.report.chart;

import java.util.Locale;

/** The file formats of a figure. */
public enum Format {
    /** Vector graphics with real, editable text. */
    SVG,
    /** Vector graphics with the font embedded, for LaTeX. */
    PDF,
    /** Pixels at 300 dots per inch. */
    PNG;

    /** The ending of the file's name, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
