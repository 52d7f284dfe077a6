package faastrain.random;

import faastrain.event.Stragglers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Stragglers: some workers whose computations take longer by a factor, for good or for a spell. */
public final class SlowWorkers implements Stragglers {
    private final BitSet slow;
    private final double factor;
    private final double fromSeconds;
    private final double untilSeconds;

    private SlowWorkers(BitSet slow, double factor, double fromSeconds, double untilSeconds) {
        if (!(factor >= 1) || !(fromSeconds >= 0) || !(untilSeconds >= fromSeconds)) {
            throw new IllegalArgumentException("a straggler is slower by a factor of at least 1, from a time on until a"
                    + " later one: " + factor + ", " + fromSeconds + ", " + untilSeconds);
        }
        this.slow = slow;
        this.factor = factor;
        this.fromSeconds = fromSeconds;
        this.untilSeconds = untilSeconds;
    }

    /**
     * Certain workers.
     *
     * @param workers their numbers, from 0
     * @param factor how many times as long their computations take
     * @param fromSeconds since when, on the clock of the run
     * @param untilSeconds until when; infinite for good
     */
    public static SlowWorkers of(List<Integer> workers, double factor, double fromSeconds, double untilSeconds) {
        BitSet slow = new BitSet();
        workers.forEach(slow::set);
        return new SlowWorkers(slow, factor, fromSeconds, untilSeconds);
    }

    /**
     * Workers chosen at random: each draws one uniform number from a stream of its own, and those with the smallest are
     * slow, so that one more worker changes little about who is.
     *
     * @param count how many are slow, at most {@code workers}
     * @param workers how many there are
     * @param replication counted from 0
     */
    public static SlowWorkers random(
            int count,
            int workers,
            double factor,
            double fromSeconds,
            double untilSeconds,
            Streams streams,
            int replication) {
        double[] draws = IntStream.range(0, workers)
                .mapToDouble(worker ->
                        streams.stream(Purpose.STRAGGLER, worker, replication).nextDouble())
                .toArray();
        Integer[] order = IntStream.range(0, workers).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(worker -> draws[worker]));
        return of(Arrays.asList(order).subList(0, count), factor, fromSeconds, untilSeconds);
    }

    @Override
    public double slowed(int worker, double startSeconds, double seconds) {
        if (!slow.get(worker) || startSeconds >= untilSeconds) {
            return seconds;
        }
        double before = Math.max(0, fromSeconds - startSeconds);
        if (seconds <= before) {
            return seconds;
        }
        double left = seconds - before;
        double spell = untilSeconds - Math.max(startSeconds, fromSeconds);
        return left * factor <= spell ? before + left * factor : before + spell + (left - spell / factor);
    }
}
