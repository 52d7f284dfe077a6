package faastrain.learning;

import faastrain.scenario.SgdModel;
import faastrain.trace.LibsvmData;

/**
 * Two classes y = ±1 by the sign of a linear score s = w·x + w_0: logistic regression with loss ln(1 + exp(−y·s)), or a
 * linear support vector machine with loss max(0, 1 − y·s) and its subgradient that is 0 where y·s = 1. The bias w_0 is
 * the last parameter and is not regularised.
 *
 * <p>With d the loss's derivative by s, a sample adds round((−step·d)·x_i) to weight i, for each feature that it has,
 * round(−step·d) to the bias and, with regularisation λ, round((−step·λ)·w_i) to every weight.
 */
final class LinearObjective implements Objective {
    private static final FixedPoint NUMBERS = FixedPoint.PARAMETERS;

    private final LibsvmData data;
    private final byte[] classes;
    private final boolean logistic;
    private final double l2;
    private final int bias;
    private final double[] w;

    LinearObjective(LibsvmData data, SgdModel model, double l2) {
        this.data = data;
        this.classes = data.classes();
        this.logistic = model == SgdModel.LOGISTIC_REGRESSION;
        this.l2 = l2;
        this.bias = data.features();
        this.w = new double[bias + 1];
    }

    @Override
    public FixedPoint numbers() {
        return NUMBERS;
    }

    @Override
    public long[] start() {
        return new long[w.length];
    }

    @Override
    public void show(long[] parameters) {
        for (int i = 0; i < w.length; i++) {
            w[i] = NUMBERS.toDouble(parameters[i]);
        }
    }

    @Override
    public void contribute(Batch batch, double step, long[] update) {
        for (int position = 0; position < batch.size(); position++) {
            int sample = batch.sample(position);
            double factor = -step * derivative(sample);
            if (factor == 0) {
                continue;
            }
            int end = data.start(sample + 1);
            for (int at = data.start(sample); at < end; at++) {
                int feature = data.feature(at);
                update[feature] = NUMBERS.sum(update[feature], NUMBERS.of(factor * data.value(at)));
            }
            update[bias] = NUMBERS.sum(update[bias], NUMBERS.of(factor));
        }
        if (l2 > 0 && batch.size() > 0) {
            // All samples of the batch add the same: the parameters do not change meanwhile.
            double factor = -step * l2;
            for (int i = 0; i < bias; i++) {
                update[i] = NUMBERS.sum(update[i], NUMBERS.product(NUMBERS.of(factor * w[i]), batch.size()));
            }
        }
    }

    private double derivative(int sample) {
        int y = classes[sample];
        double margin = y * score(sample);
        if (logistic) {
            return -y / (1 + StrictMath.exp(margin));
        }
        return margin < 1 ? -y : 0;
    }

    private double score(int sample) {
        double score = 0;
        int end = data.start(sample + 1);
        for (int at = data.start(sample); at < end; at++) {
            score += w[data.feature(at)] * data.value(at);
        }
        return score + w[bias];
    }

    @Override
    public double loss() {
        double sum = 0;
        for (int sample = 0; sample < data.samples(); sample++) {
            double margin = classes[sample] * score(sample);
            if (logistic) {
                // exp of a negative number cannot overflow.
                sum += Math.max(0, -margin) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
            } else {
                sum += Math.max(0, 1 - margin);
            }
        }
        double norm = 0;
        for (int i = 0; i < bias; i++) {
            norm += w[i] * w[i];
        }
        return sum / data.samples() + l2 / 2 * norm;
    }
}
