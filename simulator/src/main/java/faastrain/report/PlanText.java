package faastrain.report;

import faastrain.model.Plan;
import faastrain.provisioning.Offer;
import faastrain.provisioning.Outcome;
import faastrain.provisioning.StrategyKind;
import faastrain.result.Interval;
import faastrain.result.PlanResult;
import faastrain.result.SimulatedPlan;
import faastrain.result.Statistics;
import faastrain.result.StrategyPlan;
import faastrain.scenario.Quantity;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** What a search for a plan found, as text for the console. */
public final class PlanText {
    private PlanText() {}

    /**
     * What {@code plan} prints.
     *
     * @param searchSeconds how long each strategy searched, s
     */
    public static String plan(PlanResult result, Map<StrategyKind, Double> searchSeconds) {
        StringBuilder text = new StringBuilder(heading(result));
        text.append('\n').append(strategies(result));
        text.append('\n').append(searched(result, searchSeconds));
        text.append('\n').append(selected(result));
        return text.toString();
    }

    private static String heading(PlanResult result) {
        Scenario scenario = result.scenario();
        return String.format(
                Locale.ROOT,
                """
                %s: %d epoch%s of %s through %s within %s s, global batch at most %,d
                (predicted by each strategy's closed form; FasDL's with counting: %s)
                """,
                scenario.name(),
                scenario.epochs(),
                scenario.epochs() == 1 ? "" : "s",
                result.inputs().workload(),
                scenario.channel().id(),
                Numbers.count(scenario.deadlineSeconds().orElseThrow()),
                scenario.plan().maxGlobalBatch().orElseThrow(),
                scenario.search().counting().id());
    }

    private static String strategies(PlanResult result) {
        boolean simulated = result.runs() > 0;
        List<String> header =
                new ArrayList<>(List.of("strategy", "workers", "MB", "batch", "K", "B^n", "predicted, s", "USD"));
        if (simulated) {
            header.addAll(List.of("simulated, s", "USD", "P(T <= deadline)", "regret, USD"));
        }
        Table table = new Table().row(header.toArray(String[]::new));
        StringBuilder reasons = new StringBuilder();
        for (StrategyPlan strategy : result.strategies()) {
            Outcome outcome = strategy.outcome();
            List<String> row = new ArrayList<>(List.of(strategy.strategy().id()));
            if (outcome.offer().isPresent()) {
                row.addAll(columns(outcome.offer().get(), strategy.simulated(), simulated));
            } else {
                row.add("no plan");
            }
            table.row(row.toArray(String[]::new));
            outcome.reason()
                    .or(strategy::cannotRun)
                    .or(() -> strategy.simulated().flatMap(SimulatedPlan::failure))
                    .ifPresent(reason -> reasons.append("  ")
                            .append(strategy.strategy().id())
                            .append(": ")
                            .append(reason)
                            .append('\n'));
        }
        result.selected()
                .filter(selected -> selected.by().equals(PlanResult.SelectedPlan.CANDIDATES))
                .ifPresent(selected -> {
                    Offer offer = new Offer(Offer.Kind.FUNCTIONS, Optional.empty(), selected.priced());
                    List<String> row = new ArrayList<>(List.of(selected.by()));
                    row.addAll(columns(offer, selected.simulated(), simulated));
                    table.row(row.toArray(String[]::new));
                });
        String notes = reasons.isEmpty() ? "" : "Why not\n" + reasons;
        String legend = simulated
                ? String.format(
                        Locale.ROOT,
                        "(means with half of their 95 %% interval; %,d runs in all, the same chance for every plan; regret"
                                + " against the cheapest plan of functions that holds)\n",
                        result.runs())
                : "";
        return table.text("  ") + legend + notes;
    }

    /** A plan with what the closed form and, where there are columns for it, the simulation say of it. */
    private static List<String> columns(Offer offer, Optional<SimulatedPlan> score, boolean simulated) {
        Plan plan = offer.priced().plan();
        boolean shards = offer.kind() == Offer.Kind.FUNCTIONS;
        List<String> columns = new ArrayList<>(List.of(
                Integer.toString(plan.workers()),
                offer.instance().orElse(Integer.toString(plan.memoryMb())),
                Integer.toString(plan.aggregatorBatch()),
                shards ? Integer.toString(plan.aggregators()) : "-",
                shards ? Integer.toString(plan.nonAggregatorBatch()) : "-",
                Numbers.seconds(offer.priced().seconds()),
                Numbers.usd(offer.priced().usd())));
        if (simulated) {
            columns.addAll(score(score));
        }
        return columns;
    }

    private static List<String> score(Optional<SimulatedPlan> simulated) {
        return simulated
                .map(score -> List.of(
                        mean(score.timeSeconds(), Numbers::seconds),
                        mean(score.costUsd(), Numbers::usd),
                        String.format(
                                Locale.ROOT,
                                "%d of %d (%.2f to %.2f)",
                                score.meetsDeadline().successes(),
                                score.meetsDeadline().trials(),
                                score.meetsDeadline().ci95().low(),
                                score.meetsDeadline().ci95().high()),
                        score.regretUsd().isPresent()
                                ? Numbers.usd(score.regretUsd().getAsDouble())
                                : "-"))
                .orElse(List.of("-", "-", "-", "-"));
    }

    private static String mean(Optional<Statistics> statistics, DoubleFunction<String> number) {
        return statistics
                .map(known -> number.apply(known.mean())
                        + known.ci95()
                                .map((Interval interval) ->
                                        " +- " + number.apply((interval.high() - interval.low()) / 2))
                                .orElse(""))
                .orElse("-");
    }

    private static String searched(PlanResult result, Map<StrategyKind, Double> searchSeconds) {
        Table table = new Table();
        table.row("what was searched", "points", "evaluated", "cut", "s");
        List<String> words = new ArrayList<>(List.of(""));
        for (StrategyPlan strategy : result.strategies()) {
            Outcome outcome = strategy.outcome();
            table.row(
                    strategy.strategy().id(),
                    String.format(Locale.ROOT, "%,d", outcome.points()),
                    String.format(Locale.ROOT, "%,d", outcome.evaluated()),
                    String.format(Locale.ROOT, "%,d", Math.max(0, outcome.points() - outcome.evaluated())),
                    String.format(Locale.ROOT, "%.3f", searchSeconds.getOrDefault(strategy.strategy(), 0.0)));
            words.add("  " + outcome.searched());
        }
        List<String> lines = table.text("  ").lines().toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(lines.get(i)).append(words.get(i)).append('\n');
        }
        return text.toString();
    }

    private static String selected(PlanResult result) {
        String confidence = Quantity.plain(result.scenario().search().confidence());
        if (result.selected().isEmpty()) {
            return result.runs() > 0
                    ? "No plan of functions: none that was simulated meets the deadline in a share of " + confidence
                            + " of its runs\n"
                    : "No plan of functions: no strategy that was asked found one that keeps the constraints\n";
        }
        PlanResult.SelectedPlan selected = result.selected().get();
        Plan plan = selected.priced().plan();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Plan (%s): %d function%s of %,d MB, batch %d",
                selected.by(),
                plan.workers(),
                plan.workers() == 1 ? "" : "s",
                plan.memoryMb(),
                plan.aggregatorBatch()));
        if (plan.workers() > 1) {
            text.append(String.format(
                    Locale.ROOT,
                    ", %d aggregator%s%s",
                    plan.aggregators(),
                    plan.aggregators() == 1 ? "" : "s",
                    plan.aggregators() < plan.workers() ? ", B^n " + plan.nonAggregatorBatch() : ""));
        }
        text.append(String.format(
                Locale.ROOT,
                "\n  by the closed form %s s and %s USD\n",
                Numbers.seconds(selected.priced().seconds()),
                Numbers.usd(selected.priced().usd())));
        selected.simulated()
                .ifPresent(score -> text.append(String.format(
                        Locale.ROOT,
                        "  simulated %s s and %s USD; the deadline is met in %d of %d runs (95 %% interval %.3f to %.3f; asked"
                                + " for %s)\n",
                        mean(score.timeSeconds(), Numbers::seconds),
                        mean(score.costUsd(), Numbers::usd),
                        score.meetsDeadline().successes(),
                        score.meetsDeadline().trials(),
                        score.meetsDeadline().ci95().low(),
                        score.meetsDeadline().ci95().high(),
                        confidence)));
        selected.cannotRun()
                .ifPresent(reason ->
                        text.append("  it cannot be run: ").append(reason).append('\n'));
        return text.toString();
    }
}
