package faastrain.result;

import faastrain.provisioning.PricedPlan;
import java.util.Optional;

/**
 * One of the plans that the closed form finds cheapest.
 *
 * @param rank from 1, the cheapest
 * @param priced the plan with what the closed form says
 * @param simulated what the simulation says; empty when it was not asked or cannot
 * @param cannotRun why the plan cannot be simulated, when it cannot
 */
public record CandidatePlan(
        int rank, PricedPlan priced, Optional<SimulatedPlan> simulated, Optional<String> cannotRun) {}
