package faastrain.model;

import faastrain.scenario.Reinvocation;

/**
 * The life of the workers' functions.
 *
 * @param reinvocation when they are invoked anew
 * @param epochsPerFunction epochs of a round of functions, under {@link Reinvocation#FIXED_EPOCHS}
 * @param invocation how they come to run
 * @param lifetimeSeconds how long a function may run from the start of its handler; infinite where nobody ends it
 * @param marginSeconds under {@link Reinvocation#DEADLINE_MARGIN}, how long before the end of its lifetime a function ends
 * @param savesAtEnd whether a function that will be invoked anew uploads its model before it ends
 * @param checkpointRounds after how many rounds worker 0 uploads the model; 0 for never
 */
public record Lifecycle(
        Reinvocation reinvocation,
        int epochsPerFunction,
        Invocation invocation,
        double lifetimeSeconds,
        double marginSeconds,
        boolean savesAtEnd,
        int checkpointRounds) {
    /** A round of functions each epoch, which start at once (FasDL's equations). */
    public static final Lifecycle EACH_EPOCH = new Lifecycle(Reinvocation.EACH_EPOCH, 0);

    public Lifecycle {
        if (epochsPerFunction < 1
                || !(lifetimeSeconds > 0)
                || !(marginSeconds >= 0 && marginSeconds <= lifetimeSeconds)
                || checkpointRounds < 0) {
            throw new IllegalArgumentException(
                    "a function lives for more than 0 s and its margin is no longer than that: " + epochsPerFunction
                            + ", " + lifetimeSeconds + ", " + marginSeconds + ", " + checkpointRounds);
        }
    }

    /** Functions that live as long as they need, and start together. */
    public Lifecycle(Reinvocation reinvocation, double startUpSeconds) {
        this(reinvocation, 1, Invocation.table(startUpSeconds), Double.POSITIVE_INFINITY, 0, false, 0);
    }

    /** Time from the invocation until all workers of a round run, as a table gives it. */
    public double startUpSeconds() {
        return invocation.allSeconds();
    }
}
