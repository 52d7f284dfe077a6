package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import java.nio.file.Path;
import java.util.List;

/**
 * Measured transfers between functions and a store, in the order of the file.
 *
 * @param source the file
 * @param rows one per memory and size, or several when a measurement was repeated
 */
public record TransferTimes(TraceSource source, List<Row> rows) {
    /** The search for duplicated columns takes time with the square of the rows. */
    private static final int MOST_ROWS = 200_000;

    public TransferTimes {
        rows = List.copyOf(rows);
    }

    /**
     * One measurement.
     *
     * @param line line of the file, the header being 1
     * @param memoryMb memory quota of the function, MB
     * @param sizeMib size of the object, MiB
     * @param uploadSeconds function to store
     * @param downloadSeconds store to function
     */
    public record Row(int line, int memoryMb, double sizeMib, double uploadSeconds, double downloadSeconds) {
        /** Seconds of a direction. */
        public double seconds(Direction direction) {
            return direction == Direction.UPLOAD ? uploadSeconds : downloadSeconds;
        }
    }

    /**
     * Reads {@code memory_mb,size_mb,upload_s,download_s}; the file's size_mb is MiB. At most 200,000 rows are read.
     *
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static TransferTimes read(Path file) {
        CsvTable table = CsvTable.read(file, TraceFormat.TRANSFER_TIMES);
        List<Row> rows = table.rows().stream()
                .map(row -> new Row(
                        row.line(),
                        row.whole("memory_mb", 1, ProfileFields.MOST_MEMORY_MB, "1536"),
                        row.positive("size_mb", ProfileFields.MOST_MIB, "12.5"),
                        row.positive("upload_s", "0.18"),
                        row.positive("download_s", "0.06")))
                .toList();
        table.throwIfAnyProblem();
        if (rows.size() > MOST_ROWS) {
            throw new InvalidInputException(
                    Place.of(file.toString()),
                    "has " + rows.size() + " rows; at most " + MOST_ROWS + " are compared with each other: keep fewer"
                            + " repeated measurements, or split it by memory");
        }
        return new TransferTimes(table.source(), rows);
    }
}
