package faastrain.event;

/** Who computes more slowly than others, and when. */
public interface Stragglers {
    /**
     * How long a computation takes that would take {@code seconds} if the worker were not slow.
     *
     * @param worker counted from 0
     * @param startSeconds when it begins, on the clock of the run
     */
    double slowed(int worker, double startSeconds, double seconds);

    /** Nobody is slow. */
    Stragglers NONE = (worker, startSeconds, seconds) -> seconds;
}
