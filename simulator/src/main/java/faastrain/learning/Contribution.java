package faastrain.learning;

import java.util.BitSet;

/** What a worker has to give in a round, until all parts of it are published. */
final class Contribution {
    final int worker;
    final int round;
    final long firstIteration;
    final BitSet mergedParts = new BitSet();
    long lastIteration;
    long[] vector;
    int publishedParts;

    Contribution(int worker, int round, long iteration, int parameters) {
        this.worker = worker;
        this.round = round;
        this.firstIteration = iteration;
        this.lastIteration = iteration;
        this.vector = new long[parameters];
    }
}
