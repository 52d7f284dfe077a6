package faastrain.report.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * An axis: what is measured with its unit, the range shown, and the labelled ticks.
 *
 * @param label the quantity and its unit, or nothing for a list of names
 * @param logarithmic whether equal ratios, not equal differences, are equally long
 * @param min the value at the origin
 * @param max the value at the end
 * @param ticks in ascending order; a label may have several lines
 * @param upright whether the labels read upwards, for long names
 */
record Axis(String label, boolean logarithmic, double min, double max, List<Tick> ticks, boolean upright) {
    /** A labelled position. */
    record Tick(double value, String label) {}

    static final double TICK_SIZE = 7;
    static final double LABEL_SIZE = 8;
    static final double LINE_HEIGHT = 8.4;

    private static final double BETWEEN_LABELS = 7;

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** Where a value is, as a share of the axis' length. */
    double share(double value) {
        return logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    }

    /** The axis over another range, with the ticks that lie in it. */
    Axis within(double low, double high) {
        return new Axis(
                label,
                logarithmic,
                low,
                high,
                ticks.stream()
                        .filter(tick -> tick.value() >= low && tick.value() <= high)
                        .toList(),
                upright);
    }

    /** The axis with its ends moved out where a mark of a radius would reach beyond them; the ticks stay. */
    Axis withRoom(double low, double high, double length, double radius) {
        double room = radius / length;
        double below = Math.max(0, room - share(low));
        double above = Math.max(0, room - (1 - share(high)));
        return new Axis(label, logarithmic, at(-below), at(1 + above), ticks, upright);
    }

    /** The value at a share of the axis' length. */
    private double at(double share) {
        return logarithmic ? min * Math.pow(max / min, share) : min + share * (max - min);
    }

    /** Round ticks from at or below {@code low} to at or above {@code high}; as many as there is room for. */
    static Axis linear(String label, double low, double high, double length, ToDoubleFunction<String> extent) {
        double span = high > low ? high - low : Math.max(Math.abs(high), 1);
        for (int intervals = 8; intervals > 1; intervals--) {
            BigDecimal step = roundStep(span / intervals);
            Axis axis = stepped(label, low, low + span, step);
            if (axis.fits(length, extent)) {
                return axis;
            }
        }
        return stepped(label, low, low + span, roundStep(span));
    }

    private static Axis stepped(String label, double low, double high, BigDecimal step) {
        // A thousandth of a step past a tick is that tick: sums do not end exactly where they should.
        BigDecimal slack = new BigDecimal("0.001");
        BigDecimal first = new BigDecimal(low)
                .divide(step, 9, RoundingMode.HALF_EVEN)
                .add(slack)
                .setScale(0, RoundingMode.FLOOR);
        BigDecimal last = new BigDecimal(high)
                .divide(step, 9, RoundingMode.HALF_EVEN)
                .subtract(slack)
                .setScale(0, RoundingMode.CEILING);
        List<Tick> ticks = new ArrayList<>();
        for (BigDecimal i = first; i.compareTo(last) <= 0; i = i.add(BigDecimal.ONE)) {
            BigDecimal value = i.multiply(step);
            ticks.add(new Tick(value.doubleValue(), format(value, Math.max(0, step.scale()))));
        }
        return new Axis(
                label, false, ticks.get(0).value(), ticks.get(ticks.size() - 1).value(), ticks, false);
    }

    /** The next of 1, 2, 5 times a power of ten at or above a step. */
    private static BigDecimal roundStep(double atLeast) {
        int exponent = (int) Math.floor(StrictMath.log10(atLeast));
        for (int factor : new int[] {1, 2, 5}) {
            BigDecimal step = BigDecimal.valueOf(factor).scaleByPowerOfTen(exponent);
            if (step.doubleValue() >= atLeast * (1 - 1e-9)) {
                return step;
            }
        }
        return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
    }

    /** A logarithmic axis, labelled at 1, 2 and 5 of each decade or only at the decades. */
    static Axis log(String label, double low, double high, double length, ToDoubleFunction<String> extent) {
        Axis fine = log(label, low, high, new int[] {1, 2, 5});
        if (fine.fits(length, extent)) {
            return fine;
        }
        return log(label, low, high, new int[] {1});
    }

    private static Axis log(String label, double low, double high, int[] factors) {
        int from = (int) Math.floor(StrictMath.log10(low)) - 1;
        int to = (int) Math.ceil(StrictMath.log10(high)) + 1;
        List<Tick> all = new ArrayList<>();
        for (int exponent = from; exponent <= to; exponent++) {
            for (int factor : factors) {
                BigDecimal value = BigDecimal.valueOf(factor).scaleByPowerOfTen(exponent);
                all.add(new Tick(value.doubleValue(), format(value, Math.max(0, -exponent))));
            }
        }
        int first = 0;
        while (all.get(first + 1).value() <= low * (1 + 1e-9)) {
            first++;
        }
        int last = all.size() - 1;
        while (all.get(last - 1).value() >= high * (1 - 1e-9)) {
            last--;
        }
        List<Tick> ticks = all.subList(first, last + 1);
        return new Axis(
                label, true, ticks.get(0).value(), ticks.get(ticks.size() - 1).value(), ticks, false);
    }

    /** Ticks at the whole numbers that occur, with room at both ends; every second is unlabelled when tight. */
    static Axis integers(String label, Collection<Integer> values, double length, ToDoubleFunction<String> extent) {
        TreeSet<Integer> sorted = new TreeSet<>(values);
        double room = Math.max(0.5, (sorted.last() - sorted.first()) * 0.05);
        Axis axis = new Axis(label, false, sorted.first() - room, sorted.last() + room, ticks(sorted, 1), false);
        for (int every = 1; every < sorted.size(); every++) {
            axis = new Axis(label, false, axis.min(), axis.max(), ticks(sorted, every), false);
            if (axis.fits(length, extent)) {
                return axis;
            }
        }
        return axis;
    }

    private static List<Tick> ticks(Collection<Integer> values, int every) {
        List<Tick> ticks = new ArrayList<>();
        int index = 0;
        for (int value : values) {
            if (index++ % every == 0) {
                ticks.add(new Tick(value, format(BigDecimal.valueOf(value), 0)));
            }
        }
        return ticks;
    }

    /** A list of names at 0, 1, 2 …, each with one unit of room. */
    static Axis names(String label, List<String> names, boolean upright) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ticks.add(new Tick(i, names.get(i)));
        }
        return new Axis(label, false, -0.5, names.size() - 0.5, ticks, upright);
    }

    private boolean fits(double length, ToDoubleFunction<String> extent) {
        for (int i = 1; i < ticks.size(); i++) {
            double apart = (share(ticks.get(i).value()) - share(ticks.get(i - 1).value())) * length;
            double half = (extent.applyAsDouble(ticks.get(i).label())
                            + extent.applyAsDouble(ticks.get(i - 1).label()))
                    / 2;
            if (apart < half + BETWEEN_LABELS) {
                return false;
            }
        }
        return true;
    }

    /** A value as at a tick: thousands apart, and no more decimals than it has, three at most. */
    static String written(double value) {
        BigDecimal rounded =
                new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return format(rounded, Math.max(0, rounded.scale()));
    }

    private static String format(BigDecimal value, int decimals) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(value).replace('-', '−');
    }
}
