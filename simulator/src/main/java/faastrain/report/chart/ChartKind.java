package faastrain.report.chart;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The charts that can be drawn; a list of charts is printed from here and kept nowhere else. */
public enum ChartKind {
    /** Where the time goes, phase by phase. */
    BREAKDOWN(
            "breakdown",
            "time by phase, stacked, simulated beside predicted, per strategy or K",
            "one or more result folders",
            BreakdownFigure::read),
    /** The communication time of an iteration against the number of aggregators. */
    AGGREGATORS(
            "aggregators",
            "communication time of an iteration against K: simulated points, predicted curve",
            "result folders that differ in plan.aggregators",
            AggregatorsFigure::read),
    /** Throughput of one object against its size. */
    THROUGHPUT(
            "throughput",
            "throughput against object size by memory: measured points, fitted curves",
            "transfer-points.csv, transfer-curves.csv or both",
            ThroughputFigure::read),
    /** Iteration time against batch and memory. */
    FIT(
            "fit",
            "iteration time against batch and against memory: measured points, fitted curves",
            "compute-points.csv, compute-curves.csv or both",
            FitFigure::read),
    /** Simulated against predicted run time. */
    PARITY(
            "parity",
            "simulated against predicted time, with the 5 % band",
            "result folders with predictions",
            ParityFigure::read),
    /** Loss against time and cost. */
    CONVERGENCE(
            "convergence",
            "loss against time and against dollars, a line per result, such as by protocol",
            "one or more result folders with convergence.csv",
            ConvergenceFigure::read),
    /** How stale the updates were. */
    STALENESS(
            "staleness",
            "histogram of the updates' staleness in rounds, bars by result, such as by protocol",
            "one or more result folders with staleness.csv",
            StalenessFigure::read),
    /** What each worker did when. */
    TIMELINE(
            "timeline",
            "what each worker did when: a row per worker, bars by phase, the rounds marked",
            "one result folder with timeline.csv",
            TimelineFigure::read),
    /** Cost against time of each strategy's plan. */
    COST_TIME(
            "cost-time",
            "plans in the cost-time plane: predicted and simulated, Pareto front, deadline",
            "a plan folder (strategies.csv, front.csv)",
            CostTimeFigure::read),
    /** Time and cost by strategy. */
    STRATEGIES(
            "strategies",
            "time and cost by strategy, simulated with intervals beside predicted",
            "a plan folder (strategies.csv, front.csv)",
            StrategiesFigure::read),
    /** Time and cost against workers or another number. */
    SCALING(
            "scaling",
            "time and cost against workers, or another number of a sweep, a line per system",
            "a sweep's folder (points.csv, experiment.resolved.yaml) with an axis of numbers",
            ScalingFigure::read);

    private final String id;
    private final String description;
    private final String needs;
    // Only references to static methods.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Inputs, List<Figure>> reader;

    ChartKind(String id, String description, String needs, Function<Inputs, List<Figure>> reader) {
        this.id = id;
        this.description = description;
        this.needs = needs;
        this.reader = reader;
    }

    /** The name on the command line and of the files written. */
    public String id() {
        return id;
    }

    /** What the chart shows, in one line. */
    public String description() {
        return description;
    }

    /** The inputs that the chart is drawn from, in one line. */
    public String needs() {
        return needs;
    }

    /** The kind of that id, if there is one. */
    public static Optional<ChartKind> byId(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /**
     * Draws this chart.
     *
     * @return the files written, in the order of {@link Format}, each figure's CSV last
     * @throws ChartInputException when the inputs are not what the chart needs
     */
    public List<Path> draw(ChartRequest request) {
        return Charts.draw(this, request);
    }

    /** Reads and checks the inputs: at least one figure, or {@link ChartInputException}. */
    List<Figure> read(Inputs inputs) {
        return reader.apply(inputs);
    }
}
