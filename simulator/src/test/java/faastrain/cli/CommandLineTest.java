package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The verbs, as a user meets them. */
class CommandLineTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path QUICKSTART = REPOSITORY.resolve("scenarios/quickstart.yaml");

    @TempDir
    private Path folder;

    @Test
    void quickstartIsEquationSevenPlusTheFirstIterationsWaitOfEachEpoch() throws IOException {
        Said said = run(
                "run",
                QUICKSTART.toString(),
                "--json",
                "--output",
                folder.resolve("result").toString());
        assertThat(said.code()).isZero();
        JsonNode plan = said.json().at("/scenario/plan");
        assertThat(plan.at("/non_aggregator_batch").asInt()).isEqualTo((1024 - 4 * 128) / 3);
        assertThat(plan.at("/global_batch").asInt()).isEqualTo(4 * 128 + 3 * 170);
        JsonNode simulation = said.json().at("/simulation");
        // 50,000 samples in batches of 1,022 are 48 full and one short iteration.
        assertThat(simulation.at("/iterations").asInt()).isEqualTo(20 * 49);
        assertThat(simulation.at("/requests/put").asInt()).isEqualTo(980 * 4 * 7);
        // 2K(W-1) an iteration, a load of each function, less the first round's 3 × 4 that are skipped.
        assertThat(simulation.at("/requests/get").asInt()).isEqualTo(980 * 2 * 4 * 6 + 20 * 7 - 3 * 4);
        JsonNode wait = said.json().at("/comparisons/0/time_s/5");
        assertThat(wait.at("/term").asText()).isEqualTo("wait");
        double difference = simulation.at("/time_s/mean").asDouble()
                - said.json().at("/predictions/0/time_s").asDouble();
        assertThat(wait.at("/simulated/mean").asDouble()).isCloseTo(difference, within(1e-9 * 8000));
        assertThat(wait.at("/reasons").toString()).contains("which eq. 7 leaves out");
        assertThat(difference).isPositive();
    }

    @Test
    void costsItemsAndPhasesAddUp() throws IOException {
        JsonNode simulation = run(
                        "run",
                        QUICKSTART.toString(),
                        "--json",
                        "--output",
                        folder.resolve("r").toString())
                .json()
                .at("/simulation");
        double items = 0;
        for (JsonNode item : simulation.at("/cost_breakdown_usd")) {
            items += item.asDouble();
        }
        assertThat(items).isCloseTo(simulation.at("/cost_usd/mean").asDouble(), within(1e-12));
        String workers = Files.readString(folder.resolve("r/workers.csv"));
        double run = 0;
        for (String line : workers.lines().skip(1).toList()) {
            run += Double.parseDouble(Arrays.asList(line.split(",", -1)).get(4));
        }
        double phases = 0;
        for (JsonNode phase : simulation.at("/breakdown_s")) {
            phases += phase.asDouble();
        }
        assertThat(phases).isCloseTo(run / 7, within(1e-6));
    }

    @Test
    void aResultFolderHoldsEveryFileAndAChart() throws IOException {
        Path result = folder.resolve("result");
        run("run", QUICKSTART.toString(), "--output", result.toString());
        try (Stream<Path> files = Files.walk(result)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> result.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "scenario.resolved.yaml",
                            "summary.json",
                            "iterations.csv",
                            "workers.csv",
                            "requests.csv",
                            "cost.csv",
                            "replications.csv",
                            "manifest.json",
                            "staleness.csv",
                            "timeline.csv",
                            "timeline.json",
                            "charts/breakdown.csv",
                            "charts/breakdown.png",
                            "charts/breakdown.svg",
                            "charts/staleness.csv",
                            "charts/staleness.png",
                            "charts/staleness.svg");
        }
        assertThat(inside(folder)).containsExactly(result);
    }

    @Test
    void theSameScenarioGivesTheSameBytes() throws IOException {
        String[] fluctuating = {"--set", "fluctuation=measured", "--set", "replications=8", "--set", "epochs=2"};
        Map<String, List<Byte>> first = bytes(folder.resolve("a"), fluctuating);
        assertThat(bytes(folder.resolve("b"), fluctuating)).isEqualTo(first);
    }

    @Test
    void theResolvedScenarioGivesTheSameResult() throws IOException {
        Path first = folder.resolve("first");
        run("run", QUICKSTART.toString(), "--output", first.toString());
        Path second = folder.resolve("second");
        Said again = run("run", first.resolve("scenario.resolved.yaml").toString(), "--output", second.toString());
        assertThat(again.code()).isZero();
        assertThat(second.resolve("summary.json")).hasSameTextualContentAs(first.resolve("summary.json"));
    }

    @Test
    void aSeedChangesWhatFluctuatesAndNothingElse() throws IOException {
        double one = time("--set", "fluctuation=measured", "--set", "seed=1");
        assertThat(time("--set", "fluctuation=measured", "--set", "seed=1")).isEqualTo(one);
        assertThat(time("--set", "fluctuation=measured", "--set", "seed=2")).isNotEqualTo(one);
        assertThat(time("--set", "seed=1")).isEqualTo(time("--set", "seed=2"));
    }

    @Test
    void anotherScenariosResultIsNotOverwritten() throws IOException {
        String result = folder.resolve("result").toString();
        run("run", QUICKSTART.toString(), "--output", result);
        String before = Files.readString(folder.resolve("result/summary.json"));
        Said refused = run("run", QUICKSTART.toString(), "--set", "epochs=1", "--output", result);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("holds the result of another scenario")
                .contains("--force");
        assertThat(Files.readString(folder.resolve("result/summary.json"))).isEqualTo(before);
        assertThat(run("run", QUICKSTART.toString(), "--set", "epochs=1", "--output", result, "--force")
                        .code())
                .isZero();
        assertThat(Files.readString(folder.resolve("result/summary.json"))).isNotEqualTo(before);
    }

    @Test
    void aFolderThatIsNoResultIsNeverReplaced() throws IOException {
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("thesis.tex"), "years of work");
        Said refused = run("run", QUICKSTART.toString(), "--output", precious.toString(), "--force");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is no result of FaasTrain");
        assertThat(precious.resolve("thesis.tex")).hasContent("years of work");
    }

    @Test
    void filesThatAUserPutIntoAResultAreNotLost() throws IOException {
        Path result = folder.resolve("result");
        run("run", QUICKSTART.toString(), "--output", result.toString());
        Files.writeString(result.resolve("notes.md"), "what I saw");
        Said refused = run("run", QUICKSTART.toString(), "--output", result.toString(), "--force");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("holds notes.md, which FaasTrain did not write");
        assertThat(result.resolve("notes.md")).hasContent("what I saw");
    }

    @Test
    void aManifestOfAnotherProgramMakesNoResult() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("manifest.json"), "{\"name\": \"a web page\"}");
        Said refused = run("run", QUICKSTART.toString(), "--output", other.toString(), "--force");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is no result of FaasTrain");
    }

    @Test
    void aResultOfAProfileNamedByPathCanBeRunAgain() throws IOException {
        Path scenario = folder.resolve("scenario.yaml");
        Files.copy(REPOSITORY.resolve("traces/workloads/mobilenet-cifar10.yaml"), folder.resolve("mine.yaml"));
        Files.writeString(
                scenario, Files.readString(QUICKSTART).replace("workload: resnet50-cifar10", "workload: mine.yaml"));
        Path first = folder.resolve("first");
        assertThat(run("run", scenario.toString(), "--output", first.toString()).code())
                .isZero();
        assertThat(first.resolve("inputs/workload.yaml")).hasSameTextualContentAs(folder.resolve("mine.yaml"));
        Path second = folder.resolve("second");
        Said again = run("run", first.resolve("scenario.resolved.yaml").toString(), "--output", second.toString());
        assertThat(again.err()).doesNotContain("there is no file");
        assertThat(second.resolve("summary.json")).hasSameTextualContentAs(first.resolve("summary.json"));
    }

    @Test
    void problemsOfAVariedValueAreThoseOfVary() {
        Said said = run("run", QUICKSTART.toString(), "--vary", "plan.aggregators=7..9");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("--vary plan.aggregators=") && line.contains("only 7 workers"));
        assertThat(run("run", QUICKSTART.toString(), "--set", "epochs=2", "--vary", "epochs=1..3")
                        .err())
                .contains("sets the field that --vary varies");
    }

    @Test
    void anOutputThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Said refused = run(
                "run", QUICKSTART.toString(), "--output", file.resolve("result").toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("cannot be written")
                .contains("--output")
                .doesNotContain("\tat ");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void resNet50HasAMiddleBestNumberOfAggregatorsAndSqueezeNetOneOrTwo() throws IOException {
        List<Double> resNet = communicationByAggregators("resnet50-aggregators.yaml");
        int best = resNet.indexOf(resNet.stream().min(Double::compare).orElseThrow()) + 1;
        assertThat(best).isBetween(4, 15);
        assertThat(resNet.get(0)).isGreaterThan(4 * resNet.get(best - 1));
        assertThat(resNet.get(15)).isBetween(resNet.get(best - 1), 1.2 * resNet.get(best - 1));
        List<Double> squeezeNet = communicationByAggregators("squeezenet-aggregators.yaml");
        assertThat(squeezeNet.indexOf(squeezeNet.stream().min(Double::compare).orElseThrow()) + 1)
                .isBetween(1, 2);
    }

    private List<Double> communicationByAggregators(String scenario) throws IOException {
        Path result = folder.resolve(scenario);
        Said said = run(
                "run",
                REPOSITORY.resolve("scenarios").resolve(scenario).toString(),
                "--vary",
                "plan.aggregators=1..16",
                "--json",
                "--output",
                result.toString());
        assertThat(said.code()).isZero();
        assertThat(result.resolve("charts/aggregators.png")).exists();
        List<Double> communication = new ArrayList<>();
        for (JsonNode summary : said.json()) {
            double simulated =
                    summary.at("/simulation/iteration_s/communication/mean").asDouble();
            JsonNode predicted = summary.at("/predictions/0");
            double terms = predicted.at("/terms_s/upload").asDouble()
                    + predicted.at("/terms_s/aggregate").asDouble()
                    + predicted.at("/terms_s/download").asDouble();
            assertThat(simulated).isCloseTo(terms / predicted.at("/iterations").asDouble(), within(1e-9 * simulated));
            communication.add(simulated);
        }
        return communication;
    }

    @Test
    void predictAndCompareTellTheSamePrediction() throws IOException {
        JsonNode predicted = run("predict", QUICKSTART.toString(), "--json").json();
        assertThat(predicted.at("/0/model").asText()).isEqualTo("fasdl");
        JsonNode compared = run("compare", QUICKSTART.toString(), "--json").json();
        assertThat(compared.at("/0/time_s/6/predicted").asDouble())
                .isCloseTo(predicted.at("/0/time_s").asDouble(), within(1e-6));
        assertThat(run("predict", QUICKSTART.toString()).out())
                .contains("FasDL with eq. 6's real-valued iterations (978.47 in all instead of 980)");
    }

    @Test
    void theImplementationsAccountKeepsAnAggregatorsOwnShard() throws IOException {
        JsonNode summary = run(
                        "run",
                        QUICKSTART.toString(),
                        "--set",
                        "counting=implementation",
                        "--set",
                        "epochs=1",
                        "--json",
                        "--output",
                        folder.resolve("r").toString())
                .json();
        assertThat(summary.at("/simulation/requests/put").asInt()).isEqualTo(49 * 4 * 7);
        assertThat(summary.at("/simulation/requests/get").asInt()).isEqualTo(49 * 2 * 4 * 6 + 2 * 7 - 3 * 4);
        assertThat(summary.at("/simulation/requests/delete").asInt()).isEqualTo(49 * 4 * 6);
        assertThat(summary.at("/predictions/0/terms_s/load").asDouble()).isZero();
        // 0.00119·W·(S_s + 33.7)·(2 − K/W) an iteration (FasDL's code).
        assertThat(summary.at("/predictions/0/terms_s/wait").asDouble())
                .isCloseTo(49 * 0.00119 * 7 * (97.49 / 4 + 33.7) * (2 - 4 / 7.0), within(1e-9));
    }

    @Test
    void listNamesEverythingThatCanBeChosen() {
        assertThat(run("list").out())
                .contains("all-reduce", "scatter-reduce", "k-reduce")
                .contains("bsp", "hap", "s3")
                .contains("breakdown", "aggregators", "throughput", "fit", "parity")
                .contains("bert-base-cola", "resnet50-cifar10", "mobilenet-cifar10", "squeezenet-cifar10")
                .contains("aws-lambda-2023");
        Said wrong = run("list", "chart");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("did you mean \"charts\"?");
    }

    @Test
    void validateKnowsAProfileByItsKeys() throws IOException {
        Path anywhere = folder.resolve("copy.yaml");
        for (String profile :
                List.of("workloads/bert-base-cola", "platforms/aws-lambda-2023", "providers/fasdl-code")) {
            String text = Files.readString(REPOSITORY.resolve("traces/" + profile + ".yaml"));
            Files.writeString(anywhere, text);
            assertThat(run("validate", anywhere.toString()).out()).isEqualTo(anywhere + ": valid\n");
            Files.writeString(anywhere, text + "surprise: 1\n");
            Said wrong = run("validate", anywhere.toString());
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.err()).contains("surprise: is not a known key");
        }
    }

    @Test
    void everyShippedScenarioIsValid() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("validate"));
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("scenarios"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".yaml"))
                    .sorted()
                    .forEach(arguments::add);
        }
        Said said = run(arguments.toArray(new String[0]));
        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines()).hasSize(arguments.size() - 1).allMatch(line -> line.endsWith(": valid"));
    }

    static Stream<Arguments> wrongInputs() {
        return Stream.of(
                Arguments.of("wrkload=x", "wrkload: is not a known key; did you mean \"workload\"?"),
                Arguments.of("workload=resnet51-cifar10", "did you mean \"resnet50-cifar10\"?"),
                Arguments.of("workload=missing.yaml", "workload: there is no file \"missing.yaml\""),
                Arguments.of("platform=aws", "platform: there is no traces/platforms/aws.yaml"),
                Arguments.of("prices=nowhere", "prices: there is no traces/providers/nowhere.yaml"),
                Arguments.of("plan.memory=1536", "plan.memory: \"1536\" has no unit; write \"1536 MB\""),
                Arguments.of("plan.memory=1536.0", "\"1536.0\" has no unit; write \"1536.0 MB\""),
                Arguments.of("plan.memory=2e3", "\"2e3\" has no unit; write \"2e3 MB\""),
                Arguments.of("epochs=100000000", "must be a whole number from 1 to 100000"),
                Arguments.of("plan.memory=1536 MiB/s", "allowed here: MB or GB"),
                Arguments.of("plan.memory=-1536 MB", "from 128 MB to 10240 MB"),
                Arguments.of("plan.memory=64 MB", "from 128 MB to 10240 MB"),
                Arguments.of("plan.memory=10241 MB", "from 128 MB to 10240 MB"),
                Arguments.of("plan.memory=.nan", "is not a quantity"),
                Arguments.of("plan.batch=-1", "must be a whole number from 1"),
                Arguments.of("plan.batch=.nan", "must be a whole number from 1"),
                Arguments.of("plan.aggregators=8", "only 7 workers can aggregate"),
                Arguments.of(
                        "plan.batch=147", "7 workers × 147 samples = 1029 exceed the largest global batch of 1024"),
                Arguments.of("plan.non-aggregator-batch=171", "it can be at most 170"),
                Arguments.of("plan.memory=700 MB", "the largest batch that fits is"),
                Arguments.of(
                        "protocol=bps", "must be one of bsp, hap, ssp, asp, but is \"bps\"; did you mean \"bsp\"?"),
                Arguments.of("epochs=0", "must be a whole number from 1"),
                Arguments.of("epochs=", "epochs: is missing"));
    }

    @ParameterizedTest
    @MethodSource("wrongInputs")
    void wrongInputGetsOneClearMessageAndWritesNothing(String override, String message) throws IOException {
        Said said = run(
                "run",
                QUICKSTART.toString(),
                "--set",
                override,
                "--output",
                folder.resolve("r").toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().strip().lines()).hasSize(1);
        assertThat(said.err()).contains(message).doesNotContain("Exception");
        assertThat(inside(folder)).isEmpty();
    }

    @Test
    void memoryBelowWhatTheFormulaNeedsIsRefused() throws IOException {
        Path workload = folder.resolve("large.yaml");
        Files.writeString(
                workload,
                Files.readString(REPOSITORY.resolve("traces/workloads/resnet50-cifar10.yaml"))
                        .replaceFirst("m: -111.46", "m: -2000"));
        Path scenario = folder.resolve("scenario.yaml");
        Files.writeString(
                scenario, Files.readString(QUICKSTART).replace("workload: resnet50-cifar10", "workload: large.yaml"));
        Said said = run("validate", scenario.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("plan.memory: is 1536 MB").contains("needs more than 2000 MB");
    }

    @Test
    void aScenarioThatLeavesItsPlanOpenIsValidButCannotBeRun() throws IOException {
        Path scenario = folder.resolve("open.yaml");
        String open = """
                name: open
                workload: resnet50-cifar10
                epochs: 20
                deadline: 8000 s
                protocol: hap
                """;
        Files.writeString(scenario, open);
        assertThat(run("validate", scenario.toString()).out()).isEqualTo(scenario + ": valid\n");
        Said ran = run("run", scenario.toString());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("plan.workers: is missing")
                .contains("faastrain plan " + scenario + " finds one");
        Files.writeString(scenario, open + "channel: elasticache-redis\ncache: {node: cache.m5.larg}\n");
        Said wrong = run("validate", scenario.toString());
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).startsWith(scenario + ":7:15: cache.node: \"cache.m5.larg\" is not in the services");
    }

    @Test
    void allProblemsOfAFileAreToldAtOnceWithTheirPlaces() throws IOException {
        Path scenario = folder.resolve("scenario.yaml");
        Files.writeString(scenario, """
                name: wrong
                workload: resnet50-cifar10
                epochs: many
                plan:
                  workers: 4
                  memory: 2048
                  batch: 128
                  agregators: 2
                protocol: hop
                """);
        Said said = run("validate", scenario.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith(scenario + ":3:9: epochs: must be a whole number"))
                .anyMatch(line -> line.startsWith(scenario + ":6:11: plan.memory: \"2048\" has no unit"))
                .anyMatch(line -> line.startsWith(scenario + ":8:3: plan.agregators: is not a known key")
                        && line.contains("did you mean \"aggregators\"?"))
                .anyMatch(line -> line.startsWith(scenario + ":9:11: protocol: must be one of"));
    }

    @Test
    void wrongUsageIsToldWithoutAStackTrace() {
        for (String[] wrong : List.of(
                new String[] {"rnu"},
                new String[] {"run"},
                new String[] {"run", "no-such-file.yaml"},
                new String[] {"run", QUICKSTART.toString(), "--vary", "plan.aggregators"},
                new String[] {"run", QUICKSTART.toString(), "--vary", "plan.aggregators=7..1"},
                new String[] {"run", QUICKSTART.toString(), "--set", "plan"},
                new String[] {"chart", "pie", "x"},
                new String[] {"chart", "aggregators"},
                new String[] {"chart", "aggregators", folder.toString()},
                new String[] {"trace", "fit", "no-such-file.csv"},
                new String[] {"trace", "fit", QUICKSTART.toString()},
                new String[] {"validate"})) {
            Said said = run(wrong);
            assertThat(said.code()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(said.out()).isEmpty();
            assertThat(said.err()).isNotBlank().doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    private double time(String... more) throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "run",
                                QUICKSTART.toString(),
                                "--json",
                                "--force",
                                "--set",
                                "epochs=1",
                                "--output",
                                folder.resolve("time").toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return run(arguments).json().at("/simulation/time_s/mean").asDouble();
    }

    private Map<String, List<Byte>> bytes(Path result, String... more) throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of("run", QUICKSTART.toString(), "--output", result.toString()), Stream.of(more))
                .toArray(String[]::new);
        assertThat(run(arguments).code()).isZero();
        Map<String, List<Byte>> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(result)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<Byte> content = new ArrayList<>();
                for (byte one : Files.readAllBytes(file)) {
                    content.add(one);
                }
                bytes.put(result.relativize(file).toString(), content);
            }
        }
        return bytes;
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Said run(String... arguments) {
        return Said.of(arguments);
    }
}
