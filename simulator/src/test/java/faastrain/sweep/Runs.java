package faastrain.sweep;

import faastrain.result.RunColumn;
import faastrain.result.RunRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs of points that are told apart by a number. */
final class Runs {
    /** Of every point of {@link #batch}. */
    static final int REPLICATIONS = 4;

    private Runs() {}

    /** Spread over all hashes, as SHA-256 does. */
    static PointHash point(long number) {
        return new PointHash(number * 0x9E3779B97F4A7C15L, number, 0, -1);
    }

    /** Every column has a number of its own; counts are whole. */
    static RunRecord ended(int replication, double scale) {
        double[] values = new double[RunColumn.ALL.size()];
        for (int i = 0; i < values.length; i++) {
            double value = (i + 1) * scale + replication;
            values[i] = RunColumn.ALL.get(i).whole() ? Math.rint(value) : value / 3;
        }
        return RunRecord.ended(replication, values);
    }

    /** A run with one number, which is not a count, and none otherwise. */
    static RunRecord with(int replication, double value) {
        double[] values = new double[RunColumn.ALL.size()];
        Arrays.fill(values, Double.NaN);
        values[RunColumn.TIME] = value;
        return RunRecord.ended(replication, values);
    }

    static RunStore.Row row(long point, RunRecord run) {
        return new RunStore.Row(point(point), run);
    }

    /** All replications of a point; the third failed. */
    static List<RunStore.Row> batch(long point) {
        List<RunStore.Row> rows = new ArrayList<>();
        for (int replication = 1; replication <= REPLICATIONS; replication++) {
            rows.add(row(
                    point,
                    replication == 3
                            ? RunRecord.failed(replication, "out of memory at point " + point)
                            : ended(replication, (double) point)));
        }
        return rows;
    }

    static List<RunRecord> runs(RunStore store, PointHash point) {
        List<RunRecord> runs = new ArrayList<>();
        store.runs(point, runs::add);
        return runs;
    }
}
