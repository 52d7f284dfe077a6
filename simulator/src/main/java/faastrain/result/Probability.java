package faastrain.result;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * A probability that is known from a share: how many of independent trials were successes.
 *
 * <p>The bounds are those of Clopper and Pearson ("The use of confidence or fiducial limits illustrated in the case of
 * the binomial", Biometrika 26, 1934): they invert the binomial distribution itself, so that they cover the true
 * probability at least as often as they say for every number of trials. They are quantiles of Beta distributions; at the
 * edges, where these do not exist, none of n successes has the lower bound 0 and n of n the upper bound 1, exactly.
 * (The library's ClopperPearsonInterval 3.6.1 gives the same inside and an exception at both edges.)
 *
 * @param successes trials that succeeded, from 0 to all
 * @param trials independent trials, at least 1
 */
public record Probability(int successes, int trials) {
    /** Far below what a bound is told with; the solver of a quantile stops there. */
    private static final double ACCURACY = 1e-15;

    /** @throws IllegalArgumentException when there is no trial or not from none to all of them succeeded */
    public Probability {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException("no share: " + successes + " of " + trials);
        }
    }

    /** The share of successes. */
    public double estimate() {
        return (double) successes / trials;
    }

    /** The two-sided 95 % interval: each of its ends is a one-sided bound of 2.5 %. */
    public Interval ci95() {
        return new Interval(lowerBound(0.025), upperBound(0.025));
    }

    /**
     * The one-sided lower bound: the true probability is below it with a probability of at most {@code alpha}.
     *
     * @param alpha the bound's error, above 0 and at most 0.5
     * @throws IllegalArgumentException when {@code alpha} is not
     */
    public double lowerBound(double alpha) {
        check(alpha);
        return successes == 0 ? 0 : quantile(successes, trials - successes + 1.0, alpha);
    }

    /**
     * The one-sided upper bound: the true probability is above it with a probability of at most {@code alpha}.
     *
     * @param alpha the bound's error, above 0 and at most 0.5
     * @throws IllegalArgumentException when {@code alpha} is not
     */
    public double upperBound(double alpha) {
        check(alpha);
        // By symmetry: failures have what is left of the probability. Quantiles near 0 keep more digits than near 1.
        return successes == trials ? 1 : 1 - quantile(trials - successes, successes + 1.0, alpha);
    }

    private static double quantile(double first, double second, double probability) {
        return new BetaDistribution(null, first, second, ACCURACY).inverseCumulativeProbability(probability);
    }

    private static void check(double alpha) {
        if (!(alpha > 0 && alpha <= 0.5)) {
            throw new IllegalArgumentException("a bound's error must be above 0 and at most 0.5, not " + alpha);
        }
    }
}
