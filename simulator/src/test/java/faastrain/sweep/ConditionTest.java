package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.scenario.Dimension;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Node;
import faastrain.scenario.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Map<String, ValueType> AXES = Map.of(
            "system",
            new ValueType.Text(List.of("faas", "iaas")),
            "strategy",
            new ValueType.Text(List.of("exact", "greedy")),
            "level",
            new ValueType.Numeric(Optional.empty()),
            "label",
            new ValueType.Text(List.of()));

    /** A point of a sweep. */
    private static final Map<String, Value> POINT = Map.ofEntries(
            Map.entry("plan.workers", new Value.Numeric(8)),
            Map.entry("plan.aggregators", new Value.Numeric(4)),
            Map.entry("plan.memory", new Value.Numeric(1536)),
            Map.entry("plan.batch", new Value.Numeric(128)),
            Map.entry("plan.non-aggregator-batch", new Value.Text("auto")),
            Map.entry("checkpoint.rounds", new Value.Numeric(0)),
            Map.entry("waiting.interval", new Value.Numeric(0.009)),
            Map.entry("channel", new Value.Text("dynamodb")),
            Map.entry("protocol", new Value.Text("hap")),
            Map.entry("workload", new Value.Text("resnet50-cifar10")),
            Map.entry("convergence.source", new Value.Text("curve")),
            Map.entry("curve", new Value.Text("saturation")),
            Map.entry("convergence.target-loss", new Value.Numeric(-0.5)),
            Map.entry("faults.crash-rate", new Value.Numeric(10.0 / 3600)),
            Map.entry("system", new Value.Text("faas")),
            Map.entry("strategy", new Value.Text("exact")),
            Map.entry("level", new Value.Numeric(3)),
            Map.entry("label", new Value.Text("a b")));

    private static Condition parse(String text) {
        return Condition.parse(new Node.Scalar(new Place("e.yaml", 7, 5), "filters[0]", text, false), AXES);
    }

    private static boolean holds(String text) {
        return parse(text).holds(name -> Optional.ofNullable(POINT.get(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan.aggregators <= plan.workers",
                "plan.memory >= 1 GB",
                "plan.memory == 1.5 GB",
                "not (channel == dynamodb and workload != resnet50-cifar10)",
                "plan.workers * plan.batch <= 1024",
                "protocol == bsp or plan.aggregators < plan.workers",
                "system in (faas, iaas)",
                "faas == system",
                "strategy == exact",
                "level == 3 and label == \"a b\"",
                "label == 'a b'",
                "label != anything",
                "workload == resnet50-cifar10",
                "plan.non-aggregator-batch == auto",
                "plan.non-aggregator-batch != 16",
                "plan.memory / 512 MB == 3",
                "plan.memory - 512 MB == 2 * 0.5 GB",
                "waiting.interval == 9 ms",
                "waiting.interval >= 9 ms",
                "faults.crash-rate > 0 /s and faults.crash-rate == 10 /h",
                "plan.workers/2 == plan.aggregators",
                "10-plan.workers==2",
                "convergence.target-loss < - 0.4 and convergence.target-loss == -.5",
                "-(level - 4) == 1",
                "level + 2 * 3 == 9 and (level + 2) * 3 == 15 and 12 / 2 / 3 == 2 and 7 - 2 - 1 == 4",
                "level in (1, 2 + 1)",
                "not level == 4 and level == 3",
                "level == 4 and level == 4 or level == 3",
                "((((level)) == ((3))))",
                "0.1 + 0.2 == 0.3",
                " \n level\t==\n3 "
            })
    void whatIsTrueOfThePointHolds(String condition) {
        assertThat(holds(condition)).isTrue();
        assertThat(holds("not (" + condition + ")")).isFalse();
    }

    @Test
    void aWordIsAValueOfWhatItIsComparedWithBeforeItIsAName() {
        assertThat(holds("convergence.source == curve")).isTrue();
        assertThat(holds("curve == convergence.source")).isTrue();
        assertThat(holds("convergence.source in (none, epochs)")).isFalse();
        assertThat(holds("curve == saturation")).isTrue();
        assertThat(holds("workload == label")).isFalse();
        assertThat(parse("workload == label").names()).containsExactly("workload", "label");
        assertThat(parse("workload == \"label\"").names()).containsExactly("workload");
    }

    @Test
    void anAxisStandsForTheFieldOfItsName() {
        Map<String, ValueType> axes = Map.of("workload", new ValueType.Text(List.of("lr-higgs")));
        Node.Scalar written = new Node.Scalar(new Place("e.yaml", 7, 5), "filters[0]", "workload == lr-higs", false);
        assertThatThrownBy(() -> Condition.parse(written, axes))
                .hasMessageEndingWith(
                        "\"lr-higs\" is not a value of workload; did you mean \"lr-higgs\"? (it is one of lr-higgs)");
    }

    @Test
    void nothingHoldsOfWhatIsNotGivenButThatNothingHolds() {
        for (String order : List.of("==", "!=", "<", "<=", ">", ">=")) {
            assertThat(holds("deadline " + order + " 900 s")).isFalse();
            assertThat(holds("not deadline " + order + " 900 s")).isTrue();
            assertThat(holds("deadline + 1 s " + order + " 900 s")).isFalse();
        }
        assertThat(holds("deadline in (900 s, 1000 s)")).isFalse();
        assertThat(holds("deadline == deadline")).isFalse();
    }

    @Test
    void aWordInThePlaceOfANumberHasNoOrder() {
        assertThat(holds("plan.non-aggregator-batch >= 0")).isFalse();
        assertThat(holds("plan.non-aggregator-batch < 0")).isFalse();
        assertThat(holds("plan.non-aggregator-batch + 1 == 1")).isFalse();
    }

    @Test
    void wholeNumbersBelow2To50AreToldApart() {
        assertThat(holds("1125899906842623 == 1125899906842622")).isFalse();
        assertThat(holds("1125899906842622 < 1125899906842623")).isTrue();
    }

    @Test
    void theNamesAreThoseThatAreReadInTheirOrder() {
        assertThat(parse("not (plan.workers * level <= 3 or channel == s3) and system in (faas, \"iaas\")")
                        .names())
                .containsExactly("plan.workers", "level", "channel", "system");
        assertThat(parse(" level  <  3 ").text()).isEqualTo("level  <  3");
    }

    @Test
    void everyUnitIsOfOneDimensionAndIsRead() {
        List<String> names = Arrays.stream(Dimension.values())
                .flatMap(dimension -> dimension.units().stream())
                .map(Dimension.Unit::name)
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        for (Dimension dimension : Dimension.values()) {
            for (Dimension.Unit unit : dimension.units()) {
                assertThat(holds("2 " + unit.name() + "+2" + unit.name() + " == 4 " + unit.name()))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plan.aggregators <= plan.worker | 21 | \"plan.worker\" is neither a field of a scenario nor one of the"
                        + " axes; did you mean \"plan.workers\"?",
                "stratgy == exact | 1 | \"stratgy\" is neither a field of a scenario nor one of the axes; did you mean"
                        + " \"strategy\"?",
                "memory >= 1 GB | 1 | \"memory\" is neither a field of a scenario nor one of the axes; did you mean"
                        + " \"plan.memory\"?",
                "compute == sgd | 1 | \"compute\" is neither a field of a scenario nor one of the axes; did you mean"
                        + " \"compute.source\"?",
                "plan.workers-1 < 3 | 1 | \"plan.workers-1\" is neither a field of a scenario nor one of the axes; a"
                        + " minus needs blanks around it",
                "foo == bar | 1 | \"foo\" is neither a field of a scenario nor one of the axes",
                "channel == dynamo | 12 | \"dynamo\" is not a value of channel; did you mean \"dynamodb\"? (it is one"
                        + " of s3, elasticache-redis, elasticache-memcached, dynamodb, parameter-server, vm-network)",
                "protocol in (bsp, \"HAP\") | 19 | \"HAP\" is not a value of protocol; did you mean \"hap\"? (it is one"
                        + " of bsp, hap, ssp, asp)",
                "plan.non-aggregator-batch == automatic | 30 | \"automatic\" is not a value of"
                        + " plan.non-aggregator-batch (it is a number without a unit or auto)",
                "capacity == protocol | 10 | capacity is one of shared, unlimited, but protocol is one of bsp, hap,"
                        + " ssp, asp",
                "system == 3 | 8 | system is one of faas, iaas, but 3 is a number without a unit; put it in quotes if a"
                        + " text is meant",
                "level == \"3\" | 7 | level is a number without a unit, but \"3\" is a text",
                "plan.memory >= 1024 | 13 | plan.memory is a quantity in MB or GB, but 1024 is a number without a unit;"
                        + " write 1024 MB",
                "plan.memory >= 900 s | 13 | plan.memory is a quantity in MB or GB, but 900 s is a quantity in s, ms,"
                        + " min or h",
                "level == 5 min | 7 | level is a number without a unit, but 5 min is a quantity in s, ms, min or h",
                "plan.memory >= 1536 mb | 21 | \"mb\" follows a number and is not a unit; did you mean \"MB\"?",
                "workload == 3d-cnn | 14 | \"d-cnn\" follows a number and is not a unit (a text that begins with a"
                        + " digit is put in quotes)",
                "protocol < hap | 10 | protocol is one of bsp, hap, ssp, asp, and texts have no order; compare them"
                        + " with ==, != or in",
                "system + 1 == 2 | 1 | system is one of faas, iaas, but to calculate with it has to be a number or a"
                        + " quantity",
                "plan.memory + 3 < 4 GB | 13 | plan.memory is a quantity in MB or GB, but 3 is a number without a unit;"
                        + " write 3 MB",
                "plan.memory * 3 MB < 4 GB | 13 | only one of two factors can have a unit, but both have one",
                "level / 0 == 1 | 7 | it divides by 0",
                "level == 1e999 | 10 | the number is too large",
                "level = 3 | 7 | \"=\" has no meaning here; write \"==\"",
                "level < 3 && level > 1 | 11 | \"&\" has no meaning here; write \"and\"",
                "level < 3; x | 10 | \";\" has no meaning here",
                "label == \"abc | 10 | the quotes that open here are not closed",
                "level | 6 | a comparison (==, !=, <, <=, >, >= or in) is expected here, but the condition ends",
                "1 < level < 3 | 11 | \"and\" or \"or\" is expected here, but there is <",
                "level == 3) | 11 | \"and\" or \"or\" is expected here, but there is )",
                "(level == 3 | 12 | \"and\", \"or\" or the closing parenthesis is expected here, but the condition ends",
                "(level + 3 | 11 | a comparison (==, !=, <, <=, >, >= or in) or the closing parenthesis is expected"
                        + " here, but the condition ends",
                "(level == 3) + 1 == 2 | 1 | (level == 3) is true or false, but a number or a text is needed here",
                "level in 1, 2 | 10 | a list in parentheses is expected here, but there is 1",
                "level in (1, 2 | 15 | a comma or the closing parenthesis is expected here, but the condition ends",
                "level == | 9 | a name, a number, a quantity or a text is expected here, but the condition ends"
            })
    void whatIsWrongIsSaidWithItsPlace(String condition, int at, String message) {
        assertThatThrownBy(() -> parse(condition))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("e.yaml:7:5: filters[0]: is wrong at character %d of \"%s\": %s", at, condition, message);
    }

    @Test
    void aConditionIsThereAndOfAtMost1000Characters() {
        assertThatThrownBy(() -> parse(" "))
                .hasMessage("e.yaml:7:5: filters[0]: must be a condition such as \"plan.aggregators <= plan.workers\","
                        + " but is nothing");
        assertThatThrownBy(() -> parse("(".repeat(100_000)))
                .hasMessage("e.yaml:7:5: filters[0]: must be a condition of at most 1000 characters, but has 100000;"
                        + " conditions in a list are all to hold");
        String longest = "level == 3" + " or level == 3".repeat(66);
        assertThat(holds(longest + " ".repeat(1000 - longest.length()))).isTrue();
        assertThat(holds("level == 3" + " + 1 - 1".repeat(120))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "not "})
    void nestingEndsAt50(String deeper) {
        String inner = deeper.equals("-") ? "level < 4" : "level == 3";
        String closed = deeper.equals("(") ? ")" : "";
        assertThat(holds(deeper.repeat(50) + inner + closed.repeat(50))).isTrue();
        assertThatThrownBy(() -> parse(deeper.repeat(51) + inner + closed.repeat(51)))
                .hasMessageContaining("is wrong at character " + (50 * deeper.length() + 1) + " of \"…")
                .hasMessageEndingWith(": it is nested more than 50 deep");
    }

    @Test
    void divisionByZeroIsAnErrorUnlessWhatStandsBeforeDecides() {
        assertThatThrownBy(() -> holds("plan.workers / checkpoint.rounds > 2"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("e.yaml:7:5: filters[0]: is wrong at character 14 of \"plan.workers / checkpoint.rounds >"
                        + " 2\": it divides 8 by 0");
        assertThat(holds("checkpoint.rounds > 0 and plan.workers / checkpoint.rounds > 2"))
                .isFalse();
        assertThat(holds("checkpoint.rounds == 0 or plan.workers / checkpoint.rounds > 2"))
                .isTrue();
        assertThatThrownBy(() -> holds("level * 1e200 * 1e200 > 1"))
                .hasMessageEndingWith("it comes to a number that is too large");
    }

    /** A condition or a number with how strongly its parts hold together, printed with no parenthesis too many. */
    private record Printed<T>(String text, int strength, T value) {
        String inside(int leastStrength) {
            return strength < leastStrength ? "(" + text + ")" : text;
        }

        static <T> Printed<T> of(String operator, int strength, Printed<?> left, Printed<?> right, T value) {
            return new Printed<>(left.inside(strength) + operator + right.inside(strength + 1), strength, value);
        }
    }

    @Property(tries = 2000)
    void aPrintedConditionHoldsWhenItsTreeDoes(@ForAll("conditions") Printed<Boolean> condition) {
        assertThat(holds(condition.text())).as(condition.text()).isEqualTo(condition.value());
    }

    @Provide
    Arbitrary<Printed<Boolean>> conditions() {
        return Arbitraries.randomValue(random -> condition(random, 3));
    }

    private static Printed<Boolean> condition(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 6);
        if (kind == 0) {
            return comparison(random);
        }
        if (kind == 1) {
            Printed<Double> left = number(random, 2);
            List<Printed<Double>> list = List.of(number(random, 2), number(random, 1), number(random, 0));
            return new Printed<>(
                    left.text() + " in " + list.stream().map(Printed::text).collect(Collectors.joining(", ", "(", ")")),
                    4,
                    list.stream().anyMatch(each -> left.value().doubleValue() == each.value()));
        }
        Printed<Boolean> a = condition(random, depth - 1);
        Printed<Boolean> b = condition(random, depth - 1);
        return switch (kind) {
            case 2 -> new Printed<>("not " + a.inside(3), 3, !a.value());
            case 3 -> Printed.of(" and ", 2, a, b, a.value() && b.value());
            default -> Printed.of(" or ", 1, a, b, a.value() || b.value());
        };
    }

    private static Printed<Boolean> comparison(Random random) {
        Printed<Double> a = number(random, 3);
        Printed<Double> b = number(random, 3);
        double x = a.value();
        double y = b.value();
        boolean given = !Double.isNaN(x) && !Double.isNaN(y);
        Map<String, Boolean> orders =
                Map.of("==", x == y, "!=", given && x != y, "<", x < y, "<=", x <= y, ">", x > y, ">=", x >= y);
        String order = List.of("==", "!=", "<", "<=", ">", ">=").get(random.nextInt(6));
        return new Printed<>(a.text() + " " + order + " " + b.text(), 4, orders.get(order));
    }

    /** A number that is calculated without rounding; NaN for what is not given. */
    private static Printed<Double> number(Random random, int depth) {
        List<Printed<Double>> atoms = List.of(
                new Printed<>("4", 3, 4.0),
                new Printed<>("plan.workers", 3, 8.0),
                new Printed<>("0", 3, 0.0),
                new Printed<>("0.25", 3, 0.25),
                new Printed<>("level", 3, 3.0),
                new Printed<>("replications", 3, Double.NaN));
        int kind = random.nextInt(depth == 0 ? 1 : 6);
        if (kind == 0) {
            return atoms.get(random.nextInt(atoms.size()));
        }
        Printed<Double> a = number(random, depth - 1);
        Printed<Double> b = kind == 5 ? atoms.get(random.nextInt(2)) : number(random, depth - 1);
        return switch (kind) {
            case 1 -> new Printed<>("-" + a.inside(3), 3, -a.value());
            case 2 -> Printed.of(" + ", 1, a, b, a.value() + b.value());
            case 3 -> Printed.of(" - ", 1, a, b, a.value() - b.value());
            case 4 -> Printed.of("*", 2, a, b, a.value() * b.value());
            default -> Printed.of("/", 2, a, b, a.value() / b.value());
        };
    }

    @Property(tries = 2000)
    void anyTextIsAConditionOfKnownNamesOrItIsSaidWhereItIsWrong(@ForAll("texts") String text) {
        try {
            Condition condition = parse(text);
            assertThat(POINT.keySet()).containsAll(condition.names());
            boolean holds = condition.holds(name -> Optional.ofNullable(POINT.get(name)));
            assertThat(parse("not (" + text + ")").holds(name -> Optional.ofNullable(POINT.get(name))))
                    .isEqualTo(!holds);
        } catch (InvalidInputException wrong) {
            assertThat(wrong.problems()).hasSize(1);
            assertThat(wrong).hasMessageStartingWith("e.yaml:7:5: filters[0]: ");
        }
    }

    /** Anything, and what looks like a condition. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(
                "(",
                ")",
                "(",
                ")",
                ",",
                "==",
                "!=",
                "<",
                "<=",
                "+",
                "-",
                "*",
                "/",
                "and",
                "or",
                "not",
                "in",
                "level",
                "level",
                "plan.workers",
                "plan.memory",
                "channel",
                "s3",
                "hap",
                "3",
                "0",
                "2.5",
                "1536 MB",
                "10 /h",
                "900 s",
                "\"a b\"",
                "\"",
                "nothing",
                "-",
                "1e300");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.strings().ascii().ofMaxLength(60),
                Combinators.combine(parts.list().ofMaxSize(20), Arbitraries.of("", " "))
                        .as((list, blank) -> String.join(blank, list)));
    }
}
