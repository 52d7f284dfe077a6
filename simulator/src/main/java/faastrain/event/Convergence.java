package faastrain.event;

/** How far a training has come, and when it has come far enough. */
public interface Convergence {
    /** What an update is worth that was computed on parameters {@code staleness} rounds old; 1 for a fresh one. */
    double weight(int staleness);

    /**
     * The loss after as many epochs of fresh updates; NaN where it is not known.
     *
     * @param effectiveEpochs epochs, each update counted as its {@link #weight} says
     */
    double loss(double effectiveEpochs);

    /**
     * Whether the training is to stop.
     *
     * @param effectiveEpochs as above
     * @param loss as {@link #loss} has told it at an epoch's end; NaN in between
     */
    boolean isReached(double effectiveEpochs, double loss);

    /** All epochs are trained, and nobody knows the loss. */
    Convergence UNKNOWN = new Convergence() {
        @Override
        public double weight(int staleness) {
            return 1;
        }

        @Override
        public double loss(double effectiveEpochs) {
            return Double.NaN;
        }

        @Override
        public boolean isReached(double effectiveEpochs, double loss) {
            return false;
        }
    };
}
