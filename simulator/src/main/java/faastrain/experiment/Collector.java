package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.event.Phase;
import faastrain.event.PhaseSeconds;
import faastrain.event.RunListener;
import faastrain.event.Traffic;
import faastrain.event.Training;
import faastrain.model.Job;
import faastrain.result.IterationRecord;
import faastrain.result.Replication;
import faastrain.result.Requests;
import faastrain.result.WorkerRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers what a run tells into its result. */
final class Collector implements RunListener {
    /** Relative difference of ends that is no more than the rounding of the clock. */
    private static final double TOGETHER = 1e-12;

    private final Job job;
    private final boolean detailed;
    private final PhaseSeconds[] phases;
    private final double[] runSeconds;
    private final double[] billedSeconds;
    private final List<IterationRecord> iterations = new ArrayList<>();
    private final PhaseSeconds critical = new PhaseSeconds();
    private final PhaseSeconds latest = new PhaseSeconds();
    private double latestEnd = -1;
    private int latestEpoch = 1;
    private int latestWorker;
    private int criticalAggregators;
    private long functions;
    private long iterationCount;
    private double iterationSeconds;
    private double computeSeconds;
    private double longest;

    /**
     * A collector for one run.
     *
     * @param detailed whether every iteration is kept
     */
    Collector(Job job, boolean detailed) {
        this.job = job;
        this.detailed = detailed;
        int workers = job.plan().workers();
        this.phases = new PhaseSeconds[workers];
        for (int worker = 0; worker < workers; worker++) {
            phases[worker] = new PhaseSeconds();
        }
        this.runSeconds = new double[workers];
        this.billedSeconds = new double[workers];
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
            int epoch, int worker, double startSeconds, double endSeconds, PhaseSeconds phaseSeconds) {
        functions++;
        double seconds = endSeconds - startSeconds;
        longest = Math.max(longest, seconds);
        runSeconds[worker] += seconds;
        billedSeconds[worker] += job.prices().billedSeconds(seconds);
        phases[worker].addAll(phaseSeconds);
        if (epoch != latestEpoch) {
            closeEpoch();
            latestEpoch = epoch;
        }
        // Of those that end together, but for the last digits of the clock, the first stands for all.
        double together = TOGETHER * endSeconds;
        if (endSeconds > latestEnd + together || (endSeconds >= latestEnd - together && worker < latestWorker)) {
            latestEnd = endSeconds;
            latestWorker = worker;
            latest.clear();
            latest.addAll(phaseSeconds);
        }
    }

    private void closeEpoch() {
        critical.addAll(latest);
        if (job.plan().isAggregator(latestWorker)) {
            criticalAggregators++;
        }
    }

    Replication replication(int number, double timeSeconds, Training training) {
        closeEpoch();
        List<Traffic> traffic = training.traffic();
        long puts = traffic.stream().mapToLong(Traffic::puts).sum();
        long gets = traffic.stream().mapToLong(Traffic::gets).sum();
        long deletes = traffic.stream().mapToLong(Traffic::deletes).sum();
        double moved = 0;
        for (Traffic worker : traffic) {
            moved += worker.uploadedMib() + worker.downloadedMib();
        }
        double billed = 0;
        PhaseSeconds all = new PhaseSeconds();
        for (int worker = 0; worker < phases.length; worker++) {
            billed += billedSeconds[worker];
            all.addAll(phases[worker]);
        }
        Map<CostItem, Double> items = new EnumMap<>(CostItem.class);
        items.put(
                CostItem.FUNCTION_DURATION,
                job.prices().durationUsd(billed, job.plan().memoryMb()));
        items.put(CostItem.FUNCTION_REQUESTS, functions * job.prices().usdPerInvocation());
        items.put(CostItem.STORAGE_PUT, puts * job.prices().usdPerPut());
        items.put(CostItem.STORAGE_GET, gets * job.prices().usdPerGet());
        items.put(CostItem.STORAGE_DELETE, deletes * job.prices().usdPerDelete());
        return new Replication(
                number,
                timeSeconds,
                items,
                map(all, phases.length),
                map(critical, 1),
                criticalAggregators,
                new Requests(puts, gets, 0, deletes),
                moved,
                iterationCount,
                training.events(),
                longest,
                iterationSeconds / iterationCount,
                computeSeconds / iterationCount);
    }

    List<IterationRecord> iterations() {
        return iterations;
    }

    List<WorkerRecord> workers(Training training) {
        List<Traffic> traffic = training.traffic();
        List<WorkerRecord> workers = new ArrayList<>();
        for (int worker = 0; worker < phases.length; worker++) {
            workers.add(new WorkerRecord(
                    worker,
                    job.plan().isAggregator(worker),
                    job.plan().batch(worker),
                    job.epochs(),
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
