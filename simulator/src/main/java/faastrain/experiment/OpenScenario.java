package faastrain.experiment;

import faastrain.analytic.FasDl;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.provisioning.BatchLimit;
import faastrain.provisioning.Constraints;
import faastrain.provisioning.Grid;
import faastrain.provisioning.Offer;
import faastrain.provisioning.Task;
import faastrain.provisioning.Task.Machines;
import faastrain.provisioning.Task.NonAggregatorBatches;
import faastrain.provisioning.Trainings;
import faastrain.result.Inputs;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Assignment;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.OtherBatches;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.Problems;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFile;
import faastrain.trace.FunctionLimits;
import faastrain.trace.InstanceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A scenario whose plan is looked for: functions that exchange through storage by K-Reduce, and the same training with a
 * parameter server and on virtual machines, with which it is compared.
 */
public final class OpenScenario {
    /** Reads the scenario with some fields set. */
    @FunctionalInterface
    public interface Loader {
        /**
         * The scenario.
         *
         * @throws InvalidInputException with everything that is wrong with it
         */
        ScenarioFile load(List<Assignment> assignments);
    }

    /** The channels of FasDL's closed form. */
    private static final List<ChannelKind> CHANNELS =
            List.of(ChannelKind.S3, ChannelKind.ELASTICACHE_REDIS, ChannelKind.ELASTICACHE_MEMCACHED);

    /** What a search finds, so that a scenario need not say it. */
    private static final List<String> OF_THE_PLAN =
            List.of("plan.workers", "plan.memory", "plan.batch", "plan.aggregators");

    /** What makes of functions that exchange by K-Reduce functions with λDNN's parameter server. */
    private static final List<String> WITH_SERVER =
            List.of("pattern=parameter-server", "channel=parameter-server", "protocol=bsp");

    /** What makes virtual machines in a ring of them, which start as LambdaML's table says. */
    private static final List<String> ON_MACHINES = List.of(
            "pattern=ring", "channel=vm-network", "protocol=bsp", "start-up.source=table", "re-invocation=never");

    /** One way to train. */
    private record Way(ScenarioFile file, Material material, PlannedJobs jobs) {}

    private final Way functions;
    private final Optional<Way> server;
    private final Map<String, Way> machines;
    private final Task task;
    private final List<String> warnings;

    private OpenScenario(
            Way functions, Optional<Way> server, Map<String, Way> machines, Task task, List<String> warnings) {
        this.functions = functions;
        this.server = server;
        this.machines = machines;
        this.task = task;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Makes a scenario ready for a search.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static OpenScenario of(Loader loader, Profiles profiles) {
        return of(loader, new Materials(profiles));
    }

    /**
     * Makes a scenario ready for a search.
     *
     * @param materials what was read for scenarios like it
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static OpenScenario of(Loader loader, Materials materials) {
        ScenarioFile file = loader.load(List.of());
        Problems problems = new Problems();
        check(file, problems);
        problems.throwIfAny();
        Material material = materials.of(file);
        Way functions = new Way(file, material, PlannedJobs.of(file, material));
        Scenario scenario = file.scenario();
        ScenarioFile counted = loader.load(Assignment.of(
                "with", List.of("counting=" + scenario.search().counting().id())));
        PlannedJobs jobs = PlannedJobs.of(counted, materials.of(counted));
        FunctionLimits limits = material.provider().functionLimits();
        checkClosedForm(file, jobs, limits, problems);
        problems.throwIfAny();
        List<String> warnings = new ArrayList<>();
        notUsed(file).ifPresent(warnings::add);
        Map<String, List<String>> leftOut = new LinkedHashMap<>();
        Optional<Way> server = way(loader, WITH_SERVER, materials, "lambdadnn", leftOut);
        Map<String, Way> machines = new TreeMap<>();
        for (Map.Entry<String, InstanceType> instance :
                material.services().instances().entrySet()) {
            String type = instance.getKey();
            // A burstable type computes at full speed only as long as its credits last, which nobody simulates.
            boolean steady = instance.getValue().baseline().isEmpty();
            if (steady && material.provider().instanceUsdPerHour().containsKey(type)) {
                List<String> onMachines = new ArrayList<>(ON_MACHINES);
                onMachines.add("vm.instance=" + type);
                way(loader, onMachines, materials, "iaas with " + type, leftOut)
                        .ifPresent(way -> machines.put(type, way));
            }
        }
        leftOut.forEach((reason, who) ->
                warnings.add(String.join(", ", who) + (who.size() == 1 ? " is" : " are") + " left out: " + reason));
        BatchLimit batches = new BatchLimit(
                material.workload().trainingMemory(), material.workload().modelMib());
        batches.assumption()
                .ifPresent(rule -> warnings.add("the memory of training "
                        + material.workload().id()
                        + " by batch was not profiled: " + rule
                        + "; measure it (traces/README.md) before you trust a large batch"));
        if (material.workload().profiled().isEmpty()) {
            warnings.add("the batches and memories to which a, b and m of "
                    + material.workload().id()
                    + " were fitted are not known: plans with large batches or memories may rest on extrapolation"
                    + " (search.max-batch limits the batch of an aggregator)");
        }
        Scenario.Search search = scenario.search();
        Task task = new Task(
                jobs.workload(),
                (Trainings) jobs::of,
                server.map(way -> (Trainings) way.jobs()::of),
                machines.entrySet().stream()
                        .map(entry -> new Machines(
                                entry.getKey(),
                                entry.getValue().jobs().machineMemoryMb().orElseThrow(),
                                entry.getValue().jobs()::of))
                        .toList(),
                batches,
                new Constraints(
                        scenario.deadlineSeconds().orElseThrow(),
                        scenario.plan().maxGlobalBatch().orElseThrow()),
                new Grid(
                        search.memoryStepMb(),
                        limits.minMemoryMb(),
                        limits.maxMemoryMb(),
                        search.batchStep(),
                        search.mostWorkers()),
                search.mostBatch().orElse(Integer.MAX_VALUE),
                scenario.protocol() != ProtocolKind.HAP
                        ? NonAggregatorBatches.EQUAL
                        : search.others() == OtherBatches.FREE
                                ? NonAggregatorBatches.FREE
                                : NonAggregatorBatches.BALANCED,
                search.fixedWorkers());
        return new OpenScenario(functions, server, machines, task, warnings);
    }

    /**
     * Checks that functions can exchange through a channel by the closed form with which plans are looked for.
     *
     * @throws InvalidInputException when they cannot
     */
    public static void checkChannel(ChannelKind channel, Place place) {
        Problems problems = new Problems();
        checkChannel(channel, place, problems);
        problems.throwIfAny();
    }

    private static void checkChannel(ChannelKind channel, Place place, Problems problems) {
        if (!CHANNELS.contains(channel)) {
            problems.add(
                    place,
                    "channel",
                    "is " + channel.id() + ", but plans are looked for with FasDL's closed form, which is of "
                            + CHANNELS.stream().map(ChannelKind::id).collect(Collectors.joining(", "))
                            + "; the strategies lambdadnn and iaas compare them with parameter servers and virtual machines");
        }
    }

    private static void check(ScenarioFile file, Problems problems) {
        Scenario scenario = file.scenario();
        checkChannel(scenario.channel(), file.place("channel"), problems);
        if (scenario.deadlineSeconds().isEmpty()) {
            problems.add(
                    file.place("deadline"),
                    "deadline",
                    "is needed to look for a plan, such as \"deadline: 8000 s\" or --deadline 8000s");
        }
        if (scenario.plan().maxGlobalBatch().isEmpty()) {
            problems.add(
                    file.place("plan.max-global-batch"),
                    "plan.max-global-batch",
                    "is needed to look for a plan, such as \"plan: {max-global-batch: 1024}\" or --max-global-batch 1024:"
                            + " without it the largest batch would always be the cheapest");
        }
        if (scenario.protocol() != ProtocolKind.BSP && scenario.protocol() != ProtocolKind.HAP) {
            problems.add(
                    file.place("protocol"),
                    "protocol",
                    "is " + scenario.protocol().id()
                            + ", for which there is no closed form to look for a plan with; use" + " hap or bsp");
        }
    }

    /** The strategies compute with FasDL's closed form. */
    private static void checkClosedForm(ScenarioFile file, PlannedJobs jobs, FunctionLimits limits, Problems problems) {
        Scenario scenario = file.scenario();
        double m = jobs.workload().compute().m();
        if (!(limits.maxMemoryMb() + m > 0)) {
            problems.add(
                    file.place("workload"),
                    "workload",
                    "has m = " + m + " MB, so that no memory up to " + limits.maxMemoryMb()
                            + " MB computes (eq. 4 needs M + m > 0)");
            return;
        }
        Job job = jobs.of(new Plan(1, limits.maxMemoryMb(), 1, 1, 1));
        if (scenario.pattern() != PatternKind.K_REDUCE || !FasDl.applies(job)) {
            boolean otherAlgorithm = scenario.algorithm().kind() != AlgorithmKind.GA_SGD;
            String field = otherAlgorithm ? "algorithm.kind" : "pattern";
            problems.add(
                    file.place(field),
                    field,
                    "is "
                            + (otherAlgorithm
                                    ? scenario.algorithm().kind().id()
                                    : scenario.pattern().id())
                            + ", but plans are looked for with FasDL's closed form, which is of pattern: k-reduce (AllReduce is"
                            + " one aggregator, ScatterReduce all) and algorithm: ga-sgd");
        }
    }

    /** A plan that the scenario has: who gives one should not take what is found for it. */
    private static Optional<String> notUsed(ScenarioFile file) {
        List<String> given =
                OF_THE_PLAN.stream().filter(file.places()::containsKey).toList();
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", given)
                        + (given.size() == 1 ? " of the scenario is" : " of the scenario are")
                        + " not used: a search looks at every plan that keeps the constraints");
    }

    /** Another way to train the same; nothing, and the reason, when the scenario does not go with it. */
    private static Optional<Way> way(
            Loader loader,
            List<String> assignments,
            Materials materials,
            String who,
            Map<String, List<String>> leftOut) {
        // A plan that the scenario has is meant for its own way.
        List<Assignment> all = new ArrayList<>(Assignment.of(
                "with", OF_THE_PLAN.stream().map(field -> field + "=").toList()));
        all.addAll(Assignment.of("with", assignments));
        try {
            ScenarioFile file = loader.load(all);
            Material material = materials.of(file);
            return Optional.of(new Way(file, material, PlannedJobs.of(file, material)));
        } catch (InvalidInputException invalid) {
            Problem first = invalid.problems().get(0);
            leftOut.computeIfAbsent("with it " + first.path() + " " + first.message(), reason -> new ArrayList<>())
                    .add(who);
            return Optional.empty();
        }
    }

    /** What is looked for. */
    public Task task() {
        return task;
    }

    /** The same with something else that a reader of any plan should know. */
    public OpenScenario withWarning(String warning) {
        List<String> all = new ArrayList<>(List.of(warning));
        all.addAll(warnings);
        return new OpenScenario(functions, server, machines, task, all);
    }

    /** The scenario whose plan is open, so that it can be read beside a result. */
    public Scenario scenario() {
        return functions.material().resolved(functions.file().scenario());
    }

    /** The file that it was read from. */
    public ScenarioFile file() {
        return functions.file();
    }

    /** What it was read from. */
    Inputs inputs() {
        return functions.material().inputs();
    }

    /** What a reader of any plan should know. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The scenario with what a strategy proposes, ready to be run.
     *
     * @throws InvalidInputException when it cannot be run, with the reasons
     */
    public Setting setting(Offer offer) {
        Way way =
                switch (offer.kind()) {
                    case FUNCTIONS -> functions;
                    case PARAMETER_SERVER -> server.orElseThrow();
                    case MACHINES ->
                        Objects.requireNonNull(machines.get(offer.instance().orElseThrow()));
                };
        Plan plan = offer.priced().plan();
        Scenario planned = way.file()
                .scenario()
                .withPlan(
                        plan.workers(),
                        plan.memoryMb(),
                        plan.aggregatorBatch(),
                        plan.aggregators(),
                        plan.nonAggregatorBatch());
        // With equal batches nobody has time to go ahead: that is how ScatterReduce and AllReduce are meant.
        boolean equal = plan.aggregatorBatch() == plan.nonAggregatorBatch();
        return Preparation.prepare(
                way.file().with(equal ? planned.withProtocol(ProtocolKind.BSP) : planned), way.material());
    }
}
