package faastrain.cluster;

/**
 * Takes what comes from the cluster, in the thread that called {@link SparkBatches#run}.
 *
 * @param <R> what comes of a batch
 */
public interface Recipient<R> {
    /**
     * Takes the result of a batch; called once a batch, in the order in which batches are done.
     *
     * @param batch its position in the list of batches, from 0
     * @param result its result
     */
    void delivered(int batch, R result);

    /**
     * Takes news of the cluster that does not end the work, such as a lost executor.
     *
     * @param message one line
     */
    void notice(String message);
}
