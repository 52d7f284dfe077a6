package faastrain.sweep;

/** Hears how far a sweep is, as far as it wants to know; from one thread at a time. */
public interface SweepListener {
    /**
     * The sweep begins.
     *
     * @param kept runs that the store has already
     * @param total runs in all; where points are run until they are precise, the least that there can be
     */
    default void begins(long kept, long total) {}

    /**
     * Runs were kept: whatever happens now, they are not run again.
     *
     * @param kept runs that the store has
     * @param total runs in all, as far as it is known by now
     */
    default void kept(long kept, long total) {}

    /** A point is better than all before. */
    default void best(Best best) {}

    /**
     * The best point so far.
     *
     * @param point the point
     * @param timeSeconds its mean time, s
     * @param costUsd its mean cost, dollars
     */
    record Best(Point point, double timeSeconds, double costUsd) {}
}
