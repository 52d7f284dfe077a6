package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.communication.KReduce;
import faastrain.scenario.Counting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rounds of an object are there, and who is woken. */
class ObjectTableTest {
    private final List<Integer> woken = new ArrayList<>();
    private final ObjectTable table = new ObjectTable(new KReduce(6, 2, Counting.PAPER), 6, woken::add);

    private void write(int object, int version) {
        table.write(object, version, 0);
        table.wake(object);
    }

    @Test
    void nothingIsWrittenAtFirst() {
        assertThat(table.isComplete(0, 1)).isFalse();
    }

    @Test
    void aWrittenRoundStandsForItselfAndThoseBefore() {
        write(1, 2);
        assertThat(table.isComplete(1, 1)).isTrue();
        assertThat(table.isComplete(1, 2)).isTrue();
        assertThat(table.isComplete(1, 3)).isFalse();
        assertThat(table.isComplete(0, 1)).isFalse();
        assertThat(table.isComplete(2, 1)).isFalse();
    }

    @Test
    void anEarlierRoundThatComesLateTakesNothingBack() {
        write(1, 5);
        write(1, 4);
        assertThat(table.isComplete(1, 5)).isTrue();
    }

    @Test
    void whoWaitsIsWokenFirstComeFirstAndOnce() {
        for (int worker : new int[] {3, 0, 5, 1}) {
            table.await(2, 1, worker);
        }
        write(2, 1);
        assertThat(woken).containsExactly(3, 0, 5, 1);
        write(2, 2);
        assertThat(woken).hasSize(4);
    }

    @Test
    void anotherObjectWakesNobody() {
        table.await(0, 1, 4);
        write(1, 1);
        assertThat(woken).isEmpty();
        write(0, 1);
        assertThat(woken).containsExactly(4);
    }

    @Test
    void whoNeedsALaterRoundGoesOnWaitingInHisPlace() {
        table.await(0, 3, 5);
        table.await(0, 1, 2);
        table.await(0, 2, 4);
        table.await(0, 3, 1);
        write(0, 1);
        assertThat(woken).containsExactly(2);
        write(0, 2);
        assertThat(woken).containsExactly(2, 4);
        write(0, 3);
        assertThat(woken).containsExactly(2, 4, 5, 1);
    }

    @Test
    void aLaterRoundServesWhoWaitsForAnEarlierOne() {
        table.await(0, 1, 2);
        write(0, 7);
        assertThat(woken).containsExactly(2);
    }
}
