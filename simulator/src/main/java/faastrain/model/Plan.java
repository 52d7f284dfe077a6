package faastrain.model;

/**
 * The resources of a training: how many functions of how much memory, who aggregates, and the batches. Workers are
 * numbered from 0; the first K aggregate, as in FasDL's code.
 *
 * @param workers functions, W
 * @param memoryMb memory quota of a function, MB, M
 * @param aggregators aggregators, K, 1 ≤ K ≤ W
 * @param aggregatorBatch samples of an aggregator's batch, B^a
 * @param nonAggregatorBatch samples of a non-aggregator's batch, B^n; B^a where K = W
 */
public record Plan(int workers, int memoryMb, int aggregators, int aggregatorBatch, int nonAggregatorBatch) {
    public Plan {
        if (workers < 1 || aggregators < 1 || aggregators > workers) {
            throw new IllegalArgumentException("a plan needs 1 <= K <= W: K = " + aggregators + ", W = " + workers);
        }
        if (memoryMb < 1 || aggregatorBatch < 1 || nonAggregatorBatch < 1) {
            throw new IllegalArgumentException("memory and batches must be at least 1: " + memoryMb + " MB, "
                    + aggregatorBatch + ", " + nonAggregatorBatch);
        }
        if (aggregators == workers) {
            nonAggregatorBatch = aggregatorBatch;
        }
    }

    /** Whether worker {@code worker} aggregates. */
    public boolean isAggregator(int worker) {
        return worker < aggregators;
    }

    /** Samples of a worker's batch. */
    public int batch(int worker) {
        return isAggregator(worker) ? aggregatorBatch : nonAggregatorBatch;
    }

    /** Samples of the global batch, B^g = K·B^a + (W−K)·B^n. */
    public long globalBatch() {
        return (long) aggregators * aggregatorBatch + (long) (workers - aggregators) * nonAggregatorBatch;
    }

    /** Workers that do not aggregate, W − K. */
    public int nonAggregators() {
        return workers - aggregators;
    }

    /** The same plan with other batches of the non-aggregators. */
    public Plan withNonAggregatorBatch(int batch) {
        return new Plan(workers, memoryMb, aggregators, aggregatorBatch, batch);
    }
}
