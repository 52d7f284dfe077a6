package faastrain.provisioning;

import faastrain.trace.TrainingMemory;
import java.util.Optional;

/**
 * The largest batch that fits a function of some memory, the papers' B_M.
 *
 * <p>It comes from the workload's profile. Where nobody has profiled the memory of its training, a rule stands in, which
 * whoever uses it has to tell ({@link #assumption()}): functions need {@value #BASE_MIB} MiB and
 * {@value #PER_MODEL_MIB} times the model, and no batch is larger than {@value #MOST_ASSUMED}. The first covers the four
 * profiled workloads before their first sample (297 to 1,261 MiB), the second is the largest aggregator's batch of FasDL's
 * Table IV: larger ones would be chosen on extrapolation of the computation's coefficients alone.
 *
 * @param profile memory of training by batch, where it was profiled
 * @param modelMib size of the model, S_m, MiB
 */
public record BatchLimit(Optional<TrainingMemory> profile, double modelMib) {
    private static final int BASE_MIB = 300;
    private static final int PER_MODEL_MIB = 3;
    private static final double HEADROOM = 0.10;
    private static final int MOST_ASSUMED = 128;

    /** The largest batch that fits; 0 when not even one sample does. */
    public int largest(int memoryMb) {
        if (profile.isPresent()) {
            return profile.get().largestBatch(memoryMb);
        }
        return memoryMb >= assumedMb() ? MOST_ASSUMED : 0;
    }

    /** The least memory that a batch needs, MB; infinite where the rule allows it in no memory. */
    public double neededMb(int batch) {
        if (profile.isPresent()) {
            return profile.get().neededMb(batch);
        }
        return batch <= MOST_ASSUMED ? assumedMb() : Double.POSITIVE_INFINITY;
    }

    /** The rule in words, where it is used. */
    public Optional<String> assumption() {
        return profile.isPresent()
                ? Optional.empty()
                : Optional.of("functions are taken to need " + BASE_MIB + " MiB and " + PER_MODEL_MIB
                        + " times the model, with 10 % of headroom, and batches to have at most " + MOST_ASSUMED
                        + " samples");
    }

    private double assumedMb() {
        return (BASE_MIB + PER_MODEL_MIB * modelMib) * (1 + HEADROOM);
    }
}
