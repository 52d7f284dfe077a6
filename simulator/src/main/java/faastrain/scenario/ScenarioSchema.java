package faastrain.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JSON Schema of scenario files, for editors that complete and check. It says what {@link ScenarioFields} says,
 * as far as a schema can: bounds of quantities and what two fields say together are the loader's alone.
 */
public final class ScenarioSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ScenarioSchema() {}

    /** The schema as JSON text that ends with a line feed. */
    public static String json() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "FaasTrain scenario");
        object(root, "");
        try {
            return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void object(ObjectNode node, String section) {
        node.put("type", "object");
        node.put("additionalProperties", false);
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = MAPPER.createArrayNode();
        for (Field field : ScenarioFields.all()) {
            if (field.section().equals(section)) {
                property(properties.putObject(field.key()), field);
                if (field.required()) {
                    required.add(field.key());
                }
            } else if (section.isEmpty() && !properties.has(field.section())) {
                object(properties.putObject(field.section()), field.section());
                if (ScenarioFields.all().stream()
                        .anyMatch(inner -> inner.required() && inner.section().equals(field.section()))) {
                    required.add(field.section());
                }
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
    }

    private static void property(ObjectNode node, Field field) {
        node.put("description", field.meaning());
        Kind kind = field.kind();
        if (kind instanceof Kind.Text) {
            node.putArray("type").add("string").add("number").add("boolean");
        } else if (kind instanceof Kind.Whole whole) {
            whole(node, whole.least(), whole.most());
        } else if (kind instanceof Kind.WholeOrWord either) {
            ArrayNode any = node.putArray("anyOf");
            any.addObject().put("const", either.word());
            whole(any.addObject(), either.least(), either.most());
        } else if (kind instanceof Kind.Amount amount) {
            String units = amount.dimension().units().stream()
                    .map(unit -> Pattern.quote(unit.name()).replace("\\Q", "").replace("\\E", ""))
                    .collect(Collectors.joining("|"));
            node.put("type", "string");
            node.put("pattern", "^\\s*" + Quantity.NUMBER + "\\s*(" + units + ")\\s*$");
        } else if (kind instanceof Kind.OneOf oneOf) {
            ArrayNode values = node.putArray("enum");
            Choice.ids(oneOf.choices()).forEach(values::add);
        } else if (kind instanceof Kind.Profile) {
            node.put("type", "string");
            node.put("pattern", "^[a-z0-9][a-z0-9-]*$|\\.yaml$");
        }
        field.defaultText().ifPresent(value -> {
            if (kind instanceof Kind.Whole) {
                node.put("default", Long.parseLong(value));
            } else {
                node.put("default", value);
            }
        });
    }

    private static void whole(ObjectNode node, long least, long most) {
        node.put("type", "integer");
        node.put("minimum", least);
        node.put("maximum", most);
    }
}
