package faastrain.random;

import faastrain.trace.ResidualFamily;
import faastrain.trace.ResidualFit;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import umontreal.ssj.rng.RandomStream;

/**
 * A factor of mean 1 with the shape that was fitted to measured iterations. Each draw is the quantile of one uniform
 * number, so that streams stay in step whatever the family. Immutable, to be shared by runs in parallel; a draw allocates
 * nothing.
 *
 * <p>The quantile of a gamma distribution has no closed form. Its logarithm is tabulated once, at 4,097 equal steps of the
 * standard normal quantile, and linear between them: that is off by less than a 400,000th of the value for shapes of at
 * least 0.5 (the error grows as 1/shape below). For shapes above 100,000 it is Wilson and Hilferty's cube
 * (1 − 1/(9k) + z/(3√k))³ (PNAS 17, 1931), off by less than a millionth there.
 */
public final class Residual {
    /** Steps of the table; the generator's least and greatest numbers have the normal quantiles ±6.23. */
    private static final int STEPS = 4096;

    private static final double END = 6.25;
    private static final double STEP = 2 * END / STEPS;

    private static final double LARGEST_TABULATED = 100_000;

    /** Below its logarithm x, P(k, x) is x^k/Γ(k + 1) to the last digit. */
    private static final double POWER_LAW = -40;

    private static final int MOST_STEPS_OF_NEWTON = 200;
    private static final double SQRT2 = StrictMath.sqrt(2);

    private final ResidualFamily family;
    private final double shape;
    private final Lognormal lognormal;

    /** What makes the mean 1: of a Weibull variable, minus the logarithm of its mean when its scale is 1. */
    private final double logFactor;

    /** Logarithms of a gamma variable's quantiles over its mean; empty for other families. */
    private final double[] logQuantiles;

    /**
     * A factor of a family.
     *
     * @param shape sigma of a lognormal one, shape of the others
     * @throws IllegalArgumentException if the shape is not positive and finite
     */
    public Residual(ResidualFamily family, double shape) {
        if (!(shape > 0) || !Double.isFinite(shape)) {
            throw new IllegalArgumentException("A shape is positive and finite, not " + shape + ".");
        }
        this.family = family;
        this.shape = shape;
        this.lognormal = new Lognormal(family == ResidualFamily.LOGNORMAL ? shape : 0);
        this.logFactor = family == ResidualFamily.WEIBULL ? -Gamma.logGamma(1 + 1 / shape) : 0;
        this.logQuantiles = family == ResidualFamily.GAMMA && shape <= LARGEST_TABULATED ? table(shape) : new double[0];
    }

    /** The factor of the distribution that a trace was found to have. */
    public static Residual of(ResidualFit fit) {
        return new Residual(fit.chosen().family(), fit.chosen().shape());
    }

    /** The next factor, above or equal to 0; takes one uniform number, which must be above 0 and below 1. */
    public double draw(RandomStream stream) {
        return switch (family) {
            case LOGNORMAL -> lognormal.draw(stream);
            case GAMMA -> gamma(SQRT2 * Erf.erfInv(2 * stream.nextDouble() - 1));
            case WEIBULL -> {
                double exponential = -StrictMath.log1p(-stream.nextDouble());
                yield StrictMath.exp(StrictMath.log(exponential) / shape + logFactor);
            }
        };
    }

    private double gamma(double z) {
        if (logQuantiles.length == 0) {
            double root = 1 - 1 / (9 * shape) + z / (3 * StrictMath.sqrt(shape));
            return root * root * root;
        }
        double place = Math.min(Math.max((z + END) / STEP, 0), STEPS);
        int index = Math.min((int) place, STEPS - 1);
        double low = logQuantiles[index];
        return StrictMath.exp(low + (logQuantiles[index + 1] - low) * (place - index));
    }

    /** From the median outwards, so that each quantile is found from the one before. */
    private static double[] table(double shape) {
        double[] logs = new double[STEPS + 1];
        double logOfGamma = Gamma.logGamma(shape);
        int middle = STEPS / 2;
        double start = shape < 1
                ? (StrictMath.log(0.5) + logOfGamma + StrictMath.log(shape)) / shape
                : StrictMath.log(shape) + 3 * StrictMath.log1p(-1 / (9 * shape));
        double log = start;
        for (int i = middle; i >= 0; i--) {
            log = logQuantile(shape, logOfGamma, (i - middle) * STEP, log);
            logs[i] = log;
        }
        log = logs[middle];
        for (int i = middle + 1; i <= STEPS; i++) {
            log = logQuantile(shape, logOfGamma, (i - middle) * STEP, log);
            logs[i] = log;
        }
        double logOfMean = StrictMath.log(shape);
        for (int i = 0; i <= STEPS; i++) {
            logs[i] -= logOfMean;
        }
        return logs;
    }

    /**
     * Newton's method in the logarithm of the smaller tail, which is concave in the logarithm of the variable.
     *
     * @param z standard normal quantile of the probability that is asked for
     * @param start near the result
     */
    private static double logQuantile(double shape, double logOfGamma, double z, double start) {
        double logTail = StrictMath.log(0.5 * Erf.erfc(Math.abs(z) / SQRT2));
        double log = start;
        for (int i = 0; i < MOST_STEPS_OF_NEWTON; i++) {
            double x = StrictMath.exp(log);
            double tail = z <= 0 ? logLowerTail(shape, logOfGamma, log, x) : logUpperTail(shape, x);
            double slope = StrictMath.exp(shape * log - x - logOfGamma - tail);
            double change = (logTail - tail) / (z <= 0 ? slope : -slope);
            log += change;
            if (Math.abs(change) <= 1e-12 * Math.max(1, Math.abs(log))) {
                return log;
            }
        }
        throw new IllegalStateException("no quantile of a gamma distribution of shape " + shape + " at " + z);
    }

    private static double logLowerTail(double shape, double logOfGamma, double log, double x) {
        return log < POWER_LAW
                ? shape * log - logOfGamma - StrictMath.log(shape)
                : StrictMath.log(Gamma.regularizedGammaP(shape, x));
    }

    private static double logUpperTail(double shape, double x) {
        return StrictMath.log(Gamma.regularizedGammaQ(shape, x));
    }
}
