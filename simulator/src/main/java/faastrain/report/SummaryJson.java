package faastrain.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.analytic.CostItem;
import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.event.Phase;
import faastrain.event.ResourceUse;
import faastrain.model.Plan;
import faastrain.result.Comparison;
import faastrain.result.Interval;
import faastrain.result.Probability;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.Statistics;
import faastrain.result.TermDifference;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Results as JSON. The keys are stable; {@code summary.schema.json} beside the scenarios describes them. */
public final class SummaryJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    private SummaryJson() {}

    /** {@code summary.json} of a run. */
    public static ObjectNode summary(RunResult result) {
        ObjectNode root = MAPPER.createObjectNode();
        Scenario scenario = result.scenario();
        root.put("name", scenario.name());
        root.put("version", result.version());
        root.put("seed", scenario.seed());
        root.put("replications", result.replications().size());
        ArrayNode warnings = root.putArray("warnings");
        result.warnings().forEach(warnings::add);
        scenario(root.putObject("scenario"), result);
        simulation(root.putObject("simulation"), result);
        ArrayNode predictions = root.putArray("predictions");
        ArrayNode comparisons = root.putArray("comparisons");
        for (Comparison comparison : result.comparisons()) {
            prediction(predictions.addObject(), comparison.prediction());
            comparison(comparisons.addObject(), comparison);
        }
        return root;
    }

    /** The list that {@code predict --json} prints. */
    public static ArrayNode predictions(List<Prediction> predictions) {
        ArrayNode list = MAPPER.createArrayNode();
        predictions.forEach(prediction -> prediction(list.addObject(), prediction));
        return list;
    }

    /** The list that {@code compare --json} prints. */
    public static ArrayNode comparisons(RunResult result) {
        ArrayNode list = MAPPER.createArrayNode();
        result.comparisons().forEach(comparison -> comparison(list.addObject(), comparison));
        return list;
    }

    /** JSON as text, indented, with line feeds, ending with one. */
    public static String text(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(node) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A file of ours, such as a manifest. */
    static JsonNode read(Path file) throws IOException {
        return MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
    }

    /** An empty object, for other writers. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An empty list, for other writers. */
    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    private static void scenario(ObjectNode node, RunResult result) {
        Scenario scenario = result.scenario();
        Plan plan = result.job().plan();
        node.put("workload", result.inputs().workload());
        node.put("model_mib", Numbers.exact(result.job().workload().modelMib()));
        node.put("platform", result.inputs().platform());
        node.put("channel", scenario.channel().id());
        node.put("pattern", scenario.pattern().id());
        node.put("protocol", scenario.protocol().id());
        if (scenario.protocol() == ProtocolKind.SSP) {
            node.put("staleness", scenario.staleness());
        } else {
            node.putNull("staleness");
        }
        node.put("counting", scenario.counting().id());
        node.put("algorithm", scenario.algorithm().kind().id());
        node.put("compute", scenario.compute().source().id());
        node.put("start_up", scenario.startUp().source().id());
        node.put("re_invocation", scenario.reinvocationOrDefault().id());
        node.put("epochs", scenario.epochs());
        ObjectNode resources = node.putObject("plan");
        resources.put("workers", plan.workers());
        resources.put("memory_mb", plan.memoryMb());
        resources.put("batch", plan.aggregatorBatch());
        resources.put("aggregators", plan.aggregators());
        resources.put("non_aggregator_batch", plan.nonAggregatorBatch());
        resources.put("global_batch", plan.globalBatch());
    }

    private static void simulation(ObjectNode node, RunResult result) {
        node.set("time_s", statistics(result.statistics(Replication::timeSeconds)));
        node.set("cost_usd", statistics(result.statistics(Replication::costUsd)));
        Optional<Probability> deadline = result.meetsDeadline();
        if (deadline.isPresent()) {
            ObjectNode met = node.putObject("deadline");
            met.put(
                    "deadline_s",
                    Numbers.exact(result.scenario().deadlineSeconds().orElseThrow()));
            met.put("p_deadline", Numbers.exact(deadline.get().estimate()));
            met.putArray("p_deadline_ci95")
                    .add(Numbers.exact(deadline.get().ci95().low()))
                    .add(Numbers.exact(deadline.get().ci95().high()));
        } else {
            node.putNull("deadline");
        }
        ObjectNode breakdown = node.putObject("breakdown_s");
        for (Phase phase : Phase.values()) {
            breakdown.put(phase.id(), Numbers.exact(result.mean(run -> run.breakdownSeconds()
                    .getOrDefault(phase, 0.0))));
        }
        ObjectNode costs = node.putObject("cost_breakdown_usd");
        for (CostItem item : CostItem.values()) {
            costs.put(item.id(), Numbers.exact(result.mean(run -> run.itemsUsd().getOrDefault(item, 0.0))));
        }
        ObjectNode requests = node.putObject("requests");
        requests.put("put", Numbers.exact(result.mean(run -> run.requests().put())));
        requests.put("get", Numbers.exact(result.mean(run -> run.requests().get())));
        requests.put("list", Numbers.exact(result.mean(run -> run.requests().list())));
        requests.put("delete", Numbers.exact(result.mean(run -> run.requests().delete())));
        requests.put("check", Numbers.exact(result.mean(run -> run.requests().check())));
        requests.put("refused", Numbers.exact(result.mean(run -> run.requests().refused())));
        node.put("mib_moved", Numbers.exact(result.mean(Replication::movedMib)));
        node.put("iterations", Numbers.exact(result.mean(Replication::iterations)));
        node.put("events", Numbers.exact(result.mean(Replication::events)));
        ObjectNode iteration = node.putObject("iteration_s");
        iteration.set("duration", statistics(result.statistics(Replication::iterationSeconds)));
        iteration.set("compute", statistics(result.statistics(Replication::iterationComputeSeconds)));
        iteration.set("communication", statistics(result.statistics(Replication::iterationCommunicationSeconds)));
        ArrayNode resources = node.putArray("resources");
        List<ResourceUse> first = result.replications().get(0).resources();
        for (int i = 0; i < first.size(); i++) {
            int index = i;
            ObjectNode resource = resources.addObject();
            resource.put("name", first.get(i).name());
            resource.put(
                    "utilisation",
                    Numbers.exact(result.mean(run -> run.resources().get(index).utilisation())));
            resource.put(
                    "most",
                    Numbers.exact(result.mean(run -> run.resources().get(index).most())));
        }
        learning(node.putObject("learning"), result);
        functions(node.putObject("functions"), result);
    }

    private static void learning(ObjectNode node, RunResult result) {
        node.put("updates", mean(result, run -> run.learning().updates()));
        node.put("updates_lost", mean(result, run -> run.learning().updatesLost()));
        node.put("mean_staleness", mean(result, run -> run.learning().meanStaleness()));
        node.put("effective_epochs", mean(result, run -> run.learning().effectiveEpochs()));
        node.put("samples_used", mean(result, run -> run.learning().samplesUsed()));
        node.put("samples_computed", mean(result, run -> run.learning().samplesComputed()));
        node.put("stopped", mean(result, run -> run.learning().stopped() ? 1 : 0));
        Optional<Statistics> loss = LearningText.finalLoss(result);
        if (loss.isPresent()) {
            node.set("final_loss", statistics(loss.get()));
        } else {
            node.putNull("final_loss");
        }
        LearningText.assumption(result)
                .ifPresentOrElse(assumed -> node.put("assumption", assumed), () -> node.putNull("assumption"));
    }

    private static BigDecimal mean(RunResult result, ToDoubleFunction<Replication> quantity) {
        return Numbers.exact(result.mean(quantity));
    }

    private static void functions(ObjectNode node, RunResult result) {
        node.put("functions", mean(result, run -> run.incidents().functions()));
        node.put("crashes", mean(result, run -> run.incidents().crashes()));
        node.put("server_crashes", mean(result, run -> run.incidents().serverCrashes()));
        node.put("reinvocations", mean(result, run -> run.incidents().reinvocations()));
        node.put("cold_starts", mean(result, run -> run.incidents().coldStarts()));
        node.put("warm_starts", mean(result, run -> run.incidents().warmStarts()));
        node.put("most_waiting", mean(result, run -> run.incidents().mostWaiting()));
    }

    private static void prediction(ObjectNode node, Prediction prediction) {
        node.put("model", prediction.model());
        node.put("counting", prediction.counting().id());
        node.put("time_s", Numbers.exact(prediction.timeSeconds()));
        node.put("cost_usd", Numbers.exact(prediction.costUsd()));
        node.put("iterations", Numbers.exact(prediction.iterations()));
        ObjectNode terms = node.putObject("terms_s");
        for (Term term : Term.values()) {
            if (prediction.termsSeconds().containsKey(term)) {
                terms.put(term.id(), Numbers.exact(prediction.seconds(term)));
            }
        }
        ObjectNode items = node.putObject("items_usd");
        for (CostItem item : CostItem.values()) {
            if (prediction.itemsUsd().containsKey(item)) {
                items.put(item.id(), Numbers.exact(prediction.usd(item)));
            }
        }
    }

    private static void comparison(ObjectNode node, Comparison comparison) {
        node.put("model", comparison.prediction().model());
        node.put("counting", comparison.prediction().counting().id());
        differences(node.putArray("time_s"), comparison.time());
        differences(node.putArray("cost_usd"), comparison.cost());
    }

    private static void differences(ArrayNode list, List<TermDifference> differences) {
        for (TermDifference difference : differences) {
            ObjectNode node = list.addObject();
            node.put("term", difference.term());
            node.put("predicted", Numbers.exact(difference.predicted()));
            node.set("simulated", statistics(difference.simulated()));
            node.set("difference", statistics(difference.difference()));
            ArrayNode reasons = node.putArray("reasons");
            difference.reasons().forEach(reasons::add);
        }
    }

    private static ObjectNode statistics(Statistics statistics) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("mean", Numbers.exact(statistics.mean()));
        statistics
                .standardDeviation()
                .ifPresentOrElse(
                        deviation -> node.put("stddev", Numbers.exact(deviation)), () -> node.putNull("stddev"));
        interval(node, "ci95", statistics.ci95());
        node.put("p50", Numbers.exact(statistics.p50()));
        node.put("p95", Numbers.exact(statistics.p95()));
        node.put("p99", Numbers.exact(statistics.p99()));
        interval(node, "p50_ci95", statistics.p50Ci95());
        interval(node, "p95_ci95", statistics.p95Ci95());
        interval(node, "p99_ci95", statistics.p99Ci95());
        return node;
    }

    /** An interval as its two ends, or null. */
    static void interval(ObjectNode node, String key, Optional<Interval> interval) {
        if (interval.isPresent()) {
            node.putArray(key)
                    .add(Numbers.exact(interval.get().low()))
                    .add(Numbers.exact(interval.get().high()));
        } else {
            node.putNull(key);
        }
    }
}
