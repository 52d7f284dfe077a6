package faastrain.sweep;

import faastrain.experiment.PairedDifference;
import faastrain.sweep.Experiment.PairedComparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Paired differences along an axis: each point less the one that differs from it in nothing but being at the level that all
 * are compared with. Both are run under common random numbers, so that replication r is compared with replication r.
 */
public final class Differences {
    /**
     * A point compared with another.
     *
     * @param point the point
     * @param against the one that it is compared with
     * @param timeSeconds its time less the other's, s
     * @param costUsd its cost less the other's, dollars
     */
    public record Difference(
            PointResult point, PointResult against, PairedDifference timeSeconds, PairedDifference costUsd) {}

    private Differences() {}

    /** Tells the differences of a sweep, in the order of its points; those of which no pair ended are left out. */
    public static void of(Sweep sweep, RunStore store, Consumer<Difference> each) {
        Optional<PairedComparison> asked = sweep.experiment().comparison();
        if (asked.isEmpty()) {
            return;
        }
        PairedComparison comparison = asked.get();
        Map<List<Integer>, Point> byLevels = new HashMap<>();
        sweep.points().forEach(point -> byLevels.put(point.levels(), point));
        for (Point point : sweep.points()) {
            if (point.levels().get(comparison.axis()) == comparison.against()) {
                continue;
            }
            List<Integer> levels = new ArrayList<>(point.levels());
            levels.set(comparison.axis(), comparison.against());
            Point other = byLevels.get(levels);
            if (other != null) {
                of(sweep.result(store, point), sweep.result(store, other)).ifPresent(each);
            }
        }
    }

    /** Replications of which only one ended have no difference. */
    private static Optional<Difference> of(PointResult point, PointResult against) {
        List<int[]> pairs = pairs(point.ended(), against.ended());
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                point,
                against,
                difference(
                        pairs,
                        point.timeSeconds().values(),
                        against.timeSeconds().values()),
                difference(pairs, point.costUsd().values(), against.costUsd().values())));
    }

    private static PairedDifference difference(List<int[]> pairs, double[] first, double[] second) {
        return PairedDifference.of(
                pairs.stream().mapToDouble(pair -> first[pair[0]]).toArray(),
                pairs.stream().mapToDouble(pair -> second[pair[1]]).toArray());
    }

    /** The places of the replications that both have. */
    private static List<int[]> pairs(List<Integer> first, List<Integer> second) {
        List<int[]> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() && j < second.size()) {
            int order = Integer.compare(first.get(i), second.get(j));
            if (order == 0) {
                pairs.add(new int[] {i, j});
            }
            if (order <= 0) {
                i++;
            }
            if (order >= 0) {
                j++;
            }
        }
        return pairs;
    }
}
