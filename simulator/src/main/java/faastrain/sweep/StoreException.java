package faastrain.sweep;

/** A store that cannot be used; the message is one line that begins with its file and says what to do. */
public final class StoreException extends RuntimeException {
    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
