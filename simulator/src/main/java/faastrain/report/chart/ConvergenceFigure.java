package faastrain.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The mean loss of a training against the time and against the dollars that it has taken by then: a line
 * for each result, with a mark at some of its epochs. Two panels of the same loss, side by side
 * on a page and one below the other in a column.
 */
final class ConvergenceFigure implements Figure {
    private static final List<String> COLUMNS = List.of("epoch", "time_s", "cost_usd", "loss");
    // The first is solid.
    private static final List<List<Double>> DASHES =
            List.of(List.of(), List.of(4.0, 1.6), List.of(1.2, 1.2), List.of(6.0, 1.4, 1.2, 1.4));
    // More marks would hide the dashes.
    private static final int MOST_MARKS = 8;
    // A range of times wider than this is flat at its end on a linear axis.
    private static final double LINEAR_RANGE = 20;
    private static final double COLUMN_HEIGHT = 0.75;

    private final List<Series> series;

    private ConvergenceFigure(List<Series> series) {
        this.series = series;
    }

    private record Point(int epoch, double timeS, double costUsd, double loss) {}

    private record Series(String label, List<Point> points) {}

    static List<Figure> read(Inputs inputs) {
        List<RunSummary> results = inputs.results();
        if (results.size() > SeriesStyle.MOST) {
            throw new ChartInputException(inputs.names() + ": " + results.size() + " results; at most "
                    + SeriesStyle.MOST + " can be told apart: draw fewer results at a time");
        }
        List<Series> series = new ArrayList<>();
        for (RunSummary result : results) {
            List<Point> points = result
                    .table(
                            "convergence.csv",
                            COLUMNS,
                            "set convergence.source or compute.source: sgd in the scenario and run it again with:"
                                    + " faastrain run SCENARIO")
                    .stream()
                    .map(row -> new Point(
                            row.count("epoch"),
                            row.atLeast("time_s", 0),
                            row.atLeast("cost_usd", 0),
                            row.number("loss")))
                    .toList();
            series.add(new Series(ResultLabels.inLegend(result, results), points));
        }
        return List.of(new ConvergenceFigure(series));
    }

    @Override
    public String fileName() {
        return ChartKind.CONVERGENCE.id();
    }

    @Override
    public String title() {
        return "Loss against time and against cost";
    }

    @Override
    public Table table(Width width) {
        List<List<String>> rows = new ArrayList<>();
        for (Series one : series) {
            for (Point point : one.points()) {
                rows.add(List.of(
                        one.label(),
                        Integer.toString(point.epoch()),
                        Table.number(point.timeS()),
                        Table.number(point.costUsd()),
                        Table.number(point.loss())));
            }
        }
        return new Table(List.of("result", "epoch", "time_s", "cost_usd", "loss"), rows);
    }

    @Override
    public Drawing draw(Width width, Typeface type) {
        boolean stacked = width == Width.COLUMN;
        double height = width.plotHeightPoints() * (stacked ? COLUMN_HEIGHT : 1);
        Axis y = lossAxis(height);
        List<Sheet.Spec> specs =
                List.of(spec("time (s)", Point::timeS, type), spec("cost (USD)", Point::costUsd, type));
        List<Panel> panels = stacked
                ? Sheet.stack(width, type, legend(), specs, y, height)
                : Sheet.lay(width, type, legend(), specs, y, height);
        draw(panels.get(0), Point::timeS);
        draw(panels.get(1), Point::costUsd);
        return Sheet.finish(panels, type);
    }

    private Axis lossAxis(double height) {
        double low = least(Point::loss);
        double high = most(Point::loss);
        boolean logarithmic = low > 0 && high / low > LINEAR_RANGE;
        Axis axis = logarithmic
                ? Axis.log("loss", low, high, height, Sheet::lineHeight)
                : Axis.linear("loss", low, high, height, Sheet::lineHeight);
        return axis.withRoom(low, high, height, Panel.MARKER_ROOM);
    }

    private Sheet.Spec spec(String label, ToDoubleFunction<Point> quantity, Typeface type) {
        double low = least(quantity);
        double high = most(quantity);
        return new Sheet.Spec(
                "",
                length -> Axis.linear(label, 0, high, length, text -> type.width(text, Axis.TICK_SIZE))
                        .withRoom(low, high, length, Panel.MARKER_ROOM),
                List.of());
    }

    private double least(ToDoubleFunction<Point> quantity) {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(quantity)
                .min()
                .orElseThrow();
    }

    private double most(ToDoubleFunction<Point> quantity) {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(quantity)
                .max()
                .orElseThrow();
    }

    private void draw(Panel panel, ToDoubleFunction<Point> quantity) {
        for (int i = 0; i < series.size(); i++) {
            List<Drawing.Point> curve = series.get(i).points().stream()
                    .map(point -> new Drawing.Point(quantity.applyAsDouble(point), point.loss()))
                    .toList();
            panel.curve(curve, SeriesStyle.of(i).rgb(), Panel.CURVE, dash(i));
        }
        // Over all lines.
        for (int i = 0; i < series.size(); i++) {
            List<Point> points = series.get(i).points();
            int marks = Math.min(points.size(), MOST_MARKS);
            for (int mark = 0; mark < marks; mark++) {
                // Spread evenly, both ends included.
                int at = marks == 1 ? 0 : (int) Math.round(mark * (points.size() - 1.0) / (marks - 1));
                Point point = points.get(at);
                panel.marker(SeriesStyle.of(i), quantity.applyAsDouble(point), point.loss());
            }
        }
    }

    private static List<Double> dash(int index) {
        return DASHES.get(index % DASHES.size());
    }

    private List<List<Legend.Entry>> legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            SeriesStyle style = SeriesStyle.of(i);
            entries.add(Legend.markedLine(series.get(i).label(), style, Panel.CURVE, dash(i)));
        }
        return List.of(entries);
    }
}
