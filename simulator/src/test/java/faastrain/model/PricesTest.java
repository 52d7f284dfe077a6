package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is billed. */
class PricesTest {
    private static final Prices MILLISECONDS = new Prices(0.0000166667, 0, 0.001, 0, 0, 0);

    @Test
    void aDurationIsRoundedUpToTheNextMillisecond() {
        assertThat(MILLISECONDS.billedSeconds(1.0001)).isCloseTo(1.001, within(1e-15));
        assertThat(MILLISECONDS.billedSeconds(1.0009)).isCloseTo(1.001, within(1e-15));
        assertThat(MILLISECONDS.billedSeconds(1e-6)).isEqualTo(0.001);
        assertThat(MILLISECONDS.billedSeconds(0)).isZero();
    }

    @Property(tries = 300)
    void whatIsAWholeNumberOfMillisecondsButForItsLastDigitsIsNotRoundedUp(
            @ForAll @IntRange(min = 1, max = 900_000) int milliseconds) {
        double exact = milliseconds * 0.001;
        assertThat(MILLISECONDS.billedSeconds(exact)).isEqualTo(exact);
        assertThat(MILLISECONDS.billedSeconds(Math.nextUp(exact))).isEqualTo(exact);
        assertThat(MILLISECONDS.billedSeconds(Math.nextDown(exact))).isEqualTo(exact);
    }

    @Property(tries = 300)
    void whatIsBilledIsAtLeastTheDurationAndLessThanAnIncrementMore(
            @ForAll @DoubleRange(min = 0, max = 900) double seconds) {
        assertThat(MILLISECONDS.billedSeconds(seconds) - seconds).isBetween(-1e-9, 0.001 + 1e-9);
    }

    @Test
    void aLongDurationIsRoundedUpForAFewMicrosecondsToo() {
        assertThat(MILLISECONDS.billedSeconds(5847.000005)).isCloseTo(5847.001, within(1e-9));
    }

    @Test
    void anIncrementOfASecondRoundsToWholeSeconds() {
        Prices seconds = new Prices(1, 0, 1, 0, 0, 0);
        assertThat(seconds.billedSeconds(59.0)).isEqualTo(59);
        assertThat(seconds.billedSeconds(59.1)).isEqualTo(60);
    }

    @Test
    void anIncrementOfZeroRoundsNothing() {
        assertThat(new Prices(1, 0, 0, 0, 0, 0).billedSeconds(1.23456789)).isEqualTo(1.23456789);
    }

    @Test
    void aGigabyteIsOfTheBinaryKind() {
        assertThat(MILLISECONDS.durationUsd(100, 1024)).isCloseTo(100 * 0.0000166667, within(1e-15));
        assertThat(MILLISECONDS.durationUsd(100, 1536)).isCloseTo(100 * 1.5 * 0.0000166667, within(1e-15));
    }
}
