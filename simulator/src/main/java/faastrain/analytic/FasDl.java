package faastrain.analytic;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.model.ServicePrices;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Counting;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.Flattening;
import java.util.EnumMap;
import java.util.Map;

/**
 * FasDL's closed form of a K-Reduce training over object storage or ElastiCache (Chen et al., "FasDL", IEEE, 2024, DOI
 * 10.1109/TC.2024.3485202, eqs. 1 to 11 and 16). Over a cache the requests to storage cost nothing and the data moved
 * costs what eq. 11 says, where the cache is serverless; nodes cost their rent over the predicted time, which the paper
 * does not have.
 *
 * <p>{@link Counting#PAPER} is the paper's account. {@link Counting#IMPLEMENTATION} is that of the published code: an
 * aggregator neither uploads nor downloads its own shard (K−1 instead of K), loading is left out, flattening the
 * parameters takes k1·M^k2 seconds where it was profiled, and waiting adds 0.00119·W·(S_s + 33.7)·(2 − K/W) seconds.
 *
 * <p>Declared deviations. With one worker nothing is exchanged, where the equations would still upload and download.
 * Iterations are whole, as the {@link Schedule} rounds them epoch by epoch, where the published optimizer takes
 * ⌊D·E/B^g⌋; {@link #predictRealIterations} keeps eq. 6's real number. Functions that are not invoked anew for each
 * epoch load once, in eq. 7 and in eq. 11 alike.
 * The published optimizer still counts K uploads of the aggregators, against its own worker code, and one download
 * for K = 1; here both are K−1, what an aggregator of the worker code does. Under HAP that is the pace of the training
 * as long as the non-aggregators, which move all K shards, do not set it ({@link #nonAggregatorsSetThePace}).
 */
public final class FasDl {
    /** The id of the closed form. */
    public static final String ID = "fasdl";

    /** Seconds per worker and MiB that waiting adds in the published optimizer, with its offset in MiB. */
    private static final double WAIT_SECONDS = 0.00119;

    private static final double WAIT_OFFSET_MIB = 33.7;

    private FasDl() {}

    /**
     * Whether the closed form is one of this job: K-Reduce, with K = 1 and K = W too, over object storage or a cache; but
     * not LambdaML's code of AllReduce, which moves other objects than K-Reduce with K = 1. It knows BSP and HAP, and
     * gradients that are exchanged every batch.
     */
    public static boolean applies(Job job) {
        boolean storage = job.exchange().channel() instanceof Channel.Store
                || job.exchange().channel() instanceof Channel.Cache;
        boolean known = (job.protocol() == ProtocolKind.BSP || job.protocol() == ProtocolKind.HAP)
                && job.algorithm().kind() == AlgorithmKind.GA_SGD;
        if (!storage || !known) {
            return false;
        }
        return switch (job.exchange().pattern()) {
            case ALL_REDUCE -> job.counting() == Counting.PAPER;
            case SCATTER_REDUCE, K_REDUCE -> true;
            case PARAMETER_SERVER, RING, GLOBAL_MODEL -> false;
        };
    }

    /** The prediction with the iterations that the schedule gives. */
    public static Prediction predict(Job job) {
        return predict(job, (double) job.schedule().iterations(), job.computeSecondsPerEpoch());
    }

    /** The prediction with eq. 6's real-valued I = D/B^g. */
    public static Prediction predictRealIterations(Job job) {
        double iterations =
                (double) job.workload().samples() / (double) job.plan().globalBatch();
        return predict(
                job, iterations, iterations * job.computeSeconds(job.plan().aggregatorBatch()));
    }

    private static Prediction predict(Job job, double iterationsPerEpoch, double trainPerEpoch) {
        double iterations = iterationsPerEpoch * job.epochs();
        Map<Term, Double> terms = new EnumMap<>(Term.class);
        terms.put(Term.LOAD, job.counting() == Counting.PAPER ? loadSeconds(job) * job.functionRounds() : 0);
        terms.put(Term.TRAIN, trainPerEpoch * job.epochs());
        terms.put(Term.UPLOAD, uploadSeconds(job) * iterations);
        terms.put(Term.AGGREGATE, aggregateSeconds(job) * iterations);
        terms.put(Term.DOWNLOAD, downloadSeconds(job) * iterations);
        if (job.counting() == Counting.IMPLEMENTATION) {
            terms.put(Term.FLATTEN, flattenSeconds(job) * iterations);
            terms.put(Term.WAIT, waitSeconds(job) * iterations);
        }
        double seconds = Prediction.sum(terms);
        Plan plan = job.plan();
        Map<CostItem, Double> items = new EnumMap<>(CostItem.class);
        items.put(CostItem.FUNCTION_DURATION, job.prices().durationUsd(seconds * plan.workers(), plan.memoryMb()));
        if (job.exchange().channel() instanceof Channel.Cache) {
            ServicePrices services = job.prices().services();
            items.put(CostItem.CACHE_NODES, services.rentUsd(seconds));
            items.put(CostItem.CACHE_MOVED, services.usdPerMovedMib() * cacheMib(job, iterations));
        } else {
            items.put(CostItem.STORAGE_PUT, job.prices().usdPerPut() * putsPerIteration(job) * iterations);
            items.put(CostItem.STORAGE_GET, job.prices().usdPerGet() * getsPerIteration(job) * iterations);
        }
        return new Prediction(ID, job.counting(), iterations, terms, items);
    }

    /** MiB that a function loads at the start of a round of functions, as one object: S_m + S_d·B^n/B^g (eq. 5). */
    public static double loadMib(Job job) {
        Plan plan = job.plan();
        return job.workload().modelMib() + job.workload().dataMib() * plan.nonAggregatorBatch() / plan.globalBatch();
    }

    /** Seconds of loading at the start of a round of functions (eq. 5). */
    public static double loadSeconds(Job job) {
        return job.storeLink().download().seconds(loadMib(job));
    }

    /**
     * MiB that are moved through a cache in a training, E·(2·S_d + I·S_m·(3W − 2)) (eq. 11): K·W shards up and 2K(W − 1)
     * down are (3W − 2) models, whatever K is. The data go with the rounds of functions, one an epoch in the paper.
     */
    private static double cacheMib(Job job, double iterations) {
        double exchanged = job.communicates()
                ? job.workload().modelMib() * (3.0 * job.plan().workers() - 2)
                : 0;
        return job.functionRounds() * 2.0 * job.workload().dataMib() + iterations * exchanged;
    }

    /** Seconds of uploading in an iteration (eq. 1a). */
    public static double uploadSeconds(Job job) {
        return job.communicates() ? shardsMoved(job) * job.shardUploadSeconds() : 0;
    }

    /** Seconds of aggregating in an iteration (eq. 1b). */
    public static double aggregateSeconds(Job job) {
        return job.communicates()
                ? (job.plan().workers() - 1) * job.shardDownloadSeconds() + job.shardUploadSeconds()
                : 0;
    }

    /** Seconds of downloading in an iteration (eq. 1c). */
    public static double downloadSeconds(Job job) {
        return job.communicates() ? shardsMoved(job) * job.shardDownloadSeconds() : 0;
    }

    /** Seconds of communication in an iteration (eq. 3). */
    public static double communicationSeconds(Job job) {
        return uploadSeconds(job) + aggregateSeconds(job) + downloadSeconds(job);
    }

    /** PUT requests of an iteration, K·W (eq. 10). */
    public static long putsPerIteration(Job job) {
        return job.communicates() ? (long) job.plan().aggregators() * job.plan().workers() : 0;
    }

    /** GET requests of an iteration, 2K(W−1) (eq. 10). */
    public static long getsPerIteration(Job job) {
        return 2L * job.plan().aggregators() * (job.plan().workers() - 1);
    }

    /**
     * Seconds that a round of functions takes longer under HAP than eq. 7 says, in the account of the paper: in the
     * first iteration the aggregators wait for the non-aggregators' longer batch, less what they can read meanwhile:
     * max(0, Δ − (K−1)·τ) with Δ = T_train(B^n) − T_train(B^a), for 0 ≤ Δ ≤ T_agg (models.md, section 5).
     */
    public static double firstIterationWaitSeconds(Job job) {
        if (job.plan().nonAggregators() == 0) {
            return 0;
        }
        return Math.max(0, extraComputeSeconds(job) - (job.plan().aggregators() - 1) * job.shardDownloadSeconds());
    }

    /**
     * Whether, under HAP, an iteration of the non-aggregators takes longer than one of the aggregators, so that the
     * closed form is too short. In the paper's account this is eq. 16 overstepped, Δ > T_agg.
     */
    public static boolean nonAggregatorsSetThePace(Job job) {
        if (job.plan().nonAggregators() == 0) {
            return false;
        }
        double moveShard = job.shardUploadSeconds() + job.shardDownloadSeconds();
        double extraShards = (job.plan().aggregators() - shardsMoved(job)) * moveShard;
        return extraComputeSeconds(job) + extraShards > aggregateSeconds(job) * (1 + 1e-12);
    }

    /** Δ: seconds that a non-aggregator's batch computes longer than an aggregator's. */
    public static double extraComputeSeconds(Job job) {
        return job.computeSeconds(job.plan().nonAggregatorBatch())
                - job.computeSeconds(job.plan().aggregatorBatch());
    }

    /**
     * The non-aggregators' batch that fills the time in which the aggregators aggregate: T_train(B^n) =
     * T_train(B^a) + T_agg (eq. 16), in whole samples, rounded down so that eq. 16 is not overstepped.
     */
    public static long balancedBatch(Job job) {
        double extraSamples = aggregateSeconds(job)
                * (job.plan().memoryMb() + job.workload().compute().m())
                / job.workload().compute().a();
        return job.plan().aggregatorBatch() + (long) Math.floor(extraSamples);
    }

    private static int shardsMoved(Job job) {
        return job.counting() == Counting.PAPER
                ? job.plan().aggregators()
                : job.plan().aggregators() - 1;
    }

    private static double flattenSeconds(Job job) {
        return job.communicates()
                ? job.workload()
                        .flattening()
                        .map((Flattening flattening) ->
                                flattening.seconds(job.plan().memoryMb()))
                        .orElse(0.0)
                : 0;
    }

    private static double waitSeconds(Job job) {
        return job.communicates() ? waitSeconds(job.plan().workers(), job.plan().aggregators(), job.shardMib()) : 0;
    }

    /** Seconds that the published optimizer adds to an iteration for waiting: 0.00119·W·(S_s + 33.7)·(2 − K/W). */
    public static double waitSeconds(int workers, int aggregators, double shardMib) {
        return WAIT_SECONDS * workers * (shardMib + WAIT_OFFSET_MIB) * (2 - aggregators / (double) workers);
    }
}
