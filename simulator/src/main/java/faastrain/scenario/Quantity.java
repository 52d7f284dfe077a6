package faastrain.scenario;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and quantities as users write them: {@code 97.49 MiB}, {@code 1536 MB}, {@code 900 s}. */
public final class Quantity {
    /** How a number may be written; the JSON Schema uses it too. */
    static final String NUMBER = "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?";

    /** No quantity is written longer; the JSON Schema says so too. */
    static final int MOST_CHARACTERS = 100;

    /** Digits that tell every double from its neighbours. */
    private static final int MOST_DIGITS = 17;

    private static final Pattern NUMBER_ALONE = Pattern.compile(NUMBER);
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(" + NUMBER + ")\\s*(\\D.*)");

    private Quantity() {}

    /** A finite number without a unit, or nothing when the text is none. */
    public static Optional<Double> number(String text) {
        if (text.length() > 64 || !NUMBER_ALONE.matcher(text).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * Reads a quantity and converts it to its dimension's kept unit.
     *
     * @return the value
     * @throws IllegalArgumentException whose message says what is wrong and shows the right form
     */
    public static double parse(String text, Dimension dimension) {
        String right = "write a number and its unit, such as \"" + dimension.example() + "\"";
        if (number(text.strip()).isPresent()) {
            throw new IllegalArgumentException("\"" + text.strip() + "\" has no unit; write \"" + text.strip() + " "
                    + dimension.unit() + "\" (" + dimension.unitsInWords() + ")");
        }
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (text.length() > MOST_CHARACTERS || !matcher.matches()) {
            throw new IllegalArgumentException("\"" + shortened(text) + "\" is not a quantity; " + right);
        }
        String unit = matcher.group(2).strip();
        double factor = dimension.factor(unit);
        if (Double.isNaN(factor)) {
            throw new IllegalArgumentException("\"" + shortened(text) + "\" has the unit \"" + shortened(unit)
                    + "\"; allowed here: " + dimension.unitsInWords());
        }
        double value = Double.parseDouble(matcher.group(1)) * factor;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("\"" + shortened(text) + "\" is too large; " + right);
        }
        return value;
    }

    /** Writes a value with its dimension's kept unit so that {@link #parse} gives back the same double. */
    public static String format(double value, Dimension dimension) {
        return plain(value) + " " + dimension.unit();
    }

    /** Writes a value, for people, with the unit of its dimension that makes it shortest, the kept one among equals. */
    static String shortest(double value, Dimension dimension) {
        return dimension.units().stream()
                .map(unit -> plain(value / unit.factor()) + " " + unit.name())
                .min(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    /**
     * The value rounded to the fewest digits that read back as the same double, without an exponent where that is
     * readable. The digits of {@link Double#toString(double)} differ between versions of Java; these do not.
     */
    public static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        double magnitude = Math.abs(value);
        return magnitude >= 1e-7 && magnitude < 1e15 ? shortest.toPlainString() : shortest.toString();
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
