package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs over every channel, as a user meets them. */
class ChannelVerbsTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path scenario = Path.of("");

    @BeforeEach
    void writeTheScenario() throws IOException {
        scenario = folder.resolve("scenario.yaml");
        Files.writeString(scenario, """
                name: MobileNet
                workload: mobilenet-cifar10
                epochs: 1
                plan: {workers: 4, memory: 1536 MB, batch: 512}
                channel: s3
                pattern: scatter-reduce
                table: {large-items: chunk}
                cache: {max-value: 16 MiB}
                """);
    }

    private static Said say(String... arguments) {
        return Said.of(arguments);
    }

    private Said say(String verb, List<String> assignments, String... more) {
        List<String> all = new ArrayList<>(List.of(verb, scenario.toString()));
        for (String assignment : assignments) {
            all.addAll(List.of("--set", assignment));
        }
        all.addAll(List.of(more));
        return say(all.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channel=elasticache-redis",
                "channel=elasticache-memcached waiting.mode=poll counting=implementation",
                "channel=dynamodb waiting.mode=poll waiting.give-up=10000s",
                "channel=parameter-server pattern=parameter-server server.rpc=grpc start-up.source=table",
                "channel=vm-network pattern=ring",
                "channel=vm-network pattern=parameter-server",
                "pattern=global-model protocol=asp"
            })
    void everyChannelIsRunComparedAndPredicted(String assignments) throws IOException {
        List<String> all = List.of(assignments.split(" ", -1));
        Path result = folder.resolve("result");
        Said run = say("run", all, "--json", "--output", result.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(result.resolve("charts/breakdown.png")).isNotEmptyFile();
        int forms = run.json().get("predictions").size();
        Said compared = say("compare", all, "--json");
        Said predicted = say("predict", all, "--json");
        assertThat(compared.json()).hasSize(forms);
        assertThat(predicted.json()).hasSize(forms);
        String text = say("run", all, "--output", result.toString()).out()
                + say("compare", all).out()
                + say("predict", all).out();
        assertThat(text.contains("No paper has a closed form for ")).isEqualTo(forms == 0);
        assertThat(text).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain("null");
    }

    @Test
    void channelsAreVariedBesideEachOther() throws IOException {
        Path result = folder.resolve("result");
        Said said = say(
                "run",
                List.of(),
                "--vary",
                "channel=s3,elasticache-redis,elasticache-memcached,dynamodb",
                "--output",
                result.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines().skip(2).map(line -> line.strip().split(" ", -1)[0]))
                .containsExactly("s3", "elasticache-redis", "elasticache-memcached", "dynamodb");
        assertThat(result.resolve("charts/breakdown.svg")).isNotEmptyFile();
        assertThat(said.err().lines()).doesNotHaveDuplicates();
    }

    @Test
    void aValueWithoutAClosedFormHasADashForItsPrediction() throws IOException {
        Path result = folder.resolve("result");
        Said said = say(
                "run",
                List.of("pattern=parameter-server"),
                "--vary",
                "channel=parameter-server,vm-network",
                "--output",
                result.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines().skip(3).findFirst().orElseThrow()).matches(" +vm-network +[\\d.]+ +- +.*");
    }

    @Test
    void patternsAreVariedUnderTheirOwnNamesAndNotAsNumbersOfAggregators() throws IOException {
        Path result = folder.resolve("result");
        Said said = say("run", List.of(), "--vary", "pattern=all-reduce,scatter-reduce", "--output", result.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readString(result.resolve("charts/breakdown.csv")))
                .contains("\nall-reduce,")
                .contains("\nscatter-reduce,");
        assertThat(result.resolve("charts/aggregators.csv")).doesNotExist();
    }

    @Test
    void valuesThatDoNotGoTogetherAreToldBeforeAnythingIsRun() {
        Path result = folder.resolve("result");
        Said said =
                say("run", List.of(), "--vary", "pattern=k-reduce,ring,global-model", "--output", result.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("--vary pattern=") || line.contains("plan.aggregators"));
        assertThat(result).doesNotExist();
    }

    @Test
    void aTrainingThatGivesUpIsToldInOneLineAndWritesNothing() throws IOException {
        Path result = folder.resolve("result");
        List<String> impatient =
                List.of("pattern=all-reduce", "counting=implementation", "waiting.mode=poll", "waiting.give-up=0.1s");
        Said said = say("run", impatient, "--output", result.toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines())
                .singleElement()
                .asString()
                .startsWith("faastrain: the simulated training fails: worker ")
                .contains("it has asked for merged/merged_1")
                .contains("waiting.give-up");
        assertThat(result).doesNotExist();
        Said varied = say(
                "run", impatient.subList(0, 3), "--vary", "waiting.give-up=1000s,0.1s", "--output", result.toString());
        assertThat(varied.code()).isEqualTo(1);
        assertThat(varied.err().lines())
                .singleElement()
                .asString()
                .startsWith("faastrain: the simulated training fails: with waiting.give-up=0.1s, worker ");
        assertThat(result).doesNotExist();
        assertThat(say("compare", impatient).code()).isEqualTo(1);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(scenario);
        }
    }

    @Test
    void servicesAreListedAndValidated() {
        assertThat(say("list", "services").out()).isEqualTo("services\n  aws-2024  traces/services/aws-2024.yaml\n");
        assertThat(say("list", "channels").out()).contains("  dynamodb ").contains("  vm-network ");
        Path services = REPOSITORY.resolve("traces/services/aws-2024.yaml");
        Said valid = say("validate", services.toString());
        assertThat(valid.code()).isZero();
        assertThat(valid.out()).isEqualTo(services + ": valid\n");
    }

    @Test
    void aServicesFileThatIsWrongIsToldWithItsField() throws IOException {
        Path wrong = folder.resolve("services.yaml");
        Files.writeString(
                wrong,
                Files.readString(REPOSITORY.resolve("traces/services/aws-2024.yaml"))
                        .replace("3500 /s", "3500")
                        .replace("scan-page", "scan-pag"));
        Said said = say("validate", wrong.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("object-store.writes").contains("scan-page");
    }
}
