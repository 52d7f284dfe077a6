package faastrain.analytic;

import java.util.Locale;

/** A part of a predicted time. */
public enum Term {
    /** Until the workers have started (LambdaML). */
    STARTUP,
    /** Loading the model and the data at the start of each round of functions. */
    LOAD,
    /** Computing gradients. */
    TRAIN,
    /** Flattening the parameters before they are uploaded (FasDL's code only). */
    FLATTEN,
    /** Uploading shards. */
    UPLOAD,
    /** Downloading the others' shards and uploading the merged one. */
    AGGREGATE,
    /** Downloading the merged shards. */
    DOWNLOAD,
    /** Waiting for objects (FasDL's code only: an empirical term). */
    WAIT;

    /** The name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
