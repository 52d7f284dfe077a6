package faastrain.cluster;

import faastrain.result.RunColumn;
import faastrain.result.RunRecord;
import java.io.Serializable;
import java.util.stream.IntStream;

/** A run on its way to the cluster or from it. */
final class SentRun implements Serializable {
    private static final long serialVersionUID = 1;

    private final int replication;

    /** Why it failed; empty when it ended. */
    private final String failure;

    /** One for each of {@link RunColumn#ALL}; none when it failed. */
    private final double[] values;

    private SentRun(int replication, String failure, double[] values) {
        this.replication = replication;
        this.failure = failure;
        this.values = values;
    }

    static SentRun of(RunRecord run) {
        return run.failure()
                .map(reason -> new SentRun(run.replication(), reason, new double[0]))
                .orElseGet(() -> new SentRun(
                        run.replication(),
                        "",
                        IntStream.range(0, RunColumn.ALL.size())
                                .mapToDouble(run::value)
                                .toArray()));
    }

    /** The run. */
    RunRecord run() {
        return values.length == 0 ? RunRecord.failed(replication, failure) : RunRecord.ended(replication, values);
    }

    int replication() {
        return replication;
    }
}
