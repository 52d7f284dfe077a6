package faastrain.scenario;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML 1.2 into {@link Node}s. Only data: tags, anchors, aliases, deep nesting and large files are refused, so
 * that no input can make the reading long.
 */
public final class YamlFile {
    /** No file that FaasTrain reads as YAML comes near this size. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 20;

    private final String name;
    private final Problems problems;

    private YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /**
     * Reads a file whose root is a mapping.
     *
     * @throws InvalidInputException when the file cannot be read, is no YAML, or its root is no mapping
     */
    public static Node.Mapping read(Path file) {
        return parse(file.toString(), text(file));
    }

    /**
     * The text of a UTF-8 file of at most a mebibyte.
     *
     * @throws InvalidInputException when it cannot be read; the message names the file and the reason
     */
    public static String text(Path file) {
        Place place = Place.of(file.toString());
        try {
            if (Files.isDirectory(file)) {
                throw new InvalidInputException(place, "is a folder; a YAML file is needed");
            }
            if (!Files.exists(file)) {
                throw new InvalidInputException(place, "there is no such file");
            }
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException(place, "is no regular file; a YAML file is needed");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidInputException(place, "is larger than 1 MiB, which no scenario or profile is");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidInputException(place, "is not a UTF-8 text file");
        } catch (IOException unreadable) {
            throw new InvalidInputException(place, "cannot be read (" + IoReason.of(unreadable) + ")");
        }
    }

    /**
     * Reads a text whose root is a mapping.
     *
     * @param name what messages call the text
     */
    public static Node.Mapping parse(String name, String text) {
        Node root = parseValue(name, 0, "", text);
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        throw new InvalidInputException(Place.of(name), "must hold \"key: value\" lines, but holds " + root.kind());
    }

    /**
     * Reads one YAML value.
     *
     * @param name what messages call the text
     * @param columnOffset how many characters stand before the text on its first line
     * @param path the field that the value is
     */
    static Node parseValue(String name, int columnOffset, String path, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_BYTES)
                .setAllowNonScalarKeys(true)
                .build();
        Problems problems = new Problems();
        YamlFile reader = new YamlFile(name, problems);
        try {
            reader.refuseWhatIsNotData(new Parse(settings).parseString(text), columnOffset);
            Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
            Node node = root.map(value -> reader.convert(value, path, columnOffset))
                    .orElseGet(() -> new Node.Scalar(new Place(name, 1, 1), path, "", false));
            problems.throwIfAny();
            return node;
        } catch (MarkedYamlEngineException invalid) {
            Place place = invalid.getProblemMark()
                    .map(mark -> reader.place(mark, columnOffset))
                    .orElseGet(() -> Place.of(name));
            throw new InvalidInputException(place, "is not valid YAML: " + oneLine(invalid.getProblem()));
        } catch (YamlEngineException invalid) {
            throw new InvalidInputException(Place.of(name), "is not valid YAML: " + oneLine(reason(invalid)));
        }
    }

    /** Looks through the text from start to end, so that what follows need not fear any of it. */
    private void refuseWhatIsNotData(Iterable<Event> events, int columnOffset) {
        int depth = 0;
        for (Event event : events) {
            Place place =
                    event.getStartMark().map(mark -> place(mark, columnOffset)).orElseGet(() -> Place.of(name));
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                throw new InvalidInputException(
                        place, "YAML anchors and aliases are not used here; write the value out");
            }
            Optional<String> tag = Optional.empty();
            if (event instanceof ScalarEvent scalar) {
                tag = scalar.getTag();
            } else if (event instanceof CollectionStartEvent start) {
                tag = start.getTag();
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (tag.isPresent()) {
                throw new InvalidInputException(
                        place, "YAML tags (\"!\" before a value) are not used here; leave it out");
            }
            if (depth > MAX_DEPTH) {
                throw new InvalidInputException(place, "is nested more than " + MAX_DEPTH + " levels deep");
            }
        }
    }

    private Node convert(org.snakeyaml.engine.v2.nodes.Node node, String path, int columnOffset) {
        Place place = node.getStartMark().map(mark -> place(mark, columnOffset)).orElseGet(() -> Place.of(name));
        if (node instanceof ScalarNode scalar) {
            return new Node.Scalar(place, path, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
                items.add(convert(item, path + "[" + items.size() + "]", columnOffset));
            }
            return new Node.Sequence(place, path, items);
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                Node key = convert(tuple.getKeyNode(), path, columnOffset);
                if (!(key instanceof Node.Scalar keyText)) {
                    problems.add(key, "a key must be a plain word");
                    continue;
                }
                String childPath = path.isEmpty() ? keyText.text() : path + "." + keyText.text();
                Node value = convert(tuple.getValueNode(), childPath, columnOffset);
                if (entries.containsKey(keyText.text())) {
                    problems.add(
                            keyText.place(),
                            childPath,
                            "stands here a second time; it is already given at line "
                                    + entries.get(keyText.text()).keyPlace().line());
                } else {
                    entries.put(keyText.text(), new Node.Entry(keyText.place(), value));
                }
            }
            return new Node.Mapping(place, path, entries);
        }
        throw new IllegalStateException("a YAML node that is no scalar, list or mapping: " + node.getNodeType());
    }

    private Place place(Mark mark, int columnOffset) {
        int column = mark.getColumn() + 1 + (mark.getLine() == 0 ? columnOffset : 0);
        return new Place(name, mark.getLine() + 1, column);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
