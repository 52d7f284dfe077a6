package faastrain.communication;

import faastrain.scenario.Counting;
import java.util.function.IntUnaryOperator;

/**
 * A pattern with what a {@link SymbolicRun} must know of it.
 *
 * @param partOf the part of the parameters that an object belongs to
 * @param startsWithOwn whether a worker's own gradients are in its sums without being moved
 */
record Exchange(String name, Pattern pattern, int workers, IntUnaryOperator partOf, boolean startsWithOwn) {
    static Exchange allReduce(int workers) {
        return new Exchange("AllReduce", new AllReduce(workers), workers, object -> 0, false);
    }

    static Exchange kReduce(int workers, int aggregators, Counting counting) {
        return of("K-Reduce " + counting, new KReduce(workers, aggregators, counting), workers, aggregators);
    }

    static Exchange scatterReduce(int workers) {
        return of("ScatterReduce", KReduce.scatterReduce(workers), workers, workers);
    }

    private static Exchange of(String name, KReduce pattern, int workers, int aggregators) {
        int[] parts = new int[(workers + 1) * aggregators];
        for (int part = 0; part < aggregators; part++) {
            parts[pattern.merged(part)] = part;
            for (int worker = 0; worker < workers; worker++) {
                parts[pattern.shard(worker, part)] = part;
            }
        }
        return new Exchange(name, pattern, workers, object -> parts[object], true);
    }

    static Exchange globalModel(int workers) {
        return new Exchange("global model", new GlobalModel(workers), workers, object -> 0, false);
    }

    static Exchange parameterServer(int workers, int servers) {
        return new Exchange(
                "parameter server", new ParameterServer(workers, servers), workers, object -> object, false);
    }

    static Exchange hybrid(int workers, int servers) {
        return new Exchange(
                "hybrid parameter server",
                new HybridParameterServer(workers, servers),
                workers,
                object -> object % servers,
                false);
    }

    static Exchange ring(int workers) {
        return new Exchange("ring", new Ring(workers), workers, object -> 0, true);
    }

    SymbolicRun run(int rounds) {
        return new SymbolicRun(pattern, workers, partOf, startsWithOwn, rounds);
    }

    @Override
    public String toString() {
        return name + ", W = " + workers + ", parts = " + pattern.parts();
    }
}
