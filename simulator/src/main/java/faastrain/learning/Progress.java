package faastrain.learning;

import faastrain.event.Convergence;
import faastrain.event.Learner;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * How far a training has come by what is assumed, or by what a model that is really trained has learnt.
 *
 * <p>An assumed loss is that of a curve at the effective epochs: as many epochs as the updates would be if each were fresh.
 * What a stale update is worth is an assumption too. A real loss knows neither: the effective epochs stand beside it.
 */
public final class Progress implements Convergence {
    private final StaleWeight weight;
    private final DoubleUnaryOperator loss;
    private final double enoughEpochs;
    private final double targetLoss;

    private Progress(StaleWeight weight, DoubleUnaryOperator loss, double enoughEpochs, double targetLoss) {
        this.weight = weight;
        this.loss = loss;
        this.enoughEpochs = enoughEpochs;
        this.targetLoss = targetLoss;
    }

    /**
     * Along a loss curve.
     *
     * @param targetLoss where the training stops; empty to train all epochs
     */
    public static Progress alongCurve(LossCurve curve, OptionalDouble targetLoss, StaleWeight weight) {
        double enough = targetLoss.isPresent()
                ? curve.epochsTo(targetLoss.getAsDouble()).orElse(Double.POSITIVE_INFINITY)
                : Double.POSITIVE_INFINITY;
        return new Progress(weight, curve::loss, enough, Double.NEGATIVE_INFINITY);
    }

    /** Until so many effective epochs are trained, whose loss nobody knows. */
    public static Progress untilEpochs(double epochs, StaleWeight weight) {
        return new Progress(weight, effective -> Double.NaN, epochs, Double.NEGATIVE_INFINITY);
    }

    /**
     * As a model learns.
     *
     * @param targetLoss the training stops at the end of the first epoch with at most this loss; empty to train all epochs
     */
    public static Progress ofModel(Learner model, OptionalDouble targetLoss, StaleWeight weight) {
        return new Progress(
                weight,
                effective -> model.loss(),
                Double.POSITIVE_INFINITY,
                targetLoss.orElse(Double.NEGATIVE_INFINITY));
    }

    @Override
    public double weight(int staleness) {
        return weight.of(staleness);
    }

    @Override
    public double loss(double effectiveEpochs) {
        return loss.applyAsDouble(effectiveEpochs);
    }

    /** Rounding of the effective epochs does not make a training miss its end by a round. */
    @Override
    public boolean isReached(double effectiveEpochs, double lossNow) {
        return effectiveEpochs >= enoughEpochs * (1 - 1e-12) || lossNow <= targetLoss;
    }
}
