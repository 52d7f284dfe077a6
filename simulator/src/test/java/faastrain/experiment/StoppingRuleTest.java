package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import faastrain.result.Interval;
import faastrain.result.Statistics;
import faastrain.scenario.PrecisionTarget;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** When replications are enough. */
class StoppingRuleTest {
    private static StoppingRule.Progress after(StoppingRule rule, double... times) {
        StoppingRule.Progress progress = rule.begin();
        for (double time : times) {
            progress.add(time, 1);
        }
        return progress;
    }

    /** Half the interval of the mean as a part of it, from the whole sample. */
    private static double relativeHalfWidth(double... values) {
        Statistics statistics = Statistics.of(values);
        Interval interval = statistics.ci95().orElseThrow();
        return (interval.high() - interval.low()) / 2 / Math.abs(statistics.mean());
    }

    @Test
    void fourValuesStopWhereStudentsTableSays() {
        // Mean 10, variance (1 + 1 + 1 + 1)/3; the 97.5 % quantile of Student's t with 3 degrees of freedom is
        // 3.182446.
        double[] values = {9, 11, 9, 11};
        double half = 3.182446 * Math.sqrt(4.0 / 3) / Math.sqrt(4) / 10;
        assertThat(after(new StoppingRule(2, 100, half * 1.000001, PrecisionTarget.TIME), values)
                        .isEnough())
                .isTrue();
        StoppingRule.Progress before = after(new StoppingRule(2, 100, half * 0.999999, PrecisionTarget.TIME), values);
        assertThat(before.isEnough()).isFalse();
        assertThat(before.timeHalfWidth()).isCloseTo(half, within(1e-7));
    }

    @Test
    void equalReplicationsStopAtTheLeastNumber() {
        StoppingRule rule = new StoppingRule(3, 100, 1e-9, PrecisionTarget.BOTH);
        assertThat(after(rule, 0.1, 0.1).isEnough()).isFalse();
        StoppingRule.Progress three = after(rule, 0.1, 0.1, 0.1);
        assertThat(three.isEnough()).isTrue();
        assertThat(three.isPrecise()).isTrue();
        assertThat(three.differ()).isFalse();
        assertThat(three.timeHalfWidth()).isZero();
    }

    @Test
    void withoutAHalfWidthTheNumberIsFixed() {
        StoppingRule rule = new StoppingRule(2, 2, 0, PrecisionTarget.BOTH);
        assertThat(after(rule, 1).isEnough()).isFalse();
        assertThat(after(rule, 1, 1000).isEnough()).isTrue();
        assertThat(after(rule, 1, 1000).isPrecise()).isTrue();
        assertThat(after(rule, 1, 1000).differ()).isTrue();
    }

    @Test
    void theMostReplicationsAreEnoughThoughNotPrecise() {
        StoppingRule rule = new StoppingRule(2, 3, 0.01, PrecisionTarget.TIME);
        assertThat(after(rule, 1, 2).isEnough()).isFalse();
        StoppingRule.Progress most = after(rule, 1, 2, 3);
        assertThat(most.isEnough()).isTrue();
        assertThat(most.isPrecise()).isFalse();
        assertThat(most.count()).isEqualTo(3);
    }

    @Test
    void onlyTheChosenMeansHaveToBePrecise() {
        for (PrecisionTarget of : PrecisionTarget.values()) {
            StoppingRule.Progress timeVaries = new StoppingRule(2, 9, 0.1, of).begin();
            StoppingRule.Progress costVaries = new StoppingRule(2, 9, 0.1, of).begin();
            for (double value : new double[] {1, 2, 3}) {
                timeVaries.add(value, 5);
                costVaries.add(5, value);
            }
            assertThat(timeVaries.isEnough()).isEqualTo(of == PrecisionTarget.COST);
            assertThat(costVaries.isEnough()).isEqualTo(of == PrecisionTarget.TIME);
            assertThat(costVaries.costHalfWidth()).isEqualTo(timeVaries.timeHalfWidth());
        }
    }

    @Test
    void ofOneValueAndOfAMeanOfZeroNothingIsPrecise() {
        StoppingRule rule = new StoppingRule(2, 9, 1, PrecisionTarget.TIME);
        assertThat(after(rule, 5).timeHalfWidth()).isInfinite();
        StoppingRule.Progress zero = after(rule, -1, 1);
        assertThat(zero.isPrecise()).isFalse();
        assertThat(zero.timeHalfWidth()).isInfinite();
        assertThat(after(rule, 0, 0).isPrecise()).isTrue();
    }

    @Property(tries = 200)
    void theNumberIsTheSmallestWhoseSampleHasTheHalfWidth(
            @ForAll @Size(value = 60) List<@DoubleRange(min = 1, max = 3) Double> values,
            @ForAll @DoubleRange(min = 0.02, max = 0.5) double asked,
            @ForAll @IntRange(min = 2, max = 20) int least) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        StoppingRule.Progress progress = new StoppingRule(least, all.length, asked, PrecisionTarget.TIME).begin();
        while (!progress.isEnough()) {
            progress.add(all[progress.count()], 0);
        }
        int expected = least;
        while (expected < all.length && relativeHalfWidth(Arrays.copyOf(all, expected)) > asked) {
            expected++;
        }
        assertThat(progress.count()).isEqualTo(expected);
        assertThat(progress.timeHalfWidth()).isCloseTo(relativeHalfWidth(Arrays.copyOf(all, expected)), within(1e-9));
    }

    @Test
    void whatIsNoRuleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(1, 9, 0.1, PrecisionTarget.BOTH));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(0, 9, 0, PrecisionTarget.BOTH));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(5, 4, 0.1, PrecisionTarget.BOTH));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(5, 9, -0.1, PrecisionTarget.BOTH));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(5, 9, Double.NaN, PrecisionTarget.BOTH));
    }
}
