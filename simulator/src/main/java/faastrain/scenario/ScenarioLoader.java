package faastrain.scenario;

import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final Pattern ID = Pattern.compile(ScenarioFields.ID);
    private static final Pattern LABEL = Pattern.compile(ScenarioFields.LABEL);
    private static final Pattern WORKERS = Pattern.compile(ScenarioFields.WORKERS);

    private final String file;
    private final Node.Mapping root;
    private final Given given;
    private final Problems problems;

    /** Whether the plan may be left open. */
    private final boolean open;

    private ScenarioLoader(String file, Node.Mapping root, boolean open) {
        this.file = file;
        this.root = root;
        this.open = open;
        this.given = new Given(root.place());
        this.problems = given.problems();
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
        List<Assignment> all = new ArrayList<>(Assignment.of("--set", overrides));
        all.addAll(Assignment.of("--vary", List.of(varied)));
        return load(file.toString(), YamlFile.text(file), all, false);
    }

    /**
     * Reads a text.
     *
     * @param file what messages call it
     */
    public static ScenarioFile load(String file, String text, List<String> overrides) {
        return load(file, text, Assignment.of("--set", overrides), false);
    }

    /**
     * Reads a file that may leave its plan open: {@code plan.workers}, {@code plan.batch}, {@code plan.memory} and
     * {@code plan.aggregators} need not be there. Where they are, they are checked, also against each other, but for a
     * search they say nothing: of the plan in the result only the largest global batch means something, and the
     * non-aggregators' batch where it is not to be chosen. What the file lacks is 1 there, and the memory is empty.
     *
     * @param overrides assignments that replace what the file says, later ones winning
     * @throws InvalidInputException with every problem, each with its place
     */
    public static ScenarioFile loadOpen(Path file, List<Assignment> overrides) {
        return loadOpen(file.toString(), YamlFile.text(file), overrides);
    }

    /**
     * Reads a text that may leave its plan open.
     *
     * @param file what messages call it
     */
    public static ScenarioFile loadOpen(String file, String text, List<Assignment> overrides) {
        return load(file, text, overrides, true);
    }

    private static ScenarioFile load(String file, String text, List<Assignment> overrides, boolean open) {
        return load(file, YamlFile.parse(file, text), overrides, open);
    }

    /**
     * Reads a scenario that was put together.
     *
     * @param file what it was read from: paths in it are relative to the folder of this file
     * @param root what it holds; each value knows its own place
     * @param overrides assignments that replace what it says, later ones winning
     * @param open whether it may leave its plan open, as {@link #loadOpen(Path, List)} says
     */
    public static ScenarioFile load(String file, Node.Mapping root, List<Assignment> overrides, boolean open) {
        return new ScenarioLoader(file, Overrides.apply(root, overrides), open).read();
    }

    /** Whether a scenario leaves its plan to a search: it has a deadline, and neither workers nor a batch. */
    public static boolean isOpen(Node.Mapping scenario) {
        return isGiven(scenario, "deadline")
                && ScenarioFields.neededUnlessOpen().stream().noneMatch(field -> isGiven(scenario, field.path()));
    }

    private static boolean isGiven(Node.Mapping mapping, String path) {
        int dot = path.indexOf('.');
        Node.Entry entry = mapping.entries().get(dot < 0 ? path : path.substring(0, dot));
        if (entry == null || (entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
            return false;
        }
        return dot < 0 || (entry.value() instanceof Node.Mapping inner && isGiven(inner, path.substring(dot + 1)));
    }

    private ScenarioFile read() {
        if (root.entries().containsKey("axes") && root.entries().containsKey("scenario")) {
            throw new InvalidInputException(
                    Place.of(file), "is an experiment and no scenario; run it with: faastrain sweep " + file);
        }
        Set<String> top = new LinkedHashSet<>();
        for (Field field : ScenarioFields.all()) {
            top.add(field.section().isEmpty() ? field.key() : field.section());
        }
        collect(root, "", top);
        for (Field field : ScenarioFields.all()) {
            Optional<Node.Scalar> value = given.value(field.path());
            int before = problems.size();
            if (value.isPresent()) {
                check(field, value.get());
            } else if (open && ScenarioFields.isOfOpenPlan(field)) {
                // What is open goes with everything.
                given.refuse(field.path());
            } else if (field.required() && given.sound(field.path())) {
                given.missing(
                        field.path(),
                        "it is needed: " + field.meaning() + ", for example \"" + field.key() + ": " + field.example()
                                + "\"" + hint(field));
            }
            if (problems.size() > before) {
                given.refuse(field.path());
            }
        }
        PlanChecks.check(given);
        TrainingChecks.check(given);
        if (!problems.isEmpty()) {
            // What has no line (an assignment on the command line) comes after what stands in the file.
            throw new InvalidInputException(problems.all().stream()
                    .sorted(Comparator.comparing(
                                    (Problem problem) -> problem.place().line() == 0)
                            .thenComparing(problem -> problem.place().line())
                            .thenComparing(problem -> problem.place().column()))
                    .toList());
        }
        return new ScenarioFile(file, scenario(), given.places());
    }

    /** Who gives a deadline and no workers may have meant to search for them. */
    private String hint(Field field) {
        return field.path().equals("plan.workers") && given.has("deadline")
                ? "; faastrain plan " + file + " finds one"
                : "";
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
                        .ifPresent(given::refuse);
            } else if (section.isEmpty() && ScenarioFields.sections().contains(key)) {
                if (value instanceof Node.Mapping inner) {
                    given.putSection(path, entry.keyPlace());
                    collect(inner, key, keysOf(key));
                } else if (value instanceof Node.Scalar scalar
                        && !scalar.isNull()
                        && ScenarioFields.shortForm(key).isPresent()) {
                    given.putSection(path, entry.keyPlace());
                    given.put(ScenarioFields.shortForm(key).get().path(), scalar);
                } else if (!(value instanceof Node.Scalar scalar && scalar.isNull())) {
                    given.refuse(path);
                    problems.add(
                            value,
                            "must hold \"key: value\" lines (" + String.join(", ", keysOf(key)) + "), but is "
                                    + value.kind());
                }
            } else if (value instanceof Node.Scalar scalar) {
                if (!scalar.isNull()) {
                    given.put(path, scalar);
                }
            } else {
                given.refuse(path);
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
        } else if (kind instanceof Kind.Real real) {
            checkReal(real, value);
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
            checkName(Pattern.compile(profile.pattern()), profile.inWords(), value);
        } else if (kind instanceof Kind.Id) {
            checkName(ID, "a name of small letters, digits, dots and hyphens, such as " + field.example(), value);
        } else if (kind instanceof Kind.Label) {
            checkName(
                    LABEL,
                    "a name of up to 80 letters, digits, underscores, dots and hyphens, such as " + field.example(),
                    value);
        } else if (kind instanceof Kind.Workers
                && (value.text().length() > ScenarioFields.MOST_CHARACTERS_OF_WORKERS
                        || !WORKERS.matcher(value.text()).matches())) {
            problems.add(
                    value,
                    "must be numbers of workers, separated by commas or blanks, such as \"" + field.example() + "\" (at"
                            + " most " + ScenarioFields.MOST_CHARACTERS_OF_WORKERS + " characters), but is "
                            + value.kind());
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

    private void checkReal(Kind.Real real, Node.Scalar value) {
        Optional<Double> parsed = Quantity.number(value.text());
        if (value.quoted() || parsed.isEmpty() || parsed.get() < real.least() || parsed.get() > real.most()) {
            problems.add(
                    value,
                    "must be a number without a unit from " + Quantity.plain(real.least()) + " to "
                            + Quantity.plain(real.most()) + ", but is " + value.kind()
                            + (value.quoted() && parsed.isPresent() ? " in quotes" : ""));
        }
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

    private Scenario scenario() {
        return new Scenario(
                text("name"),
                given.text("description"),
                text("workload"),
                text("platform"),
                text("services"),
                given.text("prices"),
                whole("epochs"),
                given.optionalSeconds("deadline"),
                plan(),
                given.pattern(),
                given.protocol(),
                whole("staleness"),
                given.channel(),
                given.choice(Capacity.class, "capacity"),
                new Scenario.Cache(
                        text("cache.node"),
                        given.choice(CachePricing.class, "cache.pricing"),
                        given.optionalQuantity("cache.max-value", Dimension.SIZE)),
                given.choice(LargeItems.class, "table.large-items"),
                new Scenario.Servers(
                        text("server.instance"),
                        whole("server.count"),
                        given.choice(RpcKind.class, "server.rpc"),
                        given.optionalSeconds("server.model-expiry")),
                text("vm.instance"),
                given.choice(CurveFamily.class, "curve"),
                given.choice(Fluctuation.class, "fluctuation"),
                given.choice(Counting.class, "counting"),
                given.choice(LastBatch.class, "last-batch"),
                new Scenario.Algorithm(
                        given.choice(AlgorithmKind.class, "algorithm.kind"),
                        given.optionalWhole("algorithm.local-batches"),
                        whole("algorithm.local-epochs")),
                convergence(),
                new Scenario.Compute(
                        given.choice(ComputeSource.class, "compute.source"),
                        given.text("compute.trace"),
                        given.text("compute.model"),
                        whole("compute.block")),
                sgd(),
                new Scenario.Stragglers(
                        whole("stragglers.count"),
                        given.workers("stragglers.workers"),
                        given.number("stragglers.factor"),
                        given.seconds("stragglers.from"),
                        given.optionalSeconds("stragglers.duration")),
                new Scenario.Waiting(
                        given.choice(WaitingMode.class, "waiting.mode"),
                        given.seconds("waiting.interval"),
                        given.seconds("waiting.give-up")),
                new Scenario.StartUp(
                        given.choice(StartUpSource.class, "start-up.source"),
                        given.text("start-up.trace"),
                        whole("start-up.warm"),
                        given.optionalWhole("start-up.quota")),
                given.text("re-invocation")
                        .map(id -> Choice.byId(Reinvocation.class, id).orElseThrow()),
                new Scenario.Lifetime(
                        given.choice(LifetimeLimit.class, "lifetime.limit"),
                        given.seconds("lifetime.margin"),
                        whole("lifetime.epochs")),
                new Scenario.Checkpoint(
                        given.choice(CheckpointPolicy.class, "checkpoint.functions"), whole("checkpoint.rounds")),
                faults(),
                search(),
                whole("replications"),
                new Scenario.Precision(
                        given.number("precision.half-width"),
                        given.choice(PrecisionTarget.class, "precision.of"),
                        whole("precision.most")),
                given.whole("seed"));
    }

    private Scenario.Plan plan() {
        String nonAggregatorBatch = text("plan.non-aggregator-batch");
        OptionalDouble memoryMb = given.optionalQuantity("plan.memory", Dimension.MEMORY);
        return new Scenario.Plan(
                wholeOrOpen("plan.workers"),
                memoryMb.isPresent() ? OptionalInt.of((int) memoryMb.getAsDouble()) : OptionalInt.empty(),
                wholeOrOpen("plan.batch"),
                open ? wholeOrOpen("plan.aggregators") : given.aggregators(),
                nonAggregatorBatch.equals("auto")
                        ? OptionalInt.empty()
                        : given.optionalWhole("plan.non-aggregator-batch"),
                given.optionalWhole("plan.max-global-batch"));
    }

    private Scenario.Convergence convergence() {
        return new Scenario.Convergence(
                given.choice(ConvergenceSource.class, "convergence.source"),
                given.text("convergence.trace"),
                given.optionalNumber("convergence.epochs"),
                given.number("convergence.exponent"),
                given.optionalNumber("convergence.target-loss"),
                given.choice(StaleEffect.class, "convergence.stale-updates"));
    }

    private Scenario.Sgd sgd() {
        return new Scenario.Sgd(
                given.choice(SgdModel.class, "sgd.model"),
                given.text("sgd.data"),
                given.number("sgd.rate"),
                given.number("sgd.regularisation"),
                whole("sgd.clusters"),
                given.number("sgd.penalty"));
    }

    private Scenario.Search search() {
        return new Scenario.Search(
                given.choice(Counting.class, "search.counting"),
                (int) given.quantity("search.memory-step", Dimension.MEMORY),
                whole("search.batch-step"),
                given.optionalWhole("search.max-batch"),
                given.choice(OtherBatches.class, "search.non-aggregator-batch"),
                whole("search.max-workers"),
                whole("search.fixed-workers"),
                whole("search.candidates"),
                given.number("search.confidence"),
                given.number("search.error-rate"));
    }

    private Scenario.Faults faults() {
        return new Scenario.Faults(
                given.quantity("faults.crash-rate", Dimension.RATE),
                given.optionalWhole("faults.crash-worker"),
                given.optionalSeconds("faults.crash-time"),
                given.optionalSeconds("faults.server-crash-time"),
                given.choice(Recovery.class, "faults.recovery"),
                given.seconds("faults.restart-delay"),
                whole("faults.restarts"),
                given.number("faults.error-rate"),
                given.optionalSeconds("faults.outage-start"),
                given.seconds("faults.outage-duration"));
    }

    private String text(String path) {
        return given.text(path).orElseThrow();
    }

    private int wholeOrOpen(String path) {
        return open && !given.has(path) ? 1 : whole(path);
    }

    /** Whole numbers other than the seed are bounded far below the largest {@code int}. */
    private int whole(String path) {
        return (int) given.whole(path);
    }
}
