package faastrain.learning;

import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.random.Purpose;
import faastrain.random.Streams;
import java.util.LinkedHashMap;
import java.util.Map;
import umontreal.ssj.rng.MRG32k3aL;

/**
 * Which samples a worker trains when. Each epoch has an order of all samples; its i-th iteration takes the next B^g of
 * them, and the workers, in the order of their numbers, take their batches of these. So every worker meets every sample
 * sooner or later; a system whose workers keep to a share of their own would differ in this.
 */
final class SampleOrder {
    /** Epochs whose order is kept: under asynchronous protocols workers are in different ones. Others are drawn again. */
    private static final int MOST_KEPT = 4;

    private final int samples;
    private final boolean shuffled;
    private final Schedule schedule;
    private final Streams streams;
    private final int replication;

    /** Samples of a full and of the short iteration that workers of smaller numbers take; the last element is the sum. */
    private final long[] before;

    private final long[] beforeInShort;

    private final Map<Integer, int[]> kept = new LinkedHashMap<>(8, 0.75f, true);

    SampleOrder(int samples, boolean shuffled, Schedule schedule, Streams streams, int replication) {
        this.samples = samples;
        this.shuffled = shuffled;
        this.schedule = schedule;
        this.streams = streams;
        this.replication = replication;
        Plan plan = schedule.plan();
        this.before = new long[plan.workers() + 1];
        this.beforeInShort = new long[plan.workers() + 1];
        for (int worker = 0; worker < plan.workers(); worker++) {
            before[worker + 1] = before[worker] + plan.batch(worker);
            beforeInShort[worker + 1] =
                    beforeInShort[worker] + (schedule.lastSamples() > 0 ? schedule.lastBatch(worker) : 0);
        }
    }

    /** The samples of a worker in an iteration, counted over all epochs. */
    Batch batch(int worker, long iteration) {
        long inEpoch = iteration % schedule.iterations();
        boolean isShort = schedule.isShort(inEpoch);
        long[] offsets = isShort ? beforeInShort : before;
        long start = inEpoch * schedule.plan().globalBatch();
        return new Batch(
                ofEpoch(Math.toIntExact(iteration / schedule.iterations())),
                Math.toIntExact(start + offsets[worker]),
                Math.toIntExact(start + offsets[worker + 1]),
                offsets[offsets.length - 1]);
    }

    /** All samples in the order of an epoch. Not to be changed. */
    int[] ofEpoch(int epoch) {
        int[] known = kept.get(shuffled ? epoch : 0);
        if (known != null) {
            return known;
        }
        int[] order = draw(epoch);
        kept.put(shuffled ? epoch : 0, order);
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return order;
    }

    /** Fisher and Yates's shuffle. */
    private int[] draw(int epoch) {
        int[] order = new int[samples];
        for (int i = 0; i < samples; i++) {
            order[i] = i;
        }
        if (shuffled) {
            MRG32k3aL stream = streams.stream(Purpose.SHUFFLE, epoch, replication);
            for (int i = samples - 1; i > 0; i--) {
                int other = stream.nextInt(0, i);
                int sample = order[i];
                order[i] = order[other];
                order[other] = sample;
            }
        }
        return order;
    }
}
