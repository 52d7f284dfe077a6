package faastrain.event;

import static org.assertj.core.api.Assertions.within;

import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.WaitingMode;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import faastrain.trace.RetryPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Runs small enough to follow by hand. A batch of B computes for B seconds; an object of S MiB takes S/2 s up and S/4 s
 * down; a request that moves nothing takes 0.7 s. The model has 8 MiB and there are no data, so that only K-Reduce, whose
 * workers load the model, begins with 2 s of loading. Functions are started once.
 */
final class Hand {
    static final org.assertj.core.data.Offset<Double> EXACT = within(1e-9);
    static final double MODEL_MIB = 8;
    static final double REQUEST = 0.7;
    static final double UNLIMITED = Double.POSITIVE_INFINITY;
    static final FunctionLink LINK = new FunctionLink(new AffineCurve(0, 2), new AffineCurve(0, 4), 0, 0);
    static final RetryPolicy RETRY = new RetryPolicy(3, 1, 2, 20);

    /** Asks for an object again 0.1 s after it was not there. */
    static final Waiting POLL = poll(1e6);

    private Hand() {}

    static Waiting poll(double giveUpSeconds) {
        return new Waiting(WaitingMode.POLL, 0.1, giveUpSeconds);
    }

    static Plan plan(int workers, int aggregators, int batch, int other) {
        return new Plan(workers, 1000, aggregators, batch, other);
    }

    /** A store without limits of the rate, with pages of so many keys. */
    static Channel.Store store(int keysPerList) {
        return store(UNLIMITED, UNLIMITED, keysPerList);
    }

    static Channel.Store store(double writesPerSecond, double readsPerSecond, int keysPerList) {
        return new Channel.Store(LINK, REQUEST, writesPerSecond, readsPerSecond, keysPerList, RETRY);
    }

    static Channel.Cache redis() {
        return cache(Integer.MAX_VALUE, 0, UNLIMITED, false);
    }

    static Channel.Cache memcached() {
        return cache(Integer.MAX_VALUE, 0, UNLIMITED, true);
    }

    static Channel.Cache cache(int threads, double serviceSeconds, double serviceMibPerSecond, boolean memcached) {
        return new Channel.Cache(
                LINK, REQUEST, threads, serviceSeconds, serviceMibPerSecond, UNLIMITED, 512, memcached);
    }

    /** A table that reads eventually consistent. */
    static Channel.Table table(double itemMib, double pageMib) {
        return new Channel.Table(LINK, REQUEST, itemMib, pageMib, UNLIMITED, UNLIMITED, 0.5);
    }

    /** A job of whole rounds, in the implementation's counting. */
    static Job job(PatternKind pattern, Channel channel, Waiting waiting, Plan plan, int rounds) {
        return job(MODEL_MIB, pattern, channel, waiting, plan, rounds, Counting.IMPLEMENTATION);
    }

    static Job job(
            double modelMib,
            PatternKind pattern,
            Channel channel,
            Waiting waiting,
            Plan plan,
            int rounds,
            Counting counting) {
        return new Job(
                new Workload(
                        modelMib,
                        0,
                        plan.globalBatch() * rounds,
                        new ComputeCoefficients(1000, 0, 0),
                        Optional.empty()),
                plan,
                LINK,
                Jobs.PRICES,
                1,
                pattern == PatternKind.GLOBAL_MODEL ? ProtocolKind.ASP : ProtocolKind.BSP,
                counting,
                LastBatch.DROP,
                new Exchange(pattern, channel, waiting),
                new Lifecycle(Reinvocation.NEVER, 0));
    }

    /** Runs a job and tells when it ended. */
    static double run(Job job, RunListener listener) {
        return new Training(job, TransferFactors.EXACT, listener).run();
    }

    /** What the workers asked for, each. */
    static List<Traffic> traffic(Job job) {
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        return training.traffic();
    }

    /** What all workers asked for together. */
    static long sum(List<Traffic> traffic, ToLongFunction<Traffic> what) {
        return traffic.stream().mapToLong(what).sum();
    }
}
