package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measured peak resident memory of training, in the order of the file.
 *
 * @param source the file
 * @param rows one per model and batch
 */
public record PeakMemory(TraceSource source, List<Row> rows) {
    public PeakMemory {
        rows = List.copyOf(rows);
    }

    /**
     * One run.
     *
     * @param line line of the file, the header being 1
     * @param model the model's name
     * @param batch samples
     * @param peakRssMib largest resident memory of the process, MiB
     */
    public record Row(int line, String model, int batch, double peakRssMib) {}

    /**
     * Reads {@code model,batch,peak_rss_mib}.
     *
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static PeakMemory read(Path file) {
        CsvTable table = CsvTable.read(file, TraceFormat.PEAK_MEMORY);
        List<Row> rows = table.rows().stream()
                .map(row -> new Row(
                        row.line(),
                        row.text("model"),
                        row.whole("batch", 1, "32"),
                        row.positive("peak_rss_mib", ProfileFields.MOST_MIB, "587.7")))
                .toList();
        table.throwIfAnyProblem();
        return new PeakMemory(table.source(), rows);
    }
}
