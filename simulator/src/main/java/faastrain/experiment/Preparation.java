package faastrain.experiment;

import faastrain.analytic.FasDl;
import faastrain.communication.Patterns;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.ObjectStore;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.Counting;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Problems;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFile;
import faastrain.trace.Direction;
import faastrain.trace.ProviderProfile;
import faastrain.trace.TrainingMemory;
import faastrain.trace.WorkloadProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Makes a {@link Setting} of a scenario and the profiles that it names: chooses what it leaves to be chosen, and checks
 * what only the two together can show to be wrong.
 */
public final class Preparation {
    /** Objects of a round that the engine keeps track of; beyond it a run would need gigabytes. */
    private static final long MAX_OBJECTS = 1L << 28;

    /** Iterations of a run, each of which has its line in the result. */
    private static final long MAX_ITERATIONS = 5_000_000;

    private final ScenarioFile file;
    private final Scenario scenario;
    private final Material material;
    private final WorkloadProfile workload;
    private final ProviderProfile provider;
    private final Problems problems = new Problems();
    private final List<String> warnings = new ArrayList<>();

    private Preparation(ScenarioFile file, Material material) {
        this.file = file;
        this.scenario = file.scenario();
        this.material = material;
        this.workload = material.workload();
        this.provider = material.provider();
    }

    /**
     * Makes a scenario ready.
     *
     * @throws InvalidInputException with every problem that was found
     */
    public static Setting prepare(ScenarioFile file, Profiles profiles) {
        return prepare(file, Material.read(file, profiles));
    }

    /**
     * Makes a scenario ready whose files have been read.
     *
     * @param material what was read for the scenario, or for one that names the same files
     * @throws InvalidInputException with every problem that was found
     * @throws IllegalArgumentException when the scenario names other files
     */
    public static Setting prepare(ScenarioFile file, Material material) {
        material.requireReadFor(file.scenario());
        return new Preparation(file, material).prepare();
    }

    private Setting prepare() {
        ScenarioChecks checks = new ScenarioChecks(scenario, material, this::problem);
        ChannelSetup setup = new ChannelSetup(scenario, material, this::problem);
        checks.checkCurve();
        Optional<Integer> memory = memory(setup);
        memory.ifPresent(this::checkMemory);
        checkWorkers();
        checkObjectsOfRound();
        problems.throwIfAny();
        int memoryMb = memory.orElseThrow();
        checks.checkChannel(setup, memoryMb);
        problems.throwIfAny();
        setup.warning().ifPresent(warnings::add);
        checks.checkMargin();
        PlannedJobs jobs = new PlannedJobs(scenario, material);
        jobs.outsideTable(scenario.plan().workers()).ifPresent(warnings::add);
        Plan plan = chosen(jobs, memoryMb, scenario.plan().batch());
        checks.checkProtocol();
        checkBatches(plan);
        checkSchedule(plan);
        problems.throwIfAny();
        Job job = jobs.of(plan);
        setup.checkObjects(job);
        checks.checkWaiting(job.exchange());
        checkRing(job);
        LifeSetup life = new LifeSetup(scenario, material, this::problem, warnings);
        life.check(job, (otherMb, batch) -> jobs.of(chosen(jobs, otherMb, batch)));
        problems.throwIfAny();
        warn(jobs.store(), life, job);
        Circumstances circumstances = life.circumstances(job);
        problems.throwIfAny();
        setup.unmeasured().ifPresent(warnings::add);
        boolean ofMachine = setup.machineMemoryMb().equals(memory);
        return new Setting(
                ofMachine ? resolved(plan).withoutMemory() : resolved(plan),
                job,
                scenario.channel() == ChannelKind.VM_NETWORK
                        ? Double.POSITIVE_INFINITY
                        : provider.functionLimits().lifetimeSeconds(),
                circumstances,
                warnings,
                material.inputs());
    }

    /** The plan with so much memory and that batch of an aggregator; the others' is chosen as the fields say. */
    private Plan chosen(PlannedJobs jobs, int memoryMb, int batch) {
        Scenario.Plan written = scenario.plan();
        Plan equal = new Plan(written.workers(), memoryMb, written.aggregators(), batch, batch);
        return equal.withNonAggregatorBatch(nonAggregatorBatch(jobs.exchangingEveryBatch(equal)));
    }

    /** What functions have, or what has the CPU share of a virtual machine; nothing after a problem. */
    private Optional<Integer> memory(ChannelSetup setup) {
        OptionalInt written = scenario.plan().memoryMb();
        return written.isPresent() ? Optional.of(written.getAsInt()) : setup.machineMemoryMb();
    }

    /** A plan that was found may have fewer workers than the scenario speaks of. */
    private void checkWorkers() {
        int workers = scenario.plan().workers();
        if (workers < scenario.leastWorkers()) {
            problem(
                    "plan.workers",
                    "is " + workers + ", but the stragglers and the worker that crashes are among "
                            + scenario.leastWorkers() + " workers at least");
        }
    }

    private void checkObjectsOfRound() {
        Scenario.Plan written = scenario.plan();
        if ((written.workers() + 1L) * written.aggregators() > MAX_OBJECTS) {
            problem(
                    "plan.aggregators",
                    written.workers() + " workers and " + written.aggregators() + " aggregators exchange more than "
                            + MAX_OBJECTS + " objects a round; use fewer aggregators");
        }
    }

    private void checkMemory(int memory) {
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
    private int nonAggregatorBatch(Job equal) {
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
        if (workload.trainingMemory().isPresent()) {
            batch = Math.min(batch, workload.trainingMemory().get().largestBatch(plan.memoryMb()));
        }
        if (written.maxGlobalBatch().isPresent()) {
            long rest = written.maxGlobalBatch().getAsInt() - (long) plan.aggregators() * plan.aggregatorBatch();
            batch = Math.min(batch, rest / plan.nonAggregators());
        }
        // Never below the aggregators' batch: what does not even fit that is reported for the batch itself.
        return (int) Math.max(batch, plan.aggregatorBatch());
    }

    private void checkBatches(Plan plan) {
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
        checkBatch("plan.batch", plan.aggregatorBatch(), largest, memory, plan);
        if (plan.nonAggregatorBatch() != plan.aggregatorBatch()) {
            checkBatch("plan.non-aggregator-batch", plan.nonAggregatorBatch(), largest, memory, plan);
        }
        workload.outsideMeasuredMemory(Math.max(plan.aggregatorBatch(), plan.nonAggregatorBatch()))
                .ifPresent(warnings::add);
    }

    private void checkBatch(String field, int batch, int largest, TrainingMemory memory, Plan plan) {
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

    private void checkSchedule(Plan plan) {
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

    private void warn(ObjectStore store, LifeSetup life, Job job) {
        Plan plan = job.plan();
        workload.outsideProfiled(
                        plan.memoryMb(),
                        IntStream.of(plan.aggregatorBatch(), plan.nonAggregatorBatch())
                                .distinct()
                                .sorted()
                                .boxed()
                                .toList())
                .ifPresent(warnings::add);
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
                && job.communicates()
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

    private Scenario resolved(Plan plan) {
        return material.resolved(scenario)
                .withPlan(
                        plan.workers(),
                        plan.memoryMb(),
                        plan.aggregatorBatch(),
                        plan.aggregators(),
                        plan.nonAggregatorBatch());
    }

    private void problem(String field, String message) {
        problems.add(file.place(field), field, message);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
