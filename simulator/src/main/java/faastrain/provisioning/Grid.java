package faastrain.provisioning;

import java.util.stream.IntStream;

/**
 * The plans that are looked at: workers W from 1 on, memory M and the aggregators' batch B^a in steps.
 *
 * @param memoryStepMb step of the memory, MB; the smallest memory is one step
 * @param leastMemoryMb smallest memory that a function may have, MB
 * @param mostMemoryMb largest memory that a function may have, MB
 * @param batchStep step of an aggregator's batch, samples; the smallest batch is one step
 * @param mostWorkers functions that may be used at most
 */
public record Grid(int memoryStepMb, int leastMemoryMb, int mostMemoryMb, int batchStep, int mostWorkers) {
    /** The step of the memory in FasDL's searches, MB (models.md, section 1). */
    public static final int PUBLISHED_MEMORY_STEP = 128;

    /** The step of the aggregators' batch in FasDL's searches. */
    public static final int PUBLISHED_BATCH_STEP = 16;

    public Grid {
        if (memoryStepMb < 1 || leastMemoryMb < 1 || mostMemoryMb < leastMemoryMb || batchStep < 1 || mostWorkers < 1) {
            throw new IllegalArgumentException("steps and bounds of a grid are at least 1: " + memoryStepMb + ", "
                    + leastMemoryMb + ", " + mostMemoryMb + ", " + batchStep + ", " + mostWorkers);
        }
    }

    /** The grid of FasDL's searches with the same bounds. */
    public Grid published() {
        return new Grid(PUBLISHED_MEMORY_STEP, leastMemoryMb, mostMemoryMb, PUBLISHED_BATCH_STEP, mostWorkers);
    }

    /** The same grid with other memories. */
    public Grid withMemory(int stepMb, int mostMb) {
        return new Grid(stepMb, leastMemoryMb, mostMb, batchStep, mostWorkers);
    }

    /** The memories of the grid, rising, MB: multiples of the step. */
    public int[] memoriesMb() {
        int first = (leastMemoryMb + memoryStepMb - 1) / memoryStepMb;
        return IntStream.rangeClosed(first, mostMemoryMb / memoryStepMb)
                .map(multiple -> multiple * memoryStepMb)
                .toArray();
    }
}
