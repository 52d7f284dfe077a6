package faastrain.trace;

import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * Fits the compute coefficients of FasDL eq. 4, {@code a·(B + b)/(M + m)}, per model, to the mean time of each cell
 * (one memory and batch) by least squares of the relative error {@code fitted/measured − 1}. The search runs
 * in ln a, ln(b + smallest B) and ln(m + smallest M), so that every fitted cell has a positive time; standard
 * errors follow by the delta method.
 */
public final class ComputeFit {
    private static final int LEAST_CELLS = 4;
    private static final double BOUND = 200;

    /** (b + smallest B)/(smallest B) and (m + smallest M)/(smallest M) of a fit lie between it and its reciprocal. */
    private static final double EDGE = 1e-3;

    private ComputeFit() {}

    /**
     * What a fit gives.
     *
     * @param models the models that could be fitted, in the order of the file
     * @param refusals those that could not, each with what to measure
     * @param cells the measured cells of every model, those refused included
     */
    public record Result(List<ModelFit> models, List<Problem> refusals, List<Cell> cells) {
        public Result {
            models = List.copyOf(models);
            refusals = List.copyOf(refusals);
            cells = List.copyOf(cells);
        }
    }

    /**
     * The coefficients of one model; six significant digits.
     *
     * @param model the model's name in the trace
     * @param coefficients a, b and m
     * @param aStandardError seconds·MB per sample
     * @param bStandardError samples
     * @param mStandardError MB
     * @param mape mean over cells of |fitted/measured − 1|, a fraction
     * @param cells the measured cells by memory, then batch
     */
    public record ModelFit(
            String model,
            ComputeCoefficients coefficients,
            double aStandardError,
            double bStandardError,
            double mStandardError,
            double mape,
            List<Cell> cells) {
        public ModelFit {
            cells = List.copyOf(cells);
        }

        /** The range of the measured cells. */
        public ProfiledRange profiled() {
            IntSummaryStatistics batches = cells.stream().mapToInt(Cell::batch).summaryStatistics();
            IntSummaryStatistics memories =
                    cells.stream().mapToInt(Cell::memoryMb).summaryStatistics();
            return new ProfiledRange(batches.getMin(), batches.getMax(), memories.getMin(), memories.getMax());
        }

        /** Fitted seconds of a cell. */
        public double fittedSeconds(Cell cell) {
            return coefficients.iterationSeconds(cell.batch(), cell.memoryMb());
        }
    }

    /**
     * All iterations of one model, memory and batch.
     *
     * @param model the model's name
     * @param memoryMb MB
     * @param batch samples
     * @param iterations how many were measured
     * @param meanSeconds their mean
     * @param standardDeviationSeconds their sample standard deviation; 0 for a single one
     */
    public record Cell(
            String model,
            int memoryMb,
            int batch,
            int iterations,
            double meanSeconds,
            double standardDeviationSeconds) {}

    /** Fits every model of a trace. */
    public static Result fit(IterationTimes trace) {
        Map<String, TreeMap<Integer, TreeMap<Integer, List<Double>>>> byModel = new LinkedHashMap<>();
        for (IterationTimes.Row row : trace.rows()) {
            byModel.computeIfAbsent(row.model(), model -> new TreeMap<>())
                    .computeIfAbsent(row.memoryMb(), memory -> new TreeMap<>())
                    .computeIfAbsent(row.batch(), batch -> new ArrayList<>())
                    .add(row.computeSeconds());
        }
        List<ModelFit> models = new ArrayList<>();
        List<Problem> refusals = new ArrayList<>();
        List<Cell> all = new ArrayList<>();
        byModel.forEach((model, byMemory) -> {
            List<Cell> cells = new ArrayList<>();
            byMemory.forEach((memory, byBatch) ->
                    byBatch.forEach((batch, seconds) -> cells.add(cell(model, memory, batch, seconds))));
            all.addAll(cells);
            try {
                models.add(model(model, cells));
            } catch (NoFitException reason) {
                refusals.add(new Problem(
                        Place.of(trace.source().fileName()), model, "cannot be fitted: " + reason.getMessage()));
            }
        });
        return new Result(models, refusals, all);
    }

    private static Cell cell(String model, int memoryMb, int batch, List<Double> seconds) {
        double sum = 0;
        for (double value : seconds) {
            sum += value;
        }
        double mean = sum / seconds.size();
        double squares = 0;
        for (double value : seconds) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = seconds.size() > 1 ? Math.sqrt(squares / (seconds.size() - 1)) : 0;
        return new Cell(model, memoryMb, batch, seconds.size(), mean, deviation);
    }

    private static ModelFit model(String model, List<Cell> cells) throws NoFitException {
        Unrounded fit = coefficients(cells);
        ComputeCoefficients coefficients = new ComputeCoefficients(
                Digits.round(fit.coefficients().a()),
                Digits.round(fit.coefficients().b()),
                Digits.round(fit.coefficients().m()));
        double errors = 0;
        for (Cell cell : cells) {
            errors += Math.abs(coefficients.iterationSeconds(cell.batch(), cell.memoryMb()) / cell.meanSeconds() - 1);
        }
        return new ModelFit(
                model,
                coefficients,
                Digits.round(fit.aStandardError()),
                Digits.round(fit.bStandardError()),
                Digits.round(fit.mStandardError()),
                Digits.round(errors / cells.size()),
                cells);
    }

    /** Coefficients with their standard errors before rounding. */
    record Unrounded(
            ComputeCoefficients coefficients, double aStandardError, double bStandardError, double mStandardError) {}

    /** The best coefficients for the cells of one model. */
    static Unrounded coefficients(List<Cell> cells) throws NoFitException {
        requireGrid(cells);
        int smallestBatch = cells.stream().mapToInt(Cell::batch).min().orElseThrow();
        int smallestMemory = cells.stream()
                .min(Comparator.comparingInt(Cell::memoryMb))
                .orElseThrow()
                .memoryMb();
        double[] measured = cells.stream().mapToDouble(Cell::meanSeconds).toArray();
        LeastSquares.Solution solution = LeastSquares.relative(
                measured,
                (parameters, i, gradient) -> {
                    double a = exp(parameters[0]);
                    double shiftedB = exp(parameters[1]);
                    double shiftedM = exp(parameters[2]);
                    double samples = cells.get(i).batch() - smallestBatch + shiftedB;
                    double memory = cells.get(i).memoryMb() - smallestMemory + shiftedM;
                    double value = a * samples / memory;
                    gradient[0] = value;
                    gradient[1] = value * shiftedB / samples;
                    gradient[2] = -value * shiftedM / memory;
                    return value;
                },
                start(cells, smallestBatch, smallestMemory));
        double a = exp(solution.parameter(0));
        double shiftedB = exp(solution.parameter(1));
        double shiftedM = exp(solution.parameter(2));
        requireShape(shiftedB / smallestBatch, shiftedM / smallestMemory);
        solution.requireDetermined();
        return new Unrounded(
                new ComputeCoefficients(a, shiftedB - smallestBatch, shiftedM - smallestMemory),
                a * solution.standardError(0),
                shiftedB * solution.standardError(1),
                shiftedM * solution.standardError(2));
    }

    /** Refuses times to which eq. 4 fits only at the edge of its meaning. */
    private static void requireShape(double b, double m) throws NoFitException {
        String advice = "; look at the cells with --tables, or measure more of them";
        if (m < EDGE) {
            throw new NoFitException(
                    "the times at the smallest memory are far longer than a reciprocal gives" + advice);
        }
        if (m > 1 / EDGE) {
            throw new NoFitException("the times do not fall as memory grows" + advice);
        }
        if (b < EDGE) {
            throw new NoFitException("the times at the smallest batch are far shorter than a line gives" + advice);
        }
        if (b > 1 / EDGE) {
            throw new NoFitException("the times do not grow with the batch" + advice);
        }
    }

    /** Written as {@code M = a·(B/T) + ab·(1/T) − m}, eq. 4 is linear in a, ab and m: a start near the best fit. */
    private static double[] start(List<Cell> cells, int smallestBatch, int smallestMemory) {
        double a = 0;
        double b = 0;
        double m = 0;
        try {
            OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
            double[][] x = new double[cells.size()][];
            double[] y = new double[cells.size()];
            for (int i = 0; i < y.length; i++) {
                Cell cell = cells.get(i);
                x[i] = new double[] {cell.batch() / cell.meanSeconds(), 1 / cell.meanSeconds()};
                y[i] = cell.memoryMb();
            }
            regression.newSampleData(y, x);
            double[] estimate = regression.estimateRegressionParameters();
            a = estimate[1];
            b = estimate[2] / a;
            m = -estimate[0];
        } catch (MathIllegalArgumentException | MathIllegalStateException noLinearStart) {
            a = 0;
        }
        if (!(a > 0)) {
            Cell first = cells.get(0);
            a = first.meanSeconds() * first.memoryMb() / first.batch();
            b = 0;
            m = 0;
        }
        return new double[] {
            StrictMath.log(a),
            StrictMath.log(Math.max(b + smallestBatch, 0.1 * smallestBatch)),
            StrictMath.log(Math.max(m + smallestMemory, 0.1 * smallestMemory))
        };
    }

    private static void requireGrid(List<Cell> cells) throws NoFitException {
        List<Integer> batches =
                cells.stream().map(Cell::batch).distinct().sorted().toList();
        List<Integer> memories =
                cells.stream().map(Cell::memoryMb).distinct().sorted().toList();
        if (memories.size() < 2) {
            throw new NoFitException("all iterations ran at " + memories.get(0) + " MB, so that m cannot be told;"
                    + " measure a second memory quota, such as " + Math.max(128, memories.get(0) / 2) + " MB");
        }
        if (batches.size() < 2) {
            throw new NoFitException("all iterations had batch " + batches.get(0) + ", so that b cannot be told;"
                    + " measure a second batch, such as " + 2 * batches.get(0));
        }
        if (cells.size() < LEAST_CELLS) {
            throw new NoFitException(cells.size() + " cells of memory and batch were measured; measure " + LEAST_CELLS
                    + " or more, such as batches " + batches.get(0) + " and " + batches.get(1) + " at "
                    + memories.get(0) + " and " + memories.get(1) + " MB each");
        }
    }

    private static double exp(double logarithm) {
        return StrictMath.exp(Math.max(-BOUND, Math.min(BOUND, logarithm)));
    }
}
