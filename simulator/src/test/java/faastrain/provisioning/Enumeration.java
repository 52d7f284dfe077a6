package faastrain.provisioning;

import faastrain.analytic.FasDl;
import faastrain.analytic.Prediction;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.scenario.LastBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Every K-Reduce plan of a task's grid, one after the other, each with what {@link FasDl#predict} says. */
final class Enumeration {
    private Enumeration() {}

    static List<PricedPlan> of(Task task) {
        List<PricedPlan> plans = new ArrayList<>();
        double m = task.workload().compute().m();
        for (int memoryMb = 1; memoryMb <= task.grid().mostMemoryMb(); memoryMb++) {
            boolean onGrid = memoryMb >= task.grid().leastMemoryMb()
                    && memoryMb % task.grid().memoryStepMb() == 0;
            if (!onGrid || !(memoryMb + m > 0)) {
                continue;
            }
            int fits = task.batches().largest(memoryMb);
            for (int workers = 1; workers <= task.grid().mostWorkers(); workers++) {
                for (int k = 1; k <= workers; k++) {
                    for (int batch = task.grid().batchStep();
                            batch
                                    <= Math.min(
                                            Math.min(fits, task.mostBatch()),
                                            task.constraints().maxGlobalBatch());
                            batch += task.grid().batchStep()) {
                        for (int other : others(task, workers, memoryMb, k, batch, fits)) {
                            add(task, new Plan(workers, memoryMb, k, batch, other), plans);
                        }
                    }
                }
            }
        }
        return plans;
    }

    /** Points (W, M, K, B^a) of the grid that the batches and the global batch leave. */
    static long points(Task task) {
        long points = 0;
        double m = task.workload().compute().m();
        for (int memoryMb : task.grid().memoriesMb()) {
            for (int workers = 1; memoryMb + m > 0 && workers <= task.grid().mostWorkers(); workers++) {
                for (int k = 1; k <= workers; k++) {
                    long rest = task.constraints().maxGlobalBatch()
                            - (task.others() == Task.NonAggregatorBatches.FREE ? workers - k : 0);
                    long share = task.others() == Task.NonAggregatorBatches.FREE ? k : workers;
                    long most = Math.min(Math.min(task.batches().largest(memoryMb), task.mostBatch()), rest / share);
                    boolean taken = workers == 1
                            || !(task.kReduce()
                                            .of(new Plan(workers, memoryMb, k, 1, 1))
                                            .exchange()
                                            .channel()
                                    instanceof Channel.Cache cache)
                            || task.workload().modelMib() / k <= cache.maxValueMib();
                    points += taken ? Math.max(0, most / task.grid().batchStep()) : 0;
                }
            }
        }
        return points;
    }

    /** The batches of the non-aggregators that the task allows. */
    private static Iterable<Integer> others(Task task, int workers, int memoryMb, int k, int batch, int fits) {
        TreeSet<Integer> others = new TreeSet<>();
        others.add(batch);
        if (k == workers) {
            return others;
        }
        Job equal = task.kReduce().of(new Plan(workers, memoryMb, k, batch, batch));
        long rest = (task.constraints().maxGlobalBatch() - (long) k * batch) / (workers - k);
        int most = (int) Math.min(Math.min(FasDl.balancedBatch(equal), fits), rest);
        switch (task.others()) {
            case EQUAL -> {}
            case BALANCED -> others.add(Math.max(most, batch));
            case FREE -> {
                for (int other = 1; other <= most; other++) {
                    others.add(other);
                }
            }
        }
        return others;
    }

    private static void add(Task task, Plan plan, List<PricedPlan> plans) {
        Job job = task.kReduce().of(plan);
        double b = task.workload().compute().b();
        boolean computes = plan.aggregatorBatch() + b > 0 && plan.nonAggregatorBatch() + b > 0;
        boolean fits = plan.globalBatch() <= task.constraints().maxGlobalBatch();
        boolean trains = job.last() == LastBatch.SHORT
                || plan.globalBatch() <= task.workload().samples();
        boolean taken = plan.workers() == 1
                || !(job.exchange().channel() instanceof Channel.Cache cache)
                || job.shardMib() <= cache.maxValueMib();
        if (computes && fits && trains && taken && computesLast(job, b)) {
            Prediction prediction = FasDl.predict(job);
            plans.add(new PricedPlan(plan, prediction.timeSeconds(), prediction.costUsd()));
        }
    }

    /** Whether eq. 4 has a meaning for an aggregator's part of a short last batch. */
    private static boolean computesLast(Job job, double b) {
        return job.schedule().lastSamples() == 0 || job.schedule().lastBatch(0) + b > 0;
    }
}
