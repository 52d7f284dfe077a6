package faastrain.model;

import faastrain.scenario.LastBatch;

/**
 * The iterations of an epoch. D samples in global batches of B^g leave D mod B^g over, which are either dropped or
 * trained in one last, short iteration; FasDL's real-valued I = D/B^g (eq. 6) lies between the two.
 *
 * @param plan whose batches they are
 * @param fullIterations iterations with the full global batch, ⌊D/B^g⌋
 * @param lastSamples samples of the last, short iteration; 0 when there is none
 */
public record Schedule(Plan plan, long fullIterations, long lastSamples) {

    /**
     * The iterations that train {@code samples} samples.
     *
     * @throws IllegalArgumentException when that is no iteration at all
     */
    public static Schedule of(long samples, Plan plan, LastBatch last) {
        long full = samples / plan.globalBatch();
        long rest = last == LastBatch.SHORT ? samples % plan.globalBatch() : 0;
        if (full == 0 && rest == 0) {
            throw new IllegalArgumentException(
                    "the global batch of " + plan.globalBatch() + " samples is larger than the " + samples
                            + " samples of the data set, so that no iteration is left when last batches are dropped");
        }
        return new Schedule(plan, full, rest);
    }

    /** Iterations of an epoch, the short one included. */
    public long iterations() {
        return fullIterations + (lastSamples > 0 ? 1 : 0);
    }

    /** Whether an iteration, counted from 0 within its epoch, is the last, short one. */
    public boolean isShort(long iteration) {
        return lastSamples > 0 && iteration == fullIterations;
    }

    /**
     * Samples that a worker trains in the last, short iteration. The rest is shared out in proportion to the batches, in
     * whole samples that add up exactly: the aggregators' equal shares are rounded up and the non-aggregators share what
     * is left; where that is not possible, all shares are rounded along the workers' numbers, the first up. Either way
     * none of equal batches is larger than worker 0's.
     */
    public int lastBatch(int worker) {
        int aggregators = plan.aggregators();
        long share = ceilingDivide(Math.multiplyExact(plan.aggregatorBatch(), lastSamples), plan.globalBatch());
        if (Math.multiplyExact(share, aggregators) <= lastSamples) {
            return plan.isAggregator(worker)
                    ? (int) share
                    : rounded(lastSamples - share * aggregators, worker - aggregators, 1, plan.nonAggregators());
        }
        long aggregatorsBefore = Math.min(worker, aggregators);
        long before = aggregatorsBefore * plan.aggregatorBatch()
                + (worker - aggregatorsBefore) * (long) plan.nonAggregatorBatch();
        return rounded(lastSamples, before, plan.batch(worker), plan.globalBatch());
    }

    /** Samples trained in an epoch. */
    public long samplesPerEpoch() {
        return fullIterations * plan.globalBatch() + lastSamples;
    }

    /** The part {@code size/whole} of some samples that begins at {@code before/whole}, between rounded up bounds. */
    private static int rounded(long samples, long before, long size, long whole) {
        long from = ceilingDivide(Math.multiplyExact(before, samples), whole);
        long to = ceilingDivide(Math.multiplyExact(before + size, samples), whole);
        return (int) (to - from);
    }

    private static long ceilingDivide(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
