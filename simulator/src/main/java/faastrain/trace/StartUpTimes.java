package faastrain.trace;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Time until so many workers have started, known for some numbers of workers (LambdaML's t_F and t_I). Between two of
 * them the time is linear; below the first its time holds; beyond the last the line through the last two goes on.
 *
 * @param secondsByWorkers time, s, by number of workers; at least two
 */
public record StartUpTimes(SortedMap<Integer, Double> secondsByWorkers) {
    public StartUpTimes {
        secondsByWorkers = Collections.unmodifiableSortedMap(new TreeMap<>(secondsByWorkers));
        if (secondsByWorkers.size() < 2 || secondsByWorkers.firstKey() < 1) {
            throw new IllegalArgumentException(
                    "start-up times need two numbers of workers, each at least 1: " + secondsByWorkers);
        }
    }

    /**
     * Seconds until {@code workers} have started.
     *
     * @throws IllegalArgumentException when there is no worker
     */
    public double seconds(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("there must be at least one worker: " + workers);
        }
        int first = secondsByWorkers.firstKey();
        if (workers <= first) {
            return at(first);
        }
        int last = secondsByWorkers.lastKey();
        int high = workers > last ? last : secondsByWorkers.tailMap(workers).firstKey();
        int low = secondsByWorkers.headMap(high).lastKey();
        if (workers == high) {
            return at(high);
        }
        return at(low) + (at(high) - at(low)) * (workers - low) / (high - low);
    }

    /** Whether so many workers lie outside the known numbers, so that their time is not read between two of them. */
    public boolean extrapolates(int workers) {
        return workers < secondsByWorkers.firstKey() || workers > secondsByWorkers.lastKey();
    }

    private double at(int workers) {
        return secondsByWorkers.getOrDefault(workers, Double.NaN);
    }
}
