package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.communication.KReduce;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.AffineCurve;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rounds of an object are there, and who is woken. A worker that is woken asks for the time of its transfer. */
class ObjectTableTest {
    private final List<Integer> woken = new ArrayList<>();
    private final Worker[] workers = training().workers();
    private final ObjectTable table = new ObjectTable(new KReduce(6, 2, Counting.PAPER), workers.length);

    private Training training() {
        TransferFactors recording = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                woken.add(worker);
                return 1;
            }

            @Override
            public double downloadFactor(int worker) {
                woken.add(worker);
                return 1;
            }
        };
        RunListener nobody = new RunListener() {
            @Override
            public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

            @Override
            public void functionEnded(int epoch, int worker, double start, double end, PhaseSeconds phases) {}
        };
        AffineCurve curve = new AffineCurve(0, 1);
        Job job = new Job(
                Jobs.workload(1, 1, 100, 1, 1, 1),
                new Plan(6, 1000, 2, 5, 5),
                new FunctionLink(curve, curve, 0, 0),
                Jobs.PRICES,
                1,
                ProtocolKind.BSP,
                Counting.PAPER,
                LastBatch.SHORT);
        return new Training(job, recording, nobody);
    }

    @Test
    void nothingIsWrittenAtFirst() {
        assertThat(table.isComplete(0, 1)).isFalse();
    }

    @Test
    void aWrittenRoundStandsForItselfAndThoseBefore() {
        table.write(1, 2, workers);
        assertThat(table.isComplete(1, 1)).isTrue();
        assertThat(table.isComplete(1, 2)).isTrue();
        assertThat(table.isComplete(1, 3)).isFalse();
        assertThat(table.isComplete(0, 1)).isFalse();
        assertThat(table.isComplete(2, 1)).isFalse();
    }

    @Test
    void anEarlierRoundThatComesLateTakesNothingBack() {
        table.write(1, 5, workers);
        table.write(1, 4, workers);
        assertThat(table.isComplete(1, 5)).isTrue();
    }

    @Test
    void whoWaitsIsWokenFirstComeFirstAndOnce() {
        for (int worker : new int[] {3, 0, 5, 1}) {
            table.await(2, 1, worker);
        }
        table.write(2, 1, workers);
        assertThat(woken).containsExactly(3, 0, 5, 1);
        table.write(2, 2, workers);
        assertThat(woken).hasSize(4);
    }

    @Test
    void anotherObjectWakesNobody() {
        table.await(0, 1, 4);
        table.write(1, 1, workers);
        assertThat(woken).isEmpty();
        table.write(0, 1, workers);
        assertThat(woken).containsExactly(4);
    }

    @Test
    void whoNeedsALaterRoundGoesOnWaitingInHisPlace() {
        table.await(0, 3, 5);
        table.await(0, 1, 2);
        table.await(0, 2, 4);
        table.await(0, 3, 1);
        table.write(0, 1, workers);
        assertThat(woken).containsExactly(2);
        table.write(0, 2, workers);
        assertThat(woken).containsExactly(2, 4);
        table.write(0, 3, workers);
        assertThat(woken).containsExactly(2, 4, 5, 1);
    }

    @Test
    void aLaterRoundServesWhoWaitsForAnEarlierOne() {
        table.await(0, 1, 2);
        table.write(0, 7, workers);
        assertThat(woken).containsExactly(2);
    }
}
