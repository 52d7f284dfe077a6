package faastrain.experiment;

import faastrain.communication.Pattern;
import faastrain.communication.Patterns;
import faastrain.model.Job;
import faastrain.result.Inputs;
import faastrain.scenario.Scenario;
import java.util.List;

/**
 * A scenario that is ready to be run: its profiles are read and everything that can be known to be wrong before a run
 * has been ruled out.
 *
 * @param scenario with what was left to be chosen filled in
 * @param job what is to be simulated
 * @param lifetimeSeconds how long a function may live, s
 * @param circumstances under what conditions each replication is run
 * @param warnings what a reader of the numbers should know
 * @param inputs what it was made from
 */
public record Setting(
        Scenario scenario,
        Job job,
        double lifetimeSeconds,
        Circumstances circumstances,
        List<String> warnings,
        Inputs inputs) {
    public Setting {
        warnings = List.copyOf(warnings);
    }

    /**
     * About how many events all replications have, or the fewest of them where a precision is asked for: a computation of
     * each worker and its steps, an iteration.
     */
    public double expectedEvents() {
        Pattern pattern = Patterns.of(job);
        double iteration = 0;
        for (int worker = 0; worker < job.plan().workers(); worker++) {
            iteration += pattern.steps(worker);
        }
        return scenario.replications()
                * (job.rounds().iterations() * (double) job.plan().workers()
                        + job.rounds().rounds() * iteration);
    }
}
