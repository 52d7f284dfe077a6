package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import faastrain.experiment.Race.Beaten;
import faastrain.experiment.Race.Candidate;
import faastrain.experiment.Race.Misses;
import faastrain.experiment.Race.Racing;
import faastrain.experiment.Race.Result;
import faastrain.experiment.Race.Sample;
import faastrain.experiment.Race.Sampler;
import faastrain.experiment.Race.Settings;
import faastrain.experiment.Race.Standing;
import faastrain.result.Probability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Races: each rule by hand, the rate of errors, and how many runs they save. */
class RaceTest {
    private static final double DEADLINE = 100;
    private static final Sample EARLY = Sample.ended(DEADLINE, 1);

    private static Result race(Settings settings, Sampler sampler) {
        return Race.run(settings, sampler, runs -> {});
    }

    private static Sample sample(boolean meets, double costUsd) {
        return Sample.ended(meets ? DEADLINE : DEADLINE + 1, costUsd);
    }

    private static Standing standing(Result result, int candidate) {
        return result.candidates().get(candidate).standing();
    }

    private static int replications(Result result, int candidate) {
        return result.candidates().get(candidate).samples().size();
    }

    @Test
    void looksDoubleUntilTheMost() {
        assertThat(new Settings(3, DEADLINE, 0.9, 0.05, 10, 200).looks()).containsExactly(10, 20, 40, 80, 160, 200);
        assertThat(new Settings(3, DEADLINE, 0.9, 0.05, 10, 40).looks()).containsExactly(10, 20, 40);
        assertThat(new Settings(3, DEADLINE, 0.9, 0.05, 10, 10).looks()).containsExactly(10);
        // Three candidates at six looks share the error rate.
        assertThat(new Settings(3, DEADLINE, 0.9, 0.05, 10, 200).level()).isCloseTo(0.05 / 18, within(1e-15));
        assertThat(new Settings(3, DEADLINE, 0.9, 0.05, 10, 200).mostRuns()).isEqualTo(600);
    }

    @Test
    void sixOfTenSurelyMissNinetyPercentAndSevenMayNot() {
        // One candidate, one look: the level is 5 %. P(X ≤ 6) of ten at 0.9 is 0.0128, P(X ≤ 7) is 0.0702.
        Settings settings = new Settings(1, DEADLINE, 0.9, 0.05, 10, 10);
        Result six = race(settings, (candidate, replication) -> sample(replication < 6, 1));
        assertThat(standing(six, 0)).isEqualTo(new Misses(1));
        assertThat(six.winner()).isEmpty();
        Result seven = race(settings, (candidate, replication) -> sample(replication < 7, 1));
        assertThat(standing(seven, 0)).isEqualTo(new Racing());
        assertThat(seven.winner()).as("0.7 < 0.9").isEmpty();
        Result nine = race(settings, (candidate, replication) -> sample(replication < 9, 1));
        assertThat(nine.winner()).as("0.9 ≥ 0.9").contains(0);
    }

    @Test
    void aCheaperRivalIsBelievedToMeetTheDeadlineAsSoonAsItsLowerBoundSays() {
        // Two candidates, two looks: the level is 0.05 / 4. All of n met gives the lower bound 0.0125^(1/n).
        Sampler allMeet = (candidate, replication) -> sample(true, 1 + 0.1 * candidate);
        assertThat(Math.pow(0.0125, 1.0 / 10)).isBetween(0.64, 0.65);
        Result at64 = race(new Settings(2, DEADLINE, 0.64, 0.05, 10, 20), allMeet);
        assertThat(standing(at64, 1)).isEqualTo(new Beaten(1, 0));
        // Until then the dearer one rests.
        assertThat(Math.pow(0.0125, 1.0 / 20)).isBetween(0.80, 0.81);
        Result at80 = race(new Settings(2, DEADLINE, 0.80, 0.05, 10, 20), allMeet);
        assertThat(standing(at80, 1)).isEqualTo(new Beaten(2, 0));
        Result at90 = race(new Settings(2, DEADLINE, 0.90, 0.05, 10, 20), allMeet);
        assertThat(standing(at90, 1)).isEqualTo(new Race.SetAside(1, 0));
        for (Result result : List.of(at64, at80, at90)) {
            assertThat(result.winner()).contains(0);
            assertThat(replications(result, 0)).isEqualTo(20);
            assertThat(replications(result, 1)).isEqualTo(10);
            assertThat(result.runs()).isEqualTo(30);
        }
    }

    @Test
    void theDifferenceOfCostMustBeLargerThanStudentsBound() {
        // Two candidates, one look: the level is 0.025, for which Student's t with 9 degrees of freedom is 2.262157.
        // Differences that alternate between d − 1 and d + 1 have a deviation of √(10/9): the bound is
        // d − 2.262157·√(10/9)/√10 = d − 0.754052. What both share, 0 to 90 dollars, does not matter.
        Settings settings = new Settings(2, DEADLINE, 0.9, 0.05, 10, 10);
        assertThat(standing(race(settings, alternating(0.755)), 1)).isEqualTo(new Race.SetAside(1, 0));
        assertThat(standing(race(settings, alternating(0.753)), 1)).isEqualTo(new Racing());
        assertThat(race(settings, alternating(0.753)).winner()).contains(0);
        assertThat(standing(race(settings, alternating(-0.755)), 0)).isEqualTo(new Race.SetAside(1, 1));
    }

    private static Sampler alternating(double difference) {
        return (candidate, replication) ->
                sample(true, 10.0 * replication + candidate * (difference + (replication % 2 == 0 ? 1 : -1)));
    }

    @Test
    void whoRestsIsComparedOverWhatBothRan() {
        // Every replication is dearer by 10 dollars than the one before: the mean is 45 over ten and 195 over forty.
        Result result = race(
                new Settings(2, DEADLINE, 0.9, 0.05, 10, 40),
                (candidate, replication) -> sample(true, 10.0 * replication + candidate));
        assertThat(result.candidates().get(0).meanCostUsd()).hasValue(195);
        assertThat(result.candidates().get(1).meanCostUsd()).hasValue(45 + 1);
        assertThat(standing(result, 1)).isEqualTo(new Race.SetAside(1, 0));
        assertThat(result.winner()).contains(0);
    }

    @Test
    void whoRestsComesBackWhenItsRivalMissesAfterAll() {
        // The cheap one meets the deadline ten times and then never: 10 of 20 surely miss 90 %.
        Result result = race(
                new Settings(2, DEADLINE, 0.9, 0.05, 10, 20),
                (candidate, replication) -> sample(candidate == 1 || replication < 10, 1 + candidate));
        assertThat(new Probability(10, 20).upperBound(0.0125)).isLessThan(0.9);
        assertThat(standing(result, 0)).isEqualTo(new Misses(2));
        assertThat(standing(result, 1)).isEqualTo(new Racing());
        assertThat(result.winner()).contains(1);
        assertThat(result.rounds()).isEqualTo(3);
        assertThat(replications(result, 1)).isEqualTo(20);
    }

    @Test
    void ofCandidatesThatAreTheSameTheLowestIndexStays() {
        Result result = race(new Settings(3, DEADLINE, 0.9, 0.05, 10, 40), (candidate, replication) -> EARLY);
        assertThat(standing(result, 0)).isEqualTo(new Racing());
        assertThat(standing(result, 1)).isEqualTo(new Race.SetAside(1, 0));
        assertThat(standing(result, 2)).isEqualTo(new Race.SetAside(1, 0));
        assertThat(result.winner()).contains(0);
        assertThat(result.runs()).isEqualTo(40 + 10 + 10);
    }

    @Test
    void whatAlwaysFailsIsDroppedFirstHoweverCheap() {
        // Three candidates, three looks: the level is 0.05 / 9. None of ten leaves 1 − (0.05/9)^(1/10) = 0.405.
        Settings settings = new Settings(3, DEADLINE, 0.9, 0.05, 10, 40);
        Result result = race(settings, (candidate, replication) -> switch (candidate) {
            case 0 -> Sample.failed("memory is too small", Double.NaN);
            case 1 -> Sample.failed("never ends", 0.01);
            default -> EARLY;
        });
        assertThat(1 - Math.pow(0.05 / 9, 1.0 / 10)).isBetween(0.40, 0.41);
        assertThat(standing(result, 0)).isEqualTo(new Misses(1));
        assertThat(standing(result, 1)).isEqualTo(new Misses(1));
        assertThat(result.winner()).contains(2);
        assertThat(replications(result, 2)).isEqualTo(40);
        Candidate failed = result.candidates().get(0);
        assertThat(failed.samples()).hasSize(10).allSatisfy(sample -> assertThat(sample.failure())
                .contains("memory is too small"));
        assertThat(failed.meanCostUsd()).isEmpty();
        assertThat(failed.probability()).isEqualTo(new Probability(0, 10));
    }

    @Test
    void aCostThatNobodyKnowsProvesNothing() {
        // The dear one, or the cheap one, fails in its first run only and does not say what that cost.
        for (int failing : new int[] {0, 1}) {
            Sampler sampler = (candidate, replication) -> candidate == failing && replication == 0
                    ? Sample.failed("no server", Double.NaN)
                    : sample(true, 1 + candidate);
            Result result = race(new Settings(2, DEADLINE, 0.9, 0.05, 10, 20), sampler);
            assertThat(result.candidates())
                    .allSatisfy(each -> assertThat(each.standing()).isEqualTo(new Racing()));
            assertThat(result.candidates().get(failing).meanCostUsd()).hasValue(1 + failing);
            assertThat(result.winner()).contains(0);
            // When it does, its share and its costs are compared as any other's.
            Sampler told = (candidate, replication) -> candidate == failing && replication == 0
                    ? Sample.failed("no server", 1 + candidate)
                    : sample(true, 1 + candidate);
            assertThat(standing(race(new Settings(2, DEADLINE, 0.9, 0.05, 10, 20), told), 1))
                    .isEqualTo(new Race.SetAside(1, 0));
        }
    }

    @Test
    void aFailureMissesEvenADeadlineThatIsInfinite() {
        List<Candidate> scored = Race.score(
                2,
                4,
                Double.POSITIVE_INFINITY,
                (candidate, replication) -> candidate == 0 ? Sample.failed("never ends", 1) : sample(false, 2),
                runs -> {});
        assertThat(scored.get(0).probability()).isEqualTo(new Probability(0, 4));
        assertThat(scored.get(1).probability()).isEqualTo(new Probability(4, 4));
        assertThat(scored).allSatisfy(each -> assertThat(each.standing()).isEqualTo(new Racing()));
    }

    @Test
    void theListenerHearsEveryRunOnce() {
        Set<Integer> heard = ConcurrentHashMap.newKeySet();
        Settings settings = new Settings(4, DEADLINE, 0.9, 0.05, 10, 40);
        Result result = Race.run(settings, (candidate, replication) -> sample(true, 1 + candidate), runs -> {
            assertThat(heard.add(runs)).isTrue();
        });
        assertThat(result.runs()).isEqualTo(40 + 3 * 10);
        assertThat(heard)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 70).boxed().toList());
    }

    @Test
    void allThatIsWrongWithSettingsIsSaidAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(0, -1, 1, 0, 1, 0))
                .withMessage("a race needs at least one candidate; the deadline must be above 0 s, not -1.0;"
                        + " the confidence must be above 0 and below 1, not 1.0;"
                        + " the error rate must be above 0 and at most 0.5, not 0.0;"
                        + " the first replications must be at least 2, not 1;"
                        + " the most replications must be at least the first 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Race.score(0, 1, 1, (candidate, replication) -> EARLY, runs -> {}));
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.ended(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.ended(Double.POSITIVE_INFINITY, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.ended(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.failed("why", Double.POSITIVE_INFINITY));
    }

    /**
     * Candidates with normal times and costs: a common part that all have in a replication, as under common random
     * numbers, and one of their own.
     *
     * @param probabilities of meeting the deadline, the true ones
     * @param costsUsd the expected ones
     * @param commonUsd deviation of the common part of a cost
     * @param ownUsd deviation of a candidate's own
     */
    private record Synthetic(
            long seed,
            List<Double> probabilities,
            List<Double> costsUsd,
            double commonUsd,
            double ownUsd,
            boolean shared)
            implements Sampler {
        private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
        private static final double DEVIATION = 10;

        @Override
        public Sample run(int candidate, int replication) {
            // Each candidate has a common part to itself when nothing is shared.
            SplittableRandom common =
                    new SplittableRandom(seed + 1_000_003L * replication + (shared ? 0 : 7_000_000_019L * candidate));
            SplittableRandom own =
                    new SplittableRandom(~seed + 1_000_003L * replication + 9_000_000_011L * (candidate + 1));
            // T is normal with mean D − z·s, so that P(T ≤ D) = Φ(z); 0.8² + 0.6² = 1.
            double z = NORMAL.inverseCumulativeProbability(probabilities.get(candidate));
            double noise = 0.8 * common.nextGaussian() + 0.6 * own.nextGaussian();
            double time = Math.max(0, 1000 + DEVIATION * (noise - z));
            double cost = costsUsd.get(candidate) + commonUsd * common.nextGaussian() + ownUsd * own.nextGaussian();
            return Sample.ended(time, cost);
        }

        /** The cheapest of those that truly meet the deadline often enough. */
        private int best(double confidence) {
            return IntStream.range(0, costsUsd.size())
                    .filter(each -> probabilities.get(each) >= confidence)
                    .boxed()
                    .min((one, other) -> Double.compare(costsUsd.get(one), costsUsd.get(other)))
                    .orElseThrow();
        }

        /** Whether the best was dropped, or rests behind one that is not cheaper. */
        private boolean wronged(Result result, int best) {
            Standing standing = standing(result, best);
            return standing instanceof Race.SetAside aside
                    ? costsUsd.get(aside.rival()) >= costsUsd.get(best)
                    : !(standing instanceof Racing);
        }
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** A race between few candidates that are hard to tell apart: ties in cost, and probabilities at p itself. */
    private static Synthetic close(SplittableRandom random, double confidence) {
        int candidates = random.nextInt(2, 7);
        double[] near = {0, 0, 0, 0.02, -0.02, -0.1, -0.4};
        double[] dearer = {0, 0, 0.002, 0.01, 0.05};
        double[] probabilities = random.ints(candidates, 0, near.length)
                .mapToDouble(each -> confidence + near[each])
                .toArray();
        probabilities[random.nextInt(candidates)] = confidence;
        double[] costs = random.ints(candidates, 0, dearer.length)
                .mapToDouble(each -> 1 + dearer[each])
                .toArray();
        return new Synthetic(random.nextLong(), boxed(probabilities), boxed(costs), 0.2, 0.02, true);
    }

    @Property(tries = 3)
    void theBestIsWrongedNoMoreOftenThanTheErrorRate(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int races = 400;
        double errorRate = 0.2;
        int wronged = 0;
        for (int race = 0; race < races; race++) {
            double confidence = new double[] {0.8, 0.9, 0.95}[random.nextInt(3)];
            Synthetic synthetic = close(random, confidence);
            Settings settings = new Settings(synthetic.costsUsd().size(), 1000, confidence, errorRate, 10, 80);
            wronged += synthetic.wronged(race(settings, synthetic), synthetic.best(confidence)) ? 1 : 0;
        }
        // Three deviations of a binomial share above the rate.
        assertThat(wronged).isLessThan((int) (races * errorRate + 3 * Math.sqrt(races * errorRate * (1 - errorRate))));
    }

    @Property(tries = 200)
    void withCostsThatAreSureTheWinnerIsThatOfRunningAllUnlessATestDroppedIt(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int candidates) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] probabilities = random.doubles(candidates, 0.6, 1)
                .map(each -> Math.min(0.999, each))
                .toArray();
        double[] costs = random.ints(candidates, 1, 6).asDoubleStream().toArray();
        Synthetic synthetic = new Synthetic(seed, boxed(probabilities), boxed(costs), 0.3, 0, true);
        Settings settings = new Settings(candidates, 1000, 0.85, 0.05, 10, 60);
        Result raced = race(settings, synthetic);
        Result all = new Result(settings, Race.score(candidates, 60, 1000, synthetic, runs -> {}), 1);
        if (!raced.winner().equals(all.winner())) {
            assertThat(standing(raced, all.winner().orElseThrow())).isInstanceOfAny(Misses.class, Beaten.class);
        }
        for (Candidate each : raced.candidates()) {
            int replications = each.samples().size();
            assertThat(settings.looks()).contains(replications);
            // What it ran is what it would have run anyway.
            assertThat(all.candidates().get(each.index()).samples().subList(0, replications))
                    .isEqualTo(each.samples());
            if (each.standing() instanceof Racing) {
                assertThat(replications).isEqualTo(60);
            } else if (each.standing() instanceof Race.SetAside aside) {
                Candidate rival = raced.candidates().get(aside.rival());
                assertThat(rival.standing()).isEqualTo(new Racing());
                assertThat(rival.probability().estimate()).isGreaterThanOrEqualTo(0.85);
                assertThat(costs[rival.index()]).isLessThanOrEqualTo(costs[each.index()]);
            }
        }
    }

    /**
     * Twenty plans: eight cheap ones that meet the deadline in 30 %, and twelve that do in 99.5 %, of which the first is
     * the cheapest and each other one dearer by 2 %. A cost has a deviation of 10 %, of which most is common.
     */
    private static Synthetic plans(long seed, boolean shared) {
        double[] probabilities = new double[20];
        double[] costs = new double[20];
        Arrays.setAll(probabilities, each -> each < 8 ? 0.3 : 0.995);
        Arrays.setAll(costs, each -> each < 8 ? 0.8 : 1 + 0.02 * (each - 8));
        return new Synthetic(seed, boxed(probabilities), boxed(costs), 0.1, 0.005, shared);
    }

    private static final Settings TWENTY = new Settings(20, 1000, 0.95, 0.05, 10, 200);

    @Test
    void aTenthOfTheRunsFindsTheBestOfTwentyPlans() {
        for (int seed = 0; seed < 10; seed++) {
            Result result = race(TWENTY, plans(seed, true));
            assertThat(result.winner()).contains(8);
            assertThat(replications(result, 8)).isEqualTo(200);
            // The cheap ones miss: at most 0.3 of ten or twenty, whichever is sure.
            assertThat(result.candidates().subList(0, 8)).allSatisfy(each -> {
                assertThat(each.standing()).isInstanceOf(Misses.class);
                assertThat(each.samples()).hasSizeLessThanOrEqualTo(20);
            });
            // Those that are dearer by 4 % and more rest after ten.
            assertThat(result.candidates().subList(10, 20))
                    .allSatisfy(each -> assertThat(each.samples()).hasSize(10));
            // 200 of the best, and ten or, of few, twenty and forty of others, of 20 · 200.
            assertThat(result.runs()).isLessThan(500);
            assertThat(TWENTY.mostRuns()).isEqualTo(4000);
        }
    }

    @Test
    void withoutCommonRandomNumbersTwiceTheRunsAreNeeded() {
        long common = 0;
        long separate = 0;
        for (int seed = 0; seed < 10; seed++) {
            common += race(TWENTY, plans(seed, true)).runs();
            separate += race(TWENTY, plans(seed, false)).runs();
        }
        assertThat(separate).isGreaterThan(2 * common);
    }

    @Test
    void theResultIsTheSameOnOneThreadAndOnSeven() throws Exception {
        List<Result> results = new ArrayList<>();
        for (int threads : new int[] {1, 7}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                results.add(pool.submit(() -> race(TWENTY, plans(3, false))).get());
            } finally {
                pool.shutdown();
            }
        }
        assertThat(results.get(0)).isEqualTo(results.get(1));
    }
}
