package faastrain.report.chart;

/** The widths of a figure in a paper. */
public enum Width {
    /** One column of a two-column page. */
    COLUMN(84, 46),
    /** The full width of a page. */
    PAGE(178, 70);

    private final int millimetres;
    private final int plotHeightMillimetres;

    Width(int millimetres, int plotHeightMillimetres) {
        this.millimetres = millimetres;
        this.plotHeightMillimetres = plotHeightMillimetres;
    }

    /** The width of the whole figure in print. */
    public int millimetres() {
        return millimetres;
    }

    double points() {
        return Drawing.points(millimetres);
    }

    /** The height of the area between the axes; labels and legend come on top of it. */
    double plotHeightPoints() {
        return Drawing.points(plotHeightMillimetres);
    }
}
