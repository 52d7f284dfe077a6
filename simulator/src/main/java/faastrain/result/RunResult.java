package faastrain.result;

import faastrain.model.Job;
import faastrain.scenario.Scenario;
import java.util.List;
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
        List<Comparison> comparisons) {
    public RunResult {
        warnings = List.copyOf(warnings);
        replications = List.copyOf(replications);
        iterations = List.copyOf(iterations);
        workers = List.copyOf(workers);
        comparisons = List.copyOf(comparisons);
    }

    /** A quantity over the replications. */
    public Statistics statistics(ToDoubleFunction<Replication> quantity) {
        return Statistics.of(replications.stream().mapToDouble(quantity).toArray());
    }

    /** The mean of a quantity over the replications. */
    public double mean(ToDoubleFunction<Replication> quantity) {
        return statistics(quantity).mean();
    }
}
