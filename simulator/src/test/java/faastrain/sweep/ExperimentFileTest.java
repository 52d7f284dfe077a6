package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import faastrain.provisioning.StrategyKind;
import faastrain.scenario.Choice;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentFileTest {
    private static final Path SHIPPED = Path.of("..", "scenarios", "experiments");

    @TempDir
    private Path folder;

    /** Lines as {@code line:column path message}, without the file. */
    private List<String> problems(String text, String... set) {
        InvalidInputException wrong = catchThrowableOfType(
                InvalidInputException.class,
                () -> Experiments.sweep(Experiments.read(folder, Experiments.SMALL + text, set)));
        return wrong.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder.resolve("experiment.yaml") + ":", "")
                        .strip())
                .toList();
    }

    @Test
    void valuesAndRangesBecomeLevelsInTheOrderOfTheFile() throws IOException {
        Experiment experiment = Experiments.read(folder, Experiments.SMALL + """
                axes:
                  plan.aggregators: [1, 2..4]
                  protocol: [bsp, asp]
                """);
        assertThat(experiment.axes().stream().map(Axis::name)).containsExactly("plan.aggregators", "protocol");
        assertThat(experiment.axes().get(0).labels()).containsExactly("1", "2", "3", "4");
        assertThat(experiment.combinations()).isEqualTo(8);
    }

    @Test
    void fieldsOfASectionMayBeWrittenInIt() throws IOException {
        Experiment experiment = Experiments.read(folder, Experiments.SMALL + """
                axes:
                  plan: {workers: [2, 4], aggregators: 1..2}
                """);
        assertThat(experiment.axes().stream().map(Axis::name)).containsExactly("plan.workers", "plan.aggregators");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsPlace() {
        assertThat(problems("""
                        axes:
                          plan.worker: [2, 4]
                          plan.memory: []
                          protocol: [bsp, bsp]
                          plan.batch: 9..1
                        refused: never
                        compare: channel
                        quantiles: [1.5]
                        filter: plan.workers > 1
                        """))
                .containsExactly(
                        "13:3: plan.worker: is no field of a scenario; did you mean \"plan.workers\"?",
                        "14:16: plan.memory: has no values; give at least one",
                        "15:19: protocol: has the value \"bsp\" a second time",
                        "16:15: plan.batch: must rise, in steps above 0, but is \"9..1\"",
                        "17:10: refused: must be one of stop, record, but is \"never\"",
                        "18:10: compare: must be one of the axes (protocol), but is \"channel\"",
                        "19:13: quantiles[0]: must be a number above 0 and below 1, such as 0.95, but is \"1.5\"",
                        "20:1: filter: is not a known key; did you mean \"filters\"? (known here: name, description,"
                                + " scenario, set, axes, strategies, filters, refused, compare, quantiles, best)");
    }

    @Test
    void aValueThatAScenarioCannotHaveIsToldWhereItStandsOnceForAllPoints() {
        assertThat(problems("""
                        axes:
                          plan.batch: [512, many]
                          plan.aggregators: 1..2
                        """))
                .containsExactly("13:21: plan.batch: must be a whole number from 1 to 1000000, but is \"many\" (with"
                        + " plan.batch=many, plan.aggregators=1 and 1 other point)");
    }

    @Test
    void aValueThatAFilterCannotReadIsToldAndNotFilteredOut() {
        assertThat(problems("""
                        axes:
                          plan.batch: [256, many]
                        filters: [plan.batch < 300]
                        """))
                .containsExactly("13:21: plan.batch: must be a whole number from 1 to 1000000, but is \"many\" (with"
                        + " plan.batch=many)");
    }

    @Test
    void aPointThatCannotBeRunIsToldWithItsLevels() {
        assertThat(problems("""
                        axes:
                          plan.memory: [1536 MB, 512 MB]
                          plan.aggregators: 1..2
                        """))
                .singleElement()
                .asString()
                .contains("plan.batch: is 512, but training squeezenet-cifar10 with it needs")
                .endsWith("(with plan.memory=512 MB, plan.aggregators=1 and 1 other point)");
    }

    @Test
    void noFieldIsSetTwice() {
        assertThat(problems("""
                        set: {protocol: asp}
                        axes:
                          protocol: [bsp, hap]
                          own:
                            one: {plan.aggregators: 1}
                            two: {plan.aggregators: 2}
                          plan.aggregators: 1..2
                        """))
                .containsExactly(
                        "18:21: plan.aggregators: is set by the axis own already",
                        "12:17: protocol: is set by the axis protocol at every point; leave one of them out");
        assertThat(problems("axes: {protocol: [bsp, hap]}\n", "protocol=asp"))
                .containsExactly(
                        "--set protocol=asp: protocol: is set by the axis protocol at every point; leave one of"
                                + " them out");
    }

    @Test
    void anOwnAxisCannotBeTakenForAColumn() {
        for (String reserved : List.of("point", "runs", "time_s", "put", "reason", "p_deadline", "instance")) {
            assertThat(problems("axes: {" + reserved + ": {a: {epochs: 1}, b: {epochs: 2}}}\n"))
                    .singleElement()
                    .asString()
                    .contains(reserved + ": is a column of the results; call the axis something else");
        }
    }

    @Test
    void whatHasTooManyPointsIsRefusedBeforeAnyIsMade() {
        assertThat(problems("axes: {seed: 1..100000, epochs: 1..1000}\n"))
                .containsExactly(
                        "12:1: axes: have 100,000,000 combinations; at most 10,000,000 are looked at, and 100,000 run");
        assertThat(problems("axes: {seed: 1..1000, epochs: 1..1000}\n"))
                .singleElement()
                .asString()
                .contains("has more than 100,000 points; give shorter axes or filters that keep fewer");
    }

    @Test
    void aScenarioThatIsNotThereIsToldWhereItIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), "name: x\nscenario: none.yaml\naxes: {epochs: [1]}\n");
        InvalidInputException wrong =
                catchThrowableOfType(InvalidInputException.class, () -> ExperimentFile.read(file, List.of()));
        assertThat(wrong)
                .hasMessage(file + ":2:11: scenario: names the scenario " + folder.resolve("none.yaml")
                        + ", which cannot be used: there is no such file");
    }

    @Test
    void profilesOfOnesOwnAreFoundFromTheExperimentsFolder() throws IOException {
        Files.createDirectories(folder.resolve("mine"));
        Files.copy(
                Path.of("..", "traces", "workloads", "squeezenet-cifar10.yaml"),
                folder.resolve("mine/squeezenet.yaml"));
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  workload: [squeezenet-cifar10, mine/squeezenet.yaml]
                """);
        assertThat(sweep.points()).hasSize(2);
        assertThat(sweep.points().get(1).ready().orElseThrow().prediction())
                .isEqualTo(sweep.points().get(0).ready().orElseThrow().prediction());
    }

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedExperimentIsValidAndItsSchemaSaysSo(Path file) throws IOException {
        assertThat(Experiments.sweep(ExperimentFile.read(file, List.of())).points())
                .isNotEmpty();
        assertThat(schemaProblems(Files.readString(file))).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatTheReaderRefuses() throws IOException {
        assertThat(schemaProblems(Experiments.SMALL + "axes: {epochs: [1]}\n")).isEmpty();
        assertThat(schemaProblems(Experiments.SMALL + "axes: {epochs: [1]}\nfilter: x\n"))
                .hasSize(1);
        assertThat(schemaProblems(Experiments.SMALL + "axes: {epochs: [1]}\nrefused: never\n"))
                .hasSize(1);
        assertThat(schemaProblems(Experiments.SMALL)).hasSize(1);
    }

    private static List<String> schemaProblems(String yaml) throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Files.newInputStream(Path.of("..", "scenarios", "experiment.schema.json")))
                .validate(yaml, InputFormat.YAML)
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theSchemaKnowsTheSameChoicesAsTheProgram() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("..", "scenarios", "experiment.schema.json").toFile());
        List<String> strategies = new ArrayList<>();
        schema.at("/$defs/strategy/enum").forEach(id -> strategies.add(id.asText()));
        assertThat(strategies).isEqualTo(ids(StrategyKind.values()));
        List<String> refused = new ArrayList<>();
        schema.at("/properties/refused/enum").forEach(id -> refused.add(id.asText()));
        assertThat(refused).isEqualTo(ids(Refused.values()));
        List<String> best = new ArrayList<>();
        schema.at("/properties/best/enum").forEach(id -> best.add(id.asText()));
        assertThat(best).isEqualTo(ids(Objective.values()));
    }

    private static List<String> ids(Choice... choices) {
        return Stream.of(choices).map(Choice::id).toList();
    }

    @Test
    void whatIsWrittenOutReadsBackAsTheSame() throws IOException {
        Experiment written = Experiments.read(folder, Experiments.SMALL + """
                description: 'a "quoted" text: with # signs'
                set: {plan.memory: 2048 MB}
                axes:
                  own:
                    'one: 1': {plan: {aggregators: 1}, protocol: bsp}
                    two: {plan.aggregators: 2}
                  plan.batch: 64..128 step 32
                filters:
                  - not (own == two and plan.batch == 96)
                compare: {axis: own, against: two}
                quantiles: [0.5, 0.9]
                best: time
                refused: record
                """);
        String text = ExperimentWriter.resolved(written);
        Experiment read = Experiments.read(folder, text);
        assertThat(ExperimentWriter.resolved(read)).isEqualTo(text);
        assertThat(Experiments.sweep(read).digest())
                .isEqualTo(Experiments.sweep(written).digest());
    }
}
