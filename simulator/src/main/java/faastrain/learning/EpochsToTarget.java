package faastrain.learning;

/**
 * Epochs until a target loss without a curve: R for one worker and R·f(w) for w workers (LambdaML's R and f), where f(w) =
 * w^p is assumed. With p = 0 more workers need no more epochs.
 *
 * @param oneWorkerEpochs R, above 0
 * @param exponent p, at least 0
 */
public record EpochsToTarget(double oneWorkerEpochs, double exponent) {
    public EpochsToTarget {
        if (!(oneWorkerEpochs > 0)
                || !(exponent >= 0)
                || !Double.isFinite(oneWorkerEpochs)
                || !Double.isFinite(exponent)) {
            throw new IllegalArgumentException("epochs to the target must be above 0 and the exponent at least 0: "
                    + oneWorkerEpochs + ", " + exponent);
        }
    }

    /**
     * The effective epochs that the target needs.
     *
     * @throws IllegalArgumentException when there is no worker
     */
    public double epochs(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("there must be at least one worker: " + workers);
        }
        return oneWorkerEpochs * StrictMath.pow(workers, exponent);
    }
}
