package faastrain.communication;

/**
 * AllReduce as LambdaML's code moves objects ({@code reduce_batch} of its S3 and Redis communicators): every worker
 * uploads its gradients; worker 0 lists the bucket, downloads what it finds, its own included, deletes what it has read,
 * uploads the sum, and deletes the sums of earlier rounds; the others ask for the sum by its key until it is there. A
 * round makes W + 1 uploads and 2W − 1 downloads. A sum of an earlier round is no longer needed when it is deleted: worker
 * 0 has this round's gradients of all by then, and nobody uploads them before it has the sum of the round before.
 *
 * <p>The same objects move with Memcached and DynamoDB, but there one request (a multi-get of the keys that are still
 * awaited, a scan of the table) finds objects and brings them at once; and only S3 lists keys in their order.
 *
 * <p>The variant for neural networks lets worker 0 download the sum too (2W downloads); this follows the one for vectors.
 *
 * <p>One worker alone exchanges nothing, where the code would still upload and download.
 */
public final class AllReduce implements Pattern {
    private final int workers;
    private final int[] listed;

    /**
     * The exchange among {@code workers} workers through an object store, which lists keys in their order.
     *
     * @throws IllegalArgumentException unless there is at least one
     */
    public AllReduce(int workers) {
        this(workers, true);
    }

    /**
     * The exchange among {@code workers} workers.
     *
     * @param listsInOrder whether listings are in the order of the keys; the workers' numbers otherwise
     * @throws IllegalArgumentException unless there is at least one
     */
    public AllReduce(int workers, boolean listsInOrder) {
        if (workers < 1) {
            throw new IllegalArgumentException("AllReduce needs at least one worker: " + workers);
        }
        this.workers = workers;
        this.listed = listsInOrder ? KeyOrder.byKey(workers, "_") : KeyOrder.byNumber(workers);
    }

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public int objects() {
        return workers == 1 ? 0 : workers + 1;
    }

    @Override
    public int steps(int worker) {
        if (workers == 1) {
            return 0;
        }
        return worker == 0 ? workers + 3 : 2;
    }

    @Override
    public Step step(int worker, int index) {
        if (index == 0) {
            return Step.PUT_SHARD;
        }
        if (worker != 0) {
            return Step.GET_MERGED_BY_KEY;
        }
        if (index <= workers) {
            return Step.GET_SHARD_DELETE_TOGETHER;
        }
        return index == workers + 1 ? Step.PUT_MERGED : Step.DELETE_EXPIRED;
    }

    @Override
    public int object(int worker, int index) {
        if (index == 0) {
            return worker;
        }
        return worker == 0 && index <= workers ? listed[index - 1] : workers;
    }

    @Override
    public int author(int object) {
        return object < workers ? object : -1;
    }

    /** {@code tmp/worker_round} and {@code merged/merged_round}; the code's round is an epoch and a batch. */
    @Override
    public String key(int object, long round) {
        return object == workers ? "merged/merged_" + round : "tmp/" + object + "_" + round;
    }
}
