package faastrain.communication;

import java.util.List;
import java.util.stream.IntStream;

/** What a worker does, and to which object. */
record Act(int worker, Step step, int object) {
    /** What a worker does in a round, in order. */
    static List<Act> program(Pattern pattern, int worker) {
        return IntStream.range(0, pattern.steps(worker))
                .mapToObj(index -> new Act(worker, pattern.step(worker, index), pattern.object(worker, index)))
                .toList();
    }

    /** What all workers do in a round, one worker after the other. */
    static List<Act> programs(Pattern pattern, int workers) {
        return IntStream.range(0, workers)
                .mapToObj(worker -> program(pattern, worker))
                .flatMap(List::stream)
                .toList();
    }
}
