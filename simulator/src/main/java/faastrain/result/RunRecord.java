package faastrain.result;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is kept of one run of a sweep: its numbers, or why the training failed. Immutable, and equal to another with the same
 * bits.
 */
public final class RunRecord {
    private final int replication;
    private final Optional<String> failure;
    private final double[] values;

    private RunRecord(int replication, Optional<String> failure, double[] values) {
        this.replication = replication;
        this.failure = failure;
        this.values = values;
    }

    /**
     * A run that ended.
     *
     * @param values one for each of {@link RunColumn#ALL}; NaN where a run has none
     */
    public static RunRecord ended(int replication, double[] values) {
        if (values.length != RunColumn.ALL.size()) {
            throw new IllegalArgumentException("a run has " + RunColumn.ALL.size() + " numbers, not " + values.length);
        }
        return new RunRecord(replication, Optional.empty(), values.clone());
    }

    /** A run that ended. */
    public static RunRecord of(Replication run) {
        return new RunRecord(
                run.number(),
                Optional.empty(),
                RunColumn.ALL.stream()
                        .mapToDouble(column -> column.of().applyAsDouble(run))
                        .toArray());
    }

    /** A run whose training failed. */
    public static RunRecord failed(int replication, String reason) {
        return new RunRecord(replication, Optional.of(reason), new double[0]);
    }

    /** Counted from 1. */
    public int replication() {
        return replication;
    }

    /** Why the training failed, if it did. */
    public Optional<String> failure() {
        return failure;
    }

    /**
     * The number of a column of {@link RunColumn#ALL}; NaN where the run has none.
     *
     * @throws IllegalStateException when the training failed
     */
    public double value(int column) {
        if (failure.isPresent()) {
            throw new IllegalStateException("a failed run has no numbers: " + failure.get());
        }
        return values[column];
    }

    /** When the last function ended, s. */
    public double timeSeconds() {
        return value(RunColumn.TIME);
    }

    /** What it cost, dollars. */
    public double costUsd() {
        return value(RunColumn.COST);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunRecord that
                && replication == that.replication
                && failure.equals(that.failure)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * replication + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "replication " + replication + ": "
                + failure.orElseGet(() -> timeSeconds() + " s, " + costUsd() + " USD");
    }
}
