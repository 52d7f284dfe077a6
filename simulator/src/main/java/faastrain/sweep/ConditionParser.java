package faastrain.sweep;

import faastrain.scenario.Dimension;
import faastrain.scenario.Quantity;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.Suggestion;
import faastrain.sweep.Claim.Order;
import faastrain.sweep.Term.Calculation;
import faastrain.sweep.Term.Sign;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a condition by recursive descent, one method for each strength of operators. Comparisons and numbers share their
 * parentheses, so that what stands in a pair is known only when it has been read; words wait for what they are compared
 * with to become a name or a text.
 */
final class ConditionParser {
    /** How deep parentheses, {@code not} and minus signs may be nested. */
    private static final int MOST_DEPTH = 50;

    /** How long a part is that messages repeat. */
    private static final int MOST_SHOWN = 60;

    private static final String COMPARISON = "a comparison (==, !=, <, <=, >, >= or in)";

    /** A condition that has been read, and the names in it. */
    record Result(Claim claim, Set<String> names) {
        Result {
            names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
        }
    }

    /** What has been read of a condition, from its first to behind its last character. */
    private sealed interface Part {
        int at();

        int end();
    }

    /** What is true or false. */
    private record Truth(Claim claim, int at, int end) implements Part {}

    /** What can be compared. */
    private sealed interface Operand extends Part {}

    /** A word of which it is not known yet whether it is a name or a text. */
    private record Word(String text, int at, int end) implements Operand {}

    /** What has a type. */
    private record Typed(Term term, ValueType type, int at, int end) implements Operand {
        boolean isText() {
            return type instanceof ValueType.Text;
        }

        /** A constant's, or nothing when it is none. */
        Optional<Value> constant() {
            return term instanceof Term.Constant constant ? Optional.of(constant.value()) : Optional.empty();
        }

        /** The values that it takes when there are only a few, and it is not itself one of them. */
        List<String> choices() {
            if (type instanceof ValueType.NumberOrWord either) {
                return List.of(either.word());
            }
            return type instanceof ValueType.Text text ? text.choices() : List.of();
        }

        /** Of a number. */
        Optional<Dimension> dimension() {
            return type instanceof ValueType.Numeric number ? number.dimension() : Optional.empty();
        }
    }

    private final String text;
    private final Map<String, ValueType> axes;
    private final List<ConditionToken> tokens;
    private final Set<String> names = new LinkedHashSet<>();
    private int position;
    private int depth;

    private ConditionParser(String text, Map<String, ValueType> axes) {
        this.text = text;
        this.axes = axes;
        this.tokens = ConditionToken.Reader.read(text);
    }

    /**
     * Reads a whole condition.
     *
     * @throws ConditionFault where something is wrong
     */
    static Result parse(String text, Map<String, ValueType> axes) {
        ConditionParser parser = new ConditionParser(text, axes);
        Claim claim = parser.claim(parser.disjunction());
        if (!(parser.token() instanceof ConditionToken.End)) {
            throw parser.expected("\"and\" or \"or\"");
        }
        return new Result(claim, parser.names);
    }

    private Part disjunction() {
        Part first = conjunction();
        if (!isSign("or")) {
            return first;
        }
        List<Claim> claims = new ArrayList<>(List.of(claim(first)));
        while (accept("or").isPresent()) {
            claims.add(claim(conjunction()));
        }
        return new Truth(new Claim.Any(List.copyOf(claims)), first.at(), end());
    }

    private Part conjunction() {
        Part first = negation();
        if (!isSign("and")) {
            return first;
        }
        List<Claim> claims = new ArrayList<>(List.of(claim(first)));
        while (accept("and").isPresent()) {
            claims.add(claim(negation()));
        }
        return new Truth(new Claim.All(List.copyOf(claims)), first.at(), end());
    }

    private Part negation() {
        Optional<ConditionToken> not = accept("not");
        if (not.isEmpty()) {
            return comparison();
        }
        deeper(not.get());
        Claim claim = claim(negation());
        depth--;
        return new Truth(new Claim.Not(claim), not.get().at(), end());
    }

    private Part comparison() {
        Part left = sum();
        for (Order order : Order.values()) {
            Optional<ConditionToken> sign = accept(order.sign());
            if (sign.isPresent()) {
                Claim claim = compare(order, sign.get(), operand(left), operand(sum()));
                return new Truth(claim, left.at(), end());
            }
        }
        Optional<ConditionToken> in = accept("in");
        return in.isPresent() ? new Truth(new Claim.Any(among(operand(left), in.get())), left.at(), end()) : left;
    }

    private List<Claim> among(Operand left, ConditionToken in) {
        List<Claim> claims = new ArrayList<>();
        expect("(", "a list in parentheses");
        do {
            claims.add(compare(Order.EQUAL, in, left, operand(sum())));
        } while (accept(",").isPresent());
        expect(")", "a comma or the closing parenthesis");
        return List.copyOf(claims);
    }

    private Part sum() {
        Part left = product();
        while (isSign("+") || isSign("-")) {
            Sign sign = isSign("+") ? Sign.PLUS : Sign.MINUS;
            ConditionToken token = next();
            left = calculation(sign, token, number(operand(left)), number(operand(product())));
        }
        return left;
    }

    private Part product() {
        Part left = factor();
        while (isSign("*") || isSign("/")) {
            Sign sign = isSign("*") ? Sign.TIMES : Sign.DIVIDED_BY;
            ConditionToken token = next();
            left = calculation(sign, token, number(operand(left)), number(operand(factor())));
        }
        return left;
    }

    private Part factor() {
        Optional<ConditionToken> minus = accept("-");
        if (minus.isPresent()) {
            deeper(minus.get());
            Typed number = number(operand(factor()));
            depth--;
            int at = minus.get().at();
            Typed zero = new Typed(new Term.Constant(new Value.Numeric(0)), number.type(), at, at);
            return calculation(Sign.MINUS, minus.get(), zero, number);
        }
        Optional<ConditionToken> parenthesis = accept("(");
        if (parenthesis.isPresent()) {
            deeper(parenthesis.get());
            Part inside = disjunction();
            depth--;
            expect(")", (inside instanceof Truth ? "\"and\", \"or\"" : COMPARISON) + " or the closing parenthesis");
            return spanning(inside, parenthesis.get().at(), end());
        }
        ConditionToken token = token();
        if (token instanceof ConditionToken.Sign || token instanceof ConditionToken.End) {
            throw expected("a name, a number, a quantity or a text");
        }
        position++;
        if (token instanceof ConditionToken.Word word) {
            return new Word(word.text(), word.at(), word.end());
        }
        if (token instanceof ConditionToken.Quantity quantity) {
            Term value = new Term.Constant(new Value.Numeric(quantity.value()));
            return new Typed(value, new ValueType.Numeric(quantity.dimension()), token.at(), token.end());
        }
        return text(((ConditionToken.Quoted) token).text(), token.at(), token.end());
    }

    private static Part spanning(Part part, int at, int end) {
        if (part instanceof Truth truth) {
            return new Truth(truth.claim(), at, end);
        }
        return part instanceof Typed typed ? new Typed(typed.term(), typed.type(), at, end) : part;
    }

    private static Typed text(String text, int at, int end) {
        return new Typed(new Term.Constant(new Value.Text(text)), new ValueType.Text(List.of()), at, end);
    }

    private Claim claim(Part part) {
        if (part instanceof Truth truth) {
            return truth.claim();
        }
        throw expected(COMPARISON);
    }

    private Operand operand(Part part) {
        if (part instanceof Operand operand) {
            return operand;
        }
        throw new ConditionFault(part.at(), shown(part) + " is true or false, but a number or a text is needed here");
    }

    private Typed number(Operand operand) {
        Typed typed = operand instanceof Word word ? name(word).orElseThrow(() -> unknown(word)) : (Typed) operand;
        if (typed.isText()) {
            throw new ConditionFault(
                    typed.at(), describe(typed) + ", but to calculate with it has to be a number or a quantity");
        }
        return used(typed);
    }

    private Typed calculation(Sign sign, ConditionToken token, Typed left, Typed right) {
        Optional<Dimension> a = left.dimension();
        Optional<Dimension> b = right.dimension();
        Optional<Dimension> result =
                switch (sign) {
                    case PLUS, MINUS -> {
                        if (!a.equals(b)) {
                            throw unlike(token, left, right);
                        }
                        yield a;
                    }
                    case TIMES -> {
                        if (a.isPresent() && b.isPresent()) {
                            throw new ConditionFault(
                                    token.at(), "only one of two factors can have a unit, but both have one");
                        }
                        yield a.or(() -> b);
                    }
                    case DIVIDED_BY -> {
                        if (b.isPresent() && !a.equals(b)) {
                            throw unlike(token, left, right);
                        }
                        yield b.isPresent() ? Optional.empty() : a;
                    }
                };
        if (sign == Sign.DIVIDED_BY && right.constant().equals(Optional.of(new Value.Numeric(0)))) {
            throw new ConditionFault(token.at(), "it divides by 0");
        }
        return new Typed(
                new Calculation(sign, left.term(), right.term(), token.at()),
                new ValueType.Numeric(result),
                left.at(),
                right.end());
    }

    private Claim compare(Order order, ConditionToken sign, Operand left, Operand right) {
        Typed a = used(resolved(left, right));
        Typed b = used(resolved(right, left));
        if (order.ordersNumbers() && (a.isText() || b.isText())) {
            throw new ConditionFault(
                    sign.at(),
                    describe(a.isText() ? a : b) + ", and texts have no order; compare them with ==, != or in");
        }
        checkValue(a, b);
        checkValue(b, a);
        if (!areAlike(a, b)) {
            throw unlike(sign, a, b);
        }
        return new Claim.Comparison(order, a.term(), b.term());
    }

    /** A word is a value of what it is compared with before it is a name, and a name before it is any text. */
    private Typed resolved(Operand operand, Operand other) {
        if (operand instanceof Typed typed) {
            return typed;
        }
        Word word = (Word) operand;
        Optional<Typed> opposite = other instanceof Typed typed ? Optional.of(typed) : name((Word) other);
        Typed asText = text(word.text(), word.at(), word.end());
        if (opposite.stream().anyMatch(typed -> typed.choices().contains(word.text()))) {
            return asText;
        }
        boolean mayBeText = opposite.stream()
                .anyMatch(typed -> typed.constant().isEmpty()
                        && (typed.isText() || typed.type() instanceof ValueType.NumberOrWord));
        return name(word)
                .or(() -> mayBeText ? Optional.of(asText) : Optional.empty())
                .orElseThrow(() -> unknown(word));
    }

    /** A text that is written out has to be a value of what it is compared with. */
    private void checkValue(Typed value, Typed of) {
        if (value.constant().orElse(null) instanceof Value.Text written
                && !of.choices().isEmpty()
                && !of.choices().contains(written.text())) {
            throw new ConditionFault(
                    value.at(),
                    "\"" + written.text() + "\" is not a value of " + shown(of)
                            + Suggestion.didYouMean(written.text(), of.choices()) + " (it is " + values(of) + ")");
        }
    }

    private static boolean areAlike(Typed a, Typed b) {
        if (a.isText() != b.isText()) {
            return isWordFor(a, b) || isWordFor(b, a);
        }
        boolean anyText = a.choices().isEmpty() || b.choices().isEmpty();
        return a.isText()
                ? anyText || !Collections.disjoint(a.choices(), b.choices())
                : a.dimension().equals(b.dimension());
    }

    /** Whether one is written out as the word that may stand for the other's numbers. */
    private static boolean isWordFor(Typed word, Typed number) {
        return word.isText() && word.constant().isPresent() && number.type() instanceof ValueType.NumberOrWord;
    }

    private ConditionFault unlike(ConditionToken sign, Typed a, Typed b) {
        return new ConditionFault(
                sign.at(),
                describe(a) + ", but " + describe(b)
                        + remedy(a, b).or(() -> remedy(b, a)).orElse(""));
    }

    private static Optional<String> remedy(Typed number, Typed other) {
        if (number.constant().orElse(null) instanceof Value.Numeric written
                && number.dimension().isEmpty()) {
            return other.isText()
                    ? Optional.of("; put it in quotes if a text is meant")
                    : other.dimension().map(unit -> "; write " + Quantity.format(written.value(), unit));
        }
        return Optional.empty();
    }

    private String describe(Typed part) {
        return shown(part) + " is " + values(part);
    }

    private static String values(Typed part) {
        ValueType type = part.type();
        if (type instanceof ValueType.Text text) {
            return text.choices().isEmpty() ? "a text" : "one of " + String.join(", ", text.choices());
        }
        if (type instanceof ValueType.NumberOrWord either) {
            return "a number without a unit or " + either.word();
        }
        return part.dimension()
                .map(dimension -> "a quantity in " + dimension.unitsInWords())
                .orElse("a number without a unit");
    }

    private String shown(Part part) {
        String whole = text.substring(part.at(), part.end());
        return whole.length() <= MOST_SHOWN ? whole : "what begins here";
    }

    /** The field or the axis that a word names. */
    private Optional<Typed> name(Word word) {
        return Optional.ofNullable(axes.get(word.text()))
                .or(() -> ScenarioFields.find(word.text()).map(field -> ValueType.of(field.kind())))
                .map(type -> new Typed(new Term.Name(word.text()), type, word.at(), word.end()));
    }

    private Typed used(Typed typed) {
        if (typed.term() instanceof Term.Name name) {
            names.add(name.name());
        }
        return typed;
    }

    private ConditionFault unknown(Word word) {
        return new ConditionFault(
                word.at(),
                "\"" + word.text() + "\" is neither a field of a scenario nor one of the axes" + meant(word));
    }

    private String meant(Word word) {
        int hyphen = word.text().lastIndexOf('-');
        if (hyphen > 0 && name(new Word(word.text().substring(0, hyphen), 0, 0)).isPresent()) {
            return "; a minus needs blanks around it";
        }
        List<String> known = Stream.concat(ScenarioFields.all().stream().map(Field::path), axes.keySet().stream())
                .toList();
        return ScenarioFields.shortForm(word.text())
                .map(Field::path)
                .or(() -> known.stream()
                        .filter(path -> path.endsWith("." + word.text()))
                        .findFirst())
                .map(path -> "; did you mean \"" + path + "\"?")
                .orElseGet(() -> Suggestion.didYouMean(word.text(), known));
    }

    private ConditionToken token() {
        return tokens.get(position);
    }

    private ConditionToken next() {
        return tokens.get(position++);
    }

    /** Where what has been read ends. */
    private int end() {
        return tokens.get(position - 1).end();
    }

    private boolean isSign(String text) {
        return token() instanceof ConditionToken.Sign sign && sign.text().equals(text);
    }

    private Optional<ConditionToken> accept(String sign) {
        return isSign(sign) ? Optional.of(next()) : Optional.empty();
    }

    private void expect(String sign, String what) {
        if (accept(sign).isEmpty()) {
            throw expected(what);
        }
    }

    private ConditionFault expected(String what) {
        ConditionToken token = token();
        return new ConditionFault(
                token.at(),
                what + " is expected here, but "
                        + (token instanceof ConditionToken.End
                                ? "the condition ends"
                                : "there is " + text.substring(token.at(), token.end())));
    }

    /** So that no condition can be nested deeper than its evaluation may be. */
    private void deeper(ConditionToken token) {
        depth++;
        if (depth > MOST_DEPTH) {
            throw new ConditionFault(token.at(), "it is nested more than " + MOST_DEPTH + " deep");
        }
    }
}
