package faastrain.model;

import faastrain.scenario.WaitingMode;

/**
 * How readers learn of objects.
 *
 * @param mode at the instant at which they are written, or by asking again and again
 * @param intervalSeconds sleep between two questions for one object
 * @param giveUpSeconds how long one object is asked for before the reader gives up
 */
public record Waiting(WaitingMode mode, double intervalSeconds, double giveUpSeconds) {
    /** Ideal: nobody asks. */
    public static final Waiting NOTIFY = new Waiting(WaitingMode.NOTIFY, 0, Double.POSITIVE_INFINITY);

    /** Whether readers ask. */
    public boolean polls() {
        return mode == WaitingMode.POLL;
    }
}
