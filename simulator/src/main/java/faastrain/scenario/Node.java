package faastrain.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file with the place where it stands. Immutable. */
public sealed interface Node {
    /** Where the value begins. */
    Place place();

    /** The field that it is, dotted; list items are {@code items[0]}; the root is empty. */
    String path();

    /** What the value is, for messages. */
    String kind();

    /** A mapping, in the order of the file. */
    record Mapping(Place place, String path, Map<String, Entry> entries) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key's own place and its value. */
    record Entry(Place keyPlace, Node value) {}

    /** A list. */
    record Sequence(Place place, String path, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A single value, as text.
     *
     * @param quoted whether it stood in quotes
     */
    record Scalar(Place place, String path, String text, boolean quoted) implements Node {
        /** Whether the value is YAML's null: nothing, {@code ~} or {@code null} without quotes. */
        public boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "\"" + text + "\"";
        }
    }
}
