package faastrain.event;

import java.util.Locale;

/** What a function spends its time on. At every instant of its life it is in exactly one phase. */
public enum Phase {
    /** Starting. */
    STARTUP,
    /** Loading the model and its part of the data. */
    LOAD,
    /** Computing gradients. */
    COMPUTE,
    /** Uploading shards. */
    UPLOAD,
    /** Downloading the others' shards and uploading the merged one. */
    AGGREGATE,
    /** Downloading merged shards. */
    DOWNLOAD,
    /** Waiting for an object that nobody has written yet. */
    WAIT,
    /** Asking whether an object is there. */
    POLL,
    /** Saving its state. */
    CHECKPOINT,
    /** Doing again what failed. */
    RETRY;

    /** The name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
