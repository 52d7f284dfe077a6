package faastrain.provisioning;

import faastrain.analytic.LambdaMl;
import faastrain.analytic.Prediction;
import faastrain.model.Job;
import faastrain.model.Plan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * LambdaML's alternative to functions: virtual machines in a ring (IaaS(w)). The cheapest type and number of machines that
 * meet the deadline, with the largest equal batches that the global batch allows. Whether a batch fits the memory of a
 * machine is not known.
 */
final class VirtualMachines implements Strategy {
    @Override
    public Outcome plan(Task task) {
        @Nullable Offer best = null;
        @Nullable Offer fastest = null;
        long evaluated = 0;
        String searched = "every type of machine that has a price and is not burstable ("
                + String.join(
                        ", ",
                        task.machines().stream().map(Task.Machines::instance).toList())
                + "), every W, the largest batch";
        int step = task.grid().batchStep();
        long maxGlobalBatch = task.constraints().maxGlobalBatch();
        for (Task.Machines machines : task.machines()) {
            for (int workers = 1; workers <= Math.min(task.grid().mostWorkers(), maxGlobalBatch / step); workers++) {
                int batch = (int) (maxGlobalBatch / workers / step * step);
                boolean computes = batch + task.workload().compute().b() > 0
                        && machines.memoryMb() + task.workload().compute().m() > 0;
                if (!computes) {
                    continue;
                }
                Plan plan = new Plan(workers, machines.memoryMb(), workers, batch, batch);
                Job job = machines.trainings().of(plan);
                if (!Trained.hasIterations(job)) {
                    continue;
                }
                evaluated++;
                Prediction prediction = LambdaMl.iaas(job);
                Offer offer = new Offer(
                        Offer.Kind.MACHINES,
                        Optional.of(machines.instance()),
                        new PricedPlan(plan, prediction.timeSeconds(), prediction.costUsd()));
                boolean meets = prediction.timeSeconds() <= task.constraints().deadlineSeconds();
                if (meets && (best == null || PricedPlan.CHEAPER.compare(offer.priced(), best.priced()) < 0)) {
                    best = offer;
                }
                if (fastest == null || PricedPlan.FASTER.compare(offer.priced(), fastest.priced()) < 0) {
                    fastest = offer;
                }
            }
        }
        if (best != null) {
            return Outcome.of(best, searched, evaluated, evaluated);
        }
        return Outcome.none(
                searched,
                evaluated,
                evaluated,
                fastest == null
                        ? "no type of machine and no batch computes this workload"
                        : "the fastest takes "
                                + KReduceSpace.seconds(fastest.priced().seconds()) + " s, with "
                                + fastest.priced().plan().workers() + " of "
                                + fastest.instance().orElseThrow());
    }
}
