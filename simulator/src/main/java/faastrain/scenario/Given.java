package faastrain.scenario;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The values of a scenario file while it is checked: what is given, or else its default, and which fields are already
 * known to be wrong. A value may be asked for as what it is to be only when its field is {@link #sound}.
 */
final class Given {
    private final Place root;
    private final Problems problems = new Problems();
    private final Map<String, Node.Scalar> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> refused = new LinkedHashSet<>();

    /**
     * Nothing yet.
     *
     * @param root where the file begins
     */
    Given(Place root) {
        this.root = root;
    }

    /** Everything that was found to be wrong. */
    Problems problems() {
        return problems;
    }

    /** Where each field and each section that is given stands. */
    Map<String, Place> places() {
        return places;
    }

    void put(String path, Node.Scalar value) {
        values.put(path, value);
        places.put(path, value.place());
    }

    void putSection(String path, Place place) {
        places.put(path, place);
    }

    Optional<Node.Scalar> value(String path) {
        return Optional.ofNullable(values.get(path));
    }

    boolean has(String path) {
        return values.containsKey(path);
    }

    /** Takes note that a field or a section is wrong, so that nothing that follows from it is told too. */
    void refuse(String path) {
        refused.add(path);
    }

    /** Whether no field, nor the section it stands in, is known to be wrong. */
    boolean sound(String... paths) {
        return Arrays.stream(paths)
                .noneMatch(path -> refused.contains(path)
                        || refused.contains(ScenarioFields.of(path).section()));
    }

    /** Reports that a field which is given, and right by itself, does not go with others. */
    void problemOf(String path, String message) {
        problems.add(Objects.requireNonNull(values.get(path)), message);
    }

    /** Reports a field that is missing, at its section or else at the file's beginning. */
    void missing(String path, String message) {
        problems.add(places.getOrDefault(ScenarioFields.of(path).section(), root), path, "is missing; " + message);
    }

    Optional<String> text(String path) {
        return value(path).map(Node.Scalar::text).or(() -> ScenarioFields.of(path)
                .defaultText());
    }

    long whole(String path) {
        return Long.parseLong(text(path).orElseThrow());
    }

    OptionalInt optionalWhole(String path) {
        return text(path).map(Integer::parseInt).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Zero has no sign, so that it is the same however it is written. */
    double number(String path) {
        return Quantity.number(text(path).orElseThrow()).orElseThrow() + 0.0;
    }

    OptionalDouble optionalNumber(String path) {
        return text(path).isPresent() ? OptionalDouble.of(number(path)) : OptionalDouble.empty();
    }

    /** In the dimension's kept unit. Zero has no sign, so that it is the same however it is written. */
    double quantity(String path, Dimension dimension) {
        return Quantity.parse(text(path).orElseThrow(), dimension) + 0.0;
    }

    OptionalDouble optionalQuantity(String path, Dimension dimension) {
        return text(path).isPresent() ? OptionalDouble.of(quantity(path, dimension)) : OptionalDouble.empty();
    }

    double seconds(String path) {
        return quantity(path, Dimension.TIME);
    }

    OptionalDouble optionalSeconds(String path) {
        return optionalQuantity(path, Dimension.TIME);
    }

    /** Numbers of workers, in the order in which they are written. */
    List<Integer> workers(String path) {
        return text(path).stream()
                .flatMap(text -> Arrays.stream(text.split("[ ,]+", -1)))
                .map(Integer::parseInt)
                .toList();
    }

    <E extends Enum<E> & Choice> E choice(Class<E> type, String path) {
        return Choice.byId(type, text(path).orElseThrow()).orElseThrow();
    }

    PatternKind pattern() {
        return choice(PatternKind.class, "pattern");
    }

    ProtocolKind protocol() {
        return choice(ProtocolKind.class, "protocol");
    }

    ChannelKind channel() {
        return choice(ChannelKind.class, "channel");
    }

    /** Workers that aggregate: as the pattern has it, or as written where that is open. */
    int aggregators() {
        return switch (pattern()) {
            case ALL_REDUCE -> 1;
            case SCATTER_REDUCE, PARAMETER_SERVER, RING, GLOBAL_MODEL -> (int) whole("plan.workers");
            case K_REDUCE -> (int) whole("plan.aggregators");
        };
    }

    /** Alternatives as a list for messages: {@code ring or parameter-server}. */
    static String anyOf(List<? extends Choice> choices) {
        List<String> ids = Choice.ids(choices);
        int last = ids.size() - 1;
        return last == 0 ? ids.get(0) : String.join(", ", ids.subList(0, last)) + " or " + ids.get(last);
    }
}
