package faastrain.model;

import faastrain.scenario.Reinvocation;

/**
 * The life of the workers' functions.
 *
 * @param reinvocation when they are invoked anew
 * @param epochsPerFunction epochs of a round of functions, under {@link Reinvocation#FIXED_EPOCHS}
 * @param invocation how they come to run
 * @param lifetimeSeconds how long a function may run from the start of its handler; infinite where nobody ends it
 * @param replacedAfterSeconds under {@link Reinvocation#DEADLINE_MARGIN}, how long a function has run when it invokes the
 *     next one in its place, at the end of an iteration; infinite otherwise
 * @param savesAtEnd whether a function that will be invoked anew uploads its model before it ends
 * @param checkpointRounds after how many rounds worker 0 uploads the model; 0 for never
 */
public record Lifecycle(
        Reinvocation reinvocation,
        int epochsPerFunction,
        Invocation invocation,
        double lifetimeSeconds,
        double replacedAfterSeconds,
        boolean savesAtEnd,
        int checkpointRounds) {
    /** A round of functions each epoch, which start at once (FasDL's equations). */
    public static final Lifecycle EACH_EPOCH = new Lifecycle(Reinvocation.EACH_EPOCH, 0);

    public Lifecycle {
        if (epochsPerFunction < 1 || !(lifetimeSeconds > 0) || !(replacedAfterSeconds > 0) || checkpointRounds < 0) {
            throw new IllegalArgumentException("a function lives and works for more than 0 s: " + epochsPerFunction
                    + ", " + lifetimeSeconds + ", " + replacedAfterSeconds + ", " + checkpointRounds);
        }
    }

    /** Functions that live as long as they need, and start together. */
    public Lifecycle(Reinvocation reinvocation, double startUpSeconds) {
        this(
                reinvocation,
                1,
                Invocation.table(startUpSeconds),
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                false,
                0);
    }

    /** Time from the invocation until all workers of a round run, as a table gives it. */
    public double startUpSeconds() {
        return invocation.allSeconds();
    }
}
