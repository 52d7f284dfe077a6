package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code faastrain plan}, as a user meets it: an epoch of SqueezeNet within 160 s and a global batch of 384. */
class PlanVerbTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path TRACES = REPOSITORY.resolve("traces");
    private static final String WORKLOAD = "squeezenet-cifar10";
    private static final Path PROFILE = TRACES.resolve("workloads/" + WORKLOAD + ".yaml");
    private static final Path PAPER = REPOSITORY.resolve("scenarios/paper/squeezenet-cifar10.yaml");
    private static final List<String> SMALL =
            List.of("--epochs", "1", "--candidates", "2", "--set", "replications=2", "--quiet");
    private static final List<String> CONSTRAINTS = List.of("--deadline", "160s", "--max-global-batch", "384");

    @TempDir
    private Path folder;

    private static Said run(List<String> arguments) {
        return Said.of(arguments.toArray(String[]::new));
    }

    private static Said plan(String target, String... more) {
        List<String> all = new ArrayList<>(List.of("plan", target));
        all.addAll(Arrays.asList(more));
        return run(all);
    }

    /** A small search under the constraints. */
    private static Said small(String target, Path output, String... more) {
        List<String> all = new ArrayList<>(List.of("plan", target, "--output", output.toString()));
        all.addAll(CONSTRAINTS);
        all.addAll(SMALL);
        all.addAll(Arrays.asList(more));
        return run(all);
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    /** All files of a folder by their names, as digits. */
    private static Map<String, String> bytes(Path result) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(result)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(result.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The workload's profile with something else in it, as a file of its own. */
    private Path profile(String name, String pattern, String replacement) throws IOException {
        String text = Files.readString(PROFILE);
        String changed = text.replaceAll(pattern, replacement);
        assertThat(changed).isNotEqualTo(text);
        return Files.writeString(folder.resolve(name), changed);
    }

    @Test
    void aSearchPrintsEveryStrategyWhatItSearchedAndThePlan() {
        Path result = folder.resolve("r");
        Said said = small(WORKLOAD, result);
        assertThat(said.code()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .startsWith("squeezenet-cifar10: 1 epoch of squeezenet-cifar10 through s3 within 160 s, global batch at"
                        + " most 384\n")
                .containsPattern("(?m)^  exact +1 +2304 +384 +1 +384 ")
                .containsPattern("(?m)^  lambdadnn +1 +\\d+ +384 +- +- ")
                .containsPattern("(?m)^  iaas +\\d+ +[a-z0-9]+\\.[a-z0-9]+ ")
                .containsPattern("(?m)^  fastest +1 +10240 ")
                .contains("every W, K, M in steps of 128 MB and B^a in steps of 16")
                .contains("\nPlan (exact): 1 function of 2,304 MB, batch 384\n")
                .contains("(95 % interval ");
        // One function loads in 2 s and computes 50,000/384 times a(B + b)/(M + m).
        double seconds = 2.0 + 50_000 / 384.0 * 2.16 * (384 + 22.60) / (2304 - 93.22);
        assertThat(said.out()).contains("by the closed form " + Math.round(seconds * 100) / 100.0 + " s");
    }

    @Test
    void aSearchWritesTablesChartsAndPlansThatCanBeRun() throws IOException {
        Path result = folder.resolve("r");
        small(WORKLOAD, result, "--strategy", "two-stage,exact");
        assertThat(bytes(result).keySet())
                .containsExactly(
                        "candidates.csv",
                        "charts/cost-time.csv",
                        "charts/cost-time.png",
                        "charts/cost-time.svg",
                        "charts/strategies.csv",
                        "charts/strategies.png",
                        "charts/strategies.svg",
                        "front.csv",
                        "manifest.json",
                        "plan-exact.yaml",
                        "plan-two-stage.yaml",
                        "plan.json",
                        "plan.yaml",
                        "scenario.resolved.yaml",
                        "strategies.csv");
        assertThat(result.resolve("plan.yaml")).hasSameTextualContentAs(result.resolve("plan-exact.yaml"));
        assertThat(inside(folder)).containsExactly(result);
    }

    @Test
    void theFolderSaysHowToRunThePlan() {
        Path result = folder.resolve("r");
        List<String> told = new ArrayList<>(List.of("plan", WORKLOAD, "--output", result.toString(), "--model-only"));
        told.addAll(CONSTRAINTS);
        told.addAll(List.of("--epochs", "1", "--strategy", "exact"));
        assertThat(run(told).err())
                .endsWith("Result: " + result + "; run the plan with: faastrain run " + result.resolve("plan.yaml")
                        + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"brute-force", "all-reduce", "scatter-reduce", "lambdadnn", "iaas"})
    void runGivesAPlanTheTimeAndTheCostThatTheSearchGaveIt(String strategy) throws IOException {
        Path result = folder.resolve("r");
        // 170 s leave every strategy a plan.
        List<String> search = new ArrayList<>(List.of("plan", WORKLOAD, "--output", result.toString()));
        search.addAll(List.of("--deadline", "170s", "--max-global-batch", "384", "--strategy", strategy));
        search.addAll(SMALL);
        assertThat(run(search).code()).isZero();
        JsonNode planned = json(result.resolve("plan.json")).at("/strategies/0");
        Said run = run(List.of(
                "run",
                result.resolve("plan-" + strategy + ".yaml").toString(),
                "--set",
                "replications=" + planned.at("/simulated/replications").asInt(),
                "--json",
                "--output",
                folder.resolve("run").toString()));
        assertThat(run.code()).isZero();
        // Both draw the same chance for a replication, so that nothing is left between them.
        JsonNode simulation = run.json().get("simulation");
        assertThat(simulation.at("/time_s/mean")).isEqualTo(planned.at("/simulated/time_s"));
        assertThat(simulation.at("/time_s/ci95")).isEqualTo(planned.at("/simulated/time_ci95_s"));
        assertThat(simulation.at("/cost_usd/mean")).isEqualTo(planned.at("/simulated/cost_usd"));
        assertThat(run.json().at("/scenario/plan/workers")).isEqualTo(planned.at("/plan/workers"));
        Said predicted = run(List.of(
                "predict",
                result.resolve("plan-" + strategy + ".yaml").toString(),
                "--json",
                "--set",
                "counting=paper"));
        JsonNode prediction = predicted.json().get(0);
        assertThat(prediction.get("time_s").asDouble())
                .isCloseTo(planned.at("/predicted/time_s").asDouble(), within(1e-9));
        assertThat(prediction.get("cost_usd").asDouble())
                .isCloseTo(planned.at("/predicted/cost_usd").asDouble(), within(1e-12));
    }

    @Test
    void theSameSearchGivesTheSameBytesOnOneThreadAndOnMany() throws IOException {
        String[] strategies = {"--strategy", "exact,brute-force,lambdadnn,iaas"};
        Path many = folder.resolve("many");
        Said said = small(WORKLOAD, many, strategies);
        assertThat(said.code()).isZero();
        Path one = folder.resolve("one");
        Said alone = onOneThread(() -> small(WORKLOAD, one, strategies));
        assertThat(bytes(one)).isEqualTo(bytes(many));
        // All but how long the search took.
        assertThat(withoutSeconds(alone)).isEqualTo(withoutSeconds(said));
    }

    private static Said onOneThread(Callable<Said> work) {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            return pool.submit(work).get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        } finally {
            pool.shutdown();
        }
    }

    private static String withoutSeconds(Said said) {
        return said.out().replaceAll(" +\\d+\\.\\d{3}  ", " s ").replaceAll("cut +s", "cut s");
    }

    @Test
    void aRepeatedSearchReplacesItsFolderAndAnotherIsRefusedWithoutForce() throws IOException {
        Path result = folder.resolve("r");
        String[] search = {
            "--strategy", "exact", "--set", "compute.trace=" + TRACES + "/iterations/iteration-times-grid.csv"
        };
        assertThat(small(WORKLOAD, result, search).code()).isZero();
        Map<String, String> first = bytes(result);
        assertThat(small(WORKLOAD, result, search).code()).isZero();
        assertThat(bytes(result)).isEqualTo(first);
        for (String[] other : List.of(
                new String[] {"--strategy", "standalone"},
                new String[] {"--strategy", "exact", "--model-only"},
                new String[] {"--strategy", "exact", "--confidence", "0.9"})) {
            Said refused = small(WORKLOAD, result, other);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("holds the result of another scenario")
                    .contains("--force");
            assertThat(bytes(result)).isEqualTo(first);
        }
        assertThat(small(WORKLOAD, result, "--strategy", "standalone", "--force")
                        .code())
                .isZero();
        assertThat(result.resolve("plan-exact.yaml")).doesNotExist();
        assertThat(inside(folder)).containsExactly(result);
    }

    @Test
    void aFolderOfScenariosIsSearchedOneByOneIntoFoldersOfTheirOwn() throws IOException, InterruptedException {
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        Files.writeString(scenarios.resolve("b.yaml"), Files.readString(PAPER).replaceFirst("name: .*", "name: B"));
        Files.writeString(scenarios.resolve("a.yaml"), Files.readString(PAPER).replaceFirst("name: .*", "name: A"));
        Files.writeString(scenarios.resolve("notes.txt"), "no scenario");
        // The default place is below the current folder, which only another process has elsewhere.
        Path said = folder.resolve("said.json");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-Dfaastrain.home=" + REPOSITORY,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "faastrain.cli.Main",
                        "plan",
                        "scenarios",
                        "--model-only",
                        "--strategy",
                        "standalone",
                        "--quiet",
                        "--json")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        JsonNode printed = json(said);
        assertThat(printed.isArray()).isTrue();
        assertThat(printed.findValuesAsText("name")).containsExactly("A", "B");
        for (int i = 0; i < 2; i++) {
            Path result = folder.resolve("reports/plan-" + (i == 0 ? "a" : "b"));
            JsonNode written = json(result.resolve("plan.json"));
            assertThat(written.at("/selected")).isEqualTo(printed.at("/" + i + "/selected"));
        }
    }

    @Test
    void oneSearchPrintsOneObjectThatIsPlanJsonWithTheSecondsOfEachSearch() throws IOException {
        Path result = folder.resolve("r");
        Said said = small(WORKLOAD, result, "--model-only", "--strategy", "exact,standalone", "--json");
        JsonNode printed = said.json();
        assertThat(printed.isObject()).isTrue();
        List<JsonNode> seconds = new ArrayList<>();
        for (JsonNode strategy : printed.get("strategies")) {
            seconds.add(((ObjectNode) strategy).remove("search_s"));
        }
        assertThat(seconds).hasSize(2).allMatch(each -> each.asDouble() >= 0);
        assertThat(printed).isEqualTo(json(result.resolve("plan.json")));
    }

    @Test
    void severalSearchesIntoOneFolderAreRefused() throws IOException {
        Said refused = small(WORKLOAD, folder.resolve("r"), PAPER.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--output names one folder, but there are 2 scenarios");
        assertThat(refused.out()).isEmpty();
        assertThat(inside(folder)).isEmpty();
    }

    @Test
    void aWorkloadGivenAsAPathIsKeptWithTheResultWhichCanBeSearchedAgainAnywhere() throws IOException {
        Path copy = Files.copy(PROFILE, folder.resolve(WORKLOAD + ".yaml"));
        Path named = folder.resolve("named");
        Path given = folder.resolve("given");
        String[] search = {"--strategy", "exact,iaas"};
        assertThat(small(WORKLOAD, named, search).code()).isZero();
        Said said = small(copy.toString(), given, search);
        assertThat(said.code()).isZero();
        assertThat(said.out()).doesNotContain(folder.toString());
        assertThat(given.resolve("plan.json")).hasSameTextualContentAs(named.resolve("plan.json"));
        assertThat(given.resolve("inputs/workload.yaml")).hasSameBinaryContentAs(PROFILE);
        try (Stream<Path> files = Files.walk(given)) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(yaml|json|csv|svg)"))
                    .toList()) {
                assertThat(Files.readString(file)).as("%s", file).doesNotContain(folder.toString());
            }
        }
        Files.delete(copy);
        Path moved = Files.move(given, folder.resolve("moved"));
        Path again = folder.resolve("again");
        assertThat(plan(
                                moved.resolve("scenario.resolved.yaml").toString(),
                                "--strategy",
                                "exact,iaas",
                                "--quiet",
                                "--output",
                                again.toString())
                        .code())
                .isZero();
        assertThat(again.resolve("plan.json")).hasSameTextualContentAs(named.resolve("plan.json"));
    }

    @Test
    void everyInputGivenByPathIsKeptAndTheSearchCanBeRepeated() throws IOException {
        String scenario = Files.readString(PAPER)
                .replaceFirst("workload: .*", "workload: " + PROFILE)
                .replaceFirst("platform: .*", "platform: " + TRACES.resolve("platforms/aws-lambda-2023.yaml"))
                .replaceFirst("prices: .*", "prices: " + TRACES.resolve("providers/aws-us-east-1-2024.yaml"))
                .replaceFirst("trace: .*", "trace: " + TRACES.resolve("iterations/iteration-times-grid.csv"));
        Path file = Files.writeString(folder.resolve("paths.yaml"), scenario);
        Path result = folder.resolve("r");
        String[] all = {"--set", "services=" + TRACES.resolve("services/aws-2024.yaml"), "--strategy", "exact"};
        assertThat(small(file.toString(), result, all).code()).isZero();
        Map<String, String> first = bytes(result);
        assertThat(first.keySet().stream().filter(name -> name.startsWith("inputs")))
                .containsExactly(
                        "inputs/compute-trace.csv",
                        "inputs/platform.yaml",
                        "inputs/prices.yaml",
                        "inputs/services.yaml",
                        "inputs/workload.yaml");
        assertThat(small(file.toString(), result, all).code()).isZero();
        assertThat(bytes(result)).isEqualTo(first);
        assertThat(run(List.of("validate", result.resolve("plan.yaml").toString()))
                        .code())
                .isZero();
    }

    @Test
    void aWorkloadWhoseIterationsNobodyTracedTakesTheFormulasTime() throws IOException {
        Path mine = profile("mine.yaml", "name: SqueezeNet", "name: Mine");
        Path result = folder.resolve("r");
        assertThat(small(mine.toString(), result, "--strategy", "standalone").code())
                .isZero();
        JsonNode plan = json(result.resolve("plan.json"));
        assertThat(plan.at("/warnings/0").asText())
                .contains("no iterations of this model were traced")
                .contains("--set compute.trace=FILE");
        assertThat(result.resolve("plan.yaml")).content().contains("source: formula");
        // Who asks for traced iterations is told that there are none.
        Said asked = small(mine.toString(), folder.resolve("s"), "--set", "compute.source=bootstrap");
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("compute.model");
    }

    @Test
    void aWorkloadWithoutUsualEpochsNeedsThemOnTheCommandLine() throws IOException {
        Path mine = profile("mine.yaml", "(?s)\ntraining:.*", "\n");
        List<String> search = new ArrayList<>(List.of(
                "plan",
                mine.toString(),
                "--model-only",
                "--strategy",
                "standalone",
                "--output",
                folder.resolve("r").toString()));
        search.addAll(CONSTRAINTS);
        Said refused = run(search);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo(mine + ": training.epochs: is not there; say how many epochs are trained, such as --epochs"
                        + " 20\n");
        search.addAll(List.of("--set", "epochs=1"));
        assertThat(run(search).code()).isZero();
    }

    @Test
    void aWorkloadWhoseMemoryNobodyProfiledIsPlannedByARuleThatIsTold() throws IOException {
        Path mine = profile("mine.yaml", "(?s)training-memory:.*?\n(?=training:)", "");
        Path result = folder.resolve("r");
        assertThat(small(mine.toString(), result, "--model-only", "--strategy", "standalone")
                        .code())
                .isZero();
        JsonNode plan = json(result.resolve("plan.json"));
        assertThat(plan.get("warnings").toString())
                .contains("300 MiB and 3 times the model, with 10 % of headroom, and batches to have at most 128")
                .contains("training squeezenet-cifar10 by batch")
                .doesNotContain(folder.toString());
        assertThat(plan.at("/selected/plan/batch").asInt()).isEqualTo(128);
        // The smallest memory of the grid above (300 + 3 × 4.71) × 1.1 = 345.5 MB is 384 MB.
        assertThat(plan.at("/selected/plan/memory_mb").asInt()).isGreaterThanOrEqualTo(384);
    }

    @Test
    void aPlanThatAScenarioHasIsNotUsedWhichIsTold() throws IOException {
        Path result = folder.resolve("r");
        Path quickstart = REPOSITORY.resolve("scenarios/quickstart.yaml");
        // Its 4 aggregators are no reason to leave out what has none.
        Said said = plan(
                quickstart.toString(),
                "--deadline",
                "8000s",
                "--model-only",
                "--strategy",
                "exact,lambdadnn,iaas",
                "--output",
                result.toString());
        assertThat(said.code()).isZero();
        assertThat(said.err())
                .contains(
                        "Warning: plan.workers, plan.memory, plan.batch, plan.aggregators of the scenario are not used")
                .doesNotContain("left out");
        assertThat(json(result.resolve("plan.json")).get("strategies"))
                .hasSize(3)
                .allMatch(strategy -> strategy.get("feasible").asBoolean());
    }

    static Stream<Arguments> wrongInputs() {
        return Stream.of(
                wrong("--deadline 0s", "--deadline 0s: deadline: must be from 1 ms"),
                wrong("--deadline 8000", "--deadline 8000: deadline: \"8000\" has no unit; write \"8000 s\""),
                wrong(
                        "--deadline 10s",
                        "--deadline 10s: deadline: of 10 s is below the fastest possible: by the closed form the fastest"
                                + " plan takes 14 s (1 function of 10,240 MB, batch 384)"),
                wrong("--deadline 500ms", "deadline: of 0.5 s is below the fastest possible"),
                wrong("--max-global-batch 0", "plan.max-global-batch: must be a whole number from 1"),
                wrong(
                        "--max-global-batch 5",
                        "--max-global-batch 5: plan.max-global-batch: no plan fits: the global batch may have 5 samples and"
                                + " the smallest batch of the grid has 16; a batch step of 4 (--batch-step 4) makes smaller"
                                + " ones"),
                wrong(
                        "--max-batch 5",
                        "--max-batch 5: search.max-batch: no plan fits: batches of at most 5 are allowed and the smallest of"
                                + " the grid is 16"),
                wrong("--confidence 2", "search.confidence: must be a number without a unit from 0.01 to 0.999"),
                wrong(
                        "--memory-step 100MB",
                        "search.memory-step: is 100 MB, but must divide 128 MB, so that the grid holds FasDL's; nearest are"
                                + " 64 MB and 128 MB"),
                wrong("--memory-step 128", "search.memory-step: \"128\" has no unit; write \"128 MB\""),
                wrong("--batch-step 3", "search.batch-step: is 3, but must divide 16"),
                wrong("--candidates -1", "search.candidates: must be a whole number from 0 to 10000"),
                wrong("--epochs many", "epochs: must be a whole number from 1"),
                wrong("--channel s4", "--channel s4: channel: must be one of s3"),
                wrong("--channel dynamodb", "--channel dynamodb: channel: is dynamodb, but plans are looked for with"),
                wrong("--channel vm-network", "the strategies lambdadnn and iaas compare them with"),
                wrong(
                        "--set channel=dynamodb",
                        "channel: is dynamodb, but plans are looked for with FasDL's closed form"),
                wrong("--set protocol=asp", "protocol: is asp, for which there is no closed form"),
                wrong("--set pattern=ring", "pattern: is ring, but the channel s3 takes all-reduce"),
                wrong("--set algorithm.kind=ma-sgd", "algorithm.kind: is ma-sgd, but plans are looked for with"));
    }

    private static Arguments wrong(String option, String message) {
        return Arguments.of(option, message);
    }

    /** The constraints, but what another option says. */
    private static List<String> others(String option) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < CONSTRAINTS.size(); i += 2) {
            if (!option.startsWith(CONSTRAINTS.get(i) + " ")) {
                all.addAll(CONSTRAINTS.subList(i, i + 2));
            }
        }
        if (!option.startsWith("--epochs")) {
            all.addAll(List.of("--epochs", "1"));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("wrongInputs")
    void wrongInputGetsOneClearMessageAndWritesNothing(String option, String message) throws IOException {
        List<String> search = new ArrayList<>(List.of("plan", WORKLOAD, "--strategy", "exact", "--output"));
        search.add(folder.resolve("below/r").toString());
        search.addAll(others(option));
        search.addAll(Arrays.asList(option.split(" ", -1)));
        assertRefused(run(search), message);
    }

    private void assertRefused(Said said, String message) throws IOException {
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines().filter(line -> !line.startsWith("See: "))).hasSize(1);
        assertThat(said.err()).contains(message).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(inside(folder).stream().filter(Files::isDirectory)).isEmpty();
    }

    @Test
    void whatIsMissingIsAskedOfTheUserAndNotOfAFileThatIsNotTheirs() throws IOException {
        String result = folder.resolve("r").toString();
        assertRefused(
                plan(WORKLOAD, "--max-global-batch", "384", "--output", result),
                WORKLOAD
                        + ": deadline: is needed to look for a plan, such as \"deadline: 8000 s\" or --deadline 8000s");
        assertRefused(
                plan(WORKLOAD, "--deadline", "160s", "--output", result),
                WORKLOAD + ": plan.max-global-batch: is needed to look for a plan");
        Said both = plan(WORKLOAD, "--output", result);
        assertThat(both.err().lines()).hasSize(2);
        assertRefused(plan("--deadline", "160s", "--output", result), "WORKLOAD|SCENARIO");
    }

    @Test
    void unknownNamesAreAnsweredWithTheNearest() throws IOException {
        assertRefused(
                small("squeezenet-cifar01", folder.resolve("r")),
                "squeezenet-cifar01: is neither a file nor a workload; did you mean \"squeezenet-cifar10\"?");
        assertRefused(
                small(WORKLOAD, folder.resolve("r"), "--strategy", "exact,two-stag"),
                "there is no strategy \"two-stag\"; did you mean \"two-stage\"?");
        assertRefused(small("no-such.yaml", folder.resolve("r")), "no-such.yaml: there is no such file");
    }

    @Test
    void aModelThatFitsNoFunctionHasNoPlanOfFunctions() throws IOException {
        Path fat = profile("fat.yaml", "base: 297.488 MiB", "base: 20000 MiB");
        // (20,000 + 16 × 0.540358) × 1.1 = 22,009.5
        assertRefused(
                small(fat.toString(), folder.resolve("r"), "--strategy", "exact,standalone"),
                "fat: workload: no plan fits: no memory fits a batch of 16: training with it needs 22010 MB and functions"
                        + " have at most 10240 MB");
        // Where machines train it all the same, that is a result, but no plan of functions.
        Said found = small(fat.toString(), folder.resolve("r"), "--model-only", "--strategy", "exact,iaas");
        assertThat(found.code()).isEqualTo(1);
        assertThat(found.out()).contains("\nNo plan of functions: no strategy that was asked found one");
        assertThat(folder.resolve("r/plan-iaas.yaml")).exists();
        assertThat(folder.resolve("r/plan.yaml")).doesNotExist();
    }

    @Test
    void theExitCodeSaysThatNoPlanWasFoundAlthoughTheConstraintsAllowOne() throws IOException {
        Path paper = REPOSITORY.resolve("scenarios/paper/resnet50-cifar10.yaml");
        Path result = folder.resolve("r");
        // FasDL's Table IV: AllReduce trains ResNet50 in no 8,000 s.
        String[] search = {"--strategy", "all-reduce", "--quiet", "--output", result.toString()};
        Said byModel = plan(paper.toString(), concat(search, "--model-only"));
        assertThat(byModel.code()).isEqualTo(1);
        assertThat(byModel.out())
                .containsPattern("(?m)^  all-reduce +no plan$")
                .contains("Why not\n  all-reduce: the fastest takes ")
                .endsWith("No plan of functions: no strategy that was asked found one that keeps the constraints\n");
        assertThat(json(result.resolve("plan.json")).get("selected").isNull()).isTrue();
        assertThat(plan(paper.toString(), concat(search, "--model-only", "--strategy", "exact", "--force"))
                        .code())
                .isZero();
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void aPlanThatNoStrategyProposesIsFoundAmongTheCandidates() throws IOException {
        Path result = folder.resolve("r");
        List<String> search = new ArrayList<>(List.of("plan", WORKLOAD, "--deadline", "60s", "--output"));
        search.addAll(List.of(result.toString(), "--max-global-batch", "384", "--strategy", "two-stage"));
        search.addAll(SMALL);
        Said said = run(search);
        assertThat(said.code()).isZero();
        assertThat(said.out())
                .containsPattern("(?m)^  two-stage +no plan$")
                .contains("\nPlan (candidates): 1 function of 2,304 MB, batch 384\n");
        assertThat(json(result.resolve("plan.json")).at("/selected/by").asText())
                .isEqualTo("candidates");
        assertThat(result.resolve("plan.yaml")).exists();
        assertThat(result.resolve("plan-two-stage.yaml")).doesNotExist();
    }

    @Test
    void aPlanThatTheSimulationFindsTooSlowIsNotRecommended() throws IOException {
        Path result = folder.resolve("r");
        // By the closed form 53.73 s; starting and polling take some seconds more.
        List<String> search = new ArrayList<>(List.of("plan", WORKLOAD, "--deadline", "54s", "--output"));
        search.addAll(List.of(result.toString(), "--max-global-batch", "384", "--strategy", "exact"));
        search.addAll(List.of("--epochs", "1", "--candidates", "0", "--set", "replications=2", "--quiet"));
        Said said = run(search);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains(
                        "No plan of functions: none that was simulated meets the deadline in a share of 0.5 of its runs");
        JsonNode plan = json(result.resolve("plan.json"));
        assertThat(plan.at("/strategies/0/feasible").asBoolean()).isTrue();
        assertThat(plan.at("/strategies/0/simulated/holds").asBoolean()).isFalse();
        assertThat(result.resolve("plan-exact.yaml")).exists();
        assertThat(result.resolve("plan.yaml")).doesNotExist();
    }
}
