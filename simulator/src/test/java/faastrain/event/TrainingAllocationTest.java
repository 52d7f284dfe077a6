package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.AffineCurve;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a run costs in memory. */
class TrainingAllocationTest {
    private static final RunListener NOBODY = new RunListener() {
        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

        @Override
        public void functionEnded(int epoch, int worker, double start, double end, PhaseSeconds phases) {}
    };

    @Test
    void moreEpochsAllocateNothingMore() {
        for (int warmUp = 0; warmUp < 5; warmUp++) {
            allocated(40);
        }
        long few = Long.MAX_VALUE;
        long many = Long.MAX_VALUE;
        // The least of several, since the virtual machine allocates for itself now and then.
        for (int round = 0; round < 5; round++) {
            few = Math.min(few, allocated(4));
            many = Math.min(many, allocated(40));
        }
        long events = 36 * eventsOfAnEpoch();
        assertThat((many - few) / (double) events).isLessThan(0.01);
    }

    private static long allocated(int epochs) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        new Training(job(epochs), TransferFactors.EXACT, NOBODY).run();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static long eventsOfAnEpoch() {
        Training training = new Training(job(1), TransferFactors.EXACT, NOBODY);
        training.run();
        return training.events();
    }

    private static Job job(int epochs) {
        AffineCurve curve = new AffineCurve(0.05, 80);
        return new Job(
                Jobs.workload(97.49, 163, 50_000, 37.19, 12.48, -111.46),
                new Plan(7, 1536, 4, 128, 170),
                new FunctionLink(curve, curve, 0, 0),
                Jobs.PRICES,
                epochs,
                ProtocolKind.HAP,
                Counting.PAPER,
                LastBatch.SHORT);
    }
}
