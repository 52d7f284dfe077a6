package faastrain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import faastrain.trace.LossCurves;
import faastrain.trace.TraceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LossCurveTest {
    private static LossCurves curves(SortedMap<Integer, List<LossCurves.Point>> byGlobalBatch) {
        return new LossCurves(new TraceSource("curve.csv", ""), byGlobalBatch);
    }

    private static List<LossCurves.Point> points(double... epochsAndLosses) {
        List<LossCurves.Point> points = new ArrayList<>();
        for (int i = 0; i < epochsAndLosses.length; i += 2) {
            points.add(new LossCurves.Point(epochsAndLosses[i], epochsAndLosses[i + 1]));
        }
        return points;
    }

    /** A curve through these losses at epochs 0, 0.5, 1, …. */
    private static LossCurve through(List<Double> losses) {
        List<LossCurves.Point> points = new ArrayList<>();
        losses.forEach(loss -> points.add(new LossCurves.Point(points.size() * 0.5, loss)));
        return LossCurve.of(curves(new TreeMap<>(Map.of(100, points))), 100);
    }

    /** 64 from loss 4 to 2 in 4 epochs, 256 from 5 to 1 in 8. */
    private static LossCurves two() {
        return curves(new TreeMap<>(Map.of(64, points(0, 4, 4, 2), 256, points(0, 5, 8, 1))));
    }

    @Property(tries = 200)
    void theCurveGoesThroughItsPointsAndStaysBetweenNeighbours(
            @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = -3, max = 9) Double> losses,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        LossCurve curve = through(losses);
        for (int i = 0; i < losses.size(); i++) {
            assertThat(curve.loss(i * 0.5)).isEqualTo(losses.get(i));
        }
        for (int i = 1; i < losses.size(); i++) {
            double from = losses.get(i - 1);
            double to = losses.get(i);
            double between = curve.loss((i - 1 + share) * 0.5);
            assertThat(between)
                    .isBetween(Math.min(from, to), Math.max(from, to))
                    .isCloseTo(from + (to - from) * share, within(1e-12 * 12));
        }
    }

    @Property(tries = 200)
    void fallingPointsGiveAFallingCurve(
            @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = 0, max = 2) Double> falls,
            @ForAll @DoubleRange(min = -1, max = 8) double one,
            @ForAll @DoubleRange(min = -1, max = 8) double other) {
        List<Double> losses = new ArrayList<>();
        double loss = 10;
        for (double fall : falls) {
            loss -= fall;
            losses.add(loss);
        }
        LossCurve curve = through(losses);
        assertThat(curve.loss(Math.max(one, other))).isLessThanOrEqualTo(curve.loss(Math.min(one, other)));
    }

    @Property(tries = 300)
    void epochsToATargetIsTheFirstAtWhichTheLossIsSoLow(
            @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = -3, max = 9) Double> losses,
            @ForAll @DoubleRange(min = -4, max = 10) double target,
            @ForAll @DoubleRange(min = 0, max = 0.99) double share) {
        LossCurve curve = through(losses);
        double least = losses.stream().mapToDouble(each -> each).min().orElseThrow();
        Optional<Double> epochs = curve.epochsTo(target);
        assertThat(epochs.isPresent()).isEqualTo(least <= target);
        epochs.ifPresent(first -> {
            assertThat(curve.loss(first)).isLessThanOrEqualTo(target);
            if (first > 0) {
                assertThat(curve.loss(first)).isCloseTo(target, within(1e-12));
                assertThat(curve.loss(first * share)).isGreaterThan(target);
            }
        });
    }

    @Example
    void betweenTwoPointsTheLossIsLinearInTheEpoch() {
        LossCurve curve = LossCurve.of(two(), 64);
        assertThat(curve.loss(1)).isEqualTo(4 - 2 * 1 / 4.0);
        assertThat(curve.epochsTo(3.5)).contains(1.0);
        assertThat(curve.epochsTo(1.9)).isEmpty();
    }

    @Example
    void aGlobalBatchBetweenTwoLiesHalfWayInLogarithms() {
        // 128 is half way from 64 to 256 in logarithms; at epoch 4 their losses are 2 and 3, at epoch 8 2 (held) and 1.
        LossCurve curve = LossCurve.of(two(), 128);
        assertThat(curve.loss(0)).isCloseTo((4 + 5) / 2.0, within(1e-12));
        assertThat(curve.loss(2)).isCloseTo((3 + 4) / 2.0, within(1e-12));
        assertThat(curve.loss(4)).isCloseTo((2 + 3) / 2.0, within(1e-12));
        assertThat(curve.loss(8)).isCloseTo((2 + 1) / 2.0, within(1e-12));
        assertThat(curve.warnings(8))
                .containsExactly("the loss curve has no global batch of 128: its loss is taken between those of 64 and"
                        + " 256, linear in the logarithm of the batch");
    }

    @Property(tries = 100)
    void aGlobalBatchBetweenTwoNeverLeavesTheirLosses(
            @ForAll @IntRange(min = 64, max = 256) int globalBatch,
            @ForAll @DoubleRange(min = 0, max = 10) double epoch) {
        double one = LossCurve.of(two(), 64).loss(epoch);
        double other = LossCurve.of(two(), 256).loss(epoch);
        assertThat(LossCurve.of(two(), globalBatch).loss(epoch))
                .isBetween(Math.min(one, other) - 1e-12, Math.max(one, other) + 1e-12);
    }

    @Example
    void aGlobalBatchOutsideTakesTheNearestCurveAndSaysSo() {
        LossCurve small = LossCurve.of(two(), 32);
        LossCurve large = LossCurve.of(two(), 1000);
        assertThat(small.loss(2)).isEqualTo(3);
        assertThat(large.loss(2)).isEqualTo(4);
        assertThat(small.warnings(4))
                .containsExactly("the loss curve has no global batch of 32 nor any smaller: that of the nearest, 64, is"
                        + " taken");
        assertThat(large.warnings(4))
                .containsExactly(
                        "the loss curve has no global batch of 1000 nor any larger: that of the nearest, 256, is"
                                + " taken");
    }

    @Example
    void beyondItsEndsTheCurveKeepsItsLossAndSaysSo() {
        LossCurve curve = LossCurve.of(curves(new TreeMap<>(Map.of(64, points(1, 4, 5, 2)))), 64);
        assertThat(curve.loss(0)).isEqualTo(4);
        assertThat(curve.loss(100)).isEqualTo(2);
        assertThat(curve.epochsTo(4)).contains(0.0);
        assertThat(curve.warnings(5))
                .containsExactly("the loss curve begins at epoch 1: until then the loss is taken as 4");
        assertThat(curve.warnings(5.5))
                .hasSize(2)
                .contains("the loss curve ends at epoch 5: from then on the loss stays at 2");
        assertThat(LossCurve.of(two(), 64).warnings(4)).isEmpty();
    }

    @Example
    void aGlobalBatchOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LossCurve.of(two(), 0));
    }
}
