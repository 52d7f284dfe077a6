package faastrain.report.chart;

import java.util.List;

/**
 * How one of several series looks: colour and mark both differ between any two, so that a series is
 * found again without colour.
 *
 * @param rgb the colour, dark enough for a thin line on white
 * @param marker the mark of its points
 * @param filled whether the mark is filled or an outline
 */
record SeriesStyle(int rgb, Marker marker, boolean filled) {
    // In this order any first few are far apart in lightness, too.
    private static final List<Integer> COLOURS = List.of(
            Palette.BLUE,
            Palette.ORANGE,
            Palette.WINE,
            Palette.GREEN,
            Palette.BLACK,
            Palette.VERMILLION,
            Palette.INDIGO);

    /** The most series that one figure can tell apart: each colour with a filled and an open mark. */
    static final int MOST = 2 * COLOURS.size();

    static SeriesStyle of(int index) {
        Marker[] markers = Marker.values();
        return new SeriesStyle(
                COLOURS.get(index % COLOURS.size()),
                // Shifted in the second turn, so that a colour does not come with the same mark again.
                markers[(index + index / COLOURS.size()) % markers.length],
                index < COLOURS.size());
    }
}
