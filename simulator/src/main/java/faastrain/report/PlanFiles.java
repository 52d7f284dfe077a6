package faastrain.report;

import faastrain.model.Plan;
import faastrain.provisioning.Offer;
import faastrain.provisioning.PricedPlan;
import faastrain.provisioning.StrategyKind;
import faastrain.result.CandidatePlan;
import faastrain.result.Interval;
import faastrain.result.PlanResult;
import faastrain.result.SimulatedPlan;
import faastrain.result.Statistics;
import faastrain.result.StrategyPlan;
import faastrain.scenario.ScenarioWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The files of a search for a plan: tables, the plans as scenarios that can be run, and everything as JSON. */
public final class PlanFiles {
    /** The recommended plan, a scenario that can be run. */
    public static final String PLAN = "plan.yaml";

    private static final String SUMMARY = "plan.json";
    private static final String STRATEGIES = "strategies.csv";
    private static final String CANDIDATES = "candidates.csv";
    private static final String FRONT = "front.csv";

    private static final List<String> SHAPE =
            List.of("workers", "memory_mb", "batch", "aggregators", "non_aggregator_batch");
    private static final List<String> PREDICTED = List.of("predicted_time_s", "predicted_cost_usd");
    private static final List<String> SIMULATED = List.of(
            "replications",
            "simulated_time_s",
            "simulated_time_low_s",
            "simulated_time_high_s",
            "simulated_cost_usd",
            "simulated_cost_low_usd",
            "simulated_cost_high_usd",
            "p_deadline",
            "p_deadline_low",
            "p_deadline_high",
            "regret_usd");

    private PlanFiles() {}

    /** The names of all files that there can be, as a regular expression. */
    static String names() {
        return "plan(-("
                + Arrays.stream(StrategyKind.values()).map(StrategyKind::id).collect(Collectors.joining("|"))
                + "))?\\.yaml|plan\\.json|strategies\\.csv|candidates\\.csv|front\\.csv";
    }

    /**
     * The text that tells a search from others: the scenario, which can be planned again, and what was asked of it.
     *
     * @param open the scenario, its plan open
     * @param simulated whether plans are simulated
     */
    public static String identity(String open, List<StrategyKind> strategies, boolean simulated) {
        return "# faastrain plan --strategy "
                + strategies.stream().map(StrategyKind::id).collect(Collectors.joining(","))
                + (simulated ? "" : " --model-only") + "\n" + open;
    }

    /** Writes all files but the charts. */
    public static void write(PlanResult result, String identity, Path folder) throws IOException {
        ResultFolder.write(folder, ResultFolder.RESOLVED, identity);
        ResultFolder.writeInputs(result.inputs(), folder);
        for (StrategyPlan strategy : result.strategies()) {
            if (strategy.scenario().isPresent()) {
                ResultFolder.write(
                        folder,
                        "plan-" + strategy.strategy().id() + ".yaml",
                        ScenarioWriter.resolved(strategy.scenario().get()));
            }
        }
        Optional<String> best =
                result.selected().flatMap(PlanResult.SelectedPlan::scenario).map(ScenarioWriter::resolved);
        if (best.isPresent()) {
            ResultFolder.write(folder, PLAN, best.get());
        }
        ResultFolder.write(folder, SUMMARY, SummaryJson.text(PlanJson.plan(result, Map.of())));
        table(folder, STRATEGIES, rows -> strategies(result, rows));
        table(folder, CANDIDATES, rows -> candidates(result, rows));
        table(folder, FRONT, rows -> front(result, rows));
        ResultFolder.writeManifest("plan", result.version(), result.scenario().seed(), result.inputs(), folder);
    }

    private static void table(Path folder, String name, Consumer<Csv.Rows> rows) throws IOException {
        try (Writer writer = Files.newBufferedWriter(folder.resolve(name), StandardCharsets.UTF_8)) {
            Csv.write(writer, rows);
        }
    }

    private static void strategies(PlanResult result, Csv.Rows rows) {
        List<String> header =
                new ArrayList<>(List.of("strategy", "feasible", "selected", "deadline_s", "channel", "instance"));
        header.addAll(SHAPE);
        header.addAll(PREDICTED);
        header.addAll(SIMULATED);
        header.addAll(List.of("points", "evaluated", "reason"));
        rows.add(header);
        String selected = result.selected().map(PlanResult.SelectedPlan::by).orElse("");
        for (StrategyPlan strategy : result.strategies()) {
            Optional<Offer> offer = strategy.outcome().offer();
            List<String> row = new ArrayList<>(List.of(
                    strategy.strategy().id(),
                    Boolean.toString(strategy.outcome().feasible()),
                    Boolean.toString(strategy.strategy().id().equals(selected)),
                    Numbers.text(result.scenario().deadlineSeconds().orElseThrow()),
                    offer.map(known ->
                                    PlanJson.channel(known, result.scenario()).id())
                            .orElse(""),
                    offer.flatMap(Offer::instance).orElse("")));
            if (offer.isPresent()) {
                row.addAll(shape(offer.get().priced().plan()));
                row.addAll(predicted(offer.get().priced()));
            } else {
                row.addAll(empty(SHAPE.size() + PREDICTED.size()));
            }
            row.addAll(simulated(strategy.simulated()));
            row.addAll(List.of(
                    Long.toString(strategy.outcome().points()),
                    Long.toString(strategy.outcome().evaluated()),
                    reason(strategy)));
            rows.add(row);
        }
        if (selected.equals(PlanResult.SelectedPlan.CANDIDATES)) {
            rows.add(found(result, result.selected().orElseThrow()));
        }
    }

    /** The row of a plan that the simulation has found among the candidates, and no strategy. */
    private static List<String> found(PlanResult result, PlanResult.SelectedPlan selected) {
        List<String> row = new ArrayList<>(List.of(
                selected.by(),
                "true",
                "true",
                Numbers.text(result.scenario().deadlineSeconds().orElseThrow()),
                result.scenario().channel().id(),
                ""));
        row.addAll(shape(selected.priced().plan()));
        row.addAll(predicted(selected.priced()));
        row.addAll(simulated(selected.simulated()));
        row.addAll(List.of("", "", ""));
        return row;
    }

    private static String reason(StrategyPlan strategy) {
        return strategy.outcome()
                .reason()
                .or(strategy::cannotRun)
                .or(() -> strategy.simulated().flatMap(SimulatedPlan::failure))
                .orElse("");
    }

    private static void candidates(PlanResult result, Csv.Rows rows) {
        List<String> header = new ArrayList<>(List.of("rank"));
        header.addAll(SHAPE);
        header.addAll(PREDICTED);
        header.addAll(SIMULATED);
        header.add("dropped");
        rows.add(header);
        for (CandidatePlan candidate : result.candidates()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(candidate.rank())));
            row.addAll(shape(candidate.priced().plan()));
            row.addAll(predicted(candidate.priced()));
            row.addAll(simulated(candidate.simulated()));
            row.add(candidate
                    .simulated()
                    .flatMap(SimulatedPlan::dropped)
                    .or(candidate::cannotRun)
                    .orElse(""));
            rows.add(row);
        }
    }

    private static void front(PlanResult result, Csv.Rows rows) {
        List<String> header = new ArrayList<>(PREDICTED);
        header.addAll(SHAPE);
        rows.add(header);
        for (PricedPlan priced : result.front()) {
            List<String> row = new ArrayList<>(predicted(priced));
            row.addAll(shape(priced.plan()));
            rows.add(row);
        }
    }

    /** The cells of a plan. */
    static List<String> shape(Plan plan) {
        return List.of(
                Integer.toString(plan.workers()),
                Integer.toString(plan.memoryMb()),
                Integer.toString(plan.aggregatorBatch()),
                Integer.toString(plan.aggregators()),
                Integer.toString(plan.nonAggregatorBatch()));
    }

    private static List<String> predicted(PricedPlan priced) {
        return List.of(Numbers.text(priced.seconds()), Numbers.text(priced.usd()));
    }

    private static List<String> simulated(Optional<SimulatedPlan> simulated) {
        if (simulated.isEmpty()) {
            return empty(SIMULATED.size());
        }
        SimulatedPlan score = simulated.get();
        List<String> row = new ArrayList<>(List.of(Integer.toString(score.replications())));
        row.addAll(mean(score.timeSeconds()));
        row.addAll(mean(score.costUsd()));
        row.add(Numbers.text(score.meetsDeadline().estimate()));
        row.addAll(bounds(Optional.of(score.meetsDeadline().ci95())));
        row.add(score.regretUsd().isPresent() ? Numbers.text(score.regretUsd().getAsDouble()) : "");
        return row;
    }

    private static List<String> mean(Optional<Statistics> statistics) {
        List<String> row = new ArrayList<>(
                List.of(statistics.map(known -> Numbers.text(known.mean())).orElse("")));
        row.addAll(bounds(statistics.flatMap(Statistics::ci95)));
        return row;
    }

    private static List<String> bounds(Optional<Interval> interval) {
        return interval.map(known -> List.of(Numbers.text(known.low()), Numbers.text(known.high())))
                .orElse(empty(2));
    }

    private static List<String> empty(int cells) {
        return List.copyOf(Collections.nCopies(cells, ""));
    }
}
