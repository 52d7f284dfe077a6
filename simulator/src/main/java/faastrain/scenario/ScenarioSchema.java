package faastrain.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JSON Schema of scenario files, for editors that complete and check. It says what {@link ScenarioFields} says,
 * as far as a schema can: bounds of quantities and what two fields say together are the loader's alone.
 */
public final class ScenarioSchema {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ScenarioSchema() {}

    /** The schema as JSON text that ends with a line feed. */
    public static String json() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "FaasTrain scenario");
        object(root, "", true);
        needThePlan(root);
        try {
            return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether every scenario must have a field. */
    private static boolean isNeeded(Field field) {
        return field.required() && !ScenarioFields.isOfOpenPlan(field);
    }

    /** What must be given of the plan, unless there is a deadline and nothing of it is given. */
    private static void needThePlan(ObjectNode root) {
        ObjectNode open = root.putObject("if");
        open.putArray("required").add("deadline");
        ObjectNode openProperties = open.putObject("properties");
        openProperties.putObject("deadline").put("type", "string");
        ObjectNode needed = root.putObject("else");
        ArrayNode neededSections = needed.putArray("required");
        ObjectNode neededProperties = needed.putObject("properties");
        for (Field field : ScenarioFields.neededUnlessOpen()) {
            openProperties
                    .withObjectProperty(field.section())
                    .withObjectProperty("properties")
                    .putObject(field.key())
                    .put("type", "null");
            if (!neededProperties.has(field.section())) {
                neededSections.add(field.section());
                neededProperties.putObject(field.section()).put("type", "object");
            }
            ObjectNode section = neededProperties.withObjectProperty(field.section());
            section.withArrayProperty("required").add(field.key());
            types(section.withObjectProperty("properties").putObject(field.key()), true, "integer");
        }
    }

    private static void object(ObjectNode node, String section, boolean required) {
        types(node, required, "object");
        node.put("additionalProperties", false);
        ObjectNode properties = node.putObject("properties");
        ArrayNode needed = MAPPER.createArrayNode();
        for (Field field : ScenarioFields.all()) {
            if (field.section().equals(section)) {
                property(properties.putObject(field.key()), field);
                if (isNeeded(field)) {
                    needed.add(field.key());
                }
            } else if (section.isEmpty() && !properties.has(field.section())) {
                boolean inside = ScenarioFields.all().stream()
                        .anyMatch(inner -> isNeeded(inner) && inner.section().equals(field.section()));
                section(properties.putObject(field.section()), field.section(), inside);
                if (inside) {
                    needed.add(field.section());
                }
            }
        }
        if (!needed.isEmpty()) {
            node.set("required", needed);
        }
    }

    /** A section, or its short form. */
    private static void section(ObjectNode node, String section, boolean required) {
        Optional<Field> shortForm = ScenarioFields.shortForm(section);
        if (shortForm.isEmpty()) {
            object(node, section, required);
            return;
        }
        ArrayNode any = node.putArray("anyOf");
        property(any.addObject(), shortForm.get());
        object(any.addObject(), section, required);
    }

    private static void property(ObjectNode node, Field field) {
        node.put("description", field.meaning());
        Kind kind = field.kind();
        if (kind instanceof Kind.Text) {
            types(node, isNeeded(field), "string", "number", "boolean");
            node.put("pattern", ScenarioFields.LINE);
        } else if (kind instanceof Kind.Whole whole) {
            types(node, isNeeded(field), "integer");
            bounds(node, whole.least(), whole.most());
        } else if (kind instanceof Kind.WholeOrWord either) {
            ArrayNode any = node.putArray("anyOf");
            any.addObject().put("const", either.word());
            ObjectNode number = any.addObject();
            types(number, isNeeded(field), "integer");
            bounds(number, either.least(), either.most());
        } else if (kind instanceof Kind.Real real) {
            types(node, isNeeded(field), "number");
            node.put("minimum", decimal(real.least()));
            node.put("maximum", decimal(real.most()));
        } else if (kind instanceof Kind.Amount amount) {
            quantity(node, field, amount.dimension());
        } else if (kind instanceof Kind.Measure measure) {
            quantity(node, field, measure.dimension());
        } else if (kind instanceof Kind.OneOf oneOf) {
            ArrayNode values = node.putArray("enum");
            Choice.ids(oneOf.choices()).forEach(values::add);
            if (!isNeeded(field)) {
                values.addNull();
            }
        } else if (kind instanceof Kind.Profile profile) {
            types(node, isNeeded(field), "string");
            node.put("pattern", profile.pattern());
        } else if (kind instanceof Kind.Id) {
            types(node, isNeeded(field), "string");
            node.put("pattern", ScenarioFields.ID);
        } else if (kind instanceof Kind.Label) {
            types(node, isNeeded(field), "string");
            node.put("pattern", ScenarioFields.LABEL);
        } else if (kind instanceof Kind.Workers) {
            types(node, isNeeded(field), "string", "integer");
            node.put("pattern", ScenarioFields.WORKERS);
            node.put("maxLength", ScenarioFields.MOST_CHARACTERS_OF_WORKERS);
            bounds(node, 0, ScenarioFields.MOST_WORKER);
        }
        field.defaultText().ifPresent(value -> {
            if (kind instanceof Kind.Whole) {
                node.put("default", Long.parseLong(value));
            } else if (kind instanceof Kind.Real) {
                node.put("default", new BigDecimal(value));
            } else {
                node.put("default", value);
            }
        });
    }

    /** The digits of {@link Double#toString(double)} differ between versions of Java; these do not. */
    private static BigDecimal decimal(double value) {
        return new BigDecimal(Quantity.plain(value));
    }

    private static void quantity(ObjectNode node, Field field, Dimension dimension) {
        String units = dimension.units().stream()
                .map(unit -> Pattern.quote(unit.name()).replace("\\Q", "").replace("\\E", ""))
                .collect(Collectors.joining("|"));
        types(node, isNeeded(field), "string");
        node.put("maxLength", Quantity.MOST_CHARACTERS);
        node.put("pattern", "^\\s*" + Quantity.NUMBER + "\\s*(" + units + ")\\s*$");
    }

    /** The types of a value; what need not be given may be null, which is as if it were not there. */
    private static void types(ObjectNode node, boolean required, String... names) {
        if (required && names.length == 1) {
            node.put("type", names[0]);
            return;
        }
        ArrayNode types = node.putArray("type");
        for (String name : names) {
            types.add(name);
        }
        if (!required) {
            types.add("null");
        }
    }

    private static void bounds(ObjectNode node, long least, long most) {
        node.put("minimum", least);
        node.put("maximum", most);
    }
}
