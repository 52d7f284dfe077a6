package faastrain.random;

/**
 * What a stream of random numbers is for. The code is part of the stream's key: it never changes and is
 * never given to another purpose, so that a purpose that is added leaves the numbers of the others as
 * they are. The order of the constants means nothing.
 */
public enum Purpose {
    /** How long a transfer takes. */
    TRANSFER(1, "transfer"),
    /** How long an iteration's computation takes. */
    COMPUTE(2, "compute"),
    /** Warm or cold, and how long the start of a function takes. */
    START_UP(3, "start-up"),
    /** When a function, a server or a channel fails. */
    FAULT(4, "fault"),
    /** Which workers are slow, when, and by what factor. */
    STRAGGLER(5, "straggler"),
    /** The jitter of the wait before a retry. */
    RETRY(6, "retry"),
    /** In which order the samples of an epoch are trained. */
    SHUFFLE(7, "shuffle"),
    /** Which requests fail. */
    REQUEST_FAULT(8, "request fault");

    private final int code;
    private final String label;

    Purpose(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number that stands for this purpose in the key of a stream; positive, one of a kind. */
    public int code() {
        return code;
    }

    /** The name in files and messages, for example {@code start-up}. */
    public String label() {
        return label;
    }
}
