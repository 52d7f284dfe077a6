package faastrain.experiment;

import faastrain.model.Job;
import faastrain.scenario.Scenario;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario that is ready to be run: its profiles are read and everything that can be known to be wrong before a run
 * has been ruled out.
 *
 * @param scenario with what was left to be chosen filled in
 * @param job what is to be simulated
 * @param lifetimeSeconds how long a function may live, s
 * @param warnings what a reader of the numbers should know
 * @param inputHashes SHA-256 of every input file, by what it is
 */
public record Setting(
        Scenario scenario, Job job, double lifetimeSeconds, List<String> warnings, Map<String, String> inputHashes) {
    public Setting {
        warnings = List.copyOf(warnings);
        inputHashes = Collections.unmodifiableMap(new LinkedHashMap<>(inputHashes));
    }
}
