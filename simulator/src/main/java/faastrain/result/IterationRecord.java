package faastrain.result;

/**
 * An iteration: from the end of the one before, or of the epoch's loading, until its last aggregator has all merged
 * parameters.
 *
 * @param epoch counted from 1
 * @param iteration of the epoch, counted from 1
 * @param startSeconds on the clock of the run
 * @param endSeconds on the clock of the run
 * @param computeSeconds mean computation of the aggregators
 */
public record IterationRecord(
        int epoch, long iteration, double startSeconds, double endSeconds, double computeSeconds) {
    /** How long it took, s. */
    public double durationSeconds() {
        return endSeconds - startSeconds;
    }

    /** What was not computation: transfers and waiting, s. */
    public double communicationSeconds() {
        return durationSeconds() - computeSeconds;
    }
}
