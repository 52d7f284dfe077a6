package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measured losses of a training, epoch by epoch, one curve per global batch.
 *
 * @param source the file
 * @param byGlobalBatch by samples of all workers per update: the points of the curve, at least two, in rising epochs
 */
public record LossCurves(TraceSource source, SortedMap<Integer, List<Point>> byGlobalBatch) {
    /** Far above any loss; keeps differences of losses finite. */
    private static final double LARGEST_LOSS = 1e30;

    public LossCurves {
        TreeMap<Integer, List<Point>> copy = new TreeMap<>();
        byGlobalBatch.forEach((batch, points) -> copy.put(batch, List.copyOf(points)));
        byGlobalBatch = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * A measured loss.
     *
     * @param epoch passes over the data set, at least 0, whole or not
     * @param loss finite
     */
    public record Point(double epoch, double loss) {}

    /**
     * Reads {@code global_batch,epoch,loss}.
     *
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static LossCurves read(Path file) {
        CsvTable table = CsvTable.read(file, TraceFormat.LOSS_CURVE);
        TreeMap<Integer, List<Point>> byGlobalBatch = new TreeMap<>();
        TreeMap<Integer, CsvTable.Row> lastRows = new TreeMap<>();
        for (CsvTable.Row row : table.rows()) {
            int globalBatch = row.whole("global_batch", 1, "1024");
            Point point = new Point(
                    row.number("epoch", 0, 1e9, "1.5"), row.number("loss", -LARGEST_LOSS, LARGEST_LOSS, "0.35"));
            List<Point> points = byGlobalBatch.computeIfAbsent(globalBatch, batch -> new ArrayList<>());
            if (point.epoch() >= 0
                    && !points.isEmpty()
                    && point.epoch() <= points.get(points.size() - 1).epoch()) {
                row.wrong(
                        "epoch",
                        "does not come after the row before of global batch " + globalBatch
                                + "; the epochs of a global batch must rise from row to row");
            }
            points.add(point);
            lastRows.put(globalBatch, row);
        }
        table.throwIfAnyProblem();
        lastRows.forEach((globalBatch, row) -> {
            if (byGlobalBatch.getOrDefault(globalBatch, List.of()).size() < 2) {
                row.wrong("global_batch", globalBatch + " has one row; a curve needs at least two");
            }
        });
        table.throwIfAnyProblem();
        return new LossCurves(table.source(), byGlobalBatch);
    }
}
