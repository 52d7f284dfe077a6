package faastrain.learning;

/**
 * Consensus ADMM (Boyd, Parikh, Chu, Peleato and Eckstein, Foundations and Trends in Machine Learning 3(1), 2011, section
 * 7.1) as LambdaML's code has it. Worker j has weights w_j and multipliers u_j, all 0 at first. A round begins with the
 * consensus z = S(w̄ + ū, λ/(W·ρ)), S(a, t) = sign(a)·max(|a| − t, 0), and u_j ← u_j + w_j − z; then w_j goes on from where
 * it was with SGD steps, over the worker's own samples, on the loss + ρ/2·‖w_j − z + u_j‖². The bias is in neither the
 * norm nor the threshold and has no multiplier: a round begins with the mean of the workers' biases.
 *
 * <p>What is exchanged is a = w̄ + ū, and the mean bias: a worker contributes (w_j + u_j)/W, rounded, in place of what it
 * contributed before, which is a sum again and so also has a meaning where some workers are rounds ahead.
 *
 * <p>Deviations from the code: it has ‖·‖ where the method has ‖·‖²; it starts at random; its logistic regression has two
 * scores and cross entropy, which differs from one score by no more than how it is regularised.
 */
final class Admm implements Algorithm {
    private static final FixedPoint NUMBERS = FixedPoint.PARAMETERS;

    private final Objective objective;
    private final double rate;
    private final double rho;
    private final double lambda;
    private final int bias;
    private final long threshold;
    private final Local[] now;
    private final Local[] roundBefore;
    private final Local[] kept;

    /** The consensus with which each worker's round has begun. */
    private final long[][] z;

    /**
     * The algorithm for a model without a regularisation of its own.
     *
     * @param parameters weights and the bias
     */
    Admm(Objective objective, SgdSettings settings, int workers, int parameters) {
        this.objective = objective;
        this.rate = settings.rate();
        this.rho = settings.rho();
        this.lambda = settings.regularisation();
        this.bias = parameters - 1;
        this.threshold = NUMBERS.of(lambda / (workers * rho));
        this.now = new Local[workers];
        this.roundBefore = new Local[workers];
        this.kept = new Local[workers];
        this.z = new long[workers][];
        for (int worker = 0; worker < workers; worker++) {
            Local zero = new Local(new long[parameters], new long[bias]);
            now[worker] = zero;
            roundBefore[worker] = zero;
            kept[worker] = zero;
            z[worker] = new long[bias];
        }
    }

    @Override
    public boolean replaces() {
        return true;
    }

    @Override
    public void compute(int worker, Stage stage, long[] held, Batch batch, long[] contribution) {
        if (stage == Stage.NEW) {
            roundBefore[worker] = now[worker];
        }
        if (stage != Stage.NEXT) {
            begin(worker, held);
        }
        long[] w = now[worker].w;
        long[] u = now[worker].u;
        objective.show(w);
        for (int i = 0; i < bias; i++) {
            long away = NUMBERS.sum(NUMBERS.sum(w[i], -z[worker][i]), u[i]);
            w[i] = NUMBERS.sum(w[i], NUMBERS.of(-rate * rho * NUMBERS.toDouble(away)));
        }
        objective.contribute(batch, rate / batch.size(), w);
        for (int i = 0; i < bias; i++) {
            contribution[i] = share(NUMBERS.sum(w[i], u[i]));
        }
        contribution[bias] = share(w[bias]);
    }

    private void begin(int worker, long[] held) {
        long[] w = roundBefore[worker].w.clone();
        long[] u = roundBefore[worker].u.clone();
        for (int i = 0; i < bias; i++) {
            z[worker][i] = consensus(held[i]);
            u[i] = NUMBERS.sum(u[i], NUMBERS.sum(w[i], -z[worker][i]));
        }
        w[bias] = held[bias];
        now[worker] = new Local(w, u);
    }

    private long consensus(long mean) {
        return Long.signum(mean) * Math.max(Math.abs(mean) - threshold, 0);
    }

    private long share(long number) {
        return (long) Math.rint((double) number / now.length);
    }

    @Override
    public double loss(long[] exchanged) {
        long[] model = exchanged.clone();
        double norm = 0;
        for (int i = 0; i < bias; i++) {
            model[i] = consensus(exchanged[i]);
            norm += Math.abs(NUMBERS.toDouble(model[i]));
        }
        objective.show(model);
        return objective.loss() + lambda / now.length * norm;
    }

    @Override
    public void keep(int worker, boolean finished) {
        kept[worker] = (finished ? now : roundBefore)[worker].copy();
    }

    @Override
    public void restore(int worker) {
        now[worker] = kept[worker];
    }

    /** The weights and the bias, and the weights' multipliers. */
    private static final class Local {
        final long[] w;
        final long[] u;

        Local(long[] w, long[] u) {
            this.w = w;
            this.u = u;
        }

        Local copy() {
            return new Local(w.clone(), u.clone());
        }
    }
}
