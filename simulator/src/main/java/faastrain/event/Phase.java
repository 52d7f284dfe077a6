package faastrain.event;

import java.util.Locale;

/** What a function spends its time on. At every instant of its life it is in exactly one phase. */
public enum Phase {
    /** Being invoked and starting: the call, a turn under the quota, the environment, and after a crash the wait before it. */
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
    /** Uploading the model, to go on with it after a re-invocation or a crash. */
    CHECKPOINT,
    /** What was in vain: work that a crash has taken, and waits before a request that failed is made again. */
    RETRY;

    /** The name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
