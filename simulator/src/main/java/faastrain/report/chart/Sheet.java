package faastrain.report.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleFunction;

/** The layout that all figures share: a legend over one panel, or over panels with one y axis. */
final class Sheet {
    private static final double EDGE = 2;
    private static final double LEGEND_EDGE = 6;
    private static final double RIGHT = 11;
    private static final double BETWEEN_PANELS = 14;
    private static final double BETWEEN_ROWS = 6;
    private static final double BETWEEN_NUMBERS = 6;

    private Sheet() {}

    /**
     * What stands in one panel.
     *
     * @param title over the panel and its legend, or nothing
     * @param x the x axis for a length in points
     * @param legend the entries that belong to this panel alone
     * @param headroom free points over the area between the axes
     */
    record Spec(String title, DoubleFunction<Axis> x, List<Legend.Entry> legend, double headroom) {
        Spec(String title, DoubleFunction<Axis> x, List<Legend.Entry> legend) {
            this(title, x, legend, 0);
        }
    }

    /** Lays out the panels side by side, with legends and grid drawn; the y axis is that of all. */
    static List<Panel> lay(Width width, Typeface type, List<List<Legend.Entry>> legend, List<Spec> specs, Axis y) {
        return lay(width, type, legend, specs, y, width.plotHeightPoints());
    }

    /** The same for a height of the area between the axes. */
    static List<Panel> lay(
            Width width, Typeface type, List<List<Legend.Entry>> legend, List<Spec> specs, Axis y, double plotHeight) {
        return lay(width, type, legend, specs, Collections.nCopies(specs.size(), y), plotHeight);
    }

    /** The same for a y axis of each panel; one that is that of the first panel is not labelled again. */
    static List<Panel> lay(
            Width width,
            Typeface type,
            List<List<Legend.Entry>> legend,
            List<Spec> specs,
            List<Axis> ys,
            double plotHeight) {
        double left = left(ys.get(0), type);
        double withoutOverhang = panelWidth(width.points() - left - RIGHT, specs.size(), BETWEEN_PANELS);
        double all = width.points() - left - right(List.of(specs.get(specs.size() - 1)), withoutOverhang, type);
        double between = between(specs, ys, withoutOverhang, type);
        double panelWidth = panelWidth(all, specs.size(), between);
        Common common = Common.of(legend, left, all, width, type);
        List<Legend> own = specs.stream()
                .map(spec -> Legend.of(List.of(spec.legend()), panelWidth, type))
                .toList();
        List<Axis> axes = specs.stream().map(spec -> spec.x().apply(panelWidth)).toList();
        boolean titled = specs.stream().anyMatch(spec -> !spec.title().isEmpty());
        double titleTop = EDGE + common.legend().height() + 2;
        double ownTop = titleTop + (titled ? Axis.LABEL_SIZE + 3 : 0);
        double top = ownTop
                + own.stream().mapToDouble(Legend::height).max().orElse(0)
                + 5
                + specs.stream().mapToDouble(Spec::headroom).max().orElse(0);
        double depth =
                axes.stream().mapToDouble(axis -> Panel.depth(axis, type)).max().orElse(0);
        Drawing drawing = new Drawing(width, top + plotHeight + depth);
        common.legend().draw(drawing, common.left(), EDGE);
        List<Panel> panels = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Axis y = ys.get(i);
            double panelLeft = left + i * (panelWidth + between);
            if (i == 0 || !y.equals(ys.get(0))) {
                label(drawing, y, panelLeft - left(y, type), top + plotHeight / 2);
            }
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

    /** Lays out panels without titles one below the other, each with the y axis, legend and grid drawn. */
    static List<Panel> stack(
            Width width, Typeface type, List<List<Legend.Entry>> legend, List<Spec> specs, Axis y, double plotHeight) {
        return stack(width, type, legend, specs, Collections.nCopies(specs.size(), y), plotHeight);
    }

    /** The same for a y axis of each panel. */
    static List<Panel> stack(
            Width width,
            Typeface type,
            List<List<Legend.Entry>> legend,
            List<Spec> specs,
            List<Axis> ys,
            double plotHeight) {
        double left = ys.stream().mapToDouble(y -> left(y, type)).max().orElseThrow();
        double panelWidth = width.points() - left - right(specs, width.points() - left - RIGHT, type);
        Common common = Common.of(legend, left, panelWidth, width, type);
        List<Axis> axes = specs.stream().map(spec -> spec.x().apply(panelWidth)).toList();
        double top = EDGE + common.legend().height() + 7;
        double depths =
                axes.stream().mapToDouble(axis -> Panel.depth(axis, type)).sum();
        double heads = specs.stream().mapToDouble(Spec::headroom).sum();
        Drawing drawing = new Drawing(
                width, top + specs.size() * plotHeight + heads + depths + (specs.size() - 1) * BETWEEN_ROWS);
        common.legend().draw(drawing, common.left(), EDGE);
        List<Panel> panels = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            Axis axis = axes.get(i);
            top += specs.get(i).headroom();
            label(drawing, ys.get(i), 0, top + plotHeight / 2);
            Panel panel = new Panel(drawing, left, top, panelWidth, plotHeight, axis, ys.get(i));
            panel.grid();
            panels.add(panel);
            top += plotHeight + Panel.depth(axis, type) + BETWEEN_ROWS;
        }
        return panels;
    }

    /** The legend of all panels: over the plot, or over the whole figure where that saves rows. */
    private record Common(Legend legend, double left) {
        static Common of(
                List<List<Legend.Entry>> legend, double plotLeft, double plotWidth, Width width, Typeface type) {
            Legend overPlot = Legend.of(legend, plotWidth, type);
            Legend overAll = Legend.of(legend, width.points() - 2 * LEGEND_EDGE, type);
            return overPlot.height() <= overAll.height()
                    ? new Common(overPlot, plotLeft)
                    : new Common(overAll, LEGEND_EDGE);
        }
    }

    private static double left(Axis y, Typeface type) {
        return EDGE + (y.label().isEmpty() ? 0 : Axis.LABEL_SIZE + 4) + Panel.reach(y, type);
    }

    /** The room that panels of a width need to their right. */
    private static double right(List<Spec> specs, double panelWidth, Typeface type) {
        return specs.stream()
                .mapToDouble(spec -> EDGE + Panel.overhang(spec.x().apply(panelWidth), panelWidth, type))
                .reduce(RIGHT, Math::max);
    }

    /** The label of a y axis whose room begins at {@code from}. */
    private static void label(Drawing drawing, Axis y, double from, double middle) {
        drawing.rotatedText(
                from + EDGE + Axis.LABEL_SIZE * 0.85, middle, y.label(), Axis.LABEL_SIZE, Drawing.Anchor.MIDDLE);
    }

    private static double panelWidth(double all, int panels, double between) {
        return (all - between * (panels - 1)) / panels;
    }

    /**
     * The room between panels side by side: the last number of one must not run into the first of the next, nor into
     * a y axis of its own.
     */
    private static double between(List<Spec> specs, List<Axis> ys, double panelWidth, Typeface type) {
        double between = BETWEEN_PANELS;
        for (int i = 1; i < specs.size(); i++) {
            Axis before = specs.get(i - 1).x().apply(panelWidth);
            Axis after = specs.get(i).x().apply(panelWidth);
            double overhang = Panel.overhang(before, panelWidth, type);
            between = Math.max(between, overhang + Panel.overhangBefore(after, panelWidth, type) + BETWEEN_NUMBERS);
            if (!ys.get(i).equals(ys.get(0))) {
                between = Math.max(between, Math.max(0, overhang) + left(ys.get(i), type) + BETWEEN_NUMBERS);
            }
        }
        return between;
    }

    /**
     * Draws the axes, after the data, so that no mark covers them; the numbers of y stand at the left and where they
     * are others.
     */
    static Drawing finish(List<Panel> panels, Typeface type) {
        Panel first = panels.get(0);
        for (Panel panel : panels) {
            panel.axes(panel.left() <= first.left() || !panel.y().equals(first.y()), type);
        }
        return first.drawing();
    }

    /** The length that a label takes along a vertical axis. */
    static double lineHeight(String label) {
        return label.isEmpty() ? 0 : Axis.TICK_SIZE;
    }
}
