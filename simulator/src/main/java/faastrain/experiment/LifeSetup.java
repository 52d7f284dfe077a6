package faastrain.experiment;

import faastrain.communication.Patterns;
import faastrain.event.ComputeTimes;
import faastrain.event.Conditions;
import faastrain.event.Convergence;
import faastrain.event.Learner;
import faastrain.event.StartUps;
import faastrain.event.Stragglers;
import faastrain.event.TransferFactors;
import faastrain.learning.EpochsToTarget;
import faastrain.learning.LossCurve;
import faastrain.learning.Progress;
import faastrain.learning.SgdLearner;
import faastrain.learning.SgdSettings;
import faastrain.learning.StaleWeight;
import faastrain.model.Job;
import faastrain.model.Recovery;
import faastrain.model.Schedule;
import faastrain.random.FaultDraws;
import faastrain.random.Residual;
import faastrain.random.SlowWorkers;
import faastrain.random.StartUpDraws;
import faastrain.random.Streams;
import faastrain.random.TracedComputeTimes;
import faastrain.random.TransferFluctuation;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.ComputeSource;
import faastrain.scenario.ConvergenceSource;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.Scenario;
import faastrain.scenario.StaleEffect;
import faastrain.scenario.StartUpSource;
import faastrain.trace.ComputeWarnings;
import faastrain.trace.IterationCells;
import faastrain.trace.LibsvmData;
import faastrain.trace.ProviderProfile;
import faastrain.trace.ServicesProfile;
import faastrain.trace.StartUpTrace;
import faastrain.trace.WorkloadProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Makes of a scenario what the equations leave out: the conditions of each replication. A field that is wrong is told to
 * {@code problem}, with the field's path and what is right.
 */
final class LifeSetup {
    private final Scenario scenario;
    private final WorkloadProfile workload;
    private final ServicesProfile services;
    private final ProviderProfile provider;
    private final Material.Traces traces;
    private final BiConsumer<String, String> problem;
    private final List<String> warnings;

    LifeSetup(Scenario scenario, Material material, BiConsumer<String, String> problem, List<String> warnings) {
        this.scenario = scenario;
        this.workload = material.workload();
        this.services = material.services();
        this.provider = material.provider();
        this.traces = material.traces();
        this.problem = problem;
        this.warnings = warnings;
    }

    // What cannot work.

    /** Checks what the job shows, and those of other plans. */
    void check(Job job, LifetimeCheck.Plans plans) {
        checkStartSource();
        checkQuota(job);
        checkRounds();
        checkData();
        new LifetimeCheck(scenario, job, provider.functionLimits(), workload.trainingMemory(), plans, problem).check();
    }

    /**
     * Checks what would be wrong whatever the plan.
     *
     * @throws InvalidInputException when a trace cannot be used
     */
    void checkWithoutPlan() {
        checkStartSource();
        checkRounds();
        checkData();
        if (scenario.compute().source() == ComputeSource.FITTED) {
            traces.iterations().ifPresent(Iterations::fit);
        } else {
            traces.iterations().ifPresent(Iterations::cells);
        }
    }

    private void checkStartSource() {
        StartUpSource source = scenario.startUp().source();
        boolean drawn = source == StartUpSource.DISTRIBUTION || source == StartUpSource.TRACE;
        if (scenario.channel() == ChannelKind.VM_NETWORK && drawn) {
            problem.accept(
                    "start-up.source",
                    "is " + source.id() + ", which is of functions; virtual machines have the start-up table: use table"
                            + " or none");
        }
    }

    private void checkQuota(Job job) {
        int quota = job.lifecycle().invocation().quota();
        if (job.plan().workers() > quota && job.protocol() != ProtocolKind.ASP) {
            problem.accept(
                    scenario.startUp().quota().isPresent() ? "start-up.quota" : "plan.workers",
                    "lets " + quota + " functions run at once, but "
                            + job.plan().workers()
                            + " workers wait for each other: those that run would wait for ever for those that may not"
                            + " start; use at most " + quota + " workers or a larger quota");
        }
    }

    private void checkRounds() {
        Scenario.Algorithm algorithm = scenario.algorithm();
        boolean ends = scenario.reinvocationOrDefault() == Reinvocation.EACH_EPOCH
                || (scenario.reinvocationOrDefault() == Reinvocation.FIXED_EPOCHS
                        && scenario.lifetime().epochs() % algorithm.localEpochs() != 0);
        if (algorithm.kind() == AlgorithmKind.ADMM && algorithm.localEpochs() > 1 && ends) {
            problem.accept(
                    "re-invocation",
                    "is " + scenario.reinvocationOrDefault().id() + ", which ends functions between two exchanges of"
                            + " admm, " + algorithm.localEpochs()
                            + " epochs apart; use never, deadline-margin, or"
                            + " fixed-epochs with a multiple of algorithm.local-epochs in lifetime.epochs");
        }
        if (algorithm.kind() == AlgorithmKind.ADMM
                && scenario.pattern() == PatternKind.GLOBAL_MODEL
                && scenario.compute().source() == ComputeSource.SGD) {
            problem.accept(
                    "algorithm.kind",
                    "is admm, whose duals have no meaning in a global model that the last writer wins; use ga-sgd or"
                            + " ma-sgd");
        }
    }

    private void checkData() {
        if (scenario.compute().source() == ComputeSource.SGD) {
            traces.data().ifPresent(this::checkData);
        }
    }

    private void checkData(LibsvmData data) {
        if (data.samples() != workload.samples()) {
            problem.accept(
                    "sgd.data",
                    "has " + data.samples() + " samples, but the workload " + workload.id() + " has "
                            + workload.samples() + "; use a workload of that many samples");
        }
        if (scenario.convergence().source() == ConvergenceSource.CURVE) {
            problem.accept(
                    "convergence.source",
                    "is curve, but with compute.source: sgd the loss is that of the model; leave it out, or use epochs");
        }
        double bytes = 4.0 * settings().parameters(data.features());
        double modelBytes = workload.modelMib() * 1024 * 1024;
        if (Math.abs(modelBytes - bytes) > 0.01 * bytes) {
            warnings.add("the workload's model of " + number(modelBytes) + " bytes is not the "
                    + settings().parameters(data.features()) + " numbers of the trained model, " + number(bytes)
                    + " bytes as float32: transfers take the workload's");
        }
    }

    private SgdSettings settings() {
        return new SgdSettings(
                scenario.sgd().model(),
                scenario.algorithm().kind(),
                scenario.sgd().rate(),
                scenario.sgd().regularisation(),
                scenario.sgd().penalty(),
                scenario.sgd().clusters(),
                true);
    }

    /** Whether replications differ by what it makes. */
    boolean isRandom() {
        return switch (scenario.compute().source()) {
                    case BOOTSTRAP, BLOCK_BOOTSTRAP, FITTED, SGD -> true;
                    case FORMULA, REPLAY -> false;
                }
                || scenario.startUp().source() == StartUpSource.DISTRIBUTION
                || scenario.startUp().source() == StartUpSource.TRACE
                || scenario.stragglers().count() > 0
                || scenario.faults().crashRatePerSecond() > 0
                || scenario.faults().errorRate() > 0;
    }

    // The conditions of a replication.

    /** What makes the conditions of each replication; to be asked for when nothing is wrong. */
    Circumstances circumstances(Job job) {
        int workers = job.plan().workers();
        Computation computation = computation(job);
        Starts starts = starts(job);
        FaultDraws.Settings faults = faults();
        StaleWeight weight =
                scenario.convergence().staleUpdates() == StaleEffect.INVERSE ? StaleWeight.INVERSE : StaleWeight.FULL;
        Optional<LossCurve> curve = curve(job);
        warnAboutRecovery(job, faults);
        return (streams, replication) -> {
            TransferFactors transfers = scenario.fluctuation() == Fluctuation.MEASURED
                    ? new TransferFluctuation(job.storeLink(), job.link(), workers, streams, replication)
                    : TransferFluctuation.ofRetriesOnly(workers, streams, replication);
            Learner learner = learner(job, streams, replication);
            return new Conditions(
                    transfers,
                    computation.of(streams, replication),
                    stragglers(workers, streams, replication),
                    starts.of(streams, replication),
                    new FaultDraws(faults, workers, streams, replication),
                    convergence(job, curve, learner, weight),
                    learner);
        };
    }

    private interface Computation {
        ComputeTimes of(Streams streams, int replication);
    }

    private interface Starts {
        StartUps of(Streams streams, int replication);
    }

    private Computation computation(Job job) {
        if (!scenario.compute().source().readsTrace()) {
            return (streams, replication) -> ComputeTimes.FORMULA;
        }
        int memory = job.plan().memoryMb();
        int workers = job.plan().workers();
        Iterations iterations = traces.iterations().orElseThrow();
        IterationCells cells = iterations.cells();
        if (scenario.compute().model().isEmpty()) {
            ComputeWarnings.model(cells, workload.model()).ifPresent(warnings::add);
        }
        List<Map<Integer, Long>> batches = batches(job);
        List<Integer> used = batches.stream()
                .flatMap(role -> role.keySet().stream())
                .distinct()
                .toList();
        switch (scenario.compute().source()) {
            case REPLAY -> {
                warnings.addAll(ComputeWarnings.replay(cells, memory, batches, job::computeSeconds));
                return (streams, replication) -> TracedComputeTimes.replay(cells, memory, workers);
            }
            case BOOTSTRAP -> {
                warnings.addAll(ComputeWarnings.bootstrap(cells, memory, used, job::computeSeconds));
                return (streams, replication) ->
                        TracedComputeTimes.bootstrap(cells, memory, workers, streams, replication);
            }
            case BLOCK_BOOTSTRAP -> {
                warnings.addAll(ComputeWarnings.bootstrap(cells, memory, used, job::computeSeconds));
                int block = scenario.compute().block();
                return (streams, replication) ->
                        TracedComputeTimes.blockBootstrap(block, cells, memory, workers, streams, replication);
            }
            default -> {
                warnings.add(ComputeWarnings.fitted(iterations.fit()));
                Residual residual = iterations.residual();
                return (streams, replication) -> TracedComputeTimes.fitted(residual, workers, streams, replication);
            }
        }
    }

    /** For each role how many computations of which batch a worker makes. */
    private static List<Map<Integer, Long>> batches(Job job) {
        Schedule schedule = job.schedule();
        List<Map<Integer, Long>> roles = new ArrayList<>();
        for (int worker : new int[] {0, job.plan().workers() - 1}) {
            Map<Integer, Long> role = new TreeMap<>();
            long epochs = job.epochs();
            role.merge(job.plan().batch(worker), schedule.fullIterations() * epochs, Long::sum);
            int last = schedule.lastBatch(worker);
            if (schedule.lastSamples() > 0 && last > 0) {
                role.merge(last, epochs, Long::sum);
            }
            role.values().removeIf(count -> count == 0);
            roles.add(role);
        }
        return roles;
    }

    private Starts starts(Job job) {
        int workers = job.plan().workers();
        return switch (scenario.startUp().source()) {
            case NONE, TABLE -> (streams, replication) -> StartUps.INSTANT;
            case DISTRIBUTION ->
                (streams, replication) -> StartUpDraws.fromDistributions(
                        services.functions().cold(), services.functions().warm(), workers, streams, replication);
            case TRACE -> {
                StartUpTrace.Sample sample =
                        traces.starts().orElseThrow().of(job.plan().memoryMb());
                warnings.addAll(sample.warnings());
                yield (streams, replication) -> StartUpDraws.fromTrace(sample, workers, streams, replication);
            }
        };
    }

    private Stragglers stragglers(int workers, Streams streams, int replication) {
        Scenario.Stragglers slow = scenario.stragglers();
        double until = slow.durationSeconds().isPresent()
                ? slow.fromSeconds() + slow.durationSeconds().getAsDouble()
                : Double.POSITIVE_INFINITY;
        if (!slow.workers().isEmpty()) {
            return SlowWorkers.of(slow.workers(), slow.factor(), slow.fromSeconds(), until);
        }
        return slow.count() == 0
                ? Stragglers.NONE
                : SlowWorkers.random(
                        slow.count(), workers, slow.factor(), slow.fromSeconds(), until, streams, replication);
    }

    private FaultDraws.Settings faults() {
        Scenario.Faults faults = scenario.faults();
        return new FaultDraws.Settings(
                faults.crashRatePerSecond(),
                faults.crashWorker(),
                faults.crashSeconds(),
                faults.serverCrashSeconds(),
                faults.errorRate(),
                faults.outageStartSeconds(),
                faults.outageDurationSeconds(),
                new Recovery(
                        faults.recovery() == faastrain.scenario.Recovery.RESTART,
                        faults.restartDelaySeconds(),
                        faults.restarts(),
                        services.instanceStartUp().seconds(scenario.server().count()),
                        services.objectStore().retry()));
    }

    private void warnAboutRecovery(Job job, FaultDraws.Settings faults) {
        boolean deletes = job.exchange().pattern().hasAggregators()
                && job.counting() == faastrain.scenario.Counting.IMPLEMENTATION
                && job.plan().workers() > 1;
        if (faults.isAnything() && faults.recovery().restarts() && deletes) {
            warnings.add(
                    "an aggregator that may have to merge again deletes the shards that it has read when its merged"
                            + " shard is written, where the published code deletes them as it reads and could not go on after a"
                            + " crash");
        }
    }

    private Learner learner(Job job, Streams streams, int replication) {
        return scenario.compute().source() == ComputeSource.SGD
                ? new SgdLearner(
                        traces.data().orElseThrow(),
                        settings(),
                        job.schedule(),
                        Patterns.of(job).parts(),
                        streams,
                        replication)
                : Learner.NOBODY;
    }

    private Optional<LossCurve> curve(Job job) {
        if (scenario.convergence().source() != ConvergenceSource.CURVE) {
            return Optional.empty();
        }
        LossCurve curve =
                LossCurve.of(traces.losses().orElseThrow(), (int) job.plan().globalBatch());
        warnings.addAll(curve.warnings(job.epochs()));
        if (scenario.convergence().targetLoss().isPresent()) {
            double target = scenario.convergence().targetLoss().getAsDouble();
            Optional<Double> epochs = curve.epochsTo(target);
            if (epochs.isEmpty() || epochs.get() > job.epochs()) {
                warnings.add("the loss curve comes down to " + number(target)
                        + (epochs.isEmpty() ? " at no epoch" : " only at epoch " + number(epochs.get()))
                        + ": the training ends with its " + job.epochs() + " epochs");
            }
        }
        return Optional.of(curve);
    }

    private Convergence convergence(Job job, Optional<LossCurve> curve, Learner learner, StaleWeight weight) {
        Scenario.Convergence convergence = scenario.convergence();
        if (learner != Learner.NOBODY && convergence.source() == ConvergenceSource.NONE) {
            return Progress.ofModel(learner, convergence.targetLoss(), weight);
        }
        if (curve.isPresent()) {
            return Progress.alongCurve(curve.get(), convergence.targetLoss(), weight);
        }
        if (convergence.source() == ConvergenceSource.EPOCHS) {
            double epochs = new EpochsToTarget(convergence.epochs().orElseThrow(), convergence.exponent())
                    .epochs(job.plan().workers());
            return Progress.untilEpochs(epochs, weight);
        }
        return Convergence.UNKNOWN;
    }

    private static String number(double value) {
        return faastrain.scenario.Quantity.plain(value);
    }
}
