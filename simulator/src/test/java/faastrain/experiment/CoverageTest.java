package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.event.OpenStation;
import faastrain.random.Streams;
import faastrain.result.Interval;
import faastrain.result.Quantiles;
import faastrain.result.Statistics;
import faastrain.scenario.PrecisionTarget;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/**
 * How often 95 % intervals hold what they should, over 1,000 seeds of an M/M/1 queue of the program's own pieces, with ρ =
 * 1/2 and in equilibrium from the start, so that its true means and quantiles are known.
 *
 * <p>A share of 1,000 seeds has the standard deviation √(0.95 · 0.05/1000) = 0.0069; four of them are allowed.
 */
class CoverageTest {
    private static final int SEEDS = 1000;
    private static final double LOAD = 0.5;

    /** ρ/(1 − ρ) customers. */
    private static final double NUMBER = 1;

    private static double meanNumber(Streams streams, int replication, double seconds) {
        return OpenStation.meanNumber(streams, replication, LOAD, seconds);
    }

    private static boolean holds(Interval interval, double value) {
        return interval.low() <= value && value <= interval.high();
    }

    private static double share(boolean[] each) {
        return (double) IntStream.range(0, SEEDS).filter(seed -> each[seed]).count() / SEEDS;
    }

    /** Four standard deviations of a share of all seeds. */
    private static double spread(double share) {
        return 4 * Math.sqrt(share * (1 - share) / SEEDS);
    }

    /** Means over 400 s are nearly normal, as Student's t takes them to be; over 100 s 92.3 % would be covered. */
    @Test
    void fifteenReplicationsCoverTheMeanNineteenTimesOfTwenty() {
        boolean[] covered = new boolean[SEEDS];
        IntStream.range(0, SEEDS).parallel().forEach(seed -> {
            Streams streams = new Streams(seed);
            double[] means = IntStream.range(0, 15)
                    .mapToDouble(replication -> meanNumber(streams, replication, 400))
                    .toArray();
            covered[seed] = holds(Statistics.of(means).ci95().orElseThrow(), NUMBER);
        });
        assertThat(share(covered)).isBetween(0.95 - spread(0.95), 0.95 + spread(0.95));
    }

    /**
     * Who stops where the interval happens to be narrow covers less: 91.6 % of these seeds where 10 replications come first,
     * 87.3 % where only 2 do. A mean over 200 s has a deviation of 0.24, so that (1.96 · 0.24/0.1)² = 22 replications are
     * needed, and of a fixed number of 15 such means 93.7 % cover.
     */
    @Test
    void stoppingAtAHalfWidthCostsSomeCoverageAndMoreWhereFewReplicationsComeFirst() {
        boolean[] afterTen = new boolean[SEEDS];
        boolean[] afterTwo = new boolean[SEEDS];
        int[] counts = new int[SEEDS];
        IntStream.range(0, SEEDS).parallel().forEach(seed -> {
            Streams streams = new Streams(seed);
            StoppingRule.Progress ten = new StoppingRule(10, 10_000, 0.1, PrecisionTarget.TIME).begin();
            StoppingRule.Progress two = new StoppingRule(2, 10_000, 0.1, PrecisionTarget.TIME).begin();
            double sum = 0;
            while (!ten.isEnough()) {
                double value = meanNumber(streams, ten.count(), 200);
                sum += value;
                ten.add(value, 0);
                if (!two.isEnough()) {
                    two.add(value, 0);
                    afterTwo[seed] = covers(two, sum / ten.count());
                }
            }
            afterTen[seed] = covers(ten, sum / ten.count());
            counts[seed] = ten.count();
        });
        assertThat(share(afterTen)).isBetween(0.9 - spread(0.9), 0.95);
        assertThat(share(afterTwo))
                .isLessThan(share(afterTen) - spread(0.9) / 2)
                .isGreaterThan(0.85);
        assertThat(IntStream.of(counts).average().orElseThrow()).isBetween(18.0, 26.0);
        assertThat(IntStream.of(counts).min().orElseThrow()).isEqualTo(10);
    }

    private static boolean covers(StoppingRule.Progress progress, double mean) {
        return Math.abs(mean - NUMBER) <= progress.timeHalfWidth() * mean;
    }

    /**
     * A customer's time in the queue is exponential with the rate 1/E[S] − 1 (Kleinrock, "Queueing Systems", vol. I, section
     * 5.7), of which any quantile q has P(T ≤ q) = p at −ln(1 − p)/rate. How often an interval of order statistics holds it
     * is known exactly, and more than 95 %, as ranks are whole.
     */
    @Test
    void theIntervalsOfQuantilesCoverThemAsOftenAsTheBinomialDistributionSays() {
        int sample = 72;
        double rate = 1 / LOAD - 1;
        double[] quantiles = {0.5, 0.95};
        boolean[][] covered = new boolean[quantiles.length][SEEDS];
        IntStream.range(0, SEEDS).parallel().forEach(seed -> {
            Streams streams = new Streams(seed);
            double[] sojourns = IntStream.range(0, sample)
                    .mapToDouble(replication -> OpenStation.sojournSeconds(streams, replication, LOAD, 10))
                    .sorted()
                    .toArray();
            for (int i = 0; i < quantiles.length; i++) {
                Interval interval = Quantiles.interval(sojourns, quantiles[i]).orElseThrow();
                covered[i][seed] = holds(interval, -Math.log(1 - quantiles[i]) / rate);
            }
        });
        double[] ranks = DoubleStream.iterate(1, rank -> rank + 1).limit(sample).toArray();
        for (int i = 0; i < quantiles.length; i++) {
            Interval ends = Quantiles.interval(ranks, quantiles[i]).orElseThrow();
            BinomialDistribution below = new BinomialDistribution(null, sample, quantiles[i]);
            double exact = below.cumulativeProbability((int) ends.high() - 1)
                    - below.cumulativeProbability((int) ends.low() - 1);
            assertThat(exact).isBetween(0.95, 0.98);
            assertThat(share(covered[i])).isBetween(exact - spread(exact), exact + spread(exact));
        }
    }
}
