package faastrain.provisioning;

import faastrain.analytic.LambdaDnn;
import faastrain.analytic.Prediction;
import faastrain.model.Plan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * λDNN's provisioner (Xu et al., IEEE Trans. Computers 71(2), 2022; code {@code icloud-ecnu/lambdadnn}, Predictor.py), for
 * functions with a parameter server: for each memory, in rising steps of 64 MB up to 3,008 MB, the smallest n that meets the
 * deadline, first with the local batch b_l held fixed, then, past n &gt; b_g,max/b_l, with the global batch held at b_g,max;
 * the cheapest is kept.
 *
 * <p>Declared deviations. The local batch is a user's in λDNN; here it is the largest that fits the memory and the global
 * batch. n goes on beyond the 16 functions at which the published loop ends. Where no plan of up to 3,008 MB meets the
 * deadline, the memory goes on to the largest that functions have, as FasDL's comparison does (its Table IV gives λDNN up
 * to 10,240 MB).
 */
final class LambdaDnnProvisioner implements Strategy {
    private static final int MEMORY_STEP = 64;
    private static final int PUBLISHED_MOST_MEMORY = 3008;

    @Override
    public Outcome plan(Task task) {
        if (task.parameterServer().isEmpty()) {
            return Outcome.none("nothing", 0, 0, "the platform has no rates or prices of a parameter server");
        }
        return new Run(task, task.parameterServer().get()).plan();
    }

    /** One search. */
    private static final class Run {
        private final Task task;
        private final Trainings trainings;
        private final Cheapest best;
        private @Nullable PricedPlan fastest;
        private long evaluated;

        Run(Task task, Trainings trainings) {
            this.task = task;
            this.trainings = trainings;
            this.best = new Cheapest(task.constraints().deadlineSeconds(), 1);
        }

        Outcome plan() {
            int largest = task.grid().mostMemoryMb();
            int published = Math.min(PUBLISHED_MOST_MEMORY, largest);
            look(task.grid().leastMemoryMb(), published);
            boolean beyond = best.first().isEmpty() && largest > published;
            if (beyond) {
                look(published + 1, largest);
            }
            String searched = "M in steps of " + MEMORY_STEP + " MB up to " + (beyond ? largest : published)
                    + " MB, the smallest n for each"
                    + (beyond ? "; nothing met the deadline with the published " + published + " MB" : "");
            Optional<PricedPlan> plan = best.first();
            return plan.isPresent()
                    ? Outcome.of(
                            new Offer(Offer.Kind.PARAMETER_SERVER, Optional.empty(), plan.get()),
                            searched,
                            evaluated,
                            evaluated)
                    : Outcome.none(searched, evaluated, evaluated, whyNone(largest));
        }

        private String whyNone(int largest) {
            return fastest == null
                    ? "no memory up to " + largest + " MB fits a sample"
                    : "the server's bandwidth is shared and the global batch held at "
                            + task.constraints().maxGlobalBatch() + ": the fastest takes "
                            + KReduceSpace.seconds(fastest.seconds()) + " s, with "
                            + fastest.plan().workers() + " functions of "
                            + fastest.plan().memoryMb() + " MB";
        }

        private void look(int fromMb, int toMb) {
            Grid memories = task.grid().withMemory(MEMORY_STEP, toMb);
            for (int memoryMb : task.withGrid(memories).memoriesMb()) {
                long maxGlobalBatch = task.constraints().maxGlobalBatch();
                long local = Math.min(maxGlobalBatch, task.batches().largest(memoryMb));
                if (memoryMb >= fromMb && local >= 1) {
                    smallest(memoryMb, local);
                }
            }
        }

        /** The smallest number of functions of a memory that meets the deadline. */
        private void smallest(int memoryMb, long local) {
            long maxGlobalBatch = task.constraints().maxGlobalBatch();
            long most = Math.min(maxGlobalBatch, task.grid().mostWorkers());
            for (int workers = 1; workers <= most; workers++) {
                int batch = (int) Math.min(local, maxGlobalBatch / workers);
                PricedPlan plan = priced(new Plan(workers, memoryMb, workers, batch, batch));
                if (plan == null) {
                    continue;
                }
                if (fastest == null || PricedPlan.FASTER.compare(plan, fastest) < 0) {
                    fastest = plan;
                }
                if (plan.seconds() <= task.constraints().deadlineSeconds()) {
                    best.meet(plan);
                    return;
                }
            }
        }

        /** The plan with what λDNN's closed form says; null where no iteration is left or eq. 4 has no meaning. */
        private @Nullable PricedPlan priced(Plan plan) {
            boolean computes =
                    plan.aggregatorBatch() + task.workload().compute().b() > 0;
            if (!computes || !Trained.hasIterations(trainings.of(plan))) {
                return null;
            }
            evaluated++;
            Prediction prediction = LambdaDnn.predict(trainings.of(plan));
            return new PricedPlan(plan, prediction.timeSeconds(), prediction.costUsd());
        }
    }
}
