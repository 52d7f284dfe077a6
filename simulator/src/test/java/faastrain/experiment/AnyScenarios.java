package faastrain.experiment;

import faastrain.scenario.ChannelKind;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random scenarios of every kind on the traces of {@link Sites}, with files of their own: {@code times.csv} (iterations that
 * take 2 to 5 s), {@code starts.csv} and {@code losses.csv}, and the prices {@code brief}, whose functions live 60 s.
 */
final class AnyScenarios {
    private AnyScenarios() {}

    /** A channel with a pattern over it, and a protocol of the pattern. */
    private record Kind(ChannelKind channel, PatternKind pattern, ProtocolKind protocol) {
        boolean machines() {
            return channel == ChannelKind.VM_NETWORK;
        }
    }

    /** The traces, written once for all tests that only read them, into a folder that goes when the tests are over. */
    private static final class Shared {
        static final Profiles PROFILES = written();

        private Shared() {}

        private static Profiles written() {
            try {
                Path folder = Files.createTempDirectory("faastrain-test");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                return write(folder);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }

        private static void delete(Path folder) {
            try {
                Sites.delete(folder);
            } catch (IOException left) {
                throw new UncheckedIOException(left);
            }
        }
    }

    /** The traces, for tests that only read them. */
    static Profiles shared() {
        return Shared.PROFILES;
    }

    /** Writes the traces into a folder. */
    static Profiles write(Path folder) throws IOException {
        Profiles profiles = Sites.write(folder);
        Path dear = folder.resolve("providers/dear.yaml");
        Files.writeString(
                folder.resolve("providers/brief.yaml"),
                Files.readString(dear)
                        .replace("id: dear", "id: brief")
                        .replace("lifetime: {value: 900 s", "lifetime: {value: 60 s"));
        Files.createDirectories(folder.resolve("iterations"));
        Files.writeString(folder.resolve("iterations/times.csv"), iterations());
        Files.createDirectories(folder.resolve("start-ups"));
        Files.writeString(folder.resolve("start-ups/starts.csv"), """
                kind,memory_mb,start_s
                cold,1000,1.5
                cold,1000,2.25
                cold,2000,1.75
                warm,1000,0.05
                warm,2000,0.04
                """);
        Files.createDirectories(folder.resolve("losses"));
        Files.writeString(folder.resolve("losses/losses.csv"), """
                global_batch,epoch,loss
                100,0,1.0
                100,1,0.6
                100,2,0.45
                100,4,0.4
                """);
        return profiles;
    }

    /** Iterations of the model W at 1,000 and 2,000 MB, of batches of 50 to 200. */
    private static String iterations() {
        StringBuilder rows = new StringBuilder("model,model_mib,memory_mb,vcpu,threads,batch,iteration,compute_s\n");
        for (int memory : new int[] {1000, 2000}) {
            for (int batch : new int[] {50, 100, 200}) {
                for (int iteration = 0; iteration < 12; iteration++) {
                    double seconds = (1 + batch / 100.0 + 0.05 * (iteration * 7 % 12)) * 2000 / memory;
                    rows.append("W,12,")
                            .append(memory)
                            .append(",1.0,1,")
                            .append(batch)
                            .append(',')
                            .append(iteration)
                            .append(',')
                            .append(seconds)
                            .append('\n');
                }
            }
        }
        return rows.toString();
    }

    /** A scenario's text: of that kind and plan, and nothing else. */
    private static String text(Kind kind, int workers, int aggregators, int batch, int memory, int epochs) {
        return "name: test\nworkload: w\nplatform: p\ncurve: affine\nepochs: " + epochs + "\nplan: {workers: " + workers
                + ", memory: " + memory + " MB, batch: " + batch
                + ", max-global-batch: 900"
                + (kind.pattern() == PatternKind.K_REDUCE ? ", aggregators: " + aggregators : "") + "}\nchannel: "
                + kind.channel().id() + "\npattern: " + kind.pattern().id() + "\nprotocol: "
                + kind.protocol().id() + "\ntable: {large-items: chunk}\ncache: {max-value: 64 MiB}\n";
    }

    private static Arbitrary<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (ChannelKind channel : ChannelKind.values()) {
            for (PatternKind pattern : channel.patterns()) {
                pattern.protocols().forEach(protocol -> kinds.add(new Kind(channel, pattern, protocol)));
            }
        }
        return Arbitraries.of(kinds);
    }

    /**
     * A scenario.
     *
     * @param text its base: what is exchanged, how, and among whom
     * @param overrides everything else
     */
    record Any(String text, List<String> overrides) {
        /** The same with more of its fields. */
        Any with(String... more) {
            return new Any(
                    text, Stream.concat(overrides.stream(), Stream.of(more)).toList());
        }

        Setting prepare(Profiles profiles) {
            return Sites.prepareText(profiles, text, overrides.toArray(String[]::new));
        }
    }

    /** Scenarios whose functions live as long as they need; what goes wrong is repaired in the end. */
    static Arbitrary<Any> all() {
        return kinds().flatMap(AnyScenarios::of);
    }

    /** Those of {@link #all} that a paper may have a closed form of. */
    static Arbitrary<Any> withClosedForm() {
        return kinds().filter(kind -> kind.protocol() == ProtocolKind.BSP
                        || (kind.pattern() == PatternKind.K_REDUCE && kind.protocol() == ProtocolKind.HAP))
                .flatMap(AnyScenarios::of);
    }

    private static Arbitrary<Any> of(Kind kind) {
        return texts(kind).flatMap(text -> Combinators.combine(
                        training(kind), lives(kind), disturbances(kind), computing(), learning())
                .as((training, lives, disturbances, computing, learning) -> {
                    Any any = new Any(text, List.of("lifetime.limit=ignored", "waiting.give-up=1000000 s"));
                    for (List<String> part : List.of(training, lives, disturbances, computing, learning)) {
                        any = any.with(part.toArray(String[]::new));
                    }
                    return any;
                }));
    }

    private static Arbitrary<String> texts(Kind kind) {
        return Arbitraries.integers().between(1, 5).flatMap(workers -> Combinators.combine(
                        Arbitraries.integers().between(1, workers),
                        Arbitraries.integers().between(60, 180),
                        Arbitraries.of(1000, 2000),
                        Arbitraries.integers().between(1, 3))
                .as((aggregators, batch, memory, epochs) -> text(kind, workers, aggregators, batch, memory, epochs)));
    }

    /** What is counted, waited for and exchanged, as far as one goes with another. */
    private static Arbitrary<List<String>> training(Kind kind) {
        boolean synchronousOnly = kind.pattern() == PatternKind.ALL_REDUCE && kind.protocol() != ProtocolKind.BSP;
        return Combinators.combine(
                        synchronousOnly
                                ? Arbitraries.just("counting=paper")
                                : Arbitraries.of("counting=paper", "counting=implementation"),
                        Arbitraries.of("waiting.mode=notify", "waiting.mode=poll"),
                        Arbitraries.of("last-batch=short", "last-batch=drop"),
                        Arbitraries.of(0, 1, 3),
                        Arbitraries.of(
                                List.of("algorithm.kind=ga-sgd"),
                                List.of("algorithm.kind=ga-sgd"),
                                List.of("algorithm.kind=ma-sgd"),
                                List.of("algorithm.kind=ma-sgd", "algorithm.local-batches=2"),
                                List.of("algorithm.kind=admm", "algorithm.local-epochs=1")),
                        Arbitraries.of("capacity=shared", "capacity=unlimited"),
                        Arbitraries.of("fluctuation=none", "fluctuation=measured"))
                .as((counting, waiting, last, staleness, algorithm, capacity, fluctuation) -> Stream.concat(
                                algorithm.stream(),
                                Stream.of(counting, waiting, last, "staleness=" + staleness, capacity, fluctuation))
                        .toList());
    }

    /** How functions start and when they are invoked anew. */
    private static Arbitrary<List<String>> lives(Kind kind) {
        Arbitrary<List<String>> starts = kind.machines()
                ? Arbitraries.of(List.of("start-up.source=none"), List.of("start-up.source=table"))
                : Arbitraries.of(
                        List.of("start-up.source=none"),
                        List.of("start-up.source=table"),
                        List.of("start-up.source=distribution", "start-up.warm=1"),
                        List.of("start-up.source=distribution", "start-up.quota=5"),
                        List.of("start-up.source=trace", "start-up.trace=starts"));
        Arbitrary<List<String>> ends = kind.machines()
                ? Arbitraries.just(List.of())
                : Combinators.combine(
                                Arbitraries.of(Reinvocation.values()),
                                Arbitraries.of("auto", "always", "never"),
                                Arbitraries.integers().between(1, 2),
                                Arbitraries.integers().between(0, 2))
                        // A function is near its end after 150 s.
                        .as((when, saves, epochs, rounds) -> List.of(
                                "re-invocation=" + when.id(),
                                "lifetime.margin=750 s",
                                "lifetime.epochs=" + epochs,
                                "checkpoint.functions=" + saves,
                                "checkpoint.rounds=" + rounds));
        return Combinators.combine(starts, ends)
                .as((start, end) -> Stream.concat(start.stream(), end.stream()).toList());
    }

    /** Who is slow and what fails. */
    private static Arbitrary<List<String>> disturbances(Kind kind) {
        List<List<String>> faults = new ArrayList<>(List.of(
                List.of(),
                List.of(),
                // Who asks often enough meets three failures in a row, and its function crashes.
                List.of("faults.error-rate=0.05", "faults.restarts=1000"),
                List.of("faults.outage-start=20 s", "faults.outage-duration=30 s", "faults.restarts=1000")));
        if (!kind.machines()) {
            faults.add(List.of("faults.crash-rate=1 /h", "faults.restarts=1000", "faults.restart-delay=5 s"));
            faults.add(List.of("faults.crash-worker=0", "faults.crash-time=50 s"));
            faults.add(List.of(
                    "faults.crash-worker=0",
                    "faults.crash-time=0 s",
                    "faults.restart-delay=0 s",
                    "faults.error-rate=0.02",
                    "faults.restarts=1000"));
        }
        if (kind.channel() == ChannelKind.PARAMETER_SERVER) {
            faults.add(List.of("faults.server-crash-time=60 s", "faults.restarts=1000"));
            faults.add(List.of("server.rpc=grpc", "server.count=2"));
            faults.add(List.of("server.rpc=thrift", "server.model-expiry=1000 h"));
        }
        return Combinators.combine(
                        Arbitraries.of(faults),
                        Arbitraries.of(
                                List.<String>of(),
                                List.of("stragglers.workers=0", "stragglers.factor=3"),
                                List.of("stragglers.count=1", "stragglers.from=30 s", "stragglers.duration=40 s")))
                .as((fault, slow) ->
                        Stream.concat(fault.stream(), slow.stream()).toList());
    }

    private static Arbitrary<List<String>> computing() {
        return Arbitraries.of(
                List.of(),
                List.of(),
                List.of("compute.source=replay", "compute.trace=times"),
                List.of("compute.source=bootstrap", "compute.trace=times"),
                List.of("compute.source=block-bootstrap", "compute.trace=times", "compute.block=3"),
                List.of("compute.source=fitted", "compute.trace=times"));
    }

    private static Arbitrary<List<String>> learning() {
        return Arbitraries.of(
                List.of(),
                List.of("convergence.source=curve", "convergence.trace=losses"),
                List.of("convergence.source=curve", "convergence.trace=losses", "convergence.target-loss=0.8"),
                List.of("convergence.source=epochs", "convergence.epochs=1.2", "convergence.stale-updates=full"));
    }
}
