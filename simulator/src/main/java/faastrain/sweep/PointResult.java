package faastrain.sweep;

import faastrain.result.Probability;
import faastrain.result.Quantiles;
import faastrain.result.RunColumn;
import faastrain.result.RunRecord;
import faastrain.result.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.util.ResizableDoubleArray;

/**
 * What came of a point.
 *
 * @param point the point
 * @param replications how often it was run
 * @param failed how many of these runs failed
 * @param failure why the first of them did
 * @param ended the replications that ended, ascending, counted from 1
 * @param timeSeconds their times, s, in the same order
 * @param costUsd their costs, dollars, in the same order
 * @param means their mean of each of {@link RunColumn#ALL}; NaN where none has one; empty where none ended
 * @param precise whether it is as precise as was asked for; empty where that was not asked
 * @param quantiles those that are told
 */
public record PointResult(
        Point point,
        int replications,
        int failed,
        Optional<String> failure,
        List<Integer> ended,
        Series timeSeconds,
        Series costUsd,
        List<Double> means,
        Optional<Boolean> precise,
        List<Double> quantiles) {
    public PointResult {
        ended = List.copyOf(ended);
        means = List.copyOf(means);
        quantiles = List.copyOf(quantiles);
    }

    /** Numbers in order. Immutable. */
    public static final class Series {
        private final double[] values;

        Series(double[] values) {
            this.values = values.clone();
        }

        /** The numbers. */
        public double[] values() {
            return values.clone();
        }

        /** Whether any two of them differ. */
        boolean differ() {
            return Arrays.stream(values).anyMatch(value -> value != values[0]);
        }

        /** Their statistics; empty when there are none. */
        public Optional<Statistics> statistics() {
            return values.length == 0 ? Optional.empty() : Optional.of(Statistics.of(values));
        }
    }

    /** What a reader of its numbers should know. */
    public List<String> warnings() {
        List<String> all =
                new ArrayList<>(point.ready().map(Point.Ready::warnings).orElse(List.of()));
        if (timeSeconds.differ() || costUsd.differ()) {
            Quantiles.warning(ended.size(), quantiles).ifPresent(all::add);
        }
        return all;
    }

    /** In how many runs its deadline was met, failed ones included; empty where it has none or was not run. */
    public Optional<Probability> meetsDeadline() {
        return point.ready()
                .filter(ready -> replications > 0 && ready.deadlineSeconds().isPresent())
                .map(ready -> new Probability(
                        (int) Arrays.stream(timeSeconds.values)
                                .filter(time -> time <= ready.deadlineSeconds().getAsDouble())
                                .count(),
                        replications));
    }

    /** Gathers a point's runs. */
    static final class Collector {
        private final ResizableDoubleArray times = new ResizableDoubleArray();
        private final ResizableDoubleArray costs = new ResizableDoubleArray();
        private final List<Integer> ended = new ArrayList<>();
        private final ColumnMean[] means =
                RunColumn.ALL.stream().map(column -> new ColumnMean()).toArray(ColumnMean[]::new);
        private int replications;
        private int failed;
        private Optional<String> failure = Optional.empty();

        void add(RunRecord run) {
            replications++;
            if (run.failure().isPresent()) {
                failed++;
                failure = failure.or(run::failure);
                return;
            }
            ended.add(run.replication());
            times.addElement(run.timeSeconds());
            costs.addElement(run.costUsd());
            for (int column = 0; column < means.length; column++) {
                means[column].add(run.value(column));
            }
        }

        PointResult result(Point point, Optional<Boolean> precise, List<Double> quantiles) {
            return new PointResult(
                    point,
                    replications,
                    failed,
                    failure,
                    ended,
                    new Series(times.getElements()),
                    new Series(costs.getElements()),
                    ended.isEmpty()
                            ? List.of()
                            : Arrays.stream(means).map(ColumnMean::get).toList(),
                    precise,
                    quantiles);
        }
    }

    /** The mean of a column's numbers; of equal ones that number, as a sum would lose its last digits. */
    private static final class ColumnMean {
        private double first = Double.NaN;
        private boolean equal = true;
        private double sum;
        private int count;

        void add(double value) {
            if (Double.isNaN(value)) {
                return;
            }
            if (count == 0) {
                first = value;
            }
            equal &= value == first;
            sum += value;
            count++;
        }

        double get() {
            return equal ? first : sum / count;
        }
    }
}
