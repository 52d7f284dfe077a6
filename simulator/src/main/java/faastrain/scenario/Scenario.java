package faastrain.scenario;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a scenario file says, with every default filled in. Whether it can be run depends on the profiles that it
 * names, which are read later. What the chosen alternatives do not use is kept all the same.
 *
 * @param name what the run is called
 * @param description free text
 * @param workload id or path of the workload's profile
 * @param platform id or path of the platform's profile
 * @param services id or path of the limits, latencies and NICs of the services between the workers
 * @param prices id or path of the prices, when the scenario picks them
 * @param epochs passes over the data set, E
 * @param deadlineSeconds the time that the training may take, above 0; empty when there is no limit
 * @param plan the resources
 * @param staleness rounds that a worker may be ahead of the slowest under ssp, s
 * @param capacity whether what the workers share is limited
 * @param cache the cache of the channels elasticache-redis and elasticache-memcached
 * @param largeItems what happens to an object larger than an item of a table, with the channel dynamodb
 * @param server the parameter servers
 * @param vmInstance type of a virtual machine's instance, with the channel vm-network
 * @param last what happens to an epoch's last samples
 * @param algorithm what workers exchange, and how often
 * @param convergence how far the training gets
 * @param compute how long computations take
 * @param sgd what is really trained, with the source sgd of {@code compute}
 * @param stragglers who is slow
 * @param waiting how readers learn of objects
 * @param startUp how functions start
 * @param reinvocation when functions are invoked anew, when the scenario says it
 * @param lifetime how long functions live
 * @param checkpoint when the state of the training is kept
 * @param faults what goes wrong
 * @param search how a plan is looked for
 * @param replications independent repetitions; the fewest where a precision is asked for
 * @param precision when replications are enough
 * @param seed of every random stream
 */
public record Scenario(
        String name,
        Optional<String> description,
        String workload,
        String platform,
        String services,
        Optional<String> prices,
        int epochs,
        OptionalDouble deadlineSeconds,
        Plan plan,
        PatternKind pattern,
        ProtocolKind protocol,
        int staleness,
        ChannelKind channel,
        Capacity capacity,
        Cache cache,
        LargeItems largeItems,
        Servers server,
        String vmInstance,
        CurveFamily curve,
        Fluctuation fluctuation,
        Counting counting,
        LastBatch last,
        Algorithm algorithm,
        Convergence convergence,
        Compute compute,
        Sgd sgd,
        Stragglers stragglers,
        Waiting waiting,
        StartUp startUp,
        Optional<Reinvocation> reinvocation,
        Lifetime lifetime,
        Checkpoint checkpoint,
        Faults faults,
        Search search,
        int replications,
        Precision precision,
        long seed) {

    /**
     * The resources of a run, as they are written.
     *
     * @param workers functions or virtual machines, W
     * @param memoryMb memory quota of a function in MB, M; only with the channel vm-network it may be empty, and is
     *     then the machine's vCPUs times the memory per vCPU
     * @param batch samples of an aggregator's batch, B^a
     * @param aggregators aggregators, K; the pattern's own where the file leaves it out, W where nobody is set apart
     * @param nonAggregatorBatch samples of a non-aggregator's batch, B^n; empty when it is to be chosen
     * @param maxGlobalBatch the largest global batch, B^g_max; empty when there is no limit
     */
    public record Plan(
            int workers,
            OptionalInt memoryMb,
            int batch,
            int aggregators,
            OptionalInt nonAggregatorBatch,
            OptionalInt maxGlobalBatch) {}

    /**
     * A cache between the workers.
     *
     * @param node type of its node
     * @param pricing what it costs
     * @param maxValueMib the largest value that it takes in MiB; empty for the engine's own
     */
    public record Cache(String node, CachePricing pricing, OptionalDouble maxValueMib) {}

    /**
     * Parameter servers.
     *
     * @param instance type of their instances
     * @param count how many there are
     * @param rpc how workers call them
     * @param modelExpirySeconds how long a registered model stays; empty for the services' own figure
     */
    public record Servers(String instance, int count, RpcKind rpc, OptionalDouble modelExpirySeconds) {}

    /**
     * How readers learn of objects.
     *
     * @param mode whether they are told or ask
     * @param intervalSeconds time between an answer and the next asking, when they ask
     * @param giveUpSeconds time after which a reader that asks gives up
     */
    public record Waiting(WaitingMode mode, double intervalSeconds, double giveUpSeconds) {}

    /**
     * What workers exchange, and how often.
     *
     * @param kind the optimisation algorithm
     * @param localBatches batches between two exchanges of ma-sgd; empty for those of one epoch
     * @param localEpochs epochs between two exchanges of admm
     */
    public record Algorithm(AlgorithmKind kind, OptionalInt localBatches, int localEpochs) {}

    /**
     * How far the training gets.
     *
     * @param source where that comes from
     * @param trace name or path of a loss curve; there under the source curve
     * @param epochs epochs that one worker needs to reach the target, R; there under the source epochs
     * @param exponent of the workers w in how many times more epochs these need, f(w) = w^exponent
     * @param targetLoss the loss at which the training stops; empty when all epochs are trained
     * @param staleUpdates how much an update counts that was computed from old parameters
     */
    public record Convergence(
            ConvergenceSource source,
            Optional<String> trace,
            OptionalDouble epochs,
            double exponent,
            OptionalDouble targetLoss,
            StaleEffect staleUpdates) {}

    /**
     * How long computations take.
     *
     * @param source where their durations come from
     * @param trace name or path of measured iterations; there under the sources that read one
     * @param model whose iterations of the trace are taken; empty for its only one
     * @param block successive iterations that block-bootstrap draws together
     */
    public record Compute(ComputeSource source, Optional<String> trace, Optional<String> model, int block) {}

    /**
     * What is really trained.
     *
     * @param model the model
     * @param data name or path of the data set; there under the source sgd
     * @param rate the learning rate
     * @param regularisation weight of the L2 regularisation
     * @param clusters clusters of k-means, k
     * @param penalty weight of the distance from the common model under admm, ρ
     */
    public record Sgd(
            SgdModel model, Optional<String> data, double rate, double regularisation, int clusters, double penalty) {}

    /**
     * Slow workers: some that are chosen at random, or some that are named.
     *
     * @param count how many are chosen at random; 0 where any are named
     * @param workers numbers of those that are named, counted from 0, as they are written
     * @param factor how many times as long their computations take, at least 1
     * @param fromSeconds from when on they are slow, since the start of the run
     * @param durationSeconds how long they are slow; empty for to the end
     */
    public record Stragglers(
            int count, List<Integer> workers, double factor, double fromSeconds, OptionalDouble durationSeconds) {
        public Stragglers {
            workers = List.copyOf(workers);
        }
    }

    /**
     * How functions start.
     *
     * @param source where the time that it takes comes from
     * @param trace name or path of measured start-up times; there under the source trace
     * @param warm environments that are warm at the start
     * @param quota functions that may run at once; empty for what the services say
     */
    public record StartUp(StartUpSource source, Optional<String> trace, int warm, OptionalInt quota) {}

    /**
     * How long functions live.
     *
     * @param limit whether they may live no longer than the provider lets them
     * @param marginSeconds how long before the end of its lifetime a function ends under deadline-margin
     * @param epochs epochs of one round of functions under fixed-epochs
     */
    public record Lifetime(LifetimeLimit limit, double marginSeconds, int epochs) {}

    /**
     * When the state of the training is kept.
     *
     * @param functions whether a function uploads its model before it ends
     * @param rounds after how many rounds worker 0 uploads the model; 0 for never
     */
    public record Checkpoint(CheckpointPolicy functions, int rounds) {}

    /**
     * What goes wrong. Moments are counted from the start of the run.
     *
     * @param crashRatePerSecond crashes of a function by the seconds that it runs
     * @param crashWorker number of a worker that crashes, counted from 0
     * @param crashSeconds when that worker crashes; there exactly when the worker is
     * @param serverCrashSeconds when a parameter server crashes; empty for never
     * @param recovery what happens when a function crashes
     * @param restartDelaySeconds how long after its crash a function is invoked anew
     * @param restarts how often a worker may redo one round before the run fails
     * @param errorRate share of the requests that fail and are repeated
     * @param outageStartSeconds when the channel goes out of service; empty for never
     * @param outageDurationSeconds how long it is out of service
     */
    public record Faults(
            double crashRatePerSecond,
            OptionalInt crashWorker,
            OptionalDouble crashSeconds,
            OptionalDouble serverCrashSeconds,
            Recovery recovery,
            double restartDelaySeconds,
            int restarts,
            double errorRate,
            OptionalDouble outageStartSeconds,
            double outageDurationSeconds) {}

    /**
     * How a plan is looked for.
     *
     * @param counting whose account the closed form follows
     * @param memoryStepMb step of the memory, MB, a part of 128
     * @param batchStep step of an aggregator's batch, a part of 16
     * @param mostBatch the largest batch of an aggregator; empty for what fits the memory
     * @param others which batches of the non-aggregators are looked at
     * @param mostWorkers the most workers
     * @param fixedWorkers workers of the strategy that fixes them
     * @param candidates how many of the plans that the closed form finds cheapest are simulated
     * @param confidence with which probability a simulated plan has to meet the deadline
     * @param errorRate with which probability at most the best candidate may be dropped too early
     */
    public record Search(
            Counting counting,
            int memoryStepMb,
            int batchStep,
            OptionalInt mostBatch,
            OtherBatches others,
            int mostWorkers,
            int fixedWorkers,
            int candidates,
            double confidence,
            double errorRate) {}

    /**
     * When replications are enough.
     *
     * @param halfWidth how far the 95 % interval of a mean may reach to either side, as a part of the mean, from 0 to 1; 0
     *     when nothing is asked for
     * @param of which means
     * @param most the most replications that are run for it
     */
    public record Precision(double halfWidth, PrecisionTarget of, int most) {
        /** Whether replications are added until a precision is reached. */
        public boolean isAskedFor() {
            return halfWidth > 0;
        }
    }

    /**
     * When functions are invoked anew: as the scenario says, or else each epoch over a channel that stores objects, and
     * never over a parameter server (λDNN, LambdaML's hybrid) or among virtual machines, which run on.
     */
    public Reinvocation reinvocationOrDefault() {
        return reinvocation.orElse(channel.storesObjects() ? Reinvocation.EACH_EPOCH : Reinvocation.NEVER);
    }

    /**
     * The same scenario with another plan, which leaves nothing to be chosen; the largest global batch stays.
     *
     * @param workers W
     * @param memoryMb M, MB
     * @param batch B^a
     * @param aggregators K
     * @param nonAggregatorBatch B^n
     */
    public Scenario withPlan(int workers, int memoryMb, int batch, int aggregators, int nonAggregatorBatch) {
        Plan other = new Plan(
                workers,
                OptionalInt.of(memoryMb),
                batch,
                aggregators,
                OptionalInt.of(nonAggregatorBatch),
                plan.maxGlobalBatch());
        return with(other, protocol);
    }

    /** The same with no name, and run once: what one run of it hangs on, and nothing else. */
    public Scenario asOneRun() {
        return with("run", Optional.empty(), plan, protocol, 1, new Precision(0, PrecisionTarget.BOTH, 2));
    }

    /** The same scenario without a memory, which a virtual machine has by itself, and more of it than a function can. */
    public Scenario withoutMemory() {
        return with(
                new Plan(
                        plan.workers(),
                        OptionalInt.empty(),
                        plan.batch(),
                        plan.aggregators(),
                        plan.nonAggregatorBatch(),
                        plan.maxGlobalBatch()),
                protocol);
    }

    /** The same scenario under another protocol. */
    public Scenario withProtocol(ProtocolKind other) {
        return with(plan, other);
    }

    private Scenario with(Plan otherPlan, ProtocolKind otherProtocol) {
        return with(name, description, otherPlan, otherProtocol, replications, precision);
    }

    private Scenario with(
            String otherName,
            Optional<String> otherDescription,
            Plan otherPlan,
            ProtocolKind otherProtocol,
            int otherReplications,
            Precision otherPrecision) {
        return new Scenario(
                otherName,
                otherDescription,
                workload,
                platform,
                services,
                prices,
                epochs,
                deadlineSeconds,
                otherPlan,
                pattern,
                otherProtocol,
                staleness,
                channel,
                capacity,
                cache,
                largeItems,
                server,
                vmInstance,
                curve,
                fluctuation,
                counting,
                last,
                algorithm,
                convergence,
                compute,
                sgd,
                stragglers,
                waiting,
                startUp,
                reinvocation,
                lifetime,
                checkpoint,
                faults,
                search,
                otherReplications,
                otherPrecision,
                seed);
    }

    /**
     * The fewest workers that a plan must have: those that the scenario names, or chooses some of, are among them.
     */
    public int leastWorkers() {
        int least = Math.max(1, stragglers.count());
        for (int worker : stragglers.workers()) {
            least = Math.max(least, worker + 1);
        }
        return Math.max(least, faults.crashWorker().orElse(0) + 1);
    }
}
