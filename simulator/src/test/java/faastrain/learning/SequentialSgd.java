package faastrain.learning;

import faastrain.model.Schedule;
import faastrain.random.Purpose;
import faastrain.random.Streams;
import faastrain.scenario.SgdModel;
import faastrain.trace.LibsvmData;
import umontreal.ssj.rng.MRG32k3aL;

/** Plain mini-batch training, one sample after another: what BSP must equal. */
final class SequentialSgd {
    private SequentialSgd() {}

    /** The parameters after so many epochs. */
    static long[] train(LibsvmData data, SgdSettings settings, Schedule schedule, Streams streams, int epochs) {
        double[][] x = new double[data.samples()][];
        for (int sample = 0; sample < x.length; sample++) {
            x[sample] = DataSets.dense(data, sample);
        }
        long globalBatch = schedule.plan().globalBatch();
        boolean kMeans = settings.model() == SgdModel.K_MEANS;
        long[] model = kMeans
                ? firstCentroids(x, settings, order(x.length, settings, streams, 0))
                : new long[data.features() + 1];
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] order = order(x.length, settings, streams, epoch);
            for (long first = 0; first < schedule.samplesPerEpoch(); first += globalBatch) {
                long end = Math.min(first + globalBatch, schedule.samplesPerEpoch());
                long[] sum = new long[model.length];
                for (long position = first; position < end; position++) {
                    int sample = order[(int) position];
                    if (kMeans) {
                        addToNearest(x[sample], settings.clusters(), model, sum);
                    } else {
                        addGradient(x[sample], data.classes()[sample], settings, end - first, model, sum);
                    }
                }
                for (int i = 0; i < model.length; i++) {
                    model[i] += sum[i];
                }
            }
        }
        return model;
    }

    private static int[] order(int samples, SgdSettings settings, Streams streams, int epoch) {
        int[] order = new int[samples];
        for (int i = 0; i < samples; i++) {
            order[i] = i;
        }
        if (settings.shuffled()) {
            MRG32k3aL stream = streams.stream(Purpose.SHUFFLE, epoch, 0);
            for (int last = samples - 1; last > 0; last--) {
                int drawn = stream.nextInt(0, last);
                int sample = order[last];
                order[last] = order[drawn];
                order[drawn] = sample;
            }
        }
        return order;
    }

    private static void addGradient(double[] x, int y, SgdSettings settings, long batch, long[] model, long[] sum) {
        int bias = x.length;
        double score = 0;
        for (int i = 0; i < bias; i++) {
            score += model[i] * 0x1p-40 * x[i];
        }
        double margin = y * (score + model[bias] * 0x1p-40);
        double derivative = settings.model() == SgdModel.LOGISTIC_REGRESSION
                ? -y / (1 + StrictMath.exp(margin))
                : margin < 1 ? -y : 0;
        double step = settings.rate() / batch;
        for (int i = 0; i < bias; i++) {
            sum[i] += (long) Math.rint(-step * derivative * x[i] * 0x1p40);
            sum[i] += (long) Math.rint(-step * settings.regularisation() * (model[i] * 0x1p-40) * 0x1p40);
        }
        sum[bias] += (long) Math.rint(-step * derivative * 0x1p40);
    }

    private static long[] firstCentroids(double[][] x, SgdSettings settings, int[] order) {
        long[] model = new long[settings.clusters() * (x[0].length + 1)];
        for (int cluster = 0; cluster < settings.clusters(); cluster++) {
            add(x[order[cluster]], cluster, model);
        }
        return model;
    }

    private static void addToNearest(double[] x, int clusters, long[] model, long[] sum) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int cluster = 0; cluster < clusters; cluster++) {
            int from = cluster * (x.length + 1);
            double square = 0;
            double product = 0;
            for (int i = 0; i < x.length; i++) {
                double mean = model[from + i] / (double) model[from + x.length];
                square += mean * mean;
                product += x[i] * mean;
            }
            if (square - 2 * product < least) {
                least = square - 2 * product;
                nearest = cluster;
            }
        }
        add(x, nearest, sum);
    }

    private static void add(double[] x, int cluster, long[] sums) {
        int from = cluster * (x.length + 1);
        for (int i = 0; i < x.length; i++) {
            sums[from + i] += (long) Math.rint(x[i] * 0x1p24);
        }
        sums[from + x.length] += 1L << 24;
    }
}
