package faastrain.event;

import faastrain.communication.Pattern;
import faastrain.communication.Patterns;
import faastrain.communication.Step;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Schedule;
import faastrain.protocol.Protocol;
import faastrain.scenario.Counting;
import java.util.ArrayList;
import java.util.List;
import umontreal.ssj.simevents.Simulator;

/**
 * One run of a job, event by event: a round of functions starts, loads, trains and exchanges until its iterations are
 * done; when the last has ended, the next round starts. A round trains an epoch (FasDL's paper) or, without
 * re-invocation, the whole training (LambdaML, λDNN, virtual machines).
 *
 * <p>A training is run once. It shares nothing with others, so that any number can run at once on as many threads.
 */
public final class Training {
    private final Simulator simulator = new Simulator(new FourAryHeap());
    private final Job job;
    private final Pattern pattern;
    private final Protocol protocol;
    private final Schedule schedule;
    private final TransferFactors factors;
    private final RunListener listener;
    private final double objectMib;
    private final ObjectTable objects;
    private final Routes routes;
    private final BucketLimits limits;
    private final Worker[] workers;
    private final long iterationsPerFunction;

    /** Whether objects lie in the channel until they are deleted. */
    private final boolean kept;

    /** Whether an object takes the place of the round's before: the papers' equations know no key and no clean-up. */
    private final boolean replaced;

    /** How long after its registration a parameter server keeps the model, s. */
    private final double modelSeconds;

    /** When the first of the functions that run has begun to train, and with it registered the model. */
    private double registeredAt = Double.POSITIVE_INFINITY;

    /** Objects that lie in each bucket. */
    private final long[] inBucket = new long[BucketLimits.Bucket.values().length];

    private long inAllBuckets;
    private double storedMibSeconds;
    private double storedUntil;

    private int functionRound;
    private int functionsRunning;
    private int aggregatorsEnded;

    /** Iterations of the functions that have ended, as the listener counts them. */
    private long iterationsEnded;

    private double aggregatorsComputeSeconds;
    private double iterationBeganAt;
    private long events;

    /**
     * A run of {@code job}.
     *
     * @param factors what is left to chance in the channel
     * @param listener who is told what happens
     * @throws ArithmeticException when the versions of an object are more than an int counts
     * @throws IllegalArgumentException when readers poll a channel that answers at once, so that time would stand still
     */
    public Training(Job job, TransferFactors factors, RunListener listener) {
        this.job = job;
        this.factors = factors;
        this.listener = listener;
        this.schedule = job.schedule();
        this.pattern = Patterns.of(job);
        Math.toIntExact(Math.multiplyExact(
                Math.multiplyExact(schedule.iterations(), job.epochs()), (long) pattern.versionsPerRound()));
        if (job.exchange().waiting().polls() && !(job.exchange().channel().requestSeconds() > 0)) {
            throw new IllegalArgumentException("readers that poll need a channel whose requests take time");
        }
        this.protocol = Protocol.of(job.protocol());
        this.objectMib = job.exchangedMib() / pattern.parts();
        this.objects = new ObjectTable(pattern, job.plan().workers());
        this.iterationsPerFunction = schedule.iterations() * job.epochsPerFunction();
        Channel channel = job.exchange().channel();
        this.kept = !(channel instanceof Channel.Servers || channel instanceof Channel.Network);
        this.replaced = job.counting() == Counting.PAPER;
        this.modelSeconds = channel instanceof Channel.Servers servers
                ? servers.rpc().map(Channel.Rpc::modelSeconds).orElse(Double.POSITIVE_INFINITY)
                : Double.POSITIVE_INFINITY;
        simulator.init();
        this.routes = new Routes(simulator, job);
        this.limits = new BucketLimits(channel);
        if (pattern.objects() > 0 && pattern.step(0, 0) == Step.GET_GLOBAL) {
            putGlobalModel();
        }
        this.workers = new Worker[job.plan().workers()];
        for (int worker = 0; worker < workers.length; worker++) {
            workers[worker] = new Worker(this, worker);
        }
    }

    /**
     * Runs to the end.
     *
     * @return when the last function ended, s
     * @throws TrainingFailedException when a worker gives up
     */
    public double run() {
        startFunctions();
        simulator.start();
        return simulator.time();
    }

    /** How many events have happened. */
    public long events() {
        return events;
    }

    /** What each worker has asked for. */
    public List<Traffic> traffic() {
        List<Traffic> traffic = new ArrayList<>(workers.length);
        for (Worker worker : workers) {
            traffic.add(worker.traffic());
        }
        return traffic;
    }

    /** How each shared resource of the channel was used, from the start until now. */
    public List<ResourceUse> resources() {
        return routes.uses(now());
    }

    /** What lay in the channel over time, from the start until now, MiB·s. */
    public double storedMibSeconds() {
        accountStored();
        return storedMibSeconds;
    }

    private void startFunctions() {
        functionRound++;
        functionsRunning = workers.length;
        iterationsEnded = 0;
        registeredAt = Double.POSITIVE_INFINITY;
        for (Worker worker : workers) {
            worker.start();
        }
    }

    /** A function has loaded all that it needs. */
    void loaded() {
        iterationBeganAt = now();
        registeredAt = Math.min(registeredAt, now());
    }

    boolean modelExpires() {
        return !Double.isInfinite(modelSeconds);
    }

    /** Ends the training when a worker calls a parameter server that no longer has the model. */
    void checkModel(int worker) {
        if (now() - registeredAt > modelSeconds) {
            throw new TrainingFailedException("worker " + worker + " calls the parameter server at "
                    + Math.round(now()) + " s, which has deleted the model " + Math.round(modelSeconds)
                    + " s after its registration; server.model-expiry lets it stay longer");
        }
    }

    void aggregatorEndedIteration(double computeSeconds) {
        aggregatorsEnded++;
        aggregatorsComputeSeconds += computeSeconds;
        int aggregators = job.plan().aggregators();
        // Under a synchronous protocol no aggregator ends a round before all have ended the one before, whose merged
        // shards it needs; under an asynchronous one, as many ends as there are workers are counted as an iteration.
        if (aggregatorsEnded == aggregators) {
            iterationsEnded++;
            long inEpoch = (iterationsEnded - 1) % schedule.iterations() + 1;
            listener.iterationEnded(
                    epoch(iterationsEnded), inEpoch, iterationBeganAt, now(), aggregatorsComputeSeconds / aggregators);
            iterationBeganAt = now();
            aggregatorsEnded = 0;
            aggregatorsComputeSeconds = 0;
        }
    }

    private int epoch(long iteration) {
        return (int) ((functionRound - 1L) * job.epochsPerFunction() + (iteration - 1) / schedule.iterations() + 1);
    }

    void functionEnded(int worker, double startedAt, PhaseSeconds phaseSeconds) {
        listener.functionEnded(functionRound, worker, startedAt, now(), phaseSeconds);
        functionsRunning--;
        if (functionsRunning == 0 && functionRound < job.functionRounds()) {
            startFunctions();
        }
    }

    void countEvent() {
        events++;
    }

    /** Whether an iteration of a function, counted from 0, is the short one of its epoch. */
    boolean isShort(long iteration) {
        return schedule.isShort(iteration % schedule.iterations());
    }

    long iterationsPerFunction() {
        return iterationsPerFunction;
    }

    // What lies in the channel.

    /** The global model is there from the start, and is only ever overwritten. */
    @SuppressWarnings("EnumOrdinal") // the index into the array, which no file ever shows
    private void putGlobalModel() {
        inBucket[BucketLimits.Bucket.MERGED.ordinal()] = 1;
        inAllBuckets = 1;
    }

    @SuppressWarnings("EnumOrdinal") // the index into the array, which no file ever shows
    void written(Step step, int object, int version) {
        boolean fresh = step != Step.PUT_GLOBAL && (version == 1 || !replaced);
        if (kept && fresh) {
            accountStored();
            BucketLimits.Bucket bucket = step.isMerged() ? BucketLimits.Bucket.MERGED : BucketLimits.Bucket.SHARDS;
            inBucket[bucket.ordinal()]++;
            inAllBuckets++;
        }
        objects.write(object, version, workers);
    }

    @SuppressWarnings("EnumOrdinal") // the index into the array, which no file ever shows
    void removed(BucketLimits.Bucket bucket, long count) {
        accountStored();
        inBucket[bucket.ordinal()] -= count;
        inAllBuckets -= count;
    }

    /** How many objects lie in a bucket. */
    @SuppressWarnings("EnumOrdinal") // the index into the array, which no file ever shows
    long bucketObjects(BucketLimits.Bucket bucket) {
        return inBucket[bucket.ordinal()];
    }

    /** Pages of a listing of a bucket; one at least. */
    long pages(BucketLimits.Bucket bucket) {
        if (job.exchange().channel() instanceof Channel.Store store) {
            return 1 + Math.max(0, bucketObjects(bucket) - 1) / store.keysPerList();
        }
        return 1;
    }

    private void accountStored() {
        storedMibSeconds += inAllBuckets * objectMib * (now() - storedUntil);
        storedUntil = now();
    }

    double now() {
        return simulator.time();
    }

    Simulator simulator() {
        return simulator;
    }

    Job job() {
        return job;
    }

    Pattern pattern() {
        return pattern;
    }

    Protocol protocol() {
        return protocol;
    }

    Schedule schedule() {
        return schedule;
    }

    TransferFactors factors() {
        return factors;
    }

    ObjectTable objects() {
        return objects;
    }

    Routes routes() {
        return routes;
    }

    BucketLimits limits() {
        return limits;
    }

    Worker[] workers() {
        return workers;
    }

    /** Size of every object of the exchange, MiB. */
    double objectMib() {
        return objectMib;
    }
}
