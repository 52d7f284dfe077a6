package faastrain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What an update is worth, and how many epochs a target needs. */
class ProgressTest {
    @Property
    void aFreshUpdateCountsInFullAndAStaleOneByTheInverseOfOneMore(@ForAll @IntRange(min = 0) int staleness) {
        assertThat(StaleWeight.FULL.of(staleness)).isEqualTo(1);
        assertThat(StaleWeight.INVERSE.of(0)).isEqualTo(1);
        assertThat(StaleWeight.INVERSE.of(staleness) * (staleness + 1.0)).isCloseTo(1, within(1e-12));
    }

    @Property
    void oneWorkerNeedsRAndTwiceTheWorkersTwoToThePTimesAsMany(
            @ForAll @DoubleRange(min = 0.1, max = 1000) double epochs,
            @ForAll @DoubleRange(min = 0, max = 2) double exponent,
            @ForAll @IntRange(min = 1, max = 500) int workers) {
        EpochsToTarget target = new EpochsToTarget(epochs, exponent);
        assertThat(target.epochs(1)).isEqualTo(epochs);
        assertThat(target.epochs(2 * workers) / target.epochs(workers)).isCloseTo(Math.pow(2, exponent), within(1e-9));
    }

    @Example
    void theSquareRootOfSixteenWorkersNeedsFourTimesTheEpochs() {
        assertThat(new EpochsToTarget(10, 0.5).epochs(16)).isCloseTo(10 * 4, within(1e-12));
    }

    @Example
    void epochsThatMeanNothingAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EpochsToTarget(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EpochsToTarget(10, -0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EpochsToTarget(10, 1).epochs(0));
    }
}
