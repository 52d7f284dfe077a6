package faastrain.sweep;

import faastrain.experiment.StoppingRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Replications of a point that are run one after the other by the same worker. An experiment is always cut into the same
 * batches, whatever has been run already, so that shards are the same on every machine.
 *
 * @param number counted from 0
 * @param point the point
 * @param first the first replication, counted from 1
 * @param last the last; of a point that is run until it is precise the most that there may be
 */
public record Batch(long number, Point point, int first, int last) {
    /** Enough that making a point ready does not count, and few enough that all cores end together. */
    private static final int REPLICATIONS = 8;

    /**
     * The batches of points, in order. What several points run is run once, for the one that comes first: as often as the one
     * of them that wants most. A point that is run until it is precise is one batch, as nobody knows its replications before.
     */
    static List<Batch> of(List<Point> points) {
        Map<PointHash, Integer> most = new HashMap<>();
        for (Point point : points) {
            point.ready()
                    .filter(ready -> !ready.rule().mayStop())
                    .ifPresent(ready -> most.merge(ready.hash(), ready.rule().least(), Math::max));
        }
        List<Batch> batches = new ArrayList<>();
        Set<PointHash> fixed = new HashSet<>();
        Set<Map.Entry<PointHash, StoppingRule>> stopping = new HashSet<>();
        for (Point point : points) {
            if (point.ready().isEmpty()) {
                continue;
            }
            Point.Ready ready = point.ready().get();
            if (ready.rule().mayStop()) {
                if (stopping.add(Map.entry(ready.hash(), ready.rule()))) {
                    batches.add(new Batch(batches.size(), point, 1, ready.rule().most()));
                }
            } else if (fixed.add(ready.hash())) {
                int replications = Objects.requireNonNull(most.get(ready.hash()));
                for (int first = 1; first <= replications; first += REPLICATIONS) {
                    int last = Math.min(first + REPLICATIONS - 1, replications);
                    batches.add(new Batch(batches.size(), point, first, last));
                }
            }
        }
        return batches;
    }
}
