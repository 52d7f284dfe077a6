package faastrain.result;

import faastrain.provisioning.PricedPlan;
import faastrain.scenario.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * What a search for a plan found.
 *
 * @param version of the program
 * @param scenario whose plan was open
 * @param inputs what it was made from
 * @param warnings what a reader of all plans' numbers should know
 * @param strategies the strategies that were asked, in order
 * @param candidates the plans that the closed form finds cheapest
 * @param front the plans that no other beats by the closed form in time and cost, the fastest first
 * @param selected the plan that is recommended; empty when none keeps the constraints
 * @param runs runs that were simulated
 */
public record PlanResult(
        String version,
        Scenario scenario,
        Inputs inputs,
        List<String> warnings,
        List<StrategyPlan> strategies,
        List<CandidatePlan> candidates,
        List<PricedPlan> front,
        Optional<SelectedPlan> selected,
        long runs) {
    /**
     * The plan that is recommended.
     *
     * @param by how it was found: the id of the first strategy that proposes it, or its rank among the candidates
     * @param scenario the scenario with this plan, which can be run
     * @param seconds time that the closed form predicts, s
     * @param usd cost that the closed form predicts, dollars
     */
    public record SelectedPlan(String by, Scenario scenario, double seconds, double usd) {}

    public PlanResult {
        warnings = List.copyOf(warnings);
        strategies = List.copyOf(strategies);
        candidates = List.copyOf(candidates);
        front = List.copyOf(front);
    }
}
