package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import faastrain.random.Streams;
import faastrain.result.Interval;
import faastrain.result.Statistics;
import faastrain.scenario.ScenarioLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

/** Differences between alternatives under common random numbers. */
class PairedDifferenceTest {
    @Test
    void fiveDifferencesHaveTheBoundsOfStudentsTable() {
        // The differences are 4, 1, 5, 3, 2: mean 3, variance 10/4; what the pairs share, 0 to 400, is gone.
        PairedDifference difference =
                PairedDifference.of(new double[] {104, 1, 405, 203, 302}, new double[] {100, 0, 400, 200, 300});
        assertThat(difference.pairs()).isEqualTo(5);
        assertThat(difference.mean()).isEqualTo(3);
        double error = Math.sqrt(2.5) / Math.sqrt(5);
        // Student's t with 4 degrees of freedom: 95 % quantile 2.131847, 97.5 % quantile 2.776445.
        assertThat(difference.lowerBound(0.05)).isCloseTo(3 - 2.131847 * error, within(1e-6));
        assertThat(difference.upperBound(0.05)).isCloseTo(3 + 2.131847 * error, within(1e-6));
        Interval interval = difference.ci95().orElseThrow();
        assertThat(interval.low()).isCloseTo(3 - 2.776445 * error, within(1e-6));
        assertThat(interval.high()).isCloseTo(3 + 2.776445 * error, within(1e-6));
    }

    @Test
    void aConstantDifferenceIsSureAtAnyLevel() {
        PairedDifference difference = PairedDifference.of(new double[] {0.1, 0.1, 0.1}, new double[] {0.0, 0.0, 0.0});
        assertThat(difference.standardDeviation()).contains(0.0);
        assertThat(difference.lowerBound(1e-9)).isEqualTo(0.1);
        assertThat(difference.upperBound(1e-9)).isEqualTo(0.1);
        assertThat(difference.ci95()).contains(new Interval(0.1, 0.1));
    }

    @Test
    void aDifferenceThatIsConstantButForItsLastDigitsIsSureToo() {
        // 0.3 − 0.2 and 0.2 − 0.1 are not the same double.
        PairedDifference difference =
                PairedDifference.of(new double[] {0.3, 0.2, 0.3, 0.2}, new double[] {0.2, 0.1, 0.2, 0.1});
        assertThat(difference.standardDeviation().orElseThrow()).isBetween(1e-18, 1e-16);
        assertThat(difference.lowerBound(1e-6)).isCloseTo(0.1, within(1e-14));
    }

    @Test
    void onePairHasNoBounds() {
        PairedDifference difference = PairedDifference.of(new double[] {2}, new double[] {0.5});
        assertThat(difference.mean()).isEqualTo(1.5);
        assertThat(difference.ci95()).isEmpty();
        assertThat(difference.lowerBound(0.05)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(difference.upperBound(0.05)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void whatHasNoPairsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PairedDifference.of(new double[0], new double[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> PairedDifference.of(new double[2], new double[3]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDifference.of(new double[] {Double.NaN}, new double[1]));
        PairedDifference none = PairedDifference.of(new double[2], new double[2]);
        assertThatIllegalArgumentException().isThrownBy(() -> none.lowerBound(0));
        assertThatIllegalArgumentException().isThrownBy(() -> none.upperBound(0.51));
    }

    /** Replications of the shipped scenario with a number of aggregators, one epoch long. */
    private static double[] times(int aggregators, long seed) {
        Setting setting = Preparation.prepare(
                ScenarioLoader.load(
                        Path.of("..", "scenarios", "resnet50-realistic.yaml"),
                        List.of("epochs=1", "convergence=none", "plan.aggregators=" + aggregators)),
                Sites.SHIPPED);
        Streams streams = new Streams(seed);
        return IntStream.range(0, 20)
                .mapToDouble(replication ->
                        Replications.replication(setting, streams, replication).timeSeconds())
                .toArray();
    }

    private static double halfWidth(PairedDifference difference) {
        return difference.upperBound(0.025) - difference.mean();
    }

    @Test
    void replicationsOfTwoPlansShareTheirChanceSoThatTheirDifferenceIsKnownBetterThanFromSeparateRuns() {
        double[] four = times(4, 1);
        double[] three = times(3, 1);
        // What a slow start or a slow worker does to one plan it does to the other.
        assertThat(new PearsonsCorrelation().correlation(four, three)).isGreaterThan(0.8);
        double paired = halfWidth(PairedDifference.of(three, four));
        // Welch's interval of two samples that have nothing in common; even with all degrees of freedom that 20 values
        // of each
        // could have, 38, it is this wide.
        double error = Math.sqrt((StatUtils.variance(three) + StatUtils.variance(four)) / 20);
        double separate = new TDistribution(38).inverseCumulativeProbability(0.975) * error;
        assertThat(paired).isLessThan(separate / 2);
        // With another seed for the second plan there is nothing to gain.
        assertThat(halfWidth(PairedDifference.of(three, times(4, 2)))).isGreaterThan(separate / 2);
    }

    @Property(tries = 200)
    void differencesHaveTheStatisticsOfASingleSampleAndTurnTheirSignWithTheOrder(
            @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = -50, max = 50) Double> values) {
        double[] first = values.stream().mapToDouble(Double::doubleValue).toArray();
        double[] second = new double[first.length];
        PairedDifference difference = PairedDifference.of(first, second);
        Statistics statistics = Statistics.of(first);
        Interval interval = statistics.ci95().orElseThrow();
        assertThat(difference.mean()).isCloseTo(statistics.mean(), within(1e-9));
        assertThat(difference.ci95().orElseThrow().low()).isCloseTo(interval.low(), within(1e-6));
        assertThat(difference.ci95().orElseThrow().high()).isCloseTo(interval.high(), within(1e-6));
        PairedDifference turned = PairedDifference.of(second, first);
        assertThat(turned.lowerBound(0.01)).isCloseTo(-difference.upperBound(0.01), within(1e-9));
    }
}
