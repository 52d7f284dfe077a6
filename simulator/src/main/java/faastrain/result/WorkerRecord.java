package faastrain.result;

import faastrain.event.Phase;
import faastrain.event.Traffic;
import java.util.Map;

/**
 * A worker over a whole run, all its functions together.
 *
 * @param worker counted from 0
 * @param aggregator whether it aggregates
 * @param batch samples of its batch
 * @param functions how many functions it took
 * @param runSeconds their running time, the sum of the phases, s
 * @param billedSeconds the time that is billed, each function rounded up, s
 * @param phaseSeconds seconds by phase
 * @param traffic what it asked of storage
 */
public record WorkerRecord(
        int worker,
        boolean aggregator,
        int batch,
        int functions,
        double runSeconds,
        double billedSeconds,
        Map<Phase, Double> phaseSeconds,
        Traffic traffic) {
    public WorkerRecord {
        phaseSeconds = Map.copyOf(phaseSeconds);
    }
}
