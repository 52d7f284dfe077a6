package faastrain.cluster;

import java.io.Serializable;

/** What comes back from a task. A failure is text, because an exception may hold what cannot be sent. */
sealed interface Outcome extends Serializable {
    /** The result of a batch. */
    record Done(Serializable result) implements Outcome {}

    /** The exception of a batch, which a repetition would meet again. */
    record Failed(String exception) implements Outcome {}
}
