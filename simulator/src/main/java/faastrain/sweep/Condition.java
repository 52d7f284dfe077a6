package faastrain.sweep;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Node;
import faastrain.scenario.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A condition on the points of an experiment, such as {@code plan.aggregators <= plan.workers} or {@code not (channel ==
 * dynamodb and workload != lr-higgs)}. It is read against the fields of a scenario and the experiment's axes, so that
 * what can never be meant is found before anything runs.
 *
 * <p>In order of strength: {@code or}, {@code and}, {@code not}, one comparison ({@code == != < <= > >=} or {@code in (a,
 * b)}), {@code + -}, {@code * /}, a minus sign. Parentheses group both comparisons and numbers. The operands are
 *
 * <ul>
 *   <li>names: fields of a scenario ({@code plan.workers}) and axes;
 *   <li>numbers ({@code 0.5}) and quantities ({@code 1536 MB}, {@code 80 MiB/s}), converted to the dimension's kept unit;
 *   <li>texts: words ({@code k-reduce}), or anything in double or single quotes.
 * </ul>
 *
 * <p>A hyphen between letters or digits belongs to the word, so that a minus behind a name needs a blank before it; a
 * unit takes all that it can, so that {@code 10 /s} is a rate. A word is one of the values of the field that it is
 * compared with when there is such a value, otherwise a name when there is such a name, otherwise a text where any text
 * may stand; in quotes it is always a text.
 *
 * <p>Quantities add to and compare with their own kind, take numbers as factors and divisors, and divided by their own
 * kind are numbers. Numbers are doubles, and are equal when they differ by a few units in the last place at most, as the
 * same quantity in two units may ({@code 9 ms} and {@code 0.009 s}); whole numbers up to 2^50 are told apart exactly.
 *
 * <p>A comparison with something that is not given does not hold, neither {@code ==} nor {@code !=}, and its {@code not}
 * does. {@code and} and {@code or} look at no more than they need, from left to right, so that {@code n > 0 and m / n > 2}
 * never divides by zero. Immutable.
 */
public final class Condition {
    /** The longest condition; none that a person writes comes near. */
    static final int MOST_CHARACTERS = 1000;

    /** How much of a condition is shown on either side of what is wrong with it. */
    private static final int SHOWN = 40;

    private final Node.Scalar written;
    private final ConditionParser.Result parsed;

    private Condition(Node.Scalar written, ConditionParser.Result parsed) {
        this.written = written;
        this.parsed = parsed;
    }

    /**
     * Reads a condition.
     *
     * @param axes the experiment's axes, with what their values may be; where one has the name of a scenario's field,
     *     the axis is meant
     * @throws InvalidInputException that says at which character something is wrong, and what would be right
     */
    public static Condition parse(Node.Scalar written, Map<String, ValueType> axes) {
        if (written.isNull() || written.text().isBlank()) {
            throw invalid(written, "must be a condition such as \"plan.aggregators <= plan.workers\", but is nothing");
        }
        int characters = written.text().codePointCount(0, written.text().length());
        if (characters > MOST_CHARACTERS) {
            throw invalid(
                    written,
                    "must be a condition of at most " + MOST_CHARACTERS + " characters, but has " + characters
                            + "; conditions in a list are all to hold");
        }
        try {
            return new Condition(written, ConditionParser.parse(written.text(), axes));
        } catch (ConditionFault wrong) {
            throw invalid(written, wrong);
        }
    }

    /** The names that it reads, of fields and axes, in the order in which they are written. */
    public Set<String> names() {
        return parsed.names();
    }

    /**
     * Whether it holds.
     *
     * @param values the value of each of {@link #names}, of the type that was promised; nothing where it is not given
     * @throws InvalidInputException where it divides by zero, or comes to a number that is too large
     */
    public boolean holds(Function<String, Optional<Value>> values) {
        try {
            return parsed.claim().holds(values);
        } catch (ConditionFault wrong) {
            throw invalid(written, wrong);
        }
    }

    /** As it is written. */
    public String text() {
        return written.text().strip();
    }

    private static InvalidInputException invalid(Node.Scalar written, ConditionFault wrong) {
        int[] characters = written.text().codePoints().toArray();
        int at = written.text().codePointCount(0, wrong.at());
        int from = at <= SHOWN ? 0 : at - SHOWN;
        int to = Math.min(characters.length, at + SHOWN);
        return invalid(
                written,
                "is wrong at character " + (at + 1) + " of \"" + (from > 0 ? "…" : "")
                        + new String(characters, from, to - from) + (to < characters.length ? "…" : "") + "\": "
                        + wrong.getMessage());
    }

    private static InvalidInputException invalid(Node.Scalar written, String message) {
        return new InvalidInputException(List.of(new Problem(written.place(), written.path(), message)));
    }
}
