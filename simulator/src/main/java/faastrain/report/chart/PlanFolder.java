package faastrain.report.chart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What a plan folder says of the strategies: a row each in {@code strategies.csv}, and the Pareto front of all plans,
 * by the model, in {@code front.csv} beside it.
 *
 * @param file the table of the strategies, as the user named it
 * @param deadlineS the deadline that the plans are for, in seconds
 * @param strategies in the order of the file, each once, at least one of them with a plan
 */
record PlanFolder(Path file, double deadlineS, List<Strategy> strategies) {
    /** The table of the strategies. */
    static final String STRATEGIES = "strategies.csv";
    /** The table of the Pareto front. */
    static final String FRONT = "front.csv";

    private static final List<String> SHAPE =
            List.of("channel", "workers", "memory_mb", "batch", "aggregators", "non_aggregator_batch");
    private static final List<String> STRATEGY_COLUMNS = List.of(
            "strategy",
            "feasible",
            "selected",
            "deadline_s",
            "channel",
            "workers",
            "memory_mb",
            "batch",
            "aggregators",
            "non_aggregator_batch",
            "predicted_time_s",
            "predicted_cost_usd",
            "simulated_time_s",
            "simulated_time_low_s",
            "simulated_time_high_s",
            "simulated_cost_usd",
            "simulated_cost_low_usd",
            "simulated_cost_high_usd");
    private static final List<String> FRONT_COLUMNS = List.of("predicted_time_s", "predicted_cost_usd");

    PlanFolder {
        strategies = List.copyOf(strategies);
    }

    /**
     * A strategy.
     *
     * @param name its id
     * @param selected whether its plan is the recommended one
     * @param plan what it found, if anything
     */
    record Strategy(String name, boolean selected, Optional<Plan> plan) {}

    /**
     * A plan in the cost-time plane.
     *
     * @param shape channel, workers, memory and batches, as written
     * @param predicted by the model
     * @param simulated when it was simulated
     */
    record Plan(List<String> shape, Place predicted, Optional<Simulated> simulated) {
        Plan {
            shape = List.copyOf(shape);
        }
    }

    /** Seconds and dollars, both above zero. */
    record Place(double timeS, double costUsd) {}

    /** The means over the replications, with intervals when there were several. */
    record Simulated(RunSummary.Estimate timeS, RunSummary.Estimate costUsd) {
        Place mean() {
            return new Place(timeS.mean(), costUsd.mean());
        }

        boolean hasIntervals() {
            return timeS.ci95().isPresent() || costUsd.ci95().isPresent();
        }
    }

    static PlanFolder read(Path file) {
        List<Strategy> strategies = new ArrayList<>();
        Set<String> names = new HashSet<>();
        double deadline = 0;
        for (CsvRows.Row row : CsvRows.read(file, STRATEGY_COLUMNS)) {
            double own = row.positive("deadline_s");
            if (!strategies.isEmpty() && own != deadline) {
                throw row.wrong("deadline_s", "the same deadline in every row, " + Table.number(deadline) + ",");
            }
            deadline = own;
            Strategy strategy = strategy(row);
            if (!names.add(strategy.name())) {
                throw row.wrong("strategy", "each strategy once");
            }
            if (strategy.selected() && strategies.stream().anyMatch(Strategy::selected)) {
                throw row.wrong("selected", "true in one row at most");
            }
            strategies.add(strategy);
        }
        if (strategies.stream().allMatch(strategy -> strategy.plan().isEmpty())) {
            throw new ChartInputException(file + ": no strategy has a plan, so there is nothing to draw;"
                    + " plan for a later deadline: faastrain plan WORKLOAD --deadline TIME");
        }
        return new PlanFolder(file, deadline, strategies);
    }

    private static Strategy strategy(CsvRows.Row row) {
        String name = row.text("strategy");
        boolean feasible = row.flag("feasible");
        boolean selected = row.flag("selected");
        boolean planned = feasible
                || selected
                || !row.isEmpty("predicted_time_s")
                || !row.isEmpty("predicted_cost_usd")
                || SHAPE.stream().anyMatch(column -> !row.isEmpty(column));
        return new Strategy(name, selected, planned ? Optional.of(plan(row)) : Optional.empty());
    }

    private static Plan plan(CsvRows.Row row) {
        Place predicted = new Place(row.positive("predicted_time_s"), row.positive("predicted_cost_usd"));
        List<String> shape = SHAPE.stream().map(row::textOrEmpty).toList();
        boolean simulated = !row.isEmpty("simulated_time_s") || !row.isEmpty("simulated_cost_usd");
        return new Plan(
                shape,
                predicted,
                simulated
                        ? Optional.of(new Simulated(
                                estimate(row, "simulated_time_s", "simulated_time_low_s", "simulated_time_high_s"),
                                estimate(
                                        row,
                                        "simulated_cost_usd",
                                        "simulated_cost_low_usd",
                                        "simulated_cost_high_usd")))
                        : Optional.empty());
    }

    private static RunSummary.Estimate estimate(
            CsvRows.Row row, String meanColumn, String lowColumn, String highColumn) {
        double mean = row.positive(meanColumn);
        if (row.isEmpty(lowColumn) && row.isEmpty(highColumn)) {
            return new RunSummary.Estimate(mean, Optional.empty());
        }
        return new RunSummary.Estimate(
                mean, Optional.of(new RunSummary.Interval(row.atMost(lowColumn, mean), row.atLeast(highColumn, mean))));
    }

    /** The plans of the Pareto front: from the fastest and dearest to the slowest and cheapest, at least one. */
    List<Place> front() {
        List<Place> front = new ArrayList<>();
        for (CsvRows.Row row : CsvRows.read(file.resolveSibling(FRONT), FRONT_COLUMNS)) {
            Place place = new Place(row.positive("predicted_time_s"), row.positive("predicted_cost_usd"));
            if (!front.isEmpty()) {
                Place before = front.get(front.size() - 1);
                row.atLeast("predicted_time_s", before.timeS());
                row.atMost("predicted_cost_usd", before.costUsd());
            }
            front.add(place);
        }
        return front;
    }

    /** A figure of each plan folder. */
    static List<Figure> figures(Inputs inputs, ChartKind kind, BiFunction<PlanFolder, String, Figure> figure) {
        return FolderFigures.of(kind, "plan", inputs.plans(), PlanFolder::file, figure);
    }

    /** The deadline in words, with thousands apart as at an axis. */
    String deadlineLabel() {
        return "deadline " + Axis.written(deadlineS) + " s";
    }
}
