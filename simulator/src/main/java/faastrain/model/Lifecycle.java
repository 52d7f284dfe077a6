package faastrain.model;

import faastrain.scenario.Reinvocation;

/**
 * The life of the workers.
 *
 * @param reinvocation when they are started anew
 * @param startUpSeconds from the invocation until they begin to load
 */
public record Lifecycle(Reinvocation reinvocation, double startUpSeconds) {
    /** A round of functions each epoch, which start at once (FasDL's equations). */
    public static final Lifecycle EACH_EPOCH = new Lifecycle(Reinvocation.EACH_EPOCH, 0);
}
