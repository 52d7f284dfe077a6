package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Fits peak resident memory against the batch with a straight line, per model, by ordinary least squares: absolute
 * errors count, because what matters is where a batch stops fitting.
 */
public final class MemoryFit {
    private static final int LEAST_POINTS = 3;

    private MemoryFit() {}

    /**
     * What a fit gives.
     *
     * @param models the models that could be fitted, in the order of the file
     * @param refusals those that could not, each with what to measure
     */
    public record Result(List<ModelFit> models, List<Problem> refusals) {
        public Result {
            models = List.copyOf(models);
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * The line of one model; six significant digits.
     *
     * @param model the model's name in the trace
     * @param baseMib memory without any sample, MiB
     * @param perSampleMib memory of one more sample, MiB
     * @param baseStandardError MiB
     * @param perSampleStandardError MiB
     * @param mape mean of |fitted/measured − 1|, a fraction
     * @param points every measurement beside the line
     */
    public record ModelFit(
            String model,
            double baseMib,
            double perSampleMib,
            double baseStandardError,
            double perSampleStandardError,
            double mape,
            List<Point> points) {
        public ModelFit {
            points = List.copyOf(points);
        }

        /** The largest batch that was measured. */
        public int mostBatch() {
            return points.stream().mapToInt(Point::batch).max().orElseThrow();
        }

        /** The line as a workload profile holds it. */
        public TrainingMemory trainingMemory(double headroom, String source) {
            return new TrainingMemory(baseMib, perSampleMib, headroom, OptionalInt.of(mostBatch()), source);
        }
    }

    /** One measurement. */
    public record Point(int batch, double measuredMib, double fittedMib) {}

    /** Fits every model of a trace. */
    public static Result fit(PeakMemory trace) {
        Map<String, List<PeakMemory.Row>> byModel = new LinkedHashMap<>();
        for (PeakMemory.Row row : trace.rows()) {
            byModel.computeIfAbsent(row.model(), model -> new ArrayList<>()).add(row);
        }
        List<ModelFit> models = new ArrayList<>();
        List<Problem> refusals = new ArrayList<>();
        byModel.forEach((model, rows) -> {
            try {
                models.add(model(model, rows));
            } catch (NoFitException reason) {
                refusals.add(new Problem(
                        Place.of(trace.source().fileName()), model, "cannot be fitted: " + reason.getMessage()));
            }
        });
        return new Result(models, refusals);
    }

    /**
     * The fit of one model.
     *
     * @throws InvalidInputException when the trace has no such model or it cannot be fitted
     */
    public static ModelFit fit(PeakMemory trace, String model) {
        Result result = fit(trace);
        return result.models().stream()
                .filter(fit -> fit.model().equals(model))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(result.refusals().stream()
                        .filter(refusal -> refusal.path().equals(model))
                        .findFirst()
                        .map(List::of)
                        .orElseGet(() -> List.of(new Problem(
                                Place.of(trace.source().fileName()), model, "is no model of this trace")))));
    }

    private static ModelFit model(String model, List<PeakMemory.Row> rows) throws NoFitException {
        LeastSquares.Line line = line(rows);
        double base = Digits.round(line.intercept());
        double perSample = Digits.round(line.slope());
        List<Point> points = new ArrayList<>();
        double errors = 0;
        for (PeakMemory.Row row : rows) {
            double fitted = base + perSample * row.batch();
            points.add(new Point(row.batch(), row.peakRssMib(), fitted));
            errors += Math.abs(fitted / row.peakRssMib() - 1);
        }
        return new ModelFit(
                model,
                base,
                perSample,
                Digits.round(line.interceptError()),
                Digits.round(line.slopeError()),
                Digits.round(errors / rows.size()),
                points);
    }

    /** The line, unrounded. */
    static LeastSquares.Line line(List<PeakMemory.Row> rows) throws NoFitException {
        long batches = rows.stream().mapToInt(PeakMemory.Row::batch).distinct().count();
        if (batches < LEAST_POINTS) {
            throw new NoFitException(batches + " batch size" + (batches == 1 ? " was" : "s were")
                    + " measured; measure " + LEAST_POINTS + " different ones or more");
        }
        double[] batch = rows.stream().mapToDouble(PeakMemory.Row::batch).toArray();
        double[] peak = rows.stream().mapToDouble(PeakMemory.Row::peakRssMib).toArray();
        double[] weights = rows.stream().mapToDouble(row -> 1).toArray();
        LeastSquares.Line line = LeastSquares.line(batch, peak, weights);
        if (!(line.slope() > 0)) {
            throw new NoFitException("memory does not grow with the batch; measure larger batches");
        }
        if (line.intercept() < 0) {
            throw new NoFitException("the line gives less than no memory for an empty batch; measure smaller batches");
        }
        return line;
    }
}
