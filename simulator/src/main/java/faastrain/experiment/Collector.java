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
    private int latestRound = 1;
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
            int round, int worker, double startSeconds, double endSeconds, PhaseSeconds phaseSeconds) {
        functions++;
        double seconds = endSeconds - startSeconds;
        longest = Math.max(longest, seconds);
        runSeconds[worker] += seconds;
        // Lambda bills from the start of the handler.
        billedSeconds[worker] += job.prices().billedSeconds(seconds - phaseSeconds.get(Phase.STARTUP));
        phases[worker].addAll(phaseSeconds);
        if (round != latestRound) {
            closeRound();
            latestRound = round;
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

    private void closeRound() {
        critical.addAll(latest);
        if (job.plan().isAggregator(latestWorker)) {
            criticalAggregators++;
        }
    }

    Replication replication(int number, double timeSeconds, Training training) {
        closeRound();
        long loads = 0;
        long puts = 0;
        long gets = 0;
        long lists = 0;
        long deletes = 0;
        long checks = 0;
        long refused = 0;
        double loadedMib = 0;
        double exchangedMib = 0;
        double writeUnits = 0;
        double readUnits = 0;
        for (Traffic worker : training.traffic()) {
            loads += worker.loads();
            puts += worker.puts();
            gets += worker.gets();
            lists += worker.lists();
            deletes += worker.deletes();
            checks += worker.checks();
            refused += worker.refused();
            loadedMib += worker.loadedMib();
            exchangedMib += worker.uploadedMib() + worker.downloadedMib();
            writeUnits += worker.writeUnits();
            readUnits += worker.readUnits();
        }
        double billed = 0;
        PhaseSeconds all = new PhaseSeconds();
        for (int worker = 0; worker < phases.length; worker++) {
            billed += billedSeconds[worker];
            all.addAll(phases[worker]);
        }
        Prices prices = job.prices();
        ServicePrices services = prices.services();
        Channel channel = job.exchange().channel();
        boolean store = channel instanceof Channel.Store;
        Map<CostItem, Double> items = new EnumMap<>(CostItem.class);
        items.put(
                CostItem.FUNCTION_DURATION,
                prices.durationUsd(billed, job.plan().memoryMb()));
        items.put(CostItem.FUNCTION_REQUESTS, functions * prices.usdPerInvocation());
        items.put(CostItem.STORAGE_PUT, store ? puts * prices.usdPerPut() : 0);
        items.put(CostItem.STORAGE_GET, (loads + (store ? gets : 0)) * prices.usdPerGet());
        items.put(CostItem.STORAGE_LIST, store ? lists * prices.usdPerList() : 0);
        items.put(CostItem.STORAGE_DELETE, store ? deletes * prices.usdPerDelete() : 0);
        items.put(rent(channel), services.rentUsd(timeSeconds));
        items.put(CostItem.CACHE_MOVED, exchangedMib * services.usdPerMovedMib());
        items.put(CostItem.CACHE_STORED, services.storedUsd(training.storedMibSeconds()));
        items.put(CostItem.TABLE_WRITES, writeUnits * services.usdPerWriteUnit());
        items.put(CostItem.TABLE_READS, readUnits * services.usdPerReadUnit());
        return new Replication(
                number,
                timeSeconds,
                items,
                map(all, phases.length),
                map(critical, 1),
                criticalAggregators,
                new Requests(puts, loads + gets, lists, deletes, checks, refused),
                loadedMib + exchangedMib,
                iterationCount,
                training.events(),
                longest,
                iterationSeconds / iterationCount,
                computeSeconds / iterationCount,
                training.resources());
    }

    /** What the machines that a channel rents are called in the cost; no store or table rents any. */
    private static CostItem rent(Channel channel) {
        if (channel instanceof Channel.Servers) {
            return CostItem.SERVERS;
        }
        return channel instanceof Channel.Network ? CostItem.INSTANCES : CostItem.CACHE_NODES;
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
                    job.functionRounds(),
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
