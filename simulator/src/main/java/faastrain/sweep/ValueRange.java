package faastrain.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values in equal steps: {@code 1..7}, {@code 8..64 step 8}, {@code 512 MB .. 3072 MB step 256 MB}. */
final class ValueRange {
    private static final String NUMBER = "([0-9]{1,12}(?:\\.[0-9]{1,6})?)";
    private static final String UNIT = "\\s*([A-Za-z%][A-Za-z/%]*)?";
    private static final Pattern RANGE = Pattern.compile(
            "\\s*" + NUMBER + UNIT + "\\s*\\.\\.\\s*" + NUMBER + UNIT + "(?:\\s+step\\s+" + NUMBER + UNIT + ")?\\s*");

    private ValueRange() {}

    /** Whether a text means a range, rightly written or not. */
    static boolean isMeant(String text) {
        return text.matches("\\s*[0-9][^/\\\\]*\\.\\..*");
    }

    /**
     * The values of a range as they would be written one by one, in the range's unit.
     *
     * @param most how many there may be
     * @throws IllegalArgumentException when the text is no range, saying what would be right
     */
    static List<String> values(String text, int most) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            throw new IllegalArgumentException(
                    "must be a range such as \"1..7\", \"8..64 step 8\" or \"512 MB .. 3072 MB step 256 MB\"");
        }
        Optional<String> unit = Optional.ofNullable(range.group(4));
        BigDecimal from = new BigDecimal(range.group(1));
        BigDecimal to = new BigDecimal(range.group(3));
        BigDecimal step = range.group(5) == null ? BigDecimal.ONE : new BigDecimal(range.group(5));
        for (int written : new int[] {2, 6}) {
            if (range.group(written) != null
                    && !Optional.of(range.group(written)).equals(unit)) {
                throw new IllegalArgumentException(
                        "must have one unit throughout, as in \"512 MB .. 3072 MB step 256 MB\"");
            }
        }
        if (unit.isPresent() && range.group(5) != null && range.group(6) == null) {
            throw new IllegalArgumentException(
                    "needs a unit for its step too, as in \"512 MB .. 3072 MB step 256 MB\"");
        }
        if (step.signum() == 0 || to.compareTo(from) < 0) {
            throw new IllegalArgumentException("must rise, in steps above 0");
        }
        if (to.subtract(from).divideToIntegralValue(step).compareTo(BigDecimal.valueOf(most)) >= 0) {
            throw new IllegalArgumentException("must have at most " + most + " values");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(step)) {
            String plain =
                    value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
            values.add(unit.map(name -> plain + " " + name).orElse(plain));
        }
        return values;
    }
}
