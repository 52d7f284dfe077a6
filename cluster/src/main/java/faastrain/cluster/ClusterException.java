package faastrain.cluster;

/** The cluster did not do the work. The message is one line that says what happened and what could help. */
public final class ClusterException extends RuntimeException {
    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
