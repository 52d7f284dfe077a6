package faastrain.trace;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounding of what is written: six significant digits, the same on every machine. */
final class Digits {
    private static final int SIGNIFICANT = 6;

    private Digits() {}

    /** The value at the precision that files hold. */
    static double round(double value) {
        return round(value, SIGNIFICANT);
    }

    /** The value at a number of significant digits. */
    static double round(double value, int digits) {
        return new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .doubleValue();
    }
}
