package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import faastrain.provisioning.StrategyKind;
import faastrain.result.PlanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** plan.schema.json describes what a search writes and prints, all of it and nothing else. */
class PlanSchemaTest {
    private static final Path SCHEMA = Path.of("..", "scenarios", "plan.schema.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final List<StrategyKind> ALL = List.of(StrategyKind.values());

    private static JsonNode schema() throws IOException {
        return MAPPER.readTree(Files.readString(SCHEMA));
    }

    private static JsonSchema validator() throws IOException {
        return FACTORY.getSchema(schema());
    }

    /** plan.json as a reader of the file meets it. */
    private static ObjectNode file(PlanResult result) throws IOException {
        return (ObjectNode) MAPPER.readTree(SummaryJson.text(PlanJson.plan(result, Map.of())));
    }

    private static ObjectNode file(List<StrategyKind> strategies, boolean simulate, String... assignments)
            throws IOException {
        ObjectNode plan = file(Plans.search(strategies, simulate, assignments));
        assertThat(validator().validate(plan)).isEmpty();
        return plan;
    }

    @Test
    void theSchemaIsOne() throws IOException {
        assertThat(FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(schema()))
                .isEmpty();
    }

    @Test
    void everyKeyIsDescribed() throws IOException {
        JsonNode schema = schema();
        List<ObjectNode> described = new ArrayList<>(List.of((ObjectNode) schema));
        schema.get("$defs").forEach(each -> described.add((ObjectNode) each));
        for (ObjectNode object : described) {
            for (JsonNode property : object.path("properties")) {
                JsonNode target = schema.at(property.path("$ref").asText().replace("#", ""));
                assertThat(property.has("description") || target.has("description"))
                        .as("%s", property)
                        .isTrue();
            }
        }
    }

    @Test
    void aSearchByEveryStrategyIsAsTheSchemaSays() throws IOException {
        JsonNode plan = file(ALL, true);
        assertThat(plan.at("/strategies")).hasSize(ALL.size());
        assertThat(plan.at("/selected/simulated/holds").asBoolean()).isTrue();
        assertThat(plan.at("/candidates/1/simulated/time_ci95_s")).hasSize(2);
        // Virtual machines have a type, functions have none.
        JsonNode machines = plan.at("/strategies/" + ALL.indexOf(StrategyKind.IAAS));
        assertThat(machines.get("instance").asText()).isNotEmpty();
        assertThat(machines.get("channel").asText()).isEqualTo("vm-network");
        assertThat(plan.at("/strategies/0/instance").isNull()).isTrue();
    }

    @Test
    void withTheModelOnlyNothingIsSimulated() throws IOException {
        JsonNode plan = file(ALL, false);
        assertThat(plan.get("runs").asInt()).isZero();
        assertThat(plan.findValues("simulated")).hasSize(1 + ALL.size() + 2).allMatch(JsonNode::isNull);
        assertThat(plan.at("/selected/by").asText()).isEqualTo("exact");
    }

    @Test
    void oneRunHasNoInterval() throws IOException {
        JsonNode simulated =
                file(List.of(StrategyKind.EXACT), true, "replications=1").at("/selected/simulated");
        assertThat(simulated.get("replications").asInt()).isEqualTo(1);
        assertThat(simulated.get("time_s").isNumber()).isTrue();
        assertThat(simulated.get("time_ci95_s").isNull()).isTrue();
        assertThat(simulated.get("p_deadline_ci95")).hasSize(2);
    }

    @Test
    void whatKeepsNoDeadlineHasAReasonInPlaceOfAPlan() throws IOException {
        JsonNode plan = file(
                List.of(StrategyKind.EXACT, StrategyKind.ALL_REDUCE, StrategyKind.LARGEST_MEMORY),
                false,
                "deadline=60 s");
        assertThat(plan.at("/strategies/0/feasible").asBoolean()).isTrue();
        JsonNode allReduce = plan.at("/strategies/1");
        assertThat(allReduce.get("feasible").asBoolean()).isFalse();
        assertThat(allReduce.get("plan").isNull()).isTrue();
        assertThat(allReduce.get("reason").asText()).isNotEmpty();
        assertThat(plan.at("/strategies/2/feasible").asBoolean()).isFalse();
    }

    @Test
    void aSearchThatFindsNothingSelectsNothing() throws IOException {
        JsonNode plan = file(List.of(StrategyKind.ALL_REDUCE), true, "deadline=60 s", "search.candidates=0");
        assertThat(plan.get("selected").isNull()).isTrue();
        assertThat(plan.get("candidates")).isEmpty();
        assertThat(plan.get("runs").asInt()).isZero();
    }

    /** What becomes of AllReduce when its first functions have to train all epochs. */
    private JsonNode neverInvokedAnew(String... more) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("epochs=20", "deadline=3000 s", "re-invocation=never", "search.candidates=0"));
        all.addAll(List.of(more));
        return file(List.of(StrategyKind.ALL_REDUCE), true, all.toArray(String[]::new))
                .at("/strategies/0");
    }

    @Test
    void runsThatFailSayWhyAndHaveNoTime() throws IOException {
        // Without a new invocation no function of 640 MB trains 20 epochs in the 900 s that it may live.
        JsonNode allReduce = neverInvokedAnew().get("simulated");
        assertThat(allReduce.get("p_deadline").asDouble()).isZero();
        assertThat(allReduce.get("time_s").isNull()).isTrue();
        assertThat(allReduce.get("cost_usd").isNull()).isTrue();
        assertThat(allReduce.get("regret_usd").isNull()).isTrue();
        assertThat(allReduce.get("failure").asText()).contains("the 900 s that it may live");
    }

    @Test
    void aPlanThatCannotBeSimulatedSaysWhy() throws IOException {
        // Without fluctuation it is known before any run that a function does not live long enough.
        JsonNode allReduce = neverInvokedAnew("fluctuation=none", "compute.source=formula", "start-up.source=none");
        assertThat(allReduce.get("feasible").asBoolean()).isTrue();
        assertThat(allReduce.get("simulated").isNull()).isTrue();
        assertThat(allReduce.get("cannot_run").asText()).contains("it may live 900 s");
    }

    @Test
    void onlyWhatIsPrintedSaysHowLongAStrategySearched() throws IOException {
        PlanResult result = Plans.search(List.of(StrategyKind.EXACT, StrategyKind.STANDALONE), false);
        Map<StrategyKind, Double> seconds = new EnumMap<>(StrategyKind.class);
        seconds.put(StrategyKind.EXACT, 0.25);
        seconds.put(StrategyKind.STANDALONE, 0.0);
        JsonNode printed = MAPPER.readTree(SummaryJson.text(PlanJson.plan(result, seconds)));
        assertThat(validator().validate(printed)).isEmpty();
        assertThat(printed.at("/strategies/0/search_s").asDouble()).isEqualTo(0.25);
        assertThat(file(result).findValues("search_s")).isEmpty();
    }

    @Test
    void everyObjectIsClosedAndNeedsItsKeys() throws IOException {
        JsonSchema validator = validator();
        ObjectNode plan = file(List.of(StrategyKind.SCATTER_REDUCE, StrategyKind.IAAS), true);
        List<ObjectNode> objects = new ArrayList<>();
        collect(plan, objects);
        // The whole; four objects each of the selected plan and of two candidates, and of two strategies.
        assertThat(objects).hasSize(1 + 4 + 2 * 4 + 2 * 4);
        for (ObjectNode object : objects) {
            object.put("not_a_key", 1);
            assertThat(validator.validate(plan)).as("%s", object).isNotEmpty();
            object.remove("not_a_key");
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                JsonNode value = object.remove(key);
                assertThat(validator.validate(plan)).as("without %s", key).isNotEmpty();
                object.set(key, value);
            }
        }
        assertThat(validator.validate(plan)).isEmpty();
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
            object.forEach(child -> collect(child, objects));
        } else if (node instanceof ArrayNode list) {
            list.forEach(child -> collect(child, objects));
        }
    }
}
