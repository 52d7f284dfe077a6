package faastrain.learning;

/** The samples of a worker in one iteration: a stretch of an epoch's order. */
final class Batch {
    private final int[] order;
    private final int from;
    private final int to;
    private final long global;

    /**
     * Samples {@code order[from]} to before {@code order[to]}.
     *
     * @param global samples of all workers in the same iteration
     */
    Batch(int[] order, int from, int to, long global) {
        this.order = order;
        this.from = from;
        this.to = to;
        this.global = global;
    }

    int size() {
        return to - from;
    }

    int sample(int position) {
        return order[from + position];
    }

    long global() {
        return global;
    }
}
