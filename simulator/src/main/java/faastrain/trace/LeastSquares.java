package faastrain.trace;

import java.util.Arrays;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.MultivariateJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;

/** Least squares: by Levenberg and Marquardt for curves, in closed form for lines. */
final class LeastSquares {
    private static final double TOLERANCE = 1e-14;
    private static final int MAX_STEPS = 1000;

    /** A singular value below this share of the largest means that a parameter has no influence. */
    private static final double SINGULAR = 1e-12;

    private LeastSquares() {}

    /** A curve in unbounded parameters; each point's value comes with its gradient. */
    interface Curve {
        /**
         * The curve at a point.
         *
         * @param parameters where
         * @param point index of the measurement
         * @param gradient filled with the derivatives by parameter
         */
        double value(double[] parameters, int point, double[] gradient);
    }

    /** Fitted parameters with their standard errors. */
    static final class Solution {
        private final double[] parameters;
        private final double[] standardErrors;

        private Solution(double[] parameters, double[] standardErrors) {
            this.parameters = parameters;
            this.standardErrors = standardErrors;
        }

        double parameter(int index) {
            return parameters[index];
        }

        double standardError(int index) {
            return standardErrors[index];
        }

        /**
         * Refuses a solution of which a parameter is arbitrary.
         *
         * @throws NoFitException when a parameter has no influence on the measurements
         */
        void requireDetermined() throws NoFitException {
            for (double error : standardErrors) {
                if (!Double.isFinite(error)) {
                    throw new NoFitException("one of the curve's parameters has no influence on these measurements");
                }
            }
        }
    }

    /**
     * Minimises the sum of squares of {@code fitted/measured − 1}, so that small and large measurements
     * count alike. Standard errors follow from the curvature and the residual variance with n − k degrees of freedom.
     *
     * @throws NoFitException when the search does not settle
     */
    static Solution relative(double[] measured, Curve curve, double[] start) throws NoFitException {
        MultivariateJacobianFunction model = point -> {
            double[] parameters = point.toArray();
            double[] values = new double[measured.length];
            double[][] jacobian = new double[measured.length][parameters.length];
            for (int i = 0; i < measured.length; i++) {
                values[i] = curve.value(parameters, i, jacobian[i]) / measured[i];
                for (int k = 0; k < parameters.length; k++) {
                    jacobian[i][k] /= measured[i];
                }
            }
            return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(jacobian, false));
        };
        double[] ones = new double[measured.length];
        Arrays.fill(ones, 1);
        try {
            Optimum optimum = new LevenbergMarquardtOptimizer()
                    .withCostRelativeTolerance(TOLERANCE)
                    .withParameterRelativeTolerance(TOLERANCE)
                    .withOrthoTolerance(TOLERANCE)
                    .optimize(new LeastSquaresBuilder()
                            .start(start)
                            .model(model)
                            .target(ones)
                            .lazyEvaluation(false)
                            .maxEvaluations(MAX_STEPS)
                            .maxIterations(MAX_STEPS)
                            .build());
            double cost = optimum.getCost();
            double variance = cost * cost / (measured.length - start.length);
            return new Solution(optimum.getPoint().toArray(), standardErrors(optimum, variance));
        } catch (TooManyEvaluationsException | TooManyIterationsException | ConvergenceException unsettled) {
            throw new NoFitException("the search for the best curve does not settle");
        }
    }

    /** Standard errors; NaN throughout when a parameter has no influence on the measurements. */
    private static double[] standardErrors(Optimum optimum, double variance) {
        double[] errors = new double[optimum.getPoint().getDimension()];
        try {
            RealMatrix covariances = optimum.getCovariances(SINGULAR);
            for (int k = 0; k < errors.length; k++) {
                errors[k] = Math.sqrt(variance * covariances.getEntry(k, k));
            }
        } catch (SingularMatrixException noInfluence) {
            Arrays.fill(errors, Double.NaN);
        }
        return errors;
    }

    /**
     * A straight line {@code intercept + slope·x} by weighted least squares.
     *
     * @param interceptError standard error
     * @param slopeError standard error
     */
    record Line(double intercept, double slope, double interceptError, double slopeError) {}

    /** The line through at least three points at two different x or more. */
    static Line line(double[] x, double[] y, double[] weight) {
        double weights = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            weights += weight[i];
            meanX += weight[i] * x[i];
            meanY += weight[i] * y[i];
        }
        meanX /= weights;
        meanY /= weights;
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += weight[i] * (x[i] - meanX) * (x[i] - meanX);
            xy += weight[i] * (x[i] - meanX) * (y[i] - meanY);
        }
        double slope = xy / xx;
        double intercept = meanY - slope * meanX;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = y[i] - intercept - slope * x[i];
            squares += weight[i] * residual * residual;
        }
        double variance = squares / (x.length - 2);
        return new Line(
                intercept, slope, Math.sqrt(variance * (1 / weights + meanX * meanX / xx)), Math.sqrt(variance / xx));
    }
}
