package faastrain.sweep;

/** An engine that cannot run anything, or not any more. What was kept before stays kept. Its message is one line. */
public final class EngineException extends RuntimeException {
    /** With what to do about it. */
    public EngineException(String message) {
        super(message);
    }

    /** With what to do about it, and what lies behind it. */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
