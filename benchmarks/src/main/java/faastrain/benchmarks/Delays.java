package faastrain.benchmarks;

import java.util.SplittableRandom;

/** Exponential delays of mean 1, drawn beforehand so that drawing them is not measured. */
final class Delays {
    private static final int MASK = (1 << 16) - 1;

    private final double[] delays = new double[MASK + 1];
    private int next;

    Delays() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < delays.length; i++) {
            delays[i] = -Math.log(1 - random.nextDouble());
        }
    }

    double next() {
        next = (next + 1) & MASK;
        return delays[next];
    }
}
