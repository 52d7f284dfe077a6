package faastrain.event;

import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.WaitingMode;
import faastrain.trace.AffineCurve;
import faastrain.trace.RetryPolicy;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random small jobs of every channel, pattern, protocol, counting, waiting and life. */
final class AnyJobs {
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private AnyJobs() {}

    /** A pattern over a channel that it goes with. */
    private record Kind(PatternKind pattern, Channel channel) {}

    /**
     * Exact transfers and a jitter from 0 to 1 as if by chance, the same in every run. With a regular one, a worker that
     * backs off can meet an empty bucket for ever while others poll.
     */
    static TransferFactors spreadJitter() {
        return new TransferFactors() {
            private final SplittableRandom random = new SplittableRandom(1);

            @Override
            public double uploadFactor(int worker) {
                return 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }

            @Override
            public double retryJitter(int worker) {
                return random.nextDouble();
            }
        };
    }

    /** Jobs of every kind, over channels that the workers share, and share narrowly. */
    static Arbitrary<Job> shared() {
        return Arbitraries.oneOf(overStorage(sharedStorage()), overMachines()).flatMap(AnyJobs::jobs);
    }

    /**
     * Jobs under BSP over storage that nobody has to share, whose workers are all ready at once and read what all have
     * uploaded, in whole batches.
     */
    static Arbitrary<Job> inStep() {
        return Combinators.combine(
                        overStorage(unlimitedStorage()),
                        Jobs.plansOfAll(1, 6),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(Counting.values()),
                        Arbitraries.integers().between(1, 2))
                .filter((kind, plan, rounds, counting, epochs) -> kind.pattern() != PatternKind.GLOBAL_MODEL)
                .as((kind, plan, rounds, counting, epochs) -> new Job(
                        Jobs.workload(20, 5, plan.globalBatch() * rounds, 0.02 * plan.memoryMb(), 0.1, 0),
                        plan,
                        kind.channel().link(),
                        Jobs.PRICES,
                        epochs,
                        ProtocolKind.BSP,
                        counting,
                        LastBatch.DROP,
                        new Exchange(kind.pattern(), kind.channel(), Waiting.NOTIFY),
                        Lifecycle.EACH_EPOCH));
    }

    private static Arbitrary<Job> jobs(Kind kind) {
        Arbitrary<ProtocolKind> protocols = Arbitraries.of(
                kind.pattern() == PatternKind.GLOBAL_MODEL
                        ? List.of(ProtocolKind.ASP)
                        : kind.pattern().protocols().stream()
                                .filter(protocol -> protocol == ProtocolKind.BSP || protocol == ProtocolKind.HAP)
                                .toList());
        Arbitrary<Waiting> waiting = Arbitraries.of(
                Waiting.NOTIFY, new Waiting(WaitingMode.POLL, 0.1, 1e6), new Waiting(WaitingMode.POLL, 0.03, 1e6));
        Arbitrary<Lifecycle> lives = Combinators.combine(
                        Arbitraries.of(Reinvocation.EACH_EPOCH, Reinvocation.NEVER),
                        Arbitraries.doubles().between(0, 2))
                .as(Lifecycle::new);
        // From a short batch alone to three rounds and a short one.
        Arbitrary<Double> rounds = Arbitraries.doubles().between(0.1, 3.9);
        return Combinators.combine(
                        plans(kind.pattern()),
                        rounds,
                        Arbitraries.integers().between(1, 2),
                        protocols,
                        Arbitraries.of(Counting.values()),
                        waiting,
                        lives)
                .as((plan, batches, epochs, protocol, counting, how, life) -> new Job(
                        Jobs.workload(
                                20,
                                Math.max(0, batches - 1),
                                (long) Math.ceil(batches * plan.globalBatch()),
                                0.02 * plan.memoryMb(),
                                0.1,
                                0),
                        plan,
                        kind.channel().link(),
                        Jobs.PRICES,
                        epochs,
                        protocol,
                        counting,
                        LastBatch.SHORT,
                        new Exchange(kind.pattern(), kind.channel(), how),
                        life));
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
                            Arbitraries.integers().between(1, 8),
                            Arbitraries.integers().between(1, 8))
                    .as((k, batch, other) -> new Plan(workers, 1024, k, batch, other));
        });
    }

    private static Arbitrary<Kind> overStorage(Arbitrary<Channel> channels) {
        return Combinators.combine(
                        Arbitraries.of(
                                PatternKind.ALL_REDUCE,
                                PatternKind.SCATTER_REDUCE,
                                PatternKind.K_REDUCE,
                                PatternKind.GLOBAL_MODEL),
                        channels)
                .as(Kind::new);
    }

    private static Arbitrary<Kind> overMachines() {
        Arbitrary<Double> networks =
                Arbitraries.oneOf(Arbitraries.doubles().between(20, 400), Arbitraries.just(UNLIMITED));
        Arbitrary<Optional<Channel.Rpc>> calls = Arbitraries.of(
                Optional.empty(),
                Optional.of(new Channel.Rpc(0, 200, 300, 150, 250, 400, 8, Double.POSITIVE_INFINITY)),
                Optional.of(new Channel.Rpc(0, 200, 300, 150, 250, UNLIMITED, 4, Double.POSITIVE_INFINITY)));
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 3);
        return Combinators.combine(
                        links(),
                        networks,
                        calls,
                        few,
                        few,
                        Arbitraries.integers().between(0, 2))
                .as((link, network, rpc, servers, cores, what) -> switch (what) {
                    case 0 -> new Kind(PatternKind.RING, new Channel.Network(link, 0.01, 0, network));
                    case 1 -> new Kind(PatternKind.PARAMETER_SERVER, new Channel.Network(link, 0.01, servers, network));
                    default ->
                        new Kind(
                                PatternKind.PARAMETER_SERVER,
                                new Channel.Servers(link, 0.01, servers, network, cores, rpc));
                });
    }

    private static Arbitrary<FunctionLink> links() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 0.1),
                        Arbitraries.doubles().between(20, 200),
                        Arbitraries.doubles().between(20, 200))
                .as((latency, up, down) ->
                        new FunctionLink(new AffineCurve(latency, up), new AffineCurve(latency, down), 0, 0));
    }

    private static Arbitrary<Channel> unlimitedStorage() {
        return Combinators.combine(links(), Arbitraries.integers().between(0, 3))
                .as((link, what) -> switch (what) {
                    case 0 -> new Channel.Store(link, 0.05, UNLIMITED, UNLIMITED, 3, Hand.RETRY);
                    case 1 -> new Channel.Table(link, 0.05, 3, 5, UNLIMITED, UNLIMITED, 0.5);
                    default ->
                        new Channel.Cache(link, 0.05, Integer.MAX_VALUE, 0, UNLIMITED, UNLIMITED, UNLIMITED, what == 2);
                });
    }

    private static Arbitrary<Channel> sharedStorage() {
        // Attempts without end, as giving up is another matter.
        RetryPolicy retry = new RetryPolicy(Integer.MAX_VALUE, 0.2, 1.5, 2);
        // Three workers that list without a pause, 20 times a second each, take all of 60 requests a second once they
        // are
        // evenly apart: nobody else ever gets one, and they wait for somebody else.
        Arbitrary<Channel> stores = Combinators.combine(
                        links(),
                        Arbitraries.oneOf(Arbitraries.doubles().between(65, 200), Arbitraries.just(UNLIMITED)),
                        Arbitraries.oneOf(Arbitraries.doubles().between(65, 200), Arbitraries.just(UNLIMITED)),
                        Arbitraries.of(4, 1000))
                .as((link, writes, reads, keys) -> new Channel.Store(link, 0.05, writes, reads, keys, retry));
        Arbitrary<Channel> caches = Combinators.combine(
                        links(),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.doubles().between(0, 0.01),
                        Arbitraries.doubles().between(50, 500),
                        Arbitraries.doubles().between(20, 400),
                        Arbitraries.of(true, false))
                .as((link, threads, service, rate, network, memcached) ->
                        new Channel.Cache(link, 0.02, threads, service, rate, network, UNLIMITED, memcached));
        Arbitrary<Channel> tables = Combinators.combine(
                        links(),
                        Arbitraries.doubles().between(0.4, 30),
                        Arbitraries.doubles().between(4_000, 200_000))
                .as((link, item, units) -> new Channel.Table(link, 0.02, item, 1, units, units / 4, 0.5));
        return Arbitraries.oneOf(List.of(stores, caches, tables));
    }
}
