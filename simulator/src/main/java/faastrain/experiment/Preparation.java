package faastrain.experiment;

import faastrain.analytic.FasDl;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.ObjectStore;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.Schedule;
import faastrain.model.Workload;
import faastrain.result.Inputs;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.Counting;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.LastBatch;
import faastrain.scenario.Place;
import faastrain.scenario.Problems;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.YamlFile;
import faastrain.trace.Direction;
import faastrain.trace.PlatformProfile;
import faastrain.trace.PlatformReader;
import faastrain.trace.ProviderProfile;
import faastrain.trace.ProviderReader;
import faastrain.trace.TrainingMemory;
import faastrain.trace.WorkloadProfile;
import faastrain.trace.WorkloadReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Makes a {@link Setting} of a scenario: reads the profiles that it names, chooses what it leaves to be chosen, and
 * checks what only scenario and profiles together can show to be wrong.
 */
public final class Preparation {
    /** The prices of FasDL's published code, which are part of its account. */
    private static final String IMPLEMENTATION_PRICES = "fasdl-code";

    /** Objects of a round that the engine keeps track of; beyond it a run would need gigabytes. */
    private static final long MAX_OBJECTS = 1L << 28;

    /** Iterations of a run, each of which has its line in the result. */
    private static final long MAX_ITERATIONS = 5_000_000;

    private final ScenarioFile file;
    private final Scenario scenario;
    private final Profiles profiles;
    private final Problems problems = new Problems();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Path> files = new LinkedHashMap<>();

    private Preparation(ScenarioFile file, Profiles profiles) {
        this.file = file;
        this.scenario = file.scenario();
        this.profiles = profiles;
    }

    /**
     * Makes a scenario ready.
     *
     * @throws InvalidInputException with every problem that was found
     */
    public static Setting prepare(ScenarioFile file, Profiles profiles) {
        return new Preparation(file, profiles).prepare();
    }

    private Setting prepare() {
        if (scenario.channel() != ChannelKind.S3) {
            throw new IllegalArgumentException("only the channel s3 can be simulated, not "
                    + scenario.channel().id());
        }
        if (Files.isRegularFile(Path.of(file.file()))) {
            hash("scenario", Path.of(file.file()));
        }
        Optional<WorkloadProfile> workload =
                profile("workloads", "workload", scenario.workload(), WorkloadReader::read);
        Optional<PlatformProfile> platform =
                profile("platforms", "platform", scenario.platform(), PlatformReader::read);
        Optional<String> prices = platform.map(this::pricesOf);
        Optional<ProviderProfile> provider = prices.flatMap(this::provider);
        problems.throwIfAny();
        return setting(workload.orElseThrow(), platform.orElseThrow(), prices.orElseThrow(), provider.orElseThrow());
    }

    private String pricesOf(PlatformProfile platform) {
        return scenario.prices()
                .orElse(scenario.counting() == Counting.IMPLEMENTATION ? IMPLEMENTATION_PRICES : platform.provider());
    }

    private Setting setting(
            WorkloadProfile workload, PlatformProfile platform, String pricesName, ProviderProfile provider) {
        Scenario.Plan written = scenario.plan();
        int memoryMb = written.memoryMb().orElseThrow();
        checkMemory(workload, provider, memoryMb);
        if ((written.workers() + 1L) * written.aggregators() > MAX_OBJECTS) {
            problem(
                    "plan.aggregators",
                    written.workers() + " workers and " + written.aggregators() + " aggregators exchange more than "
                            + MAX_OBJECTS + " objects a round; use fewer aggregators");
        }
        problems.throwIfAny();
        ObjectStore store = new ObjectStore(platform.s3());
        FunctionLink link = store.link(memoryMb, scenario.curve());
        Plan equal = new Plan(written.workers(), memoryMb, written.aggregators(), written.batch(), written.batch());
        Job equalJob = new Job(
                new Workload(
                        workload.modelMib(),
                        workload.dataMib(),
                        workload.samples(),
                        workload.compute(),
                        workload.flattening()),
                equal,
                link,
                new Prices(
                        provider.functionPrices().usdPerGbSecond(),
                        provider.functionPrices().usdPerRequest(),
                        provider.functionPrices().billingIncrementSeconds(),
                        provider.storagePrices().usdPerPut(),
                        provider.storagePrices().usdPerGet(),
                        provider.storagePrices().usdPerDelete()),
                scenario.epochs(),
                scenario.protocol(),
                scenario.counting(),
                scenario.last());
        Plan plan = equal.withNonAggregatorBatch(nonAggregatorBatch(equalJob, workload.trainingMemory()));
        Job job = equalJob.withPlan(plan);
        checkBatches(workload, plan);
        checkSchedule(workload, plan);
        problems.throwIfAny();
        warn(workload, store, job);
        return new Setting(
                resolved(plan, pricesName),
                job,
                provider.functionLimits().lifetimeSeconds(),
                warnings,
                new Inputs(workload.id(), platform.id(), hashes, texts));
    }

    private void checkMemory(WorkloadProfile workload, ProviderProfile provider, int memory) {
        int least = provider.functionLimits().minMemoryMb();
        int most = provider.functionLimits().maxMemoryMb();
        if (memory < least || memory > most) {
            problem("plan.memory", "is " + memory + " MB; a function has from " + least + " MB to " + most + " MB");
        }
        double m = workload.compute().m();
        if (!(memory + m > 0)) {
            problem(
                    "plan.memory",
                    "is " + memory + " MB, but the compute time of " + workload.id() + ", a(B + b)/(M + m) with m = "
                            + m + ", needs more than " + number(-m) + " MB");
        }
    }

    /** B^n as written, or chosen as the plan's fields say. */
    private int nonAggregatorBatch(Job equal, Optional<TrainingMemory> memory) {
        Scenario.Plan written = scenario.plan();
        Plan plan = equal.plan();
        if (plan.nonAggregators() == 0) {
            return plan.aggregatorBatch();
        }
        if (written.nonAggregatorBatch().isPresent()) {
            return written.nonAggregatorBatch().getAsInt();
        }
        if (scenario.protocol() != ProtocolKind.HAP) {
            return plan.aggregatorBatch();
        }
        long batch = Math.min(FasDl.balancedBatch(equal), Integer.MAX_VALUE / 2);
        if (memory.isPresent()) {
            batch = Math.min(batch, memory.get().largestBatch(plan.memoryMb()));
        }
        if (written.maxGlobalBatch().isPresent()) {
            long rest = written.maxGlobalBatch().getAsInt() - (long) plan.aggregators() * plan.aggregatorBatch();
            batch = Math.min(batch, rest / plan.nonAggregators());
        }
        // Never below the aggregators' batch: what does not even fit that is reported for the batch itself.
        return (int) Math.max(batch, plan.aggregatorBatch());
    }

    private void checkBatches(WorkloadProfile workload, Plan plan) {
        if (workload.trainingMemory().isEmpty()) {
            warnings.add("the memory that training " + workload.id()
                    + " needs by batch was not profiled; whether the batches fit the functions is not checked");
            return;
        }
        TrainingMemory memory = workload.trainingMemory().get();
        int largest = memory.largestBatch(plan.memoryMb());
        checkBatch("plan.batch", plan.aggregatorBatch(), largest, memory, workload, plan);
        if (plan.nonAggregatorBatch() != plan.aggregatorBatch()) {
            checkBatch("plan.non-aggregator-batch", plan.nonAggregatorBatch(), largest, memory, workload, plan);
        }
    }

    private void checkBatch(
            String field, int batch, int largest, TrainingMemory memory, WorkloadProfile workload, Plan plan) {
        if (batch > largest) {
            problem(
                    field,
                    "is " + batch + ", but training " + workload.id() + " with it needs "
                            + (long) Math.ceil(memory.neededMb(batch)) + " MB and a function has " + plan.memoryMb()
                            + " MB; "
                            + (largest > 0
                                    ? "the largest batch that fits is " + largest
                                    : "no batch fits; at least " + (long) Math.ceil(memory.neededMb(1))
                                            + " MB are needed"));
        }
    }

    private void checkSchedule(WorkloadProfile workload, Plan plan) {
        if (scenario.last() == LastBatch.DROP && plan.globalBatch() > workload.samples()) {
            problem(
                    "last-batch",
                    "is drop, but the global batch of " + plan.globalBatch() + " samples is larger than the "
                            + workload.samples() + " samples of " + workload.id() + ": no iteration would be left; use"
                            + " last-batch: short or smaller batches");
            return;
        }
        long iterations = Schedule.of(workload.samples(), plan, scenario.last()).iterations();
        if (iterations * scenario.epochs() > MAX_ITERATIONS) {
            problem(
                    "epochs",
                    "of " + iterations + " iterations are " + iterations * scenario.epochs()
                            + " iterations in all; at most " + MAX_ITERATIONS + " are simulated; use fewer epochs or"
                            + " larger batches");
        }
    }

    private void warn(WorkloadProfile workload, ObjectStore store, Job job) {
        Plan plan = job.plan();
        store.outside(plan.memoryMb()).ifPresent(warnings::add);
        if (job.communicates()) {
            for (Direction direction : Direction.values()) {
                store.outside(plan.memoryMb(), direction, job.shardMib()).ifPresent(warnings::add);
            }
        }
        loadsMib(job)
                .mapToObj(load -> store.outside(plan.memoryMb(), Direction.DOWNLOAD, load))
                .flatMap(Optional::stream)
                .forEach(words -> warnings.add("loading: " + words));
        if (job.protocol() == ProtocolKind.HAP && plan.nonAggregators() == 0 && plan.workers() > 1) {
            warnings.add("under hap all " + plan.workers()
                    + " workers aggregate, so that there is nobody to go ahead: it runs as bsp does");
        }
        if (job.protocol() == ProtocolKind.HAP && FasDl.nonAggregatorsSetThePace(job)) {
            warnings.add("an iteration of the non-aggregators with their batch of " + plan.nonAggregatorBatch()
                    + " takes longer than one of the aggregators (FasDL eq. 16 gives " + FasDl.balancedBatch(job)
                    + "): they set the pace, which the closed form does not know");
        }
        if (job.counting() == Counting.IMPLEMENTATION && workload.flattening().isEmpty()) {
            warnings.add("the time of flattening the parameters (k1, k2) was not profiled for " + workload.id()
                    + "; the prediction takes it as 0");
        }
        if (scenario.replications() > 1 && scenario.fluctuation() == Fluctuation.NONE) {
            warnings.add("nothing in this scenario is random, so that its " + scenario.replications()
                    + " replications are equal; fluctuation: measured makes them differ");
        }
    }

    /** Sizes of the objects that functions load, each once. */
    private static DoubleStream loadsMib(Job job) {
        if (job.counting() == Counting.PAPER) {
            return DoubleStream.of(FasDl.loadMib(job));
        }
        Plan plan = job.plan();
        double data = job.workload().dataMib();
        DoubleStream model = DoubleStream.of(job.workload().modelMib());
        DoubleStream shares = DoubleStream.of(plan.aggregatorBatch(), plan.nonAggregatorBatch())
                .map(batch -> data * batch / plan.globalBatch());
        return data > 0 ? DoubleStream.concat(model, shares).distinct() : model;
    }

    /** The name of a profile in the resolved scenario: a path becomes that of the copy kept with the result. */
    private String kept(String field, String name) {
        return texts.containsKey(copy(field)) ? copy(field) : name;
    }

    private static String copy(String field) {
        return "inputs/" + field + ".yaml";
    }

    private Scenario resolved(Plan plan, String pricesName) {
        Scenario.Plan written = scenario.plan();
        return new Scenario(
                scenario.name(),
                scenario.description(),
                kept("workload", scenario.workload()),
                kept("platform", scenario.platform()),
                scenario.services(),
                Optional.of(kept("prices", pricesName)),
                scenario.epochs(),
                new Scenario.Plan(
                        plan.workers(),
                        OptionalInt.of(plan.memoryMb()),
                        plan.aggregatorBatch(),
                        plan.aggregators(),
                        OptionalInt.of(plan.nonAggregatorBatch()),
                        written.maxGlobalBatch()),
                scenario.pattern(),
                scenario.protocol(),
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
                scenario.compute(),
                scenario.waiting(),
                scenario.startUp(),
                scenario.reinvocation(),
                scenario.replications(),
                scenario.seed());
    }

    private <T> Optional<T> profile(String folder, String field, String name, Function<Path, T> reader) {
        return profile(folder, field, name, reader, file.place(field), field);
    }

    /** Finds and reads a profile that is named at {@code place} by the field {@code namedBy}. */
    private <T> Optional<T> profile(
            String folder, String field, String name, Function<Path, T> reader, Place place, String namedBy) {
        try {
            Path found = profiles.find(folder, name, Path.of(file.file()), place, namedBy);
            T profile = reader.apply(found);
            hash(field, found);
            files.put(field, found);
            if (Profiles.isPath(name)) {
                texts.put(copy(field), YamlFile.text(found));
            }
            return Optional.of(profile);
        } catch (InvalidInputException invalid) {
            problems.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    /** Prices are named by the scenario, or else by the platform's file. */
    private Optional<ProviderProfile> provider(String name) {
        boolean byPlatform = scenario.prices().isEmpty() && scenario.counting() == Counting.PAPER;
        Path platform = files.get("platform");
        return byPlatform && platform != null
                ? profile("providers", "prices", name, ProviderReader::read, Place.of(platform.toString()), "provider")
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

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
