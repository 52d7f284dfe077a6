package faastrain.event;

import faastrain.communication.Pattern;
import faastrain.communication.Patterns;
import faastrain.communication.Step;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Rounds;
import faastrain.model.Schedule;
import faastrain.protocol.Protocol;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.trace.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * One run of a job, event by event: a round of functions starts, loads, trains and exchanges until its iterations are
 * done; when the last has ended, the next round starts. A round trains an epoch (FasDL's paper), several, or the whole
 * training (LambdaML, λDNN, virtual machines), where functions may invoke themselves anew (FasDL's code).
 *
 * <p>At its end a run checks that every sample was used as often as the plan says.
 *
 * <p>A training is run once. It shares nothing with others, so that any number can run at once on as many threads.
 */
public final class Training {
    private final Simulator simulator = new Simulator(new FourAryHeap());
    private final Job job;
    private final Conditions conditions;
    private final Pattern pattern;
    private final Protocol protocol;
    private final Rounds rounds;
    private final Schedule schedule;
    private final RunListener listener;
    private final double objectMib;
    private final ObjectTable objects;
    private final Updates updates;
    private final Routes routes;
    private final BucketLimits limits;
    private final RetryPolicy retry;
    private final Launcher launcher;
    private final Worker[] workers;

    /** Whether readers take all that is there, and merge what they find. */
    private final boolean takesAll;

    /** Whether updates and losses are followed on their way. */
    private final boolean followed;

    /** Whether objects lie in the channel until they are deleted. */
    private final boolean kept;

    /** Whether an object takes the place of the round's before: the papers' equations know no key and no clean-up. */
    private final boolean replaced;

    /** How long after its registration a parameter server keeps the model, s. */
    private final double modelSeconds;

    /** When the first of the functions that run has begun to train, and with it registered the model. */
    private double registeredAt = Double.POSITIVE_INFINITY;

    private final Event serverCrash = new Event(simulator) {
        @Override
        public void actions() {
            countEvent();
            serverCrashed();
        }
    };

    /** Objects that lie in each bucket. */
    private final long[] inBucket = new long[BucketLimits.Bucket.values().length];

    private long inAllBuckets;
    private double storedMibSeconds;
    private double storedUntil;

    private int functionRound;
    private int functionsRunning;

    /** Functions of this round that have yet to load for the first time. */
    private int functionsToLoad;

    /** The iteration of the training at which the functions of this round end. */
    private long untilIteration;

    private int aggregatorsEnded;

    /** Rounds that have ended, as the listener counts them. */
    private long roundsEnded;

    private double aggregatorsComputeSeconds;
    private double roundBeganAt;
    private boolean stopped;
    private double serverIsBackAt;
    private long functions;
    private int crashes;
    private int serverCrashes;
    private int reinvocations;
    private long events;

    /**
     * A run of {@code job} in which only transfers are left to chance.
     *
     * @param factors what is left to chance in the channel
     * @param listener who is told what happens
     * @throws ArithmeticException as below
     * @throws IllegalArgumentException as below
     */
    public Training(Job job, TransferFactors factors, RunListener listener) {
        this(job, Conditions.of(factors), listener);
    }

    /**
     * A run of {@code job}.
     *
     * @param conditions what is left to chance, traced, or fails
     * @param listener who is told what happens
     * @throws ArithmeticException when the versions of an object are more than an int counts
     * @throws IllegalArgumentException when readers poll a channel that answers at once, so that time would stand still
     */
    public Training(Job job, Conditions conditions, RunListener listener) {
        this.job = job;
        this.conditions = conditions;
        this.listener = listener;
        this.rounds = job.rounds();
        this.schedule = rounds.schedule();
        this.pattern = Patterns.of(job);
        Math.toIntExact(Math.multiplyExact(rounds.rounds(), (long) pattern.versionsPerRound()));
        if (job.exchange().waiting().polls() && !(job.exchange().channel().requestSeconds() > 0)) {
            throw new IllegalArgumentException("readers that poll need a channel whose requests take time");
        }
        this.protocol = Protocol.of(job.protocol(), job.staleness());
        this.takesAll = protocol.takesLatest()
                && pattern.objects() > 0
                && job.exchange().pattern().hasAggregators();
        this.followed = conditions.convergence() != Convergence.UNKNOWN;
        this.objectMib = job.exchangedMib() / pattern.parts();
        this.objects = new ObjectTable(pattern, job.plan().workers(), this::objectComplete);
        this.updates = new Updates(job, pattern, protocol, conditions);
        Channel channel = job.exchange().channel();
        this.kept = !(channel instanceof Channel.Servers || channel instanceof Channel.Network);
        this.replaced = job.counting() == Counting.PAPER;
        this.modelSeconds = channel instanceof Channel.Servers servers
                ? servers.rpc().map(Channel.Rpc::modelSeconds).orElse(Double.POSITIVE_INFINITY)
                : Double.POSITIVE_INFINITY;
        this.retry = channel instanceof Channel.Store store
                ? store.retry()
                : conditions.faults().recovery().retry();
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
        this.launcher = new Launcher(
                simulator,
                job.lifecycle().invocation(),
                conditions.startUps(),
                workers.length,
                worker -> workers[worker].started(),
                this::countEvent);
    }

    /**
     * Runs to the end.
     *
     * @return when the last function ended, s
     * @throws TrainingFailedException when a worker gives up, a function outlives its lifetime or crashes for good
     */
    public double run() {
        planServerCrash();
        if (followed) {
            listener.learnt(0, 0, now(), conditions.convergence().loss(0));
        }
        startFunctions();
        simulator.start();
        if (functionsRunning > 0) {
            throw new IllegalStateException(
                    functionsRunning + " functions wait for what never comes, at " + now() + " s");
        }
        if (!stopped) {
            long[] done = new long[workers.length];
            for (int worker = 0; worker < workers.length; worker++) {
                done[worker] = workers[worker].roundsDone();
            }
            updates.checkConserved(done);
        }
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

    /** What became of the workers' updates. */
    public LearningAccount learning() {
        return updates.account(stopped);
    }

    /** What happened to functions. */
    public Incidents incidents() {
        return new Incidents(
                functions,
                crashes,
                serverCrashes,
                reinvocations,
                launcher.coldStarts(),
                launcher.warmStarts(),
                launcher.mostWaiting());
    }

    // Functions.

    private void startFunctions() {
        functionRound++;
        functionsRunning = workers.length;
        functionsToLoad = workers.length;
        untilIteration =
                Math.min((long) functionRound * job.epochsPerFunction() * schedule.iterations(), rounds.iterations());
        registeredAt = Double.POSITIVE_INFINITY;
        for (Worker worker : workers) {
            worker.invoked();
        }
        launcher.invokeAll();
    }

    boolean hasMoreFunctionRounds() {
        return !stopped && functionRound < job.functionRounds();
    }

    /** A function has ended whose work is done. */
    void functionEnded() {
        functionsRunning--;
        if (functionsRunning == 0) {
            if (hasMoreFunctionRounds()) {
                startFunctions();
            } else {
                // What would still happen no longer matters.
                serverCrash.cancel();
            }
        }
    }

    /** A function, which has ended, has invoked the next one of its worker. */
    void reinvoked(int worker) {
        reinvocations++;
        launcher.invoke(worker, 0);
    }

    /** A worker whose function has crashed is invoked anew. */
    void restarted(int worker) {
        crashes++;
        launcher.invoke(worker, faults().recovery().delaySeconds());
    }

    /** A worker whose function had ended is invoked anew, as what it has learnt is lost. */
    void calledBack(int worker) {
        functionsRunning++;
        launcher.invoke(worker, 0);
    }

    /** A function's handler has begun. */
    void functionStarted() {
        functions++;
    }

    void tellFunctionEnded(int worker, double invokedAt, PhaseSeconds phaseSeconds, boolean crashed) {
        if (crashed) {
            launcher.crashed(worker);
        } else {
            launcher.ended(worker);
        }
        listener.functionEnded(functionRound, worker, invokedAt, now(), phaseSeconds);
    }

    void tellSpent(int worker, int round, Phase phase, double since) {
        if (now() > since) {
            listener.spent(worker, round, phase, since, now());
        }
    }

    // A parameter server's crash.

    private void planServerCrash() {
        double at = faults().serverCrashSeconds();
        if (!Double.isInfinite(at)) {
            serverCrash.schedule(at);
        }
    }

    private void serverCrashed() {
        serverCrashes++;
        if (!faults().recovery().restarts()) {
            throw new TrainingFailedException(
                    "the parameter server crashes at " + Math.round(now()) + " s, and faults.recovery is fail");
        }
        serverIsBackAt = now() + faults().recovery().serverRestartSeconds();
        registeredAt = serverIsBackAt;
        int[] savedRounds = updates.restore();
        for (int worker = 0; worker < workers.length; worker++) {
            workers[worker].goBackTo(savedRounds[worker]);
        }
        objects.reset(savedRounds);
        roundsEnded = 0;
        for (int round : savedRounds) {
            roundsEnded += round;
        }
        roundsEnded /= workers.length;
        aggregatorsEnded = 0;
        aggregatorsComputeSeconds = 0;
        roundBeganAt = now();
    }

    /** When the parameter server that has crashed last is there again. */
    double serverIsBackAt() {
        return serverIsBackAt;
    }

    /** Worker 0 has saved the model. */
    void checkpointed() {
        if (job.exchange().pattern() == PatternKind.PARAMETER_SERVER) {
            updates.save();
            for (Worker worker : workers) {
                worker.workIsSaved();
            }
        }
    }

    /** A function has loaded all that it needs. */
    void loaded() {
        if (functionsToLoad > 0) {
            functionsToLoad--;
            roundBeganAt = now();
        }
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

    // Rounds.

    /** A worker has done a round. Where nobody merges objects, who ends it first has what all others have computed. */
    void roundEnded(int worker, int round) {
        if (pattern.objects() == 0 || job.exchange().pattern() == PatternKind.RING) {
            updates.publishRound(round);
            follow();
            for (int part = 0; part < pattern.parts(); part++) {
                updates.fetched(worker, part, round);
            }
        }
    }

    void aggregatorEndedRound(double computeSeconds) {
        aggregatorsEnded++;
        aggregatorsComputeSeconds += computeSeconds;
        int aggregators = job.plan().aggregators();
        // Under a synchronous protocol no aggregator ends a round before all have ended the one before, whose merged
        // shards it needs; under an asynchronous one, as many ends as there are aggregators are counted as a round.
        if (aggregatorsEnded == aggregators) {
            roundsEnded++;
            listener.iterationEnded(
                    rounds.epoch(roundsEnded),
                    rounds.inEpoch(roundsEnded),
                    roundBeganAt,
                    now(),
                    aggregatorsComputeSeconds / aggregators);
            roundBeganAt = now();
            aggregatorsEnded = 0;
            aggregatorsComputeSeconds = 0;
        }
    }

    /** Looks how far the training has come, after updates have become part of the model. */
    private void follow() {
        if (!followed) {
            return;
        }
        while (!stopped && updates.anotherRoundsWorth()) {
            long worth = updates.roundsWorth();
            double effective = updates.effectiveEpochs();
            double loss = Double.NaN;
            if (worth == rounds.rounds() || rounds.epoch(worth) < rounds.epoch(worth + 1)) {
                loss = conditions.convergence().loss(effective);
                listener.learnt(rounds.epoch(worth), effective, now(), loss);
            }
            // Where all is trained there is nothing left to stop.
            if (worth < rounds.rounds() && conditions.convergence().isReached(effective, loss)) {
                if (Double.isNaN(loss)) {
                    listener.learnt(
                            rounds.epoch(worth),
                            effective,
                            now(),
                            conditions.convergence().loss(effective));
                }
                stop();
            }
        }
    }

    /** The training has come far enough: each worker ends with the round that it is in. */
    private void stop() {
        stopped = true;
        if (protocol.takesLatest()) {
            for (int worker = 0; worker < workers.length; worker++) {
                if (objects.waits(worker)) {
                    objects.forget(worker);
                    workers[worker].waitNoLonger();
                }
            }
        }
    }

    boolean isStopped() {
        return stopped;
    }

    void countEvent() {
        events++;
    }

    /** Whether an iteration of the training, counted from 0, is the short one of its epoch. */
    boolean isShort(long iteration) {
        return schedule.isShort(iteration % schedule.iterations());
    }

    /** The iteration of the training at which the functions that run end. */
    long untilIteration() {
        return untilIteration;
    }

    /** The last round of the training. */
    long lastRound() {
        return rounds.rounds();
    }

    // What lies in the channel.

    /** The global model is there from the start, and is only ever overwritten. */
    @SuppressWarnings("EnumOrdinal") // the index into the array, which no file ever shows
    private void putGlobalModel() {
        inBucket[BucketLimits.Bucket.MERGED.ordinal()] = 1;
        inAllBuckets = 1;
    }

    /**
     * A worker has written an object.
     *
     * @param version that it makes
     * @param round that its writer is in
     */
    void written(Step step, int object, int version, int worker, int round) {
        int made = version;
        boolean fresh = pattern.contributors(object) > 1 || version > objects.version(object);
        if (step == Step.PUT_MERGED) {
            fresh = merge(object, worker, round);
            made = takesAll ? updates.content(pattern.part(object)) : version;
        } else if (step == Step.PUT_GLOBAL) {
            updates.wroteGlobal(worker, round);
        } else if (step == Step.PUSH && !updates.areByRound()) {
            updates.push(pattern.part(object), worker, round);
        }
        account(step, fresh, version == 1);
        boolean complete = objects.write(object, made, worker);
        if (complete && step == Step.PUSH && updates.areByRound()) {
            updates.publishRound(pattern.part(object), objects.version(object));
        }
        if (followed) {
            follow();
        }
        if (complete) {
            objects.wake(object);
        }
    }

    private void objectComplete(int worker) {
        workers[worker].objectComplete();
    }

    /** An aggregator has published its shard; tells whether it had not done so before. */
    private boolean merge(int object, int worker, int round) {
        int part = pattern.part(object);
        if (hasMerged(worker, round)) {
            return false;
        }
        if (takesAll) {
            updates.publish(part, worker, round);
        } else {
            updates.publishRound(part, round);
        }
        updates.fetched(worker, part, updates.version(part));
        return true;
    }

    /** An aggregator that has begun its round anew goes on with the shard that it had published. */
    void holdsMerged(int worker, int round) {
        int part = worker % pattern.parts();
        updates.fetched(worker, part, updates.areByRound() ? round : updates.version(part));
    }

    /** Whether an aggregator has published its shard of a round. */
    boolean hasMerged(int worker, int round) {
        int part = worker % pattern.parts();
        return (takesAll ? updates.used(part, worker) : updates.version(part)) >= round;
    }

    @SuppressWarnings("EnumOrdinal") // the index into the array, which no file ever shows
    private void account(Step step, boolean fresh, boolean first) {
        if (kept && fresh && step != Step.PUT_GLOBAL && (first || !replaced)) {
            accountStored();
            BucketLimits.Bucket bucket = step.isMerged() ? BucketLimits.Bucket.MERGED : BucketLimits.Bucket.SHARDS;
            inBucket[bucket.ordinal()]++;
            inAllBuckets++;
        }
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

    Rounds rounds() {
        return rounds;
    }

    Conditions conditions() {
        return conditions;
    }

    TransferFactors factors() {
        return conditions.transfers();
    }

    Faults faults() {
        return conditions.faults();
    }

    /** What a client does with a request that was refused, or has failed. */
    RetryPolicy retry() {
        return retry;
    }

    /** Whether readers take all that is there, and merge what they find. */
    boolean takesAll() {
        return takesAll;
    }

    Updates updates() {
        return updates;
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

    /** Size of every object of the exchange, MiB. */
    double objectMib() {
        return objectMib;
    }
}
