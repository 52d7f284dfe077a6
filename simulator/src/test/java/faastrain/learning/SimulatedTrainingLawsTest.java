package faastrain.learning;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.communication.Patterns;
import faastrain.event.ComputeTimes;
import faastrain.event.Conditions;
import faastrain.event.Convergence;
import faastrain.event.Faults;
import faastrain.event.PhaseSeconds;
import faastrain.event.RunListener;
import faastrain.event.StartUps;
import faastrain.event.Stragglers;
import faastrain.event.Training;
import faastrain.event.TransferFactors;
import faastrain.model.Algorithm;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Invocation;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.Recovery;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.random.Streams;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.SgdModel;
import faastrain.scenario.WaitingMode;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import faastrain.trace.LibsvmData;
import faastrain.trace.RetryPolicy;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What a model has learnt whose training is simulated: whatever happens on the way, under BSP what plain training learns. */
class SimulatedTrainingLawsTest {
    private static final int EPOCHS = 2;
    private static final int CLUSTERS = 3;
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;
    private static final Streams STREAMS = new Streams(11);
    private static final FunctionLink LINK =
            new FunctionLink(new AffineCurve(0.05, 20), new AffineCurve(0.03, 40), 0, 0);

    /** A pattern over a channel that it goes with, in a counting. */
    record Kind(PatternKind pattern, Channel channel, Counting counting) {}

    /** How its readers learn of objects, and how its functions live. */
    record Manner(Waiting waiting, Lifecycle lifecycle) {}

    /**
     * A training and what happens to it.
     *
     * @param seconds of each worker's computations; the first ones, then again from the start
     * @param crashSeconds after how long each of a worker's first functions crashes
     * @param failing of so many requests one fails; 0 for none
     */
    record Simulated(
            Kind kind,
            Plan plan,
            Waiting waiting,
            Lifecycle lifecycle,
            SgdSettings settings,
            int samples,
            List<List<Double>> seconds,
            List<Double> crashSeconds,
            int failing,
            double serverCrashSeconds,
            long seed) {
        Job job(ProtocolKind protocol, int staleness) {
            return new Job(
                    new Workload(8, 2, samples, new ComputeCoefficients(1000, 0, 0), Optional.empty()),
                    plan,
                    LINK,
                    new Prices(1e-5, 0, 0, 5e-6, 4e-7, 0),
                    EPOCHS,
                    protocol,
                    kind.counting(),
                    LastBatch.SHORT,
                    new Exchange(kind.pattern(), kind.channel(), waiting),
                    lifecycle,
                    Algorithm.GA_SGD,
                    staleness);
        }

        LibsvmData data() {
            return DataSets.any(seed, samples, 4);
        }

        Conditions conditions(SgdLearner learner) {
            int[] turns = new int[plan.workers()];
            ComputeTimes compute = (worker, batch, formula) -> {
                List<Double> own = seconds.get(worker);
                return own.get(turns[worker]++ % own.size());
            };
            return new Conditions(
                    TransferFactors.EXACT,
                    compute,
                    Stragglers.NONE,
                    StartUps.INSTANT,
                    new Failing(this),
                    Convergence.UNKNOWN,
                    learner);
        }

        /** The parameters that it ends with. */
        long[] learnt(ProtocolKind protocol, int staleness) {
            Job job = job(protocol, staleness);
            SgdLearner learner = new SgdLearner(
                    data(), settings, job.schedule(), Patterns.of(job).parts(), STREAMS, 0);
            new Training(job, conditions(learner), NOBODY).run();
            return learner.parameters();
        }
    }

    private static final RunListener NOBODY = new RunListener() {
        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

        @Override
        public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {}
    };

    private static final class Failing implements Faults {
        private final Simulated of;
        private final int[] functions;
        private final int[] requests;

        Failing(Simulated of) {
            this.of = of;
            this.functions = new int[of.plan().workers()];
            this.requests = new int[of.plan().workers()];
        }

        @Override
        public boolean possible() {
            return !of.crashSeconds().isEmpty() || of.failing() > 0 || of.serverCrashSeconds() < UNLIMITED;
        }

        @Override
        public double crashAfterSeconds(int worker, double now) {
            int function = functions[worker]++;
            return function < of.crashSeconds().size()
                    ? of.crashSeconds().get(function) * (1 + 0.3 * worker)
                    : UNLIMITED;
        }

        @Override
        public void crashed(int worker, double now) {}

        @Override
        public boolean requestFails(int worker, double now) {
            requests[worker]++;
            return of.failing() > 0 && requests[worker] % of.failing() == 0;
        }

        @Override
        public double serverCrashSeconds() {
            return of.serverCrashSeconds();
        }

        @Override
        public Recovery recovery() {
            return new Recovery(true, 0.7, 1000, 3, new RetryPolicy(1000, 0.1, 1, 1));
        }
    }

    @Property(tries = 300)
    void underBspItIsWhatPlainTrainingLearnsToTheLastBit(@ForAll("smooth") Simulated simulated) {
        assertThat(simulated.learnt(ProtocolKind.BSP, 0)).isEqualTo(plain(simulated));
    }

    /**
     * LambdaML's hybrid server adds each push to its model at once: a worker that begins its round anew pulls what others
     * have pushed meanwhile. There only the failures of requests and of the server change nothing.
     */
    @Property(tries = 400)
    void crashesAndFailuresChangeNothingOfIt(@ForAll("failing") Simulated simulated) {
        assertThat(simulated.learnt(ProtocolKind.BSP, 0)).isEqualTo(plain(simulated));
    }

    /**
     * k-means counts the samples of each cluster, of which each has one at the start. But where nobody waits, who begins a
     * round anew does so on other parameters: a part that was merged before and one that is merged later may then count the
     * same sample for two clusters, or for none.
     */
    @Property(tries = 400)
    void underEveryProtocolEverySampleIsInTheModelOnceAnEpoch(
            @ForAll("counting") Simulated simulated,
            @ForAll ProtocolKind protocol,
            @ForAll @IntRange(min = 0, max = 2) int staleness) {
        Assume.that(simulated.kind().pattern().protocols().contains(protocol));
        // LambdaML's AllReduce knows nothing but BSP.
        Assume.that(protocol == ProtocolKind.BSP
                || simulated.kind().pattern() != PatternKind.ALL_REDUCE
                || simulated.kind().counting() == Counting.PAPER);
        Job job = simulated.job(protocol, staleness);
        Assume.that(
                simulated.crashSeconds().isEmpty() || Patterns.of(job).parts() == 1 || protocol == ProtocolKind.BSP);
        long[] learnt = simulated.learnt(protocol, staleness);
        int numbers = learnt.length / CLUSTERS;
        long counted = 0;
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            counted += learnt[(cluster + 1) * numbers - 1];
        }
        assertThat(counted).isEqualTo((CLUSTERS + (long) EPOCHS * simulated.samples()) << 24);
    }

    private static long[] plain(Simulated simulated) {
        return SequentialSgd.train(
                simulated.data(),
                simulated.settings(),
                simulated.job(ProtocolKind.BSP, 0).schedule(),
                STREAMS,
                EPOCHS);
    }

    @Provide
    Arbitrary<Simulated> smooth() {
        return simulated(Arbitraries.just(List.of()), Arbitraries.just(0), Arbitraries.just(UNLIMITED));
    }

    @Provide
    Arbitrary<Simulated> failing() {
        return simulated(
                Arbitraries.doubles().between(0, 60).list().ofMaxSize(4),
                Arbitraries.of(0, 0, 7, 23),
                Arbitraries.oneOf(
                        Arbitraries.just(UNLIMITED), Arbitraries.doubles().between(0, 120)));
    }

    @Provide
    Arbitrary<Simulated> counting() {
        return failing().filter(simulated -> simulated.settings().model() == SgdModel.K_MEANS);
    }

    private static Arbitrary<Simulated> simulated(
            Arbitrary<List<Double>> crashes, Arbitrary<Integer> failing, Arbitrary<Double> serverCrashes) {
        Arbitrary<SgdSettings> settings = Combinators.combine(
                        Arbitraries.of(SgdModel.class),
                        Arbitraries.of(0.1, 0.7),
                        Arbitraries.of(0.0, 0.01),
                        Arbitraries.of(true, false))
                .as((model, rate, regularisation, shuffled) ->
                        new SgdSettings(model, AlgorithmKind.GA_SGD, rate, regularisation, 0.5, CLUSTERS, shuffled));
        return kinds().flatMap(kind -> plans(kind.pattern()).flatMap(plan -> Combinators.combine(
                        Combinators.combine(waiting(kind), lifecycles(kind)).as(Manner::new),
                        settings,
                        Arbitraries.doubles().between(0.1, 3.9),
                        Arbitraries.doubles()
                                .between(0.1, 20)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(4)
                                .list()
                                .ofSize(plan.workers()),
                        machines(kind) || isCalled(kind) ? Arbitraries.just(List.<Double>of()) : crashes,
                        failing,
                        oneServer(kind) ? serverCrashes : Arbitraries.just(UNLIMITED),
                        Arbitraries.longs())
                .as((manner, setting, rounds, seconds, crashSeconds, of, serverCrash, seed) -> new Simulated(
                        kind,
                        plan,
                        manner.waiting(),
                        manner.lifecycle(),
                        setting,
                        Math.max(3, (int) (rounds * plan.globalBatch())),
                        seconds,
                        crashSeconds,
                        of,
                        serverCrash,
                        seed))));
    }

    private static boolean machines(Kind kind) {
        return kind.channel() instanceof Channel.Network;
    }

    private static boolean isCalled(Kind kind) {
        return kind.channel() instanceof Channel.Servers servers
                && servers.rpc().isPresent();
    }

    private static boolean oneServer(Kind kind) {
        return kind.channel() instanceof Channel.Servers servers && servers.servers() == 1;
    }

    private static Arbitrary<Waiting> waiting(Kind kind) {
        Waiting poll = new Waiting(WaitingMode.POLL, 0.1, 1e6);
        return machines(kind) ? Arbitraries.just(Waiting.NOTIFY) : Arbitraries.of(Waiting.NOTIFY, poll);
    }

    private static Arbitrary<Lifecycle> lifecycles(Kind kind) {
        return Combinators.combine(
                        machines(kind) ? Arbitraries.just(Reinvocation.NEVER) : Arbitraries.of(Reinvocation.values()),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2))
                .as((when, saves, rounds) -> new Lifecycle(
                        when,
                        1,
                        Invocation.table(0.5),
                        1e6,
                        when == Reinvocation.DEADLINE_MARGIN ? 15 : UNLIMITED,
                        saves,
                        rounds));
    }

    private static Arbitrary<Plan> plans(PatternKind pattern) {
        return Arbitraries.integers().between(1, 6).flatMap(workers -> {
            Arbitrary<Integer> aggregators =
                    switch (pattern) {
                        case ALL_REDUCE -> Arbitraries.just(1);
                        case K_REDUCE -> Arbitraries.integers().between(1, workers);
                        case SCATTER_REDUCE, PARAMETER_SERVER, RING, GLOBAL_MODEL -> Arbitraries.just(workers);
                    };
            return Combinators.combine(
                            aggregators,
                            Arbitraries.integers().between(1, 6),
                            Arbitraries.integers().between(1, 6))
                    .as((k, batch, other) -> new Plan(workers, 1000, k, batch, other));
        });
    }

    private static Arbitrary<Kind> kinds() {
        Arbitrary<Kind> stored = Combinators.combine(
                        Arbitraries.of(PatternKind.K_REDUCE, PatternKind.SCATTER_REDUCE, PatternKind.ALL_REDUCE),
                        Arbitraries.<Channel>of(
                                new Channel.Store(
                                        LINK, 0.04, UNLIMITED, UNLIMITED, 3, new RetryPolicy(1000, 0.1, 1, 1)),
                                new Channel.Cache(LINK, 0.04, 2, 0.01, 100, 60, UNLIMITED, false),
                                new Channel.Cache(LINK, 0.04, 1, 0.01, 100, 60, UNLIMITED, true),
                                new Channel.Table(LINK, 0.04, 3, 5, 50_000, 12_000, 0.5)),
                        Arbitraries.of(Counting.values()))
                .as(Kind::new);
        Optional<Channel.Rpc> rpc = Optional.of(new Channel.Rpc(0.01, 200, 300, 150, 250, 400, 8, UNLIMITED));
        Arbitrary<Kind> served = Combinators.combine(
                        Arbitraries.integers().between(1, 3), Arbitraries.of(Optional.<Channel.Rpc>empty(), rpc))
                .as((servers, calls) -> new Kind(
                        PatternKind.PARAMETER_SERVER,
                        new Channel.Servers(LINK, 0.01, servers, 60, 2, calls),
                        Counting.IMPLEMENTATION));
        Arbitrary<Kind> ring = Arbitraries.just(
                new Kind(PatternKind.RING, new Channel.Network(LINK, 0.01, 0, UNLIMITED), Counting.IMPLEMENTATION));
        return Arbitraries.frequencyOf(Tuple.of(4, stored), Tuple.of(3, served), Tuple.of(1, ring));
    }
}
