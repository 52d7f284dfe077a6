package faastrain.event;

/**
 * A model that is really trained while its training is simulated. It is told what happens to updates and parameters in the
 * order of the simulated clock. The model is cut into equal parts as the pattern cuts it (its shards), numbered from 0;
 * rounds and versions are counted from 1, version 0 is the model at the start.
 *
 * <p>Every update is additive: what a worker has learnt in a round is a vector that is added to the model, part by part.
 */
public interface Learner {
    /**
     * A worker computes on its next batch with the parameters that it holds.
     *
     * @param worker counted from 0
     * @param iteration batch of the training, counted from 0 over all epochs
     * @param round the exchange that the update belongs to; with several local batches a round, more than one call has it
     */
    void computed(int worker, long iteration, int round);

    /** A part of a worker's update of a round is merged into the part's next version. */
    void merged(int part, int worker, int round);

    /** What was merged of a part, since it was last published, is now in the model. */
    void published(int part, int version);

    /**
     * A worker takes over a part as it was published in a version, at most the latest; the parts may differ.
     */
    void fetched(int worker, int part, int version);

    /** A worker reads the whole global model, to which its own update of the round is added at once (LambdaML's async). */
    void readGlobal(int worker, int round);

    /** A worker overwrites the global model with what it holds. */
    void wroteGlobal(int worker);

    /** What the model is now is kept, to be restored later. */
    void checkpointed();

    /** The model is again what was kept last, or the one at the start; all workers hold it and nothing is on its way. */
    void restored();

    /** The mean loss of the model, as all parts were last published, over the data set. */
    double loss();

    /** No model is trained. */
    Learner NOBODY = new Learner() {
        @Override
        public void computed(int worker, long iteration, int round) {}

        @Override
        public void merged(int part, int worker, int round) {}

        @Override
        public void published(int part, int version) {}

        @Override
        public void fetched(int worker, int part, int version) {}

        @Override
        public void readGlobal(int worker, int round) {}

        @Override
        public void wroteGlobal(int worker) {}

        @Override
        public void checkpointed() {}

        @Override
        public void restored() {}

        @Override
        public double loss() {
            return Double.NaN;
        }
    };
}
