package faastrain.provisioning;

import faastrain.analytic.FasDl;
import faastrain.model.Plan;
import faastrain.model.Workload;
import faastrain.provisioning.Task.NonAggregatorBatches;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * An exact search over a grid of K-Reduce plans: the plans that a {@link Goal} wants of all there are, as if each had been
 * looked at. Boxes of plans (a range of W, of K and of M, with all batches) get a lower bound of their time and one of
 * their cost; a box whose bounds are hopeless is cut, the most promising one is halved, and one that is a single (W, K, M)
 * has its batches searched in the same way.
 *
 * <p>The bounds. Within a box a shard is never moved faster than by the fastest curve of its memories; K·S_s/tp(S_s) rises
 * with K and S_s/tp(S_s) falls, as throughput rises with size (FasDL eq. 2). With the batches B^a of the aggregators an
 * epoch of D samples computes and communicates for at least D·α·B^a/B^g + (α·b + c)·I, where α = a/(M + m) and c is the
 * communication of an iteration, and B^g ≤ min(W·B^a + (W − K)·Δ, B^g_max), Δ the samples that eq. 16 adds to a
 * non-aggregator's batch. As a function of B^a this falls (or rises) steadily until B^g reaches its limit and rises from
 * there on, so that its least value stands at one of three places ({@link #least}). As iterations are whole, I is at least
 * ⌈D/B^g_max⌉, which moves that limit to D/⌈D/B^g_max⌉. Cost is bounded in the same way with M·W times the time.
 *
 * <p>Not for several threads.
 */
final class PlanSearch {
    /** Relative slack of the bounds: they are computed in another order than what they bound. */
    private static final double ROUNDING = 1e-9;

    /** Who may aggregate. */
    enum Aggregators {
        /** Any K from 1 to W. */
        ANY,
        /** One: AllReduce. */
        ONE,
        /** All: ScatterReduce. */
        ALL
    }

    private final KReduceModel model;
    private final int[] largestBatches;
    private final MemoryRange memories;
    private final int batchStep;
    private final int mostBatch;
    private final long maxGlobalBatch;
    private final Aggregators who;
    private final NonAggregatorBatches others;
    private final Goal goal;

    private final double samples;
    private final double a;
    private final double b;
    private final double m;
    private final double usdPerMbSecond;

    /** Iterations that an epoch has at least, in whole global batches. */
    private final double leastIterations;

    private final PriorityQueue<Box> boxes = new PriorityQueue<>();
    private long made;
    private long evaluated;
    private double boundSeconds;
    private double boundUsd;

    // Of the single (W, K, M) whose batches are searched.
    private int workers;
    private int aggregators;
    private int memory;
    private int memoryMb;
    private double extra;
    private double alpha;
    private double perIteration;
    private double loadSeconds;
    private double usdPerIteration;

    /**
     * A search.
     *
     * @param limit the batches that fit
     * @param batchStep step of an aggregator's batch
     * @param mostBatch the largest batch of an aggregator
     * @param maxGlobalBatch B^g_max
     */
    PlanSearch(
            KReduceModel model,
            BatchLimit limit,
            int batchStep,
            int mostBatch,
            long maxGlobalBatch,
            Aggregators who,
            NonAggregatorBatches others,
            Goal goal) {
        this.model = model;
        this.batchStep = batchStep;
        this.mostBatch = mostBatch;
        this.maxGlobalBatch = maxGlobalBatch;
        this.who = who;
        this.others = others;
        this.goal = goal;
        this.largestBatches = new int[model.memories()];
        for (int i = 0; i < largestBatches.length; i++) {
            largestBatches[i] = limit.largest(model.memoryMb(i));
        }
        this.memories = MemoryRange.of(model, largestBatches, 0, model.memories() - 1);
        Workload workload = model.workload();
        this.samples = workload.samples();
        this.a = workload.compute().a();
        this.b = workload.compute().b();
        this.m = workload.compute().m();
        this.usdPerMbSecond = model.prices().durationUsd(1, 1);
        this.leastIterations =
                model.drops() ? Math.max(1, Math.floor(samples / maxGlobalBatch)) : Math.ceil(samples / maxGlobalBatch);
    }

    /** Points (W, M, K, B^a) of which a plan was computed. */
    long evaluated() {
        return evaluated;
    }

    /** Points (W, M, K, B^a) with a number of workers between two that there are, evaluated or cut. */
    long points(int firstWorkers, int lastWorkers) {
        int[] sorted = largestBatches.clone();
        Arrays.sort(sorted);
        int most = Math.min(sorted[sorted.length - 1], mostBatch) / batchStep;
        // How many (M, B^a) there are with batches of up to so many steps.
        long[] upTo = new long[most + 1];
        int tooSmall = 0;
        for (int steps = 1; steps <= most; steps++) {
            while (sorted[tooSmall] < (long) steps * batchStep) {
                tooSmall++;
            }
            upTo[steps] = upTo[steps - 1] + sorted.length - tooSmall;
        }
        long points = 0;
        for (int w = firstWorkers; w <= Math.min(lastWorkers, maxGlobalBatch); w++) {
            int least = w == 1 ? 1 : model.leastAggregators();
            int first = who == Aggregators.ALL ? Math.max(w, least) : least;
            int last = who == Aggregators.ONE ? 1 : w;
            if (others != NonAggregatorBatches.FREE) {
                points += Math.max(0, last - first + 1) * upTo[largestBatch(w, w, most * batchStep) / batchStep];
                continue;
            }
            for (int k = first; k <= last; k++) {
                points += upTo[largestBatch(w, k, most * batchStep) / batchStep];
            }
        }
        return points;
    }

    /** A range of plans with all batches, and lower bounds of what they take. */
    private static final class Box implements Comparable<Box> {
        final int firstWorkers;
        final int lastWorkers;
        final int firstAggregators;
        final int lastAggregators;
        final MemoryRange memories;
        final double seconds;
        final double usd;
        final double promise;
        final long number;

        Box(
                int firstWorkers,
                int lastWorkers,
                int firstAggregators,
                int lastAggregators,
                MemoryRange memories,
                double seconds,
                double usd,
                double promise,
                long number) {
            this.firstWorkers = firstWorkers;
            this.lastWorkers = lastWorkers;
            this.firstAggregators = firstAggregators;
            this.lastAggregators = lastAggregators;
            this.memories = memories;
            this.seconds = seconds;
            this.usd = usd;
            this.promise = promise;
            this.number = number;
        }

        @Override
        public int compareTo(Box other) {
            int byPromise = Double.compare(promise, other.promise);
            return byPromise != 0 ? byPromise : Long.compare(number, other.number);
        }
    }

    /** Searches all plans with a number of workers between two. */
    void search(int firstWorkers, int lastWorkers) {
        int last = (int) Math.min(lastWorkers, maxGlobalBatch);
        if (firstWorkers == 1) {
            add(1, 1, 1, 1, memories);
        }
        if (last >= 2) {
            add(Math.max(2, firstWorkers), last, 1, last, memories);
        }
        while (!boxes.isEmpty()) {
            Box box = boxes.poll();
            if (goal.isHopeless(box.seconds, box.usd)) {
                continue;
            }
            if (box.firstWorkers == box.lastWorkers
                    && box.firstAggregators == box.lastAggregators
                    && box.memories.isSingle()) {
                searchBatches(box);
            } else {
                halve(box);
            }
        }
    }

    /** Halves a box where it is widest, in proportion. */
    private void halve(Box box) {
        double byWorkers = box.lastWorkers / (double) box.firstWorkers;
        double byAggregators = box.lastAggregators / (double) box.firstAggregators;
        double byMemory = model.memoryMb(box.memories.last()) / (double) model.memoryMb(box.memories.first());
        if (who == Aggregators.ANY && byAggregators > 1 && byAggregators >= byWorkers && byAggregators >= byMemory) {
            int middle = middle(box.firstAggregators, box.lastAggregators);
            add(box.firstWorkers, box.lastWorkers, box.firstAggregators, middle, box.memories);
            add(box.firstWorkers, box.lastWorkers, middle + 1, box.lastAggregators, box.memories);
        } else if (byWorkers > 1 && byWorkers >= byMemory) {
            int middle = middle(box.firstWorkers, box.lastWorkers);
            add(box.firstWorkers, middle, box.firstAggregators, box.lastAggregators, box.memories);
            add(middle + 1, box.lastWorkers, box.firstAggregators, box.lastAggregators, box.memories);
        } else {
            add(box.firstWorkers, box.lastWorkers, box.firstAggregators, box.lastAggregators, box.memories.lower());
            add(box.firstWorkers, box.lastWorkers, box.firstAggregators, box.lastAggregators, box.memories.upper());
        }
    }

    /** The geometric middle, so that small numbers are told apart soon. */
    private static int middle(int first, int last) {
        return Math.min(last - 1, Math.max(first, (int) Math.sqrt((double) first * last)));
    }

    /** Adds what is possible of a box, unless it is hopeless. */
    private void add(int w1, int w2, int k1, int k2, MemoryRange range) {
        int firstAggregators = Math.max(k1, w2 == 1 ? 1 : model.leastAggregators());
        int lastAggregators = Math.min(k2, w2);
        int firstWorkers = w1;
        switch (who) {
            case ONE -> lastAggregators = Math.min(lastAggregators, 1);
            case ALL -> {
                firstWorkers = Math.max(w1, firstAggregators);
                firstAggregators = firstWorkers;
                lastAggregators = w2;
            }
            case ANY -> firstWorkers = Math.max(w1, firstAggregators);
        }
        if (firstWorkers > w2 || firstAggregators > lastAggregators) {
            return;
        }
        if (!bound(firstWorkers, w2, firstAggregators, lastAggregators, range)) {
            return;
        }
        double seconds = boundSeconds * (1 - ROUNDING);
        double usd = boundUsd * (1 - ROUNDING);
        if (!goal.isHopeless(seconds, usd)) {
            boxes.add(new Box(
                    firstWorkers,
                    w2,
                    firstAggregators,
                    lastAggregators,
                    range,
                    seconds,
                    usd,
                    goal.promise(seconds, usd),
                    made++));
        }
    }

    /** The largest batch of an aggregator that is on the grid; 0 when there is none. */
    private int largestBatch(int w, int k, int fits) {
        // With free batches the non-aggregators may have as little as a sample each.
        long most = others == NonAggregatorBatches.FREE ? (maxGlobalBatch - (w - k)) / k : maxGlobalBatch / w;
        return (int) Math.min(Math.min(most, mostBatch), fits) / batchStep * batchStep;
    }

    /** Computes the bounds of a box; false when it holds no plan. */
    private boolean bound(int w1, int w2, int k1, int k2, MemoryRange range) {
        int b1 = batchStep;
        int b2 = who == Aggregators.ALL
                ? largestBatch(w1, w1, range.largestBatch())
                : largestBatch(Math.max(w1, k1), k1, range.largestBatch());
        if (others == NonAggregatorBatches.FREE && who == Aggregators.ANY) {
            // Fewer workers beside the aggregators leave more to these.
            long left = Math.min(mostBatch, (maxGlobalBatch - Math.max(0, w1 - k2)) / k1);
            b2 = (int) Math.min(left, range.largestBatch()) / batchStep * batchStep;
        }
        if (b2 < b1) {
            return false;
        }
        double m1 = model.memoryMb(range.first());
        double m2 = model.memoryMb(range.last());
        double least = a / (m2 + m);
        double most = a / (m1 + m);
        double communication = 0;
        double added = 0;
        if (w2 > 1) {
            double smallest = model.workload().modelMib() / k2;
            double largest = model.workload().modelMib() / k1;
            communication = model.shardsMoved(k1)
                            * (range.upload().fastest().seconds(largest)
                                    + range.download().fastest().seconds(largest))
                    + (w1 - 1) * range.download().fastest().seconds(smallest)
                    + range.upload().fastest().seconds(smallest);
            if (model.isPublishedAccount()) {
                communication += Math.min(model.flattenSeconds(m1), model.flattenSeconds(m2))
                        + FasDl.waitSeconds(1, 0, smallest) / 2 * Math.max(w1, 2.0 * w1 - k2);
            }
            if (others != NonAggregatorBatches.EQUAL && k1 < w2) {
                double aggregate = (w2 - 1) * range.download().slowest().seconds(largest)
                        + range.upload().slowest().seconds(largest);
                added = Math.max(0, Math.min(aggregate * (m2 + m) / a, range.largestBatch() - b1));
            }
        }
        double fixed = b >= 0 ? least * b : most * b;
        // M·α rises or falls steadily with M, as m is above or below 0.
        double memoryAlpha = Math.min(m1 * most, m2 * least);
        double memoryFixed = b >= 0 ? memoryAlpha * b : Math.max(m1 * most, m2 * least) * b;
        bound(
                w1,
                w2,
                k1,
                added,
                b1,
                b2,
                least,
                fixed + communication,
                memoryAlpha,
                memoryFixed + m1 * communication,
                m1,
                loadBound(w2, range),
                usdPerIteration(w1, k1));
        return true;
    }

    /** Seconds that loading takes at least, all rounds of functions together. */
    private double loadBound(int w2, MemoryRange range) {
        if (model.isPublishedAccount()) {
            return 0;
        }
        double share = others == NonAggregatorBatches.FREE ? 0 : 1.0 / w2;
        return model.functionRounds()
                * range.load()
                        .fastest()
                        .seconds(model.workload().modelMib() + model.workload().dataMib() * share);
    }

    /** Dollars of an iteration beside the functions' time, at least. */
    private double usdPerIteration(int w, int k) {
        if (w == 1) {
            return 0;
        }
        return model.overCache()
                ? model.prices().services().usdPerMovedMib() * model.workload().modelMib() * (3.0 * w - 2)
                : model.prices().usdPerPut() * KReduceModel.puts(w, k)
                        + model.prices().usdPerGet() * KReduceModel.gets(w, k);
    }

    /**
     * Sets the bounds of plans with w1 to w2 workers, at least k1 aggregators, batches B^a from b1 to b2, and {@code added}
     * samples more in a non-aggregator's.
     *
     * @param timePerSample α at least
     * @param timePerIteration α·b + c at least
     * @param memoryPerSample M·α at least
     * @param memoryPerIteration M·(α·b + c) at least
     */
    private void bound(
            int w1,
            int w2,
            int k1,
            double added,
            int b1,
            int b2,
            double timePerSample,
            double timePerIteration,
            double memoryPerSample,
            double memoryPerIteration,
            double leastMemoryMb,
            double load,
            double perIterationUsd) {
        double all = (w2 - k1) * added;
        double whole = Math.min((double) maxGlobalBatch, w2 * (double) b2 + all);
        double iterations = model.drops() ? leastIterations : Math.max(leastIterations, samples / whole);
        double epoch = epochBound(
                timePerSample, timePerIteration, w2, all, (double) maxGlobalBatch, leastIterations, 1, b1, b2);
        double memoryEpoch = epochBound(
                memoryPerSample,
                memoryPerIteration,
                1,
                (1 - k1 / (double) w2) * added,
                maxGlobalBatch / (double) w1,
                leastIterations * w1,
                w2,
                b1,
                b2);
        boundSeconds = load + model.epochs() * epoch;
        boundUsd = usdPerMbSecond * (leastMemoryMb * w1 * load + model.epochs() * memoryEpoch)
                + model.epochs() * iterations * perIterationUsd;
        if (model.overCache()) {
            boundUsd += model.prices().services().rentUsd(boundSeconds * (1 - ROUNDING))
                    + model.prices().services().usdPerMovedMib()
                            * model.functionRounds()
                            * 2
                            * model.workload().dataMib();
        }
    }

    /** What an epoch takes at least, of time or of something that is proportional to it. */
    private double epochBound(
            double perSample,
            double perIterationLeast,
            double slope,
            double offset,
            double limit,
            double count,
            double one,
            double b1,
            double b2) {
        if (!model.drops()) {
            return least(samples, perSample, perIterationLeast, slope, offset, limit, count, one, b1, b2);
        }
        // ⌊D/B^g⌋ iterations are at least D/B^g − 1, of which no more than B^g_max/D is missing, and at least one.
        double kept = Math.max(0, 1 - (double) maxGlobalBatch / samples);
        double part = kept * least(samples, perSample, perIterationLeast, slope, offset, limit, 0, one, b1, b2);
        return Math.max(part, count * Math.max(0, perSample * b1 + perIterationLeast));
    }

    /**
     * The least value, for B from b1 to b2, of D·α·B·r + q·max(D·r, n) with r = max(1/(w·B + e), 1/g): the time of an epoch
     * of D samples in at least n iterations, whose global batch is at most w·B + e and at most g. For the cost everything is
     * counted once for each worker, iterations too.
     *
     * @param d samples, D
     * @param alpha α, above 0
     * @param q what an iteration takes beside its samples
     * @param w above 0
     * @param e at least 0
     * @param one what a single iteration counts at most
     */
    static double least(
            double d,
            double alpha,
            double q,
            double w,
            double e,
            double g,
            double n,
            double one,
            double b1,
            double b2) {
        if (q < 0) {
            // A short last iteration may take less than q says of a whole one: count one more than there may be.
            if (alpha * b1 + q < 0) {
                return 0;
            }
            double turn = Math.min(b2, Math.max(b1, (g - e) / w));
            double first = d * (alpha * b1 + q) * Math.max(1 / (w * b1 + e), 1 / g);
            double second = d * (alpha * turn + q) * Math.max(1 / (w * turn + e), 1 / g);
            return Math.max(0, Math.min(first, second) + one * q);
        }
        double limit = n > 0 ? Math.min(g, d / n) : g;
        double turn = Math.min(b2, Math.max(b1, (limit - e) / w));
        return Math.min(value(d, alpha, q, w, e, g, n, b1), value(d, alpha, q, w, e, g, n, turn));
    }

    private static double value(
            double d, double alpha, double q, double w, double e, double g, double n, double batch) {
        double r = Math.max(1 / (w * batch + e), 1 / g);
        return d * alpha * batch * r + q * Math.max(d * r, n);
    }

    private void searchBatches(Box box) {
        workers = box.firstWorkers;
        aggregators = box.firstAggregators;
        memory = box.memories.first();
        memoryMb = model.memoryMb(memory);
        model.at(workers, memory, aggregators);
        extra = others == NonAggregatorBatches.EQUAL ? 0 : model.extraSamples();
        alpha = a / (memoryMb + m);
        perIteration = alpha * b + model.communicationSeconds();
        loadSeconds = loadBound(workers, box.memories);
        usdPerIteration = usdPerIteration(workers, aggregators);
        int most = largestBatch(workers, aggregators, largestBatches[memory]);
        if (most >= batchStep) {
            searchBatches(batchStep, most);
        }
    }

    /** Searches the batches from b1 to b2 of the chosen workers, aggregators and memory. */
    private void searchBatches(int b1, int b2) {
        double added = aggregators < workers ? Math.max(0, Math.min(extra, largestBatches[memory] - b1)) : 0;
        bound(
                workers,
                workers,
                aggregators,
                added,
                b1,
                b2,
                alpha,
                perIteration,
                memoryMb * alpha,
                memoryMb * perIteration,
                memoryMb,
                loadSeconds,
                usdPerIteration);
        if (goal.isHopeless(boundSeconds * (1 - ROUNDING), boundUsd * (1 - ROUNDING))) {
            return;
        }
        if (b1 == b2) {
            evaluate(b1);
            return;
        }
        int middle = (b1 / batchStep + b2 / batchStep) / 2 * batchStep;
        // Larger batches first: they are mostly the better ones, and then cut the others.
        searchBatches(middle + batchStep, b2);
        searchBatches(b1, middle);
    }

    /** Looks at the plans with an aggregators' batch. */
    private void evaluate(int batch) {
        evaluated++;
        if (aggregators == workers) {
            evaluate(batch, batch);
            return;
        }
        long rest = (maxGlobalBatch - (long) aggregators * batch) / (workers - aggregators);
        int most = (int) Math.min(Math.min(batch + extra, largestBatches[memory]), (double) rest);
        switch (others) {
            case EQUAL -> evaluate(batch, batch);
            case BALANCED -> {
                evaluate(batch, batch);
                if (most > batch) {
                    evaluate(batch, most);
                }
            }
            case FREE -> {
                for (int other = most; other >= 1 && !isHopelessBelow(batch, other); other--) {
                    evaluate(batch, other);
                }
            }
        }
    }

    /** Whether no batch of the non-aggregators up to {@code other} can be wanted: they only make more iterations. */
    private boolean isHopelessBelow(int batch, int other) {
        double global = aggregators * (double) batch + (workers - aggregators) * (double) other;
        double iterations = model.drops() ? Math.max(1, Math.floor(samples / global)) : samples / global;
        double epoch = perIteration < 0
                ? iterations * (alpha * batch + perIteration) + perIteration
                : model.drops()
                        ? iterations * (alpha * batch + perIteration)
                        : iterations * alpha * batch + perIteration * Math.ceil(iterations);
        double seconds = loadSeconds + model.epochs() * epoch;
        double usd = usdPerMbSecond * memoryMb * workers * seconds + model.epochs() * iterations * usdPerIteration;
        return goal.isHopeless(seconds * (1 - ROUNDING), usd * (1 - ROUNDING));
    }

    private void evaluate(int batch, int other) {
        if (model.evaluate(batch, other) && goal.wants(model.seconds(), model.usd())) {
            goal.meet(new PricedPlan(
                    new Plan(workers, memoryMb, aggregators, batch, other), model.seconds(), model.usd()));
        }
    }
}
