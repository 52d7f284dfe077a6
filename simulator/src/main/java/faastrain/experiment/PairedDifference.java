package faastrain.experiment;

import faastrain.result.Interval;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The mean difference of a quantity between two alternatives that were run under common random numbers, in the
 * quantity's own unit: replication by replication the first less the second. What both have in common, such as a slow
 * start that hits both, is not in the differences, so that they tell alternatives apart sooner than two separate means.
 *
 * <p>Bounds are Student's t of the differences (Law, "Simulation Modeling and Analysis", 5th edition, section 10.2.1:
 * the paired-t confidence interval). They hold for differences that are nearly normal, or for many of them; what is rare
 * and large must have been seen. Differences that are all equal have no deviation, and bounds that are the mean.
 *
 * @param pairs replications that both alternatives ran, at least 1
 * @param mean mean of the differences
 * @param standardDeviation their sample standard deviation; absent for a single pair
 */
public record PairedDifference(int pairs, double mean, Optional<Double> standardDeviation) {
    /** @throws IllegalArgumentException when there is no pair */
    public PairedDifference {
        if (pairs < 1) {
            throw new IllegalArgumentException("a difference needs at least one pair");
        }
    }

    /**
     * The differences first − second.
     *
     * @param first the first alternative's values, one per replication
     * @param second the second's, of the same replications in the same order
     * @throws IllegalArgumentException when there are none, not equally many, or a value is not finite
     */
    public static PairedDifference of(double[] first, double[] second) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException(
                    "pairs need equally many values, not " + first.length + " and " + second.length);
        }
        double[] differences = new double[first.length];
        Arrays.setAll(differences, each -> first[each] - second[each]);
        if (!Arrays.stream(differences).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a difference is not finite");
        }
        // Sums would give equal differences another last digit and a deviation.
        boolean constant = Arrays.stream(differences).allMatch(each -> each == differences[0]);
        double mean = constant ? differences[0] : StatUtils.mean(differences);
        Optional<Double> deviation = differences.length == 1
                ? Optional.empty()
                : Optional.of(constant ? 0.0 : Math.sqrt(StatUtils.variance(differences, mean)));
        return new PairedDifference(differences.length, mean, deviation);
    }

    /** The two-sided 95 % confidence interval of the mean difference; absent for a single pair. */
    public Optional<Interval> ci95() {
        return standardDeviation.map(deviation -> new Interval(lowerBound(0.025), upperBound(0.025)));
    }

    /**
     * The one-sided lower bound: the true mean difference is below it with probability {@code alpha}. A single pair has
     * none: minus infinity.
     *
     * @param alpha the bound's error, above 0 and at most 0.5
     * @throws IllegalArgumentException when {@code alpha} is not
     */
    public double lowerBound(double alpha) {
        return mean - reach(alpha);
    }

    /**
     * The one-sided upper bound: the true mean difference is above it with probability {@code alpha}. A single pair has
     * none: plus infinity.
     *
     * @param alpha the bound's error, above 0 and at most 0.5
     * @throws IllegalArgumentException when {@code alpha} is not
     */
    public double upperBound(double alpha) {
        return mean + reach(alpha);
    }

    private double reach(double alpha) {
        if (!(alpha > 0 && alpha <= 0.5)) {
            throw new IllegalArgumentException("a bound's error must be above 0 and at most 0.5, not " + alpha);
        }
        if (standardDeviation.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double deviation = standardDeviation.get();
        return deviation == 0
                ? 0
                : -new TDistribution(null, pairs - 1.0).inverseCumulativeProbability(alpha)
                        * deviation
                        / Math.sqrt(pairs);
    }
}
