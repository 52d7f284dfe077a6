package faastrain.result;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * A quantity over the replications of a run, in its own unit.
 *
 * @param mean arithmetic mean
 * @param standardDeviation sample standard deviation; absent for a single replication
 * @param ci95 95 % confidence interval of the mean (Student's t); absent for a single replication
 * @param p50 median; quantiles interpolate linearly between order statistics
 * @param p95 95 % quantile
 * @param p99 99 % quantile
 * @param p50Ci95 95 % confidence interval of the median, whatever the distribution ({@link Quantiles}); absent where there
 *     are too few replications for one
 * @param p95Ci95 that of the 95 % quantile
 * @param p99Ci95 that of the 99 % quantile
 */
public record Statistics(
        double mean,
        Optional<Double> standardDeviation,
        Optional<Interval> ci95,
        double p50,
        double p95,
        double p99,
        Optional<Interval> p50Ci95,
        Optional<Interval> p95Ci95,
        Optional<Interval> p99Ci95) {
    /** The quantiles that are told. */
    public static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

    /**
     * The statistics of at least one value.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Statistics of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("statistics need at least one value");
        }
        boolean constant = Arrays.stream(values).allMatch(value -> value == values[0]);
        DescriptiveStatistics all = new DescriptiveStatistics(values);
        all.setPercentileImpl(new Percentile().withEstimationType(Percentile.EstimationType.R_7));
        // The mean of equal values is that value; a sum would lose its last digits.
        double mean = constant ? values[0] : all.getMean();
        Optional<Double> deviation = Optional.empty();
        Optional<Interval> interval = Optional.empty();
        if (values.length > 1) {
            double sample = constant ? 0 : all.getStandardDeviation();
            double half = new TDistribution(null, values.length - 1.0).inverseCumulativeProbability(0.975)
                    * sample
                    / Math.sqrt(values.length);
            deviation = Optional.of(sample);
            interval = Optional.of(new Interval(mean - half, mean + half));
        }
        double[] sorted = all.getSortedValues();
        return new Statistics(
                mean,
                deviation,
                interval,
                all.getPercentile(50),
                all.getPercentile(95),
                all.getPercentile(99),
                Quantiles.interval(sorted, 0.5),
                Quantiles.interval(sorted, 0.95),
                Quantiles.interval(sorted, 0.99));
    }
}
