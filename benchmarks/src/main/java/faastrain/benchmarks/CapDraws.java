package faastrain.benchmarks;

import java.util.SplittableRandom;

/** Uniform numbers from 0 to 4, drawn beforehand so that drawing them is not measured; no two are the same. */
final class CapDraws {
    private static final int MASK = (1 << 16) - 1;

    private final double[] draws =
            new SplittableRandom(2).doubles(MASK + 1, 0, 4).toArray();
    private int next;

    double next() {
        next = (next + 1) & MASK;
        return draws[next];
    }
}
