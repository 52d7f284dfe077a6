package faastrain.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StartUpTimesTest {
    private static final Offset<Double> EXACT = within(1e-12);

    /** LambdaML's t_F. */
    private static final StartUpTimes FUNCTIONS = times(10, 1.2, 50, 11, 100, 18, 200, 35);

    private static StartUpTimes times(double... workersAndSeconds) {
        SortedMap<Integer, Double> seconds = new TreeMap<>();
        for (int i = 0; i < workersAndSeconds.length; i += 2) {
            seconds.put((int) workersAndSeconds[i], workersAndSeconds[i + 1]);
        }
        return new StartUpTimes(seconds);
    }

    @Test
    void aKnownNumberOfWorkersHasItsOwnTime() {
        assertThat(FUNCTIONS.seconds(10)).isEqualTo(1.2);
        assertThat(FUNCTIONS.seconds(50)).isEqualTo(11);
        assertThat(FUNCTIONS.seconds(100)).isEqualTo(18);
        assertThat(FUNCTIONS.seconds(200)).isEqualTo(35);
    }

    @Test
    void betweenKnownNumbersTheTimeIsLinear() {
        assertThat(FUNCTIONS.seconds(20)).isCloseTo(1.2 + (11 - 1.2) * 10 / 40, EXACT);
        assertThat(FUNCTIONS.seconds(150)).isCloseTo(18 + (35 - 18) * 50 / 100.0, EXACT);
        assertThat(FUNCTIONS.extrapolates(10)).isFalse();
        assertThat(FUNCTIONS.extrapolates(20)).isFalse();
        assertThat(FUNCTIONS.extrapolates(200)).isFalse();
    }

    @Test
    void belowTheFirstItsTimeHolds() {
        assertThat(FUNCTIONS.seconds(1)).isEqualTo(1.2);
        assertThat(FUNCTIONS.seconds(9)).isEqualTo(1.2);
        assertThat(FUNCTIONS.extrapolates(9)).isTrue();
    }

    @Test
    void beyondTheLastTheLineThroughTheLastTwoGoesOn() {
        // 0.17 s a worker from 100 to 200.
        assertThat(FUNCTIONS.seconds(300)).isCloseTo(35 + (35 - 18) / 100.0 * 100, EXACT);
        assertThat(FUNCTIONS.extrapolates(201)).isTrue();
    }

    @Test
    void moreWorkersNeverStartSooner() {
        StartUpTimes machines = times(10, 132, 50, 160, 100, 292, 200, 606);
        for (int workers = 2; workers <= 400; workers++) {
            assertThat(FUNCTIONS.seconds(workers)).isGreaterThanOrEqualTo(FUNCTIONS.seconds(workers - 1));
            assertThat(machines.seconds(workers)).isGreaterThanOrEqualTo(machines.seconds(workers - 1));
        }
    }

    @Property(tries = 300)
    void aTableOfALineGivesTheLineBetweenAndBeyondItsEntries(
            @ForAll @DoubleRange(min = 0, max = 100) double first,
            @ForAll @DoubleRange(min = 0, max = 10) double slope,
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 500) Integer> known,
            @ForAll @IntRange(min = 1, max = 1000) int workers) {
        SortedMap<Integer, Double> seconds = new TreeMap<>();
        known.forEach(number -> seconds.put(number, first + slope * number));
        seconds.put(501, first + slope * 501);
        StartUpTimes line = new StartUpTimes(seconds);
        int held = Math.max(workers, seconds.firstKey());
        assertThat(line.seconds(workers)).isCloseTo(first + slope * held, within(1e-6));
    }

    @Test
    void aTableNeedsTwoNumbersOfWorkersAndATimeNeedsAWorker() {
        assertThatIllegalArgumentException().isThrownBy(() -> times(10, 1.2));
        assertThatIllegalArgumentException().isThrownBy(() -> times(0, 1, 10, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> FUNCTIONS.seconds(0));
    }
}
