package faastrain.event;

import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.model.Algorithm;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import faastrain.trace.SaturationCurve;
import faastrain.trace.TransferCurve;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random jobs for the laws. */
public final class Jobs {
    /** A gigabyte-second for 1e-5 dollars, requests as S3's, no rounding. */
    static final Prices PRICES = new Prices(1e-5, 0, 0, 5e-6, 4e-7, 0);

    private Jobs() {}

    /** A workload with a data set of {@code samples} samples and no flattening. */
    static Workload workload(double modelMib, double dataMib, long samples, double a, double b, double m) {
        return new Workload(modelMib, dataMib, samples, new ComputeCoefficients(a, b, m), Optional.empty());
    }

    /** A job under another protocol, life and algorithm. */
    static Job with(Job job, ProtocolKind protocol, int staleness, Lifecycle lifecycle, Algorithm algorithm) {
        return new Job(
                job.workload(),
                job.plan(),
                job.storeLink(),
                job.prices(),
                job.epochs(),
                protocol,
                job.counting(),
                job.last(),
                job.exchange(),
                lifecycle,
                algorithm,
                staleness);
    }

    /** A job under another protocol. */
    static Job with(Job job, ProtocolKind protocol, int staleness) {
        return with(job, protocol, staleness, job.lifecycle(), job.algorithm());
    }

    /** Transfer curves of both families. */
    static Arbitrary<TransferCurve> curves() {
        Arbitrary<TransferCurve> saturation = Combinators.combine(
                        Arbitraries.doubles().between(5, 200),
                        Arbitraries.doubles().between(0.01, 2))
                .as(SaturationCurve::new);
        Arbitrary<TransferCurve> affine = Combinators.combine(
                        Arbitraries.doubles().between(0, 0.2),
                        Arbitraries.doubles().between(5, 500))
                .as(AffineCurve::new);
        return Arbitraries.oneOf(saturation, affine);
    }

    /** Workloads of 1 to 500 MiB whose epoch is at most some tens of iterations of a global batch of some hundreds. */
    static Arbitrary<Workload> workloads() {
        return Combinators.combine(
                        Arbitraries.doubles().between(1, 500),
                        Arbitraries.doubles().between(0, 300),
                        Arbitraries.longs().between(1, 4_000),
                        Arbitraries.doubles().between(0.5, 3000),
                        Arbitraries.doubles().between(0, 30),
                        Arbitraries.doubles().between(-120, 1200))
                .as(Jobs::workload);
    }

    /** Workloads whose data set is some full global batches of {@code plan}, so that nothing is left over. */
    static Arbitrary<Workload> wholeBatches(Plan plan) {
        return Combinators.combine(workloads(), Arbitraries.integers().between(1, 8))
                .as((workload, iterations) -> new Workload(
                        workload.modelMib(),
                        workload.dataMib(),
                        plan.globalBatch() * iterations,
                        workload.compute(),
                        Optional.empty()));
    }

    /** Links to an object store without latency, whose affine curve is the bandwidth that LambdaML and λDNN load with. */
    static Arbitrary<FunctionLink> storeLinks() {
        return Arbitraries.oneOf(
                        Combinators.combine(
                                        Arbitraries.doubles().between(5, 200),
                                        Arbitraries.doubles().between(0.01, 2))
                                .as(SaturationCurve::new),
                        Arbitraries.doubles().between(5, 500).map(bandwidth -> new AffineCurve(0, bandwidth)))
                .map(curve -> new FunctionLink(curve, curve, 0, 0));
    }

    /** Affine links with a latency, the same both ways. */
    static Arbitrary<FunctionLink> affineLinks() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 0.2),
                        Arbitraries.doubles().between(5, 500))
                .as(AffineCurve::new)
                .map(curve -> new FunctionLink(curve, curve, 0, 0));
    }

    /** Plans of equal batches in which every worker counts as an aggregator. */
    static Arbitrary<Plan> plansOfAll(int least, int most) {
        return Combinators.combine(
                        Arbitraries.integers().between(least, most),
                        Arbitraries.integers().between(128, 10_240),
                        Arbitraries.integers().between(1, 256))
                .as((workers, memory, batch) -> new Plan(workers, memory, workers, batch, batch));
    }

    /** A job under BSP whose functions are started once and at once. */
    static Job startedOnce(
            Workload workload, Plan plan, FunctionLink store, int epochs, Counting counting, Exchange exchange) {
        return new Job(
                workload,
                plan,
                store,
                PRICES,
                epochs,
                ProtocolKind.BSP,
                counting,
                LastBatch.SHORT,
                exchange,
                new Lifecycle(Reinvocation.NEVER, 0));
    }

    /** The same job over another channel. */
    static Job over(Job job, PatternKind pattern, Channel channel) {
        return new Job(
                job.workload(),
                job.plan(),
                job.storeLink(),
                job.prices(),
                job.epochs(),
                job.protocol(),
                job.counting(),
                job.last(),
                new Exchange(pattern, channel, Waiting.NOTIFY),
                job.lifecycle());
    }

    /** A cache that nobody has to share. */
    static Channel.Cache unlimitedCache(FunctionLink link) {
        double unlimited = Double.POSITIVE_INFINITY;
        return new Channel.Cache(
                link, link.download().seconds(0), Integer.MAX_VALUE, 0, unlimited, unlimited, unlimited, false);
    }

    /** Plans of equal batches with {@code least} to {@code most} workers of whom {@code others} at least do not aggregate. */
    /** What LambdaML says of a training but that each worker loads its own part of the data only, not all of them. */
    static double withOwnLoad(Prediction predicted, Job job) {
        double part = job.workload().dataMib() / job.plan().workers();
        double load = part > 0 ? job.storeLink().download().seconds(part) : 0;
        return predicted.timeSeconds() - predicted.seconds(Term.LOAD) + load;
    }

    private static Arbitrary<Plan> plans(int least, int most, int others) {
        return Arbitraries.integers().between(least, most).flatMap(workers -> Combinators.combine(
                        Arbitraries.integers().between(1, workers - others),
                        Arbitraries.integers().between(128, 10_240),
                        Arbitraries.integers().between(1, 256))
                .as((k, memory, batch) -> new Plan(workers, memory, k, batch, batch)));
    }

    /** Jobs of up to 14 workers with equal batches under BSP, any K, any counting of the last batch. */
    static Arbitrary<Job> equalBatches() {
        return Combinators.combine(
                        workloads(),
                        plans(1, 14, 0),
                        curves(),
                        curves(),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(LastBatch.values()))
                .as((workload, plan, up, down, epochs, last) -> new Job(
                        workload,
                        plan,
                        new FunctionLink(up, down, 0, 0),
                        PRICES,
                        epochs,
                        ProtocolKind.BSP,
                        Counting.PAPER,
                        last))
                .filter(job -> job.last() == LastBatch.SHORT
                        || job.workload().samples() >= job.plan().globalBatch());
    }

    /**
     * Jobs under HAP with K < W, full iterations only, and a non-aggregators' batch for which 0 ≤ Δ ≤ T_agg. The data
     * set is made to fit {@code iterations} iterations.
     */
    static Arbitrary<Job> hybridAsynchronous() {
        return Combinators.combine(
                        workloads(),
                        plans(2, 12, 1),
                        curves(),
                        curves(),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.doubles().between(0, 1))
                .as((workload, plan, up, down, epochs, iterations, share) -> {
                    FunctionLink link = new FunctionLink(up, down, 0, 0);
                    Job equal = new Job(
                            workload, plan, link, PRICES, epochs, ProtocolKind.HAP, Counting.PAPER, LastBatch.DROP);
                    long most = faastrain.analytic.FasDl.balancedBatch(equal);
                    int batch = plan.aggregatorBatch()
                            + (int) Math.floor(share * (Math.min(most, 1_000_000) - plan.aggregatorBatch()));
                    Plan unequal = plan.withNonAggregatorBatch(batch);
                    Workload fitted = new Workload(
                            workload.modelMib(),
                            workload.dataMib(),
                            unequal.globalBatch() * iterations,
                            workload.compute(),
                            Optional.empty());
                    return new Job(
                            fitted, unequal, link, PRICES, epochs, ProtocolKind.HAP, Counting.PAPER, LastBatch.DROP);
                });
    }
}
