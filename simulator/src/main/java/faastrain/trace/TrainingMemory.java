package faastrain.trace;

import java.util.OptionalInt;

/**
 * Peak resident memory of training, linear in the batch: {@code base + perSample·B}. A batch fits a function when
 * {@code (base + perSample·B)·(1 + headroom)} is at most its memory quota; the largest one is the papers' B_M.
 *
 * @param baseMib memory without any sample, MiB
 * @param perSampleMib memory of one more sample, MiB
 * @param headroom share added for the runtime and what the profile did not meet, such as 0.10
 * @param mostBatch the largest batch whose memory was measured, samples, when it is known; beyond it the line extrapolates
 * @param source what the numbers were fitted from
 */
public record TrainingMemory(
        double baseMib, double perSampleMib, double headroom, OptionalInt mostBatch, String source) {
    /** More than ten times the memory is no headroom but a mistake. */
    static final double MOST_HEADROOM = 10;

    public TrainingMemory {
        if (!(baseMib >= 0 && perSampleMib > 0 && headroom >= 0)
                || !Double.isFinite(baseMib)
                || !Double.isFinite(perSampleMib)
                || !Double.isFinite(headroom)) {
            throw new IllegalArgumentException("training memory needs base >= 0, per sample > 0 and headroom >= 0: "
                    + baseMib + ", " + perSampleMib + ", " + headroom);
        }
        if (mostBatch.isPresent() && mostBatch.getAsInt() < 1) {
            throw new IllegalArgumentException("a measured batch is at least 1: " + mostBatch.getAsInt());
        }
    }

    /** A line of which nobody says up to which batch it was measured. */
    public TrainingMemory(double baseMib, double perSampleMib, double headroom, String source) {
        this(baseMib, perSampleMib, headroom, OptionalInt.empty(), source);
    }

    /** Memory quota, in MB (MiB), that a batch needs, headroom included. */
    public double neededMb(double batch) {
        return (baseMib + perSampleMib * batch) * (1 + headroom);
    }

    /** The largest whole batch that fits a quota of {@code memoryMb}; 0 when not even one sample does. */
    public int largestBatch(double memoryMb) {
        double estimate = Math.floor((memoryMb / (1 + headroom) - baseMib) / perSampleMib);
        int batch = (int) Math.max(0, Math.min(Integer.MAX_VALUE - 1.0, estimate));
        // The division may have rounded across a whole number; the definition is neededMb.
        while (batch > 0 && neededMb(batch) > memoryMb) {
            batch--;
        }
        while (batch < Integer.MAX_VALUE - 1 && neededMb(batch + 1.0) <= memoryMb) {
            batch++;
        }
        return batch;
    }
}
