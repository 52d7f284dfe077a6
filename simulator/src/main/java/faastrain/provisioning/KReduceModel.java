package faastrain.provisioning;

import faastrain.analytic.FasDl;
import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.trace.Flattening;

/**
 * {@link FasDl}'s closed form for many plans of one training, to the last bit what {@link FasDl#predict} says of each: what
 * plans have in common is computed once, and nothing is allocated for a plan. {@link #at} chooses W, M and K,
 * {@link #evaluate} the batches; results are read from {@link #seconds()} and {@link #usd()}. Not for several threads.
 */
final class KReduceModel {
    private final Trainings trainings;
    private final int[] memoriesMb;
    private final FunctionLink[] exchangeLinks;
    private final FunctionLink[] loadLinks;

    private final Workload workload;
    private final Prices prices;
    private final int epochs;
    private final int functionRounds;
    private final boolean published;
    private final boolean drops;
    private final boolean cache;
    private final int leastAggregators;

    // Of the chosen W, M and K.
    private int workers;
    private int aggregators;
    private double memoryMb;
    private FunctionLink loadLink;
    private double uploadSeconds;
    private double aggregateSeconds;
    private double downloadSeconds;
    private double flattenSeconds;
    private double waitSeconds;
    private double extraSamples;

    // Of the chosen batches.
    private double seconds;
    private double usd;

    /**
     * The model of plans with those memories, which must all be ones for which eq. 4 has a meaning.
     *
     * @param trainings K-Reduce over an object store or a cache, to which {@link FasDl} applies
     */
    KReduceModel(Trainings trainings, int[] memoriesMb) {
        if (memoriesMb.length == 0) {
            throw new IllegalArgumentException("a model needs at least one memory");
        }
        this.trainings = trainings;
        this.memoriesMb = memoriesMb.clone();
        this.exchangeLinks = new FunctionLink[memoriesMb.length];
        this.loadLinks = new FunctionLink[memoriesMb.length];
        Job job = trainings.of(new Plan(1, memoriesMb[0], 1, 1, 1));
        if (!FasDl.applies(job)) {
            throw new IllegalArgumentException("FasDL's closed form is none of this training");
        }
        this.workload = job.workload();
        this.prices = job.prices();
        this.epochs = job.epochs();
        this.functionRounds = job.functionRounds();
        this.published = job.counting() == Counting.IMPLEMENTATION;
        this.drops = job.last() == LastBatch.DROP;
        this.cache = job.exchange().channel() instanceof Channel.Cache;
        double largestObjectMib = job.exchange().channel() instanceof Channel.Cache known
                ? known.maxValueMib()
                : Double.POSITIVE_INFINITY;
        this.leastAggregators = leastAggregators(workload.modelMib(), largestObjectMib);
        this.loadLink = loadLink(0);
    }

    int memories() {
        return memoriesMb.length;
    }

    int memoryMb(int memory) {
        return memoriesMb[memory];
    }

    Workload workload() {
        return workload;
    }

    Prices prices() {
        return prices;
    }

    int epochs() {
        return epochs;
    }

    int functionRounds() {
        return functionRounds;
    }

    /** Whether the account is that of FasDL's published code. */
    boolean isPublishedAccount() {
        return published;
    }

    /** Whether an epoch's last samples are dropped. */
    boolean drops() {
        return drops;
    }

    boolean overCache() {
        return cache;
    }

    /** Aggregators that are needed so that the channel takes a shard. */
    int leastAggregators() {
        return leastAggregators;
    }

    private static int leastAggregators(double modelMib, double largestObjectMib) {
        int least = (int) Math.max(1, Math.floor(modelMib / largestObjectMib));
        while (modelMib / least > largestObjectMib) {
            least++;
        }
        return least;
    }

    /** How functions of a memory, by its index, reach what they exchange through. */
    FunctionLink exchangeLink(int memory) {
        read(memory);
        return exchangeLinks[memory];
    }

    /** How functions of a memory, by its index, reach what they load from. */
    FunctionLink loadLink(int memory) {
        read(memory);
        return loadLinks[memory];
    }

    private void read(int memory) {
        if (exchangeLinks[memory] == null) {
            Job job = trainings.of(new Plan(1, memoriesMb[memory], 1, 1, 1));
            exchangeLinks[memory] = job.link();
            loadLinks[memory] = job.storeLink();
        }
    }

    /** Shards that a worker uploads and downloads: its own too, or not, as the account says. */
    double shardsMoved(int k) {
        return published ? k - 1 : k;
    }

    double flattenSeconds(double memory) {
        return published
                ? workload.flattening()
                        .map((Flattening flattening) -> flattening.seconds(memory))
                        .orElse(0.0)
                : 0;
    }

    /** Chooses workers, memory (by its index) and aggregators. */
    void at(int w, int memory, int k) {
        workers = w;
        aggregators = k;
        memoryMb = memoriesMb[memory];
        loadLink = loadLink(memory);
        if (w == 1) {
            uploadSeconds = 0;
            aggregateSeconds = 0;
            downloadSeconds = 0;
            flattenSeconds = 0;
            waitSeconds = 0;
            extraSamples = 0;
            return;
        }
        FunctionLink link = exchangeLinks[memory];
        double shardMib = workload.modelMib() / k;
        double up = link.upload().seconds(shardMib);
        double down = link.download().seconds(shardMib);
        double moved = shardsMoved(k);
        uploadSeconds = moved * up;
        aggregateSeconds = (w - 1) * down + up;
        downloadSeconds = moved * down;
        flattenSeconds = flattenSeconds(memoryMb);
        waitSeconds = published ? FasDl.waitSeconds(w, k, shardMib) : 0;
        extraSamples = Math.floor(aggregateSeconds
                * (memoryMb + workload.compute().m())
                / workload.compute().a());
    }

    /** Samples by which a non-aggregator's batch may exceed an aggregator's (eq. 16), whole. */
    double extraSamples() {
        return extraSamples;
    }

    /** Seconds of an iteration beside its computation. */
    double communicationSeconds() {
        return uploadSeconds + aggregateSeconds + downloadSeconds + flattenSeconds + waitSeconds;
    }

    /**
     * Computes time and cost with those batches.
     *
     * @return false when it is no plan: eq. 4 has no meaning, or no iteration is left when last batches are dropped
     */
    boolean evaluate(int batch, int nonAggregatorBatch) {
        double b = workload.compute().b();
        int other = aggregators == workers ? batch : nonAggregatorBatch;
        if (!(batch + b > 0) || !(other + b > 0)) {
            return false;
        }
        long global = (long) aggregators * batch + (long) (workers - aggregators) * other;
        long full = workload.samples() / global;
        long rest = drops ? 0 : workload.samples() % global;
        if (full == 0 && rest == 0) {
            return false;
        }
        double trainPerEpoch = full * computeSeconds(batch);
        if (rest > 0) {
            // What Schedule gives worker 0 of a last, short batch: its share, rounded up.
            long share = (batch * rest + global - 1) / global;
            if (!(share + b > 0)) {
                return false;
            }
            trainPerEpoch += computeSeconds((double) share);
        }
        double iterations = (double) (full + (rest > 0 ? 1 : 0)) * epochs;
        double load = published
                ? 0
                : loadLink.download().seconds(workload.modelMib() + workload.dataMib() * other / global)
                        * functionRounds;
        double sum = load + trainPerEpoch * epochs;
        if (published) {
            sum += flattenSeconds * iterations;
        }
        sum += uploadSeconds * iterations;
        sum += aggregateSeconds * iterations;
        sum += downloadSeconds * iterations;
        if (published) {
            sum += waitSeconds * iterations;
        }
        seconds = sum;
        usd = prices.durationUsd(sum * workers, memoryMb);
        if (cache) {
            usd += prices.services().rentUsd(sum);
            usd += prices.services().usdPerMovedMib() * movedMib(iterations);
        } else {
            usd += prices.usdPerPut() * puts(workers, aggregators) * iterations;
            usd += prices.usdPerGet() * gets(workers, aggregators) * iterations;
        }
        return true;
    }

    private double computeSeconds(double batch) {
        return workload.compute().a()
                * (batch + workload.compute().b())
                / (memoryMb + workload.compute().m());
    }

    private double movedMib(double iterations) {
        double exchanged = workers > 1 ? workload.modelMib() * (3.0 * workers - 2) : 0;
        return functionRounds * 2.0 * workload.dataMib() + iterations * exchanged;
    }

    /** PUT requests of an iteration (eq. 10). */
    static double puts(int w, int k) {
        return w > 1 ? (double) ((long) k * w) : 0;
    }

    /** GET requests of an iteration (eq. 10). */
    static double gets(int w, int k) {
        return (double) (2L * k * (w - 1));
    }

    /** Time of the chosen plan, s. */
    double seconds() {
        return seconds;
    }

    /** Cost of the chosen plan, dollars. */
    double usd() {
        return usd;
    }
}
