package faastrain.scenario;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a scenario file may hold, declared once. The loader, the JSON Schema, the file of defaults and the resolved
 * scenario all read this list, so that none of them can say something else than another.
 */
public final class ScenarioFields {
    /** The most workers that a scenario may have; AWS Lambda's default concurrency is a tenth of it. */
    public static final int MAX_WORKERS = 10_000;

    /** The most samples of a batch. */
    public static final int MAX_BATCH = 1_000_000;

    /** The most replications of a run. */
    private static final int MAX_REPLICATIONS = 1_000_000;

    /** Characters that no text may hold: they break lines and tables, or cannot be written at all. */
    private static final String FORBIDDEN =
            "\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff";

    /** The end of the text; in Java {@code $} alone also stands before a last line feed. */
    private static final String END = "$(?!\\n)";

    private static final String BLANKS = " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";

    /** A text of one line, as a regular expression that Java and JSON Schema read alike. */
    static final String LINE = "^(?![" + BLANKS + "]*$)[^" + FORBIDDEN + "]*" + END;

    /** The name of a type of machine, as a regular expression that Java and JSON Schema read alike. */
    static final String ID = "^[a-z0-9][a-z0-9.-]*" + END;

    /** The name of a model in a trace, as a regular expression that Java and JSON Schema read alike. */
    static final String LABEL = "^[A-Za-z0-9_.-]{1,80}" + END;

    /** Numbers of workers, as a regular expression that Java and JSON Schema read alike. */
    static final String WORKERS = "^[0-9]{1,5}(?:(?: *, *| +)[0-9]{1,5})*" + END;

    /** The largest number that {@link #WORKERS} allows. */
    static final int MOST_WORKER = 99_999;

    /** Numbers of workers are written in no more, so that matching them stays shallow; the JSON Schema says so too. */
    static final int MOST_CHARACTERS_OF_WORKERS = 1000;

    /** The longest time and the latest moment of a scenario, about 32 years. */
    private static final double MAX_SECONDS = 1e9;

    /** The shortest spell of what happens to functions or services. */
    private static final double MIN_SECONDS = 0.001;

    /** What values a field takes. */
    public sealed interface Kind {
        /** Any text of one line that is not blank. */
        record Text() implements Kind {}

        /** A whole number between two bounds. */
        record Whole(long least, long most) implements Kind {}

        /** A whole number between two bounds, or one word. */
        record WholeOrWord(long least, long most, String word) implements Kind {}

        /** A number without a unit between two bounds, both allowed. */
        record Real(double least, double most) implements Kind {}

        /** A whole amount of a dimension's kept unit between two bounds. */
        record Amount(Dimension dimension, long least, long most) implements Kind {}

        /** A quantity between two bounds, both in the dimension's kept unit and allowed. */
        record Measure(Dimension dimension, double least, double most) implements Kind {}

        /** One of a list of alternatives. */
        record OneOf(List<Choice> choices) implements Kind {
            public OneOf {
                choices = List.copyOf(choices);
            }
        }

        /**
         * The name of a file under {@code traces/}, or the path of a file.
         *
         * @param folder the folder of {@code traces/}
         * @param ending what the file's name ends in, without the dot
         */
        record Profile(String folder, String ending) implements Kind {
            /** The name or the path, as a regular expression that Java and JSON Schema read alike. */
            String pattern() {
                return "^(?:[a-z0-9][a-z0-9-]*|[^" + FORBIDDEN + "]*\\." + ending + ")" + END;
            }

            /** What it may be, for messages. */
            String inWords() {
                return "the name of a file of traces/" + folder + "/ without its ending, or a path that ends in ."
                        + ending;
            }
        }

        /** The name of a type of machine, such as {@code m5.large}. */
        record Id() implements Kind {}

        /** The name that a trace gives a model, such as {@code mobilenet_v2}. */
        record Label() implements Kind {}

        /** Numbers of workers, counted from 0, such as {@code 0, 3}. */
        record Workers() implements Kind {}
    }

    /**
     * One field.
     *
     * @param path dotted
     * @param kind what values it takes
     * @param defaultText the value when it is absent, as it would be written; nothing when it must be given or is
     *     derived
     * @param required whether a scenario without it is refused
     * @param example a valid value, as it would be written
     * @param meaning what it says, with where an absent value comes from
     */
    public record Field(
            String path, Kind kind, Optional<String> defaultText, boolean required, String example, String meaning) {
        /** The last part of the path. */
        public String key() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        /** The part before the last dot; empty at the top. */
        public String section() {
            int dot = path.lastIndexOf('.');
            return dot < 0 ? "" : path.substring(0, dot);
        }
    }

    private static final List<Field> ALL = List.of(
            required("name", new Kind.Text(), "ResNet50 on S3", "what the run is called in results and charts"),
            optional("description", new Kind.Text(), "why this run", "free text, kept with the result"),
            required(
                    "workload",
                    new Kind.Profile("workloads", "yaml"),
                    "resnet50-cifar10",
                    "the model and data set: a file of traces/workloads/, or a path"),
            defaulted(
                    "platform",
                    new Kind.Profile("platforms", "yaml"),
                    "aws-lambda-2023",
                    "the measured functions and storage: a file of traces/platforms/, or a path"),
            defaulted(
                    "services",
                    new Kind.Profile("services", "yaml"),
                    "aws-2024",
                    "limits, latencies and NICs of the services between the workers: a file of traces/services/, or"
                            + " a path"),
            optional(
                    "prices",
                    new Kind.Profile("providers", "yaml"),
                    "aws-us-east-1-2024",
                    "prices and limits: a file of traces/providers/, or a path; absent: the platform's own under"
                            + " counting: paper, fasdl-code under counting: implementation"),
            required("epochs", new Kind.Whole(1, 100_000), "20", "passes over the data set (E)"),
            optional(
                    "deadline",
                    new Kind.Measure(Dimension.TIME, MIN_SECONDS, MAX_SECONDS),
                    "8000 s",
                    "the time that the training may take (T_max), which faastrain plan keeps; absent: no limit"),
            required("plan.workers", new Kind.Whole(1, MAX_WORKERS), "7", "functions (W)"),
            optional(
                    "plan.memory",
                    new Kind.Amount(Dimension.MEMORY, 128, 10_240),
                    "1536 MB",
                    "memory quota of a function (M); needed by every channel except vm-network, where it is the memory"
                            + " of a function with the CPU share of a machine; absent there: the machine's vCPUs times"
                            + " the memory per vCPU"),
            required("plan.batch", new Kind.Whole(1, MAX_BATCH), "128", "samples of an aggregator's batch (B^a)"),
            optional(
                    "plan.aggregators",
                    new Kind.Whole(1, MAX_WORKERS),
                    "4",
                    "workers that aggregate (K); needed by k-reduce, 1 for all-reduce, W for every other pattern"),
            defaulted(
                    "plan.non-aggregator-batch",
                    new Kind.WholeOrWord(1, MAX_BATCH, "auto"),
                    "auto",
                    "samples of a non-aggregator's batch (B^n); auto: under hap by FasDL eq. 16, capped by memory and"
                            + " by the largest global batch, under bsp the aggregator's"),
            optional(
                    "plan.max-global-batch",
                    new Kind.Whole(1, 1_000_000_000),
                    "1024",
                    "the largest global batch allowed (B^g_max); absent: no limit"),
            oneOf("pattern", PatternKind.values(), PatternKind.K_REDUCE, "who aggregates"),
            oneOf("protocol", ProtocolKind.values(), ProtocolKind.BSP, "when a worker may go on"),
            defaulted(
                    "staleness",
                    new Kind.Whole(0, 1_000_000),
                    "3",
                    "under ssp, how many rounds a worker may be ahead of the slowest (s)"),
            oneOf("channel", ChannelKind.values(), ChannelKind.S3, "through what objects are exchanged"),
            oneOf(
                    "capacity",
                    Capacity.values(),
                    Capacity.SHARED,
                    "whether NICs, service threads, table throughput and request limits are shared and limited"),
            defaulted(
                    "cache.node",
                    new Kind.Id(),
                    "cache.m5.large",
                    "type of the cache's node: one that the services file knows"),
            oneOf("cache.pricing", CachePricing.values(), CachePricing.NODES, "what the cache costs"),
            optional(
                    "cache.max-value",
                    new Kind.Measure(Dimension.SIZE, 1.0 / 1048576, 1024),
                    "64 MiB",
                    "largest value that the cache takes; absent: the engine's own, such as Memcached's 1 MiB"),
            oneOf(
                    "table.large-items",
                    LargeItems.values(),
                    LargeItems.REFUSE,
                    "what happens to an object that is larger than a table's item may be"),
            defaulted(
                    "server.instance",
                    new Kind.Id(),
                    "m5.large",
                    "type of a parameter server's instance: one that the services file knows"),
            defaulted("server.count", new Kind.Whole(1, 1000), "1", "parameter servers, each of which holds a shard"),
            oneOf("server.rpc", RpcKind.values(), RpcKind.NONE, "how functions call a parameter server"),
            optional(
                    "server.model-expiry",
                    new Kind.Measure(Dimension.TIME, 1, 10_000_000),
                    "6000 s",
                    "how long after its registration the server of LambdaML's hybrid deletes a model; absent: the services'"
                            + " own, which is the published default"),
            defaulted(
                    "vm.instance",
                    new Kind.Id(),
                    "c5.large",
                    "type of a virtual machine's instance: one that the services file knows"),
            oneOf("curve", CurveFamily.values(), CurveFamily.SATURATION, "which fitted curve times a transfer"),
            oneOf("fluctuation", Fluctuation.values(), Fluctuation.NONE, "whether transfers fluctuate as measured"),
            oneOf("counting", Counting.values(), Counting.PAPER, "whose account of the communication is followed"),
            oneOf("last-batch", LastBatch.values(), LastBatch.SHORT, "what happens to an epoch's last samples"),
            oneOf(
                    "algorithm.kind",
                    AlgorithmKind.values(),
                    AlgorithmKind.GA_SGD,
                    "what workers exchange, and how often"),
            optional(
                    "algorithm.local-batches",
                    new Kind.Whole(1, 1_000_000),
                    "100",
                    "under ma-sgd, batches between two exchanges; absent: those of one epoch"),
            defaulted(
                    "algorithm.local-epochs",
                    new Kind.Whole(1, 100_000),
                    "10",
                    "under admm, epochs between two exchanges, of which epochs is a multiple; 10 in LambdaML's"
                            + " example"),
            oneOf(
                    "convergence.source",
                    ConvergenceSource.values(),
                    ConvergenceSource.NONE,
                    "where the progress of the training comes from"),
            optional(
                    "convergence.trace",
                    new Kind.Profile("losses", "csv"),
                    "lr-two-gaussians",
                    "a loss curve: a file of traces/losses/, or a path; needed by the source curve"),
            optional(
                    "convergence.epochs",
                    new Kind.Real(1e-9, 1e6),
                    "12.5",
                    "epochs that one worker needs to reach the target (R); needed by the source epochs"),
            defaulted(
                    "convergence.exponent",
                    new Kind.Real(0, 10),
                    "0",
                    "under the source epochs, how the epochs grow with the w workers: f(w) = w^exponent"),
            optional(
                    "convergence.target-loss",
                    new Kind.Real(-1e9, 1e9),
                    "0.66",
                    "at what loss the training stops; only with the source curve or with compute.source: sgd; absent:"
                            + " when all epochs are trained"),
            oneOf(
                    "convergence.stale-updates",
                    StaleEffect.values(),
                    StaleEffect.INVERSE,
                    "how much an update counts that was computed from old parameters"),
            oneOf(
                    "compute.source",
                    ComputeSource.values(),
                    ComputeSource.FORMULA,
                    "where the duration of the computation comes from"),
            optional(
                    "compute.trace",
                    new Kind.Profile("iterations", "csv"),
                    "iteration-times-long",
                    "measured iterations: a file of traces/iterations/, or a path; needed by the sources replay,"
                            + " bootstrap, block-bootstrap and fitted"),
            optional(
                    "compute.model",
                    new Kind.Label(),
                    "mobilenet_v2",
                    "the model of the trace whose iterations are taken; absent: its only one"),
            defaulted(
                    "compute.block",
                    new Kind.Whole(2, 100_000),
                    "10",
                    "under block-bootstrap, how many successive iterations are drawn together"),
            oneOf(
                    "sgd.model",
                    SgdModel.values(),
                    SgdModel.LOGISTIC_REGRESSION,
                    "under compute.source: sgd, what is trained"),
            optional(
                    "sgd.data",
                    new Kind.Profile("data-sets", "libsvm"),
                    "two-gaussians",
                    "what it is trained on: a file of traces/data-sets/, or a path; needed by compute.source: sgd"),
            defaulted("sgd.rate", new Kind.Real(1e-9, 1e6), "0.1", "learning rate"),
            defaulted("sgd.regularisation", new Kind.Real(0, 1e6), "0", "weight of the L2 regularisation"),
            defaulted("sgd.clusters", new Kind.Whole(2, 1_000), "2", "clusters of k-means (k)"),
            defaulted(
                    "sgd.penalty",
                    new Kind.Real(1e-9, 1e6),
                    "0.01",
                    "weight of the distance from the common model under admm (ρ); 0.01 in LambdaML's example of"
                            + " logistic regression"),
            defaulted(
                    "stragglers.count",
                    new Kind.Whole(0, MAX_WORKERS),
                    "0",
                    "workers, chosen at random, that are slow"),
            optional(
                    "stragglers.workers",
                    new Kind.Workers(),
                    "0, 3",
                    "numbers of the workers that are slow, counted from 0; not together with a count above 0"),
            defaulted(
                    "stragglers.factor",
                    new Kind.Real(1, 1e6),
                    "2",
                    "how many times as long the computations of a slow worker take"),
            defaulted(
                    "stragglers.from",
                    new Kind.Measure(Dimension.TIME, 0, MAX_SECONDS),
                    "0 s",
                    "from when on they are slow, since the start of the run"),
            optional(
                    "stragglers.duration",
                    new Kind.Measure(Dimension.TIME, MIN_SECONDS, MAX_SECONDS),
                    "600 s",
                    "how long they are slow; absent: to the end"),
            oneOf("waiting.mode", WaitingMode.values(), WaitingMode.NOTIFY, "how a reader learns of an object"),
            defaulted(
                    "waiting.interval",
                    new Kind.Measure(Dimension.TIME, 0.001, 3600),
                    "0.1 s",
                    "under poll, how long a reader sleeps that has asked for one object, or for a parameter server's"
                            + " leave, in vain; listings are asked for again at once, as the published codes do"),
            defaulted(
                    "waiting.give-up",
                    new Kind.Measure(Dimension.TIME, 0.001, 1_000_000),
                    "60 s",
                    "under poll, how long a reader asks for one object before it gives up and the run ends; who lists"
                            + " or asks a parameter server asks for ever, as the published codes do"),
            oneOf("start-up.source", StartUpSource.values(), StartUpSource.NONE, "how long a function takes to start"),
            optional(
                    "start-up.trace",
                    new Kind.Profile("start-ups", "csv"),
                    "starts.csv",
                    "measured start-up times: a file of traces/start-ups/, or a path; needed by the source trace"),
            defaulted("start-up.warm", new Kind.Whole(0, MAX_WORKERS), "0", "environments that are warm at the start"),
            optional(
                    "start-up.quota",
                    new Kind.Whole(1, 1_000_000),
                    "1000",
                    "functions that may run at once; absent: as the services file says"),
            optional(
                    "re-invocation",
                    oneOf(Reinvocation.values()),
                    Reinvocation.EACH_EPOCH.id(),
                    "when functions are invoked anew; absent: each-epoch over channels that store objects (s3,"
                            + " elasticache-redis, elasticache-memcached, dynamodb), never over parameter-server and"
                            + " vm-network"),
            oneOf(
                    "lifetime.limit",
                    LifetimeLimit.values(),
                    LifetimeLimit.ENFORCED,
                    "whether a function may live no longer than the provider lets it"),
            defaulted(
                    "lifetime.margin",
                    new Kind.Measure(Dimension.TIME, 0, 86_400),
                    "60 s",
                    "under deadline-margin, how long before the end of its lifetime a function ends; 60 s in FasDL's"
                            + " code"),
            defaulted(
                    "lifetime.epochs",
                    new Kind.Whole(1, 100_000),
                    "1",
                    "under fixed-epochs, the epochs of one round of functions"),
            oneOf(
                    "checkpoint.functions",
                    CheckpointPolicy.values(),
                    CheckpointPolicy.AUTO,
                    "whether a function uploads its model before it ends"),
            defaulted(
                    "checkpoint.rounds",
                    new Kind.Whole(0, 1_000_000),
                    "0",
                    "worker 0 uploads the model to the object store after so many rounds; 0: never"),
            defaulted(
                    "faults.crash-rate",
                    new Kind.Measure(Dimension.RATE, 0, 1e6),
                    "0 /h",
                    "how often a function crashes, by the time that it runs"),
            optional(
                    "faults.crash-worker",
                    new Kind.Whole(0, MAX_WORKERS - 1),
                    "3",
                    "number of a worker, counted from 0, that crashes at faults.crash-time"),
            optional(
                    "faults.crash-time",
                    new Kind.Measure(Dimension.TIME, 0, MAX_SECONDS),
                    "100 s",
                    "when faults.crash-worker crashes, since the start of the run"),
            optional(
                    "faults.server-crash-time",
                    new Kind.Measure(Dimension.TIME, 0, MAX_SECONDS),
                    "100 s",
                    "when a parameter server crashes, since the start of the run; only with pattern: parameter-server"
                            + " and channel: parameter-server"),
            oneOf("faults.recovery", Recovery.values(), Recovery.RESTART, "what happens when a function crashes"),
            defaulted(
                    "faults.restart-delay",
                    new Kind.Measure(Dimension.TIME, 0, 1_000_000),
                    "60 s",
                    "under restart, how long after its crash a function is invoked anew; AWS Lambda retries an"
                            + " asynchronous invocation after a minute"),
            defaulted(
                    "faults.restarts",
                    new Kind.Whole(0, 1_000),
                    "2",
                    "under restart, how often a worker may redo one round before the run fails; AWS Lambda retries"
                            + " twice"),
            defaulted(
                    "faults.error-rate",
                    new Kind.Real(0, 0.99),
                    "0",
                    "share of the requests that fail and are repeated"),
            optional(
                    "faults.outage-start",
                    new Kind.Measure(Dimension.TIME, 0, MAX_SECONDS),
                    "300 s",
                    "when the channel goes out of service, since the start of the run; absent: never"),
            defaulted(
                    "faults.outage-duration",
                    new Kind.Measure(Dimension.TIME, MIN_SECONDS, MAX_SECONDS),
                    "10 s",
                    "how long the channel is out of service"),
            oneOf(
                    "search.counting",
                    Counting.values(),
                    Counting.PAPER,
                    "for faastrain plan: whose account the closed form follows with which plans are looked for; what"
                            + " they are simulated under is counting"),
            defaulted(
                    "search.memory-step",
                    new Kind.Amount(Dimension.MEMORY, 1, 128),
                    "128 MB",
                    "for faastrain plan: step of the memory, a part of 128 MB such as 1, 64 or 128 MB (FasDL's)"),
            defaulted(
                    "search.batch-step",
                    new Kind.Whole(1, 16),
                    "16",
                    "for faastrain plan: step of an aggregator's batch, a part of 16 (FasDL's)"),
            optional(
                    "search.max-batch",
                    new Kind.Whole(1, MAX_BATCH),
                    "128",
                    "for faastrain plan: the largest batch of an aggregator; absent: what fits the memory"),
            oneOf(
                    "search.non-aggregator-batch",
                    OtherBatches.values(),
                    OtherBatches.EQ_16,
                    "for faastrain plan: which batches of the non-aggregators are looked at under hap"),
            defaulted(
                    "search.max-workers",
                    new Kind.Whole(1, MAX_WORKERS),
                    "1000",
                    "for faastrain plan: the most workers; 1000 run at once by AWS's default quota"),
            defaulted(
                    "search.fixed-workers",
                    new Kind.Whole(1, MAX_WORKERS),
                    "10",
                    "for faastrain plan: workers of the strategy largest-memory; 10 in LambdaML's deep networks"),
            defaulted(
                    "search.candidates",
                    new Kind.Whole(0, 10_000),
                    "100",
                    "for faastrain plan: how many of the plans that the closed form finds cheapest are simulated beside"
                            + " those of the strategies"),
            defaulted(
                    "search.confidence",
                    new Kind.Real(0.01, 0.999),
                    "0.5",
                    "for faastrain plan: with which probability a simulated plan has to meet the deadline"),
            defaulted(
                    "search.error-rate",
                    new Kind.Real(1e-6, 0.5),
                    "0.05",
                    "for faastrain plan: with which probability at most the best candidate may be dropped before it has"
                            + " run as often as it should"),
            defaulted(
                    "replications",
                    new Kind.Whole(1, MAX_REPLICATIONS),
                    "1",
                    "independent repetitions; more than one says something only where something is random; the least"
                            + " number where precision.half-width says when to stop"),
            defaulted(
                    "precision.half-width",
                    new Kind.Real(0, 1),
                    "0",
                    "replications are added until the 95 % interval of the mean reaches no further than this part of it"
                            + " to either side, such as 0.02; 0: they are as many as replications says; faastrain plan"
                            + " has its own rule"),
            oneOf(
                    "precision.of",
                    PrecisionTarget.values(),
                    PrecisionTarget.BOTH,
                    "of which means precision.half-width is asked for"),
            defaulted(
                    "precision.most",
                    new Kind.Whole(2, MAX_REPLICATIONS),
                    "1000",
                    "the most replications that are run for precision.half-width"),
            defaulted("seed", new Kind.Whole(0, 999_999_999_999_999_999L), "20240923", "of every random stream"));

    private static final Map<String, Field> BY_PATH =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Field::path, field -> field));

    /** What a search for plans finds: each of these may be left out where a plan is searched for. */
    private static final Set<String> OPEN_PLAN =
            Set.of("plan.workers", "plan.batch", "plan.memory", "plan.aggregators");

    private static final List<String> SECTIONS = ALL.stream()
            .map(Field::section)
            .filter(section -> !section.isEmpty())
            .distinct()
            .toList();

    private ScenarioFields() {}

    /** Every field, in the order in which files are written. */
    public static List<Field> all() {
        return ALL;
    }

    /** The names of the mappings that hold fields ({@code plan}, {@code compute} …), in order. */
    public static List<String> sections() {
        return SECTIONS;
    }

    /** Whether a search for plans finds the field's value. */
    static boolean isOfOpenPlan(Field field) {
        return OPEN_PLAN.contains(field.path());
    }

    /** The fields that must be given unless a scenario leaves its plan to a search. */
    static List<Field> neededUnlessOpen() {
        return ALL.stream()
                .filter(field -> field.required() && isOfOpenPlan(field))
                .toList();
    }

    /** The field of that path, when there is one. */
    public static Optional<Field> find(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    /** The field of that path, which must be one. */
    static Field of(String path) {
        return Objects.requireNonNull(BY_PATH.get(path), path);
    }

    /**
     * The field that a section's name alone gives: {@code compute: sgd} is {@code compute: {source: sgd}}. Sections have one
     * that choose a source, a kind or a mode, or ask for a half-width.
     */
    public static Optional<Field> shortForm(String section) {
        return ALL.stream()
                .filter(field -> field.section().equals(section))
                .filter(field -> List.of("source", "kind", "mode", "half-width").contains(field.key()))
                .findFirst();
    }

    private static Field required(String path, Kind kind, String example, String meaning) {
        return new Field(path, kind, Optional.empty(), true, example, meaning);
    }

    private static Field optional(String path, Kind kind, String example, String meaning) {
        return new Field(path, kind, Optional.empty(), false, example, meaning);
    }

    private static Field defaulted(String path, Kind kind, String value, String meaning) {
        return new Field(path, kind, Optional.of(value), false, value, meaning);
    }

    private static <E extends Enum<E> & Choice> Field oneOf(String path, E[] choices, E value, String meaning) {
        return defaulted(path, oneOf(choices), value.id(), meaning);
    }

    private static Kind oneOf(Choice[] choices) {
        return new Kind.OneOf(List.of(choices));
    }
}
