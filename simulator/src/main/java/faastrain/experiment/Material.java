package faastrain.experiment;

import faastrain.result.Inputs;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.ComputeSource;
import faastrain.scenario.ConvergenceSource;
import faastrain.scenario.Counting;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Place;
import faastrain.scenario.Problems;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Kind;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.StartUpSource;
import faastrain.trace.IterationTimes;
import faastrain.trace.LibsvmData;
import faastrain.trace.LossCurves;
import faastrain.trace.PlatformProfile;
import faastrain.trace.PlatformReader;
import faastrain.trace.ProviderProfile;
import faastrain.trace.ProviderReader;
import faastrain.trace.ServicesProfile;
import faastrain.trace.ServicesReader;
import faastrain.trace.StartUpTrace;
import faastrain.trace.WorkloadProfile;
import faastrain.trace.WorkloadReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was read for a scenario: the profiles, prices and traces that it names. It serves for every scenario that names the
 * same files, so that many plans are prepared from one reading. Immutable, to be shared by threads.
 */
public final class Material {
    /** The prices of FasDL's published code, which are part of its account. */
    private static final String IMPLEMENTATION_PRICES = "fasdl-code";

    /**
     * The traces that a scenario uses; empty where it needs none.
     *
     * @param iterations seconds of iterations
     * @param starts seconds of starts
     * @param losses loss curves
     * @param data samples that a model is trained on
     */
    record Traces(
            Optional<Iterations> iterations,
            Optional<StartUpTrace> starts,
            Optional<LossCurves> losses,
            Optional<LibsvmData> data) {}

    /**
     * The files that a scenario names, as far as it uses them, and the model of its trace.
     *
     * @param prices those that the scenario or its account picks; empty for the platform's own
     */
    record Named(
            String workload,
            String platform,
            String services,
            Optional<String> prices,
            Optional<String> iterations,
            Optional<String> model,
            Optional<String> starts,
            Optional<String> losses,
            Optional<String> data) {
        static Named by(Scenario scenario) {
            Scenario.Compute compute = scenario.compute();
            boolean traced = compute.source().readsTrace();
            return new Named(
                    scenario.workload(),
                    scenario.platform(),
                    scenario.services(),
                    scenario.prices()
                            .or(() -> Optional.of(IMPLEMENTATION_PRICES).filter(prices -> followsFasDlsCode(scenario))),
                    compute.trace().filter(trace -> traced),
                    compute.model().filter(model -> traced),
                    scenario.startUp()
                            .trace()
                            .filter(trace -> scenario.startUp().source() == StartUpSource.TRACE),
                    scenario.convergence()
                            .trace()
                            .filter(trace -> scenario.convergence().source() == ConvergenceSource.CURVE),
                    scenario.sgd().data().filter(data -> compute.source() == ComputeSource.SGD));
        }

        /** FasDL's code has its own prices, of functions and S3. */
        private static boolean followsFasDlsCode(Scenario scenario) {
            return scenario.counting() == Counting.IMPLEMENTATION
                    && scenario.pattern() == PatternKind.K_REDUCE
                    && scenario.channel() == ChannelKind.S3;
        }
    }

    private final Named named;
    private final WorkloadProfile workload;
    private final PlatformProfile platform;
    private final ServicesProfile services;
    private final String prices;
    private final ProviderProfile provider;
    private final Traces traces;
    private final Inputs inputs;

    private Material(
            Named named,
            WorkloadProfile workload,
            PlatformProfile platform,
            ServicesProfile services,
            String prices,
            ProviderProfile provider,
            Traces traces,
            Inputs inputs) {
        this.named = named;
        this.workload = workload;
        this.platform = platform;
        this.services = services;
        this.prices = prices;
        this.provider = provider;
        this.traces = traces;
        this.inputs = inputs;
    }

    /**
     * Reads what a scenario names.
     *
     * @throws InvalidInputException with everything that is wrong with the files, or missing
     */
    public static Material read(ScenarioFile file, Profiles profiles) {
        return new Reader(file, profiles).read();
    }

    /** The model, the data and the coefficients of its computation. */
    public WorkloadProfile workload() {
        return workload;
    }

    /** How fast functions reach the object store. */
    public PlatformProfile platform() {
        return platform;
    }

    /** Limits, latencies and capacities of what is between the workers. */
    public ServicesProfile services() {
        return services;
    }

    /** Prices, and limits of functions. */
    public ProviderProfile provider() {
        return provider;
    }

    /** The files that were read. */
    public Inputs inputs() {
        return inputs;
    }

    Traces traces() {
        return traces;
    }

    /**
     * Holds a scenario to the files that were read.
     *
     * @throws IllegalArgumentException when it names others
     */
    void requireReadFor(Scenario scenario) {
        if (!named.equals(Named.by(scenario))) {
            throw new IllegalArgumentException(
                    "the scenario names other files than were read: " + Named.by(scenario) + ", not " + named);
        }
    }

    /**
     * A scenario with what it leaves to others: the prices, when functions are invoked anew, and copies kept with the result in
     * place of paths, so that it can be read anywhere. Its plan stays as it is.
     */
    Scenario resolved(Scenario scenario) {
        return new Scenario(
                scenario.name(),
                scenario.description(),
                kept("workload", scenario.workload()),
                kept("platform", scenario.platform()),
                kept("services", scenario.services()),
                Optional.of(kept("prices", prices)),
                scenario.epochs(),
                scenario.deadlineSeconds(),
                scenario.plan(),
                scenario.pattern(),
                scenario.protocol(),
                scenario.staleness(),
                scenario.channel(),
                scenario.capacity(),
                scenario.cache(),
                scenario.largeItems(),
                scenario.server(),
                scenario.vmInstance(),
                scenario.curve(),
                scenario.fluctuation(),
                scenario.counting(),
                scenario.last(),
                scenario.algorithm(),
                new Scenario.Convergence(
                        scenario.convergence().source(),
                        keptTrace("convergence.trace", scenario.convergence().trace()),
                        scenario.convergence().epochs(),
                        scenario.convergence().exponent(),
                        scenario.convergence().targetLoss(),
                        scenario.convergence().staleUpdates()),
                new Scenario.Compute(
                        scenario.compute().source(),
                        keptTrace("compute.trace", scenario.compute().trace()),
                        scenario.compute().model(),
                        scenario.compute().block()),
                new Scenario.Sgd(
                        scenario.sgd().model(),
                        keptTrace("sgd.data", scenario.sgd().data()),
                        scenario.sgd().rate(),
                        scenario.sgd().regularisation(),
                        scenario.sgd().clusters(),
                        scenario.sgd().penalty()),
                scenario.stragglers(),
                scenario.waiting(),
                new Scenario.StartUp(
                        scenario.startUp().source(),
                        keptTrace("start-up.trace", scenario.startUp().trace()),
                        scenario.startUp().warm(),
                        scenario.startUp().quota()),
                Optional.of(scenario.reinvocationOrDefault()),
                scenario.lifetime(),
                scenario.checkpoint(),
                scenario.faults(),
                scenario.search(),
                scenario.replications(),
                scenario.precision(),
                scenario.seed());
    }

    /** The name of a profile in the resolved scenario: a path becomes that of the copy kept with the result. */
    private String kept(String field, String name) {
        return kept(field, name, Profiles.YAML);
    }

    /** The name of a trace in the resolved scenario. */
    private Optional<String> keptTrace(String field, Optional<String> name) {
        return name.map(known -> kept(field, known, "." + kindOf(field).ending()));
    }

    private String kept(String field, String name, String ending) {
        return inputs.texts().containsKey(copy(field, ending)) ? copy(field, ending) : name;
    }

    private static String copy(String field, String ending) {
        return "inputs/" + field.replace('.', '-') + ending;
    }

    /** The kind of file that a field names. */
    private static Kind.Profile kindOf(String field) {
        return ScenarioFields.all().stream()
                .filter(known -> known.path().equals(field))
                .map(known -> (Kind.Profile) known.kind())
                .findFirst()
                .orElseThrow();
    }

    /** Reads the files of one scenario, and takes note of each. */
    private static final class Reader {
        private final ScenarioFile file;
        private final Scenario scenario;
        private final Named named;
        private final Profiles profiles;
        private final Problems problems = new Problems();
        private final Map<String, String> hashes = new LinkedHashMap<>();
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Map<String, Path> files = new LinkedHashMap<>();

        Reader(ScenarioFile file, Profiles profiles) {
            this.file = file;
            this.scenario = file.scenario();
            this.named = Named.by(scenario);
            this.profiles = profiles;
        }

        Material read() {
            if (Files.isRegularFile(Path.of(file.file()))) {
                hash("scenario", Path.of(file.file()));
            }
            Optional<WorkloadProfile> workload =
                    profile("workloads", "workload", named.workload(), WorkloadReader::read);
            Optional<PlatformProfile> platform =
                    profile("platforms", "platform", named.platform(), PlatformReader::read);
            Optional<ServicesProfile> services =
                    profile("services", "services", named.services(), ServicesReader::read);
            Optional<String> prices = platform.map(known -> named.prices().orElse(known.provider()));
            Optional<ProviderProfile> provider = prices.flatMap(this::provider);
            Optional<IterationTimes> iterations = trace("compute.trace", named.iterations(), IterationTimes::read);
            Optional<StartUpTrace> starts = trace("start-up.trace", named.starts(), StartUpTrace::read);
            Optional<LossCurves> losses = trace("convergence.trace", named.losses(), LossCurves::read);
            Optional<LibsvmData> data = trace("sgd.data", named.data(), LibsvmData::read);
            problems.throwIfAny();
            WorkloadProfile known = workload.orElseThrow();
            return new Material(
                    named,
                    known,
                    platform.orElseThrow(),
                    services.orElseThrow(),
                    prices.orElseThrow(),
                    provider.orElseThrow(),
                    new Traces(
                            iterations.map(trace ->
                                    new Iterations(trace, named.model(), known.model(), file.place("compute.model"))),
                            starts,
                            losses,
                            data),
                    new Inputs(known.id(), platform.orElseThrow().id(), hashes, texts));
        }

        private <T> Optional<T> profile(String folder, String field, String name, Function<Path, T> reader) {
            return profile(folder, field, name, Profiles.YAML, reader, file.place(field), field);
        }

        private <T> Optional<T> trace(String field, Optional<String> name, Function<Path, T> reader) {
            Kind.Profile kind = kindOf(field);
            return name.flatMap(known ->
                    profile(kind.folder(), field, known, "." + kind.ending(), reader, file.place(field), field));
        }

        /** Finds and reads a profile that is named at {@code place} by the field {@code namedBy}. */
        private <T> Optional<T> profile(
                String folder,
                String field,
                String name,
                String ending,
                Function<Path, T> reader,
                Place place,
                String namedBy) {
            try {
                Path found = profiles.find(folder, name, ending, Path.of(file.file()), place, namedBy);
                T profile = reader.apply(found);
                hash(field, found);
                files.put(field, found);
                if (name.endsWith(ending)) {
                    texts.put(copy(field, ending), Files.readString(found));
                }
                return Optional.of(profile);
            } catch (InvalidInputException invalid) {
                problems.addAll(invalid.problems());
                return Optional.empty();
            } catch (IOException unreadable) {
                problem(field, "cannot be read: " + name);
                return Optional.empty();
            }
        }

        /** Prices are named by the scenario, or else by the platform's file. */
        private Optional<ProviderProfile> provider(String name) {
            Path platform = files.get("platform");
            return named.prices().isEmpty() && platform != null
                    ? profile(
                            "providers",
                            "prices",
                            name,
                            Profiles.YAML,
                            ProviderReader::read,
                            Place.of(platform.toString()),
                            "provider")
                    : profile("providers", "prices", name, ProviderReader::read);
        }

        private void hash(String what, Path input) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                hashes.put(what, HexFormat.of().formatHex(digest.digest(Files.readAllBytes(input))));
            } catch (IOException | NoSuchAlgorithmException unreadable) {
                problem(what, "cannot be read: " + input);
            }
        }

        private void problem(String field, String message) {
            problems.add(file.place(field), field, message);
        }
    }
}
