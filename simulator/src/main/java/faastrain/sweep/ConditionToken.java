package faastrain.sweep;

import faastrain.scenario.Dimension;
import faastrain.scenario.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word, a number or a sign of a condition. */
sealed interface ConditionToken {
    /** How many {@code char}s stand before it. */
    int at();

    /** How many {@code char}s stand before what follows it, blanks included. */
    int end();

    /** A name or a text without quotes. */
    record Word(int at, int end, String text) implements ConditionToken {}

    /** A text in quotes. */
    record Quoted(int at, int end, String text) implements ConditionToken {}

    /**
     * A number.
     *
     * @param value in the dimension's kept unit
     * @param dimension nothing for a number without a unit
     */
    record Quantity(int at, int end, double value, Optional<Dimension> dimension) implements ConditionToken {}

    /** An operator, a parenthesis, a comma or one of the words {@code and}, {@code or}, {@code not} and {@code in}. */
    record Sign(int at, int end, String text) implements ConditionToken {}

    /** The end of the condition. */
    record End(int at) implements ConditionToken {
        @Override
        public int end() {
            return at;
        }
    }

    /** Takes a condition apart. Blanks separate, and are left out. */
    final class Reader {
        private static final Set<String> WORDS_THAT_ARE_SIGNS = Set.of("and", "or", "not", "in");

        private static final Pattern BLANKS = Pattern.compile("\\s*");
        private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");
        private static final Pattern NUMBER = Pattern.compile("(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?");
        private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
        private static final Pattern SIGN = Pattern.compile("==|!=|<=|>=|[<>(),+*/-]");
        private static final Pattern REST_OF_A_WORD = Pattern.compile("[\\p{L}\\p{N}_.-]");

        /** How other languages write what is meant, and how it is written here. */
        private static final Map<String, String> ELSEWHERE = Map.of(
                "=", "==", "&", "and", "|", "or", "!", "not", "≤", "<=", "≥", ">=", "≠", "!=", "×", "*", "·", "*");

        private record Unit(String name, double factor, Dimension dimension) {}

        /** Longer ones first, so that {@code MiB/s} is not taken for {@code MiB}. */
        private static final List<Unit> UNITS = Arrays.stream(Dimension.values())
                .flatMap(dimension ->
                        dimension.units().stream().map(unit -> new Unit(unit.name(), unit.factor(), dimension)))
                .sorted(Comparator.comparing((Unit unit) -> -unit.name().length()))
                .toList();

        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        /** The parts of a condition, the last of which is its end. */
        static List<ConditionToken> read(String text) {
            Reader reader = new Reader(text);
            List<ConditionToken> tokens = new ArrayList<>();
            do {
                tokens.add(reader.next());
            } while (!(tokens.get(tokens.size() - 1) instanceof End));
            return tokens;
        }

        private ConditionToken next() {
            take(BLANKS);
            int from = at;
            if (at == text.length()) {
                return new End(from);
            }
            Optional<String> word = take(WORD);
            if (word.isPresent()) {
                return WORDS_THAT_ARE_SIGNS.contains(word.get())
                        ? new Sign(from, at, word.get())
                        : new Word(from, at, word.get());
            }
            Optional<String> number = take(NUMBER);
            if (number.isPresent()) {
                return quantity(from, number.get());
            }
            Optional<String> quoted = take(QUOTED);
            if (quoted.isPresent()) {
                return new Quoted(
                        from, at, quoted.get().substring(1, quoted.get().length() - 1));
            }
            Optional<String> sign = take(SIGN);
            if (sign.isPresent()) {
                return new Sign(from, at, sign.get());
            }
            throw notUnderstood();
        }

        private Quantity quantity(int from, String number) {
            int behind = at;
            take(BLANKS);
            Optional<Unit> unit =
                    UNITS.stream().filter(each -> isHere(each.name())).findFirst();
            if (unit.isPresent()) {
                at += unit.get().name().length();
            } else {
                refuseAnotherUnit(behind);
                at = behind;
            }
            double value = Double.parseDouble(number) * unit.map(Unit::factor).orElse(1.0);
            if (!Double.isFinite(value)) {
                throw new ConditionFault(from, "the number is too large");
            }
            return new Quantity(from, at, value, unit.map(Unit::dimension));
        }

        private void refuseAnotherUnit(int behind) {
            int from = at;
            Optional<String> word = take(WORD);
            if (word.isPresent() && !WORDS_THAT_ARE_SIGNS.contains(word.get())) {
                throw new ConditionFault(
                        from,
                        "\"" + word.get() + "\" follows a number and is not a unit"
                                + Suggestion.didYouMean(
                                        word.get(),
                                        UNITS.stream().map(Unit::name).toList())
                                + (from == behind ? " (a text that begins with a digit is put in quotes)" : ""));
            }
        }

        /** Whether a unit stands here, and not only the beginning of something else. */
        private boolean isHere(String unit) {
            return text.startsWith(unit, at)
                    && !REST_OF_A_WORD
                            .matcher(text)
                            .region(at + unit.length(), text.length())
                            .lookingAt();
        }

        private Optional<String> take(Pattern pattern) {
            Matcher matcher = pattern.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            at = matcher.end();
            return Optional.of(matcher.group());
        }

        private ConditionFault notUnderstood() {
            String character = Character.toString(text.codePointAt(at));
            if (character.equals("\"") || character.equals("'")) {
                return new ConditionFault(at, "the quotes that open here are not closed");
            }
            String right = ELSEWHERE.get(character);
            return new ConditionFault(
                    at,
                    "\"" + character + "\" has no meaning here" + (right == null ? "" : "; write \"" + right + "\""));
        }
    }
}
