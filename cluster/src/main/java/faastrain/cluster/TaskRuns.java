package faastrain.cluster;

import faastrain.sweep.Batch;
import faastrain.sweep.Engine.Sink;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a task.
 *
 * @param runs the new runs of each of its batches
 */
record TaskRuns(ArrayList<ArrayList<SentRun>> runs) implements Serializable {
    /** Tells a sweep of them. */
    void tell(List<Batch> group, Sink sink) {
        for (int batch = 0; batch < group.size(); batch++) {
            for (SentRun run : runs.get(batch)) {
                sink.ran(group.get(batch), run.run());
            }
            sink.done(group.get(batch));
        }
    }
}
