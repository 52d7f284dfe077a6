package faastrain.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Probabilities from shares, against published intervals and against the binomial distribution itself. */
class ProbabilityTest {
    @Test
    void theGiantPlantsOfMendelHaveTheIntervalOfTheTextbook() {
        // Conover, "Practical Nonparametric Statistics" (1971), pages 97 and 98: 682 of 925 plants; as R's binom.test.
        Probability giants = new Probability(682, 925);
        assertThat(giants.estimate()).isCloseTo(0.7372973, within(5e-8));
        assertThat(giants.ci95().low()).isCloseTo(0.7076683, within(5e-8));
        assertThat(giants.ci95().high()).isCloseTo(0.7654066, within(5e-8));
    }

    @Test
    void tenTrialsHaveTheIntervalsOfTheTables() {
        assertThat(new Probability(1, 10).ci95().low()).isCloseTo(0.0025286, within(5e-8));
        assertThat(new Probability(1, 10).ci95().high()).isCloseTo(0.4450161, within(5e-8));
        assertThat(new Probability(5, 10).ci95().low()).isCloseTo(0.1870860, within(5e-8));
        assertThat(new Probability(5, 10).ci95().high()).isCloseTo(0.8129140, within(5e-8));
    }

    @Test
    void noSuccessLeavesWhatTheRuleOfThreeSays() {
        // Zero of n has a chance of (1 − P)^n, which is alpha at P = 1 − alpha^(1/n), about 3/n at 5 %.
        Probability none = new Probability(0, 100);
        assertThat(none.lowerBound(0.05)).isZero();
        assertThat(none.ci95().low()).isZero();
        assertThat(none.upperBound(0.05)).isCloseTo(1 - Math.pow(0.05, 1.0 / 100), within(1e-12));
        assertThat(none.upperBound(0.05)).isCloseTo(3.0 / 100, within(5e-4));
    }

    @Test
    void fiftyNineSuccessesInARowAreTheFirstToBeSureOfNinetyFivePercent() {
        // 0.95^58 = 0.0510 is more than 5 %, 0.95^59 = 0.0485 less.
        Probability all = new Probability(59, 59);
        assertThat(all.upperBound(0.05)).isEqualTo(1);
        assertThat(all.ci95().high()).isEqualTo(1);
        assertThat(all.lowerBound(0.05))
                .isCloseTo(Math.pow(0.05, 1.0 / 59), within(1e-12))
                .isGreaterThan(0.95);
        assertThat(new Probability(58, 58).lowerBound(0.05)).isLessThan(0.95);
    }

    @Test
    void whatIsNoShareAndNoErrorIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Probability(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Probability(-1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Probability(4, 3));
        Probability half = new Probability(1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> half.lowerBound(0));
        assertThatIllegalArgumentException().isThrownBy(() -> half.upperBound(0.6));
        assertThatIllegalArgumentException().isThrownBy(() -> half.upperBound(Double.NaN));
    }

    @Property(tries = 300)
    void atItsBoundWhatWasSeenIsAsUnlikelyAsTheErrorSays(
            @ForAll @IntRange(min = 1, max = 300) int trials,
            @ForAll @DoubleRange(min = 0, max = 1) double share,
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 0.5) double alpha) {
        int successes = (int) Math.round(share * trials);
        Probability probability = new Probability(successes, trials);
        if (successes > 0) {
            BinomialDistribution lowest = new BinomialDistribution(null, trials, probability.lowerBound(alpha));
            assertThat(1 - lowest.cumulativeProbability(successes - 1)).isCloseTo(alpha, within(1e-9));
        }
        if (successes < trials) {
            BinomialDistribution highest = new BinomialDistribution(null, trials, probability.upperBound(alpha));
            assertThat(highest.cumulativeProbability(successes)).isCloseTo(alpha, within(1e-9));
        }
    }

    @Property(tries = 300)
    void boundsHoldTheEstimateAndRiseWithSuccessesAndWidenWithLessError(
            @ForAll @IntRange(min = 1, max = 400) int trials,
            @ForAll @DoubleRange(min = 0, max = 1) double share,
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 0.5) double alpha) {
        int successes = (int) Math.round(share * trials);
        Probability probability = new Probability(successes, trials);
        double low = probability.lowerBound(alpha);
        double high = probability.upperBound(alpha);
        assertThat(probability.estimate()).isBetween(low, high);
        assertThat(low).isBetween(0.0, 1.0);
        assertThat(high).isBetween(0.0, 1.0);
        assertThat(probability.lowerBound(alpha / 2)).isLessThanOrEqualTo(low);
        assertThat(probability.upperBound(alpha / 2)).isGreaterThanOrEqualTo(high);
        if (successes < trials) {
            Probability more = new Probability(successes + 1, trials);
            assertThat(more.lowerBound(alpha)).isGreaterThan(low);
            assertThat(more.upperBound(alpha)).isGreaterThan(high);
        }
        // What failed is the rest.
        Probability failures = new Probability(trials - successes, trials);
        assertThat(failures.upperBound(alpha)).isCloseTo(1 - low, within(1e-12));
    }

    @Property(tries = 150)
    void overAllOutcomesBoundsCoverTheTruthAtLeastAsOftenAsTheySay(
            @ForAll @IntRange(min = 1, max = 40) int trials,
            @ForAll @Scale(3) @DoubleRange(min = 0.001, max = 0.999) double truth,
            @ForAll @Scale(4) @DoubleRange(min = 1e-4, max = 0.5) double alpha) {
        BinomialDistribution outcomes = new BinomialDistribution(null, trials, truth);
        double interval = 0;
        double lower = 0;
        double upper = 0;
        for (int successes = 0; successes <= trials; successes++) {
            Probability seen = new Probability(successes, trials);
            double chance = outcomes.probability(successes);
            interval += seen.ci95().low() <= truth && truth <= seen.ci95().high() ? chance : 0;
            lower += seen.lowerBound(alpha) <= truth ? chance : 0;
            upper += seen.upperBound(alpha) >= truth ? chance : 0;
        }
        assertThat(interval).isGreaterThanOrEqualTo(0.95 - 1e-12);
        assertThat(lower).isGreaterThanOrEqualTo(1 - alpha - 1e-12);
        assertThat(upper).isGreaterThanOrEqualTo(1 - alpha - 1e-12);
    }
}
