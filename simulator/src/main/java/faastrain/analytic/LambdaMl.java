package faastrain.analytic;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * LambdaML's closed forms of training on functions and on virtual machines (Jiang et al., "Towards Demystifying
 * Serverless Machine Learning Training", SIGMOD 2021, arXiv 2105.07806, section 5.3):
 *
 * <pre>
 * FaaS(w) = t_F(w) + s/B_S3 + R·f(w)·(r·(3w−2)·(m/w / B_c + L_c) + C/w)
 * IaaS(w) = t_I(w) + s/B_S3 + R·f(w)·(r·(2w−2)·(m/w / B_n + L_n) + C/w)
 * </pre>
 *
 * <p>R·f(w) are the epochs E of the job, r the rounds of communication of an epoch: its iterations, as the job exchanges
 * gradients after each batch (GA-SGD). C/w is what one of the w workers computes in an epoch: its batches by FasDL's
 * eq. 4. m/w/B_c + L_c is the time of an object of m/w by the channel's curve, whichever family it has; over a table it
 * is that of the items into which the object is cut, one after the other. s/B_S3 is, as printed, the whole data set
 * through one link, without a latency; a curve that saturates gives the throughput of one object of s.
 *
 * <p>The paper gives no equation of the cost. Here the workers are billed for the predicted time, functions without
 * their start-up; and so is what is rented, from the start of the workers on, by the increments of its price. Requests
 * to a store, units of a table and data moved through a serverless cache are left out.
 *
 * <p>Declared deviations. One function alone exchanges nothing, where 3w − 2 would still be one object. Workers start
 * and load once, however often the job invokes them anew. Without a start-up in the job its term is 0.
 */
public final class LambdaMl {
    /** The id of the closed form for functions. */
    public static final String FAAS_ID = "lambdaml-faas";

    /** The id of the closed form for virtual machines. */
    public static final String IAAS_ID = "lambdaml-iaas";

    private LambdaMl() {}

    /**
     * Whether FaaS(w) is a closed form of this job: ScatterReduce through a store, a cache or a table; and AllReduce as
     * LambdaML's code does it, for which the paper has no other equation, though 3w − 2 objects of m/w are
     * ScatterReduce's.
     */
    public static boolean faasApplies(Job job) {
        boolean storage = job.exchange().channel() instanceof Channel.Store
                || job.exchange().channel() instanceof Channel.Cache
                || job.exchange().channel() instanceof Channel.Table;
        return storage
                && job.protocol() == ProtocolKind.BSP
                && (job.exchange().pattern() == PatternKind.SCATTER_REDUCE
                        || (job.exchange().pattern() == PatternKind.ALL_REDUCE
                                && job.counting() == Counting.IMPLEMENTATION));
    }

    /** Whether IaaS(w) is a closed form of this job: a ring of virtual machines. */
    public static boolean iaasApplies(Job job) {
        return job.exchange().pattern() == PatternKind.RING;
    }

    /** FaaS(w). */
    public static Prediction faas(Job job) {
        int workers = job.plan().workers();
        double objectMib = job.workload().modelMib() / workers;
        double up = job.exchange().channel().uploadSeconds(objectMib);
        double down = job.exchange().channel().downloadSeconds(objectMib);
        double rounds = rounds(job);
        boolean communicates = workers > 1;
        Map<Term, Double> terms = common(job);
        terms.put(Term.UPLOAD, communicates ? rounds * (workers - 1) * up : 0);
        terms.put(Term.AGGREGATE, communicates ? rounds * ((workers - 1) * down + up) : 0);
        terms.put(Term.DOWNLOAD, communicates ? rounds * (workers - 1) * down : 0);
        double seconds = Prediction.sum(terms);
        double billed = seconds - job.lifecycle().startUpSeconds();
        Map<CostItem, Double> items = new EnumMap<>(CostItem.class);
        items.put(
                CostItem.FUNCTION_DURATION,
                job.prices().durationUsd(billed * workers, job.plan().memoryMb()));
        if (job.exchange().channel() instanceof Channel.Cache) {
            items.put(CostItem.CACHE_NODES, job.prices().services().rentUsd(seconds));
        }
        return new Prediction(FAAS_ID, job.counting(), rounds, terms, items);
    }

    /** IaaS(w). */
    public static Prediction iaas(Job job) {
        int workers = job.plan().workers();
        double step = job.exchange().channel().uploadSeconds(job.workload().modelMib() / workers);
        double rounds = rounds(job);
        Map<Term, Double> terms = common(job);
        terms.put(Term.AGGREGATE, rounds * (workers - 1) * step);
        terms.put(Term.DOWNLOAD, rounds * (workers - 1) * step);
        Map<CostItem, Double> items = new EnumMap<>(CostItem.class);
        items.put(CostItem.INSTANCES, job.prices().services().rentUsd(Prediction.sum(terms)));
        return new Prediction(IAAS_ID, job.counting(), rounds, terms, items);
    }

    /** Start-up, loading and computation, which both forms share. */
    private static Map<Term, Double> common(Job job) {
        Map<Term, Double> terms = new EnumMap<>(Term.class);
        terms.put(Term.STARTUP, job.lifecycle().startUpSeconds());
        terms.put(
                Term.LOAD,
                BandwidthAlone.seconds(
                        job.storeLink().download(), job.workload().dataMib()));
        terms.put(Term.TRAIN, job.epochs() * job.computeSecondsPerEpoch());
        return terms;
    }

    /** Rounds of communication: one a mini-batch with GA-SGD, fewer with MA-SGD and ADMM. */
    private static double rounds(Job job) {
        return job.rounds().rounds();
    }
}
