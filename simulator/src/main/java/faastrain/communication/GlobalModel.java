package faastrain.communication;

/**
 * LambdaML's asynchronous exchange ({@code async_reduce} of its communicators): one global model lies in storage; each
 * worker downloads it and overwrites it with its own, whenever it is ready, so that the last writer wins. A round makes W
 * uploads and W downloads, and nobody waits for anybody. The model is there from the start; in the code worker 0 uploads it
 * before its first exchange.
 *
 * <p>The variant for neural networks uploads first; this follows the one for vectors.
 *
 * <p>One worker alone exchanges nothing.
 */
public final class GlobalModel implements Pattern {
    private final int workers;

    /**
     * The exchange among {@code workers} workers.
     *
     * @throws IllegalArgumentException unless there is at least one
     */
    public GlobalModel(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("a global model needs at least one worker: " + workers);
        }
        this.workers = workers;
    }

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public int objects() {
        return workers == 1 ? 0 : 1;
    }

    @Override
    public int steps(int worker) {
        return workers == 1 ? 0 : 2;
    }

    @Override
    public Step step(int worker, int index) {
        return index == 0 ? Step.GET_GLOBAL : Step.PUT_GLOBAL;
    }

    @Override
    public int object(int worker, int index) {
        return 0;
    }

    /**
     * A download needs no more than what the worker itself has written in the round before, so that it never waits; what
     * it gets is the last that anybody has written.
     */
    @Override
    public int version(int worker, int index) {
        return index;
    }

    /** {@code merged/w_b_}, in every round. */
    @Override
    public String key(int object, long round) {
        return "merged/w_b_";
    }
}
