package faastrain.trace;

import faastrain.scenario.Dimension;
import faastrain.scenario.Fields;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Node;
import faastrain.scenario.Problems;
import faastrain.scenario.YamlFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads limits, latencies and rates of a provider's services ({@code traces/services/*.yaml}). Every figure is written
 * as {@code {value: …, source: …}}; a figure without its source is refused.
 */
public final class ServicesReader {
    private static final int MOST_ATTEMPTS = 1000;
    private static final int MOST_KEYS = 1_000_000;
    private static final int MOST_VCPU = 10_000;
    private static final double MOST_EXPIRY_S = 10_000_000;
    private static final int MOST_FUNCTIONS = 1_000_000_000;
    private static final double LEAST_REFILL_PER_SECOND = 1e-6;

    /** Beyond it a lognormal distribution describes nothing that starts. */
    private static final double MOST_START_UP_SPREAD = 5;

    private static final int MOST_BYTES_PER_PARAMETER = 1024;

    /** For a number of threads that is the node's number of vCPUs. */
    private static final String PER_VCPU = "vcpu";

    private final Problems problems = new Problems();
    private final Figures figures = new Figures("LambdaML (arXiv 2105.07806)");

    private ServicesReader() {}

    /**
     * Reads and checks a file.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static ServicesProfile read(Path file) {
        return new ServicesReader().profile(file);
    }

    private ServicesProfile profile(Path file) {
        Fields root = new Fields(YamlFile.read(file), problems);
        String id = ProfileFields.id(root, "id", "aws-2024");
        String description = ProfileFields.filledText(root, "description", "Services of AWS");
        String date = ProfileFields.date(root, "date");
        RequestLimits objectStore = objectStore(section(root, "object-store", "writes"));
        CacheService cache = cache(section(root, "cache", "latency"));
        TableLimits table = table(section(root, "table", "latency"));
        ServerRates servers = servers(section(root, "servers", "function-bandwidth"));
        FunctionService functionService = functions(section(root, "functions", "call"));
        SortedMap<String, InstanceType> instances = entries(
                root,
                "instances",
                "m5.large",
                entry -> new InstanceType(network(entry), latency(entry), vcpu(entry), baseline(entry)));
        Fields startUp = root.section("start-up", "{functions: {…}, instances: {…}}");
        SortedMap<Integer, Double> functions = startUpTimes(startUp, "functions");
        SortedMap<Integer, Double> machines = startUpTimes(startUp, "instances");
        startUp.finish();
        root.finish();
        problems.throwIfAny();
        return new ServicesProfile(
                id,
                date,
                description,
                objectStore,
                cache,
                table,
                servers,
                functionService,
                instances,
                new StartUpTimes(functions),
                new StartUpTimes(machines),
                figures.sources());
    }

    private RequestLimits objectStore(Fields section) {
        double writes = figures.required(section, "writes", ProfileFields::rate);
        double reads = figures.required(section, "reads", ProfileFields::rate);
        int keys = whole(section, "keys-per-list", MOST_KEYS, "1000");
        Fields retry = section(section, "retry", "attempts");
        RetryPolicy policy = new RetryPolicy(
                whole(retry, "attempts", MOST_ATTEMPTS, "5"),
                seconds(retry, "base"),
                figures.required(retry, "growth", (figure, value) -> {
                    double growth = ProfileFields.positiveNumber(figure, value, ProfileFields.MOST_COEFFICIENT, "2");
                    if (growth > 0 && growth < 1) {
                        figure.problem(value, "must be at least 1, such as 2");
                    }
                    return growth;
                }),
                seconds(retry, "cap"));
        retry.finish();
        section.finish();
        return new RequestLimits(writes, reads, keys, policy);
    }

    private CacheService cache(Fields section) {
        double latency = latency(section);
        Fields engines = section.section("engines", "{redis: {…}, memcached: {…}}");
        CacheEngine redis = engine(section(engines, "redis", "threads"));
        CacheEngine memcached = engine(section(engines, "memcached", "threads"));
        engines.finish();
        SortedMap<String, CacheNode> nodes =
                entries(section, "nodes", "cache.m5.large", entry -> new CacheNode(network(entry), vcpu(entry)));
        Optional<Double> serverless = section.optionalSection("serverless").flatMap(entry -> {
            Optional<Double> network = figures.optional(entry, "network", ServicesReader::bandwidth);
            entry.finish();
            return network;
        });
        section.finish();
        return new CacheService(latency, redis, memcached, nodes, serverless);
    }

    private CacheEngine engine(Fields section) {
        OptionalInt threads = figures.required(section, "threads", ServicesReader::threads);
        double request = seconds(section, "request");
        double rate = figures.required(section, "rate", ServicesReader::bandwidth);
        double maxValue = figures.required(section, "max-value", ServicesReader::size);
        double largest = figures.optional(section, "largest-max-value", (figure, value) -> {
                    double size = size(figure, value);
                    if (size < maxValue) {
                        figure.problem(value, "must be at least max-value");
                    }
                    return size;
                })
                .orElse(maxValue);
        section.finish();
        return new CacheEngine(threads, request, rate, maxValue, largest);
    }

    private TableLimits table(Fields section) {
        TableLimits limits = new TableLimits(
                latency(section),
                figures.required(section, "item-limit", ServicesReader::size),
                figures.required(section, "scan-page", ServicesReader::size),
                figures.required(section, "write-units", ProfileFields::rate),
                figures.required(section, "read-units", ProfileFields::rate),
                figures.required(
                        section,
                        "read-unit-share",
                        (figure, value) -> ProfileFields.positiveNumber(figure, value, 1, "0.5")));
        section.finish();
        return limits;
    }

    private ServerRates servers(Fields section) {
        ServerRates rates = new ServerRates(
                figures.required(section, "function-bandwidth", ServicesReader::bandwidth),
                rpc(section(section, "grpc", "call")),
                rpc(section(section, "thrift", "call")));
        section.finish();
        return rates;
    }

    private RpcRates rpc(Fields section) {
        RpcRates rates = new RpcRates(
                seconds(section, "call"),
                figures.required(section, "worker-serialize", ServicesReader::bandwidth),
                figures.required(section, "worker-deserialize", ServicesReader::bandwidth),
                figures.required(section, "server-serialize", ServicesReader::bandwidth),
                figures.required(section, "server-deserialize", ServicesReader::bandwidth),
                figures.required(section, "update", ServicesReader::bandwidth),
                whole(section, "bytes-per-parameter", MOST_BYTES_PER_PARAMETER, "8"),
                figures.optional(
                                section,
                                "model-expiry",
                                (figure, value) ->
                                        ProfileFields.positive(figure, value, Dimension.TIME, MOST_EXPIRY_S, "600 s"))
                        .map(OptionalDouble::of)
                        .orElseGet(OptionalDouble::empty));
        section.finish();
        return rates;
    }

    private FunctionService functions(Fields section) {
        FunctionService functions = new FunctionService(
                seconds(section, "call"),
                whole(section, "quota", MOST_FUNCTIONS, "1000"),
                whole(section, "burst", MOST_FUNCTIONS, "1000"),
                figures.required(section, "refill", (figure, value) -> {
                    double rate = ProfileFields.rate(figure, value);
                    if (rate > 0 && rate < LEAST_REFILL_PER_SECOND) {
                        figure.problem(value, "must be at least 1e-6 /s, such as \"100 /s\"");
                    }
                    return rate;
                }),
                figures.required(
                        section,
                        "keep-warm",
                        (figure, value) ->
                                ProfileFields.notNegative(figure, value, Dimension.TIME, MOST_EXPIRY_S, "5 min")),
                startUp(section(section, "cold", "median")),
                startUp(section(section, "warm", "median")));
        section.finish();
        return functions;
    }

    private StartUpDistribution startUp(Fields section) {
        StartUpDistribution distribution = new StartUpDistribution(
                figures.required(
                        section,
                        "median",
                        (figure, value) -> ProfileFields.positive(
                                figure, value, Dimension.TIME, ProfileFields.MOST_LATENCY_S, "2.5 s")),
                figures.required(
                        section,
                        "spread",
                        (figure, value) ->
                                ProfileFields.notNegativeNumber(figure, value, MOST_START_UP_SPREAD, "0.35")));
        section.finish();
        return distribution;
    }

    private SortedMap<Integer, Double> startUpTimes(Fields section, String key) {
        Fields times = section.section(key, "{10: " + Figures.FORM + ", 50: " + Figures.FORM + "}");
        SortedMap<Integer, Double> seconds = new TreeMap<>();
        for (String workers : times.mapping().entries().keySet()) {
            double time = seconds(times, workers);
            if (workers.matches("[1-9]\\d{0,5}")) {
                seconds.put(Integer.parseInt(workers), time);
            } else {
                times.problem(workers, "is no number of workers; write a whole number from 1 to 999999, such as 10");
            }
        }
        if (problems.isEmpty() && seconds.size() < 2) {
            section.problem(key, "must give the times of two numbers of workers at least");
        }
        double before = 0;
        for (int workers : seconds.keySet()) {
            double time = seconds.getOrDefault(workers, Double.NaN);
            if (time < before) {
                times.problem(Integer.toString(workers), "must not be less than the time of fewer workers");
            }
            before = Math.max(before, time);
        }
        return seconds;
    }

    private static Fields section(Fields parent, String key, String first) {
        return parent.section(key, "{" + first + ": " + Figures.FORM + ", …}");
    }

    private <T> SortedMap<String, T> entries(Fields parent, String key, String example, Function<Fields, T> reader) {
        Fields section = parent.section(key, "{" + example + ": {…}}");
        SortedMap<String, T> entries = new TreeMap<>();
        for (String name : section.mapping().entries().keySet()) {
            Fields entry = section(section, name, "network");
            entries.put(name, reader.apply(entry));
            entry.finish();
        }
        return entries;
    }

    private double network(Fields section) {
        return figures.required(section, "network", ServicesReader::bandwidth);
    }

    private double latency(Fields section) {
        return seconds(section, "latency");
    }

    private int vcpu(Fields section) {
        return whole(section, "vcpu", MOST_VCPU, "2");
    }

    private OptionalDouble baseline(Fields section) {
        Optional<Double> share = figures.optional(
                section, "baseline", (figure, value) -> ProfileFields.positiveNumber(figure, value, 1, "0.2"));
        return share.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private double seconds(Fields section, String key) {
        return figures.required(
                section,
                key,
                (figure, value) -> ProfileFields.notNegative(
                        figure, value, Dimension.TIME, ProfileFields.MOST_LATENCY_S, "10 ms"));
    }

    private int whole(Fields section, String key, int most, String example) {
        return figures.required(section, key, (figure, value) -> (int) figure.integer(value, 1, most, example));
    }

    private static double bandwidth(Fields figure, String value) {
        return ProfileFields.bandwidth(figure, value, Dimension.BANDWIDTH.example());
    }

    private static double size(Fields figure, String value) {
        return ProfileFields.positive(figure, value, Dimension.SIZE, ProfileFields.MOST_MIB, "1 MiB");
    }

    private static OptionalInt threads(Fields figure, String value) {
        String text = figure.text(value, PER_VCPU);
        if (text.equals(PER_VCPU)) {
            return OptionalInt.empty();
        }
        if (text.matches("[1-9]\\d{0,3}")) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        if (figure.optional(value).filter(Node.Scalar.class::isInstance).isPresent()) {
            figure.problem(
                    value,
                    "must be a whole number from 1 to 9999, or " + PER_VCPU
                            + " for one thread per vCPU of the node, but is \"" + text + "\"");
        }
        return OptionalInt.empty();
    }
}
