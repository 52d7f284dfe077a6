package faastrain.analytic;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.AffineCurve;
import java.util.EnumMap;
import java.util.Map;

/**
 * λDNN's closed form of training with a parameter server (Xu et al., IEEE Trans. Computers 71(2), 2022, DOI
 * 10.1109/TC.2021.3054656):
 *
 * <pre>
 * T = d_t/(n·B_s) + k·(b_l/R + 2·d_m/B_p),  B_p = min(B_f, B_PS/n)
 * C = n·m·p·T + the server's price·T
 * </pre>
 *
 * <p>k are the iterations of the whole training, b_l/R is the computation of one by FasDL's eq. 4, B_s the store's
 * throughput for a function's part of the data, B_f what one function has to the server and B_PS the server's NIC, which
 * the functions share where the job limits it. The published provisioner (icloud-ecnu/lambdadnn, Predictor.py) has
 * B_f = 80 MiB/s, divides B_PS among more than 16 functions, bills functions by 0.0000166667 dollars per GB·s and the
 * server by 2.6e-5 dollars a second.
 *
 * <p>Declared deviations. With several servers B_PS is that of all together, and their rent is that of all. The rent is
 * rounded as its price says, by the second and to 60 s at least on EC2. An epoch's last batch may be a short one, which
 * exchanges as much; where it is dropped, k is the provisioner's E·⌊⌊D/n⌋/b_l⌋. Functions load once, however often the
 * job invokes them anew. The server is used by one function too, so that n = 1 exchanges as well.
 *
 * <p>It applies to LambdaML's hybrid too, whose latency, (de)serialisation, update and bytes of a parameter beyond 4 it
 * leaves out.
 */
public final class LambdaDnn {
    /** The id of the closed form. */
    public static final String ID = "lambdadnn";

    private LambdaDnn() {}

    /** Whether it is a closed form of this job: functions that exchange gradients every batch with synchronous servers. */
    public static boolean applies(Job job) {
        return job.exchange().pattern() == PatternKind.PARAMETER_SERVER
                && job.protocol() == ProtocolKind.BSP
                && job.algorithm().kind() == AlgorithmKind.GA_SGD
                && job.exchange().channel() instanceof Channel.Servers;
    }

    /** T and C. */
    public static Prediction predict(Job job) {
        Plan plan = job.plan();
        double iterations = (double) job.schedule().iterations() * job.epochs();
        double oneWay = job.workload().modelMib() / functionMibPerSecond(job);
        Map<Term, Double> terms = new EnumMap<>(Term.class);
        terms.put(
                Term.LOAD,
                BandwidthAlone.seconds(
                        job.storeLink().download(), job.workload().dataMib() / plan.workers()));
        terms.put(Term.TRAIN, job.epochs() * job.computeSecondsPerEpoch());
        terms.put(Term.UPLOAD, iterations * oneWay);
        terms.put(Term.DOWNLOAD, iterations * oneWay);
        double seconds = Prediction.sum(terms);
        Map<CostItem, Double> items = new EnumMap<>(CostItem.class);
        items.put(CostItem.FUNCTION_DURATION, job.prices().durationUsd(seconds * plan.workers(), plan.memoryMb()));
        items.put(CostItem.SERVERS, job.prices().services().rentUsd(seconds));
        return new Prediction(ID, job.counting(), iterations, terms, items);
    }

    /** B_p: the bandwidth that a function has to the server when all talk to it, MiB/s. */
    public static double functionMibPerSecond(Job job) {
        Channel.Servers servers = (Channel.Servers) job.exchange().channel();
        double all = servers.networkMibPerSecond() * servers.servers();
        double own = servers.link().upload() instanceof AffineCurve affine
                ? affine.bandwidthMibPerSecond()
                : Double.POSITIVE_INFINITY;
        return Math.min(own, all / job.plan().workers());
    }
}
