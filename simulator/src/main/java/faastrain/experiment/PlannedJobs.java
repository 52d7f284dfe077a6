package faastrain.experiment;

import faastrain.model.Algorithm;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.ObjectStore;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.ServicePrices;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problems;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFile;
import faastrain.trace.ProviderProfile;
import faastrain.trace.WorkloadProfile;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The jobs of one scenario under any plan: the only place where a scenario becomes a job. The plan that the scenario itself
 * says does not matter here. What depends on the memory of the workers is made once for each, so that a search may ask for
 * hundreds of thousands of plans; safe for use by several threads.
 */
public final class PlannedJobs {
    /** What workers of one memory quota have: how they reach the object store, and each other. */
    private record Equipment(FunctionLink storeLink, Exchange exchange) {}

    private final Scenario scenario;
    private final ProviderProfile provider;
    private final Workload workload;
    private final ObjectStore store;
    private final Waiting waiting;
    private final ChannelSetup channels;
    private final Lives lives;
    private final Prices pricesOfOne;
    private final Lifecycle lifecycleOfOne;
    private final Map<Integer, Equipment> byMemory = new ConcurrentHashMap<>();

    /** The jobs of a scenario that nothing is wrong with, as {@link ScenarioChecks} shows. */
    PlannedJobs(Scenario scenario, Material material) {
        WorkloadProfile profile = material.workload();
        this.scenario = scenario;
        this.provider = material.provider();
        this.workload = new Workload(
                profile.modelMib(), profile.dataMib(), profile.samples(), profile.compute(), profile.flattening());
        this.store = ObjectStore.of(material.platform());
        this.waiting = new Waiting(
                scenario.waiting().mode(),
                scenario.waiting().intervalSeconds(),
                scenario.waiting().giveUpSeconds());
        this.channels = new ChannelSetup(scenario, material, (field, message) -> {});
        this.lives = new Lives(scenario, material);
        this.pricesOfOne = madePrices(1);
        this.lifecycleOfOne = lives.lifecycle(1);
    }

    /**
     * The jobs of a scenario, whose own plan may be left open.
     *
     * @param material what was read for the scenario, or for one that names the same files
     * @throws InvalidInputException with everything that is wrong with the scenario whatever the plan
     * @throws IllegalArgumentException when the scenario names other files
     */
    public static PlannedJobs of(ScenarioFile file, Material material) {
        Scenario scenario = file.scenario();
        material.requireReadFor(scenario);
        Problems problems = new Problems();
        BiConsumer<String, String> problem = (field, message) -> problems.add(file.place(field), field, message);
        ScenarioChecks checks = new ScenarioChecks(scenario, material, problem);
        checks.checkCurve();
        problems.throwIfAny();
        int memoryMb = material.provider().functionLimits().maxMemoryMb();
        checks.checkChannel(new ChannelSetup(scenario, material, problem), memoryMb);
        checks.checkMargin();
        checks.checkProtocol();
        try {
            new LifeSetup(scenario, material, problem, new ArrayList<>()).checkWithoutPlan();
        } catch (InvalidInputException invalid) {
            problems.addAll(invalid.problems());
        }
        problems.throwIfAny();
        PlannedJobs jobs = new PlannedJobs(scenario, material);
        checks.checkWaiting(jobs.equipment(memoryMb).exchange());
        problems.throwIfAny();
        return jobs;
    }

    /**
     * The job with a plan, as it is: neither whether its batches fit the memory is checked nor whether a function would live
     * long enough. The plan must have as many aggregators as the pattern: 1 in all-reduce, all workers in the others but
     * k-reduce.
     *
     * @throws IllegalArgumentException when the workload's compute time needs more memory ({@code M + m > 0}), or when each
     *     exchange of ma-sgd comes after an epoch and an epoch has no iteration
     */
    public Job of(Plan plan) {
        Job job = exchangingEveryBatch(plan);
        return scenario.algorithm().kind() == AlgorithmKind.GA_SGD
                ? job
                : job.withAlgorithm(lives.algorithm(job.schedule()));
    }

    /**
     * The memory of a function with the CPU share of one of the scenario's virtual machines, MB: the only sensible one in
     * plans of virtual machines. Empty for functions.
     */
    public OptionalInt machineMemoryMb() {
        return isOfMachines() ? OptionalInt.of(channels.machineMemoryMb().orElseThrow()) : OptionalInt.empty();
    }

    /** The job with a plan, of workers that exchange gradients every batch whatever the scenario says. */
    Job exchangingEveryBatch(Plan plan) {
        Equipment equipment = equipment(plan.memoryMb());
        return new Job(
                workload,
                plan,
                equipment.storeLink(),
                isOfMachines() ? madePrices(plan.workers()) : pricesOfOne,
                scenario.epochs(),
                scenario.protocol(),
                scenario.counting(),
                scenario.last(),
                equipment.exchange(),
                lives.dependOnWorkers() ? lives.lifecycle(plan.workers()) : lifecycleOfOne,
                Algorithm.GA_SGD,
                scenario.staleness());
    }

    /** What is trained. */
    Workload workload() {
        return workload;
    }

    /** The object store that functions load from. */
    ObjectStore store() {
        return store;
    }

    /** Words that name the start-up table's range when so many workers lie outside it. */
    Optional<String> outsideTable(int workers) {
        return lives.outsideTable(workers);
    }

    private boolean isOfMachines() {
        return scenario.channel() == ChannelKind.VM_NETWORK;
    }

    private Equipment equipment(int memoryMb) {
        return byMemory.computeIfAbsent(memoryMb, this::madeEquipment);
    }

    private Equipment madeEquipment(int memoryMb) {
        FunctionLink link = store.link(memoryMb, scenario.curve());
        return new Equipment(
                link,
                new Exchange(
                        scenario.pattern(), channels.channel(link, memoryMb).orElseThrow(), waiting));
    }

    /** Virtual machines are rented, each of them, and no function is billed. */
    private Prices madePrices(int workers) {
        ServicePrices services = channels.prices(workers).orElseThrow();
        boolean functions = !isOfMachines();
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
}
