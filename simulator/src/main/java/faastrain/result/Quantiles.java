package faastrain.result;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How well a sample knows a quantile, whatever the distribution. Of n values as many lie below the p-quantile as a
 * binomial distribution of n and p says, so that the order statistics of ranks l and u hold it between them with the
 * probability P(l ≤ B ≤ u − 1), or more where values can be equal (David and Nagaraja, "Order Statistics", 3rd edition,
 * section 7.1). Of the upper quantiles of few values nothing is known: with the probability pⁿ all n lie below.
 */
public final class Quantiles {
    /** What each tail of a 95 % interval may have. */
    private static final double TAIL = 0.025;

    private Quantiles() {}

    /**
     * The fewest values with which the p-quantile has a two-sided 95 % interval: all of them lie below it with a
     * probability of at most 2.5 %, and above it too. 6 for the median, 72 for p = 0.95, 368 for p = 0.99.
     *
     * @param p above 0 and below 1
     * @throws IllegalArgumentException when it is not
     */
    public static int leastSample(double p) {
        check(p);
        double allBelow = Math.log(TAIL) / Math.log(p);
        double allAbove = Math.log(TAIL) / Math.log1p(-p);
        return (int) Math.ceil(Math.max(allBelow, allAbove));
    }

    /**
     * The 95 % interval of the p-quantile between two order statistics, each tail having at most 2.5 %.
     *
     * @param sorted values in ascending order
     * @param p above 0 and below 1
     * @return nothing for less values than {@link #leastSample}
     * @throws IllegalArgumentException when p is not in between
     */
    public static Optional<Interval> interval(double[] sorted, double p) {
        if (sorted.length < leastSample(p)) {
            return Optional.empty();
        }
        // The smallest count that leaves a tail behind: below the rank of that number there are fewer with 2.5 % at
        // most.
        BinomialDistribution below = new BinomialDistribution(null, sorted.length, p);
        int low = Math.max(1, below.inverseCumulativeProbability(TAIL));
        int high = Math.min(sorted.length, below.inverseCumulativeProbability(1 - TAIL) + 1);
        return Optional.of(new Interval(sorted[low - 1], sorted[high - 1]));
    }

    /**
     * One sentence about those of the quantiles that so many replications tell hardly anything about.
     *
     * @param sample the number of replications
     * @param quantiles each above 0 and below 1
     * @return nothing when there are enough for all of them
     */
    public static Optional<String> warning(int sample, List<Double> quantiles) {
        List<Double> unknown =
                quantiles.stream().filter(p -> sample < leastSample(p)).toList();
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        String names = inWords(unknown.stream().map(Quantiles::name).toList());
        String needed = inWords(
                unknown.stream().map(p -> Integer.toString(leastSample(p))).toList());
        String where = unknown.stream().allMatch(p -> p > 0.5)
                ? (unknown.size() == 1 ? "is" : "are") + " hardly more than the largest of them"
                : (unknown.size() == 1 ? "says" : "say") + " little";
        return Optional.of(names + " of " + sample + " replications " + where + ": a 95 % interval needs " + needed);
    }

    /**
     * The p-quantile of values, interpolated linearly between order statistics.
     *
     * @param values at least one, in any order
     * @param p above 0 and below 1
     */
    public static double estimate(double[] values, double p) {
        check(p);
        return new Percentile(100 * p)
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(values);
    }

    /** What a quantile is called in files: {@code p95}. */
    public static String name(double p) {
        return "p"
                + BigDecimal.valueOf(p).movePointRight(2).stripTrailingZeros().toPlainString();
    }

    private static String inWords(List<String> words) {
        int last = words.size() - 1;
        return last == 0
                ? words.get(0)
                : words.subList(0, last).stream().collect(Collectors.joining(", ")) + " and " + words.get(last);
    }

    private static void check(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a quantile lies above 0 and below 1, not at " + p);
        }
    }
}
