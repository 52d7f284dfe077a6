package faastrain.report.chart;

/** The checked numbers of one figure; laying it out needs nothing more from any file. */
interface Figure {
    /** The name of the files to write, without an ending. */
    String fileName();

    /** What the figure shows, for readers that cannot see it. */
    String title();

    /** Exactly the numbers that are plotted at a width. */
    Table table(Width width);

    /** The layout at a width, measured with the given typeface. */
    Drawing draw(Width width, Typeface type);
}
