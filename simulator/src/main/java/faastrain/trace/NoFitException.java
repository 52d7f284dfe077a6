package faastrain.trace;

/** Measurements that no curve can be fitted to. Its message says why and what to measure. */
final class NoFitException extends Exception {
    NoFitException(String message) {
        super(message);
    }
}
