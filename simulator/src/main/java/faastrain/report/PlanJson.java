package faastrain.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.model.Plan;
import faastrain.provisioning.Offer;
import faastrain.provisioning.Outcome;
import faastrain.provisioning.PricedPlan;
import faastrain.provisioning.StrategyKind;
import faastrain.result.CandidatePlan;
import faastrain.result.PlanResult;
import faastrain.result.SimulatedPlan;
import faastrain.result.Statistics;
import faastrain.result.StrategyPlan;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a search for a plan found, as JSON. The keys are stable; {@code plan.schema.json} beside the scenarios describes them. */
public final class PlanJson {
    private PlanJson() {}

    /**
     * What {@code plan --json} prints.
     *
     * @param searchSeconds how long each strategy searched, s: only there where it is printed, as it is never the same
     */
    public static ObjectNode plan(PlanResult result, Map<StrategyKind, Double> searchSeconds) {
        ObjectNode root = SummaryJson.object();
        Scenario scenario = result.scenario();
        root.put("name", scenario.name());
        root.put("version", result.version());
        root.put("workload", result.inputs().workload());
        root.put("platform", result.inputs().platform());
        root.put("channel", scenario.channel().id());
        root.put("epochs", scenario.epochs());
        root.put("deadline_s", Numbers.exact(scenario.deadlineSeconds().orElseThrow()));
        root.put("max_global_batch", scenario.plan().maxGlobalBatch().orElseThrow());
        root.put("confidence", Numbers.exact(scenario.search().confidence()));
        root.put("seed", scenario.seed());
        root.put("runs", result.runs());
        strings(root.putArray("warnings"), result.warnings());
        if (result.selected().isPresent()) {
            PlanResult.SelectedPlan selected = result.selected().get();
            ObjectNode node = root.putObject("selected");
            node.put("by", selected.by());
            node.set("plan", plan(selected.priced().plan()));
            node.set("predicted", predicted(selected.priced()));
            simulated(node, selected.simulated());
            text(node, "cannot_run", selected.cannotRun());
        } else {
            root.putNull("selected");
        }
        ArrayNode strategies = root.putArray("strategies");
        for (StrategyPlan strategy : result.strategies()) {
            strategies.add(strategy(strategy, scenario, searchSeconds));
        }
        ArrayNode candidates = root.putArray("candidates");
        for (CandidatePlan candidate : result.candidates()) {
            ObjectNode node = candidates.addObject();
            node.put("rank", candidate.rank());
            node.set("plan", plan(candidate.priced().plan()));
            node.set("predicted", predicted(candidate.priced()));
            simulated(node, candidate.simulated());
            text(node, "cannot_run", candidate.cannotRun());
        }
        return root;
    }

    /** Several searches. */
    public static ArrayNode list(List<ObjectNode> plans) {
        ArrayNode list = SummaryJson.array();
        plans.forEach(list::add);
        return list;
    }

    private static ObjectNode strategy(
            StrategyPlan strategy, Scenario scenario, Map<StrategyKind, Double> searchSeconds) {
        ObjectNode node = SummaryJson.object();
        Outcome outcome = strategy.outcome();
        node.put("strategy", strategy.strategy().id());
        node.put("feasible", outcome.feasible());
        if (outcome.offer().isPresent()) {
            Offer offer = outcome.offer().get();
            node.put("channel", channel(offer, scenario).id());
            text(node, "instance", offer.instance());
            node.set("plan", plan(offer.priced().plan()));
            node.set("predicted", predicted(offer.priced()));
        } else {
            node.putNull("channel");
            node.putNull("instance");
            node.putNull("plan");
            node.putNull("predicted");
        }
        node.put("searched", outcome.searched());
        node.put("points", outcome.points());
        node.put("evaluated", outcome.evaluated());
        Optional.ofNullable(searchSeconds.get(strategy.strategy()))
                .ifPresent(seconds -> node.put("search_s", Numbers.exact(seconds)));
        text(node, "reason", outcome.reason());
        simulated(node, strategy.simulated());
        text(node, "cannot_run", strategy.cannotRun());
        strings(node.putArray("warnings"), strategy.warnings());
        return node;
    }

    /** Through what the workers of an offer exchange. */
    static ChannelKind channel(Offer offer, Scenario scenario) {
        return switch (offer.kind()) {
            case FUNCTIONS -> scenario.channel();
            case PARAMETER_SERVER -> ChannelKind.PARAMETER_SERVER;
            case MACHINES -> ChannelKind.VM_NETWORK;
        };
    }

    /** A plan. */
    static ObjectNode plan(Plan plan) {
        ObjectNode node = SummaryJson.object();
        node.put("workers", plan.workers());
        node.put("memory_mb", plan.memoryMb());
        node.put("batch", plan.aggregatorBatch());
        node.put("aggregators", plan.aggregators());
        node.put("non_aggregator_batch", plan.nonAggregatorBatch());
        return node;
    }

    private static ObjectNode predicted(PricedPlan priced) {
        ObjectNode node = SummaryJson.object();
        node.put("time_s", Numbers.exact(priced.seconds()));
        node.put("cost_usd", Numbers.exact(priced.usd()));
        return node;
    }

    /** Means, with their 95 % intervals beside them. */
    private static void simulated(ObjectNode parent, Optional<SimulatedPlan> simulated) {
        if (simulated.isEmpty()) {
            parent.putNull("simulated");
            return;
        }
        SimulatedPlan score = simulated.get();
        ObjectNode node = parent.putObject("simulated");
        node.put("replications", score.replications());
        mean(node, "time_s", "time_ci95_s", score.timeSeconds());
        mean(node, "cost_usd", "cost_ci95_usd", score.costUsd());
        node.put("p_deadline", Numbers.exact(score.meetsDeadline().estimate()));
        SummaryJson.interval(
                node, "p_deadline_ci95", Optional.of(score.meetsDeadline().ci95()));
        node.put("holds", score.holds());
        if (score.regretUsd().isPresent()) {
            node.put("regret_usd", Numbers.exact(score.regretUsd().getAsDouble()));
        } else {
            node.putNull("regret_usd");
        }
        text(node, "failure", score.failure());
        text(node, "dropped", score.dropped());
    }

    private static void mean(ObjectNode node, String key, String intervalKey, Optional<Statistics> statistics) {
        if (statistics.isPresent()) {
            node.put(key, Numbers.exact(statistics.get().mean()));
        } else {
            node.putNull(key);
        }
        SummaryJson.interval(node, intervalKey, statistics.flatMap(Statistics::ci95));
    }

    private static void text(ObjectNode node, String key, Optional<String> text) {
        text.ifPresentOrElse(words -> node.put(key, words), () -> node.putNull(key));
    }

    private static void strings(ArrayNode list, List<String> texts) {
        texts.forEach(list::add);
    }
}
