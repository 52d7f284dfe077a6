package faastrain.model;

import faastrain.scenario.AlgorithmKind;

/**
 * How often workers exchange what they have learnt.
 *
 * @param kind the algorithm
 * @param localBatches under MA-SGD, batches between two exchanges; an epoch's last exchange comes at its end in any case
 * @param localEpochs under ADMM, epochs between two exchanges
 */
public record Algorithm(AlgorithmKind kind, long localBatches, int localEpochs) {
    /** Gradients are exchanged every batch. */
    public static final Algorithm GA_SGD = new Algorithm(AlgorithmKind.GA_SGD, 1, 1);

    public Algorithm {
        if (localBatches < 1 || localEpochs < 1) {
            throw new IllegalArgumentException(
                    "workers exchange after one batch and one epoch at least: " + localBatches + ", " + localEpochs);
        }
    }

    /** Models are averaged every {@code batches} batches. */
    public static Algorithm maSgd(long batches) {
        return new Algorithm(AlgorithmKind.MA_SGD, batches, 1);
    }

    /** Models and duals are exchanged every {@code epochs} epochs. */
    public static Algorithm admm(int epochs) {
        return new Algorithm(AlgorithmKind.ADMM, 1, epochs);
    }
}
