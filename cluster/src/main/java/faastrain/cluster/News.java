package faastrain.cluster;

/** What Spark's threads tell the one that waits for results. */
sealed interface News {
    /** A batch is done. */
    record Arrived(int batch, Outcome outcome) implements News {}

    /** An executor is gone. */
    record Lost(String executor, String reason) implements News {}
}
