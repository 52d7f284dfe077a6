package faastrain.sweep;

import faastrain.result.RunRecord;
import java.util.List;

/** Runs batches: on the cores of this machine, or of others. Which one it is does not show in the results. */
public interface Engine extends AutoCloseable {
    /** Hears what was run. */
    interface Sink {
        /**
         * Takes a run; from any thread, in any order, and the same run twice at worst. Waits while what was run before is
         * being kept.
         *
         * @throws RuntimeException when nothing can be kept any more: the engine has to stop, and may pass it on
         */
        void ran(Batch batch, RunRecord run);

        /** Takes note that all of a batch was run. */
        void done(Batch batch);
    }

    /**
     * Runs batches and returns when all are done. A run whose training fails is told with its reason.
     *
     * @param work what the batches are of
     * @param batches what is to be run, in order
     */
    void run(Work work, List<Batch> batches, Sink sink);

    @Override
    void close();
}
