package faastrain.learning;

/**
 * Model averaging: in a round a worker takes SGD steps of its own batches, each over its own samples alone, from the
 * parameters that it held at the round's first batch; it contributes the change over W, rounded. Where all workers held
 * the same, the sum is the mean of their models, which counts each worker alike whatever its batches, as LambdaML's does.
 */
final class MaSgd implements Algorithm {
    private final Objective objective;
    private final double rate;
    private final long[][] atStart;
    private final long[][] own;

    MaSgd(Objective objective, double rate, int workers) {
        this.objective = objective;
        this.rate = rate;
        this.atStart = new long[workers][];
        this.own = new long[workers][];
    }

    @Override
    public boolean replaces() {
        return false;
    }

    @Override
    public void compute(int worker, Stage stage, long[] held, Batch batch, long[] contribution) {
        if (stage != Stage.NEXT) {
            atStart[worker] = held.clone();
            own[worker] = held.clone();
        }
        long[] w = own[worker];
        long[] before = atStart[worker];
        objective.show(w);
        objective.contribute(batch, rate / batch.size(), w);
        for (int i = 0; i < w.length; i++) {
            // Both are below 2^52, so that their difference is a double exactly.
            contribution[i] = (long) Math.rint((double) (w[i] - before[i]) / own.length);
        }
    }

    @Override
    public double loss(long[] exchanged) {
        objective.show(exchanged);
        return objective.loss();
    }
}
