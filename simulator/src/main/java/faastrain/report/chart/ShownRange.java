package faastrain.report.chart;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The range of an axis that shows some values, all above zero, and little around them; logarithmic where they span
 * more than a decade, for then a linear axis crowds the small ones.
 *
 * @param low the least shown, above zero
 * @param high the most shown
 * @param logarithmic whether equal ratios are equally long
 */
record ShownRange(double low, double high, boolean logarithmic) {
    private static final double LINEAR_RANGE = 10;
    // Of the axis, at either end: enough for a ringed mark in half a column.
    private static final double ROOM = 0.06;
    // Of the largest value, so that values that are nearly one are not blown up.
    private static final double LEAST_ROOM = 0.05;

    // An interval that reaches farther from its mean than by this factor is cut, lest it squeeze all else.
    private static final double LONGEST_WHISKER = 2;

    /** The range of values of which there is at least one. */
    static ShownRange of(double... values) {
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        if (most > LINEAR_RANGE * least) {
            double factor = Math.pow(most / least, ROOM);
            return new ShownRange(least / factor, most * factor, true);
        }
        double room = Math.max(ROOM * (most - least), LEAST_ROOM * most);
        return new ShownRange(least - room, most + room, false);
    }

    /** A mean and its interval, as far as the range must hold them. */
    static DoubleStream extent(RunSummary.Estimate estimate) {
        double mean = estimate.mean();
        return estimate.ci95()
                .map(ci -> DoubleStream.of(
                        Math.max(ci.low(), mean / LONGEST_WHISKER), mean, Math.min(ci.high(), mean * LONGEST_WHISKER)))
                .orElseGet(() -> DoubleStream.of(mean));
    }

    boolean holds(double value) {
        return value >= low && value <= high;
    }

    /** The share of another's axis. */
    double shareOf(ShownRange other) {
        return other.logarithmic
                ? Math.log(high / low) / Math.log(other.high / other.low)
                : (high - low) / (other.high - other.low);
    }

    /** The value, or the end that it lies beyond. */
    double clipped(double value) {
        return Math.max(low, Math.min(value, high));
    }

    Axis axis(String label, double length, ToDoubleFunction<String> extent) {
        Axis axis = logarithmic
                ? Axis.log(label, low, high, length, extent)
                : Axis.linear(label, low, high, length, extent);
        return axis.within(low, high);
    }
}
