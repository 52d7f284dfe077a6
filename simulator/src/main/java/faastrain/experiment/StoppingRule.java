package faastrain.experiment;

import faastrain.scenario.PrecisionTarget;
import faastrain.scenario.Scenario;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How many replications are enough: a fixed number, or as many as it takes until the 95 % interval of a mean reaches no
 * further than a part of that mean to either side.
 *
 * <p>Then it is the sequential procedure of Law, "Simulation Modeling and Analysis", 5th edition, section 9.4.1: after
 * the first replications one more is made at a time, until Student's t half-width is at most the asked part of the mean of
 * all that were made. The number is the smallest that is enough, whatever else was run beside. To be within a part γ of
 * the unknown mean itself, Law asks for γ/(1 + γ) of the estimate. As it stops where the deviation happens to look small,
 * the interval covers the mean somewhat less often than 95 % of the times, the less the fewer the first replications; Law
 * advises at least 10 and at most 0.15.
 *
 * @param least the fewest replications, 1 or more; 2 or more where a half-width is asked for
 * @param most the most
 * @param relativeHalfWidth the half-width that is asked for, as a part of the mean; 0 when none is
 * @param of which means are to have it
 */
public record StoppingRule(int least, int most, double relativeHalfWidth, PrecisionTarget of) {
    private static final double TAIL = 0.025;

    /** What Student's t comes down to with ever more values, and is never below. */
    private static final double LEAST_T = -new NormalDistribution(null, 0, 1).inverseCumulativeProbability(TAIL);

    /** @throws IllegalArgumentException when there is nothing to be known from the least number, or that is above the most */
    public StoppingRule {
        if (!(relativeHalfWidth >= 0) || least < (relativeHalfWidth > 0 ? 2 : 1) || most < least) {
            throw new IllegalArgumentException("no rule: from " + least + " to " + most
                    + " replications until a half-width of " + relativeHalfWidth);
        }
    }

    /** What a scenario asks for. */
    public static StoppingRule of(Scenario scenario) {
        Scenario.Precision precision = scenario.precision();
        return new StoppingRule(
                scenario.replications(),
                precision.isAskedFor() ? precision.most() : scenario.replications(),
                precision.halfWidth(),
                precision.of());
    }

    /** Whether replications go on until a precision is reached, so that nobody knows their number before. */
    public boolean mayStop() {
        return relativeHalfWidth > 0;
    }

    /** Starts to count replications. */
    public Progress begin() {
        return new Progress(this);
    }

    /** What the replications so far say. Each takes constant time, and nothing of it is kept. */
    public static final class Progress {
        private final StoppingRule rule;
        private final Mean time = new Mean();
        private final Mean cost = new Mean();

        private Progress(StoppingRule rule) {
            this.rule = rule;
        }

        /**
         * Takes one more replication.
         *
         * @param timeSeconds its time
         * @param costUsd its cost
         */
        public void add(double timeSeconds, double costUsd) {
            time.add(timeSeconds);
            cost.add(costUsd);
        }

        /** Replications so far. */
        public int count() {
            return time.count;
        }

        /** Whether there are replications enough: the least number, and then the precision or the most. */
        public boolean isEnough() {
            return count() >= rule.least && (count() >= rule.most || isPrecise());
        }

        /** Whether every half-width that is asked for is reached; so where none is. */
        public boolean isPrecise() {
            if (rule.relativeHalfWidth == 0) {
                return true;
            }
            return (rule.of == PrecisionTarget.COST || time.isWithin(rule.relativeHalfWidth))
                    && (rule.of == PrecisionTarget.TIME || cost.isWithin(rule.relativeHalfWidth));
        }

        /** Half the width of the 95 % interval of the mean time, as a part of it; infinite for less than two values. */
        public double timeHalfWidth() {
            return time.relativeHalfWidth();
        }

        /** Half the width of the 95 % interval of the mean cost, as a part of it; infinite for less than two values. */
        public double costHalfWidth() {
            return cost.relativeHalfWidth();
        }

        /** Whether any two replications differ in time or cost. */
        public boolean differ() {
            return time.squares > 0 || cost.squares > 0;
        }
    }

    /**
     * A mean and its deviation, value by value: Welford, "Note on a method for calculating corrected sums of squares and
     * products", Technometrics 4(3), 1962. Equal values have no deviation, to the last digit.
     */
    private static final class Mean {
        private int count;
        private double mean;

        /** Sum of the squared deviations from the mean. */
        private double squares;

        void add(double value) {
            count++;
            double deviation = value - mean;
            mean += deviation / count;
            squares += deviation * (value - mean);
        }

        /** Whether the half-width is at most that part of the mean. */
        boolean isWithin(double part) {
            // Quantiles of Student's t take time: most questions are settled by one that is smaller than all.
            return count > 1 && LEAST_T * error() <= part * Math.abs(mean) && halfWidth() <= part * Math.abs(mean);
        }

        double relativeHalfWidth() {
            double half = halfWidth();
            return half == 0 ? 0 : half / Math.abs(mean);
        }

        private double halfWidth() {
            if (count < 2) {
                return Double.POSITIVE_INFINITY;
            }
            return squares == 0
                    ? 0
                    : -new TDistribution(null, count - 1.0).inverseCumulativeProbability(TAIL) * error();
        }

        /** The standard error of the mean. */
        private double error() {
            return Math.sqrt(squares / (count - 1.0) / count);
        }
    }
}
