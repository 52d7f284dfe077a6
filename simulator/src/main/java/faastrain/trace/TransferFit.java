package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Fits the curves of {@link TransferCurve} to transfer times, per memory quota and direction, by least squares of
 * the relative error {@code fitted/measured − 1}. The saturation curve (FasDL eq. 2) is searched in ln p and ln t with
 * Levenberg and Marquardt's method, its standard errors by the delta method; the affine curve is linear and solved
 * exactly (a negative latency is held at 0). Results carry six significant digits, and every error figure is that of
 * the rounded curve: what is written is what was found.
 */
public final class TransferFit {
    private static final int LEAST_SIZES = 3;

    /** Beyond this ln p or ln t the search has run off; far inside the range of doubles. */
    private static final double BOUND = 200;

    /** When t·S of the smallest size is above it, exp(−t·S) changes no measured digit and t cannot be told. */
    private static final double SATURATED = 20;

    /** When t·S of the largest size is below it, the times do not grow with size and p cannot be told. */
    private static final double FLAT = 1e-3;

    private TransferFit() {}

    /**
     * What a fit gives.
     *
     * @param curves the curves by memory, smallest first
     * @param suspicions every suspicious cell, left out or not, in the order of the file
     * @param cells every cell beside its curves, in the order of the file, uploads before downloads
     * @param leaveOut the rules that left cells out
     */
    public record Result(
            List<MemoryCurves> curves,
            List<Suspicion> suspicions,
            List<FittedCell> cells,
            Set<SuspicionRule> leaveOut) {
        public Result {
            curves = List.copyOf(curves);
            suspicions = List.copyOf(suspicions);
            cells = List.copyOf(cells);
            leaveOut = Set.copyOf(leaveOut);
        }

        /** The suspicions because of which cells were left out. */
        public List<Suspicion> leftOut() {
            return suspicions.stream()
                    .filter(suspicion -> leaveOut.contains(suspicion.rule()))
                    .toList();
        }
    }

    /**
     * Fits every memory and direction of a trace.
     *
     * @param leaveOut the rules whose cells are left out ({@link SuspicionRule#structuralRules} by default)
     * @throws InvalidInputException when a memory and direction cannot be fitted; one problem each, with what to measure
     */
    public static Result fit(TransferTimes times, Set<SuspicionRule> leaveOut) {
        List<Suspicion> suspicions = SuspicionFinder.find(times);
        Map<Cell, List<SuspicionRule>> rulesByCell = new HashMap<>();
        for (Suspicion suspicion : suspicions) {
            rulesByCell
                    .computeIfAbsent(new Cell(suspicion.line(), suspicion.direction()), cell -> new ArrayList<>())
                    .add(suspicion.rule());
        }
        TreeMap<Integer, List<TransferTimes.Row>> byMemory = new TreeMap<>();
        for (TransferTimes.Row row : times.rows()) {
            byMemory.computeIfAbsent(row.memoryMb(), memory -> new ArrayList<>())
                    .add(row);
        }
        Problems problems = new Problems();
        TreeMap<Integer, MemoryCurves> curves = new TreeMap<>();
        byMemory.forEach((memory, rows) -> {
            List<DirectionFit> fits = new ArrayList<>();
            for (Direction direction : Direction.values()) {
                List<TransferTimes.Row> kept = rows.stream()
                        .filter(row -> rulesByCell.getOrDefault(new Cell(row.line(), direction), List.of()).stream()
                                .noneMatch(leaveOut::contains))
                        .toList();
                try {
                    fits.add(direction(kept, direction));
                } catch (NoFitException reason) {
                    problems.add(
                            Place.of(times.source().fileName()),
                            direction.label() + "_s at " + memory + " MB",
                            "cannot be fitted: " + reason.getMessage());
                }
            }
            if (fits.size() == 2) {
                curves.put(memory, new MemoryCurves(memory, fits.get(0), fits.get(1)));
            }
        });
        problems.throwIfAny();

        List<FittedCell> cells = new ArrayList<>();
        for (TransferTimes.Row row : times.rows()) {
            for (Direction direction : Direction.values()) {
                DirectionFit fit =
                        Objects.requireNonNull(curves.get(row.memoryMb())).fit(direction);
                List<SuspicionRule> rules = rulesByCell.getOrDefault(new Cell(row.line(), direction), List.of());
                cells.add(new FittedCell(
                        row.line(),
                        row.memoryMb(),
                        direction,
                        row.sizeMib(),
                        row.seconds(direction),
                        fit.saturation().seconds(row.sizeMib()),
                        fit.affine().seconds(row.sizeMib()),
                        rules.stream().anyMatch(leaveOut::contains),
                        rules));
            }
        }
        return new Result(new ArrayList<>(curves.values()), suspicions, cells, leaveOut);
    }

    /** One time of a row. */
    private record Cell(int line, Direction direction) {}

    /** A saturation curve with its standard errors, unrounded. */
    record Saturation(SaturationCurve curve, double pStandardError, double tStandardError) {}

    /** An affine curve with its standard errors, unrounded. */
    record Affine(AffineCurve curve, double latencyStandardError, double bandwidthStandardError) {}

    private static DirectionFit direction(List<TransferTimes.Row> rows, Direction direction) throws NoFitException {
        Saturation saturation = saturation(rows, direction);
        Affine affine = affine(rows, direction);
        SaturationCurve saturationCurve = new SaturationCurve(
                Digits.round(saturation.curve().p()),
                Digits.round(saturation.curve().t()));
        AffineCurve affineCurve = new AffineCurve(
                Digits.round(affine.curve().latencySeconds()),
                Digits.round(affine.curve().bandwidthMibPerSecond()));
        requireMagnitude("throughput", saturationCurve.p());
        requireMagnitude("bandwidth", affineCurve.bandwidthMibPerSecond());
        if (affineCurve.latencySeconds() > ProfileFields.MOST_LATENCY_S) {
            throw new NoFitException("its latency would be " + affineCurve.latencySeconds()
                    + " s; no transfer is so slow to start: look at the unit of its times");
        }
        return new DirectionFit(
                saturationCurve,
                Digits.round(saturation.pStandardError()),
                Digits.round(saturation.tStandardError()),
                Digits.round(mape(rows, direction, saturationCurve)),
                Digits.round(spread(rows, direction, saturationCurve)),
                affineCurve,
                Digits.round(affine.latencyStandardError()),
                Digits.round(affine.bandwidthStandardError()),
                Digits.round(mape(rows, direction, affineCurve)),
                Digits.round(spread(rows, direction, affineCurve)),
                rows.size(),
                rows.stream().mapToDouble(TransferTimes.Row::sizeMib).min().orElseThrow(),
                rows.stream().mapToDouble(TransferTimes.Row::sizeMib).max().orElseThrow());
    }

    /** Refuses what a platform file may not hold. */
    private static void requireMagnitude(String what, double mibPerSecond) throws NoFitException {
        if (mibPerSecond < ProfileFields.LEAST_MIB_PER_SECOND || mibPerSecond > ProfileFields.MOST_MIB_PER_SECOND) {
            throw new NoFitException("its " + what + " would be " + mibPerSecond
                    + " MiB/s; none lies beyond 1e-9 and 1e6 MiB/s: look at the units of its sizes and times");
        }
    }

    /** FasDL's curve through the cells of one memory. */
    static Saturation saturation(List<TransferTimes.Row> rows, Direction direction) throws NoFitException {
        requireSizes(rows);
        double[] sizes = rows.stream().mapToDouble(TransferTimes.Row::sizeMib).toArray();
        double[] seconds =
                rows.stream().mapToDouble(row -> row.seconds(direction)).toArray();
        double fastest = 0;
        double shortest = Double.POSITIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int i = 0; i < sizes.length; i++) {
            fastest = Math.max(fastest, sizes[i] / seconds[i]);
            shortest = Math.min(shortest, seconds[i]);
            smallest = Math.min(smallest, sizes[i]);
            largest = Math.max(largest, sizes[i]);
        }
        // The highest throughput seen is near p, and the shortest time near the latency 1/(p·t).
        double[] start = {StrictMath.log(fastest), -StrictMath.log(fastest * shortest)};
        LeastSquares.Solution solution = LeastSquares.relative(
                seconds,
                (parameters, i, gradient) -> {
                    double p = StrictMath.exp(bounded(parameters[0]));
                    double t = StrictMath.exp(bounded(parameters[1]));
                    double exponent = t * sizes[i];
                    double value = new SaturationCurve(p, t).seconds(sizes[i]);
                    gradient[0] = -value;
                    gradient[1] = -value * exponent / StrictMath.expm1(exponent);
                    return value;
                },
                start);
        double p = StrictMath.exp(bounded(solution.parameter(0)));
        double t = StrictMath.exp(bounded(solution.parameter(1)));
        if (t * smallest > SATURATED) {
            throw new NoFitException("its times are in proportion to the size, so that no latency can be told;"
                    + " measure objects smaller than " + smallest + " MiB");
        }
        if (t * largest < FLAT) {
            throw new NoFitException("its times do not grow with the size, so that no throughput can be told;"
                    + " measure objects larger than " + largest + " MiB");
        }
        solution.requireDetermined();
        return new Saturation(new SaturationCurve(p, t), p * solution.standardError(0), t * solution.standardError(1));
    }

    /** Latency and bandwidth through the cells of one memory. */
    static Affine affine(List<TransferTimes.Row> rows, Direction direction) throws NoFitException {
        requireSizes(rows);
        double[] sizes = rows.stream().mapToDouble(TransferTimes.Row::sizeMib).toArray();
        double[] seconds =
                rows.stream().mapToDouble(row -> row.seconds(direction)).toArray();
        double[] weights = rows.stream()
                .mapToDouble(row -> 1 / (row.seconds(direction) * row.seconds(direction)))
                .toArray();
        LeastSquares.Line line = LeastSquares.line(sizes, seconds, weights);
        double latency = line.intercept();
        double slope = line.slope();
        if (latency < 0) {
            double product = 0;
            double square = 0;
            for (int i = 0; i < sizes.length; i++) {
                product += weights[i] * sizes[i] * seconds[i];
                square += weights[i] * sizes[i] * sizes[i];
            }
            latency = 0;
            slope = product / square;
        }
        if (!(slope > 0)) {
            throw new NoFitException("its times do not grow with the size, so that no bandwidth can be told;"
                    + " measure larger objects");
        }
        return new Affine(
                new AffineCurve(latency, 1 / slope), line.interceptError(), line.slopeError() / (slope * slope));
    }

    private static double bounded(double logarithm) {
        return Math.max(-BOUND, Math.min(BOUND, logarithm));
    }

    private static void requireSizes(List<TransferTimes.Row> rows) throws NoFitException {
        long sizes =
                rows.stream().mapToDouble(TransferTimes.Row::sizeMib).distinct().count();
        if (sizes < LEAST_SIZES) {
            throw new NoFitException(
                    sizes + " sizes are left to fit; measure " + LEAST_SIZES + " different sizes or more");
        }
    }

    private static double mape(List<TransferTimes.Row> rows, Direction direction, TransferCurve curve) {
        return mean(rows, row -> Math.abs(curve.seconds(row.sizeMib()) / row.seconds(direction) - 1));
    }

    private static double spread(List<TransferTimes.Row> rows, Direction direction, TransferCurve curve) {
        ToDoubleFunction<TransferTimes.Row> deviation =
                row -> StrictMath.log(row.seconds(direction) / curve.seconds(row.sizeMib()));
        double mean = mean(rows, deviation);
        double squares = 0;
        for (TransferTimes.Row row : rows) {
            double difference = deviation.applyAsDouble(row) - mean;
            squares += difference * difference;
        }
        return Math.sqrt(squares / (rows.size() - 1));
    }

    /** A plain loop: a stream's sum may compensate differently between Java versions. */
    private static double mean(List<TransferTimes.Row> rows, ToDoubleFunction<TransferTimes.Row> value) {
        double sum = 0;
        for (TransferTimes.Row row : rows) {
            sum += value.applyAsDouble(row);
        }
        return sum / rows.size();
    }
}
