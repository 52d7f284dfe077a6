package faastrain.provisioning;

import faastrain.model.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A training for which a plan is sought.
 *
 * @param workload what is trained
 * @param kReduce trainings by functions that exchange through storage by K-Reduce, to which FasDL's closed form applies
 * @param parameterServer the same training with λDNN's parameter server, where its prices and rates are known
 * @param machines the same training on virtual machines, a type each
 * @param batches the batches that fit
 * @param constraints what a plan has to keep
 * @param grid where to look
 * @param mostBatch largest batch of an aggregator; {@link Integer#MAX_VALUE} for any that fits
 * @param others which batches a non-aggregator may have beside the aggregators' own
 * @param fixedWorkers workers of the strategy that fixes them
 */
public record Task(
        Workload workload,
        Trainings kReduce,
        Optional<Trainings> parameterServer,
        List<Machines> machines,
        BatchLimit batches,
        Constraints constraints,
        Grid grid,
        int mostBatch,
        NonAggregatorBatches others,
        int fixedWorkers) {
    /** Which batches non-aggregators may have, B^n. */
    public enum NonAggregatorBatches {
        /** The aggregators': there is no time to use where all wait for each other (BSP). */
        EQUAL,
        /** By eq. 16, capped by memory and by the global batch; or the aggregators' own. */
        BALANCED,
        /** Any up to what eq. 16, memory and global batch allow. */
        FREE
    }

    /**
     * Virtual machines of a type.
     *
     * @param instance the type
     * @param memoryMb memory of a function with the CPU share of one of them, MB
     * @param trainings trainings on them, by a ring
     */
    public record Machines(String instance, int memoryMb, Trainings trainings) {}

    public Task {
        machines = List.copyOf(machines);
        if (mostBatch < 1 || fixedWorkers < 1) {
            throw new IllegalArgumentException(
                    "batches and workers are at least 1: " + mostBatch + ", " + fixedWorkers);
        }
    }

    /** The same task under other constraints. */
    public Task withConstraints(Constraints other) {
        return new Task(
                workload, kReduce, parameterServer, machines, batches, other, grid, mostBatch, others, fixedWorkers);
    }

    /** The same task on another grid. */
    public Task withGrid(Grid other) {
        return new Task(
                workload,
                kReduce,
                parameterServer,
                machines,
                batches,
                constraints,
                other,
                mostBatch,
                others,
                fixedWorkers);
    }

    /** The memories of the grid for which eq. 4 has a meaning (M + m > 0), MB. */
    int[] memoriesMb() {
        return Arrays.stream(grid.memoriesMb())
                .filter(memory -> memory + workload.compute().m() > 0)
                .toArray();
    }

    /** The largest batch of an aggregator that fits, is allowed and is on the grid; 0 when there is none. */
    int largestBatch(int memoryMb, long allowed) {
        long most = Math.min(Math.min(allowed, mostBatch), batches.largest(memoryMb));
        return (int) (most / grid.batchStep() * grid.batchStep());
    }
}
