package faastrain.trace;

/**
 * Throughput that saturates with the object's size, FasDL eq. 2: {@code tp = p·(1 − exp(−t·S))}, so that a
 * transfer takes {@code S / tp}. As S goes to 0 the time tends to {@code 1/(p·t)}, the latency that the curve implies.
 *
 * @param p throughput of large objects, MiB/s
 * @param t how fast the throughput rises with size, 1/MiB
 */
public record SaturationCurve(double p, double t) implements TransferCurve {
    /** Below this t·S the curve equals its limit to the last digit, and the quotient could become 0/0. */
    private static final double LIMIT = 1e-290;

    public SaturationCurve {
        if (!(p > 0 && t > 0) || !Double.isFinite(p) || !Double.isFinite(t)) {
            throw new IllegalArgumentException("p and t must be positive and finite: " + p + ", " + t);
        }
    }

    /** The time of the smallest objects, {@code 1/(p·t)}, in seconds. */
    public double latencySeconds() {
        return 1 / (p * t);
    }

    @Override
    public double seconds(double sizeMib) {
        if (!(sizeMib >= 0)) {
            throw new IllegalArgumentException("a size must not be negative: " + sizeMib);
        }
        double exponent = t * sizeMib;
        return exponent < LIMIT ? latencySeconds() : sizeMib / (p * -StrictMath.expm1(-exponent));
    }
}
