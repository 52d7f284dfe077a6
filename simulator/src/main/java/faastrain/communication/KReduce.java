package faastrain.communication;

import faastrain.scenario.Counting;

/**
 * FasDL's K-Reduce: the parameters are cut into K shards; every worker uploads its shard k for aggregator k, which
 * downloads the shards of all others, merges them, and uploads the result for all to download (FasDL, section III,
 * eqs. 1a to 1c; order of steps as in the published worker code). With K = W it is LambdaML's ScatterReduce, whose code
 * ({@code reduce_scatter_batch}) moves the same objects under other keys.
 *
 * <p>In the paper's account an aggregator reads the shards of the others in the order of their numbers, the other
 * aggregators' first; in the implementation's in the order in which a listing shows their keys.
 *
 * <p>The two countings differ in an aggregator's own shard. The published code ({@link Counting#IMPLEMENTATION})
 * keeps it: K·W uploads and 2K(W−1) downloads a round, and each shard is deleted once it is read, K(W−1) deletions. The
 * paper's equations of time ({@link Counting#PAPER}) let an aggregator spend the time of K uploads and K downloads, its
 * own shard included, while its equations of cost (10 and 11) count the requests and bytes of the others only; so that
 * shard takes time here and is no request.
 *
 * <p>No round deletes merged shards. FasDL's code never does; in LambdaML's, worker 0 deletes those of earlier rounds at
 * the end of an epoch, and all at the end of the run.
 *
 * <p>LambdaML's ScatterReduce deletes each shard once it is read on S3 and Redis; with Memcached and DynamoDB those that
 * were found together are deleted together.
 *
 * <p>One worker alone exchanges nothing.
 */
public final class KReduce implements Pattern {
    private final int workers;
    private final int aggregators;
    private final boolean paper;
    private final boolean lambdaMlKeys;

    /** The numbers of the workers in the order in which an aggregator reads their shards. */
    private final int[] readOrder;

    private final int[] placeInReadOrder;

    /** The numbers of the merged shards in the order in which they are read. */
    private final int[] mergedOrder;

    private final int[] placeInMergedOrder;

    /**
     * The exchange among {@code workers} workers of whom the first {@code aggregators} aggregate.
     *
     * @throws IllegalArgumentException unless 1 ≤ K ≤ W, or when the objects of a round are more than an int counts
     */
    public KReduce(int workers, int aggregators, Counting counting) {
        this(workers, aggregators, counting, counting == Counting.IMPLEMENTATION);
    }

    /**
     * The same exchange.
     *
     * @param listsInOrder whether objects are read in the order of their keys, as an object store lists them; in that
     *     of the numbers otherwise
     * @throws IllegalArgumentException as above
     */
    public KReduce(int workers, int aggregators, Counting counting, boolean listsInOrder) {
        this(workers, aggregators, counting, listsInOrder, false);
    }

    private KReduce(int workers, int aggregators, Counting counting, boolean listsInOrder, boolean lambdaMlKeys) {
        if (aggregators < 1 || aggregators > workers) {
            throw new IllegalArgumentException("K-Reduce needs 1 <= K <= W: K = " + aggregators + ", W = " + workers);
        }
        long objects = (workers + 1L) * aggregators;
        if (objects > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("K-Reduce of " + workers + " workers and " + aggregators
                    + " aggregators has more objects a round than an int counts: " + objects);
        }
        this.workers = workers;
        this.aggregators = aggregators;
        this.paper = counting == Counting.PAPER;
        this.lambdaMlKeys = lambdaMlKeys;
        this.readOrder = listsInOrder ? KeyOrder.byKey(workers, "_") : KeyOrder.byNumber(workers);
        this.placeInReadOrder = KeyOrder.places(readOrder);
        this.mergedOrder =
                listsInOrder ? KeyOrder.byKey(aggregators, lambdaMlKeys ? "_" : "") : KeyOrder.byNumber(aggregators);
        this.placeInMergedOrder = KeyOrder.places(mergedOrder);
    }

    /** LambdaML's ScatterReduce among {@code workers} workers through an object store, as its code moves objects. */
    public static KReduce scatterReduce(int workers) {
        return scatterReduce(workers, true);
    }

    /**
     * LambdaML's ScatterReduce among {@code workers} workers, as its code moves objects.
     *
     * @param listsInOrder whether listings are in the order of the keys; the workers' numbers otherwise
     */
    public static KReduce scatterReduce(int workers, boolean listsInOrder) {
        return new KReduce(workers, workers, Counting.IMPLEMENTATION, listsInOrder, true);
    }

    @Override
    public int parts() {
        return aggregators;
    }

    @Override
    public int objects() {
        return workers == 1 ? 0 : (workers + 1) * aggregators;
    }

    @Override
    public int steps(int worker) {
        if (workers == 1) {
            return 0;
        }
        return worker < aggregators ? 2 * moved() + workers : 2 * aggregators;
    }

    @Override
    public Step step(int worker, int index) {
        if (worker >= aggregators) {
            return index < aggregators ? Step.PUT_SHARD : Step.GET_MERGED;
        }
        int moved = moved();
        if (index < moved) {
            return uploaded(worker, index) == worker ? Step.PASS_OWN_SHARD : Step.PUT_SHARD;
        }
        if (index < moved + workers - 1) {
            return paper ? Step.GET_SHARD : Step.GET_AND_DELETE_SHARD;
        }
        if (index == moved + workers - 1) {
            return Step.PUT_MERGED;
        }
        return downloaded(worker, index - moved - workers) == worker ? Step.PASS_OWN_MERGED : Step.GET_MERGED;
    }

    @Override
    public int object(int worker, int index) {
        if (worker >= aggregators) {
            return index < aggregators ? shard(worker, index) : merged(mergedOrder[index - aggregators]);
        }
        int moved = moved();
        if (index < moved) {
            return shard(worker, uploaded(worker, index));
        }
        if (index < moved + workers - 1) {
            int other = index - moved;
            return shard(readOrder[other < placeInReadOrder[worker] ? other : other + 1], worker);
        }
        if (index == moved + workers - 1) {
            return merged(worker);
        }
        return merged(downloaded(worker, index - moved - workers));
    }

    @Override
    public int part(int object) {
        return object % aggregators;
    }

    @Override
    public int author(int object) {
        return object < workers * aggregators ? object / aggregators : -1;
    }

    /**
     * FasDL: {@code tmp/shard_worker_round} and {@code merged/round_shard}; LambdaML: {@code tmp/shard_worker_round}
     * and {@code merged/shard_round}, its round being an epoch and a batch.
     */
    @Override
    public String key(int object, long round) {
        if (object >= workers * aggregators) {
            int shard = object - workers * aggregators;
            return "merged/" + (lambdaMlKeys ? shard + "_" + round : round + "_" + shard);
        }
        return "tmp/" + object % aggregators + "_" + object / aggregators + "_" + round;
    }

    /** The object that worker {@code worker} uploads for aggregator {@code aggregator}. */
    public int shard(int worker, int aggregator) {
        return worker * aggregators + aggregator;
    }

    /** The object that aggregator {@code aggregator} merges. */
    public int merged(int aggregator) {
        return workers * aggregators + aggregator;
    }

    /** How many shards an aggregator spends time on when it uploads and when it downloads. */
    private int moved() {
        return paper ? aggregators : aggregators - 1;
    }

    /** The shard that an aggregator uploads as its {@code index}-th. */
    private int uploaded(int worker, int index) {
        return paper || index < worker ? index : index + 1;
    }

    /** The merged shard that an aggregator downloads as its {@code index}-th. */
    private int downloaded(int worker, int index) {
        return mergedOrder[paper || index < placeInMergedOrder[worker] ? index : index + 1];
    }
}
