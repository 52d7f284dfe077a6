package faastrain.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
     * The batches of points, in order. Points that run the same are run once; a point that is run until it is precise is
     * one batch, as nobody knows its replications before.
     */
    static List<Batch> of(List<Point> points) {
        List<Batch> batches = new ArrayList<>();
        Set<PointHash> met = new HashSet<>();
        for (Point point : points) {
            if (point.ready().isEmpty() || !met.add(point.ready().get().hash())) {
                continue;
            }
            Point.Ready ready = point.ready().get();
            int most = EnoughRuns.most(ready.rule());
            if (ready.rule().mayStop()) {
                batches.add(new Batch(batches.size(), point, 1, most));
                continue;
            }
            for (int first = 1; first <= most; first += REPLICATIONS) {
                int last = Math.min(first + REPLICATIONS - 1, most);
                batches.add(new Batch(batches.size(), point, first, last));
            }
        }
        return batches;
    }
}
