package faastrain.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as text, the same on every Java, locale and machine. */
public final class Numbers {
    /** Enough that no law of the simulation is lost, and few enough that the last bit of a sum does not show. */
    private static final MathContext FILE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

    private Numbers() {}

    /** A number for a file: at most 15 significant digits. */
    public static BigDecimal exact(double value) {
        if (value == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal rounded = new BigDecimal(value).round(FILE_DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }

    /** A number for a file, as text without an exponent. */
    public static String text(double value) {
        return exact(value).toPlainString();
    }

    /** Seconds for people: {@code 6,214.3}; more digits for the small. */
    public static String seconds(double value) {
        double size = Math.abs(value);
        if (size < 5e-10) {
            return "0";
        }
        return String.format(Locale.ROOT, size >= 100 ? "%,.1f" : size >= 1 ? "%.2f" : "%.3g", value);
    }

    /** A number of things, or a size: whole where it is, with thousands apart. */
    public static String count(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value >= 1000 ? "%,.1f" : "%.4g", value);
    }

    /** Dollars for people: {@code 1.2345}; more digits for the small. */
    public static String usd(double value) {
        double size = Math.abs(value);
        if (size < 5e-13) {
            return "0";
        }
        return String.format(Locale.ROOT, size >= 1000 ? "%,.2f" : size >= 0.001 ? "%.4f" : "%.3g", value);
    }

    /** A part of a whole, as a percentage. */
    public static String percent(double part, double whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * part / whole);
    }
}
