package faastrain.sweep;

/** Tells an engine that nothing can be kept any more; why is told by the sweep itself. */
final class StoppedException extends RuntimeException {
    StoppedException() {
        super("the sweep is stopped");
    }
}
