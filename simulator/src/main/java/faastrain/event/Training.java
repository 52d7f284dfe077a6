package faastrain.event;

import faastrain.analytic.FasDl;
import faastrain.communication.KReduce;
import faastrain.communication.Pattern;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.protocol.Protocol;
import faastrain.scenario.Counting;
import java.util.ArrayList;
import java.util.List;
import umontreal.ssj.simevents.Simulator;

/**
 * One run of a job, event by event: each epoch starts a round of functions, which load, train and exchange until the
 * epoch's iterations are done; when the last has ended, the next epoch starts (FasDL's paper: one round of functions
 * an epoch).
 *
 * <p>Loading follows the counting: in the paper's account every function loads what eq. 5 says, as one object; in the
 * implementation's it loads the model and its own part of the data as two.
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
    private final double shardUploadSeconds;
    private final double shardDownloadSeconds;
    private final ObjectTable objects;
    private final Worker[] workers;

    private int epoch;
    private int functionsRunning;
    private int aggregatorsEnded;
    private double aggregatorsComputeSeconds;
    private double iterationBeganAt;
    private long events;

    /**
     * A run of {@code job}.
     *
     * @param factors how transfers fluctuate
     * @param listener who is told what happens
     * @throws ArithmeticException when the rounds of the training are more than an int counts
     */
    public Training(Job job, TransferFactors factors, RunListener listener) {
        this.job = job;
        this.factors = factors;
        this.listener = listener;
        this.schedule = job.schedule();
        Math.toIntExact(Math.multiplyExact(schedule.iterations(), job.epochs()));
        Plan plan = job.plan();
        this.pattern = new KReduce(plan.workers(), plan.aggregators(), job.counting());
        this.protocol = Protocol.of(job.protocol());
        this.shardUploadSeconds = job.shardUploadSeconds();
        this.shardDownloadSeconds = job.shardDownloadSeconds();
        this.objects = new ObjectTable(pattern.objects(), plan.workers());
        simulator.init();
        this.workers = new Worker[plan.workers()];
        for (int worker = 0; worker < workers.length; worker++) {
            workers[worker] = new Worker(this, worker);
        }
    }

    /**
     * Runs to the end.
     *
     * @return when the last function ended, s
     */
    public double run() {
        startEpoch();
        simulator.start();
        return simulator.time();
    }

    /** How many events have happened. */
    public long events() {
        return events;
    }

    /** What each worker has asked of storage. */
    public List<Traffic> traffic() {
        List<Traffic> traffic = new ArrayList<>(workers.length);
        for (Worker worker : workers) {
            traffic.add(worker.traffic());
        }
        return traffic;
    }

    private void startEpoch() {
        epoch++;
        functionsRunning = workers.length;
        for (Worker worker : workers) {
            worker.start();
        }
    }

    /** A function has loaded all that it needs. */
    void loaded() {
        iterationBeganAt = now();
    }

    void aggregatorEndedIteration(long iteration, double computeSeconds) {
        aggregatorsEnded++;
        aggregatorsComputeSeconds += computeSeconds;
        int aggregators = job.plan().aggregators();
        // No aggregator can end a round before all have ended the one before, whose merged shards it needs.
        if (aggregatorsEnded == aggregators) {
            listener.iterationEnded(epoch, iteration, iterationBeganAt, now(), aggregatorsComputeSeconds / aggregators);
            iterationBeganAt = now();
            aggregatorsEnded = 0;
            aggregatorsComputeSeconds = 0;
        }
    }

    void functionEnded(int worker, double startedAt, PhaseSeconds phaseSeconds) {
        listener.functionEnded(epoch, worker, startedAt, now(), phaseSeconds);
        functionsRunning--;
        if (functionsRunning == 0 && epoch < job.epochs()) {
            startEpoch();
        }
    }

    void countEvent() {
        events++;
    }

    /** How many objects a function loads. */
    int loads() {
        return job.counting() == Counting.PAPER || job.workload().dataMib() == 0 ? 1 : 2;
    }

    /** Size of the first object that a function loads, MiB. */
    double firstLoadMib() {
        return job.counting() == Counting.PAPER
                ? FasDl.loadMib(job)
                : job.workload().modelMib();
    }

    /** Size of a worker's part of the data, MiB. */
    double dataShareMib(int worker) {
        return job.workload().dataMib() * job.plan().batch(worker) / job.plan().globalBatch();
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

    Worker[] workers() {
        return workers;
    }

    double shardUploadSeconds() {
        return shardUploadSeconds;
    }

    double shardDownloadSeconds() {
        return shardDownloadSeconds;
    }
}
