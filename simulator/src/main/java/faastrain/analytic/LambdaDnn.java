package faastrain.analytic;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import faastrain.trace.TransferCurve;
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
 * throughput for a function's part of the data, B_f what one function has and B_PS the server's NIC. With several servers
 * B_PS is that of all together.
 *
 * <p>It applies to LambdaML's hybrid too, whose (de)serialisation, update and 8 bytes a parameter it leaves out.
 */
public final class LambdaDnn {
    /** The id of the closed form. */
    public static final String ID = "lambdadnn";

    private LambdaDnn() {}

    /** Whether it is a closed form of this job: functions with parameter servers. */
    public static boolean applies(Job job) {
        return job.exchange().pattern() == PatternKind.PARAMETER_SERVER
                && job.exchange().channel() instanceof Channel.Servers;
    }

    /** T and C. */
    public static Prediction predict(Job job) {
        Plan plan = job.plan();
        Schedule schedule = job.schedule();
        double iterations = (double) schedule.iterations() * job.epochs();
        double epoch = schedule.fullIterations() * job.computeSeconds(plan.aggregatorBatch())
                + (schedule.lastSamples() > 0 ? job.computeSeconds(schedule.lastBatch(0)) : 0);
        double oneWay = job.workload().modelMib() / functionMibPerSecond(job);
        Map<Term, Double> terms = new EnumMap<>(Term.class);
        terms.put(Term.LOAD, loadSeconds(job));
        terms.put(Term.TRAIN, job.epochs() * epoch);
        terms.put(Term.UPLOAD, iterations * oneWay);
        terms.put(Term.DOWNLOAD, iterations * oneWay);
        double seconds =
                terms.values().stream().mapToDouble(Double::doubleValue).sum();
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

    private static double loadSeconds(Job job) {
        double mib = job.workload().dataMib() / job.plan().workers();
        if (mib == 0) {
            return 0;
        }
        TransferCurve curve = job.storeLink().download();
        return curve instanceof AffineCurve affine ? mib / affine.bandwidthMibPerSecond() : curve.seconds(mib);
    }
}
