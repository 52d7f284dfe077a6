package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/**
 * The distributions that fit the ratios of iteration times to the mean of their cell, by maximum likelihood. All have two
 * parameters, so that the likeliest is also the one that Akaike's criterion takes. The results are the same bits on every
 * machine: logarithms and powers come from {@link StrictMath}, special functions from Commons Math, which computes them in
 * Java.
 *
 * @param candidates one per family, the likeliest first
 * @param ratios how many ratios they were fitted to
 * @param distance Kolmogorov–Smirnov distance of the likeliest from the ratios
 * @param pValue how probable such a distance or a larger one is for that many draws from the likeliest itself; too
 *     high, because its parameters were estimated from the same ratios (Lilliefors, Journal of the American Statistical
 *     Association 62, 1967), so that a low one condemns and a high one does not prove
 */
public record ResidualFit(List<Candidate> candidates, int ratios, double distance, double pValue) {
    /** Two parameters and a shape are not told from fewer. */
    public static final int FEWEST = 10;

    /** Below it the ratios differ by less than a millionth or so, which is no fluctuation but the digits of the file. */
    private static final double LEAST_SPREAD = 1e-12;

    /** From it on, the series of the digamma and gamma functions are exact, and differences of these are not. */
    private static final double LARGE_SHAPE = 50;

    private static final double SQRT2 = StrictMath.sqrt(2);
    private static final int MOST_EVALUATIONS = 1000;

    public ResidualFit {
        candidates = List.copyOf(candidates);
    }

    /**
     * A fitted distribution.
     *
     * @param family which
     * @param shape the parameter that stays when the distribution is rescaled: sigma of a lognormal one
     * @param scale the parameter that multiplies: the median of a lognormal one
     * @param logLikelihood natural logarithm of the density of all ratios
     */
    public record Candidate(ResidualFamily family, double shape, double scale, double logLikelihood) {
        /** The probability of a ratio of at most {@code x}, which must be above 0. */
        double cumulative(double x) {
            return switch (family) {
                case LOGNORMAL -> 0.5 * Erf.erfc(-StrictMath.log(x / scale) / (shape * SQRT2));
                case GAMMA -> Gamma.regularizedGammaP(shape, x / scale);
                case WEIBULL -> -StrictMath.expm1(-StrictMath.pow(x / scale, shape));
            };
        }
    }

    /** The likeliest distribution. */
    public Candidate chosen() {
        return candidates.get(0);
    }

    /**
     * Fits the ratios of all cells of a model. A cell with a single iteration is left out: its ratio is 1 by construction.
     *
     * @throws InvalidInputException when there are fewer than {@value #FEWEST} ratios or they do not vary
     */
    public static ResidualFit of(IterationCells cells) {
        double[] ratios = cells.cells().stream()
                .filter(cell -> cell.iterations() > 1)
                .flatMapToDouble(cell -> IntStream.range(0, cell.iterations()).mapToDouble(cell::ratio))
                .toArray();
        if (ratios.length < FEWEST) {
            throw refusal(
                    cells,
                    "has " + ratios.length + " iterations in cells of two or more; at least " + FEWEST
                            + " are needed to fit how they vary");
        }
        if (!varies(ratios)) {
            throw refusal(cells, "has iterations that do not vary; replay them, or compute by the formula");
        }
        return of(ratios);
    }

    private static InvalidInputException refusal(IterationCells cells, String what) {
        return new InvalidInputException(
                List.of(new Problem(Place.of(cells.source().fileName()), cells.model(), what)));
    }

    /**
     * Fits ratios.
     *
     * @param ratios above 0
     * @throws IllegalArgumentException when they are fewer than {@value #FEWEST}, not positive or do not vary
     */
    public static ResidualFit of(double[] ratios) {
        if (ratios.length < FEWEST
                || Arrays.stream(ratios).anyMatch(ratio -> !(ratio > 0) || !Double.isFinite(ratio))
                || !varies(ratios)) {
            throw new IllegalArgumentException(
                    "a fit needs at least " + FEWEST + " positive ratios that vary; there are " + ratios.length);
        }
        Logarithms sample = new Logarithms(ratios);
        List<Candidate> candidates = new ArrayList<>(List.of(lognormal(sample), gamma(sample), weibull(sample)));
        candidates.sort(Comparator.comparingDouble(Candidate::logLikelihood).reversed());
        double distance = distance(candidates.get(0), ratios);
        return new ResidualFit(candidates, ratios.length, distance, pValue(distance, ratios.length));
    }

    private static boolean varies(double[] ratios) {
        return new Logarithms(ratios).meanLogDeviation > LEAST_SPREAD;
    }

    /** The logarithms of a sample and what the likelihoods are made of. */
    private static final class Logarithms {
        /** Logarithms less their mean. */
        private final double[] centred;

        private final double mean;
        private final double variance;

        /** Logarithm of the mean less the mean of the logarithms, at least 0. */
        private final double meanLogDeviation;

        private final double logOfMean;

        Logarithms(double[] ratios) {
            int n = ratios.length;
            double logs = 0;
            double sum = 0;
            for (double ratio : ratios) {
                logs += StrictMath.log(ratio);
                sum += ratio;
            }
            mean = logs / n;
            logOfMean = StrictMath.log(sum / n);
            centred = new double[n];
            double squares = 0;
            double excess = 0;
            for (int i = 0; i < n; i++) {
                centred[i] = StrictMath.log(ratios[i]) - mean;
                squares += centred[i] * centred[i];
                // The mean of y - 1 - ln y, where y has mean 1: no difference of two close numbers.
                double beyond = ratios[i] / (sum / n) - 1;
                excess += beyond - StrictMath.log1p(beyond);
            }
            variance = squares / n;
            meanLogDeviation = excess / n;
        }

        int count() {
            return centred.length;
        }

        double largest() {
            return Arrays.stream(centred).max().orElse(0);
        }
    }

    private static Candidate lognormal(Logarithms sample) {
        double sigma = StrictMath.sqrt(sample.variance);
        double each = -sample.mean - 0.5 * StrictMath.log(2 * Math.PI * sample.variance) - 0.5;
        return new Candidate(ResidualFamily.LOGNORMAL, sigma, StrictMath.exp(sample.mean), each * sample.count());
    }

    /** The shape k solves ln k − ψ(k) = s, s being the mean log deviation, and lies between 1/(2s) and 1/s. */
    private static Candidate gamma(Logarithms sample) {
        double s = sample.meanLogDeviation;
        double shape = root(k -> logLessDigamma(k) / s - 1, 0.49 / s, 1.01 / s);
        double each = -sample.mean - shape * s + shapeTerm(shape);
        return new Candidate(
                ResidualFamily.GAMMA,
                shape,
                StrictMath.exp(sample.logOfMean - StrictMath.log(shape)),
                each * sample.count());
    }

    /** ln k − ψ(k). */
    private static double logLessDigamma(double k) {
        if (k < LARGE_SHAPE) {
            return StrictMath.log(k) - Gamma.digamma(k);
        }
        double inverse = 1 / k;
        double square = inverse * inverse;
        return inverse / 2 + square * (1.0 / 12 - square * (1.0 / 120 - square / 252));
    }

    /** k ln k − k − ln Γ(k), by Stirling's series where k is large. */
    private static double shapeTerm(double k) {
        if (k < LARGE_SHAPE) {
            return k * StrictMath.log(k) - k - Gamma.logGamma(k);
        }
        double inverse = 1 / k;
        double square = inverse * inverse;
        return 0.5 * StrictMath.log(k / (2 * Math.PI)) - inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260));
    }

    /** The shape k makes the mean of y weighted by exp(k·y) equal to 1/k, y being the centred logarithms. */
    private static Candidate weibull(Logarithms sample) {
        // The logarithms of a Weibull variable have the standard deviation π/(√6 k).
        double low = Math.PI / StrictMath.sqrt(6 * sample.variance);
        double high = low;
        while (weibullSlope(sample, low) > 0) {
            low /= 2;
        }
        while (weibullSlope(sample, high) < 0) {
            high *= 2;
        }
        double shape = low == high ? low : root(k -> weibullSlope(sample, k), low, high);
        double largest = sample.largest();
        double weights = 0;
        for (double y : sample.centred) {
            weights += StrictMath.exp(shape * (y - largest));
        }
        double logScale = largest + StrictMath.log(weights / sample.count()) / shape;
        double each = StrictMath.log(shape) - sample.mean - shape * logScale - 1;
        return new Candidate(
                ResidualFamily.WEIBULL, shape, StrictMath.exp(sample.mean + logScale), each * sample.count());
    }

    private static double weibullSlope(Logarithms sample, double k) {
        double largest = sample.largest();
        double weights = 0;
        double weighted = 0;
        for (double y : sample.centred) {
            double weight = StrictMath.exp(k * (y - largest));
            weights += weight;
            weighted += weight * y;
        }
        return k * weighted / weights - 1;
    }

    private static double root(UnivariateFunction function, double low, double high) {
        return new BrentSolver(1e-14, 1e-300, 1e-300).solve(MOST_EVALUATIONS, function, low, high);
    }

    private static double distance(Candidate candidate, double[] ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double cumulative = candidate.cumulative(sorted[i]);
            double below = cumulative - (double) i / sorted.length;
            double above = (double) (i + 1) / sorted.length - cumulative;
            distance = Math.max(distance, Math.max(below, above));
        }
        return distance;
    }

    private static double pValue(double distance, int n) {
        // So far off Commons Math takes Math.pow, whose last bits are the processor's; the probability is below 1e-9
        // anyway.
        if (distance >= 1 - 1.0 / n) {
            return 0;
        }
        return Math.min(1, Math.max(0, 1 - new KolmogorovSmirnovTest().cdf(distance, n)));
    }
}
