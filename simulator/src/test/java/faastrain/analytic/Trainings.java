package faastrain.analytic;

import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.ServicePrices;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import faastrain.trace.RetryPolicy;
import faastrain.trace.TransferCurve;
import java.util.Optional;

/** Trainings to predict. */
final class Trainings {
    /** 10^6 bytes in MiB, in which LambdaML gives bandwidths. */
    static final double MB = 1e6 / 1048576;

    /** Lambda's price of a GB·s, in the published provisioner of λDNN too. */
    static final double USD_PER_GB_SECOND = 0.0000166667;

    private static final RetryPolicy ASK_ONCE = new RetryPolicy(1, 0, 1, 0);

    private Trainings() {}

    static Workload workload(double modelMib, double dataMib, long samples, double a, double b, double m) {
        return new Workload(modelMib, dataMib, samples, new ComputeCoefficients(a, b, m), Optional.empty());
    }

    /** A plan without aggregators apart, as parameter servers, rings and ScatterReduce have it: K = W. */
    static Plan equal(int workers, int memoryMb, int batch) {
        return new Plan(workers, memoryMb, workers, batch, batch);
    }

    static FunctionLink link(double latencySeconds, double mibPerSecond) {
        return link(new AffineCurve(latencySeconds, mibPerSecond));
    }

    static FunctionLink link(TransferCurve curve) {
        return link(curve, curve);
    }

    static FunctionLink link(TransferCurve up, TransferCurve down) {
        return new FunctionLink(up, down, 0, 0);
    }

    static Channel store(FunctionLink link) {
        return new Channel.Store(link, 0.08, 3500, 5500, 1000, ASK_ONCE);
    }

    static Channel cache(FunctionLink link) {
        return new Channel.Cache(link, 0.01, 2, 0, 1000, 600, 512, false);
    }

    /** A table of 400 KiB an item. */
    static Channel.Table table(FunctionLink link) {
        return new Channel.Table(link, 0.064, 400 / 1024.0, 1, 4000, 12_000, 0.5);
    }

    static Channel servers(FunctionLink link, int servers, double networkMibPerSecond) {
        return new Channel.Servers(link, 0.0005, servers, networkMibPerSecond, 2, Optional.empty());
    }

    static Channel network(FunctionLink link) {
        return new Channel.Network(link, 0.0005, 0, Double.POSITIVE_INFINITY);
    }

    /** Requests cost what S3's do, nothing is rounded. */
    static Prices prices(ServicePrices services) {
        return new Prices(USD_PER_GB_SECOND, 0, 0, 5e-6, 4e-7, 5e-6, 0, services);
    }

    static Exchange exchange(PatternKind pattern, Channel channel) {
        return new Exchange(pattern, channel, Waiting.NOTIFY);
    }

    /** One round of workers that start in {@code seconds}. */
    static Lifecycle startedOnce(double seconds) {
        return new Lifecycle(Reinvocation.NEVER, seconds);
    }

    static Job job(
            Workload workload,
            Plan plan,
            FunctionLink storeLink,
            ServicePrices services,
            int epochs,
            Counting counting,
            LastBatch last,
            Exchange exchange,
            Lifecycle lifecycle) {
        ProtocolKind protocol = exchange.pattern().protocols().get(0);
        return new Job(
                workload, plan, storeLink, prices(services), epochs, protocol, counting, last, exchange, lifecycle);
    }
}
