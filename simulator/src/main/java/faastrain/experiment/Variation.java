package faastrain.experiment;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a scenario and the values that it takes in turn.
 *
 * @param field its dotted path
 * @param values as they would be written
 */
public record Variation(String field, List<String> values) {
    /** Runs that one command makes at most. */
    private static final int MOST = 10_000;

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");

    public Variation {
        values = List.copyOf(values);
    }

    /**
     * Reads {@code field=1..7} or {@code field=a,b,c}.
     *
     * @throws InvalidInputException when it is neither
     */
    public static Variation parse(String text) {
        Place place = Place.of("--vary " + text);
        int equals = text.indexOf('=');
        if (equals < 0
                || equals == text.length() - 1
                || text.substring(0, equals).isBlank()) {
            throw new InvalidInputException(
                    place,
                    "must be key=values, such as \"--vary plan.aggregators=1..7\" or \"--vary protocol=bsp,hap\"");
        }
        String field = text.substring(0, equals).strip();
        List<String> values = new ArrayList<>();
        for (String part : text.substring(equals + 1).split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (range.matches()) {
                int from = Integer.parseInt(range.group(1));
                int to = Integer.parseInt(range.group(2));
                if (to < from || to - from >= MOST) {
                    throw new InvalidInputException(
                            place, "the range " + part.strip() + " must rise and have at most " + MOST + " values");
                }
                for (int value = from; value <= to; value++) {
                    values.add(Integer.toString(value));
                }
            } else if (part.isBlank()) {
                throw new InvalidInputException(place, "has an empty value; values are separated by single commas");
            } else {
                values.add(part.strip());
            }
        }
        if (values.size() != Arrays.stream(values.toArray()).distinct().count()) {
            throw new InvalidInputException(place, "names a value twice");
        }
        if (values.size() > MOST) {
            throw new InvalidInputException(place, "has " + values.size() + " values; at most " + MOST + " are run");
        }
        return new Variation(field, values);
    }

    /** The assignments that make the scenario of each value. */
    public List<String> assignments() {
        return values.stream().map(value -> field + "=" + value).toList();
    }
}
