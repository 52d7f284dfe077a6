package faastrain.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

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
        private static final ScalarResolver CORE_SCHEMA = new CoreSchema().getScalarResolver();

        /** How much of a value messages show. */
        private static final int SHOWN = 60;

        /** Whether the value is YAML's null: nothing, {@code ~} or {@code null} without quotes. */
        public boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        /** Whether YAML's core schema reads the value as text, not as a number, a truth value or null. */
        public boolean isText() {
            return quoted || CORE_SCHEMA.resolve(text, true).equals(Tag.STR);
        }

        @Override
        public String kind() {
            if (isNull()) {
                return "nothing";
            }
            boolean whole = text.codePointCount(0, text.length()) <= SHOWN;
            return "\"" + (whole ? text : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…") + "\"";
        }
    }
}
