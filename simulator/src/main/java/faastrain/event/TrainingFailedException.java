package faastrain.event;

/** The simulated training has come to an end that it would have in reality too: a worker has given up. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reason, in words for people. */
    public TrainingFailedException(String reason) {
        super(reason);
    }
}
