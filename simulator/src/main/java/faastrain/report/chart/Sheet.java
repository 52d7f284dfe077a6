package faastrain.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** The layout that all figures share: a legend over one panel, or over panels side by side with one y axis. */
final class Sheet {
    private static final double EDGE = 2;
    private static final double LEGEND_EDGE = 6;
    private static final double RIGHT = 11;
    private static final double BETWEEN_PANELS = 14;

    private Sheet() {}

    /**
     * What stands in one panel.
     *
     * @param title over the panel and its legend, or nothing
     * @param x the x axis for a length in points
     * @param legend the entries that belong to this panel alone
     */
    record Spec(String title, DoubleFunction<Axis> x, List<Legend.Entry> legend) {}

    /** Lays out the panels, with legends and grid drawn; the y axis is that of all. */
    static List<Panel> lay(Width width, Typeface type, List<List<Legend.Entry>> legend, List<Spec> specs, Axis y) {
        double left = EDGE + Axis.LABEL_SIZE + 4 + Panel.reach(y, type);
        double withoutOverhang = panelWidth(width.points() - left - RIGHT, specs.size());
        double right = Math.max(
                RIGHT,
                EDGE + Panel.overhang(specs.get(specs.size() - 1).x().apply(withoutOverhang), withoutOverhang, type));
        double all = width.points() - left - right;
        double panelWidth = panelWidth(all, specs.size());
        double plotHeight = width.plotHeightPoints();
        // Over the plot, or over the whole figure where that saves rows.
        Legend overPlot = Legend.of(legend, all, type);
        Legend overAll = Legend.of(legend, width.points() - 2 * LEGEND_EDGE, type);
        boolean narrow = overPlot.height() <= overAll.height();
        Legend common = narrow ? overPlot : overAll;
        List<Legend> own = specs.stream()
                .map(spec -> Legend.of(List.of(spec.legend()), panelWidth, type))
                .toList();
        List<Axis> axes = specs.stream().map(spec -> spec.x().apply(panelWidth)).toList();
        boolean titled = specs.stream().anyMatch(spec -> !spec.title().isEmpty());
        double titleTop = EDGE + common.height() + 2;
        double ownTop = titleTop + (titled ? Axis.LABEL_SIZE + 3 : 0);
        double top = ownTop + own.stream().mapToDouble(Legend::height).max().orElse(0) + 5;
        double depth =
                axes.stream().mapToDouble(axis -> Panel.depth(axis, type)).max().orElse(0);
        Drawing drawing = new Drawing(width, top + plotHeight + depth);
        common.draw(drawing, narrow ? left : LEGEND_EDGE, EDGE);
        drawing.rotatedText(
                EDGE + Axis.LABEL_SIZE * 0.85, top + plotHeight / 2, y.label(), Axis.LABEL_SIZE, Drawing.Anchor.MIDDLE);
        List<Panel> panels = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            double panelLeft = left + i * (panelWidth + BETWEEN_PANELS);
            drawing.text(
                    panelLeft + panelWidth / 2,
                    titleTop + Axis.LABEL_SIZE,
                    specs.get(i).title(),
                    Axis.LABEL_SIZE,
                    Drawing.Anchor.MIDDLE);
            own.get(i).draw(drawing, panelLeft, ownTop);
            Panel panel = new Panel(drawing, panelLeft, top, panelWidth, plotHeight, axes.get(i), y);
            panel.grid();
            panels.add(panel);
        }
        return panels;
    }

    private static double panelWidth(double all, int panels) {
        return (all - BETWEEN_PANELS * (panels - 1)) / panels;
    }

    /** Draws the axes, after the data, so that no mark covers them; the numbers of y stand at the first. */
    static Drawing finish(List<Panel> panels, Typeface type) {
        for (int i = 0; i < panels.size(); i++) {
            panels.get(i).axes(i == 0, type);
        }
        return panels.get(0).drawing();
    }

    /** The length that a label takes along a vertical axis. */
    static double lineHeight(String label) {
        return label.isEmpty() ? 0 : Axis.TICK_SIZE;
    }
}
