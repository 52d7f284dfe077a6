package faastrain.result;

import faastrain.model.Job;
import faastrain.scenario.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A scenario that was run.
 *
 * @param version of the program
 * @param scenario as it was resolved
 * @param job what was simulated
 * @param warnings what a reader of the numbers should know
 * @param inputs what it was made from
 * @param replications the runs, in order
 * @param iterations the iterations of the first replication
 * @param workers the workers of the first replication
 * @param convergence the loss of the first replication's training, in order; empty when it was not asked for
 * @param staleness the updates of the first replication by their staleness, ascending; empty when nothing was exchanged
 * @param timeline what the workers of the first replication did, worker by worker in order of time; maybe only of its
 *     beginning, and empty when it was not recorded
 * @param comparisons every closed form that applies, beside the simulation
 */
public record RunResult(
        String version,
        Scenario scenario,
        Job job,
        List<String> warnings,
        Inputs inputs,
        List<Replication> replications,
        List<IterationRecord> iterations,
        List<WorkerRecord> workers,
        List<LossPoint> convergence,
        List<StalenessCount> staleness,
        List<Span> timeline,
        List<Comparison> comparisons) {
    public RunResult {
        warnings = List.copyOf(warnings);
        replications = List.copyOf(replications);
        iterations = List.copyOf(iterations);
        workers = List.copyOf(workers);
        convergence = List.copyOf(convergence);
        staleness = List.copyOf(staleness);
        timeline = List.copyOf(timeline);
        comparisons = List.copyOf(comparisons);
    }

    /** A quantity over the replications. */
    public Statistics statistics(ToDoubleFunction<Replication> quantity) {
        return Statistics.of(replications.stream().mapToDouble(quantity).toArray());
    }

    /** In how many replications the scenario's deadline was met; empty where it has none. */
    public Optional<Probability> meetsDeadline() {
        if (scenario.deadlineSeconds().isEmpty()) {
            return Optional.empty();
        }
        double deadline = scenario.deadlineSeconds().getAsDouble();
        long met = replications.stream()
                .filter(run -> run.timeSeconds() <= deadline)
                .count();
        return Optional.of(new Probability((int) met, replications.size()));
    }

    /** The mean of a quantity over the replications. */
    public double mean(ToDoubleFunction<Replication> quantity) {
        return statistics(quantity).mean();
    }
}
