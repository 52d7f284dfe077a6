package faastrain.scenario;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Scenarios for tests: as fields by path, each with its value as YAML, and as records. */
final class Texts {
    private Texts() {}

    /** What a scenario must have, and the aggregators that its default pattern needs. */
    static Map<String, String> minimal() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "a run");
        fields.put("workload", "resnet50-cifar10");
        fields.put("epochs", "20");
        fields.put("plan.workers", "7");
        fields.put("plan.memory", "1536 MB");
        fields.put("plan.batch", "128");
        fields.put("plan.aggregators", "4");
        return fields;
    }

    /** Minimal fields with others put in or, where the value is {@code -}, taken out. */
    static String with(String... pathsAndValues) {
        Map<String, String> fields = minimal();
        for (int i = 0; i < pathsAndValues.length; i += 2) {
            if (pathsAndValues[i + 1].equals("-")) {
                fields.remove(pathsAndValues[i]);
            } else {
                fields.put(pathsAndValues[i], pathsAndValues[i + 1]);
            }
        }
        return yaml(fields);
    }

    /** The text of a scenario. */
    static String yaml(Map<String, String> fields) {
        Map<String, String> top = new LinkedHashMap<>();
        fields.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                top.put(path, path + ": " + value + "\n");
            } else {
                String section = path.substring(0, dot);
                top.merge(
                        section,
                        section + ":\n  " + path.substring(dot + 1) + ": " + value + "\n",
                        (old, more) -> old + more.substring(more.indexOf('\n') + 1));
            }
        });
        return String.join("", top.values());
    }

    /** Texts of one line with everything that is hard to quote. */
    static Arbitrary<String> lines() {
        Arbitrary<String> ascii = Arbitraries.chars().range(' ', '~').map(String::valueOf);
        Arbitrary<String> hard = Arbitraries.of(
                "\"", "\\", "'", "#", " #", ": ", "- ", "&", "*", "!", "|", ">", "%", "@", "`", "{", "}", "[", "]", ",",
                "\\n", "\\u0041", "~", "null", "true", "---", "...", "é", "日本", "😀", "\u00a0", "\u202e", "\u200b",
                "\ufffd");
        Arbitrary<String> any = Arbitraries.chars().range('\u00a0', '\ufffd').map(String::valueOf);
        return Arbitraries.oneOf(ascii, hard, any)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces))
                .filter(text -> text.matches(ScenarioFields.LINE));
    }

    private static Arbitrary<String> profiles() {
        return profiles("yaml");
    }

    private static Arbitrary<String> profiles(String ending) {
        return Arbitraries.oneOf(
                Arbitraries.of("resnet50-cifar10", "true", "null", "123", "1e3", "0x1f", "on", "a", "0"),
                lines().map(text -> text + "." + ending));
    }

    /** A way in which workers exchange objects. */
    record Exchange(ChannelKind channel, PatternKind pattern, ProtocolKind protocol) {
        /** What a text's fields say, each or its default. */
        static Exchange of(Map<String, String> fields) {
            return new Exchange(
                    chosen(ChannelKind.class, fields.getOrDefault("channel", "s3")),
                    chosen(PatternKind.class, fields.getOrDefault("pattern", "k-reduce")),
                    chosen(ProtocolKind.class, fields.getOrDefault("protocol", "bsp")));
        }

        private static <E extends Enum<E> & Choice> E chosen(Class<E> type, String written) {
            return Choice.byId(type, written.replace("\"", "")).orElseThrow();
        }
    }

    /** Every way that there is: which channels take which patterns, and these which protocols. */
    static List<Exchange> exchanges() {
        String storage = "s3 elasticache-redis elasticache-memcached dynamodb";
        return Stream.of(
                        exchanges(storage, "all-reduce scatter-reduce k-reduce", "bsp hap ssp asp"),
                        exchanges(storage, "global-model", "asp"),
                        exchanges("parameter-server vm-network", "parameter-server", "bsp ssp asp"),
                        exchanges("vm-network", "ring", "bsp"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Exchange> exchanges(String channels, String patterns, String protocols) {
        List<Exchange> all = new ArrayList<>();
        for (String channel : channels.split(" ", -1)) {
            for (String pattern : patterns.split(" ", -1)) {
                for (String protocol : protocols.split(" ", -1)) {
                    all.add(Exchange.of(Map.of("channel", channel, "pattern", pattern, "protocol", protocol)));
                }
            }
        }
        return all;
    }

    private static int aggregators(PatternKind pattern, int workers, int some) {
        return switch (pattern) {
            case ALL_REDUCE -> 1;
            case K_REDUCE -> 1 + some % workers;
            case SCATTER_REDUCE, PARAMETER_SERVER, RING, GLOBAL_MODEL -> workers;
        };
    }

    private static boolean isOfAggregators(PatternKind pattern) {
        return switch (pattern) {
            case ALL_REDUCE, SCATTER_REDUCE, K_REDUCE -> true;
            case PARAMETER_SERVER, RING, GLOBAL_MODEL -> false;
        };
    }

    /** Every scenario that a file can say. */
    static Arbitrary<Scenario> scenarios() {
        return Combinators.combine(
                        names(),
                        Arbitraries.of(exchanges()),
                        plans(),
                        services(),
                        choices(),
                        times(),
                        numbers(),
                        trainings())
                .as((names, exchange, plan, services, choices, times, numbers, training) -> {
                    boolean machines = exchange.channel == ChannelKind.VM_NETWORK;
                    boolean servers = exchange.pattern == PatternKind.PARAMETER_SERVER;
                    return new Scenario(
                            names.name,
                            names.description,
                            names.workload,
                            names.platform,
                            names.services,
                            names.prices,
                            numbers.epochs,
                            numbers.deadlineSeconds,
                            plan.in(exchange),
                            exchange.pattern,
                            exchange.protocol,
                            numbers.staleness,
                            exchange.channel,
                            services.capacity,
                            services.cache,
                            services.largeItems,
                            new Scenario.Servers(
                                    services.server.instance(),
                                    servers ? services.server.count() : 1,
                                    machines ? RpcKind.NONE : services.server.rpc(),
                                    services.server.modelExpirySeconds()),
                            services.vmInstance,
                            choices.curve,
                            choices.fluctuation,
                            choices.counting,
                            choices.last,
                            training.algorithm(numbers.epochs),
                            training.convergence,
                            training.compute,
                            training.sgd,
                            training.stragglers.among(plan.workers),
                            times.waiting,
                            times.startUp,
                            times.reinvocation.filter(when -> !machines || when == Reinvocation.NEVER),
                            times.lifetime,
                            times.checkpoint,
                            training.faults.in(exchange, plan.workers),
                            training.search,
                            numbers.replications(),
                            numbers.precision(),
                            numbers.seed);
                });
    }

    private record Names(
            String name,
            Optional<String> description,
            String workload,
            String platform,
            String services,
            Optional<String> prices) {}

    /** Numbers of a plan before the pattern and the channel are known. */
    private record RawPlan(
            int workers,
            int some,
            Optional<Integer> memory,
            int batch,
            Optional<Integer> other,
            Optional<Integer> spare) {
        Scenario.Plan in(Exchange exchange) {
            int aggregators = aggregators(exchange.pattern, workers, some);
            Optional<Integer> nonAggregatorBatch =
                    isOfAggregators(exchange.pattern) ? other : other.map(number -> batch);
            long global =
                    (long) aggregators * batch + (long) (workers - aggregators) * nonAggregatorBatch.orElse(batch);
            return new Scenario.Plan(
                    workers,
                    memory.isEmpty() && exchange.channel == ChannelKind.VM_NETWORK
                            ? OptionalInt.empty()
                            : OptionalInt.of(memory.orElse(10_240)),
                    batch,
                    aggregators,
                    nonAggregatorBatch.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                    spare.isPresent() && global + spare.get() <= 1_000_000_000
                            ? OptionalInt.of((int) (global + spare.get()))
                            : OptionalInt.empty());
        }
    }

    private record Services(
            Capacity capacity,
            Scenario.Cache cache,
            LargeItems largeItems,
            Scenario.Servers server,
            String vmInstance) {}

    private record Choices(CurveFamily curve, Fluctuation fluctuation, Counting counting, LastBatch last) {}

    private record Times(
            Scenario.Waiting waiting,
            Scenario.StartUp startUp,
            Optional<Reinvocation> reinvocation,
            Scenario.Lifetime lifetime,
            Scenario.Checkpoint checkpoint) {}

    private record Numbers(
            int epochs, OptionalDouble deadlineSeconds, int staleness, int some, Scenario.Precision asked, long seed) {
        int replications() {
            return asked.isAskedFor() ? Math.max(2, some) : some;
        }

        /** A precision that the replications are not too many for. */
        Scenario.Precision precision() {
            return asked.isAskedFor()
                    ? new Scenario.Precision(asked.halfWidth(), asked.of(), Math.max(replications(), asked.most()))
                    : asked;
        }
    }

    private record Training(
            Scenario.Algorithm algorithm,
            Scenario.Convergence convergence,
            Scenario.Compute compute,
            Scenario.Sgd sgd,
            RawStragglers stragglers,
            RawFaults faults,
            Scenario.Search search) {
        /** The algorithm, of a kind that goes with the model, and exchanging in epochs that there are. */
        Scenario.Algorithm algorithm(int epochs) {
            boolean clusters = compute.source() == ComputeSource.SGD && sgd.model() == SgdModel.K_MEANS;
            return new Scenario.Algorithm(
                    clusters ? AlgorithmKind.GA_SGD : algorithm.kind(),
                    algorithm.localBatches(),
                    algorithm.kind() == AlgorithmKind.ADMM
                            ? BigInteger.valueOf(epochs)
                                    .gcd(BigInteger.valueOf(algorithm.localEpochs()))
                                    .intValue()
                            : algorithm.localEpochs());
        }
    }

    /** Stragglers before the number of workers is known. */
    private record RawStragglers(
            int count, List<Integer> some, double factor, double from, OptionalDouble durationSeconds) {
        Scenario.Stragglers among(int workers) {
            List<Integer> named =
                    some.stream().map(worker -> worker % workers).distinct().toList();
            return new Scenario.Stragglers(
                    named.isEmpty() ? count % (workers + 1) : 0, named, factor, from, durationSeconds);
        }
    }

    /** Faults before the exchange and the number of workers are known. */
    private record RawFaults(Scenario.Faults faults, Optional<Integer> some, double crashSeconds) {
        Scenario.Faults in(Exchange exchange, int workers) {
            boolean functions = exchange.channel != ChannelKind.VM_NETWORK;
            boolean crash = functions && some.isPresent();
            return new Scenario.Faults(
                    functions ? faults.crashRatePerSecond() : 0,
                    crash ? OptionalInt.of(some.orElseThrow() % workers) : OptionalInt.empty(),
                    crash ? OptionalDouble.of(crashSeconds) : OptionalDouble.empty(),
                    exchange.channel == ChannelKind.PARAMETER_SERVER
                            ? faults.serverCrashSeconds()
                            : OptionalDouble.empty(),
                    faults.recovery(),
                    faults.restartDelaySeconds(),
                    faults.restarts(),
                    faults.errorRate(),
                    faults.outageStartSeconds(),
                    faults.outageDurationSeconds());
        }
    }

    private static Arbitrary<Scenario.Search> searches() {
        return Combinators.combine(
                        Arbitraries.of(Counting.class),
                        Arbitraries.of(1, 2, 4, 8, 16, 32, 64, 128),
                        optionalWhole(1, ScenarioFields.MAX_BATCH),
                        Arbitraries.of(OtherBatches.class),
                        whole(1, ScenarioFields.MAX_WORKERS),
                        whole(0, 10_000),
                        real(0.01, 0.999),
                        real(1e-6, 0.5))
                .as((counting, memory, most, others, workers, candidates, confidence, error) -> new Scenario.Search(
                        counting,
                        memory,
                        Math.min(16, memory),
                        most,
                        others,
                        workers,
                        workers,
                        candidates,
                        confidence,
                        error));
    }

    private static Arbitrary<Names> names() {
        return Combinators.combine(
                        lines(),
                        lines().optional(),
                        profiles(),
                        profiles(),
                        profiles(),
                        profiles().optional())
                .as(Names::new);
    }

    private static Arbitrary<RawPlan> plans() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, ScenarioFields.MAX_WORKERS),
                        Arbitraries.integers().between(1, ScenarioFields.MAX_WORKERS),
                        Arbitraries.integers().between(128, 10_240).optional(0.5),
                        Arbitraries.integers().between(1, 1_000_000),
                        Arbitraries.integers().between(1, 1_000_000).optional(),
                        Arbitraries.integers().between(0, 1_000_000).optional())
                .as(RawPlan::new);
    }

    /** Names of types, some of which YAML reads as numbers or truth values unless they are quoted. */
    private static Arbitrary<String> types() {
        Arbitrary<String> first = Arbitraries.strings().withChars("az09").ofLength(1);
        Arbitrary<String> rest = Arbitraries.strings().withChars("aez0159.-").ofMaxLength(12);
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "cache.m5.large", "m5.large", "c5n.18xlarge", "1.5", "0.", "1e3", "true", "null", "0x1f"),
                Combinators.combine(first, rest).as((one, more) -> one + more));
    }

    private static Arbitrary<Services> services() {
        Arbitrary<OptionalDouble> maxValue = Arbitraries.doubles()
                .between(1.0 / 1048576, 1024)
                .ofScale(20)
                .optional()
                .map(mib -> mib.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
        Arbitrary<Scenario.Cache> cache = Combinators.combine(types(), Arbitraries.of(CachePricing.class), maxValue)
                .as(Scenario.Cache::new);
        Arbitrary<Scenario.Servers> server = Combinators.combine(
                        types(),
                        Arbitraries.integers().between(1, 1000),
                        Arbitraries.of(RpcKind.class),
                        Arbitraries.doubles()
                                .between(1, 10_000_000)
                                .ofScale(10)
                                .optional()
                                .map(seconds -> seconds.map(OptionalDouble::of).orElseGet(OptionalDouble::empty)))
                .as(Scenario.Servers::new);
        return Combinators.combine(
                        Arbitraries.of(Capacity.class), cache, Arbitraries.of(LargeItems.class), server, types())
                .as(Services::new);
    }

    private static Arbitrary<Choices> choices() {
        return Combinators.combine(
                        Arbitraries.of(CurveFamily.class),
                        Arbitraries.of(Fluctuation.class),
                        Arbitraries.of(Counting.class),
                        Arbitraries.of(LastBatch.class))
                .as(Choices::new);
    }

    private static Arbitrary<Times> times() {
        Arbitrary<Scenario.Waiting> waiting = Combinators.combine(
                        Arbitraries.of(WaitingMode.class),
                        Arbitraries.doubles().between(0.001, 3600).ofScale(15),
                        Arbitraries.doubles().between(0.001, 1_000_000).ofScale(15))
                .as(Scenario.Waiting::new);
        Arbitrary<Scenario.StartUp> startUp = Combinators.combine(
                        Arbitraries.of(StartUpSource.class),
                        profiles("csv"),
                        Arbitraries.of(true, false),
                        whole(0, ScenarioFields.MAX_WORKERS),
                        optionalWhole(1, 1_000_000))
                .as((source, trace, kept, warm, quota) -> new Scenario.StartUp(
                        source, Optional.of(trace).filter(name -> kept || source == StartUpSource.TRACE), warm, quota));
        Arbitrary<Scenario.Lifetime> lifetime = Combinators.combine(
                        Arbitraries.of(LifetimeLimit.class), real(0, 86_400), whole(1, 100_000))
                .as(Scenario.Lifetime::new);
        Arbitrary<Scenario.Checkpoint> checkpoint = Combinators.combine(
                        Arbitraries.of(CheckpointPolicy.class), whole(0, 1_000_000))
                .as(Scenario.Checkpoint::new);
        return Combinators.combine(
                        waiting, startUp, Arbitraries.of(Reinvocation.class).optional(), lifetime, checkpoint)
                .as(Times::new);
    }

    private static Arbitrary<Integer> whole(int least, int most) {
        return Arbitraries.integers().between(least, most);
    }

    private static Arbitrary<OptionalInt> optionalWhole(int least, int most) {
        return whole(least, most).optional().map(number -> number.map(OptionalInt::of)
                .orElseGet(OptionalInt::empty));
    }

    /** Numbers with many digits and with few, so that some need an exponent. */
    private static Arbitrary<Double> real(double least, double most) {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(least, most).ofScale(20),
                Arbitraries.of(least, most),
                Arbitraries.of(1e-9, 1e-8, 0.1, 1.0 / 3, 2.5, 1e6).filter(value -> value >= least && value <= most));
    }

    private static Arbitrary<OptionalDouble> optionalReal(double least, double most) {
        return real(least, most).optional().map(number -> number.map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty));
    }

    private static Arbitrary<Training> trainings() {
        Arbitrary<Scenario.Algorithm> algorithm = Combinators.combine(
                        Arbitraries.of(AlgorithmKind.class), optionalWhole(1, 1_000_000), whole(1, 100_000))
                .as(Scenario.Algorithm::new);
        Arbitrary<String> labels = Arbitraries.oneOf(
                Arbitraries.of("mobilenet_v2", "ResNet-50.1", "1", "1.5", "null", "-", "."),
                Arbitraries.strings().withChars("aZ09_.-").ofMinLength(1).ofMaxLength(80));
        Arbitrary<Scenario.Compute> compute = Combinators.combine(
                        Arbitraries.of(ComputeSource.class),
                        profiles("csv"),
                        Arbitraries.of(true, false),
                        labels.optional(),
                        whole(2, 100_000))
                .as((source, trace, kept, model, block) -> new Scenario.Compute(
                        source, Optional.of(trace).filter(name -> kept || source.readsTrace()), model, block));
        Arbitrary<Scenario.Sgd> sgd = Combinators.combine(
                        Arbitraries.of(SgdModel.class),
                        profiles("libsvm").optional(),
                        real(1e-9, 1e6),
                        real(0, 1e6),
                        whole(2, 1_000),
                        real(1e-9, 1e6))
                .as(Scenario.Sgd::new);
        return Combinators.combine(algorithm, convergences(), compute, sgd, stragglers(), faults(), searches())
                .as((how, convergence, durations, model, slow, faults, search) -> {
                    boolean trained = durations.source() == ComputeSource.SGD;
                    boolean lossKnown = trained || convergence.source() == ConvergenceSource.CURVE;
                    return new Training(
                            how,
                            new Scenario.Convergence(
                                    convergence.source(),
                                    convergence.trace(),
                                    convergence.epochs(),
                                    convergence.exponent(),
                                    lossKnown ? convergence.targetLoss() : OptionalDouble.empty(),
                                    convergence.staleUpdates()),
                            durations,
                            new Scenario.Sgd(
                                    model.model(),
                                    trained ? Optional.of(model.data().orElse("higgs")) : model.data(),
                                    model.rate(),
                                    model.regularisation(),
                                    model.clusters(),
                                    model.penalty()),
                            slow,
                            faults,
                            search);
                });
    }

    private static Arbitrary<Scenario.Convergence> convergences() {
        return Combinators.combine(
                        Arbitraries.of(ConvergenceSource.class),
                        profiles("csv").optional(),
                        optionalReal(1e-9, 1e6),
                        real(0, 10),
                        optionalReal(-1e9, 1e9),
                        Arbitraries.of(StaleEffect.class))
                .as((source, trace, epochs, exponent, targetLoss, stale) -> new Scenario.Convergence(
                        source,
                        source == ConvergenceSource.CURVE ? Optional.of(trace.orElse("lr-two-gaussians")) : trace,
                        source == ConvergenceSource.EPOCHS && epochs.isEmpty() ? OptionalDouble.of(10) : epochs,
                        exponent,
                        targetLoss,
                        stale));
    }

    private static Arbitrary<RawStragglers> stragglers() {
        return Combinators.combine(
                        whole(0, ScenarioFields.MAX_WORKERS),
                        whole(0, ScenarioFields.MAX_WORKERS).list().ofMaxSize(20),
                        real(1, 1e6),
                        real(0, 1e9),
                        optionalReal(0.001, 1e9))
                .as(RawStragglers::new);
    }

    private static Arbitrary<RawFaults> faults() {
        Arbitrary<Scenario.Faults> faults = Combinators.combine(
                        real(0, 1e6),
                        optionalReal(0, 1e9),
                        Arbitraries.of(Recovery.class),
                        real(0, 1e6),
                        whole(0, 1_000),
                        real(0, 0.99),
                        optionalReal(0, 1e9),
                        real(0.001, 1e9))
                .as((rate, serverCrash, recovery, delay, restarts, errors, outage, duration) -> new Scenario.Faults(
                        rate,
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        serverCrash,
                        recovery,
                        delay,
                        restarts,
                        errors,
                        outage,
                        duration));
        return Combinators.combine(faults, whole(0, ScenarioFields.MAX_WORKERS).optional(), real(0, 1e9))
                .as(RawFaults::new);
    }

    private static Arbitrary<Numbers> numbers() {
        return Combinators.combine(
                        whole(1, 100_000),
                        optionalReal(0.001, 1e9),
                        whole(0, 1_000_000),
                        whole(1, 1_000_000),
                        precisions(),
                        Arbitraries.longs().between(0, 999_999_999_999_999_999L))
                .as(Numbers::new);
    }

    private static Arbitrary<Scenario.Precision> precisions() {
        Arbitrary<Double> halfWidths = Arbitraries.oneOf(
                Arbitraries.just(0.0), Arbitraries.doubles().between(0, 1).ofScale(20));
        return Combinators.combine(halfWidths, Arbitraries.of(PrecisionTarget.values()), whole(2, 1_000_000))
                .as(Scenario.Precision::new);
    }

    /** Valid scenarios as people write them: fields left out, other units, quotes where they are allowed. */
    static Arbitrary<Map<String, String>> valid() {
        Arbitrary<String> names = Arbitraries.of(
                "a run",
                "ResNet50 on S3, K-Reduce",
                "3.5",
                "true",
                "0x1f",
                "'it''s #1'",
                "\"\\u00e9 \\\"x\\\"\"",
                "2024");
        Arbitrary<String> memories = Arbitraries.of(
                "128 MB", "10240 MB", "1536MB", "1.5 GB", "\"2048  MB\"", "1e3 MB", "' 0.125 GB '", "+512. MB");
        Arbitrary<String> profiles =
                Arbitraries.of("resnet50-cifar10", "\"123\"", "../traces/x.yaml", "'true'", "\"a b.yaml\"");
        return Combinators.combine(
                        names,
                        memories,
                        profiles,
                        Arbitraries.of(exchanges()),
                        Arbitraries.integers().between(1, 50),
                        Arbitraries.of(true, false),
                        optionals(),
                        groups())
                .as((name, memory, profile, exchange, workers, terse, optionals, groups) -> {
                    boolean machines = exchange.channel == ChannelKind.VM_NETWORK;
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("name", name);
                    fields.put("workload", profile);
                    fields.put("epochs", "20");
                    fields.put("plan.workers", Integer.toString(workers));
                    if (!machines || !terse) {
                        fields.put("plan.memory", memory);
                    }
                    fields.put("plan.batch", "128");
                    fields.put(
                            "plan.aggregators", Integer.toString(aggregators(exchange.pattern, workers, workers / 2)));
                    if (!terse || exchange.channel != ChannelKind.S3) {
                        fields.put("channel", "\"" + exchange.channel.id() + "\"");
                    }
                    if (!terse || exchange.pattern != PatternKind.K_REDUCE) {
                        fields.put("pattern", exchange.pattern.id());
                    }
                    if (!terse || exchange.protocol != ProtocolKind.BSP) {
                        fields.put("protocol", exchange.protocol.id());
                    }
                    fields.putAll(optionals);
                    fields.putAll(groups);
                    // A section that is null cannot also hold keys.
                    ScenarioFields.sections().stream()
                            .filter(section ->
                                    fields.keySet().stream().anyMatch(path -> path.startsWith(section + ".")))
                            .forEach(fields::remove);
                    if (exchange.pattern != PatternKind.PARAMETER_SERVER) {
                        fields.remove("server.count");
                    }
                    if (machines) {
                        fields.keySet()
                                .removeAll(List.of(
                                        "server.rpc",
                                        "re-invocation",
                                        "faults.crash-rate",
                                        "faults.crash-worker",
                                        "faults.crash-time"));
                    }
                    if (exchange.channel != ChannelKind.PARAMETER_SERVER) {
                        fields.remove("faults.server-crash-time");
                    }
                    return fields;
                });
    }

    /** Fields that go with others only together, one group or none of each section. */
    private static Arbitrary<Map<String, String>> groups() {
        return Combinators.combine(
                        group(
                                pairs("compute.source", "formula", "compute.trace", "\"a b.csv\""),
                                pairs("compute.source", "replay", "compute.trace", "iteration-times-long"),
                                pairs("compute.source", "block-bootstrap", "compute.trace", "'123'"),
                                pairs(
                                        "compute.source",
                                        "sgd",
                                        "sgd.data",
                                        "../higgs.libsvm",
                                        "sgd.model",
                                        "linear-svm",
                                        "convergence.target-loss",
                                        "0")),
                        group(
                                pairs(
                                        "convergence.source",
                                        "curve",
                                        "convergence.trace",
                                        "lr-two-gaussians",
                                        "convergence.target-loss",
                                        "-1.5"),
                                pairs("convergence.source", "curve", "convergence.trace", "x.csv"),
                                pairs(
                                        "convergence.source",
                                        "curve",
                                        "convergence.trace",
                                        "a",
                                        "convergence.epochs",
                                        "3")),
                        group(
                                pairs("algorithm.kind", "ma-sgd", "algorithm.local-batches", "5"),
                                pairs("algorithm.kind", "admm", "algorithm.local-epochs", "4")),
                        group(
                                pairs("stragglers.count", "1"),
                                pairs("stragglers.workers", "0"),
                                pairs("stragglers.workers", "\"0\"", "stragglers.count", "0")),
                        group(pairs("start-up.source", "trace", "start-up.trace", "starts.csv")),
                        group(pairs("faults.crash-worker", "0", "faults.crash-time", "0.5 min")),
                        group(
                                pairs("precision.half-width", ".0", "precision.most", "2"),
                                pairs("precision", "5e-2", "replications", "2"),
                                pairs(
                                        "replications",
                                        "30",
                                        "precision.half-width",
                                        "+1.",
                                        "precision.of",
                                        "\"time\"",
                                        "precision.most",
                                        "30")))
                .as((compute, convergence, algorithm, stragglers, startUp, faults, precision) -> {
                    Map<String, String> all = new LinkedHashMap<>();
                    List.of(compute, convergence, algorithm, stragglers, startUp, faults, precision)
                            .forEach(all::putAll);
                    return all;
                });
    }

    private static String[] pairs(String... pathsAndValues) {
        return pathsAndValues;
    }

    private static Arbitrary<Map<String, String>> group(String[]... alternatives) {
        return Arbitraries.of(alternatives).optional(0.6).map(chosen -> {
            Map<String, String> fields = new LinkedHashMap<>();
            String[] pairs = chosen.orElse(pairs());
            for (int i = 0; i < pairs.length; i += 2) {
                fields.put(pairs[i], pairs[i + 1]);
            }
            return fields;
        });
    }

    private static Arbitrary<Map<String, String>> optionals() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("description", "'why: this # run'");
        all.put("platform", "aws-lambda-2023");
        all.put("services", "'2024'");
        all.put("prices", "fasdl-code");
        all.put("deadline", "\"2.25 h\"");
        all.put("plan.non-aggregator-batch", "auto");
        all.put("plan.max-global-batch", "6400");
        all.put("capacity", "unlimited");
        all.put("cache.node", "cache.t3.small");
        all.put("cache.max-value", "512 KiB");
        all.put("server.model-expiry", "100 min");
        all.put("table", "null");
        all.put("server.instance", "'1.5'");
        all.put("server.count", "2");
        all.put("server.rpc", "thrift");
        all.put("vm.instance", "");
        all.put("counting", "implementation");
        all.put("staleness", "0");
        all.put("compute.model", "ResNet_50.1");
        all.put("compute.block", "2");
        all.put("sgd.rate", "+1.5e-3");
        all.put("sgd.regularisation", ".5");
        all.put("sgd.penalty", "7.");
        all.put("sgd", "~");
        all.put("convergence.exponent", "2E-1");
        all.put("convergence.stale-updates", "full");
        all.put("stragglers.factor", "1000000");
        all.put("stragglers.duration", "10 min");
        all.put("start-up.warm", "10000");
        all.put("start-up.quota", "1000");
        all.put("lifetime.limit", "ignored");
        all.put("lifetime.margin", "0 ms");
        all.put("checkpoint.functions", "'always'");
        all.put("checkpoint.rounds", "50");
        all.put("faults.crash-rate", "0.5 /h");
        all.put("faults.server-crash-time", "1 h");
        all.put("faults.recovery", "fail");
        all.put("faults.error-rate", "0.99");
        all.put("faults.outage-start", "0 s");
        all.put("waiting.mode", "");
        all.put("waiting.interval", "\"250ms\"");
        all.put("waiting.give-up", "1 h");
        all.put("start-up", "~");
        all.put("re-invocation", "each-epoch");
        all.put("replications", "1000000");
        all.put("seed", "+0");
        return Arbitraries.subsetOf(all.keySet()).map(chosen -> chosen.stream()
                .collect(Collectors.toMap(path -> path, all::get, (one, other) -> one, LinkedHashMap::new)));
    }
}
