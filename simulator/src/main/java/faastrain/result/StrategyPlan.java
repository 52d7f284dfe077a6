package faastrain.result;

import faastrain.provisioning.Outcome;
import faastrain.provisioning.StrategyKind;
import faastrain.scenario.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * What came of a strategy, by the closed form and by the simulation.
 *
 * @param strategy the strategy
 * @param outcome what it proposes and what it searched
 * @param scenario the scenario with its plan, which can be run; empty without a plan
 * @param warnings what a reader of the plan's numbers should know
 * @param simulated what the simulation says; empty when it was not asked or cannot
 * @param cannotRun why the plan cannot be simulated, when it cannot
 */
public record StrategyPlan(
        StrategyKind strategy,
        Outcome outcome,
        Optional<Scenario> scenario,
        List<String> warnings,
        Optional<SimulatedPlan> simulated,
        Optional<String> cannotRun) {
    public StrategyPlan {
        warnings = List.copyOf(warnings);
    }
}
