package faastrain.random;

import org.apache.commons.math3.special.Erf;
import umontreal.ssj.rng.RandomStream;

/**
 * A lognormal factor of mean 1: what a duration is multiplied with to make it vary around its mean.
 *
 * <p>A draw is exp(sigma z - sigma^2 / 2), where z is the standard normal quantile of one uniform number
 * (inversion), so that streams stay in step when sigma differs. Nothing is allocated.
 *
 * <p>The quantile comes from Commons Math and the exponential from {@link StrictMath}, which give the
 * same bits everywhere. SSJ's {@code NormalDist.inverseF01} does not promise that: in the tails it calls
 * {@link Math#log}, which a Java virtual machine may replace by the processor's own version.
 *
 * @param sigma the standard deviation of the factor's natural logarithm; 0 makes every factor 1
 */
public record Lognormal(double sigma) {
    private static final double SQRT2 = StrictMath.sqrt(2);

    /**
     * Checks the parameter.
     *
     * @throws IllegalArgumentException if sigma is negative or not finite
     */
    public Lognormal {
        if (!(sigma >= 0) || !Double.isFinite(sigma)) {
            throw new IllegalArgumentException(
                    "A lognormal factor needs a finite sigma of at least 0, not " + sigma + ".");
        }
    }

    /** The next factor; takes one uniform number from the stream, which must be above 0 and below 1. */
    public double draw(RandomStream stream) {
        return StrictMath.exp(sigma * standardNormal(stream) - sigma * sigma / 2);
    }

    /** The next factor, exp(sigma z), whose median is 1 instead of its mean; takes one uniform number as {@link #draw}. */
    public double drawOfMedianOne(RandomStream stream) {
        return StrictMath.exp(sigma * standardNormal(stream));
    }

    private static double standardNormal(RandomStream stream) {
        return SQRT2 * Erf.erfInv(2 * stream.nextDouble() - 1);
    }
}
