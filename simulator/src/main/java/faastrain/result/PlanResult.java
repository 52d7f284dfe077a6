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
     * @param by how it was found: the id of the first strategy that proposes it, or {@link #CANDIDATES}
     * @param scenario the scenario with this plan, which can be run; empty when it cannot be
     * @param cannotRun why it cannot be run, when it cannot
     * @param warnings what a reader of its numbers should know
     * @param priced the plan with what the closed form says
     * @param simulated what the simulation says; empty when it was not asked
     */
    public record SelectedPlan(
            String by,
            Optional<Scenario> scenario,
            Optional<String> cannotRun,
            List<String> warnings,
            PricedPlan priced,
            Optional<SimulatedPlan> simulated) {
        /** Found by the simulation among the plans that the closed form finds cheapest, and by no strategy. */
        public static final String CANDIDATES = "candidates";

        public SelectedPlan {
            warnings = List.copyOf(warnings);
        }
    }

    public PlanResult {
        warnings = List.copyOf(warnings);
        strategies = List.copyOf(strategies);
        candidates = List.copyOf(candidates);
        front = List.copyOf(front);
    }
}
