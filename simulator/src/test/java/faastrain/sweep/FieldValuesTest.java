package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.scenario.Quantity;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.YamlFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValuesTest {
    private static final String SCENARIO = """
            name: example
            workload: lr-higgs
            epochs: 0x10
            deadline: 2 h
            description: ~
            plan:
              workers: 8
              memory: 1.5 GB
              batch: [128]
              non-aggregator-batch: 64
            channel: s4
            compute: sgd
            waiting: {interval: 9 ms}
            """;

    private static Optional<Value> value(String scenario, String path) {
        return new FieldValues(YamlFile.parse("scenario.yaml", scenario)).value(path);
    }

    private static Value number(double value) {
        return new Value.Numeric(value);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    @Test
    void whatIsWrittenIsReadInTheKeptUnit() {
        assertThat(value(SCENARIO, "plan.workers")).contains(number(8));
        assertThat(value(SCENARIO, "plan.memory")).contains(number(1.5 * 1024));
        assertThat(value(SCENARIO, "deadline")).contains(number(2 * 3600));
        assertThat(value(SCENARIO, "waiting.interval")).contains(number(9 * 1e-3));
        assertThat(value(SCENARIO, "workload")).contains(text("lr-higgs"));
        assertThat(value(SCENARIO, "plan.non-aggregator-batch")).contains(number(64));
    }

    @Test
    void aSectionInShortFormGivesWhatItChoosesAndTheRestIsTheDefault() {
        assertThat(value(SCENARIO, "compute.source")).contains(text("sgd"));
        assertThat(value(SCENARIO, "compute.block")).contains(number(10));
        assertThat(value(SCENARIO, "waiting.mode")).contains(text("notify"));
        assertThat(value(SCENARIO, "protocol")).contains(text("bsp"));
        assertThat(value("name: none", "plan.non-aggregator-batch")).contains(text("auto"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epochs",
                "plan.batch",
                "channel",
                "description",
                "prices",
                "compute.trace",
                "plan.no-such-field",
                "plan",
                "compute"
            })
    void whatIsAbsentOrCannotBeReadHasNoValue(String path) {
        assertThat(value(SCENARIO, path)).isEmpty();
    }

    @Test
    void aSectionThatHasNoShortFormIsNoValueOfItsFields() {
        assertThat(value("plan: 4", "plan.workers")).isEmpty();
        assertThat(value("plan: [4]", "plan.workers")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"all-reduce, 1", "scatter-reduce, 8", "ring, 8", "parameter-server, 8", "global-model, 8"})
    void aggregatorsThatAreNotGivenAreThePatterns(String pattern, double aggregators) {
        String scenario = "pattern: " + pattern + "\nplan: {workers: 8}\n";
        assertThat(value(scenario, "plan.aggregators")).contains(number(aggregators));
    }

    @Test
    void kReduceHasTheAggregatorsThatAreGiven() {
        assertThat(value("plan: {workers: 8, aggregators: 4}", "plan.aggregators"))
                .contains(number(4));
        assertThat(value("plan: {workers: 8}", "plan.aggregators")).isEmpty();
    }

    @Test
    void everyDefaultIsAValueOfItsFieldsType() {
        for (Field field : ScenarioFields.all()) {
            if (field.defaultText().isEmpty()) {
                continue;
            }
            Optional<Value> value = value("name: x", field.path());
            String written = field.defaultText().get();
            ValueType type = ValueType.of(field.kind());
            boolean isText = type instanceof ValueType.Text
                    || (type instanceof ValueType.NumberOrWord either
                            && either.word().equals(written));
            Optional<Value> expected = isText
                    ? Optional.of(text(written))
                    : Optional.of(number(
                            type instanceof ValueType.Numeric number
                                            && number.dimension().isPresent()
                                    ? Quantity.parse(written, number.dimension().get())
                                    : Double.parseDouble(written)));
            assertThat(value).as(field.path()).isEqualTo(expected);
        }
    }
}
