package faastrain.trace;

import com.opencsv.CSVWriter;
import faastrain.scenario.Quantity;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes fits as CSV tables for charts and other tools: the measured points beside their fitted values, and
 * the curves. Numbers have six significant digits, units stand in the column names.
 */
public final class FitTables {
    private static final int CURVE_SIZES = 60;
    private static final int CURVE_POINTS = 33;

    private FitTables() {}

    /**
     * Writes {@code transfer-points.csv} and {@code transfer-curves.csv} into a folder, which is made if needed.
     *
     * @throws IOException when a file cannot be written
     */
    public static void write(Path folder, TransferFit.Result fit) throws IOException {
        List<String[]> points = new ArrayList<>();
        points.add(header(FitTable.TRANSFER_POINTS));
        for (FittedCell cell : fit.cells()) {
            points.add(row(
                    Integer.toString(cell.memoryMb()),
                    cell.direction().label(),
                    number(cell.sizeMib()),
                    number(cell.measuredSeconds()),
                    number(cell.saturationSeconds()),
                    number(cell.affineSeconds()),
                    number(cell.relativeError()),
                    Boolean.toString(cell.leftOut()),
                    cell.rules().stream().map(SuspicionRule::label).collect(Collectors.joining(" "))));
        }
        List<String[]> curves = new ArrayList<>();
        curves.add(header(FitTable.TRANSFER_CURVES));
        double smallest = fit.curves().stream()
                .mapToDouble(one ->
                        Math.min(one.upload().smallestMib(), one.download().smallestMib()))
                .min()
                .orElseThrow();
        double largest = fit.curves().stream()
                .mapToDouble(one ->
                        Math.max(one.upload().largestMib(), one.download().largestMib()))
                .max()
                .orElseThrow();
        for (MemoryCurves one : fit.curves()) {
            for (Direction direction : Direction.values()) {
                for (double size : logSpaced(smallest / 10, largest * 2, CURVE_SIZES)) {
                    curves.add(row(
                            Integer.toString(one.memoryMb()),
                            direction.label(),
                            number(size),
                            number(one.fit(direction).saturation().seconds(size)),
                            number(one.fit(direction).affine().seconds(size))));
                }
            }
        }
        TextFiles.write(folder.resolve(FitTable.TRANSFER_POINTS.file()), csv(points));
        TextFiles.write(folder.resolve(FitTable.TRANSFER_CURVES.file()), csv(curves));
    }

    /**
     * Writes {@code compute-points.csv} and {@code compute-curves.csv} into a folder, which is made if needed. A
     * model that could not be fitted has points without a fitted value and no curve.
     *
     * @throws IOException when a file cannot be written
     */
    public static void write(Path folder, ComputeFit.Result fit) throws IOException {
        Map<String, ComputeFit.ModelFit> byModel = new LinkedHashMap<>();
        fit.models().forEach(model -> byModel.put(model.model(), model));
        List<String[]> points = new ArrayList<>();
        points.add(header(FitTable.COMPUTE_POINTS));
        for (ComputeFit.Cell cell : fit.cells()) {
            ComputeFit.ModelFit model = byModel.get(cell.model());
            points.add(row(
                    cell.model(),
                    Integer.toString(cell.memoryMb()),
                    Integer.toString(cell.batch()),
                    Integer.toString(cell.iterations()),
                    number(cell.meanSeconds()),
                    number(cell.standardDeviationSeconds()),
                    model == null ? "" : number(model.fittedSeconds(cell))));
        }
        List<String[]> curves = new ArrayList<>();
        curves.add(header(FitTable.COMPUTE_CURVES));
        for (ComputeFit.ModelFit model : fit.models()) {
            TreeSet<Integer> memories = new TreeSet<>();
            TreeSet<Integer> batches = new TreeSet<>();
            model.cells().forEach(cell -> {
                memories.add(cell.memoryMb());
                batches.add(cell.batch());
            });
            // A line over the batches for each measured memory, and one over the memories for each measured batch.
            TreeMap<Double, TreeSet<Double>> grid = new TreeMap<>();
            memories.forEach(memory -> grid.computeIfAbsent((double) memory, key -> new TreeSet<>())
                    .addAll(dense(batches)));
            dense(memories)
                    .forEach(memory -> batches.forEach(batch ->
                            grid.computeIfAbsent(memory, key -> new TreeSet<>()).add((double) batch)));
            grid.forEach((memory, along) -> along.forEach(batch -> curves.add(row(
                    model.model(),
                    number(memory),
                    number(batch),
                    number(model.coefficients().iterationSeconds(batch, memory))))));
        }
        TextFiles.write(folder.resolve(FitTable.COMPUTE_POINTS.file()), csv(points));
        TextFiles.write(folder.resolve(FitTable.COMPUTE_CURVES.file()), csv(curves));
    }

    /**
     * Writes {@code memory-points.csv} into a folder, which is made if needed.
     *
     * @throws IOException when a file cannot be written
     */
    public static void write(Path folder, MemoryFit.Result fit) throws IOException {
        List<String[]> points = new ArrayList<>();
        points.add(header(FitTable.MEMORY_POINTS));
        for (MemoryFit.ModelFit model : fit.models()) {
            for (MemoryFit.Point point : model.points()) {
                points.add(row(
                        model.model(),
                        Integer.toString(point.batch()),
                        number(point.measuredMib()),
                        number(point.fittedMib())));
            }
        }
        TextFiles.write(folder.resolve(FitTable.MEMORY_POINTS.file()), csv(points));
    }

    private static String[] header(FitTable table) {
        return table.columns().toArray(new String[0]);
    }

    /** The measured values and evenly spaced ones between the first and the last. */
    private static NavigableSet<Double> dense(NavigableSet<Integer> measured) {
        TreeSet<Double> all = new TreeSet<>();
        measured.forEach(value -> all.add((double) value));
        double first = measured.first();
        for (int i = 1; i < CURVE_POINTS - 1; i++) {
            all.add(Digits.round(first + (measured.last() - first) * i / (CURVE_POINTS - 1)));
        }
        return all;
    }

    private static double[] logSpaced(double first, double last, int count) {
        double[] sizes = new double[count];
        double step = StrictMath.log(last / first) / (count - 1);
        for (int i = 0; i < count; i++) {
            sizes[i] = Digits.round(first * StrictMath.exp(i * step));
        }
        return sizes;
    }

    private static String number(double value) {
        return Quantity.plain(Digits.round(value));
    }

    private static String[] row(String... cells) {
        return cells;
    }

    private static String csv(List<String[]> rows) {
        StringWriter text = new StringWriter();
        try (CSVWriter writer = new CSVWriter(
                text,
                CSVWriter.DEFAULT_SEPARATOR,
                CSVWriter.DEFAULT_QUOTE_CHARACTER,
                CSVWriter.DEFAULT_ESCAPE_CHARACTER,
                "\n")) {
            writer.writeAll(rows, false);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }
}
