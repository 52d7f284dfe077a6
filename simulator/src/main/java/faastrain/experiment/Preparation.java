package faastrain.experiment;

import faastrain.analytic.FasDl;
import faastrain.communication.Patterns;
import faastrain.model.Algorithm;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.ObjectStore;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.Schedule;
import faastrain.model.ServicePrices;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.result.Inputs;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.ComputeSource;
import faastrain.scenario.ConvergenceSource;
import faastrain.scenario.Counting;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Place;
import faastrain.scenario.Problems;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Kind;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.StartUpSource;
import faastrain.trace.Direction;
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
        if (Files.isRegularFile(Path.of(file.file()))) {
            hash("scenario", Path.of(file.file()));
        }
        Optional<WorkloadProfile> workload =
                profile("workloads", "workload", scenario.workload(), WorkloadReader::read);
        Optional<PlatformProfile> platform =
                profile("platforms", "platform", scenario.platform(), PlatformReader::read);
        Optional<ServicesProfile> services = profile("services", "services", scenario.services(), ServicesReader::read);
        Optional<String> prices = platform.map(this::pricesOf);
        Optional<ProviderProfile> provider = prices.flatMap(this::provider);
        LifeSetup.Traces traces = traces();
        problems.throwIfAny();
        return setting(
                workload.orElseThrow(),
                platform.orElseThrow(),
                services.orElseThrow(),
                prices.orElseThrow(),
                provider.orElseThrow(),
                traces);
    }

    /** The traces that the scenario uses. */
    private LifeSetup.Traces traces() {
        Scenario.Compute compute = scenario.compute();
        return new LifeSetup.Traces(
                compute.source().readsTrace()
                        ? trace("compute.trace", compute.trace(), IterationTimes::read)
                        : Optional.empty(),
                scenario.startUp().source() == StartUpSource.TRACE
                        ? trace("start-up.trace", scenario.startUp().trace(), StartUpTrace::read)
                        : Optional.empty(),
                scenario.convergence().source() == ConvergenceSource.CURVE
                        ? trace("convergence.trace", scenario.convergence().trace(), LossCurves::read)
                        : Optional.empty(),
                compute.source() == ComputeSource.SGD
                        ? trace("sgd.data", scenario.sgd().data(), LibsvmData::read)
                        : Optional.empty());
    }

    private String pricesOf(PlatformProfile platform) {
        return scenario.prices().orElse(usesPublishedPrices() ? IMPLEMENTATION_PRICES : platform.provider());
    }

    /** FasDL's code has its own prices, of functions and S3. */
    private boolean usesPublishedPrices() {
        return scenario.counting() == Counting.IMPLEMENTATION
                && scenario.pattern() == PatternKind.K_REDUCE
                && scenario.channel() == ChannelKind.S3;
    }

    private Setting setting(
            WorkloadProfile workload,
            PlatformProfile platform,
            ServicesProfile services,
            String pricesName,
            ProviderProfile provider,
            LifeSetup.Traces traces) {
        Scenario.Plan written = scenario.plan();
        ChannelSetup setup = new ChannelSetup(scenario, services, provider, this::problem, warnings);
        ObjectStore store = ObjectStore.of(platform);
        ChannelSetup.curveProblem(store.hasFamily(scenario.curve()), scenario.curve())
                .ifPresent(message -> problem("curve", message));
        Optional<Integer> memory = memory(setup, provider);
        memory.ifPresent(mb -> checkMemory(workload, provider, mb));
        if ((written.workers() + 1L) * written.aggregators() > MAX_OBJECTS) {
            problem(
                    "plan.aggregators",
                    written.workers() + " workers and " + written.aggregators() + " aggregators exchange more than "
                            + MAX_OBJECTS + " objects a round; use fewer aggregators");
        }
        problems.throwIfAny();
        int memoryMb = memory.orElseThrow();
        FunctionLink link = store.link(memoryMb, scenario.curve());
        Optional<Channel> channel = setup.channel(
                link,
                platform.published().isPresent(),
                provider.functionLimits().vcpu(memoryMb));
        // A type that the services do not know has no price either, which is no second problem.
        Optional<ServicePrices> servicePrices = channel.flatMap(known -> setup.prices());
        problems.throwIfAny();
        LifeSetup life = new LifeSetup(file, workload, services, provider, traces, this::problem, warnings);
        Lifecycle lifecycle = life.lifecycle();
        Prices prices = prices(provider, servicePrices.orElseThrow());
        Job planned = planned(workload, link, channel.orElseThrow(), prices, lifecycle, memoryMb, written.batch());
        Plan plan = planned.plan();
        checkProtocol();
        checkBatches(workload, plan);
        checkSchedule(workload, planned);
        problems.throwIfAny();
        Job job = planned.withAlgorithm(life.algorithm(planned.schedule()));
        setup.checkObjects(job);
        checkWaiting(job);
        checkRing(job);
        life.check(job, (otherMb, batch) -> {
            ChannelSetup quiet = new ChannelSetup(scenario, services, provider, (field, why) -> {}, new ArrayList<>());
            FunctionLink otherLink = store.link(otherMb, scenario.curve());
            Channel other = quiet.channel(
                            otherLink,
                            platform.published().isPresent(),
                            provider.functionLimits().vcpu(otherMb))
                    .orElseThrow();
            Job made = planned(workload, otherLink, other, prices, lifecycle, otherMb, batch);
            return made.withAlgorithm(life.algorithm(made.schedule()));
        });
        problems.throwIfAny();
        warn(workload, store, life, job);
        Circumstances circumstances = life.circumstances(job);
        problems.throwIfAny();
        setup.unmeasured().ifPresent(warnings::add);
        return new Setting(
                resolved(plan, pricesName),
                job,
                scenario.channel() == ChannelKind.VM_NETWORK
                        ? Double.POSITIVE_INFINITY
                        : provider.functionLimits().lifetimeSeconds(),
                circumstances,
                warnings,
                new Inputs(workload.id(), platform.id(), hashes, texts));
    }

    /** The job of a plan with so much memory and that batch of an aggregator; the others' is chosen as the fields say. */
    private Job planned(
            WorkloadProfile workload,
            FunctionLink link,
            Channel channel,
            Prices prices,
            Lifecycle lifecycle,
            int memoryMb,
            int batch) {
        Scenario.Plan written = scenario.plan();
        Job equal = new Job(
                new Workload(
                        workload.modelMib(),
                        workload.dataMib(),
                        workload.samples(),
                        workload.compute(),
                        workload.flattening()),
                new Plan(written.workers(), memoryMb, written.aggregators(), batch, batch),
                link,
                prices,
                scenario.epochs(),
                scenario.protocol(),
                scenario.counting(),
                scenario.last(),
                new Exchange(
                        scenario.pattern(),
                        channel,
                        new Waiting(
                                scenario.waiting().mode(),
                                scenario.waiting().intervalSeconds(),
                                scenario.waiting().giveUpSeconds())),
                lifecycle,
                Algorithm.GA_SGD,
                scenario.staleness());
        return equal.withPlan(
                equal.plan().withNonAggregatorBatch(nonAggregatorBatch(equal, workload.trainingMemory())));
    }

    /** What functions have, or what has the CPU share of a virtual machine; nothing after a problem. */
    private Optional<Integer> memory(ChannelSetup setup, ProviderProfile provider) {
        OptionalInt written = scenario.plan().memoryMb();
        if (written.isPresent()) {
            return Optional.of(written.getAsInt());
        }
        return setup.machine().map(type ->
                (int) Math.round(type.vcpu() * provider.functionLimits().memoryMbPerVcpu()));
    }

    /** Virtual machines are rented, and no function is billed. */
    private Prices prices(ProviderProfile provider, ServicePrices services) {
        boolean functions = scenario.channel() != ChannelKind.VM_NETWORK;
        return new Prices(
                functions ? provider.functionPrices().usdPerGbSecond() : 0,
                functions ? provider.functionPrices().usdPerRequest() : 0,
                functions ? provider.functionPrices().billingIncrementSeconds() : 0,
                provider.storagePrices().usdPerPut(),
                provider.storagePrices().usdPerGet(),
                provider.storagePrices().usdPerList(),
                provider.storagePrices().usdPerDelete(),
                services);
    }

    /** LambdaML's code deletes a sum in the round after it, when a worker that is a round behind would still need it. */
    private void checkProtocol() {
        if (scenario.counting() == Counting.IMPLEMENTATION
                && scenario.pattern() == PatternKind.ALL_REDUCE
                && scenario.protocol() != ProtocolKind.BSP) {
            problem(
                    "protocol",
                    "is " + scenario.protocol().id()
                            + ", but LambdaML's code of all-reduce, which counting: implementation follows, is synchronous"
                            + " only; use bsp, or pattern: k-reduce with 1 aggregator");
        }
    }

    private void checkWaiting(Job job) {
        if (job.exchange().waiting().polls() && !(job.exchange().channel().requestSeconds() > 0)) {
            problem(
                    "waiting.mode",
                    "is poll, but the channel's requests have no latency, so that a reader would ask for ever at one"
                            + " instant; use notify, or a platform whose curve has a latency");
        }
    }

    private void checkMemory(WorkloadProfile workload, ProviderProfile provider, int memory) {
        int least = provider.functionLimits().minMemoryMb();
        int most = provider.functionLimits().maxMemoryMb();
        if (scenario.channel() != ChannelKind.VM_NETWORK && (memory < least || memory > most)) {
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
        long batch = Math.min(FasDl.balancedBatch(equal), ScenarioFields.MAX_BATCH);
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
        if (scenario.channel() == ChannelKind.VM_NETWORK) {
            warnings.add("whether the batches fit the memory of a " + scenario.vmInstance() + " is not checked");
            return;
        }
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

    private void checkSchedule(WorkloadProfile workload, Job job) {
        Plan plan = job.plan();
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

    private void checkRing(Job job) {
        double versions = (double) job.rounds().rounds() * Patterns.of(job).versionsPerRound();
        if (versions > Integer.MAX_VALUE) {
            problem("plan.workers", "is too large for a ring that goes round as often as this training has it do");
        }
    }

    private void warn(WorkloadProfile workload, ObjectStore store, LifeSetup life, Job job) {
        Plan plan = job.plan();
        store.outside(plan.memoryMb()).ifPresent(warnings::add);
        if (job.communicates() && scenario.channel() == ChannelKind.S3) {
            double objectMib = job.exchangedMib() / Patterns.of(job).parts();
            for (Direction direction : Direction.values()) {
                store.outside(plan.memoryMb(), direction, objectMib).ifPresent(warnings::add);
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
        if (job.counting() == Counting.IMPLEMENTATION
                && FasDl.applies(job)
                && workload.flattening().isEmpty()) {
            warnings.add("the time of flattening the parameters (k1, k2) was not profiled for " + workload.id()
                    + "; the prediction takes it as 0");
        }
        warnMergedPages(job);
        if (scenario.fluctuation() == Fluctuation.MEASURED && store.published().isPresent()) {
            warnings.add("nothing fluctuates, as the platform has published constants, which have no spread");
        } else if (scenario.fluctuation() == Fluctuation.MEASURED && scenario.channel() != ChannelKind.S3) {
            warnings.add("how transfers through " + scenario.channel().id()
                    + " fluctuate was not measured: only loading from S3 does");
        }
        if (scenario.replications() > 1 && scenario.fluctuation() == Fluctuation.NONE && !life.isRandom()) {
            warnings.add("nothing in this scenario is random, so that its " + scenario.replications()
                    + " replications are equal; fluctuation: measured makes them differ");
        }
    }

    /** The published codes ask for the first page of a listing only, and never delete merged shards during an epoch. */
    private void warnMergedPages(Job job) {
        boolean shards = job.exchange().pattern() == PatternKind.K_REDUCE
                || job.exchange().pattern() == PatternKind.SCATTER_REDUCE;
        if (shards
                && job.counting() == Counting.IMPLEMENTATION
                && job.exchange().waiting().polls()
                && job.exchange().channel() instanceof Channel.Store store) {
            long merged = job.plan().aggregators() * job.schedule().iterations() * job.epochs();
            if (merged > store.keysPerList()) {
                warnings.add("merged shards are not deleted, " + merged + " in all, and a listing has pages of "
                        + store.keysPerList() + ": all pages are asked for here, where the published code asks for the"
                        + " first only and may never see its shards");
            }
        }
    }

    /** Sizes of the objects that functions load, each once. */
    private static DoubleStream loadsMib(Job job) {
        Plan plan = job.plan();
        int last = plan.workers() - 1;
        return DoubleStream.concat(DoubleStream.of(job.loadsMib(0)), DoubleStream.of(job.loadsMib(last)))
                .distinct();
    }

    /** The name of a profile in the resolved scenario: a path becomes that of the copy kept with the result. */
    private String kept(String field, String name) {
        return kept(field, name, Profiles.YAML);
    }

    private String kept(String field, String name, String ending) {
        return texts.containsKey(copy(field, ending)) ? copy(field, ending) : name;
    }

    private Optional<String> keptTrace(String field, Optional<String> name) {
        return name.map(known -> kept(field, known, "." + kindOf(field).ending()));
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

    private Scenario resolved(Plan plan, String pricesName) {
        Scenario.Plan written = scenario.plan();
        return new Scenario(
                scenario.name(),
                scenario.description(),
                kept("workload", scenario.workload()),
                kept("platform", scenario.platform()),
                kept("services", scenario.services()),
                Optional.of(kept("prices", pricesName)),
                scenario.epochs(),
                scenario.deadlineSeconds(),
                new Scenario.Plan(
                        plan.workers(),
                        OptionalInt.of(plan.memoryMb()),
                        plan.aggregatorBatch(),
                        plan.aggregators(),
                        OptionalInt.of(plan.nonAggregatorBatch()),
                        written.maxGlobalBatch()),
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
                scenario.replications(),
                scenario.seed());
    }

    private <T> Optional<T> profile(String folder, String field, String name, Function<Path, T> reader) {
        return profile(folder, field, name, Profiles.YAML, reader, file.place(field), field);
    }

    private <T> Optional<T> trace(String field, Optional<String> name, Function<Path, T> reader) {
        Kind.Profile kind = kindOf(field);
        return name.flatMap(
                known -> profile(kind.folder(), field, known, "." + kind.ending(), reader, file.place(field), field));
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
        boolean byPlatform = scenario.prices().isEmpty() && !usesPublishedPrices();
        Path platform = files.get("platform");
        return byPlatform && platform != null
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

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
