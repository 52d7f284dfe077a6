package faastrain.provisioning;

import faastrain.provisioning.PlanSearch.Aggregators;
import faastrain.provisioning.Task.NonAggregatorBatches;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All K-Reduce plans of a task's grid, some of them: those with a number of workers between two, with any, one or only
 * aggregators. Every answer is exact, by {@link PlanSearch}.
 */
public final class KReduceSpace {
    /** Workers beyond which nobody is asked how many a deadline would need. */
    private static final int MOST_ASKED = 1000;

    private final Task task;
    private final int[] memoriesMb;
    private final int firstWorkers;
    private final int lastWorkers;
    private final Aggregators who;
    private final NonAggregatorBatches others;
    private long points;
    private long evaluated;

    KReduceSpace(Task task, int firstWorkers, int lastWorkers, Aggregators who, NonAggregatorBatches others) {
        this.task = task;
        this.memoriesMb = task.memoriesMb();
        this.firstWorkers = firstWorkers;
        this.lastWorkers = Math.min(lastWorkers, task.grid().mostWorkers());
        this.who = who;
        this.others = others;
    }

    /** All plans: any number of workers and aggregators. */
    public static KReduceSpace all(Task task) {
        return new KReduceSpace(task, 1, Integer.MAX_VALUE, Aggregators.ANY, task.others());
    }

    /** The cheapest plans that keep the constraints, so many of them, the cheapest first. */
    public List<PricedPlan> cheapest(int most) {
        Cheapest goal = new Cheapest(task.constraints().deadlineSeconds(), most);
        search(task.constraints().maxGlobalBatch(), goal);
        return goal.all();
    }

    /** The plan that takes the least time, whatever the deadline; empty where no plan fits. */
    public Optional<PricedPlan> fastest() {
        return fastest(task.constraints().maxGlobalBatch());
    }

    private Optional<PricedPlan> fastest(long maxGlobalBatch) {
        Fastest goal = new Fastest();
        search(maxGlobalBatch, goal);
        return goal.plan();
    }

    /**
     * The plans that no other beats in time and cost, the fastest first, whatever the deadline; those left out that are
     * cheaper than a faster one by less than the share {@code tolerance}.
     */
    public List<PricedPlan> front(double tolerance) {
        ParetoFront goal = new ParetoFront(tolerance);
        search(task.constraints().maxGlobalBatch(), goal);
        return goal.plans();
    }

    /** Points that the last search had to choose from. */
    public long points() {
        return points;
    }

    /** Points of which the last search computed a plan. */
    public long evaluated() {
        return evaluated;
    }

    private void search(long maxGlobalBatch, Goal goal) {
        points = 0;
        evaluated = 0;
        if (memoriesMb.length == 0) {
            return;
        }
        PlanSearch search = new PlanSearch(
                new KReduceModel(task.kReduce(), memoriesMb),
                task.batches(),
                task.grid().batchStep(),
                task.mostBatch(),
                maxGlobalBatch,
                who,
                others,
                goal);
        search.search(firstWorkers, lastWorkers);
        points = search.points(firstWorkers, lastWorkers);
        evaluated = search.evaluated();
    }

    /** The cheapest plan, or why there is none. */
    Outcome cheapest(String searched) {
        List<PricedPlan> best = cheapest(1);
        long all = points;
        long looked = evaluated;
        return best.isEmpty()
                ? Outcome.none(searched, all, looked, whyNone())
                : Outcome.of(Offer.functions(best.get(0)), searched, all, looked);
    }

    /** Why no plan keeps the constraints. */
    String whyNone() {
        Optional<PricedPlan> fastest = fastest();
        if (fastest.isEmpty()) {
            return whyNothingFits();
        }
        int step = task.grid().batchStep();
        long allowed = Math.min(lastWorkers, task.constraints().maxGlobalBatch() / step);
        String slowest = "the fastest takes " + seconds(fastest.get().seconds()) + " s";
        if (firstWorkers == lastWorkers) {
            return slowest;
        }
        Optional<Integer> needed = fewestWorkers();
        if (needed.isEmpty()) {
            return slowest + ", and no larger global batch with up to "
                    + Math.min(MOST_ASKED, task.grid().mostWorkers()) + " workers meets this deadline";
        }
        return needed.get() > allowed
                ? "needs at least " + needed.get() + " workers for this deadline; the global batch allows " + allowed
                        + " (of " + step + " samples each; " + slowest + ")"
                : "needs a global batch of at least " + leastGlobalBatch() + " for this deadline; "
                        + task.constraints().maxGlobalBatch() + " are allowed (" + slowest + ")";
    }

    /** Why there is no plan at all, whatever the deadline. */
    public String whyNothingFits() {
        int step = task.grid().batchStep();
        if (memoriesMb.length == 0) {
            return "no memory of the grid has a computing time: eq. 4 needs M + m > 0, and m is "
                    + task.workload().compute().m();
        }
        if (task.constraints().maxGlobalBatch() < step) {
            int finer = Integer.highestOneBit((int) task.constraints().maxGlobalBatch());
            return "the global batch may have " + task.constraints().maxGlobalBatch()
                    + " samples and the smallest batch of the grid has " + step + "; a batch step of " + finer
                    + " (--batch-step " + finer + ") makes smaller ones";
        }
        if (task.mostBatch() < step) {
            return "batches of at most " + task.mostBatch() + " are allowed and the smallest of the grid is " + step;
        }
        int largest = memoriesMb[memoriesMb.length - 1];
        if (task.batches().largest(largest) < step) {
            return "no memory fits a batch of " + step + ": training with it needs "
                    + (long) Math.ceil(task.batches().neededMb(step)) + " MB and functions have at most " + largest
                    + " MB";
        }
        long workers = task.constraints().maxGlobalBatch() / step;
        if (workers < firstWorkers) {
            return "needs at least " + firstWorkers + " workers of " + step + " samples each; the global batch of "
                    + task.constraints().maxGlobalBatch() + " allows " + workers;
        }
        int shards = new KReduceModel(task.kReduce(), memoriesMb).leastAggregators();
        return "the channel takes no shard of this model unless there are at least " + shards
                + " aggregators, and this pattern and the global batch do not allow as many; with a larger"
                + " cache.max-value fewer do";
    }

    /** The fewest workers that keep the deadline when the global batch is as large as they can make it. */
    private Optional<Integer> fewestWorkers() {
        int enough = Math.min(MOST_ASKED, task.grid().mostWorkers());
        if (!upTo(enough).meets(enough * largestBatch())) {
            return Optional.empty();
        }
        int below = firstWorkers - 1;
        while (enough - below > 1) {
            int middle = (below + enough) / 2;
            if (upTo(middle).meets(middle * largestBatch())) {
                enough = middle;
            } else {
                below = middle;
            }
        }
        return Optional.of(enough);
    }

    private KReduceSpace upTo(int workers) {
        return new KReduceSpace(task, firstWorkers, workers, who, others);
    }

    private long largestBatch() {
        long fits = task.batches().largest(memoriesMb[memoriesMb.length - 1]);
        return Math.min(task.workload().samples(), fits);
    }

    /** The least global batch with which the deadline is kept, where there is one. */
    private long leastGlobalBatch() {
        long below = task.constraints().maxGlobalBatch();
        long enough = below;
        do {
            below = enough;
            enough *= 2;
        } while (!meets(enough));
        while (enough - below > 1) {
            long middle = (below + enough) / 2;
            if (meets(middle)) {
                enough = middle;
            } else {
                below = middle;
            }
        }
        return enough;
    }

    private boolean meets(long maxGlobalBatch) {
        return fastest(maxGlobalBatch)
                .filter(plan -> plan.seconds() <= task.constraints().deadlineSeconds())
                .isPresent();
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%,.0f", seconds);
    }
}
