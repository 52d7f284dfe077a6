package faastrain.event;

import faastrain.model.Lifecycle;
import faastrain.model.Rounds;
import faastrain.model.Schedule;
import faastrain.scenario.Reinvocation;
import java.util.Locale;

/**
 * A worker's life, function by function: it is invoked, starts, loads, trains its rounds and ends; and what comes between:
 * the end of a function's lifetime, a crash, the loss of what has been learnt. What it asks of storage, and the exchange of
 * a round, it leaves to its {@link Communicator}.
 *
 * <p>All the time of a function is in one phase. When a round is begun anew, the time that it had taken so far becomes
 * {@link Phase#RETRY}: work that was lost.
 */
final class Worker {
    /** What the worker is doing that its communicator is not. */
    private enum Doing {
        /** Nothing: its function has ended and there is no other yet. */
        RESTING,
        STARTING,
        COMMUNICATING,
        COMPUTING,
        /** A parameter server has crashed and is not there yet. */
        AWAITING_SERVER,
        /** A parameter server was restored to when others had yet to do what this worker needs. */
        AWAITING_OTHERS
    }

    /** What follows when the model has been saved. */
    private enum AfterSaving {
        GOING_ON,
        ENDING,
        BEING_REPLACED
    }

    private final Training training;
    private final int index;
    private final boolean aggregator;
    private final Transfer transfer;
    private final Communicator communicator;
    private final FunctionClock clock;
    private final Lifecycle lifecycle;
    private final Rounds rounds;
    private final int fullBatch;
    private final int shortBatch;
    private final double fullFormulaSeconds;
    private final double shortFormulaSeconds;
    private final double[] loadsMib;
    private final double[] reloadsMib;

    private Doing doing = Doing.RESTING;
    private AfterSaving afterSaving = AfterSaving.GOING_ON;

    /** Rounds that are done, and the next iteration, both of the training. */
    private int done;

    private long iteration;

    /** Whether the function that runs goes on with what another has left. */
    private boolean reloads;

    /** Whether the model that it loads is the one that the function before it has saved, and not what others have merged. */
    private boolean hasItsModel;

    /** Whether it goes on within a round, whose updates before were saved. */
    private boolean withinRound;

    /** How often the current round has been begun anew. */
    private int restarts;

    private double computeSeconds;
    private double batchSeconds;

    /** Whether the function that runs has done an iteration. */
    private boolean hasWorked;

    // The account of the function that runs.
    private final PhaseSeconds phaseSeconds = new PhaseSeconds();
    private double invokedAt;
    private double handlerAt;
    private double phaseBeganAt;

    /** The account as it was when the work began that a crash would lose. */
    private final PhaseSeconds kept = new PhaseSeconds();

    /** The account as it was when the work began that a parameter server's crash would lose. */
    private final PhaseSeconds saved = new PhaseSeconds();

    Worker(Training training, int index) {
        this.training = training;
        this.index = index;
        this.aggregator = training.job().plan().isAggregator(index);
        this.transfer = new Transfer(training.simulator(), this);
        this.communicator = new Communicator(training, this, index, transfer);
        this.clock = new FunctionClock(training.simulator(), this);
        this.lifecycle = training.job().lifecycle();
        this.rounds = training.rounds();
        Schedule schedule = rounds.schedule();
        this.fullBatch = schedule.plan().batch(index);
        this.shortBatch = schedule.lastBatch(index);
        this.fullFormulaSeconds = training.job().computeSeconds(fullBatch);
        this.shortFormulaSeconds = training.job().computeSeconds(shortBatch);
        this.loadsMib = training.job().loadsMib(index);
        this.reloadsMib = training.job().reloadsMib(index);
    }

    // A function.

    /** Somebody has invoked, or is about to invoke, a function of this worker. */
    void invoked() {
        phaseSeconds.clear();
        invokedAt = training.now();
        phaseBeganAt = invokedAt;
        doing = Doing.STARTING;
    }

    /** The handler of its function begins. */
    void started() {
        spend(Phase.STARTUP);
        handlerAt = training.now();
        training.functionStarted();
        hasWorked = false;
        keep(kept);
        keep(saved);
        clock.start(lifecycle.lifetimeSeconds(), training.faults().crashAfterSeconds(index, handlerAt));
        doing = Doing.COMMUNICATING;
        if ((done > 0 || reloads) && !hasItsModel) {
            // What is loaded is what there is when the loading begins.
            training.updates().reloaded(index, done + 1);
            communicator.modelIsLoaded();
        }
        double[] mib = reloads ? reloadsMib : loadsMib;
        reloads = false;
        hasItsModel = false;
        communicator.load(mib);
    }

    /** All that was to be loaded is here. */
    void loaded() {
        training.loaded();
        begin();
    }

    /** Goes on with the training, once a parameter server is there. */
    private void begin() {
        double wait = training.serverIsBackAt() - training.now();
        if (wait > 0) {
            doing = Doing.AWAITING_SERVER;
            transfer.start(wait);
        } else if (withinRound) {
            withinRound = false;
            computeNext();
        } else if (!training.isStopped() && communicator.awaitsOthers(done)) {
            doing = Doing.AWAITING_OTHERS;
        } else {
            next();
        }
    }

    /** Goes on after a round, or with the first. */
    private void next() {
        if (training.isStopped() || iteration >= training.untilIteration()) {
            end();
        } else if (isNearItsEnd()) {
            replace();
        } else {
            keep(kept);
            computeSeconds = 0;
            doing = Doing.COMMUNICATING;
            communicator.beginRound(done + 1);
        }
    }

    /** Whether it is time to be invoked anew: asked after an iteration, as FasDL's code does, and not before the first. */
    private boolean isNearItsEnd() {
        return hasWorked && training.now() - handlerAt > lifecycle.replacedAfterSeconds();
    }

    private void end() {
        if (lifecycle.savesAtEnd() && training.hasMoreFunctionRounds()) {
            save(AfterSaving.ENDING);
        } else {
            ended(false);
            training.functionEnded();
        }
    }

    /** Leaves the work to another function, which this one invokes. */
    private void replace() {
        if (lifecycle.savesAtEnd()) {
            save(AfterSaving.BEING_REPLACED);
        } else {
            replaced();
        }
    }

    private void replaced() {
        ended(false);
        reloads = true;
        hasItsModel = lifecycle.savesAtEnd() || withinRound;
        invoked();
        training.reinvoked(index);
    }

    private void save(AfterSaving then) {
        afterSaving = then;
        doing = Doing.COMMUNICATING;
        communicator.save();
    }

    /** The model has been saved. */
    void saved() {
        switch (afterSaving) {
            case GOING_ON -> {
                training.checkpointed();
                next();
            }
            case ENDING -> {
                ended(false);
                reloads = true;
                hasItsModel = true;
                training.functionEnded();
            }
            case BEING_REPLACED -> replaced();
        }
    }

    private void ended(boolean crashed) {
        clock.stop();
        doing = Doing.RESTING;
        training.tellFunctionEnded(index, invokedAt, phaseSeconds, crashed);
    }

    // A round.

    /** The communicator needs what the round computes. */
    void compute() {
        computeNext();
    }

    private void computeNext() {
        doing = Doing.COMPUTING;
        batchSeconds = seconds();
        transfer.start(batchSeconds);
    }

    private int batch() {
        return training.isShort(iteration) ? shortBatch : fullBatch;
    }

    private double seconds() {
        int batch = batch();
        if (batch == 0) {
            return 0;
        }
        double formula = batch == fullBatch ? fullFormulaSeconds : shortFormulaSeconds;
        double alone = training.conditions().compute().seconds(index, batch, formula);
        return training.conditions().stragglers().slowed(index, training.now(), alone);
    }

    private void computed() {
        spend(Phase.COMPUTE);
        computeSeconds += batchSeconds;
        int round = done + 1;
        training.updates().computed(index, iteration, round, batch());
        iteration++;
        hasWorked = true;
        if (iteration == rounds.end(round)) {
            doing = Doing.COMMUNICATING;
            communicator.goOn();
        } else if (isNearItsEnd()) {
            withinRound = true;
            replace();
        } else {
            computeNext();
        }
    }

    /** The exchange of the round has ended. */
    void exchanged() {
        done++;
        restarts = 0;
        keep(kept);
        training.roundEnded(index, done);
        if (aggregator) {
            training.aggregatorEndedRound(computeSeconds);
        }
        boolean saves = index == 0
                && lifecycle.checkpointRounds() > 0
                && done % lifecycle.checkpointRounds() == 0
                && iteration < rounds.iterations();
        if (saves) {
            save(AfterSaving.GOING_ON);
        } else {
            next();
        }
    }

    /** What its transfer was for has ended. */
    void transferEnded() {
        switch (doing) {
            case COMPUTING -> computed();
            case AWAITING_SERVER -> {
                spend(Phase.RETRY);
                begin();
            }
            case COMMUNICATING -> communicator.ended();
            case RESTING, STARTING, AWAITING_OTHERS ->
                throw new IllegalStateException("worker " + index + " was doing nothing");
        }
    }

    /** The object that it waited for is complete. */
    void objectComplete() {
        if (doing == Doing.AWAITING_OTHERS) {
            spend(Phase.WAIT);
            begin();
        } else {
            communicator.objectComplete();
        }
    }

    /** The training has come far enough: it waits for nobody any longer. */
    void waitNoLonger() {
        if (doing == Doing.AWAITING_OTHERS) {
            spend(Phase.WAIT);
            begin();
        } else {
            communicator.waitNoLonger();
        }
    }

    /** Whether it has merged its shard of a round. */
    boolean hasMerged(int round) {
        return aggregator && training.hasMerged(index, round);
    }

    // What goes wrong.

    /** A request was tried so often that the function's code fails. */
    void giveUp(String why) {
        if (training.faults().possible() && training.faults().recovery().restarts()) {
            crash();
        } else {
            throw new TrainingFailedException(
                    "worker " + index + " gives up at " + seconds(training.now()) + ": " + why);
        }
    }

    /** The function is gone, with all that it has not left in storage. */
    void crash() {
        training.faults().crashed(index, training.now());
        if (!training.faults().recovery().restarts()) {
            throw new TrainingFailedException("worker " + index + "'s function crashes at " + seconds(training.now())
                    + " in " + place() + ", and faults.recovery is fail");
        }
        restarts++;
        if (restarts > training.faults().recovery().mostRestarts()) {
            throw new TrainingFailedException("worker " + index + "'s function crashes at " + seconds(training.now())
                    + " in " + place() + ", which it has already begun anew "
                    + training.faults().recovery().mostRestarts() + " times; faults.restarts allows no more");
        }
        giveUpWork();
        lose(kept);
        ended(true);
        withinRound = false;
        iteration = rounds.first(done + 1);
        reloads = true;
        hasItsModel = false;
        invoked();
        training.restarted(index);
    }

    /** What is to be told when the function's time is over before its work is. */
    TrainingFailedException outlivesItsLifetime() {
        return new TrainingFailedException("worker " + index + "'s function has run for the "
                + seconds(lifecycle.lifetimeSeconds()) + " that it may live at " + seconds(training.now()) + ", in "
                + place() + "; "
                + (lifecycle.reinvocation() == Reinvocation.DEADLINE_MARGIN
                        ? "an iteration takes longer than lifetime.margin: use a larger margin, more memory or a smaller"
                                + " batch"
                        : "use re-invocation: deadline-margin, more memory or smaller batches"));
    }

    private String place() {
        long epoch = rounds.schedule().iterations();
        // An exchange, and what is saved or awaited after the last iteration, belongs to the iteration before it.
        boolean exchanges = iteration > 0 && iteration == rounds.end(done + 1);
        long at = exchanges || iteration == rounds.iterations() ? iteration - 1 : iteration;
        return "iteration " + (at % epoch + 1) + " of epoch " + (at / epoch + 1);
    }

    /**
     * A parameter server has crashed, and with it what was learnt since it was saved. Who had ended is invoked anew.
     *
     * @param round the last of this worker's rounds that was saved
     */
    void goBackTo(int round) {
        boolean wasResting = doing == Doing.RESTING;
        if (!wasResting && doing != Doing.STARTING) {
            giveUpWork();
            lose(saved);
            keep(kept);
        }
        done = round;
        iteration = rounds.first(done + 1);
        withinRound = false;
        hasItsModel = false;
        if (wasResting) {
            reloads = true;
            invoked();
            training.calledBack(index);
        } else if (doing != Doing.STARTING) {
            doing = Doing.COMMUNICATING;
            communicator.load(reloadsMib);
        }
    }

    private void giveUpWork() {
        transfer.cancel();
        training.objects().forget(index);
        communicator.abandon();
    }

    /** The work since an earlier state of the account was in vain. */
    private void lose(PhaseSeconds since) {
        training.tellSpent(index, done + 1, Phase.RETRY, phaseBeganAt);
        double lost = phaseSeconds.total() + training.now() - phaseBeganAt - since.total();
        phaseSeconds.clear();
        phaseSeconds.addAll(since);
        phaseSeconds.add(Phase.RETRY, lost);
        phaseBeganAt = training.now();
    }

    private void keep(PhaseSeconds where) {
        where.clear();
        where.addAll(phaseSeconds);
    }

    /** What was learnt so far is saved: the work up to now is not lost with a parameter server. */
    void workIsSaved() {
        keep(saved);
    }

    /** Books the time since the last booking on a phase. */
    void spend(Phase phase) {
        double now = training.now();
        phaseSeconds.add(phase, now - phaseBeganAt);
        training.tellSpent(index, done + 1, phase, phaseBeganAt);
        phaseBeganAt = now;
    }

    void countEvent() {
        training.countEvent();
    }

    Traffic traffic() {
        return communicator.traffic();
    }

    /** Rounds that it has done. */
    int roundsDone() {
        return done;
    }

    private static String seconds(double time) {
        return String.format(Locale.ROOT, time < 10 ? "%.1f s" : "%.0f s", time);
    }
}
