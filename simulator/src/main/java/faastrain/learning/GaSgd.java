package faastrain.learning;

/**
 * Gradient averaging: the gradients of a batch, over the samples of all workers' batches of that iteration, times the
 * learning rate. Several batches in one round are all computed on the parameters held, and added up.
 */
record GaSgd(Objective objective, double rate) implements Algorithm {
    @Override
    public boolean replaces() {
        return false;
    }

    @Override
    public void compute(int worker, Stage stage, long[] held, Batch batch, long[] contribution) {
        objective.show(held);
        objective.contribute(batch, rate / batch.global(), contribution);
    }

    @Override
    public double loss(long[] exchanged) {
        objective.show(exchanged);
        return objective.loss();
    }
}
