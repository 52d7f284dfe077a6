package faastrain.learning;

import faastrain.trace.LibsvmData;

/**
 * Mini-batch k-means (Sculley, "Web-scale k-means clustering", WWW 2010): a sample moves its nearest centroid, among those
 * that the worker holds, towards itself by one over the number of samples that the centroid has taken in. A centroid is
 * then the mean of these, so that what is held are their sum and their count, cluster after cluster, the count last; a
 * sample adds itself, each value rounded, and 1. The first centroids are the first distinct samples of an order.
 *
 * <p>The loss is the mean squared distance to the nearest centroid, in which ‖x − c‖² is computed as ‖x‖² + (‖c‖² − 2·x·c),
 * whose bracket also says which is nearest; the first of equals is.
 */
final class KMeansObjective implements Objective {
    private static final FixedPoint NUMBERS = FixedPoint.SUMS;
    private static final int MOST_PARAMETERS = 100_000_000;

    private final LibsvmData data;
    private final int clusters;
    private final int block;
    private final long[] start;
    private final long one = NUMBERS.of(1);
    private final double[] centroids;
    private final double[] squares;

    /**
     * The clusters of a data set.
     *
     * @param order the samples of which the first distinct ones are the centroids at the start
     * @throws IllegalArgumentException when there are too few distinct samples, or more than 100,000,000 parameters
     */
    KMeansObjective(LibsvmData data, int clusters, int[] order) {
        this.data = data;
        this.clusters = clusters;
        this.block = data.features() + 1;
        if ((long) clusters * block > MOST_PARAMETERS) {
            throw new IllegalArgumentException(clusters + " clusters of " + data.features()
                    + " features are more than the 100,000,000 numbers that are trained");
        }
        this.start = new long[clusters * block];
        this.centroids = new double[start.length];
        this.squares = new double[clusters];
        int chosen = 0;
        int[] seen = new int[clusters];
        for (int i = 0; i < order.length && chosen < clusters; i++) {
            if (!isAmong(seen, chosen, order[i])) {
                add(order[i], start, chosen);
                seen[chosen++] = order[i];
            }
        }
        if (chosen < clusters) {
            throw new IllegalArgumentException(
                    "there are " + chosen + " distinct samples, too few for " + clusters + " clusters");
        }
    }

    private boolean isAmong(int[] seen, int count, int sample) {
        for (int i = 0; i < count; i++) {
            if (isSame(seen[i], sample)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(int first, int second) {
        int size = data.start(first + 1) - data.start(first);
        if (size != data.start(second + 1) - data.start(second)) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int one = data.start(first) + i;
            int other = data.start(second) + i;
            if (data.feature(one) != data.feature(other) || data.value(one) != data.value(other)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public FixedPoint numbers() {
        return NUMBERS;
    }

    @Override
    public long[] start() {
        return start.clone();
    }

    @Override
    public void show(long[] parameters) {
        for (int cluster = 0; cluster < clusters; cluster++) {
            int from = cluster * block;
            double count = parameters[from + block - 1];
            double square = 0;
            for (int at = from; at < from + block - 1; at++) {
                // Sum and count have the same unit, which falls out.
                double mean = parameters[at] / count;
                centroids[at] = mean;
                square += mean * mean;
            }
            squares[cluster] = square;
        }
    }

    @Override
    public void contribute(Batch batch, double step, long[] update) {
        for (int position = 0; position < batch.size(); position++) {
            int sample = batch.sample(position);
            add(sample, update, nearest(sample));
        }
    }

    private void add(int sample, long[] update, int cluster) {
        int from = cluster * block;
        int end = data.start(sample + 1);
        for (int at = data.start(sample); at < end; at++) {
            int sum = from + data.feature(at);
            update[sum] = NUMBERS.sum(update[sum], NUMBERS.of(data.value(at)));
        }
        int count = from + block - 1;
        update[count] = NUMBERS.sum(update[count], one);
    }

    private int nearest(int sample) {
        int nearest = 0;
        double least = distance(sample, 0);
        for (int cluster = 1; cluster < clusters; cluster++) {
            double distance = distance(sample, cluster);
            if (distance < least) {
                least = distance;
                nearest = cluster;
            }
        }
        return nearest;
    }

    /** The squared distance to a centroid without the sample's own square, which is the same for all. */
    private double distance(int sample, int cluster) {
        int from = cluster * block;
        double product = 0;
        int end = data.start(sample + 1);
        for (int at = data.start(sample); at < end; at++) {
            product += data.value(at) * centroids[from + data.feature(at)];
        }
        return squares[cluster] - 2 * product;
    }

    @Override
    public double loss() {
        double sum = 0;
        for (int sample = 0; sample < data.samples(); sample++) {
            double square = 0;
            int end = data.start(sample + 1);
            for (int at = data.start(sample); at < end; at++) {
                square += data.value(at) * data.value(at);
            }
            sum += Math.max(0, square + distance(sample, nearest(sample)));
        }
        return sum / data.samples();
    }
}
