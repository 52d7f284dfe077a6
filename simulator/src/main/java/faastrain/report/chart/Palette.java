package faastrain.report.chart;

/**
 * Colours as 0xRRGGBB that colour-blind readers tell apart, after Okabe and Ito ("Color Universal
 * Design", 2008) and Paul Tol ("Colour Schemes", 2021), and whose lightness differs so that they also
 * differ when printed in grey.
 */
final class Palette {
    static final int BLACK = 0x000000;
    static final int INDIGO = 0x332288;
    static final int WINE = 0x882255;
    static final int BLUE = 0x0072B2;
    static final int VERMILLION = 0xD55E00;
    static final int GREEN = 0x22AA77;
    static final int ORANGE = 0xE69F00;
    static final int CYAN = 0x88CCEE;
    static final int YELLOW = 0xF0E442;
    static final int PALE = 0xEFEFEF;

    /** Ink of axes and text. */
    static final int INK = 0x222222;
    /** What is there but does not count: left-out points. */
    static final int MUTED = 0x8C8C8C;
    /** Ground of a tolerance band. */
    static final int BAND = 0xDDDDDD;
    /** Lines behind the data. */
    static final int GRID = 0xE6E6E6;

    /** Lines that lead the eye from a name to its marks; seen on a band, too. */
    static final int GUIDE = 0xC8C8C8;

    static final int WHITE = 0xFFFFFF;

    private Palette() {}

    /** The colour mixed with white; a share of 1 is the colour itself. */
    static int tint(int rgb, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            long channel = Math.round(255 + share * (((rgb >> shift) & 0xFF) - 255));
            mixed |= (int) channel << shift;
        }
        return mixed;
    }

    /** CIE 1976 lightness L* under D65, from 0 (black) to 100 (white): how a grey print shows the colour. */
    static double lightness(int rgb) {
        double luminance = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
        return luminance > 216.0 / 24389 ? 116 * Math.cbrt(luminance) - 16 : luminance * 24389 / 27;
    }

    private static double linear(int channel) {
        double share = (channel & 0xFF) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
