package faastrain.communication;

/**
 * Ring all-reduce, as distributed PyTorch does it between virtual machines: the parameters are cut into W chunks; in
 * W − 1 steps each worker sends a chunk to the next, which adds its own to it, and in W − 1 more the sums go round
 * (Patarasuk and Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", J. Parallel and
 * Distributed Computing 69(2), 2009). A worker sends and receives at once and begins a step when it has ended the one
 * before; a round takes (2W − 2)(m/W/B + L) (LambdaML's IaaS).
 *
 * <p>An object is the link from a worker to the next; each of the 2(W − 1) chunks that cross it in a round is a version.
 * In the t-th step, counted from 0, worker w sends chunk (w − t) mod W: first its own, then always the one that it received
 * in the step before.
 * One worker alone exchanges nothing.
 */
public final class Ring implements Pattern {
    private final int workers;

    /**
     * The ring of {@code workers} workers.
     *
     * @throws IllegalArgumentException unless there is at least one
     */
    public Ring(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("a ring needs at least one worker: " + workers);
        }
        this.workers = workers;
    }

    @Override
    public int parts() {
        return workers;
    }

    @Override
    public int objects() {
        return workers == 1 ? 0 : workers;
    }

    @Override
    public int versionsPerRound() {
        return workers == 1 ? 1 : 2 * (workers - 1);
    }

    @Override
    public int steps(int worker) {
        return 4 * (workers - 1);
    }

    @Override
    public Step step(int worker, int index) {
        boolean sends = index % 2 == 0;
        if (index < 2 * (workers - 1)) {
            return sends ? Step.SEND_TO_MERGE : Step.RECEIVE_TO_MERGE;
        }
        return sends ? Step.SEND_MERGED : Step.RECEIVE_MERGED;
    }

    @Override
    public int object(int worker, int index) {
        return index % 2 == 0 || worker > 0 ? worker - index % 2 : workers - 1;
    }

    @Override
    public int version(int worker, int index) {
        return index / 2 + 1;
    }

    @Override
    public String key(int object, long round) {
        return "worker" + object + "/next";
    }
}
