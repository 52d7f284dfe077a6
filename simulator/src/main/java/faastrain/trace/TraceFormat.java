package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Suggestion;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The CSV traces that are read, each recognised by the columns that its header names, in any order. */
public enum TraceFormat {
    /** Seconds to move one object of {@code size_mb} MiB between a function of {@code memory_mb} and a store. */
    TRANSFER_TIMES("transfer times", "memory_mb", "size_mb", "upload_s", "download_s"),
    /** Seconds of each training iteration. */
    ITERATION_TIMES(
            "iteration times", "model", "model_mib", "memory_mb", "vcpu", "threads", "batch", "iteration", "compute_s"),
    /** Peak resident memory of training, MiB. */
    PEAK_MEMORY("peak memory", "model", "batch", "peak_rss_mib"),
    /** Seconds of each start of a function of {@code memory_mb}, {@code cold} or {@code warm}. */
    START_UPS("start-up times", "kind", "memory_mb", "start_s"),
    /** Loss after so many epochs of training. */
    LOSS_CURVE("loss curves", "global_batch", "epoch", "loss");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of texts
    private final List<String> columns;

    TraceFormat(String title, String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    /** What the format holds, in words. */
    public String title() {
        return title;
    }

    /** The columns of the header. */
    public List<String> columns() {
        return columns;
    }

    /**
     * The format of a file, from its header.
     *
     * @throws InvalidInputException when the file cannot be read or its header is of no known format; the message
     *     names the nearest format and what is missing or not known
     */
    public static TraceFormat recognise(Path file) {
        List<String> header = CsvTable.header(file);
        return Arrays.stream(values())
                .filter(format -> format.matches(header))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Place.of(file.toString(), 1), nearest(header).difference(header)));
    }

    boolean matches(List<String> header) {
        return header.size() == columns.size() && header.containsAll(columns);
    }

    /** What keeps a header from being this format's, and what is right. */
    String difference(List<String> header) {
        List<String> missing =
                columns.stream().filter(column -> !header.contains(column)).toList();
        String unknown = header.stream()
                .filter(column -> !columns.contains(column))
                .map(column -> "\"" + column + "\"" + Suggestion.didYouMean(column, missing))
                .collect(Collectors.joining(", "));
        boolean repeated = header.stream().distinct().count() < header.size();
        return "the header is not that of " + title
                + (missing.isEmpty() ? "" : "; missing columns: " + String.join(", ", missing))
                + (unknown.isEmpty() ? "" : "; unknown columns: " + unknown)
                + (repeated ? "; a column stands twice" : "")
                + "; write \"" + String.join(",", columns) + "\"";
    }

    private static TraceFormat nearest(List<String> header) {
        return Arrays.stream(values())
                .max(Comparator.comparingDouble(format -> format.similarity(header)))
                .orElse(TRANSFER_TIMES);
    }

    private double similarity(List<String> header) {
        long shared = columns.stream().filter(header::contains).count();
        return (double) shared / (columns.size() + header.size() - shared);
    }
}
