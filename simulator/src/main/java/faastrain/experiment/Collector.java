package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.event.Phase;
import faastrain.event.PhaseSeconds;
import faastrain.event.RunListener;
import faastrain.event.Traffic;
import faastrain.event.Training;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Prices;
import faastrain.model.ServicePrices;
import faastrain.result.IterationRecord;
import faastrain.result.LossPoint;
import faastrain.result.Replication;
import faastrain.result.Requests;
import faastrain.result.Span;
import faastrain.result.StalenessCount;
import faastrain.result.WorkerRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what a run tells into its result. */
final class Collector implements RunListener {
    /** Relative difference of ends that is no more than the rounding of the clock. */
    private static final double TOGETHER = 1e-12;

    /** Rounds and workers of which every step is kept: what a timeline shows. */
    private static final int TIMELINE_ROUNDS = 3;

    private static final int TIMELINE_WORKERS = 64;

    /**
     * What is kept of a single replication.
     *
     * @param iterations the iterations
     * @param workers the workers
     * @param convergence where the training stood, epoch by epoch; empty where nobody knows
     * @param staleness updates by how stale they were
     * @param timeline what the first workers did in the first rounds, worker by worker
     */
    record Details(
            List<IterationRecord> iterations,
            List<WorkerRecord> workers,
            List<LossPoint> convergence,
            List<StalenessCount> staleness,
            List<Span> timeline) {}

    private final Job job;
    private final boolean detailed;
    private final PhaseSeconds[] phases;
    private final double[] runSeconds;
    private final double[] billedSeconds;
    private final int[] functionsOf;
    private final List<IterationRecord> iterations = new ArrayList<>();
    private final List<LossPoint> convergence = new ArrayList<>();
    private final List<List<Span>> timeline = new ArrayList<>();
    private @Nullable Training training;

    /** What each worker has spent in the round of functions that goes on, all its functions together, and until when. */
    private final PhaseSeconds[] roundPhases;

    private final double[] roundUntil;

    /** How long the handler of each worker's function has run, as far as it has been told, and until when that is. */
    private final double[] handlerSeconds;

    private final double[] toldUntil;

    private final PhaseSeconds critical = new PhaseSeconds();
    private double latestEnd = -1;
    private int latestRound = 1;
    private int latestWorker;
    private double roundBeganAt;
    private int criticalAggregators;
    private long iterationCount;
    private double iterationSeconds;
    private double computeSeconds;
    private double longest;
    private double lastLoss = Double.NaN;

    /**
     * A collector for one run.
     *
     * @param detailed whether every iteration is kept
     */
    Collector(Job job, boolean detailed) {
        this.job = job;
        this.detailed = detailed;
        int workers = job.plan().workers();
        this.phases = allOf(workers);
        this.roundPhases = allOf(workers);
        this.roundUntil = new double[workers];
        this.handlerSeconds = new double[workers];
        this.toldUntil = new double[workers];
        this.runSeconds = new double[workers];
        this.billedSeconds = new double[workers];
        this.functionsOf = new int[workers];
        for (int worker = 0; worker < Math.min(workers, TIMELINE_WORKERS); worker++) {
            timeline.add(new ArrayList<>());
        }
    }

    private static PhaseSeconds[] allOf(int workers) {
        PhaseSeconds[] all = new PhaseSeconds[workers];
        for (int worker = 0; worker < workers; worker++) {
            all[worker] = new PhaseSeconds();
        }
        return all;
    }

    /** The run that is going to tell. */
    void follow(Training run) {
        training = run;
    }

    private Training training() {
        return Objects.requireNonNull(training);
    }

    @Override
    public void spent(int worker, int round, Phase phase, double startSeconds, double endSeconds) {
        if (!detailed) {
            return;
        }
        toldUntil[worker] = endSeconds;
        if (phase != Phase.STARTUP) {
            handlerSeconds[worker] += endSeconds - startSeconds;
        }
        if (round <= TIMELINE_ROUNDS && worker < TIMELINE_WORKERS) {
            timeline.get(worker).add(new Span(worker, round, phase, startSeconds, endSeconds));
        }
    }

    @Override
    public void learnt(int epoch, double effectiveEpochs, double seconds, double loss) {
        lastLoss = loss;
        if (detailed && !Double.isNaN(loss)) {
            convergence.add(new LossPoint(epoch, effectiveEpochs, seconds, costUsd(seconds), loss));
        }
    }

    @Override
    public void iterationEnded(int epoch, long iteration, double startSeconds, double endSeconds, double compute) {
        iterationCount++;
        iterationSeconds += endSeconds - startSeconds;
        computeSeconds += compute;
        if (detailed) {
            iterations.add(new IterationRecord(epoch, iteration, startSeconds, endSeconds, compute));
        }
    }

    @Override
    public void functionEnded(
            int round, int worker, double startSeconds, double endSeconds, PhaseSeconds phaseSeconds) {
        if (round != latestRound) {
            closeRound();
            latestRound = round;
            roundBeganAt = startSeconds;
        }
        functionsOf[worker]++;
        double seconds = endSeconds - startSeconds;
        double handler = seconds - phaseSeconds.get(Phase.STARTUP);
        longest = Math.max(longest, handler);
        runSeconds[worker] += seconds;
        // Lambda bills from the start of the handler.
        billedSeconds[worker] += job.prices().billedSeconds(handler);
        handlerSeconds[worker] = 0;
        phases[worker].addAll(phaseSeconds);
        PhaseSeconds ofRound = roundPhases[worker];
        // Whose function had ended when it was called back has rested.
        ofRound.add(Phase.WAIT, startSeconds - Math.max(roundUntil[worker], roundBeganAt));
        ofRound.addAll(phaseSeconds);
        roundUntil[worker] = endSeconds;
        // Of those that end together, but for the last digits of the clock, the first stands for all.
        double together = TOGETHER * endSeconds;
        if (endSeconds > latestEnd + together || (endSeconds >= latestEnd - together && worker < latestWorker)) {
            latestEnd = endSeconds;
            latestWorker = worker;
        }
    }

    private void closeRound() {
        critical.addAll(roundPhases[latestWorker]);
        if (job.plan().isAggregator(latestWorker)) {
            criticalAggregators++;
        }
        for (PhaseSeconds ofRound : roundPhases) {
            ofRound.clear();
        }
    }

    /** What the run has cost until now: functions that run are billed for the time that their handlers have run. */
    private double costUsd(double now) {
        double billed = 0;
        for (int worker = 0; worker < phases.length; worker++) {
            billed += billedSeconds[worker];
            if (handlerSeconds[worker] > 0) {
                billed += job.prices().billedSeconds(handlerSeconds[worker] + now - toldUntil[worker]);
            }
        }
        double sum = 0;
        for (double item :
                itemsUsd(now, billed, new TrafficSum(training().traffic())).values()) {
            sum += item;
        }
        return sum;
    }

    /** What all workers have asked for. */
    private static final class TrafficSum {
        long loads;
        long saves;
        long puts;
        long gets;
        long lists;
        long deletes;
        long checks;
        long refused;
        double storeMib;
        double exchangedMib;
        double writeUnits;
        double readUnits;

        TrafficSum(List<Traffic> traffic) {
            for (Traffic worker : traffic) {
                loads += worker.loads();
                saves += worker.saves();
                puts += worker.puts();
                gets += worker.gets();
                lists += worker.lists();
                deletes += worker.deletes();
                checks += worker.checks();
                refused += worker.refused();
                storeMib += worker.loadedMib() + worker.savedMib();
                exchangedMib += worker.uploadedMib() + worker.downloadedMib();
                writeUnits += worker.writeUnits();
                readUnits += worker.readUnits();
            }
        }
    }

    private Map<CostItem, Double> itemsUsd(double timeSeconds, double billed, TrafficSum sum) {
        Prices prices = job.prices();
        ServicePrices services = prices.services();
        Channel channel = job.exchange().channel();
        boolean store = channel instanceof Channel.Store;
        Map<CostItem, Double> items = new EnumMap<>(CostItem.class);
        items.put(
                CostItem.FUNCTION_DURATION,
                prices.durationUsd(billed, job.plan().memoryMb()));
        items.put(CostItem.FUNCTION_REQUESTS, training().incidents().functions() * prices.usdPerInvocation());
        items.put(CostItem.STORAGE_PUT, (sum.saves + (store ? sum.puts : 0)) * prices.usdPerPut());
        items.put(CostItem.STORAGE_GET, (sum.loads + (store ? sum.gets : 0)) * prices.usdPerGet());
        items.put(CostItem.STORAGE_LIST, store ? sum.lists * prices.usdPerList() : 0);
        items.put(CostItem.STORAGE_DELETE, store ? sum.deletes * prices.usdPerDelete() : 0);
        items.put(rent(channel), services.rentUsd(timeSeconds));
        items.put(CostItem.CACHE_MOVED, sum.exchangedMib * services.usdPerMovedMib());
        items.put(CostItem.CACHE_STORED, services.storedUsd(training().storedMibSeconds()));
        items.put(CostItem.TABLE_WRITES, sum.writeUnits * services.usdPerWriteUnit());
        items.put(CostItem.TABLE_READS, sum.readUnits * services.usdPerReadUnit());
        return items;
    }

    Replication replication(int number, double timeSeconds) {
        closeRound();
        double billed = 0;
        PhaseSeconds all = new PhaseSeconds();
        for (int worker = 0; worker < phases.length; worker++) {
            billed += billedSeconds[worker];
            all.addAll(phases[worker]);
        }
        TrafficSum sum = new TrafficSum(training().traffic());
        return new Replication(
                number,
                timeSeconds,
                itemsUsd(timeSeconds, billed, sum),
                map(all, phases.length),
                map(critical, 1),
                criticalAggregators,
                new Requests(
                        sum.puts + sum.saves, sum.loads + sum.gets, sum.lists, sum.deletes, sum.checks, sum.refused),
                sum.storeMib + sum.exchangedMib,
                iterationCount,
                training().events(),
                longest,
                iterationSeconds / iterationCount,
                computeSeconds / iterationCount,
                training().resources(),
                training().learning(),
                training().incidents(),
                Double.isNaN(lastLoss) ? Optional.empty() : Optional.of(lastLoss));
    }

    /** What the machines that a channel rents are called in the cost; no store or table rents any. */
    private static CostItem rent(Channel channel) {
        if (channel instanceof Channel.Servers) {
            return CostItem.SERVERS;
        }
        return channel instanceof Channel.Network ? CostItem.INSTANCES : CostItem.CACHE_NODES;
    }

    Details details() {
        List<Span> spans = new ArrayList<>();
        timeline.forEach(spans::addAll);
        List<StalenessCount> staleness = new ArrayList<>();
        List<Long> updates = training().learning().byStaleness();
        if (job.communicates()) {
            for (int rounds = 0; rounds < updates.size(); rounds++) {
                staleness.add(new StalenessCount(rounds, updates.get(rounds)));
            }
        }
        return new Details(iterations, workers(), convergence, staleness, spans);
    }

    private List<WorkerRecord> workers() {
        List<Traffic> traffic = training().traffic();
        List<WorkerRecord> workers = new ArrayList<>();
        for (int worker = 0; worker < phases.length; worker++) {
            workers.add(new WorkerRecord(
                    worker,
                    job.plan().isAggregator(worker),
                    job.plan().batch(worker),
                    functionsOf[worker],
                    runSeconds[worker],
                    billedSeconds[worker],
                    map(phases[worker], 1),
                    traffic.get(worker)));
        }
        return workers;
    }

    private static Map<Phase, Double> map(PhaseSeconds seconds, int divisor) {
        Map<Phase, Double> map = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            map.put(phase, seconds.get(phase) / divisor);
        }
        return map;
    }
}
