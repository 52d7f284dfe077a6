package faastrain.trace;

/**
 * Compute time of one training iteration by batch and memory, FasDL eq. 4: {@code a·(B + b) / (M + m)}.
 *
 * @param a seconds·MB per sample
 * @param b samples; the work of an iteration that does not depend on the batch, as so many samples
 * @param m MB; shifts the memory quota, often negative
 */
public record ComputeCoefficients(double a, double b, double m) {
    public ComputeCoefficients {
        if (!(a > 0) || !Double.isFinite(a) || !Double.isFinite(b) || !Double.isFinite(m)) {
            throw new IllegalArgumentException("a must be positive and a, b, m finite: " + a + ", " + b + ", " + m);
        }
    }

    /**
     * Seconds of one iteration.
     *
     * @param batch samples of one worker
     * @param memoryMb memory quota in MB
     * @throws IllegalArgumentException when {@code memoryMb + m} or {@code batch + b} is not positive, where
     *     the equation has no meaning
     */
    public double iterationSeconds(double batch, double memoryMb) {
        if (!(memoryMb + m > 0)) {
            throw new IllegalArgumentException("these coefficients hold for more than " + -m
                    + " MB of memory (M + m > 0), not for " + memoryMb + " MB");
        }
        if (!(batch + b > 0)) {
            throw new IllegalArgumentException(
                    "these coefficients hold for batches above " + -b + " (B + b > 0), not for " + batch);
        }
        return a * (batch + b) / (memoryMb + m);
    }
}
