package faastrain.event;

/**
 * What is left to chance in the channel: how much longer or shorter than fitted a worker's transfers take, and how long
 * it waits before it repeats a refused request, one draw each. The engine asks once a transfer or refusal, in the worker's
 * own order, so that one worker's draws never shift another's.
 */
public interface TransferFactors {
    /** A factor on the fitted time of the worker's next loading; 1 for exactly that time. */
    default double loadFactor(int worker) {
        return downloadFactor(worker);
    }

    /** A factor on the fitted time of the worker's next upload; 1 for exactly that time. */
    double uploadFactor(int worker);

    /** A factor on the fitted time of the worker's next download; 1 for exactly that time. */
    double downloadFactor(int worker);

    /** A number from 0 to 1: the jitter of the wait before the worker repeats a refused request; half where nothing is left to chance. */
    default double retryJitter(int worker) {
        return 0.5;
    }

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
