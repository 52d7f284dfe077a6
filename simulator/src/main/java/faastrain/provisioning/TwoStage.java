package faastrain.provisioning;

import faastrain.model.Plan;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * FasDL's two-stage search. Stage 1 chooses W, M and B^a with K = W (ScatterReduce) under the relaxed constraints
 * T ≤ T_con/δ and B^g ≤ δ·B^g_max: for each W and B^a the memory falls until the time is too long, and the cheapest is
 * kept. Stage 2 chooses K, from W down to 1, and B^n for them, under the constraints themselves. Both are repeated for δ of
 * 0.6, 0.7, 0.8, 0.9 and 1, and the cheapest plan is kept (models.md, section 1, after the paper; the published optimizer
 * has one B^a = b/(1/γ − 1), lets the memory rise to the first that meets the deadline, lowers K as long as the time falls,
 * and has no δ).
 */
final class TwoStage implements Strategy {
    /** δ in tenths, so that δ·B^g_max is whole where it is. */
    private static final List<Integer> TENTHS = List.of(6, 7, 8, 9, 10);

    @Override
    public Outcome plan(Task asked) {
        return new Run(new PublishedRanges(asked)).plan();
    }

    /** One search. */
    private static final class Run {
        private final PublishedRanges ranges;
        private final Task task;
        private final int[] memories;
        private final Cheapest best;
        private long evaluated;

        Run(PublishedRanges ranges) {
            this.ranges = ranges;
            this.task = ranges.task();
            this.memories = ranges.memoriesMb();
            this.best = new Cheapest(task.constraints().deadlineSeconds(), 1);
        }

        Outcome plan() {
            String searched = ranges.inWords() + " with K = W, then K; for each δ of 0.6 to 1";
            if (memories.length == 0 || ranges.mostWorkers() < 2) {
                return Outcome.none(searched, 0, 0, ranges.whyNone());
            }
            KReduceModel model = new KReduceModel(task.kReduce(), memories);
            for (int tenths : TENTHS) {
                PricedPlan first = firstStage(model, tenths);
                if (first != null) {
                    secondStage(model, first.plan());
                }
            }
            Optional<PricedPlan> plan = best.first();
            if (plan.isPresent()) {
                return Outcome.of(Offer.functions(plan.get()), searched, points(model), evaluated);
            }
            String reason = ranges.whyNone();
            return Outcome.none(
                    searched,
                    points(model),
                    evaluated,
                    new BruteForce().plan(task).feasible()
                            ? "its two stages miss the plans that there are: brute-force finds one"
                            : reason);
        }

        /** What the brute force would have to look at. */
        private long points(KReduceModel model) {
            long points = 0;
            for (int workers = 2; workers <= ranges.mostWorkers(); workers++) {
                for (int memory : memories) {
                    points += Math.max(0, workers - model.leastAggregators() + 1)
                            * ranges.batches(workers, memory, task.constraints().maxGlobalBatch())
                                    .count();
                }
            }
            return points;
        }

        private @Nullable PricedPlan firstStage(KReduceModel model, int tenths) {
            double deadline = task.constraints().deadlineSeconds() * 10 / tenths;
            long maxGlobalBatch = task.constraints().maxGlobalBatch() * tenths / 10;
            Cheapest cheapest = new Cheapest(deadline, 1);
            for (int workers = Math.max(2, model.leastAggregators()); workers <= ranges.mostWorkers(); workers++) {
                int largest = memories[memories.length - 1];
                PrimitiveIterator.OfInt batches =
                        ranges.batches(workers, largest, maxGlobalBatch).iterator();
                while (batches.hasNext()) {
                    fallingMemory(model, workers, batches.nextInt(), deadline, cheapest);
                }
            }
            return cheapest.first().orElse(null);
        }

        /** Lets the memory fall until a batch does not fit any more or the time is too long: it only grows. */
        private void fallingMemory(KReduceModel model, int workers, int batch, double deadline, Cheapest cheapest) {
            for (int memory = memories.length - 1; memory >= 0; memory--) {
                if (task.batches().largest(memories[memory]) < batch) {
                    return;
                }
                model.at(workers, memory, workers);
                evaluated++;
                if (!model.evaluate(batch, batch) || model.seconds() > deadline) {
                    return;
                }
                if (cheapest.wants(model.seconds(), model.usd())) {
                    cheapest.meet(new PricedPlan(
                            new Plan(workers, memories[memory], workers, batch, batch), model.seconds(), model.usd()));
                }
            }
        }

        private void secondStage(KReduceModel model, Plan chosen) {
            int memory = 0;
            while (memories[memory] != chosen.memoryMb()) {
                memory++;
            }
            int batch = chosen.aggregatorBatch();
            for (int k = chosen.workers(); k >= model.leastAggregators(); k--) {
                model.at(chosen.workers(), memory, k);
                int other = ranges.otherBatch(model, chosen.workers(), chosen.memoryMb(), k, batch);
                evaluated++;
                if (model.evaluate(batch, other) && best.wants(model.seconds(), model.usd())) {
                    best.meet(new PricedPlan(
                            new Plan(chosen.workers(), chosen.memoryMb(), k, batch, other),
                            model.seconds(),
                            model.usd()));
                }
            }
        }
    }
}
