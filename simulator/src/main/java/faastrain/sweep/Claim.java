package faastrain.sweep;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is true or false of a point. */
sealed interface Claim {
    /**
     * Whether it is true.
     *
     * @throws ConditionFault where a number cannot be calculated
     */
    boolean holds(Function<String, Optional<Value>> values);

    /** All of some claims. */
    record All(List<Claim> claims) implements Claim {
        @Override
        public boolean holds(Function<String, Optional<Value>> values) {
            return claims.stream().allMatch(claim -> claim.holds(values));
        }
    }

    /** At least one of some claims. */
    record Any(List<Claim> claims) implements Claim {
        @Override
        public boolean holds(Function<String, Optional<Value>> values) {
            return claims.stream().anyMatch(claim -> claim.holds(values));
        }
    }

    /** The opposite of a claim. */
    record Not(Claim claim) implements Claim {
        @Override
        public boolean holds(Function<String, Optional<Value>> values) {
            return !claim.holds(values);
        }
    }

    /**
     * How two values are to each other. It does not hold where either is not given, nor where one of two that are to be
     * ordered is a text.
     */
    record Comparison(Order order, Term left, Term right) implements Claim {
        /** Units in the last place by which equal numbers may differ that were calculated in two ways. */
        private static final int ROUNDINGS = 4;

        @Override
        public boolean holds(Function<String, Optional<Value>> values) {
            Optional<Value> a = left.value(values);
            Optional<Value> b = right.value(values);
            if (a.isEmpty() || b.isEmpty()) {
                return false;
            }
            if (a.get() instanceof Value.Numeric x && b.get() instanceof Value.Numeric y) {
                return order.holds(compare(x.value(), y.value()));
            }
            return order == (a.get().equals(b.get()) ? Order.EQUAL : Order.DIFFERENT);
        }

        private static int compare(double a, double b) {
            double tolerance = ROUNDINGS * Math.ulp(Math.max(Math.abs(a), Math.abs(b)));
            return Math.abs(a - b) <= tolerance ? 0 : Double.compare(a, b);
        }
    }

    /** What a comparison asks for. */
    enum Order {
        EQUAL("=="),
        DIFFERENT("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Order(String sign) {
            this.sign = sign;
        }

        /** How it is written. */
        String sign() {
            return sign;
        }

        /** Whether it asks which of two is larger. */
        boolean ordersNumbers() {
            return this != EQUAL && this != DIFFERENT;
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case DIFFERENT -> comparison != 0;
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case MORE -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }
}
