package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import faastrain.experiment.Preparation;
import faastrain.experiment.Profiles;
import faastrain.experiment.Replications;
import faastrain.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummarySchemaTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private static JsonNode schema() throws IOException {
        return MAPPER.readTree(Files.readString(SCENARIOS.resolve("summary.schema.json")));
    }

    private static JsonSchema validator() throws IOException {
        return FACTORY.getSchema(schema());
    }

    /** The summary as a reader of the file meets it. */
    private static ObjectNode summary(String... assignments) throws IOException {
        // The quickstart's plan is for K-Reduce over S3: with others its functions outlive what one may live.
        List<String> all = new ArrayList<>(List.of("epochs=1", "lifetime.limit=ignored"));
        all.addAll(List.of(assignments));
        Path quickstart = SCENARIOS.resolve("quickstart.yaml");
        // Which pattern has how many aggregators is not this test's matter.
        String scenario = Files.readString(quickstart);
        if (all.stream().anyMatch(one -> one.matches("pattern=(parameter-server|ring|global-model)"))) {
            scenario = scenario.replace("  aggregators: 4\n", "").replace("  max-global-batch: 1024\n", "");
        }
        String text = SummaryJson.text(SummaryJson.summary(Replications.run(
                Preparation.prepare(
                        ScenarioLoader.load(quickstart.toString(), scenario, all),
                        new Profiles(Path.of("..", "traces"))),
                "0.0.0")));
        return (ObjectNode) MAPPER.readTree(text);
    }

    @Test
    void theSchemaIsOne() throws IOException {
        assertThat(FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(schema()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol=hap",
                "replications=3 fluctuation=measured",
                "deadline=405s replications=5 fluctuation=measured",
                "counting=implementation protocol=bsp curve=affine",
                "plan.workers=1 plan.aggregators=1",
                "channel=elasticache-redis waiting.mode=poll replications=2 fluctuation=measured",
                "channel=elasticache-memcached cache.max-value=64MiB cache.pricing=serverless",
                "channel=dynamodb table.large-items=chunk start-up.source=table",
                "channel=parameter-server pattern=parameter-server protocol=bsp server.rpc=grpc server.count=2",
                "channel=vm-network pattern=ring protocol=bsp",
                "channel=vm-network pattern=parameter-server protocol=bsp",
                "pattern=global-model protocol=asp",
                "pattern=all-reduce plan.aggregators=1 last-batch=drop replications=2 fluctuation=measured",
                "protocol=ssp staleness=2 stragglers.count=1 convergence.source=epochs convergence.epochs=0.5",
                "start-up.source=distribution re-invocation=deadline-margin lifetime.limit=enforced faults.crash-rate=9/h",
                "workload=lr-two-gaussians plan.batch=32 compute.source=sgd sgd.data=two-gaussians replications=2"
                        + " convergence.target-loss=0.4",
                "workload=lr-two-gaussians plan.batch=32 compute.source=sgd sgd.data=two-gaussians algorithm.kind=ma-sgd"
                        + " pattern=global-model protocol=asp"
            })
    void theSummaryOfARunIsAsTheSchemaSays(String assignments) throws IOException {
        assertThat(validator().validate(summary(assignments.split(" ", -1)))).isEmpty();
    }

    @Test
    void aSingleReplicationHasNoSpreadAndSeveralHave() throws IOException {
        JsonNode single = summary().at("/simulation/time_s");
        JsonNode several = summary("replications=3", "fluctuation=measured").at("/simulation/time_s");
        assertThat(single.get("ci95").isNull()).isTrue();
        assertThat(single.get("stddev").isNull()).isTrue();
        assertThat(several.get("ci95")).hasSize(2);
        assertThat(several.get("stddev").doubleValue()).isPositive();
    }

    @Test
    void everyObjectIsClosed() throws IOException {
        JsonSchema validator = validator();
        ObjectNode summary = summary();
        List<ObjectNode> objects = new ArrayList<>();
        collect(summary, objects);
        assertThat(objects).hasSizeGreaterThan(50);
        for (ObjectNode object : objects) {
            object.put("not_a_key", 1);
            assertThat(validator.validate(summary)).as("%s", object).isNotEmpty();
            object.remove("not_a_key");
        }
        assertThat(validator.validate(summary)).isEmpty();
    }

    @Test
    void everyKeyIsNeededButThoseOfAPredictionsTermsAndItems() throws IOException {
        JsonSchema validator = validator();
        ObjectNode summary = summary();
        ObjectNode terms = (ObjectNode) summary.at("/predictions/0/terms_s");
        ObjectNode items = (ObjectNode) summary.at("/predictions/0/items_usd");
        terms.removeAll();
        items.removeAll();
        assertThat(validator.validate(summary)).isEmpty();
        List<ObjectNode> objects = new ArrayList<>();
        collect(summary, objects);
        for (ObjectNode object : objects) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                JsonNode value = object.remove(key);
                assertThat(validator.validate(summary)).as("without %s", key).isNotEmpty();
                object.set(key, value);
            }
        }
        assertThat(validator.validate(summary)).isEmpty();
    }

    @Test
    void aModelThatIsReallyTrainedHasAFinalLossAndOthersHaveNone() throws IOException {
        ObjectNode trained =
                summary("workload=lr-two-gaussians", "plan.batch=32", "compute.source=sgd", "sgd.data=two-gaussians");
        assertThat(trained.at("/simulation/learning/final_loss/mean").isNumber())
                .isTrue();
        assertThat(summary().at("/simulation/learning/final_loss").isNull()).isTrue();
        // Its statistics are closed and complete as those of the time are.
        ObjectNode loss = (ObjectNode) trained.at("/simulation/learning/final_loss");
        loss.remove("p50");
        assertThat(validator().validate(trained)).isNotEmpty();
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
            object.forEach(child -> collect(child, objects));
        } else if (node instanceof ArrayNode list) {
            list.forEach(child -> collect(child, objects));
        }
    }

    @Test
    void aDeadlineIsMetInAShareOfTheReplications() throws IOException {
        assertThat(summary("replications=4", "fluctuation=measured")
                        .at("/simulation/deadline")
                        .isNull())
                .isTrue();
        ObjectNode run = summary("replications=4", "fluctuation=measured");
        double median = run.at("/simulation/time_s/p50").asDouble();

        JsonNode deadline = summary("replications=4", "fluctuation=measured", "deadline=" + median + " s")
                .at("/simulation/deadline");

        assertThat(deadline.at("/deadline_s").asDouble()).isEqualTo(median);
        assertThat(deadline.at("/p_deadline").asDouble()).isEqualTo(0.5);
        // Clopper-Pearson of 2 of 4.
        assertThat(deadline.at("/p_deadline_ci95/0").asDouble()).isEqualTo(0.0676, within(1e-4));
        assertThat(deadline.at("/p_deadline_ci95/1").asDouble()).isEqualTo(0.9324, within(1e-4));
    }
}
