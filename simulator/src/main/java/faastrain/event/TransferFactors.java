package faastrain.event;

/**
 * How much longer or shorter than fitted a worker's transfers take, one draw each. The engine asks once a transfer, in the worker's own order, so
 * that one worker's draws never shift another's.
 */
public interface TransferFactors {
    /** A factor on the fitted time of the worker's next upload; 1 for exactly that time. */
    double uploadFactor(int worker);

    /** A factor on the fitted time of the worker's next download; 1 for exactly that time. */
    double downloadFactor(int worker);

    /** Every transfer takes exactly the fitted time. */
    TransferFactors EXACT = new TransferFactors() {
        @Override
        public double uploadFactor(int worker) {
            return 1;
        }

        @Override
        public double downloadFactor(int worker) {
            return 1;
        }
    };
}
