package faastrain.event;

import faastrain.communication.Step;

/**
 * A function's life, epoch by epoch: load, then in each iteration compute and do the steps of the exchange one after
 * the other. It has at most one event pending; its events are made once and reused.
 */
final class Worker {
    private final Training training;
    private final int index;
    private final boolean aggregator;
    private final int steps;
    private final LoadEnds loadEnds;
    private final ComputeEnds computeEnds;
    private final TransferEnds transferEnds;
    private final double fullComputeSeconds;
    private final double shortComputeSeconds;

    private final PhaseSeconds phaseSeconds = new PhaseSeconds();
    private double startedAt;
    private double phaseBeganAt;

    /** Objects that are still to be loaded after the current one. */
    private int loadsLeft;

    /** Iterations of the epoch that have ended. */
    private long iteration;

    /** The round of the training that goes on, counted from 1. */
    private int round;

    private int step;
    private double computeSeconds;

    private long puts;
    private long gets;
    private long deletes;
    private double uploadedMib;
    private double downloadedMib;

    Worker(Training training, int index) {
        this.training = training;
        this.index = index;
        this.aggregator = training.job().plan().isAggregator(index);
        this.steps = training.pattern().steps(index);
        this.loadEnds = new LoadEnds(training.simulator(), this);
        this.computeEnds = new ComputeEnds(training.simulator(), this);
        this.transferEnds = new TransferEnds(training.simulator(), this);
        this.fullComputeSeconds =
                training.job().computeSeconds(training.job().plan().batch(index));
        this.shortComputeSeconds =
                training.job().computeSeconds(training.schedule().lastBatch(index));
    }

    /** Starts the function of an epoch, now. */
    void start() {
        phaseSeconds.clear();
        startedAt = training.now();
        phaseBeganAt = startedAt;
        iteration = 0;
        loadsLeft = training.loads() - 1;
        load(training.firstLoadMib());
    }

    private void load(double mib) {
        gets++;
        downloadedMib += mib;
        double seconds = training.job().link().download().seconds(mib);
        loadEnds.schedule(seconds * training.factors().downloadFactor(index));
    }

    void loadEnded() {
        training.countEvent();
        if (loadsLeft > 0) {
            loadsLeft--;
            load(training.dataShareMib(index));
            return;
        }
        spend(Phase.LOAD);
        training.loaded();
        compute();
    }

    private void compute() {
        round++;
        step = 0;
        computeSeconds = training.schedule().isShort(iteration) ? shortComputeSeconds : fullComputeSeconds;
        computeEnds.schedule(computeSeconds);
    }

    void computeEnded() {
        training.countEvent();
        spend(Phase.COMPUTE);
        exchange();
    }

    /** Goes on with the exchange at the current step. */
    private void exchange() {
        if (step == steps || skipsRest()) {
            iterationEnded();
            return;
        }
        Step current = training.pattern().step(index, step);
        if (current.action() == Step.Action.READ) {
            int object = training.pattern().object(index, step);
            int needed = needed(current);
            if (training.objects().isWritten(object, needed)) {
                transfer(current);
            } else {
                training.objects().await(object, needed, index);
            }
        } else {
            transfer(current);
        }
    }

    /** Whether the protocol gives this worker no merged parameters to read in this round. */
    private boolean skipsRest() {
        return training.pattern().step(index, step).phase() == Step.Phase.DOWNLOAD
                && training.protocol().mergedRound(aggregator, round) == 0;
    }

    private int needed(Step current) {
        return current.isMerged() ? (int) training.protocol().mergedRound(aggregator, round) : round;
    }

    /** The object that this worker waited for has been written. */
    void objectWritten() {
        spend(Phase.WAIT);
        transfer(training.pattern().step(index, step));
    }

    private void transfer(Step current) {
        boolean up = current.phase() == Step.Phase.UPLOAD || current == Step.PUT_MERGED;
        double factor =
                up ? training.factors().uploadFactor(index) : training.factors().downloadFactor(index);
        transferEnds.schedule((up ? training.shardUploadSeconds() : training.shardDownloadSeconds()) * factor);
    }

    void transferEnded() {
        training.countEvent();
        Step current = training.pattern().step(index, step);
        spend(phase(current));
        account(current);
        int object = training.pattern().object(index, step);
        step++;
        if (current.action() == Step.Action.WRITE) {
            training.objects().write(object, round, training.workers());
        }
        exchange();
    }

    private void account(Step current) {
        switch (current.action()) {
            case WRITE -> {
                puts++;
                uploadedMib += training.job().shardMib();
            }
            case READ -> {
                gets++;
                downloadedMib += training.job().shardMib();
                if (current == Step.GET_AND_DELETE_SHARD) {
                    deletes++;
                }
            }
            case PASS, AWAIT, CHECK, CLEAN -> {
                // Takes time and is no request (FasDL eqs. 1a and 1c against 10).
            }
        }
    }

    private static Phase phase(Step current) {
        return switch (current.phase()) {
            case UPLOAD -> Phase.UPLOAD;
            case AGGREGATE -> Phase.AGGREGATE;
            case DOWNLOAD -> Phase.DOWNLOAD;
        };
    }

    private void iterationEnded() {
        iteration++;
        if (aggregator) {
            training.aggregatorEndedIteration(iteration, computeSeconds);
        }
        if (iteration < training.schedule().iterations()) {
            compute();
        } else {
            training.functionEnded(index, startedAt, phaseSeconds);
        }
    }

    /** Books the time since the last booking on a phase. */
    private void spend(Phase phase) {
        double now = training.now();
        phaseSeconds.add(phase, now - phaseBeganAt);
        phaseBeganAt = now;
    }

    Traffic traffic() {
        return new Traffic(puts, gets, deletes, uploadedMib, downloadedMib);
    }
}
