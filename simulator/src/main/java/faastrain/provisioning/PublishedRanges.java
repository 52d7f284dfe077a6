package faastrain.provisioning;

import java.util.stream.IntStream;

/**
 * The ranges that FasDL's searches look at (eqs. 13 to 15): M in steps of 128, B^a in steps of 16 from B_lower =
 * b/(1/γ_min − 1) on, W up to B^g_max/B_lower. γ_min is 0.6, the least and so the widest of the paper's 0.6 to 0.8. There
 * are at least two workers: the paper's equations let one function exchange with itself, which no plan of theirs survives.
 */
final class PublishedRanges {
    /** γ_min: the part of an iteration's computation that its samples make at least (eq. 13). */
    static final double LEAST_GAMMA = 0.6;

    private final Task task;
    private final int[] memoriesMb;
    private final int leastBatch;
    private final int mostWorkers;

    PublishedRanges(Task asked) {
        this.task = asked.withGrid(asked.grid().published());
        this.memoriesMb = task.memoriesMb();
        int step = task.grid().batchStep();
        double lower = task.workload().compute().b() / (1 / LEAST_GAMMA - 1);
        this.leastBatch = (int) Math.max(step, Math.ceil(lower / step) * step);
        this.mostWorkers =
                (int) Math.min(task.grid().mostWorkers(), task.constraints().maxGlobalBatch() / leastBatch);
    }

    Task task() {
        return task;
    }

    int leastBatch() {
        return leastBatch;
    }

    int mostWorkers() {
        return mostWorkers;
    }

    int[] memoriesMb() {
        return memoriesMb.clone();
    }

    /** The batches of an aggregator (eq. 14), rising: none where not even the least fits. */
    IntStream batches(int workers, int memoryMb, long maxGlobalBatch) {
        int step = task.grid().batchStep();
        int most = task.largestBatch(memoryMb, maxGlobalBatch / workers);
        return IntStream.rangeClosed(leastBatch / step, most / step).map(multiple -> multiple * step);
    }

    /**
     * The non-aggregators' batch by eq. 16, capped by memory and by the global batch; the aggregators' own where there is
     * no time to use, or less than that where the global batch does not even allow it.
     */
    int otherBatch(KReduceModel model, int workers, int memoryMb, int aggregators, int batch) {
        if (aggregators == workers || task.others() == Task.NonAggregatorBatches.EQUAL) {
            return batch;
        }
        long rest = (task.constraints().maxGlobalBatch() - (long) aggregators * batch) / (workers - aggregators);
        double fits = Math.min(batch + model.extraSamples(), task.batches().largest(memoryMb));
        return (int) Math.min(fits, (double) rest);
    }

    String inWords() {
        return "W from 2 to " + mostWorkers + ", M in steps of " + task.grid().memoryStepMb() + " MB, B^a from "
                + leastBatch + " in steps of " + task.grid().batchStep();
    }

    /** Why nothing of the ranges keeps the constraints. */
    String whyNone() {
        return mostWorkers < 2
                ? "needs at least 2 workers of at least " + leastBatch
                        + " samples each (eq. 13); the global batch of "
                        + task.constraints().maxGlobalBatch() + " allows " + mostWorkers
                : new KReduceSpace(
                                task,
                                2,
                                mostWorkers,
                                PlanSearch.Aggregators.ANY,
                                task.others() == Task.NonAggregatorBatches.EQUAL
                                        ? Task.NonAggregatorBatches.EQUAL
                                        : Task.NonAggregatorBatches.BALANCED)
                        .whyNone();
    }
}
