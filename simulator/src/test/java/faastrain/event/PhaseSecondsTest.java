package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Seconds by phase. */
class PhaseSecondsTest {
    @Test
    void bookingsOnAPhaseAddUpAndTouchNoOther() {
        PhaseSeconds seconds = new PhaseSeconds();
        seconds.add(Phase.WAIT, 1.5);
        seconds.add(Phase.WAIT, 2);
        seconds.add(Phase.RETRY, 4);
        assertThat(seconds.get(Phase.WAIT)).isEqualTo(3.5);
        assertThat(seconds.get(Phase.RETRY)).isEqualTo(4);
        assertThat(seconds.get(Phase.STARTUP)).isZero();
        assertThat(seconds.total()).isEqualTo(7.5);
    }

    @Test
    void addingAllOfAnotherLeavesTheOther() {
        PhaseSeconds sum = new PhaseSeconds();
        sum.add(Phase.LOAD, 1);
        PhaseSeconds other = new PhaseSeconds();
        other.add(Phase.LOAD, 2);
        other.add(Phase.COMPUTE, 3);
        sum.addAll(other);
        assertThat(sum.get(Phase.LOAD)).isEqualTo(3);
        assertThat(sum.get(Phase.COMPUTE)).isEqualTo(3);
        assertThat(other.total()).isEqualTo(5);
    }

    @Test
    void aCopyKeepsWhatItWasAndTheOriginalCanBeCleared() {
        PhaseSeconds original = new PhaseSeconds();
        original.add(Phase.UPLOAD, 2);
        PhaseSeconds copy = original.copy();
        original.add(Phase.UPLOAD, 1);
        assertThat(copy.get(Phase.UPLOAD)).isEqualTo(2);
        original.clear();
        assertThat(original.total()).isZero();
        assertThat(copy.total()).isEqualTo(2);
    }
}
