package faastrain.report;

import faastrain.event.Incidents;
import faastrain.event.LearningAccount;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import java.util.List;
import java.util.Optional;

/** Results that were run, with other things learnt and other incidents. */
final class Replicas {
    private Replicas() {}

    static RunResult result(RunResult run, List<Replication> replications) {
        return new RunResult(
                run.version(),
                run.scenario(),
                run.job(),
                run.warnings(),
                run.inputs(),
                replications,
                run.iterations(),
                run.workers(),
                run.convergence(),
                run.staleness(),
                run.timeline(),
                run.comparisons());
    }

    static Replication with(
            Replication run, LearningAccount learning, Incidents incidents, Optional<Double> finalLoss) {
        return new Replication(
                run.number(),
                run.timeSeconds(),
                run.itemsUsd(),
                run.breakdownSeconds(),
                run.criticalSeconds(),
                run.criticalAggregators(),
                run.requests(),
                run.movedMib(),
                run.iterations(),
                run.events(),
                run.longestFunctionSeconds(),
                run.iterationSeconds(),
                run.iterationComputeSeconds(),
                run.resources(),
                learning,
                incidents,
                finalLoss);
    }
}
