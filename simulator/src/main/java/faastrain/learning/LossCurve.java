package faastrain.learning;

import faastrain.scenario.Quantity;
import faastrain.trace.LossCurves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.DoubleStream;

/**
 * The loss of a training with one global batch, by epochs: linear between measured points, and the first or last loss
 * before and after them.
 *
 * <p>A global batch that was measured has its own curve. One between two measured ones lies between their curves, linear in
 * the logarithm of the batch at equal epochs; one outside takes the nearest. All but the first is an assumption, which
 * {@link #warnings} states.
 */
public final class LossCurve {
    private final double[] epochs;
    private final double[] losses;
    private final List<String> batchWarnings;

    private LossCurve(double[] epochs, double[] losses, List<String> batchWarnings) {
        this.epochs = epochs;
        this.losses = losses;
        this.batchWarnings = List.copyOf(batchWarnings);
    }

    /**
     * The curve of a global batch.
     *
     * @param globalBatch samples of all workers per update
     * @throws IllegalArgumentException when it is below 1
     */
    public static LossCurve of(LossCurves curves, int globalBatch) {
        if (globalBatch < 1) {
            throw new IllegalArgumentException("a global batch has at least one sample: " + globalBatch);
        }
        SortedMap<Integer, List<LossCurves.Point>> measured = curves.byGlobalBatch();
        SortedMap<Integer, List<LossCurves.Point>> atMost = measured.headMap(globalBatch + 1);
        SortedMap<Integer, List<LossCurves.Point>> above = measured.tailMap(globalBatch + 1);
        if (measured.containsKey(globalBatch)) {
            return measured(measured.getOrDefault(globalBatch, List.of()), List.of());
        }
        if (atMost.isEmpty() || above.isEmpty()) {
            int nearest = atMost.isEmpty() ? above.firstKey() : atMost.lastKey();
            return measured(
                    measured.getOrDefault(nearest, List.of()),
                    List.of("the loss curve has no global batch of " + globalBatch + " nor any "
                            + (atMost.isEmpty() ? "smaller" : "larger") + ": that of the nearest, " + nearest
                            + ", is taken"));
        }
        int low = atMost.lastKey();
        int high = above.firstKey();
        LossCurve lower = measured(measured.getOrDefault(low, List.of()), List.of());
        LossCurve upper = measured(measured.getOrDefault(high, List.of()), List.of());
        double share = StrictMath.log((double) globalBatch / low) / StrictMath.log((double) high / low);
        double[] epochs = DoubleStream.concat(Arrays.stream(lower.epochs), Arrays.stream(upper.epochs))
                .sorted()
                .distinct()
                .toArray();
        double[] losses = Arrays.stream(epochs)
                .map(epoch -> between(lower.loss(epoch), upper.loss(epoch), share))
                .toArray();
        return new LossCurve(
                epochs,
                losses,
                List.of("the loss curve has no global batch of " + globalBatch + ": its loss is taken between those of "
                        + low + " and " + high + ", linear in the logarithm of the batch"));
    }

    private static LossCurve measured(List<LossCurves.Point> points, List<String> warnings) {
        return new LossCurve(
                points.stream().mapToDouble(LossCurves.Point::epoch).toArray(),
                points.stream().mapToDouble(LossCurves.Point::loss).toArray(),
                warnings);
    }

    /**
     * The loss after so many effective epochs.
     *
     * @param effectiveEpochs passes over the data set, updates that count less by their staleness taken as less
     */
    public double loss(double effectiveEpochs) {
        int last = epochs.length - 1;
        if (effectiveEpochs <= epochs[0]) {
            return losses[0];
        }
        if (effectiveEpochs >= epochs[last]) {
            return losses[last];
        }
        int found = Arrays.binarySearch(epochs, effectiveEpochs);
        if (found >= 0) {
            return losses[found];
        }
        int next = -found - 1;
        return between(
                losses[next - 1],
                losses[next],
                (effectiveEpochs - epochs[next - 1]) / (epochs[next] - epochs[next - 1]));
    }

    /**
     * The first effective epoch at which the loss is at most the target, and of which {@link #loss} says so; nothing when
     * the curve never comes so low.
     */
    public Optional<Double> epochsTo(double targetLoss) {
        if (losses[0] <= targetLoss) {
            return Optional.of(0.0);
        }
        for (int i = 1; i < epochs.length; i++) {
            if (losses[i] <= targetLoss) {
                double share = (losses[i - 1] - targetLoss) / (losses[i - 1] - losses[i]);
                return Optional.of(atMost(targetLoss, between(epochs[i - 1], epochs[i], share), epochs[i]));
            }
        }
        return Optional.empty();
    }

    /** The least number from {@code epoch} on at which the loss is at most the target: rounding may leave it just above. */
    private double atMost(double targetLoss, double epoch, double reached) {
        if (loss(epoch) <= targetLoss) {
            return epoch;
        }
        double low = epoch;
        double high = reached;
        for (double middle = low + (high - low) / 2; middle > low && middle < high; middle = low + (high - low) / 2) {
            if (loss(middle) <= targetLoss) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /**
     * What is assumed beyond what was measured.
     *
     * @param mostEffectiveEpochs the most that a run comes to
     */
    public List<String> warnings(double mostEffectiveEpochs) {
        List<String> warnings = new ArrayList<>(batchWarnings);
        if (epochs[0] > 0) {
            warnings.add("the loss curve begins at epoch " + Quantity.plain(epochs[0])
                    + ": until then the loss is taken as " + Quantity.plain(losses[0]));
        }
        int last = epochs.length - 1;
        if (mostEffectiveEpochs > epochs[last]) {
            warnings.add("the loss curve ends at epoch " + Quantity.plain(epochs[last])
                    + ": from then on the loss stays at " + Quantity.plain(losses[last]));
        }
        return warnings;
    }

    /** Linear, and never outside the two values, so that it does not fall where they rise. */
    private static double between(double from, double to, double share) {
        double value = from + (to - from) * share;
        return Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to));
    }
}
