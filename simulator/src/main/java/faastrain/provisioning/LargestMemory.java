package faastrain.provisioning;

import faastrain.model.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * LambdaML's practice: a fixed number of functions, each with the largest memory there is, that use the global batch up;
 * AllReduce or ScatterReduce, whichever is cheaper of those that meet the deadline, or faster where neither does. LambdaML
 * (SIGMOD 2021) trains its deep networks with 10 functions of 3,008 MB, then the largest.
 */
final class LargestMemory implements Strategy {
    @Override
    public Outcome plan(Task task) {
        int workers = task.fixedWorkers();
        int[] memories = task.memoriesMb();
        String searched = "W = " + workers + ", the largest memory, the largest batch, K = 1 and K = W";
        if (memories.length == 0 || workers > task.grid().mostWorkers()) {
            return Outcome.none(searched, 0, 0, "the grid has no " + workers + " workers of a memory that computes");
        }
        int memory = memories[memories.length - 1];
        int batch = task.largestBatch(memory, task.constraints().maxGlobalBatch() / workers);
        if (batch == 0) {
            return Outcome.none(
                    searched,
                    0,
                    0,
                    workers + " workers with the smallest batch of "
                            + task.grid().batchStep() + " need a global batch of "
                            + (long) workers * task.grid().batchStep() + "; "
                            + task.constraints().maxGlobalBatch() + " are allowed, and "
                            + task.batches().largest(memory) + " fit a function");
        }
        KReduceModel model = new KReduceModel(task.kReduce(), new int[] {memory});
        List<PricedPlan> plans = new ArrayList<>();
        for (int k : workers == 1 ? new int[] {1} : new int[] {1, workers}) {
            model.at(workers, 0, k);
            if (k >= model.leastAggregators() && model.evaluate(batch, batch)) {
                plans.add(new PricedPlan(new Plan(workers, memory, k, batch, batch), model.seconds(), model.usd()));
            }
        }
        double deadline = task.constraints().deadlineSeconds();
        Optional<PricedPlan> best =
                plans.stream().filter(plan -> plan.seconds() <= deadline).min(PricedPlan.CHEAPER);
        if (best.isPresent()) {
            return Outcome.of(Offer.functions(best.get()), searched, 2, plans.size());
        }
        return Outcome.none(
                searched,
                2,
                plans.size(),
                plans.stream()
                        .min(PricedPlan.FASTER)
                        .map(plan -> "takes " + KReduceSpace.seconds(plan.seconds()) + " s")
                        .orElse("the channel takes no shard of this model with K = 1 or K = " + workers));
    }
}
