package faastrain.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How well a sample knows its quantiles. */
class QuantilesTest {
    /** The values 1 to n, so that an end of an interval is its rank. */
    private static double[] ranks(int n) {
        return IntStream.rangeClosed(1, n).asDoubleStream().toArray();
    }

    /** The probability that at most so many of n values lie below the p-quantile, term by term. */
    private static double atMost(int most, int n, double p) {
        double sum = 0;
        for (int k = 0; k <= most; k++) {
            sum += Math.exp(
                    CombinatoricsUtils.binomialCoefficientLog(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"0.5, 6", "0.95, 72", "0.05, 72", "0.99, 368", "0.999, 3688"})
    void allValuesLieBelowAQuantileWithTwoAndAHalfPercentOfTheLeastSample(double p, int least) {
        assertThat(Quantiles.leastSample(p)).isEqualTo(least);
        double rare = Math.max(p, 1 - p);
        assertThat(Math.pow(rare, least)).isLessThanOrEqualTo(0.025);
        assertThat(Math.pow(rare, least - 1)).isGreaterThan(0.025);
    }

    @Test
    void theIntervalOfTheMedianHasTheRanksOfTheSignTest() {
        // Of 10 fair coins 1 or less show heads with (1 + 10)/1024 = 1.07 %, 2 or less with 5.5 %: ranks 2 and 9.
        assertThat(Quantiles.interval(ranks(10), 0.5)).contains(new Interval(2, 9));
        // Of 6 none with 1/64 = 1.56 %: the smallest and the largest.
        assertThat(Quantiles.interval(ranks(6), 0.5)).contains(new Interval(1, 6));
        assertThat(Quantiles.interval(ranks(5), 0.5)).isEmpty();
    }

    @Test
    void theLeastSampleOfAnUpperQuantileEndsAtItsLargestValue() {
        // All 72 values lie below it with 0.95^72 = 2.49 %, at most 63 with 1.0 % and at most 64 with 2.7 %.
        assertThat(atMost(63, 72, 0.95)).isLessThan(0.025);
        assertThat(atMost(64, 72, 0.95)).isGreaterThan(0.025);
        assertThat(Quantiles.interval(ranks(72), 0.95)).contains(new Interval(64, 72));
        assertThat(Quantiles.interval(ranks(71), 0.95)).isEmpty();
    }

    @Property(tries = 300)
    void theRanksAreTheNarrowestWhoseTailsHaveTwoAndAHalfPercent(
            @ForAll @DoubleRange(min = 0.02, max = 0.98) double p, @ForAll @IntRange(min = 1, max = 400) int n) {
        Optional<Interval> interval = Quantiles.interval(ranks(n), p);
        boolean possible = Math.pow(p, n) <= 0.025 && Math.pow(1 - p, n) <= 0.025;
        assertThat(interval.isPresent()).isEqualTo(possible).isEqualTo(n >= Quantiles.leastSample(p));
        interval.ifPresent(ends -> {
            int low = (int) ends.low();
            int high = (int) ends.high();
            double rounding = 1e-9;
            // The quantile is below rank l when less than l values are below it, above rank u when u or more are.
            assertThat(atMost(low - 1, n, p)).isLessThanOrEqualTo(0.025 + rounding);
            assertThat(atMost(low, n, p)).isGreaterThanOrEqualTo(0.025 - rounding);
            assertThat(1 - atMost(high - 1, n, p)).isLessThanOrEqualTo(0.025 + rounding);
            assertThat(1 - atMost(high - 2, n, p)).isGreaterThanOrEqualTo(0.025 - rounding);
        });
    }

    @Test
    void theWarningNamesTheQuantilesAndTheReplicationsThatTheyNeed() {
        assertThat(Quantiles.warning(30, Statistics.QUANTILES))
                .contains(
                        "p95 and p99 of 30 replications are hardly more than the largest of them: a 95 % interval needs"
                                + " 72 and 368");
        assertThat(Quantiles.warning(200, Statistics.QUANTILES))
                .contains("p99 of 200 replications is hardly more than the largest of them: a 95 % interval needs 368");
        assertThat(Quantiles.warning(5, Statistics.QUANTILES))
                .contains("p50, p95 and p99 of 5 replications say little: a 95 % interval needs 6, 72 and 368");
        assertThat(Quantiles.warning(3687, List.of(0.999)))
                .contains("p99.9 of 3687 replications is hardly more than the largest of them: a 95 % interval needs"
                        + " 3688");
        assertThat(Quantiles.warning(368, Statistics.QUANTILES)).isEmpty();
    }

    @Test
    void statisticsHoldTheIntervalsOfTheirQuantilesInTheValuesOwnOrder() {
        double[] values = ranks(80);
        double[] reversed = Arrays.stream(values).map(value -> 81 - value).toArray();
        Statistics statistics = Statistics.of(reversed);
        assertThat(statistics.p50Ci95())
                .isEqualTo(Quantiles.interval(values, 0.5))
                .isPresent();
        assertThat(statistics.p95Ci95())
                .isEqualTo(Quantiles.interval(values, 0.95))
                .isPresent();
        assertThat(statistics.p99Ci95()).isEmpty();
        assertThat(reversed[0]).as("the values stay as they are").isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
    void whatIsNoQuantileIsRefused(double p) {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantiles.leastSample(p));
        assertThatIllegalArgumentException().isThrownBy(() -> Quantiles.interval(ranks(10), p));
    }
}
