package faastrain.report;

/** Something could not be written; the message names it, the reason, and what to do. */
public final class OutputException extends RuntimeException {
    public OutputException(String message, Throwable cause) {
        super(message, cause);
    }

    public OutputException(String message) {
        super(message);
    }
}
