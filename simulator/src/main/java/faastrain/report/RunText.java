package faastrain.report;

import faastrain.analytic.CostItem;
import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.event.Phase;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.result.Comparison;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.Statistics;
import faastrain.result.TermDifference;
import faastrain.scenario.LastBatch;
import faastrain.scenario.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Results as text for the console. */
public final class RunText {
    private RunText() {}

    /** What {@code run} prints. */
    public static String run(RunResult result) {
        StringBuilder text = new StringBuilder(heading(result.scenario(), result.job()));
        text.append('\n').append(phases(result));
        text.append('\n').append(costs(result));
        for (Comparison comparison : result.comparisons()) {
            text.append('\n')
                    .append(comparison(comparison, result.replications().size()));
        }
        return text.toString();
    }

    /** What {@code compare} prints. */
    public static String compare(RunResult result) {
        StringBuilder text = new StringBuilder(heading(result.scenario(), result.job()));
        for (Comparison comparison : result.comparisons()) {
            int replications = result.replications().size();
            text.append('\n').append(comparison(comparison, replications));
            text.append('\n').append("  cost\n");
            text.append(rows(comparison.cost(), replications, "USD", Numbers::usd));
            text.append(reasons(comparison.cost()));
        }
        return text.toString();
    }

    /** What {@code predict} prints. */
    public static String predict(Scenario scenario, Job job, List<Prediction> predictions, Prediction realIterations) {
        StringBuilder text = new StringBuilder(heading(scenario, job));
        for (Prediction prediction : predictions) {
            text.append('\n').append(title(prediction)).append('\n');
            Table table = new Table().row("  term", "s", "s an iteration", "share");
            for (Term term : Term.values()) {
                if (prediction.termsSeconds().containsKey(term)) {
                    double seconds = prediction.seconds(term);
                    table.row(
                            "  " + term.id(),
                            Numbers.seconds(seconds),
                            term == Term.LOAD ? "-" : Numbers.seconds(seconds / prediction.iterations()),
                            Numbers.percent(seconds, prediction.timeSeconds()));
                }
            }
            table.row("  total", Numbers.seconds(prediction.timeSeconds()), "", "");
            text.append(table.text(""));
            Table items = new Table().row("  cost", "USD");
            prediction.itemsUsd().forEach((item, usd) -> items.row("  " + item.words(), Numbers.usd(usd)));
            items.row("  total", Numbers.usd(prediction.costUsd()));
            text.append('\n').append(items.text(""));
        }
        text.append(String.format(
                Locale.ROOT,
                "\nWith eq. 6's real-valued iterations (%.2f in all instead of %.0f): %s s, %s USD\n",
                realIterations.iterations(),
                predictions.get(0).iterations(),
                Numbers.seconds(realIterations.timeSeconds()),
                Numbers.usd(realIterations.costUsd())));
        return text.toString();
    }

    private static String heading(Scenario scenario, Job job) {
        Plan plan = job.plan();
        Schedule schedule = job.schedule();
        StringBuilder text = new StringBuilder(scenario.name()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "  %s on %s: %d %s of %d MB, %s with %d %s over %s, %s\n",
                scenario.workload(),
                scenario.platform(),
                plan.workers(),
                plan.workers() == 1 ? "function" : "functions",
                plan.memoryMb(),
                scenario.pattern().id(),
                plan.aggregators(),
                plan.aggregators() == 1 ? "aggregator" : "aggregators",
                scenario.channel().id(),
                scenario.protocol().id()));
        text.append(String.format(
                Locale.ROOT,
                "  batch %d%s, global batch %d; %d %s of %d iterations%s\n",
                plan.aggregatorBatch(),
                plan.nonAggregators() == 0 ? "" : ", of non-aggregators " + plan.nonAggregatorBatch(),
                plan.globalBatch(),
                job.epochs(),
                job.epochs() == 1 ? "epoch" : "epochs",
                schedule.iterations(),
                rounding(job, schedule)));
        return text.toString();
    }

    private static String rounding(Job job, Schedule schedule) {
        long dropped = job.workload().samples() - schedule.samplesPerEpoch();
        if (job.last() == LastBatch.DROP) {
            return dropped == 0 ? "" : ", the last " + dropped + " samples dropped";
        }
        return schedule.lastSamples() == 0 ? "" : ", the last short (" + schedule.lastSamples() + " samples)";
    }

    private static String phases(RunResult result) {
        double time = result.mean(Replication::timeSeconds);
        Table table = new Table().row("Simulated time by phase", "mean of workers, s", "share");
        double whole = 0;
        for (Phase phase : Phase.values()) {
            whole += result.mean(run -> run.breakdownSeconds().getOrDefault(phase, 0.0));
        }
        for (Phase phase : Phase.values()) {
            double seconds = result.mean(run -> run.breakdownSeconds().getOrDefault(phase, 0.0));
            if (seconds != 0) {
                table.row("  " + phase.id(), Numbers.seconds(seconds), Numbers.percent(seconds, whole));
            }
        }
        table.row("  a worker's functions run", Numbers.seconds(whole), "");
        Statistics statistics = result.statistics(Replication::timeSeconds);
        return table.text("") + "  the training takes " + Numbers.seconds(time) + " s"
                + spread(statistics, Numbers::seconds, " s") + "\n";
    }

    /** Cost by item, beside the first closed form's. */
    private static String costs(RunResult result) {
        double whole = result.mean(Replication::costUsd);
        List<TermDifference> rows = result.comparisons().get(0).cost();
        Table table = new Table().row("Cost by item", "simulated, USD", "share", "predicted, USD", "difference, USD");
        for (TermDifference row : rows) {
            double usd = row.simulated().mean();
            if (usd != 0 || row.predicted() != 0) {
                table.row(
                        "  " + words(row),
                        Numbers.usd(usd),
                        Numbers.percent(usd, whole),
                        Numbers.usd(row.predicted()),
                        Numbers.usd(difference(row)));
            }
        }
        return table.text("") + reasons(rows);
    }

    /** The difference, without the rounding of a sum. */
    private static double difference(TermDifference row) {
        return Math.abs(row.difference().mean()) <= 1e-9 * Math.abs(row.predicted())
                ? 0
                : row.difference().mean();
    }

    private static String spread(Statistics statistics, DoubleFunction<String> format, String unit) {
        return statistics
                .ci95()
                .map(interval -> " (95 % interval of the mean " + format.apply(interval.low()) + " to "
                        + format.apply(interval.high()) + unit + ")")
                .orElse("");
    }

    private static String title(Prediction prediction) {
        return "FasDL's closed form (counting: " + prediction.counting().id() + ")";
    }

    private static String comparison(Comparison comparison, int replications) {
        return title(comparison.prediction()) + " beside the simulation's functions that end last\n"
                + rows(comparison.time(), replications, "s", Numbers::seconds)
                + reasons(comparison.time());
    }

    private static String rows(
            List<TermDifference> rows, int replications, String unit, DoubleFunction<String> format) {
        Table table = replications == 1
                ? new Table().row("  term", "predicted, " + unit, "simulated, " + unit, "difference, " + unit)
                : new Table()
                        .row(
                                "  term",
                                "predicted, " + unit,
                                "simulated, " + unit,
                                "difference, " + unit,
                                "95 % interval");
        for (TermDifference row : rows) {
            String interval = row.difference()
                    .ci95()
                    .map(ci -> format.apply(ci.low()) + " to " + format.apply(ci.high()))
                    .orElse("");
            String[] cells = {
                "  " + words(row),
                format.apply(row.predicted()),
                format.apply(row.simulated().mean()),
                format.apply(difference(row)),
                interval
            };
            table.row(replications == 1 ? Arrays.copyOf(cells, 4) : cells);
        }
        return table.text("");
    }

    /** What people read for a term: the words of an item of the cost, or the term itself. */
    private static String words(TermDifference row) {
        return Arrays.stream(CostItem.values())
                .filter(item -> item.id().equals(row.term()))
                .map(CostItem::words)
                .findFirst()
                .orElse(row.term());
    }

    private static String reasons(List<TermDifference> rows) {
        StringBuilder text = new StringBuilder();
        for (TermDifference row : rows) {
            for (String reason : row.reasons()) {
                text.append("  ").append(words(row)).append(": ").append(reason).append('\n');
            }
        }
        return text.isEmpty()
                ? "  Every term is equal.\n"
                : "  Why they differ\n" + text.toString().indent(2);
    }
}
