package faastrain.scenario;

import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads scenario files against {@link ScenarioFields}. Everything that a file alone can show to be wrong is
 * reported at once, in the order of the file; what fields say together is checked as soon as each of them is right by
 * itself. What depends on the workload or the platform is checked when they have been read.
 */
public final class ScenarioLoader {
    private static final Pattern LINE = Pattern.compile(ScenarioFields.LINE);
    private static final Pattern PROFILE = Pattern.compile(ScenarioFields.PROFILE);
    private static final Pattern ID = Pattern.compile(ScenarioFields.ID);

    private final String file;
    private final Problems problems = new Problems();
    private final Map<String, Node.Scalar> given = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> refused = new LinkedHashSet<>();

    private ScenarioLoader(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param overrides assignments {@code dotted.path=value} that replace what the file says
     * @throws InvalidInputException with every problem, each with its place
     */
    public static ScenarioFile load(Path file, List<String> overrides) {
        return load(file.toString(), YamlFile.text(file), overrides);
    }

    /**
     * Reads a file of which one field is varied.
     *
     * @param overrides assignments that replace what the file says
     * @param varied the assignment of one value of the varied field, which must not be among the overrides
     * @throws InvalidInputException with every problem, each with its place
     */
    public static ScenarioFile load(Path file, List<String> overrides, String varied) {
        String field = varied.substring(0, varied.indexOf('=') + 1);
        for (String override : overrides) {
            if (override.startsWith(field)) {
                throw new InvalidInputException(
                        Place.of("--set " + override), "sets the field that --vary varies; leave one of them out");
            }
        }
        Node.Mapping root = Overrides.apply(YamlFile.read(file), "--set", overrides);
        return new ScenarioLoader(file.toString()).read(Overrides.apply(root, "--vary", List.of(varied)));
    }

    /**
     * Reads a text.
     *
     * @param file what messages call it
     */
    public static ScenarioFile load(String file, String text, List<String> overrides) {
        Node.Mapping root = Overrides.apply(YamlFile.parse(file, text), "--set", overrides);
        return new ScenarioLoader(file).read(root);
    }

    private ScenarioFile read(Node.Mapping root) {
        Set<String> top = new LinkedHashSet<>();
        for (Field field : ScenarioFields.all()) {
            top.add(field.section().isEmpty() ? field.key() : field.section());
        }
        collect(root, "", top);
        for (Field field : ScenarioFields.all()) {
            Node.Scalar value = given.get(field.path());
            int before = problems.size();
            if (value == null) {
                if (field.required() && !refused.contains(field.path()) && !refused.contains(field.section())) {
                    Place place = places.getOrDefault(field.section(), root.place());
                    problems.add(
                            place,
                            field.path(),
                            "is missing; it is needed: " + field.meaning() + ", for example \"" + field.key() + ": "
                                    + field.example() + "\"");
                }
            } else {
                check(field, value);
            }
            if (problems.size() > before) {
                refused.add(field.path());
            }
        }
        checkMemoryIsGiven(root);
        checkPatternOfChannel();
        checkProtocol();
        checkServers();
        checkReinvocation();
        checkAggregators();
        checkBatchOfTheOthers();
        checkGlobalBatch();
        if (!problems.isEmpty()) {
            // What has no line (an assignment on the command line) comes after what stands in the file.
            throw new InvalidInputException(problems.all().stream()
                    .sorted(Comparator.comparing(
                                    (Problem problem) -> problem.place().line() == 0)
                            .thenComparing(problem -> problem.place().line())
                            .thenComparing(problem -> problem.place().column()))
                    .toList());
        }
        return new ScenarioFile(file, scenario(), places);
    }

    private void collect(Node.Mapping mapping, String section, Set<String> known) {
        mapping.entries().forEach((key, entry) -> {
            String path = section.isEmpty() ? key : section + "." + key;
            Node value = entry.value();
            if (!known.contains(key)) {
                problems.add(entry.keyPlace(), path, Fields.unknown(key, known));
                // That the field which was meant is missing would be the same problem told twice.
                Suggestion.nearest(key, known)
                        .filter(meant -> !mapping.entries().containsKey(meant))
                        .map(meant -> section.isEmpty() ? meant : section + "." + meant)
                        .ifPresent(refused::add);
            } else if (section.isEmpty() && ScenarioFields.sections().contains(key)) {
                if (value instanceof Node.Mapping inner) {
                    places.put(path, entry.keyPlace());
                    collect(inner, key, keysOf(key));
                } else if (!(value instanceof Node.Scalar scalar && scalar.isNull())) {
                    refused.add(path);
                    problems.add(
                            value,
                            "must hold \"key: value\" lines (" + String.join(", ", keysOf(key)) + "), but is "
                                    + value.kind());
                }
            } else if (value instanceof Node.Scalar scalar) {
                if (!scalar.isNull()) {
                    given.put(path, scalar);
                    places.put(path, scalar.place());
                }
            } else {
                refused.add(path);
                problems.add(value, "must be a single value, but is " + value.kind());
            }
        });
    }

    private static Set<String> keysOf(String section) {
        Set<String> keys = new LinkedHashSet<>();
        for (Field field : ScenarioFields.all()) {
            if (field.section().equals(section)) {
                keys.add(field.key());
            }
        }
        return keys;
    }

    private void check(Field field, Node.Scalar value) {
        Kind kind = field.kind();
        if (kind instanceof Kind.Text) {
            if (!LINE.matcher(value.text()).matches()) {
                problems.add(value, "must be a text of one line without control characters, but is " + value.kind());
            }
        } else if (kind instanceof Kind.Whole whole) {
            if (value.quoted() || !within(value.text(), whole.least(), whole.most())) {
                problems.add(
                        value,
                        "must be a whole number from " + whole.least() + " to " + whole.most() + ", but is "
                                + number(value));
            }
        } else if (kind instanceof Kind.WholeOrWord either) {
            if (!value.text().equals(either.word())
                    && (value.quoted() || !within(value.text(), either.least(), either.most()))) {
                problems.add(
                        value,
                        "must be \"" + either.word() + "\" or a whole number from " + either.least() + " to "
                                + either.most() + ", but is " + number(value));
            }
        } else if (kind instanceof Kind.Amount amount) {
            checkAmount(amount, value);
        } else if (kind instanceof Kind.Measure measure) {
            checkMeasure(measure, value);
        } else if (kind instanceof Kind.OneOf oneOf) {
            List<String> ids = Choice.ids(oneOf.choices());
            if (!ids.contains(value.text())) {
                problems.add(
                        value,
                        "must be one of " + String.join(", ", ids) + ", but is " + value.kind()
                                + Suggestion.didYouMean(value.text(), ids));
            }
        } else if (kind instanceof Kind.Profile profile) {
            checkName(
                    PROFILE,
                    "the name of a file of traces/" + profile.folder()
                            + "/ without its ending, or a path that ends in .yaml",
                    value);
        } else if (kind instanceof Kind.Id) {
            checkName(ID, "a name of small letters, digits, dots and hyphens, such as " + field.example(), value);
        }
    }

    private void checkName(Pattern allowed, String inWords, Node.Scalar value) {
        if (!value.isText() || !allowed.matcher(value.text()).matches()) {
            problems.add(
                    value,
                    "must be " + inWords + ", but is " + value.kind()
                            + (value.isText() ? "" : ", which YAML does not read as text; put it in quotes"));
        }
    }

    /** What stands where a whole number belongs. Quotes make it a text. */
    private static String number(Node.Scalar value) {
        return value.kind()
                + (value.quoted() && Fields.wholeNumber(value.text()).isPresent() ? " in quotes" : "");
    }

    private void checkAmount(Kind.Amount amount, Node.Scalar value) {
        String unit = amount.dimension().unit();
        try {
            double parsed = Quantity.parse(value.text(), amount.dimension());
            if (parsed < amount.least() || parsed > amount.most() || parsed != Math.rint(parsed)) {
                problems.add(
                        value,
                        "must be a whole number of " + unit + " from " + amount.least() + " " + unit + " to "
                                + amount.most() + " " + unit + ", but is " + value.kind());
            }
        } catch (IllegalArgumentException wrong) {
            problems.add(value, String.valueOf(wrong.getMessage()));
        }
    }

    private void checkMeasure(Kind.Measure measure, Node.Scalar value) {
        Dimension dimension = measure.dimension();
        try {
            double parsed = Quantity.parse(value.text(), dimension);
            if (parsed < measure.least() || parsed > measure.most()) {
                problems.add(
                        value,
                        "must be from " + Quantity.shortest(measure.least(), dimension) + " to "
                                + Quantity.shortest(measure.most(), dimension) + ", but is " + value.kind());
            }
        } catch (IllegalArgumentException wrong) {
            problems.add(value, String.valueOf(wrong.getMessage()));
        }
    }

    private static boolean within(String text, long least, long most) {
        Optional<Long> value = Fields.wholeNumber(text);
        return value.isPresent() && value.get() >= least && value.get() <= most;
    }

    private boolean sound(String... paths) {
        return Arrays.stream(paths)
                .noneMatch(path ->
                        refused.contains(path) || refused.contains(field(path).section()));
    }

    private void checkMemoryIsGiven(Node.Mapping root) {
        if (given.containsKey("plan.memory")
                || !sound("plan.memory", "channel")
                || channel() == ChannelKind.VM_NETWORK) {
            return;
        }
        problems.add(
                places.getOrDefault("plan", root.place()),
                "plan.memory",
                "is missing; functions need it, for example \"memory: "
                        + field("plan.memory").example() + "\"");
        refused.add("plan.memory");
    }

    private void checkPatternOfChannel() {
        if (!sound("pattern", "channel") || channel().patterns().contains(pattern())) {
            return;
        }
        String channel = "the channel " + channel().id();
        String pattern = "the pattern " + pattern().id();
        List<PatternKind> patterns = channel().patterns();
        List<ChannelKind> channels = Arrays.stream(ChannelKind.values())
                .filter(other -> other.patterns().contains(pattern()))
                .toList();
        if (!given.containsKey("pattern")) {
            problemOf(
                    "channel",
                    "is " + channel().id() + ", which does not go with " + pattern + " that is the default; write "
                            + "pattern: " + anyOf(patterns));
        } else if (!given.containsKey("channel")) {
            problemOf(
                    "pattern",
                    "is " + pattern().id() + ", which does not go with " + channel + " that is the default; write "
                            + "channel: " + anyOf(channels));
        } else {
            problemOf(
                    "pattern",
                    "is " + pattern().id() + ", but " + channel + " takes " + anyOf(patterns) + "; " + pattern
                            + " goes with channel: " + anyOf(channels));
        }
        // Which pattern is meant is open now; the channel is known all the same.
        refused.add("pattern");
    }

    private void checkProtocol() {
        if (sound("protocol", "pattern")) {
            checkProtocolOfPattern();
        } else if (sound("protocol", "channel")) {
            checkProtocolOfChannel();
        }
    }

    private void checkProtocolOfPattern() {
        List<ProtocolKind> protocols = pattern().protocols();
        if (protocols.contains(protocol())) {
            return;
        }
        if (!given.containsKey("protocol")) {
            problemOf(
                    "pattern",
                    "is " + pattern().id() + ", which does not go with the protocol "
                            + protocol().id() + " that is the default; write protocol: " + anyOf(protocols));
            return;
        }
        List<PatternKind> patterns = Arrays.stream(PatternKind.values())
                .filter(other -> other.protocols().contains(protocol()))
                .toList();
        problemOf(
                "protocol",
                "is " + protocol().id() + ", but the pattern " + pattern().id()
                        + (given.containsKey("pattern") ? "" : ", the default,") + " takes " + anyOf(protocols)
                        + "; " + protocol().id() + " goes with pattern: " + anyOf(patterns));
    }

    /** Whichever pattern takes the place of one that is refused has to go with the channel. */
    private void checkProtocolOfChannel() {
        List<ProtocolKind> protocols = channel().patterns().stream()
                .flatMap(pattern -> pattern.protocols().stream())
                .distinct()
                .toList();
        if (!protocols.contains(protocol())) {
            problemOf(
                    "protocol",
                    "is " + protocol().id() + ", but every pattern of the channel "
                            + channel().id() + " takes " + anyOf(protocols));
        }
    }

    private void checkServers() {
        if (sound("server.rpc", "channel")
                && channel() == ChannelKind.VM_NETWORK
                && choice(RpcKind.class, "server.rpc") != RpcKind.NONE) {
            problemOf(
                    "server.rpc",
                    "is " + text("server.rpc").orElseThrow() + ", but only functions call a server so; with the channel"
                            + " vm-network leave it out or write server.rpc: none");
        }
        if (sound("server.count", "pattern")
                && whole("server.count") > 1
                && pattern() != PatternKind.PARAMETER_SERVER) {
            problemOf(
                    "server.count",
                    "is " + whole("server.count") + ", but the pattern "
                            + pattern().id()
                            + " has no parameter servers; leave it out, or use pattern: parameter-server");
        }
    }

    private void checkReinvocation() {
        if (sound("re-invocation", "channel")
                && channel() == ChannelKind.VM_NETWORK
                && text("re-invocation").equals(Optional.of(Reinvocation.EACH_EPOCH.id()))) {
            problemOf(
                    "re-invocation",
                    "is each-epoch, but with the channel vm-network virtual machines run on; leave it out or write"
                            + " re-invocation: never");
        }
    }

    /** Reports that a field which is given, and right by itself, does not go with others. */
    private void problemOf(String path, String message) {
        problems.add(Objects.requireNonNull(given.get(path)), message);
    }

    /** Alternatives as a list for messages: {@code ring or parameter-server}. */
    private static String anyOf(List<? extends Choice> choices) {
        List<String> ids = Choice.ids(choices);
        int last = ids.size() - 1;
        return last == 0 ? ids.get(0) : String.join(", ", ids.subList(0, last)) + " or " + ids.get(last);
    }

    private void checkAggregators() {
        if (!sound("plan.workers", "plan.aggregators")) {
            return;
        }
        long workers = whole("plan.workers");
        Optional<PatternKind> pattern = sound("pattern") ? Optional.of(pattern()) : Optional.empty();
        Node.Scalar value = given.get("plan.aggregators");
        int before = problems.size();
        if (value == null) {
            if (pattern.equals(Optional.of(PatternKind.K_REDUCE))) {
                problems.add(
                        places.getOrDefault("plan", Place.of(file)),
                        "plan.aggregators",
                        "is missing; the pattern k-reduce needs it (from 1 to the " + workers + " workers)");
            }
        } else {
            long k = Long.parseLong(value.text());
            if (k > workers) {
                problems.add(
                        value,
                        "is " + k + ", but only " + workers + " workers can aggregate; it must be from 1 to "
                                + workers);
            } else if (pattern.equals(Optional.of(PatternKind.ALL_REDUCE)) && k != 1) {
                problems.add(
                        value, "is " + k + ", but all-reduce has 1 aggregator; leave it out, or use pattern: k-reduce");
            } else if (pattern.equals(Optional.of(PatternKind.SCATTER_REDUCE)) && k != workers) {
                problems.add(
                        value,
                        "is " + k + ", but in scatter-reduce all " + workers
                                + " workers aggregate; leave it out, or use pattern: k-reduce");
            } else if (pattern.isPresent() && !pattern.get().hasAggregators() && k != workers) {
                problems.add(
                        value,
                        "is " + k + ", but in " + pattern.get().id() + " none of the " + workers
                                + " workers is set apart to aggregate; leave it out");
            }
        }
        if (problems.size() > before) {
            refused.add("plan.aggregators");
        }
    }

    private void checkBatchOfTheOthers() {
        if (!sound("plan.non-aggregator-batch", "plan.batch", "pattern")
                || pattern().hasAggregators()) {
            return;
        }
        String other = text("plan.non-aggregator-batch").orElseThrow();
        long batch = whole("plan.batch");
        if (!other.equals("auto") && Long.parseLong(other) != batch) {
            problemOf(
                    "plan.non-aggregator-batch",
                    "is " + other + ", but in " + pattern().id() + " every worker has plan.batch, which is " + batch
                            + "; leave it out");
            refused.add("plan.non-aggregator-batch");
        }
    }

    private void checkGlobalBatch() {
        Node.Scalar limit = given.get("plan.max-global-batch");
        if (limit == null
                || !sound("plan.workers", "plan.batch", "plan.non-aggregator-batch", "plan.max-global-batch")) {
            return;
        }
        long most = Long.parseLong(limit.text());
        long workers = whole("plan.workers");
        long batch = whole("plan.batch");
        String other = text("plan.non-aggregator-batch").orElseThrow();
        if (other.equals("auto")) {
            // A batch that is chosen is never below the aggregators'.
            checkEqualBatches(workers, batch, most);
        } else if (sound("plan.aggregators", "pattern")) {
            long k = aggregators();
            if (k == workers || k * batch + workers - k > most) {
                checkEqualBatches(workers, batch, most);
            } else {
                checkNonAggregatorBatch(workers, k, batch, Long.parseLong(other), most);
            }
        }
    }

    private void checkEqualBatches(long workers, long batch, long most) {
        if (workers * batch > most) {
            problems.add(
                    Objects.requireNonNull(given.get("plan.batch")),
                    "is too large: " + workers + " workers × " + batch + " samples = " + workers * batch
                            + " exceed the largest global batch of " + most + "; "
                            + (most >= workers
                                    ? "with " + workers + " workers the batch can be at most " + most / workers
                                    : "no batch fits, as there are more workers than samples"));
        }
    }

    private void checkNonAggregatorBatch(long workers, long aggregators, long batch, long other, long most) {
        long rest = workers - aggregators;
        long global = aggregators * batch + rest * other;
        if (global > most) {
            problems.add(
                    Objects.requireNonNull(given.get("plan.non-aggregator-batch")),
                    "is too large: " + aggregators + " × " + batch + " + " + rest + " × " + other + " = " + global
                            + " samples exceed the largest global batch of " + most + "; it can be at most "
                            + (most - aggregators * batch) / rest);
        }
    }

    private int aggregators() {
        return switch (pattern()) {
            case ALL_REDUCE -> 1;
            case SCATTER_REDUCE, PARAMETER_SERVER, RING, GLOBAL_MODEL -> (int) whole("plan.workers");
            case K_REDUCE -> (int) whole("plan.aggregators");
        };
    }

    private Scenario scenario() {
        String nonAggregatorBatch = text("plan.non-aggregator-batch").orElseThrow();
        Scenario.Plan plan = new Scenario.Plan(
                (int) whole("plan.workers"),
                quantity("plan.memory", Dimension.MEMORY)
                        .map(megabytes -> OptionalInt.of(megabytes.intValue()))
                        .orElseGet(OptionalInt::empty),
                (int) whole("plan.batch"),
                aggregators(),
                nonAggregatorBatch.equals("auto")
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(nonAggregatorBatch)),
                text("plan.max-global-batch")
                        .map(Integer::parseInt)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty));
        return new Scenario(
                text("name").orElseThrow(),
                text("description"),
                text("workload").orElseThrow(),
                text("platform").orElseThrow(),
                text("services").orElseThrow(),
                text("prices"),
                (int) whole("epochs"),
                plan,
                pattern(),
                protocol(),
                channel(),
                choice(Capacity.class, "capacity"),
                new Scenario.Cache(
                        text("cache.node").orElseThrow(),
                        choice(CachePricing.class, "cache.pricing"),
                        quantity("cache.max-value", Dimension.SIZE)
                                .map(OptionalDouble::of)
                                .orElseGet(OptionalDouble::empty)),
                choice(LargeItems.class, "table.large-items"),
                new Scenario.Servers(
                        text("server.instance").orElseThrow(),
                        (int) whole("server.count"),
                        choice(RpcKind.class, "server.rpc"),
                        quantity("server.model-expiry", Dimension.TIME)
                                .map(OptionalDouble::of)
                                .orElseGet(OptionalDouble::empty)),
                text("vm.instance").orElseThrow(),
                choice(CurveFamily.class, "curve"),
                choice(Fluctuation.class, "fluctuation"),
                choice(Counting.class, "counting"),
                choice(LastBatch.class, "last-batch"),
                choice(ComputeSource.class, "compute.source"),
                new Scenario.Waiting(
                        choice(WaitingMode.class, "waiting.mode"),
                        quantity("waiting.interval", Dimension.TIME).orElseThrow(),
                        quantity("waiting.give-up", Dimension.TIME).orElseThrow()),
                choice(StartUpSource.class, "start-up.source"),
                text("re-invocation")
                        .map(id -> Choice.byId(Reinvocation.class, id).orElseThrow()),
                (int) whole("replications"),
                whole("seed"));
    }

    private Optional<String> text(String path) {
        Node.Scalar value = given.get(path);
        return value != null ? Optional.of(value.text()) : field(path).defaultText();
    }

    private long whole(String path) {
        return Long.parseLong(text(path).orElseThrow());
    }

    private Optional<Double> quantity(String path, Dimension dimension) {
        return text(path).map(text -> Quantity.parse(text, dimension));
    }

    private PatternKind pattern() {
        return choice(PatternKind.class, "pattern");
    }

    private ProtocolKind protocol() {
        return choice(ProtocolKind.class, "protocol");
    }

    private ChannelKind channel() {
        return choice(ChannelKind.class, "channel");
    }

    private <E extends Enum<E> & Choice> E choice(Class<E> type, String path) {
        return Choice.byId(type, text(path).orElseThrow()).orElseThrow();
    }

    private static Field field(String path) {
        return ScenarioFields.all().stream()
                .filter(field -> field.path().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
