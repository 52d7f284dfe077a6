package faastrain.scenario;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the fields of one mapping, collecting problems instead of stopping at the first. A field that is missing
 * or wrong leaves a problem and a harmless value (NaN, 0, empty text), which the caller must not use when
 * {@link Problems#isEmpty} is false. {@link #finish} reports the keys that nobody asked for.
 */
public final class Fields {
    private final Node.Mapping mapping;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    public Fields(Node.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** The mapping that is read. */
    public Node.Mapping mapping() {
        return mapping;
    }

    /** The node of a key, unless it is absent or null. */
    public Optional<Node> optional(String key) {
        known.add(key);
        Node.Entry entry = mapping.entries().get(key);
        if (entry == null || (entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    /** The node of a key; a problem when it is absent. */
    public Optional<Node> required(String key, String example) {
        Optional<Node> node = optional(key);
        if (node.isEmpty()) {
            problems.add(
                    mapping.place(),
                    path(key),
                    "is missing; it is needed here, for example \"" + key + ": " + example + "\"");
        }
        return node;
    }

    /** A text that must be there. */
    public String text(String key, String example) {
        return required(key, example).flatMap(this::asText).orElse("");
    }

    /** A text that may be there. */
    public Optional<String> optionalText(String key) {
        return optional(key).flatMap(this::asText);
    }

    /** A quantity that must be there, converted to the dimension's kept unit; NaN after a problem. */
    public double quantity(String key, Dimension dimension) {
        return required(key, dimension.example())
                .map(node -> asQuantity(node, dimension))
                .orElse(Double.NaN);
    }

    /** A number without a unit that must be there; NaN after a problem. */
    public double number(String key, String example) {
        return required(key, example).map(this::asNumber).orElse(Double.NaN);
    }

    /** A whole number between two bounds that must be there; the lower bound after a problem. */
    public long integer(String key, long least, long most, String example) {
        return required(key, example).map(node -> asInteger(node, least, most)).orElse(least);
    }

    /** A mapping that must be there; an empty one after a problem. */
    public Fields section(String key, String example) {
        Optional<Fields> section = required(key, example).flatMap(this::asMapping);
        return section.orElseGet(
                () -> new Fields(new Node.Mapping(mapping.place(), path(key), java.util.Map.of()), new Problems()));
    }

    /** A mapping that may be there. */
    public Optional<Fields> optionalSection(String key) {
        return optional(key).flatMap(this::asMapping);
    }

    /** The items of a list that must be there, each a mapping. */
    public List<Fields> sections(String key, String example) {
        Optional<Node> node = required(key, example);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof Node.Sequence sequence) {
            return sequence.items().stream()
                    .flatMap(item -> asMapping(item).stream())
                    .toList();
        }
        problems.add(
                node.get(),
                "must be a list (lines that begin with \"- \"), but is "
                        + node.get().kind());
        return List.of();
    }

    /** Reports a problem of one field of this mapping. */
    public void problem(String key, String message) {
        Node.Entry entry = mapping.entries().get(key);
        problems.add(entry == null ? mapping.place() : entry.value().place(), path(key), message);
    }

    /** Reports every key that was not asked for. To be called last. */
    public void finish() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(entry.keyPlace(), path(key), unknown(key, known));
            }
        });
    }

    /** The words for a key that is not known. */
    static String unknown(String key, Set<String> known) {
        return "is not a known key" + Suggestion.didYouMean(key, known) + " (known here: " + String.join(", ", known)
                + ")";
    }

    private String path(String key) {
        return mapping.path().isEmpty() ? key : mapping.path() + "." + key;
    }

    private Optional<String> asText(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        problems.add(node, "must be a text, but is " + node.kind());
        return Optional.empty();
    }

    private double asQuantity(Node node, Dimension dimension) {
        if (node instanceof Node.Scalar scalar) {
            try {
                return Quantity.parse(scalar.text(), dimension);
            } catch (IllegalArgumentException wrong) {
                problems.add(node, String.valueOf(wrong.getMessage()));
                return Double.NaN;
            }
        }
        problems.add(node, "must be a quantity such as \"" + dimension.example() + "\", but is " + node.kind());
        return Double.NaN;
    }

    private double asNumber(Node node) {
        Optional<Double> value = node instanceof Node.Scalar scalar ? Quantity.number(scalar.text()) : Optional.empty();
        if (value.isEmpty()) {
            problems.add(node, "must be a finite number, but is " + node.kind());
        }
        return value.orElse(Double.NaN);
    }

    private long asInteger(Node node, long least, long most) {
        Optional<Long> value = node instanceof Node.Scalar scalar ? wholeNumber(scalar.text()) : Optional.empty();
        if (value.isEmpty() || value.get() < least || value.get() > most) {
            problems.add(node, "must be a whole number from " + least + " to " + most + ", but is " + node.kind());
            return least;
        }
        return value.get();
    }

    private Optional<Fields> asMapping(Node node) {
        if (node instanceof Node.Mapping found) {
            return Optional.of(new Fields(found, problems));
        }
        problems.add(node, "must hold \"key: value\" lines, but is " + node.kind());
        return Optional.empty();
    }

    /** A whole number in plain digits, or nothing. */
    static Optional<Long> wholeNumber(String text) {
        return text.matches("[+-]?\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
