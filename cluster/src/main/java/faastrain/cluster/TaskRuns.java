package faastrain.cluster;

import faastrain.result.RunColumn;
import faastrain.result.RunRecord;
import faastrain.sweep.Batch;
import faastrain.sweep.Engine.Sink;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What came of a task.
 *
 * @param runs its runs, batch by batch
 */
record TaskRuns(ArrayList<Run> runs) implements Serializable {
    /**
     * A run.
     *
     * @param batch the index of its batch in the task
     * @param replication counted from 1
     * @param failure why it failed; empty when it ended
     * @param values one for each of {@link RunColumn#ALL}; none when it failed
     */
    record Run(int batch, int replication, String failure, double[] values) implements Serializable {
        static Run of(int batch, RunRecord run) {
            return run.failure().isPresent()
                    ? new Run(batch, run.replication(), run.failure().get(), new double[0])
                    : new Run(
                            batch,
                            run.replication(),
                            "",
                            IntStream.range(0, RunColumn.ALL.size())
                                    .mapToDouble(run::value)
                                    .toArray());
        }

        RunRecord record() {
            return values.length == 0 ? RunRecord.failed(replication, failure) : RunRecord.ended(replication, values);
        }
    }

    /** Tells a sweep of them. */
    void tell(List<Batch> group, Sink sink) {
        for (Run run : runs) {
            sink.ran(group.get(run.batch()), run.record());
        }
        group.forEach(sink::done);
    }
}
