package faastrain.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets fields of a scenario's YAML tree: by assignments such as {@code --set key=value}, or to values of another file. */
public final class Overrides {
    private Overrides() {}

    /**
     * The tree with a field set to a value that stands in another file; problems with it are told with its place there.
     *
     * @param path the field, dotted; a section where its short form is set
     * @param value its value; null takes away what the tree has
     */
    public static Node.Mapping set(Node.Mapping root, String path, Node.Scalar value) {
        Node.Scalar named = new Node.Scalar(value.place(), path, value.text(), value.quoted());
        return with(root, path, 0, named, value.place());
    }

    /**
     * The tree with the values set, later ones winning.
     *
     * @throws InvalidInputException for an assignment that is none, naming it
     */
    public static Node.Mapping apply(Node.Mapping root, List<Assignment> assignments) {
        Node.Mapping result = root;
        Problems problems = new Problems();
        for (Assignment each : assignments) {
            String name = each.label();
            String assignment = each.text();
            int equals = assignment.indexOf('=');
            String path = equals < 0 ? "" : assignment.substring(0, equals).strip();
            if (path.isEmpty() || !path.matches("[^.\\s]+(\\.[^.\\s]+)*")) {
                problems.add(Place.of(name), "", "must be key=value, such as \"--set plan.workers=8\"");
                continue;
            }
            try {
                String text = assignment.substring(equals + 1);
                Node value = relocated(YamlFile.parseValue(name, 0, path, text), Place.of(name));
                if (value instanceof Node.Scalar scalar
                        && !scalar.quoted()
                        && !scalar.text().equals(text.strip())) {
                    problems.add(
                            scalar,
                            "is read as " + scalar.kind() + " only, because \" #\" begins a comment; put the value in"
                                    + " double quotes inside the shell's quotes");
                    continue;
                }
                result = with(result, path, 0, value, Place.of(name));
            } catch (InvalidInputException invalid) {
                problems.addAll(invalid.problems());
            }
        }
        problems.throwIfAny();
        return result;
    }

    private static Node.Mapping with(Node.Mapping mapping, String path, int from, Node value, Place place) {
        int dot = path.indexOf('.', from);
        String key = dot < 0 ? path.substring(from) : path.substring(from, dot);
        Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
        Node.Entry old = from == 0 ? writtenOut(key, entries.get(key)) : entries.get(key);
        Node replacement;
        if (dot < 0
                && from == 0
                && old != null
                && old.value() instanceof Node.Mapping inner
                && isShortForm(key, value)) {
            String field = ScenarioFields.shortForm(key).orElseThrow().path();
            replacement = with(inner, field, field.indexOf('.') + 1, value, place);
        } else if (dot < 0) {
            replacement = value;
        } else if (old != null && old.value() instanceof Node.Mapping inner) {
            replacement = with(inner, path, dot + 1, value, place);
        } else {
            Node.Mapping empty = new Node.Mapping(place, path.substring(0, dot), Map.of());
            replacement = with(empty, path, dot + 1, value, place);
        }
        entries.put(key, new Node.Entry(old == null ? place : old.keyPlace(), replacement));
        return new Node.Mapping(mapping.place(), mapping.path(), entries);
    }

    /** Whether a section is given by what it chooses alone. */
    private static boolean isShortForm(String key, Node value) {
        return value instanceof Node.Scalar scalar
                && !scalar.isNull()
                && ScenarioFields.shortForm(key).isPresent();
    }

    /** A section that is given by what it chooses alone as a mapping, so that its other fields can be set beside that. */
    private static Node.@Nullable Entry writtenOut(String key, Node.@Nullable Entry entry) {
        if (entry == null || !isShortForm(key, entry.value())) {
            return entry;
        }
        Node value = entry.value();
        String field = ScenarioFields.shortForm(key).orElseThrow().key();
        Map<String, Node.Entry> only = Map.of(field, new Node.Entry(value.place(), value));
        return new Node.Entry(entry.keyPlace(), new Node.Mapping(value.place(), key, only));
    }

    /** The same value with every place being the assignment, whose columns would mean nothing to a user. */
    private static Node relocated(Node node, Place place) {
        if (node instanceof Node.Mapping mapping) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            mapping.entries()
                    .forEach((key, entry) -> entries.put(key, new Node.Entry(place, relocated(entry.value(), place))));
            return new Node.Mapping(place, mapping.path(), entries);
        }
        if (node instanceof Node.Sequence sequence) {
            return new Node.Sequence(
                    place,
                    sequence.path(),
                    sequence.items().stream()
                            .map(item -> relocated(item, place))
                            .toList());
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return new Node.Scalar(place, scalar.path(), scalar.text(), scalar.quoted());
    }
}
