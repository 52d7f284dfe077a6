package faastrain.cluster;

import java.io.Serializable;

/**
 * What is done with one batch, on some machine of the cluster and possibly more than once. It must depend on its
 * arguments only, so that a repetition has the same result.
 *
 * @param <S> what all batches share
 * @param <B> a batch
 * @param <R> what comes of it
 */
@FunctionalInterface
public interface BatchWork<S extends Serializable, B extends Serializable, R extends Serializable>
        extends Serializable {
    /**
     * The result of one batch.
     *
     * @param shared what all batches share: one object an executor, used by its threads at once
     * @param batch the batch
     */
    R run(S shared, B batch);
}
