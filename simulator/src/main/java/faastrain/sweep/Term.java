package faastrain.sweep;

import faastrain.scenario.Quantity;
import java.util.Optional;
import java.util.function.Function;

/** What a condition compares: something that has a value, or none where a name's value is not given. */
sealed interface Term {
    /**
     * Its value.
     *
     * @throws ConditionFault where it divides by zero, or comes to a number that is too large
     */
    Optional<Value> value(Function<String, Optional<Value>> values);

    /** A number, a quantity or a text that is written in the condition. */
    record Constant(Value value) implements Term {
        @Override
        public Optional<Value> value(Function<String, Optional<Value>> values) {
            return Optional.of(value);
        }
    }

    /** The value of a field or an axis. */
    record Name(String name) implements Term {
        @Override
        public Optional<Value> value(Function<String, Optional<Value>> values) {
            return values.apply(name);
        }
    }

    /**
     * Two numbers, calculated with. Without a value where either has none, or is the word that may stand for a number.
     *
     * @param at where its sign stands
     */
    record Calculation(Sign sign, Term left, Term right, int at) implements Term {
        @Override
        public Optional<Value> value(Function<String, Optional<Value>> values) {
            if (left.value(values).orElse(null) instanceof Value.Numeric a
                    && right.value(values).orElse(null) instanceof Value.Numeric b) {
                return Optional.of(new Value.Numeric(result(a.value(), b.value())));
            }
            return Optional.empty();
        }

        private double result(double a, double b) {
            if (sign == Sign.DIVIDED_BY && b == 0) {
                throw new ConditionFault(at, "it divides " + Quantity.plain(a) + " by 0");
            }
            double result =
                    switch (sign) {
                        case PLUS -> a + b;
                        case MINUS -> a - b;
                        case TIMES -> a * b;
                        case DIVIDED_BY -> a / b;
                    };
            if (!Double.isFinite(result)) {
                throw new ConditionFault(at, "it comes to a number that is too large");
            }
            return result;
        }
    }

    /** The four ways to calculate. */
    enum Sign {
        PLUS,
        MINUS,
        TIMES,
        DIVIDED_BY
    }
}
