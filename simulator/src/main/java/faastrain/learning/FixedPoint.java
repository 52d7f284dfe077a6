package faastrain.learning;

import faastrain.event.TrainingFailedException;

/**
 * Numbers with a fixed count of binary digits after the point, held as whole multiples of the last one. Their sums are
 * exact, so that they depend neither on order nor on grouping, as sums of {@code double} do.
 *
 * @param unit what 1 stands for, a power of 2
 * @param limit every number is below it in magnitude, so that a sum of two has room; counted in units
 * @param remedy what to do when a number reaches the limit
 */
record FixedPoint(double unit, long limit, String remedy) {
    /**
     * Parameters of linear models: 40 digits after the point, below 4,096 in magnitude. So each is a {@code double}
     * exactly, and products and sums of a few are good to about 1e-12.
     */
    static final FixedPoint PARAMETERS = new FixedPoint(
            0x1p-40,
            1L << 52,
            "a parameter would reach 4096 in magnitude: the training diverges; lower sgd.rate, or scale the features");

    /**
     * Sums of k-means: 24 digits after the point, below 2^38 in magnitude, as sums grow with every sample that a cluster
     * takes in.
     */
    static final FixedPoint SUMS = new FixedPoint(
            0x1p-24,
            1L << 62,
            "the sum of a cluster's values would reach 2^38 in magnitude; scale the features, or train fewer epochs");

    /** The nearest number; of two, the even one. */
    long of(double value) {
        // A quotient by a power of 2 is exact, as long as it does not overflow.
        double units = Math.rint(value / unit);
        if (!(Math.abs(units) < limit)) {
            throw tooLarge();
        }
        return (long) units;
    }

    /** The nearest {@code double}. */
    double toDouble(long number) {
        return number * unit;
    }

    long sum(long one, long other) {
        long sum = one + other;
        if (sum >= limit || sum <= -limit) {
            throw tooLarge();
        }
        return sum;
    }

    long product(long number, int factor) {
        if (Math.abs((double) number * factor) >= limit) {
            throw tooLarge();
        }
        return number * factor;
    }

    private TrainingFailedException tooLarge() {
        return new TrainingFailedException(remedy);
    }
}
