package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The measured iterations of one model, by cell: a memory and a batch. Immutable, to be shared by runs in parallel. */
public final class IterationCells {
    private final TraceSource source;
    private final String model;
    private final List<Cell> cells;

    private IterationCells(TraceSource source, String model, List<Cell> cells) {
        this.source = source;
        this.model = model;
        this.cells = List.copyOf(cells);
    }

    /** All iterations of a memory and a batch, in the order in which they were measured. */
    public static final class Cell {
        private final int memoryMb;
        private final int batch;
        private final double[] seconds;
        private final double meanSeconds;

        private Cell(int memoryMb, int batch, List<Double> measured) {
            this.memoryMb = memoryMb;
            this.batch = batch;
            this.seconds = measured.stream().mapToDouble(Double::doubleValue).toArray();
            double sum = 0;
            for (double value : seconds) {
                sum += value;
            }
            this.meanSeconds = sum / seconds.length;
        }

        /** Memory quota, MB. */
        public int memoryMb() {
            return memoryMb;
        }

        /** Samples. */
        public int batch() {
            return batch;
        }

        /** How many were measured; at least 1. */
        public int iterations() {
            return seconds.length;
        }

        /** Seconds of an iteration, counted from 0 in the order of the file. */
        public double seconds(int iteration) {
            return seconds[iteration];
        }

        /** The mean of the iterations' seconds. */
        public double meanSeconds() {
            return meanSeconds;
        }

        /** Seconds of an iteration over the cell's mean. */
        public double ratio(int iteration) {
            return seconds[iteration] / meanSeconds;
        }

        /** Distance to a memory and batch, squared, in logarithms; equal ratios give equal bits. */
        private double squaredDistance(int otherMemoryMb, int otherBatch) {
            double memories = logRatio(memoryMb, otherMemoryMb);
            double batches = logRatio(batch, otherBatch);
            return memories * memories + batches * batches;
        }

        private static double logRatio(int one, int other) {
            return StrictMath.log((double) Math.max(one, other) / Math.min(one, other));
        }
    }

    /**
     * The cells of one model of a trace: the named one; without a name the only one there is, or the only one whose name
     * begins like that of the workload's model when case and everything but letters and digits are left aside
     * ({@code SqueezeNet} finds {@code squeezenet1_1}).
     *
     * @param model the model's name in the trace
     * @param workloadModel the name that the workload gives its model
     * @param place where the scenario names the trace
     * @param field the field that names the model
     * @throws InvalidInputException when the trace lacks the named model, or leaves open which is meant; the message
     *     lists its models
     */
    public static IterationCells of(
            IterationTimes trace, Optional<String> model, String workloadModel, Place place, String field) {
        Map<String, Map<List<Integer>, List<Double>>> byModel = new LinkedHashMap<>();
        for (IterationTimes.Row row : trace.rows()) {
            byModel.computeIfAbsent(row.model(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(List.of(row.memoryMb(), row.batch()), cell -> new ArrayList<>())
                    .add(row.computeSeconds());
        }
        List<String> known = List.copyOf(byModel.keySet());
        String chosen = model.isPresent()
                ? named(known, model.get(), trace.source(), place, field)
                : meant(known, workloadModel, trace.source(), place, field);
        List<Cell> cells = new ArrayList<>();
        byModel.getOrDefault(chosen, Map.of())
                .forEach((cell, seconds) -> cells.add(new Cell(cell.get(0), cell.get(1), seconds)));
        return new IterationCells(trace.source(), chosen, cells);
    }

    private static String named(List<String> known, String name, TraceSource source, Place place, String field) {
        if (known.contains(name)) {
            return name;
        }
        throw refusal(
                place,
                field,
                source.fileName() + " has no iterations of \"" + name + "\"" + Suggestion.didYouMean(name, known),
                known);
    }

    private static String meant(
            List<String> known, String workloadModel, TraceSource source, Place place, String field) {
        if (known.size() == 1) {
            return known.get(0);
        }
        List<String> alike =
                known.stream().filter(name -> beginsLike(name, workloadModel)).toList();
        if (alike.size() == 1) {
            return alike.get(0);
        }
        throw refusal(
                place,
                field,
                source.fileName() + " has " + (alike.isEmpty() ? "no model" : "several models")
                        + " whose name begins like the workload's \"" + workloadModel
                        + "\"; name the one that is meant",
                known);
    }

    /** Whether a model of a trace is that of a workload, as far as their names tell. */
    static boolean beginsLike(String model, String workloadModel) {
        return lettersAndDigits(model).startsWith(lettersAndDigits(workloadModel));
    }

    private static InvalidInputException refusal(Place place, String field, String what, List<String> known) {
        return new InvalidInputException(
                List.of(new Problem(place, field, what + " (it has: " + String.join(", ", known) + ")")));
    }

    private static String lettersAndDigits(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]", "");
    }

    /** The trace. */
    public TraceSource source() {
        return source;
    }

    /** The model's name in the trace. */
    public String model() {
        return model;
    }

    /** The cells, in the order in which they begin in the file. */
    public List<Cell> cells() {
        return cells;
    }

    /** The cell of a memory, MB, and a batch, when it was measured. */
    public Optional<Cell> cell(int memoryMb, int batch) {
        return cells.stream()
                .filter(cell -> cell.memoryMb == memoryMb && cell.batch == batch)
                .findFirst();
    }

    /**
     * The cell nearest to a memory, MB, and a batch, by the distance of their logarithms; among equally near ones that of
     * the smaller memory, then of the smaller batch.
     */
    public Cell nearest(int memoryMb, int batch) {
        return cells.stream()
                .min(Comparator.<Cell>comparingDouble(cell -> cell.squaredDistance(memoryMb, batch))
                        .thenComparingInt(Cell::memoryMb)
                        .thenComparingInt(Cell::batch))
                .orElseThrow();
    }
}
