package faastrain.trace;

/**
 * The batches and memories of the iterations that compute coefficients were fitted to; outside it they extrapolate. Both
 * ends were measured, though not necessarily every batch with every memory.
 *
 * @param leastBatch smallest batch, samples
 * @param mostBatch largest batch, samples
 * @param leastMemoryMb smallest memory quota, MB
 * @param mostMemoryMb largest memory quota, MB
 */
public record ProfiledRange(int leastBatch, int mostBatch, int leastMemoryMb, int mostMemoryMb) {
    public ProfiledRange {
        if (leastBatch < 1 || mostBatch < leastBatch || leastMemoryMb < 1 || mostMemoryMb < leastMemoryMb) {
            throw new IllegalArgumentException("a range needs batches and memories from at least 1 upwards: "
                    + leastBatch + " to " + mostBatch + ", " + leastMemoryMb + " MB to " + mostMemoryMb + " MB");
        }
    }

    /** Whether a batch and a memory, MB, lie in the range, its ends included. */
    public boolean contains(int batch, int memoryMb) {
        return leastBatch <= batch && batch <= mostBatch && leastMemoryMb <= memoryMb && memoryMb <= mostMemoryMb;
    }
}
