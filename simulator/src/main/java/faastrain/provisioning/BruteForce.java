package faastrain.provisioning;

import faastrain.model.Plan;
import java.util.Optional;
import java.util.PrimitiveIterator;

/** FasDL's brute force: every (W, M, B^a, K) that the pruning of ranges leaves, B^n by eq. 16 (FasDL, section on eq. 12). */
final class BruteForce implements Strategy {
    @Override
    public Outcome plan(Task asked) {
        PublishedRanges ranges = new PublishedRanges(asked);
        Task task = ranges.task();
        Cheapest best = new Cheapest(task.constraints().deadlineSeconds(), 1);
        String searched = ranges.inWords() + ", every K";
        int[] memories = ranges.memoriesMb();
        if (memories.length == 0 || ranges.mostWorkers() < 2) {
            return Outcome.none(searched, 0, 0, ranges.whyNone());
        }
        KReduceModel model = new KReduceModel(task.kReduce(), memories);
        long points = 0;
        for (int workers = 2; workers <= ranges.mostWorkers(); workers++) {
            for (int memory = 0; memory < memories.length; memory++) {
                for (int k = workers; k >= model.leastAggregators(); k--) {
                    model.at(workers, memory, k);
                    PrimitiveIterator.OfInt batches = ranges.batches(
                                    workers,
                                    memories[memory],
                                    task.constraints().maxGlobalBatch())
                            .iterator();
                    while (batches.hasNext()) {
                        int batch = batches.nextInt();
                        points++;
                        int other = ranges.otherBatch(model, workers, memories[memory], k, batch);
                        if (model.evaluate(batch, other) && best.wants(model.seconds(), model.usd())) {
                            best.meet(new PricedPlan(
                                    new Plan(workers, memories[memory], k, batch, other),
                                    model.seconds(),
                                    model.usd()));
                        }
                    }
                }
            }
        }
        long all = points;
        Optional<PricedPlan> plan = best.first();
        return plan.isEmpty()
                ? Outcome.none(searched, all, all, ranges.whyNone())
                : Outcome.of(Offer.functions(plan.get()), searched, all, all);
    }
}
