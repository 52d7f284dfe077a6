package faastrain.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.analytic.FasDl;
import faastrain.model.Job;
import faastrain.model.Plan;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The model of many plans against {@link FasDl} itself. */
class KReduceModelTest {
    @Provide
    Arbitrary<Task> tasks() {
        return AnyTasks.small();
    }

    @Property(tries = 200)
    void aPlanIsPricedAsTheClosedFormSaysToTheLastBit(@ForAll("tasks") Task task) {
        List<PricedPlan> plans = Enumeration.of(task);
        int[] memories = task.memoriesMb();
        for (PricedPlan expected : plans) {
            KReduceModel model = new KReduceModel(task.kReduce(), memories);
            Plan plan = expected.plan();
            int memory = 0;
            while (memories[memory] != plan.memoryMb()) {
                memory++;
            }
            model.at(plan.workers(), memory, plan.aggregators());

            assertThat(model.evaluate(plan.aggregatorBatch(), plan.nonAggregatorBatch()))
                    .isTrue();
            assertThat(model.seconds()).isEqualTo(expected.seconds());
            assertThat(model.usd()).isEqualTo(expected.usd());
        }
    }

    @Property(tries = 200)
    void eq16AddsAsManySamplesAsTheClosedFormSays(@ForAll("tasks") Task task) {
        int[] memories = task.memoriesMb();
        for (int memory = 0; memory < memories.length; memory++) {
            KReduceModel model = new KReduceModel(task.kReduce(), memories);
            for (int workers = 2; workers < 6; workers++) {
                model.at(workers, memory, 1);
                Job job = task.kReduce().of(new Plan(workers, memories[memory], 1, 7, 7));

                assertThat(model.extraSamples()).isEqualTo(exactExtra(job));
            }
        }
    }

    private static double exactExtra(Job job) {
        return Math.floor(FasDl.aggregateSeconds(job)
                * (job.plan().memoryMb() + job.workload().compute().m())
                / job.workload().compute().a());
    }

    @Property(tries = 50)
    void aPlanThatLeavesNoIterationIsNone(@ForAll("tasks") Task task) {
        int[] memories = task.memoriesMb();
        if (memories.length == 0) {
            return;
        }
        Job job = task.kReduce().of(new Plan(1, memories[0], 1, 1, 1));
        KReduceModel model = new KReduceModel(task.kReduce(), memories);
        model.at(1, 0, 1);
        int tooLarge = (int) task.workload().samples() + 1;

        boolean priced = model.evaluate(tooLarge, tooLarge);

        assertThat(priced)
                .isEqualTo(Trained.hasIterations(job.withPlan(new Plan(1, memories[0], 1, tooLarge, tooLarge)))
                        && lastComputes(task));
    }

    private static boolean lastComputes(Task task) {
        return task.workload().samples() + task.workload().compute().b() > 0;
    }
}
