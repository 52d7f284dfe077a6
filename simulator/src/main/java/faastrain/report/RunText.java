package faastrain.report;

import faastrain.analytic.CostItem;
import faastrain.analytic.FasDl;
import faastrain.analytic.LambdaDnn;
import faastrain.analytic.LambdaMl;
import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.event.Phase;
import faastrain.event.ResourceUse;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.result.Comparison;
import faastrain.result.Probability;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.Statistics;
import faastrain.result.TermDifference;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.CachePricing;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.RpcKind;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Results as text for the console. */
public final class RunText {
    private RunText() {}

    /** What {@code run} prints. */
    public static String run(RunResult result) {
        StringBuilder text = new StringBuilder(heading(result.scenario(), result.job()));
        result.meetsDeadline().ifPresent(met -> text.append(deadline(result.scenario(), met)));
        text.append('\n').append(phases(result));
        text.append('\n').append(costs(result));
        text.append('\n').append(requests(result));
        FunctionsText.paragraph(result).ifPresent(paragraph -> text.append('\n').append(paragraph));
        LearningText.paragraph(result).ifPresent(paragraph -> text.append('\n').append(paragraph));
        if (result.comparisons().isEmpty()) {
            text.append('\n').append(noClosedForm(result.scenario()));
        }
        for (Comparison comparison : result.comparisons()) {
            text.append('\n').append(comparison(comparison, result));
        }
        return text.toString();
    }

    /** What {@code compare} prints. */
    public static String compare(RunResult result) {
        StringBuilder text = new StringBuilder(heading(result.scenario(), result.job()));
        if (result.comparisons().isEmpty()) {
            text.append('\n').append(noClosedForm(result.scenario()));
        }
        for (Comparison comparison : result.comparisons()) {
            int replications = result.replications().size();
            text.append('\n').append(comparison(comparison, result));
            text.append('\n').append("  cost\n");
            text.append(rows(comparison.cost(), replications, "USD", Numbers::usd));
            text.append(reasons(comparison.cost()));
        }
        return text.toString();
    }

    /** What {@code predict} prints. */
    public static String predict(
            Scenario scenario, Job job, List<Prediction> predictions, Optional<Prediction> realIterations) {
        StringBuilder text = new StringBuilder(heading(scenario, job));
        if (predictions.isEmpty()) {
            text.append('\n').append(noClosedForm(scenario));
        }
        for (Prediction prediction : predictions) {
            text.append('\n').append(title(prediction)).append('\n');
            Table table = new Table().row("  term", "s", "s an iteration", "share");
            for (Term term : Term.values()) {
                if (prediction.termsSeconds().containsKey(term)) {
                    double seconds = prediction.seconds(term);
                    table.row(
                            "  " + term.id(),
                            Numbers.seconds(seconds),
                            term == Term.LOAD || term == Term.STARTUP
                                    ? "-"
                                    : Numbers.seconds(seconds / prediction.iterations()),
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
        realIterations.ifPresent(real -> text.append(String.format(
                Locale.ROOT,
                "\nFasDL with eq. 6's real-valued iterations (%.2f in all instead of %.0f): %s s, %s USD\n",
                real.iterations(),
                predictions.get(0).iterations(),
                Numbers.seconds(real.timeSeconds()),
                Numbers.usd(real.costUsd()))));
        return text.toString();
    }

    private static String heading(Scenario scenario, Job job) {
        Plan plan = job.plan();
        Schedule schedule = job.schedule();
        StringBuilder text = new StringBuilder(scenario.name()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "  %s on %s: %s, %s over %s, %s\n",
                scenario.workload(),
                scenario.platform(),
                workers(scenario, plan),
                scenario.pattern().id()
                        + (scenario.pattern().hasAggregators()
                                ? " with " + plan.aggregators()
                                        + (plan.aggregators() == 1 ? " aggregator" : " aggregators")
                                : ""),
                scenario.channel().id() + machine(scenario),
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

    private static String deadline(Scenario scenario, Probability met) {
        return String.format(
                Locale.ROOT,
                "  the deadline of %s s is met in %d of %d runs (95 %% interval of the probability %.2f to %.2f)\n",
                Numbers.count(scenario.deadlineSeconds().orElseThrow()),
                met.successes(),
                met.trials(),
                met.ci95().low(),
                met.ci95().high());
    }

    private static String workers(Scenario scenario, Plan plan) {
        if (isOfMachines(scenario)) {
            return plan.workers() + " " + scenario.vmInstance();
        }
        return plan.workers() + (plan.workers() == 1 ? " function" : " functions") + " of " + plan.memoryMb() + " MB";
    }

    /** The machine behind a channel, in brackets. */
    private static String machine(Scenario scenario) {
        return switch (scenario.channel()) {
            case S3, DYNAMODB, VM_NETWORK -> "";
            case ELASTICACHE_REDIS, ELASTICACHE_MEMCACHED ->
                scenario.cache().pricing() == CachePricing.SERVERLESS
                        ? " (serverless)"
                        : " (" + scenario.cache().node() + ")";
            case PARAMETER_SERVER ->
                " (" + (scenario.server().count() > 1 ? scenario.server().count() + " " : "")
                        + scenario.server().instance()
                        + (scenario.server().rpc() == RpcKind.NONE
                                ? ""
                                : ", " + scenario.server().rpc().id())
                        + ")";
        };
    }

    private static String noClosedForm(Scenario scenario) {
        return "No paper has a closed form for " + scenario.pattern().id() + " over "
                + scenario.channel().id()
                + (scenario.pattern().hasAggregators()
                        ? " (counting: " + scenario.counting().id() + ")"
                        : "")
                + (isAsynchronous(scenario) ? " under " + scenario.protocol().id() : "")
                + (scenario.algorithm().kind() == AlgorithmKind.GA_SGD
                        ? ""
                        : " with " + scenario.algorithm().kind().id())
                + ".\n";
    }

    /** Whether workers need not wait where the papers' would; the global model has no other way. */
    private static boolean isAsynchronous(Scenario scenario) {
        return (scenario.protocol() == ProtocolKind.SSP || scenario.protocol() == ProtocolKind.ASP)
                && scenario.pattern() != PatternKind.GLOBAL_MODEL;
    }

    private static boolean isOfMachines(Scenario scenario) {
        return scenario.channel() == ChannelKind.VM_NETWORK;
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
        table.row(
                isOfMachines(result.scenario()) ? "  a machine runs" : "  a worker's functions run",
                Numbers.seconds(whole),
                "");
        Statistics statistics = result.statistics(Replication::timeSeconds);
        int replications = result.replications().size();
        return table.text("") + "  the training takes " + Numbers.seconds(time) + " s"
                + spread(statistics, Numbers::seconds, " s")
                + (replications == 1 ? "" : " over " + replications + " replications") + "\n";
    }

    /** Cost by item, beside the first closed form's. */
    private static String costs(RunResult result) {
        double whole = result.mean(Replication::costUsd);
        if (result.comparisons().isEmpty()) {
            Table items = new Table().row("Cost by item", "simulated, USD", "share");
            for (CostItem item : CostItem.values()) {
                double usd = result.mean(run -> run.itemsUsd().getOrDefault(item, 0.0));
                if (usd != 0) {
                    items.row("  " + item.words(), Numbers.usd(usd), Numbers.percent(usd, whole));
                }
            }
            items.row("  total", Numbers.usd(whole), "");
            return items.text("");
        }
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

    /** Requests by kind and how the shared resources were used. */
    private static String requests(RunResult result) {
        double iterations = result.mean(Replication::iterations);
        Table table = new Table().row("Requests", "in all", "an iteration");
        request(table, "put", result.mean(run -> run.requests().put()), iterations);
        request(table, "get", result.mean(run -> run.requests().get()), iterations);
        request(table, "list", result.mean(run -> run.requests().list()), iterations);
        request(table, "delete", result.mean(run -> run.requests().delete()), iterations);
        request(table, "check", result.mean(run -> run.requests().check()), iterations);
        request(table, "refused", result.mean(run -> run.requests().refused()), iterations);
        StringBuilder text = new StringBuilder(table.text(""));
        text.append("  moved: ")
                .append(Numbers.count(result.mean(Replication::movedMib)))
                .append(" MiB\n");
        for (ResourceUse use : result.replications().get(0).resources()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s: %s %s, at most %d %s\n",
                    use.name(),
                    Numbers.percent(use.utilisation(), 1),
                    use.queue() ? "busy" : "used",
                    use.most(),
                    use.queue() ? "waiting" : "at once"));
        }
        return text.toString();
    }

    private static void request(Table table, String kind, double count, double iterations) {
        if (count != 0) {
            table.row("  " + kind, Numbers.count(count), Numbers.count(count / iterations));
        }
    }

    /** The difference, without the rounding of a sum. */
    private static double difference(TermDifference row) {
        return Math.abs(row.difference().mean()) <= 1e-9 * Math.abs(row.predicted())
                ? 0
                : row.difference().mean();
    }

    /** The interval of a mean, in brackets; nothing for a single replication. */
    static String spread(Statistics statistics, DoubleFunction<String> format, String unit) {
        return statistics
                .ci95()
                .map(interval -> " (95 % interval of the mean " + format.apply(interval.low()) + " to "
                        + format.apply(interval.high()) + unit + ")")
                .orElse("");
    }

    private static String title(Prediction prediction) {
        return switch (prediction.model()) {
            case FasDl.ID ->
                "FasDL's closed form (counting: " + prediction.counting().id() + ")";
            case LambdaMl.FAAS_ID -> "LambdaML's closed form FaaS(w)";
            case LambdaMl.IAAS_ID -> "LambdaML's closed form IaaS(w)";
            case LambdaDnn.ID -> "λDNN's closed form";
            default -> prediction.model();
        };
    }

    private static String comparison(Comparison comparison, RunResult result) {
        return title(comparison.prediction()) + " beside the simulation's "
                + (isOfMachines(result.scenario()) ? "machines" : "functions") + " that end last\n"
                + rows(comparison.time(), result.replications().size(), "s", Numbers::seconds)
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

    /** Why terms differ, each reason once. */
    private static String reasons(List<TermDifference> rows) {
        Map<String, List<String>> termsByReason = new LinkedHashMap<>();
        for (TermDifference row : rows) {
            for (String reason : row.reasons()) {
                termsByReason
                        .computeIfAbsent(reason, first -> new ArrayList<>())
                        .add(words(row));
            }
        }
        StringBuilder text = new StringBuilder();
        termsByReason.forEach((reason, terms) -> text.append("  ")
                .append(String.join(", ", terms))
                .append(": ")
                .append(reason)
                .append('\n'));
        return text.isEmpty()
                ? "  Every term is equal.\n"
                : "  Why they differ\n" + text.toString().indent(2);
    }
}
