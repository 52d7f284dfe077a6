package faastrain.trace;

import java.util.List;

/**
 * The tables of a fit, which {@link FitTables} writes and charts read: their files and columns, with the unit in each
 * column's name.
 */
public enum FitTable {
    /** Measured transfers beside both curves, with those that the fit left out. */
    TRANSFER_POINTS(
            "transfer-points.csv",
            "memory_mb",
            "direction",
            "size_mib",
            "measured_s",
            "saturation_s",
            "affine_s",
            "relative_error",
            "left_out",
            "reason"),
    /** Both fitted curves over the object size. */
    TRANSFER_CURVES("transfer-curves.csv", "memory_mb", "direction", "size_mib", "saturation_s", "affine_s"),
    /** Mean measured iteration times beside the fit. */
    COMPUTE_POINTS(
            "compute-points.csv", "model", "memory_mb", "batch", "iterations", "measured_s", "stddev_s", "fitted_s"),
    /** Fitted iteration times over batch and memory. */
    COMPUTE_CURVES("compute-curves.csv", "model", "memory_mb", "batch", "fitted_s"),
    /** Measured peak memory beside the fit. */
    MEMORY_POINTS("memory-points.csv", "model", "batch", "measured_mib", "fitted_mib");

    private final String file;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<String> columns;

    FitTable(String file, String... columns) {
        this.file = file;
        this.columns = List.of(columns);
    }

    /** The name of its file. */
    public String file() {
        return file;
    }

    /** Its columns, in order. */
    public List<String> columns() {
        return columns;
    }
}
