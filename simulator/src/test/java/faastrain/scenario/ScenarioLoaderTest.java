package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioLoaderTest {
    private static Scenario load(String text) {
        return ScenarioLoader.load("s.yaml", text, List.of()).scenario();
    }

    private static AbstractStringAssert<?> refusal(String text) {
        return assertThat(
                assertThrows(InvalidInputException.class, () -> load(text)).getMessage());
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
        String text = """
                name: x
                worklaod: resnet50-cifar10
                epochs: 0
                plan:
                  workers: 7
                  memory: 1536
                  batch: 128
                  aggregators: 9
                  max-global-batch: 512
                patern: k-reduce
                protocol: bps
                cache: formula
                seed: "1"
                """;
        InvalidInputException invalid = assertThrows(InvalidInputException.class, () -> load(text));
        assertThat(String.valueOf(invalid.getMessage()).lines())
                .containsExactly(
                        "s.yaml:2:1: worklaod: is not a known key; did you mean \"workload\"? (known here: name,"
                                + " description, workload, platform, services, prices, epochs, deadline, plan, pattern, protocol,"
                                + " staleness, channel, capacity, cache, table, server, vm, curve, fluctuation,"
                                + " counting, last-batch, algorithm, convergence, compute, sgd, stragglers, waiting,"
                                + " start-up, re-invocation, lifetime, checkpoint, faults, search, replications, precision, seed)",
                        "s.yaml:3:9: epochs: must be a whole number from 1 to 100000, but is \"0\"",
                        "s.yaml:6:11: plan.memory: \"1536\" has no unit; write \"1536 MB\" (MB or GB)",
                        "s.yaml:7:10: plan.batch: is too large: 7 workers × 128 samples = 896 exceed the largest"
                                + " global batch of 512; with 7 workers the batch can be at most 73",
                        "s.yaml:8:16: plan.aggregators: is 9, but only 7 workers can aggregate; it must be from 1"
                                + " to 7",
                        "s.yaml:10:1: patern: is not a known key; did you mean \"pattern\"? (known here: name,"
                                + " description, workload, platform, services, prices, epochs, deadline, plan, pattern, protocol,"
                                + " staleness, channel, capacity, cache, table, server, vm, curve, fluctuation,"
                                + " counting, last-batch, algorithm, convergence, compute, sgd, stragglers, waiting,"
                                + " start-up, re-invocation, lifetime, checkpoint, faults, search, replications, precision, seed)",
                        "s.yaml:11:11: protocol: must be one of bsp, hap, ssp, asp, but is \"bps\"; did you mean \"bsp\"?",
                        "s.yaml:12:8: cache: must hold \"key: value\" lines (node, pricing, max-value), but is"
                                + " \"formula\"",
                        "s.yaml:13:7: seed: must be a whole number from 0 to 999999999999999999, but is \"1\" in"
                                + " quotes");
    }

    @Test
    void anUnknownKeyOfASectionIsToldWithTheKeysOfThatSection() {
        refusal(Texts.with("plan.worker", "8"))
                .isEqualTo(
                        "s.yaml:9:3: plan.worker: is not a known key; did you mean \"workers\"? (known here: workers,"
                                + " memory, batch, aggregators, non-aggregator-batch, max-global-batch)");
    }

    @ParameterizedTest
    @CsvSource({
        "1536, has no unit; write \"1536 MB\" (MB or GB)",
        "1536 MiB, has the unit \"MiB\"; allowed here: MB or GB",
        "1536 s, has the unit \"s\"; allowed here: MB or GB",
        ".nan, is not a quantity",
        ".inf MB, is not a quantity",
        "NaN MB, is not a quantity",
        "0x600 MB, has the unit \"x600 MB\"",
        "1e400 MB, is too large",
        "1e99 MB, must be a whole number of MB from 128 MB to 10240 MB",
        "-1536 MB, must be a whole number of MB from 128 MB to 10240 MB",
        "127 MB, must be a whole number of MB from 128 MB to 10240 MB",
        "10241 MB, must be a whole number of MB from 128 MB to 10240 MB",
        "1536.5 MB, must be a whole number of MB from 128 MB to 10240 MB",
        "10.1 GB, must be a whole number of MB from 128 MB to 10240 MB"
    })
    void memoryIsAWholeNumberOfMegabytesThatAFunctionCanHave(String memory, String told) {
        refusal(Texts.with("plan.memory", memory))
                .startsWith("s.yaml:6:11: plan.memory: ")
                .contains(told);
    }

    @ParameterizedTest
    @CsvSource({"128 MB, 128", "10240 MB, 10240", "10 GB, 10240", "0.125 GB, 128", "1.5e3 MB, 1500"})
    void memoryIsKeptInMegabytes(String memory, int megabytes) {
        assertThat(load(Texts.with("plan.memory", memory)).plan().memoryMb()).hasValue(megabytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1.5",
                "1e1",
                "0x10",
                "0o17",
                ".nan",
                ".inf",
                "NaN",
                "many",
                "\"20\"",
                "'20'",
                "100001",
                "99999999999999999999999999",
                "20 epochs",
                "true",
                "[20]",
                "{a: 1}"
            })
    void epochsAreAWholeNumberInPlainDigits(String epochs) {
        refusal(Texts.with("epochs", epochs))
                .startsWith("s.yaml:3:9: epochs: must be a ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"plan.workers, 10000, 10001", "plan.batch, 1000000, 1000001", "replications, 1000000, 1000001"})
    void boundsBelongToWhatIsAllowed(String path, String most, String more) {
        assertThat(load(Texts.with(path, most)).name()).isEqualTo("a run");
        assertThat(load(Texts.with(path, "7")).name()).isEqualTo("a run");
        refusal(Texts.with(path, more)).contains(path + ": must be a whole number from 1 to " + most);
        refusal(Texts.with(path, "0")).contains(path + ": must be a whole number from 1 to " + most);
    }

    @Test
    void aQuotedBatchOfTheOthersIsToldToBeInQuotes() {
        refusal(Texts.with("plan.non-aggregator-batch", "\"64\""))
                .endsWith("must be \"auto\" or a whole number from 1 to 1000000, but is \"64\" in quotes");
    }

    @Test
    void moreAggregatorsThanWorkersAreRefused() {
        assertThat(load(Texts.with("plan.aggregators", "7")).plan().aggregators())
                .isEqualTo(7);
        refusal(Texts.with("plan.aggregators", "8"))
                .isEqualTo("s.yaml:8:16: plan.aggregators: is 8, but only 7 workers can aggregate; it must be from 1"
                        + " to 7");
    }

    @Test
    void allReduceHasOneAggregatorSaidOrUnsaid() {
        assertThat(load(Texts.with("pattern", "all-reduce", "plan.aggregators", "-"))
                        .plan()
                        .aggregators())
                .isEqualTo(1);
        assertThat(load(Texts.with("pattern", "all-reduce", "plan.aggregators", "1"))
                        .plan()
                        .aggregators())
                .isEqualTo(1);
        refusal(Texts.with("pattern", "all-reduce", "plan.aggregators", "2"))
                .contains("plan.aggregators: is 2, but all-reduce has 1 aggregator; leave it out, or use pattern:"
                        + " k-reduce");
    }

    @Test
    void inScatterReduceAllWorkersAggregateSaidOrUnsaid() {
        assertThat(load(Texts.with("pattern", "scatter-reduce", "plan.aggregators", "-"))
                        .plan()
                        .aggregators())
                .isEqualTo(7);
        assertThat(load(Texts.with("pattern", "scatter-reduce", "plan.aggregators", "7"))
                        .plan()
                        .aggregators())
                .isEqualTo(7);
        refusal(Texts.with("pattern", "scatter-reduce", "plan.aggregators", "4"))
                .contains("plan.aggregators: is 4, but in scatter-reduce all 7 workers aggregate");
    }

    @Test
    void kReduceNeedsItsAggregators() {
        refusal(Texts.with("plan.aggregators", "-"))
                .isEqualTo("s.yaml:4:1: plan.aggregators: is missing; the pattern k-reduce needs it (from 1 to the 7"
                        + " workers)");
    }

    @Test
    void aGlobalBatchAboveTheLargestIsToldWithTheLargestBatchThatFits() {
        assertThat(load(Texts.with("plan.max-global-batch", "896")).plan().maxGlobalBatch())
                .isEqualTo(OptionalInt.of(7 * 128));
        refusal(Texts.with("plan.max-global-batch", "895"))
                .isEqualTo("s.yaml:7:10: plan.batch: is too large: 7 workers × 128 samples = 896 exceed the largest"
                        + " global batch of 895; with 7 workers the batch can be at most 127");
    }

    @Test
    void noBatchFitsMoreWorkersThanSamples() {
        refusal(Texts.with("plan.max-global-batch", "6"))
                .endsWith("exceed the largest global batch of 6; no batch fits, as there are more workers than"
                        + " samples");
    }

    @Test
    void aNonAggregatorBatchThatMakesTheGlobalBatchTooLargeIsToldWithTheLargestThatFits() {
        // 4 × 128 + 3 × 170 = 1022, 4 × 128 + 3 × 171 = 1025
        String most = "1024";
        assertThat(load(Texts.with("plan.max-global-batch", most, "plan.non-aggregator-batch", "170"))
                        .plan())
                .extracting(Scenario.Plan::nonAggregatorBatch)
                .isEqualTo(OptionalInt.of(170));
        refusal(Texts.with("plan.max-global-batch", most, "plan.non-aggregator-batch", "171"))
                .endsWith("plan.non-aggregator-batch: is too large: 4 × 128 + 3 × 171 = 1025 samples exceed the largest"
                        + " global batch of 1024; it can be at most 170");
    }

    @Test
    void aSmallNonAggregatorBatchLeavesTheAggregatorsRoom() {
        // 7 × 200 = 1400, but 4 × 200 + 3 × 50 = 950
        String text =
                Texts.with("plan.batch", "200", "plan.max-global-batch", "950", "plan.non-aggregator-batch", "50");
        assertThat(load(text).plan().batch()).isEqualTo(200);
    }

    @Test
    void anAggregatorBatchThatLeavesTheOthersNoSampleIsTheOneThatIsTooLarge() {
        refusal(Texts.with("plan.batch", "256", "plan.max-global-batch", "1024", "plan.non-aggregator-batch", "1"))
                .endsWith("plan.batch: is too large: 7 workers × 256 samples = 1792 exceed the largest global batch of"
                        + " 1024; with 7 workers the batch can be at most 146");
    }

    @Test
    void aDeadlineIsATimeAboveZero() {
        assertThat(load(Texts.with("deadline", "2.25 h")).deadlineSeconds()).hasValue(8100);
        assertThat(load(Texts.with()).deadlineSeconds()).isEmpty();
        refusal(Texts.with("deadline", "0 s")).contains(" deadline: must be from 1 ms to ");
        refusal(Texts.with("deadline", "8000")).contains(" deadline: \"8000\" has no unit; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "workload", "epochs", "plan.workers", "plan.batch"})
    void whatIsNeededIsToldWithAnExample(String path) {
        String key = path.substring(path.indexOf('.') + 1);
        refusal(Texts.with(path, "-"))
                .contains(path + ": is missing; it is needed")
                .contains("\"" + key + ": ");
        refusal(Texts.with(path, "~")).contains(path + ": is missing; it is needed");
    }

    private static Scenario open(String... pathsAndValues) {
        Map<String, String> fields = Texts.minimal();
        fields.keySet().removeIf(path -> path.startsWith("plan."));
        fields.put("deadline", "8000 s");
        for (int i = 0; i < pathsAndValues.length; i += 2) {
            fields.put(pathsAndValues[i], pathsAndValues[i + 1]);
        }
        return ScenarioLoader.loadOpen("s.yaml", Texts.yaml(fields), List.of()).scenario();
    }

    @Test
    void aPlanThatIsLeftOpenKeepsOnlyWhatASearchHasToKeepTo() {
        assertThat(open().plan())
                .isEqualTo(new Scenario.Plan(1, OptionalInt.empty(), 1, 1, OptionalInt.empty(), OptionalInt.empty()));
        assertThat(open("plan.max-global-batch", "1024", "plan.non-aggregator-batch", "64")
                        .plan())
                .isEqualTo(new Scenario.Plan(1, OptionalInt.empty(), 1, 1, OptionalInt.of(64), OptionalInt.of(1024)));
        assertThat(open("plan.workers", "7", "plan.memory", "1536 MB").plan())
                .isEqualTo(new Scenario.Plan(7, OptionalInt.of(1536), 1, 1, OptionalInt.empty(), OptionalInt.empty()));
        assertThat(open(
                                "pattern",
                                "scatter-reduce",
                                "stragglers.count",
                                "9",
                                "faults.crash-worker",
                                "8",
                                "faults.crash-time",
                                "1 s")
                        .stragglers()
                        .count())
                .isEqualTo(9);
        assertThat(open(Texts.minimal().entrySet().stream()
                                .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                                .toArray(String[]::new))
                        .plan())
                .isEqualTo(load(Texts.with()).plan());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan.workers|0|plan.workers: must be a whole number from 1 to 10000",
                "plan.memory|64 MB|plan.memory: must be a whole number of MB from 128 MB",
                "plan.batch|1.5|plan.batch: must be a whole number",
                "plan.max-global-batch|0|plan.max-global-batch: must be",
                "channel|vm-network|channel: is vm-network, which does not go with the pattern k-reduce"
            })
    void whatAnOpenPlanSaysIsChecked(String path, String value, String message) {
        assertThatThrownBy(() -> open(path, value))
                .isInstanceOfSatisfying(InvalidInputException.class, invalid -> assertThat(invalid.problems())
                        .hasSize(1))
                .hasMessageContaining(message);
    }

    @Test
    void whatAnOpenPlanSaysTogetherIsChecked() {
        assertThatThrownBy(() -> open("plan.workers", "3", "plan.aggregators", "5"))
                .hasMessageContaining("is 5, but only 3 workers can aggregate");
        assertThat(open("plan.aggregators", "5").plan().aggregators()).isEqualTo(5);
    }

    @Test
    void aScenarioWithADeadlineThatLacksItsWorkersIsToldWhatFindsThem() {
        refusal(Texts.with("deadline", "8000 s", "plan.workers", "-"))
                .isEqualTo("s.yaml:4:1: plan.workers: is missing; it is needed: functions (W), for example"
                        + " \"workers: 7\"; faastrain plan s.yaml finds one");
        refusal(Texts.with(
                        "deadline",
                        "8000 s",
                        "plan.workers",
                        "-",
                        "plan.batch",
                        "-",
                        "plan.memory",
                        "-",
                        "plan.aggregators",
                        "-"))
                .matches("s.yaml:1:1: plan.workers: .* finds one\\n"
                        + "s.yaml:1:1: plan.batch: is missing; it is needed: [^;]*\\n"
                        + "s.yaml:1:1: plan.memory: is missing; [^;]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "elasticache-redis", "elasticache-memcached", "dynamodb"})
    void functionsNeedTheirMemory(String channel) {
        refusal(Texts.with("channel", channel, "plan.memory", "-"))
                .isEqualTo("s.yaml:4:1: plan.memory: is missing; functions need it, for example \"memory: 1536 MB\"");
        refusal(Texts.with("channel", channel, "plan.memory", "~"))
                .endsWith(" plan.memory: is missing; functions need it, for example \"memory: 1536 MB\"");
    }

    @Test
    void virtualMachinesHaveAMemoryOfTheirOwnOrThatOfAFunction() {
        String[] machines = {"channel", "vm-network", "pattern", "ring", "plan.aggregators", "-", "plan.memory", "-"};
        assertThat(load(Texts.with(machines)).plan().memoryMb()).isEmpty();
        machines[7] = "3538 MB";
        assertThat(load(Texts.with(machines)).plan().memoryMb()).hasValue(3538);
        machines[7] = "64 MB";
        refusal(Texts.with(machines)).contains("plan.memory: must be a whole number of MB from 128 MB to 10240 MB");
    }

    @Test
    void aMissingMemoryIsNotToldWhenTheChannelIsNotKnown() {
        refusal(Texts.with("channel", "vm-networks", "plan.memory", "-"))
                .endsWith("channel: must be one of s3, elasticache-redis, elasticache-memcached, dynamodb,"
                        + " parameter-server, vm-network, but is \"vm-networks\"; did you mean \"vm-network\"?");
    }

    static Stream<Arguments> everyThree() {
        return Arrays.stream(ChannelKind.values()).flatMap(channel -> Arrays.stream(PatternKind.values())
                .flatMap(pattern -> Arrays.stream(ProtocolKind.values())
                        .map(protocol -> Arguments.of(new Texts.Exchange(channel, pattern, protocol)))));
    }

    @ParameterizedTest
    @MethodSource("everyThree")
    void aChannelTakesItsPatternsAndThoseTheirProtocols(Texts.Exchange exchange) {
        String text = Texts.with(
                "plan.aggregators",
                exchange.pattern() == PatternKind.K_REDUCE ? "4" : "-",
                "channel",
                exchange.channel().id(),
                "pattern",
                exchange.pattern().id(),
                "protocol",
                exchange.protocol().id());
        if (Texts.exchanges().contains(exchange)) {
            Scenario scenario = load(text);
            assertThat(new Texts.Exchange(scenario.channel(), scenario.pattern(), scenario.protocol()))
                    .isEqualTo(exchange);
        } else {
            refusal(text).containsPattern("(pattern|protocol): is [a-z-]+, but (the|no) ");
        }
    }

    @Test
    void aPatternThatTheChannelDoesNotTakeIsToldWithThoseThatItTakes() {
        refusal(Texts.with("channel", "vm-network", "pattern", "k-reduce"))
                .isEqualTo("s.yaml:10:10: pattern: is k-reduce, but the channel vm-network takes ring or"
                        + " parameter-server; the pattern k-reduce goes with channel: s3, elasticache-redis,"
                        + " elasticache-memcached or dynamodb");
        refusal(Texts.with("channel", "s3", "pattern", "ring", "plan.aggregators", "-"))
                .endsWith(" pattern: is ring, but the channel s3 takes all-reduce, scatter-reduce, k-reduce or"
                        + " global-model; the pattern ring goes with channel: vm-network");
        refusal(Texts.with("channel", "parameter-server", "pattern", "scatter-reduce", "plan.aggregators", "-"))
                .contains(" pattern: is scatter-reduce, but the channel parameter-server takes parameter-server; ");
    }

    @Test
    void aChannelThatDoesNotTakeTheDefaultPatternIsToldWithThePatternToWrite() {
        refusal(Texts.with("channel", "parameter-server", "plan.aggregators", "-"))
                .isEqualTo("s.yaml:8:10: channel: is parameter-server, which does not go with the pattern k-reduce that"
                        + " is the default; write pattern: parameter-server");
        refusal(Texts.with("channel", "vm-network"))
                .endsWith(" channel: is vm-network, which does not go with the pattern k-reduce that is the default;"
                        + " write pattern: ring or parameter-server");
    }

    @Test
    void aPatternThatTheDefaultChannelDoesNotTakeIsToldWithTheChannelToWrite() {
        refusal(Texts.with("pattern", "ring", "plan.aggregators", "-"))
                .isEqualTo("s.yaml:8:10: pattern: is ring, which does not go with the channel s3 that is the default;"
                        + " write channel: vm-network");
        refusal(Texts.with("pattern", "parameter-server", "plan.aggregators", "-"))
                .endsWith("; write channel: parameter-server or vm-network");
    }

    @Test
    void aProtocolThatThePatternDoesNotTakeIsToldWithThoseThatItTakes() {
        refusal(Texts.with("channel", "vm-network", "pattern", "ring", "plan.aggregators", "-", "protocol", "hap"))
                .isEqualTo("s.yaml:10:11: protocol: is hap, but the pattern ring takes bsp; hap goes with pattern:"
                        + " all-reduce, scatter-reduce or k-reduce");
        refusal(Texts.with("pattern", "global-model", "plan.aggregators", "-", "protocol", "ssp"))
                .endsWith(" protocol: is ssp, but the pattern global-model takes asp; ssp goes with pattern:"
                        + " all-reduce, scatter-reduce, k-reduce or parameter-server");
        refusal(Texts.with(ofEqualWorkers("parameter-server", "protocol", "hap")))
                .contains(" protocol: is hap, but the pattern parameter-server takes bsp, ssp or asp; hap goes with"
                        + " pattern: all-reduce, scatter-reduce or k-reduce");
    }

    @Test
    void theGlobalModelNeedsItsProtocolSaid() {
        refusal(Texts.with("pattern", "global-model", "plan.aggregators", "-"))
                .isEqualTo("s.yaml:8:10: pattern: is global-model, which does not go with the protocol bsp that is the"
                        + " default; write protocol: asp");
    }

    @Test
    void everythingThatDoesNotGoWithAChannelIsToldAtOnce() {
        String text = Texts.with(
                "plan.memory",
                "-",
                "channel",
                "vm-network",
                "protocol",
                "hap",
                "server.rpc",
                "grpc",
                "re-invocation",
                "each-epoch");
        refusal(text).isEqualTo("""
                        s.yaml:8:10: channel: is vm-network, which does not go with the pattern k-reduce that is the \
                        default; write pattern: ring or parameter-server
                        s.yaml:9:11: protocol: is hap, but no pattern of the channel vm-network takes it; use bsp, \
                        ssp or asp
                        s.yaml:11:8: server.rpc: is grpc, but only functions call a server so; with the channel \
                        vm-network leave it out or write server.rpc: none
                        s.yaml:12:16: re-invocation: is each-epoch, but with the channel vm-network virtual machines \
                        run on; leave it out or write re-invocation: never""");
    }

    @Test
    void whatIsWrongByItselfIsNotAlsoWrongTogether() {
        refusal(Texts.with("channel", "vm-network", "pattern", "rings", "plan.aggregators", "-"))
                .contains("pattern: must be one of ")
                .endsWith("did you mean \"ring\"?")
                .doesNotContain("\n");
        refusal(Texts.with("channel", "vm", "pattern", "ring", "plan.aggregators", "-"))
                .contains("channel: must be one of ")
                .doesNotContain("\n");
        refusal(Texts.with("protocol", "sap", "pattern", "global-model", "plan.aggregators", "-"))
                .contains("protocol: must be one of ")
                .doesNotContain("\n");
    }

    /** Fields of a pattern in which nobody is set apart, 7 workers and a batch of 128. */
    private static String[] ofEqualWorkers(String pattern, String... more) {
        Map<String, List<String>> fields = Map.of(
                "parameter-server", List.of("channel", "parameter-server"),
                "ring", List.of("channel", "vm-network"),
                "global-model", List.of("protocol", "asp"));
        List<String> all = new ArrayList<>(List.of("pattern", pattern, "plan.aggregators", "-"));
        all.addAll(fields.getOrDefault(pattern, List.of()));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameter-server", "ring", "global-model"})
    void whereNobodyIsSetApartEveryWorkerCounts(String pattern) {
        assertThat(load(Texts.with(ofEqualWorkers(pattern))).plan().aggregators())
                .isEqualTo(7);
        assertThat(load(Texts.with(ofEqualWorkers(pattern, "plan.aggregators", "7")))
                        .plan()
                        .aggregators())
                .isEqualTo(7);
        refusal(Texts.with(ofEqualWorkers(pattern, "plan.aggregators", "4")))
                .endsWith(" plan.aggregators: is 4, but in " + pattern
                        + " none of the 7 workers is set apart to aggregate; leave it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameter-server", "ring", "global-model"})
    void whereNobodyIsSetApartAllHaveOneBatch(String pattern) {
        assertThat(load(Texts.with(ofEqualWorkers(pattern, "plan.non-aggregator-batch", "128")))
                        .plan()
                        .nonAggregatorBatch())
                .hasValue(128);
        refusal(Texts.with(ofEqualWorkers(pattern, "plan.non-aggregator-batch", "64")))
                .endsWith(" plan.non-aggregator-batch: is 64, but in " + pattern
                        + " every worker has plan.batch, which is 128; leave it out");
        // 7 × 128 = 896
        refusal(Texts.with(ofEqualWorkers(pattern, "plan.max-global-batch", "895")))
                .contains(" plan.batch: is too large: 7 workers × 128 samples = 896 exceed");
    }

    @Test
    void onlyParameterServersCanBeSeveral() {
        assertThat(load(Texts.with(ofEqualWorkers("parameter-server", "server.count", "3")))
                        .server()
                        .count())
                .isEqualTo(3);
        assertThat(load(Texts.with(ofEqualWorkers("parameter-server", "channel", "vm-network", "server.count", "1000")))
                        .server()
                        .count())
                .isEqualTo(1000);
        refusal(Texts.with(ofEqualWorkers("ring", "server.count", "3")))
                .endsWith(" server.count: is 3, but the pattern ring has no parameter servers; leave it out, or use"
                        + " pattern: parameter-server");
        refusal(Texts.with("server.count", "2")).contains("server.count: is 2, but the pattern k-reduce has no ");
        assertThat(load(Texts.with("server.count", "1")).server().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "thrift"})
    void onlyFunctionsCallAServerOverRpc(String rpc) {
        assertThat(load(Texts.with(ofEqualWorkers("parameter-server", "server.rpc", rpc)))
                        .server()
                        .rpc()
                        .id())
                .isEqualTo(rpc);
        refusal(Texts.with(ofEqualWorkers("ring", "server.rpc", rpc)))
                .contains(" server.rpc: is " + rpc + ", but only functions call a server so; ");
        assertThat(load(Texts.with(ofEqualWorkers("ring", "server.rpc", "none")))
                        .server()
                        .rpc())
                .isEqualTo(RpcKind.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "s3, k-reduce, bsp, EACH_EPOCH",
        "elasticache-redis, k-reduce, bsp, EACH_EPOCH",
        "elasticache-memcached, k-reduce, hap, EACH_EPOCH",
        "dynamodb, global-model, asp, EACH_EPOCH",
        "parameter-server, parameter-server, bsp, NEVER",
        "vm-network, ring, bsp, NEVER",
        "vm-network, parameter-server, bsp, NEVER"
    })
    void functionsOverStoredObjectsStartAnewEachEpochUnlessSaidOtherwise(
            String channel, String pattern, String protocol, Reinvocation expected) {
        String[] fields = {
            "channel",
            channel,
            "pattern",
            pattern,
            "protocol",
            protocol,
            "plan.aggregators",
            pattern.equals("k-reduce") ? "4" : "-",
            "re-invocation",
            "-"
        };
        Scenario unsaid = load(Texts.with(fields));
        assertThat(unsaid.reinvocation()).isEmpty();
        assertThat(unsaid.reinvocationOrDefault()).isEqualTo(expected);
        fields[9] = "never";
        assertThat(load(Texts.with(fields)).reinvocationOrDefault()).isEqualTo(Reinvocation.NEVER);
        for (Reinvocation anew :
                List.of(Reinvocation.EACH_EPOCH, Reinvocation.DEADLINE_MARGIN, Reinvocation.FIXED_EPOCHS)) {
            fields[9] = anew.id();
            if (channel.equals("vm-network")) {
                refusal(Texts.with(fields))
                        .endsWith(" re-invocation: is " + anew.id() + ", but with the channel vm-network virtual"
                                + " machines run on; leave it out or write re-invocation: never");
            } else {
                assertThat(load(Texts.with(fields)).reinvocationOrDefault()).isEqualTo(anew);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cache.max-value, 0 MiB, 1 B, 1 GiB",
        "cache.max-value, -1 MiB, 1 B, 1 GiB",
        "cache.max-value, 0.5 B, 1 B, 1 GiB",
        "cache.max-value, 1024.001 MiB, 1 B, 1 GiB",
        "waiting.interval, 0 s, 1 ms, 1 h",
        "waiting.interval, 0.999 ms, 1 ms, 1 h",
        "waiting.interval, 61 min, 1 ms, 1 h",
        "waiting.give-up, 0.0009 s, 1 ms, 1000000 s",
        "waiting.give-up, 1000001 s, 1 ms, 1000000 s",
        "lifetime.margin, -1 ms, 0 s, 24 h",
        "lifetime.margin, 24.01 h, 0 s, 24 h",
        "stragglers.from, -1 s, 0 s, 1000000000 s",
        "stragglers.duration, 0 s, 1 ms, 1000000000 s",
        "faults.crash-rate, -1 /h, 0 /s, 1000000 /s",
        "faults.restart-delay, 1000001 s, 0 s, 1000000 s",
        "faults.outage-start, -1 s, 0 s, 1000000000 s",
        "faults.outage-duration, 0 s, 1 ms, 1000000000 s"
    })
    void aQuantityOutOfBoundsIsToldWithItsBounds(String path, String value, String least, String most) {
        refusal(Texts.with(path, value))
                .endsWith(" " + path + ": must be from " + least + " to " + most + ", but is \"" + value + "\"");
        assertThat(load(Texts.with(path, least)).name()).isEqualTo("a run");
        assertThat(load(Texts.with(path, most)).name()).isEqualTo("a run");
    }

    @Test
    void quantitiesAreKeptInMebibytesAndSeconds() {
        Scenario scenario = load(
                Texts.with("cache.max-value", "512 KiB", "waiting.interval", "250 ms", "waiting.give-up", "2 min"));
        assertThat(scenario.cache().maxValueMib()).hasValue(0.5);
        assertThat(scenario.waiting()).isEqualTo(new Scenario.Waiting(WaitingMode.NOTIFY, 0.25, 120));
    }

    @Test
    void aBareNumberWhereATimeOrASizeIsNeededIsToldWithItsUnit() {
        refusal(Texts.with("waiting.interval", "0.1"))
                .endsWith(" waiting.interval: \"0.1\" has no unit; write \"0.1 s\" (s, ms, min or h)");
        refusal(Texts.with("cache.max-value", "1 MB"))
                .endsWith(" cache.max-value: \"1 MB\" has the unit \"MB\"; allowed here: MiB, KiB, GiB or B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"M5.large", "m5_large", ".m5", "-m5", "\"m5 large\"", "\"m5.large\\n\"", "\"\""})
    void aTypeIsANameOfSmallLettersDigitsDotsAndHyphens(String type) {
        refusal(Texts.with("server.instance", type))
                .contains(" server.instance: must be a name of small letters, digits, dots and hyphens, such as"
                        + " m5.large, but is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache.node", "server.instance", "vm.instance"})
    void aTypeThatYamlTakesForANumberNeedsQuotes(String path) {
        refusal(Texts.with(path, "1.5")).endsWith("but is \"1.5\", which YAML does not read as text; put it in quotes");
        assertThat(load(Texts.with(path, "'1.5'")).name()).isEqualTo("a run");
    }

    @Test
    void whatTheChannelDoesNotUseMayBeSaidSoThatChannelsCanBeVaried() {
        Scenario scenario = load(Texts.with(
                "cache.node",
                "cache.t3.small",
                "cache.pricing",
                "serverless",
                "table.large-items",
                "chunk",
                "server.instance",
                "c5.xlarge",
                "server.rpc",
                "thrift",
                "vm.instance",
                "t2.medium",
                "capacity",
                "unlimited",
                "start-up.source",
                "table",
                "services",
                "aws-2021"));
        assertThat(scenario.channel()).isEqualTo(ChannelKind.S3);
        assertThat(scenario.cache())
                .isEqualTo(new Scenario.Cache("cache.t3.small", CachePricing.SERVERLESS, OptionalDouble.empty()));
        assertThat(scenario.largeItems()).isEqualTo(LargeItems.CHUNK);
        assertThat(scenario.server())
                .isEqualTo(new Scenario.Servers("c5.xlarge", 1, RpcKind.THRIFT, OptionalDouble.empty()));
        assertThat(scenario.vmInstance()).isEqualTo("t2.medium");
        assertThat(scenario.capacity()).isEqualTo(Capacity.UNLIMITED);
        assertThat(scenario.startUp())
                .isEqualTo(new Scenario.StartUp(StartUpSource.TABLE, Optional.empty(), 0, OptionalInt.empty()));
        assertThat(scenario.services()).isEqualTo("aws-2021");
    }

    @ParameterizedTest
    @CsvSource({
        "staleness, 0, 1000000",
        "compute.block, 2, 100000",
        "start-up.warm, 0, 10000",
        "start-up.quota, 1, 1000000",
        "lifetime.epochs, 1, 100000",
        "checkpoint.rounds, 0, 1000000",
        "algorithm.local-batches, 1, 1000000",
        "algorithm.local-epochs, 1, 100000",
        "sgd.clusters, 2, 1000",
        "faults.restarts, 0, 1000",
        "precision.most, 2, 1000000"
    })
    void aWholeNumberOutOfBoundsIsToldWithItsBounds(String path, long least, long most) {
        assertThat(load(Texts.with(path, Long.toString(least))).name()).isEqualTo("a run");
        assertThat(load(Texts.with(path, Long.toString(most))).name()).isEqualTo("a run");
        for (long wrong : List.of(least - 1, most + 1)) {
            refusal(Texts.with(path, Long.toString(wrong)))
                    .endsWith(" " + path + ": must be a whole number from " + least + " to " + most + ", but is \""
                            + wrong + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sgd.rate, 1E-9, 1000000, 0",
        "sgd.regularisation, 0, 1000000, -0.1",
        "sgd.penalty, 1E-9, 1000000, 9.9e-10",
        "convergence.epochs, 1E-9, 1000000, 1000001",
        "convergence.exponent, 0, 10, 10.000001",
        "stragglers.factor, 1, 1000000, 0.5",
        "faults.error-rate, 0, 0.99, 1",
        "precision.half-width, 0, 1, 1.01"
    })
    void aNumberOutOfBoundsOrWithAUnitIsToldWithItsBounds(String path, String least, String most, String wrong) {
        String right = " " + path + ": must be a number without a unit from " + least + " to " + most + ", but is ";
        assertThat(load(Texts.with(path, least, "replications", "2")).name()).isEqualTo("a run");
        assertThat(load(Texts.with(path, most, "replications", "2")).name()).isEqualTo("a run");
        refusal(Texts.with(path, wrong)).endsWith(right + "\"" + wrong + "\"");
        refusal(Texts.with(path, "2 s")).endsWith(right + "\"2 s\"");
        refusal(Texts.with(path, ".nan")).endsWith(right + "\".nan\"");
        refusal(Texts.with(path, "\"" + most + "\"")).endsWith(right + "\"" + most + "\" in quotes");
    }

    @ParameterizedTest
    @CsvSource({"-0, 0", "+2.50, 2.5", "3e-1, 0.3", "7, 7"})
    void aNumberIsKeptAsItsDouble(String written, double exponent) {
        assertThat(load(Texts.with("convergence.exponent", written))
                        .convergence()
                        .exponent())
                .isEqualTo(exponent);
    }

    @Test
    void zeroHasNoSign() {
        Scenario scenario = load(Texts.with("stragglers.from", "-0 s", "sgd.regularisation", "-0.0"));
        assertThat(Double.compare(scenario.stragglers().fromSeconds(), 0.0)).isZero();
        assertThat(Double.compare(scenario.sgd().regularisation(), 0.0)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compute.source|replay|compute.trace|the source replay|iteration-times-long",
                "compute.source|bootstrap|compute.trace|the source bootstrap|iteration-times-long",
                "compute.source|block-bootstrap|compute.trace|the source block-bootstrap|iteration-times-long",
                "compute.source|fitted|compute.trace|the source fitted|iteration-times-long",
                "compute.source|sgd|sgd.data|compute.source: sgd|two-gaussians",
                "convergence.source|curve|convergence.trace|the source curve|lr-two-gaussians",
                "convergence.source|epochs|convergence.epochs|the source epochs|12.5",
                "start-up.source|trace|start-up.trace|the source trace|starts.csv"
            })
    void whatASourceReadsIsNeededByThatSourceAndOtherwiseKept(
            String path, String source, String needed, String by, String example) {
        String key = needed.substring(needed.indexOf('.') + 1);
        refusal(Texts.with(path, source))
                .endsWith(" " + needed + ": is missing; " + by + " needs it, for example \"" + key + ": " + example
                        + "\"")
                .doesNotContain("\n");
        assertThat(load(Texts.with(path, source, needed, example)).name()).isEqualTo("a run");
        assertThat(load(Texts.with(needed, example)).name()).isEqualTo("a run");
    }

    @Test
    void whatIsMissingIsToldAtItsSectionOrElseAtTheBeginning() {
        refusal(Texts.with("compute.source", "replay")).startsWith("s.yaml:9:1: compute.trace: is missing; ");
        refusal(Texts.with("compute.source", "sgd")).startsWith("s.yaml:1:1: sgd.data: is missing; ");
    }

    @Test
    void theFourSourcesOfTracesReadOne() {
        assertThat(Arrays.stream(ComputeSource.values()).filter(ComputeSource::readsTrace))
                .containsExactly(
                        ComputeSource.REPLAY,
                        ComputeSource.BOOTSTRAP,
                        ComputeSource.BLOCK_BOOTSTRAP,
                        ComputeSource.FITTED);
    }

    @ParameterizedTest
    @CsvSource({
        "compute.trace, iterations, csv",
        "start-up.trace, start-ups, csv",
        "convergence.trace, losses, csv",
        "sgd.data, data-sets, libsvm",
        "services, services, yaml"
    })
    void aFileOfTracesIsANameOrAPathWithItsOwnEnding(String path, String folder, String ending) {
        assertThat(load(Texts.with(path, "../my traces/x." + ending)).name()).isEqualTo("a run");
        for (String wrong : List.of("x.txt", "X", "a/b")) {
            refusal(Texts.with(path, wrong))
                    .endsWith(" " + path + ": must be the name of a file of traces/" + folder
                            + "/ without its ending, or a path that ends in ." + ending + ", but is \"" + wrong + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "é", "a/b", "\"\"", "\"a\\n\""})
    void aModelOfATraceIsAName(String model) {
        refusal(Texts.with("compute.model", model))
                .contains(" compute.model: must be a name of up to 80 letters, digits, underscores, dots and hyphens,"
                        + " such as mobilenet_v2, but is ");
    }

    @Test
    void aModelOfATraceHasAtMostEightyCharactersAndNeedsQuotesWhereYamlSeesANumber() {
        assertThat(load(Texts.with("compute.model", "m".repeat(80))).compute().model())
                .contains("m".repeat(80));
        refusal(Texts.with("compute.model", "m".repeat(81))).contains(" compute.model: must be a name of up to 80 ");
        refusal(Texts.with("compute.model", "1.5"))
                .endsWith("but is \"1.5\", which YAML does not read as text; put it in quotes");
    }

    @Test
    void underAdmmTheEpochsAreAMultipleOfTheLocalOnes() {
        assertThat(load(Texts.with("epochs", "30", "algorithm.kind", "admm"))
                        .algorithm()
                        .localEpochs())
                .isEqualTo(10);
        refusal(Texts.with("epochs", "25", "algorithm.kind", "admm"))
                .isEqualTo("s.yaml:3:9: epochs: is 25, but under admm it must be a multiple of algorithm.local-epochs,"
                        + " which is 10, such as 20");
        refusal(Texts.with("epochs", "3", "algorithm.kind", "admm", "algorithm.local-epochs", "4"))
                .endsWith("which is 4, such as 4");
        assertThat(load(Texts.with("epochs", "25", "algorithm.kind", "ma-sgd")).epochs())
                .isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ma-sgd", "admm"})
    void kMeansGoesWithGradientsOnly(String algorithm) {
        String[] trained = {
            "compute.source", "sgd", "sgd.data", "higgs", "sgd.model", "k-means", "algorithm.kind", algorithm
        };
        refusal(Texts.with(trained))
                .endsWith(" algorithm.kind: is " + algorithm + ", but sgd.model: k-means goes with ga-sgd only; write"
                        + " algorithm.kind: ga-sgd, or train another model");
        trained[7] = "ga-sgd";
        assertThat(load(Texts.with(trained)).sgd().model()).isEqualTo(SgdModel.K_MEANS);
        assertThat(load(Texts.with("sgd.model", "k-means", "algorithm.kind", algorithm))
                        .sgd()
                        .model())
                .isEqualTo(SgdModel.K_MEANS);
    }

    @Test
    void aTargetLossNeedsALoss() {
        refusal(Texts.with("convergence.target-loss", "0.66"))
                .endsWith(" convergence.target-loss: is 0.66, but nothing tells the loss; leave it out, or write"
                        + " convergence.source: curve or compute.source: sgd");
        refusal(Texts.with(
                        "convergence.source", "epochs", "convergence.epochs", "5", "convergence.target-loss", "-1e9"))
                .contains(" convergence.target-loss: is -1e9, but nothing tells the loss; ");
        assertThat(load(Texts.with(
                                "convergence.source",
                                "curve",
                                "convergence.trace",
                                "lr-two-gaussians",
                                "convergence.target-loss",
                                "0.66"))
                        .convergence()
                        .targetLoss())
                .hasValue(0.66);
        assertThat(load(Texts.with("compute.source", "sgd", "sgd.data", "higgs", "convergence.target-loss", "-1.5"))
                        .convergence()
                        .targetLoss())
                .hasValue(-1.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3|3", "\"0, 3\"|0 3", "0,3|0 3", "6 0  2|6 0 2", "'4 ,1'|4 1", "006|6"})
    void slowWorkersAreNumbersSeparatedByCommasOrBlanks(String written, String numbers) {
        assertThat(load(Texts.with("stragglers.workers", written)).stragglers().workers())
                .isEqualTo(Arrays.stream(numbers.split(" ", -1))
                        .map(Integer::parseInt)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "-1", "0 to 3", "\"0,\"", "0;3", "1.5", "two", "123456"})
    void whatIsNoListOfWorkersIsToldWithOne(String workers) {
        refusal(Texts.with("stragglers.workers", workers))
                .contains(" stragglers.workers: must be numbers of workers, separated by commas or blanks, such as"
                        + " \"0, 3\" (at most 1000 characters), but is ");
    }

    @Test
    void slowWorkersAreSomeOfThoseThatThereAre() {
        assertThat(load(Texts.with("stragglers.count", "7")).stragglers().count())
                .isEqualTo(7);
        refusal(Texts.with("stragglers.count", "8")).endsWith(" stragglers.count: is 8, but there are only 7 workers");
        refusal(Texts.with("stragglers.workers", "\"0, 7\""))
                .endsWith(" stragglers.workers: names worker 7, but the 7 workers are numbered from 0 to 6");
        refusal(Texts.with("plan.workers", "1", "plan.aggregators", "1", "stragglers.workers", "1"))
                .endsWith(" stragglers.workers: names worker 1, but the only worker has number 0");
        refusal(Texts.with("stragglers.workers", "\"3, 0, 3\"")).endsWith(" stragglers.workers: names worker 3 twice");
        refusal(Texts.with("stragglers.workers", "3", "stragglers.count", "2"))
                .endsWith(" stragglers.count: is 2, but stragglers.workers names the slow workers; leave one of the two"
                        + " out");
        assertThat(load(Texts.with("stragglers.workers", "3", "stragglers.count", "0"))
                        .stragglers()
                        .workers())
                .containsExactly(3);
    }

    @Test
    void aCrashHasAWorkerAndATime() {
        refusal(Texts.with("faults.crash-worker", "3"))
                .isEqualTo(
                        "s.yaml:9:1: faults.crash-time: is missing; faults.crash-worker says who crashes, but nothing"
                                + " says when, for example \"crash-time: 100 s\"");
        refusal(Texts.with("faults.crash-time", "100 s"))
                .isEqualTo("s.yaml:9:1: faults.crash-worker: is missing; faults.crash-time says when a worker crashes,"
                        + " but nothing says which, for example \"crash-worker: 3\"");
        refusal(Texts.with("faults.crash-worker", "7", "faults.crash-time", "0 s"))
                .endsWith(" faults.crash-worker: is 7, but the 7 workers are numbered from 0 to 6");
        refusal(Texts.with("faults.crash-worker", "3", "faults.crash-time", "100"))
                .contains(" faults.crash-time: \"100\" has no unit; ")
                .doesNotContain("\n");
        Scenario.Faults faults = load(Texts.with("faults.crash-worker", "6", "faults.crash-time", "2 min"))
                .faults();
        assertThat(faults.crashWorker()).hasValue(6);
        assertThat(faults.crashSeconds()).hasValue(120);
    }

    @Test
    void aRateIsKeptBySecond() {
        assertThat(load(Texts.with("faults.crash-rate", "36 /h")).faults().crashRatePerSecond())
                .isCloseTo(0.01, within(1e-15));
        assertThat(load(Texts.with("faults.crash-rate", "0.5 /s")).faults().crashRatePerSecond())
                .isEqualTo(0.5);
        refusal(Texts.with("faults.crash-rate", "1"))
                .endsWith(" faults.crash-rate: \"1\" has no unit; write \"1 /s\" (/s or /h)");
    }

    @Test
    void onlyFunctionsCrash() {
        String[] machines = ofEqualWorkers("ring", "faults.crash-rate", "1 /h");
        refusal(Texts.with(machines))
                .endsWith(" faults.crash-rate: is 1 /h, but only functions crash, and with the channel vm-network there"
                        + " are none; leave it out or write faults.crash-rate: 0 /h");
        assertThat(load(Texts.with(ofEqualWorkers("ring", "faults.crash-rate", "0 /h")))
                        .faults()
                        .crashRatePerSecond())
                .isZero();
        refusal(Texts.with(ofEqualWorkers("ring", "faults.crash-worker", "1", "faults.crash-time", "5 s")))
                .endsWith(" faults.crash-worker: is 1, but only functions crash, and with the channel vm-network there"
                        + " are none; leave it and faults.crash-time out");
    }

    @Test
    void onlyAServerThatFunctionsUseCrashes() {
        assertThat(load(Texts.with(ofEqualWorkers("parameter-server", "faults.server-crash-time", "5 s")))
                        .faults()
                        .serverCrashSeconds())
                .hasValue(5);
        refusal(Texts.with("faults.server-crash-time", "5 s"))
                .endsWith(
                        " faults.server-crash-time: is 5 s, but the pattern k-reduce over the channel s3 has no server"
                                + " that could crash; leave it out, or use pattern: parameter-server and channel:"
                                + " parameter-server");
        refusal(Texts.with(
                        ofEqualWorkers("parameter-server", "channel", "vm-network", "faults.server-crash-time", "5 s")))
                .contains(" faults.server-crash-time: is 5 s, but the pattern parameter-server over the channel"
                        + " vm-network has no server that could crash; ");
    }

    @Test
    void whatIsWrongWithTheTrainingIsToldOnceEach() {
        refusal(Texts.with(
                        "epochs",
                        "25",
                        "plan.workers",
                        "many",
                        "compute.source",
                        "replays",
                        "algorithm.kind",
                        "admm",
                        "stragglers.workers",
                        "99",
                        "convergence",
                        "5",
                        "faults.crash-worker",
                        "3",
                        "faults.crash-time",
                        "soon"))
                .isEqualTo("""
                        s.yaml:3:9: epochs: is 25, but under admm it must be a multiple of algorithm.local-epochs, \
                        which is 10, such as 20
                        s.yaml:5:12: plan.workers: must be a whole number from 1 to 10000, but is "many"
                        s.yaml:10:11: compute.source: must be one of formula, replay, bootstrap, block-bootstrap, \
                        fitted, sgd, but is "replays"; did you mean "replay"?
                        s.yaml:15:14: convergence: must be one of none, curve, epochs, but is "5"
                        s.yaml:18:15: faults.crash-time: "soon" is not a quantity; write a number and its unit, such \
                        as "900 s\"""");
    }

    @Test
    void aMisspeltKeyIsOneProblemNotAlsoAMissingOne() {
        refusal(Texts.with("epochs", "-", "epoch", "20"))
                .startsWith("s.yaml:8:1: epoch: is not a known key; did you mean \"epochs\"?")
                .doesNotContain("\n");
        refusal(Texts.with("plan.aggregators", "-", "plan.agregators", "4"))
                .startsWith("s.yaml:8:3: plan.agregators: is not a known key; did you mean \"aggregators\"?")
                .doesNotContain("\n");
        refusal(Texts.with().replace("plan:", "plans:"))
                .startsWith("s.yaml:4:1: plans: is not a known key; did you mean \"plan\"?")
                .doesNotContain("\n");
    }

    @Test
    void aPrecisionNeedsReplicationsThatHaveADeviationAndNoMoreThanTheMost() {
        refusal(Texts.with("precision", "0.02"))
                .isEqualTo("s.yaml:1:1: replications: is missing; precision.half-width needs at least 2, as one has no"
                        + " deviation, and better 10; write replications: 10");
        refusal(Texts.with("replications", "1", "precision.half-width", "0.02"))
                .endsWith(" replications: is 1, but precision.half-width needs at least 2, as one has no deviation, and"
                        + " better 10; write replications: 10");
        refusal(Texts.with("replications", "31", "precision.half-width", "0.02", "precision.most", "30"))
                .endsWith(
                        " precision.most: is 30, but replications: 31 are run in any case; write precision.most: 31 or"
                                + " more");
        refusal(Texts.with("replications", "1001", "precision", "0.02"))
                .endsWith(" replications: is 1001, but precision.most is 1000 where nothing else is said; write"
                        + " precision.most: 1001 or more");
        assertThat(load(Texts.with("replications", "30", "precision.half-width", "0.02", "precision.most", "30"))
                        .precision())
                .isEqualTo(new Scenario.Precision(0.02, PrecisionTarget.BOTH, 30));
    }

    @Test
    void withoutAHalfWidthReplicationsAreAsManyAsTheyAre() {
        Scenario scenario = load(Texts.with("replications", "5", "precision.most", "2"));
        assertThat(scenario.replications()).isEqualTo(5);
        assertThat(scenario.precision().isAskedFor()).isFalse();
    }

    @Test
    void aSectionThatChoosesASourceAKindOrAModeMayBeWrittenAsThatAlone() {
        String base = "name: x\nworkload: a\nepochs: 2\nplan: {workers: 2, memory: 512 MB, batch: 1, aggregators: 1}\n";
        String brief = base + "start-up: distribution\nwaiting: poll\nalgorithm: ma-sgd\ncompute: formula\n"
                + "replications: 5\nprecision: 0.1\n";
        String full = base + "start-up: {source: distribution}\nwaiting: {mode: poll}\nalgorithm: {kind: ma-sgd}\n"
                + "compute: {source: formula}\nreplications: 5\nprecision: {half-width: 0.1}\n";
        assertThat(ScenarioLoader.load("s.yaml", brief, List.of()).scenario())
                .isEqualTo(ScenarioLoader.load("s.yaml", full, List.of()).scenario());
        assertThat(ScenarioLoader.load("s.yaml", base, List.of("waiting=poll"))
                        .scenario()
                        .waiting()
                        .mode())
                .isEqualTo(WaitingMode.POLL);
    }

    @Test
    void whatASectionChoosesAndItsOtherFieldsAreSetWithoutLosingEachOther() {
        String brief = """
                name: x
                workload: a
                epochs: 2
                start-up: distribution
                plan: {workers: 2, memory: 512 MB, batch: 1, aggregators: 1}
                """;
        Scenario.StartUp both = ScenarioLoader.load("s.yaml", brief, List.of("start-up.quota=3"))
                .scenario()
                .startUp();
        assertThat(both.source()).isEqualTo(StartUpSource.DISTRIBUTION);
        assertThat(both.quota()).hasValue(3);
        Scenario.StartUp other = ScenarioLoader.load("s.yaml", brief, List.of("start-up.quota=3", "start-up=none"))
                .scenario()
                .startUp();
        assertThat(other.source()).isEqualTo(StartUpSource.NONE);
        assertThat(other.quota()).hasValue(3);
    }

    @Test
    void aSectionOfAWrongKindIsOneProblem() {
        refusal("name: x\nworkload: a\nepochs: 1\nplan: 5\n")
                .isEqualTo("s.yaml:4:7: plan: must hold \"key: value\" lines (workers, memory, batch, aggregators,"
                        + " non-aggregator-batch, max-global-batch), but is \"5\"");
    }

    @Test
    void whatIsNullIsAsIfItWereNotThere() {
        String nulls = Texts.with(
                "description",
                "~",
                "platform",
                "",
                "prices",
                "null",
                "seed",
                "",
                "plan.max-global-batch",
                "~",
                "compute",
                "",
                "protocol",
                "null");
        assertThat(load(nulls)).isEqualTo(load(Texts.with()));
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        Scenario scenario = load(Texts.with());
        assertThat(scenario)
                .isEqualTo(new Scenario(
                        "a run",
                        Optional.empty(),
                        "resnet50-cifar10",
                        "aws-lambda-2023",
                        "aws-2024",
                        Optional.empty(),
                        20,
                        OptionalDouble.empty(),
                        new Scenario.Plan(7, OptionalInt.of(1536), 128, 4, OptionalInt.empty(), OptionalInt.empty()),
                        PatternKind.K_REDUCE,
                        ProtocolKind.BSP,
                        3,
                        ChannelKind.S3,
                        Capacity.SHARED,
                        new Scenario.Cache("cache.m5.large", CachePricing.NODES, OptionalDouble.empty()),
                        LargeItems.REFUSE,
                        new Scenario.Servers("m5.large", 1, RpcKind.NONE, OptionalDouble.empty()),
                        "c5.large",
                        CurveFamily.SATURATION,
                        Fluctuation.NONE,
                        Counting.PAPER,
                        LastBatch.SHORT,
                        new Scenario.Algorithm(AlgorithmKind.GA_SGD, OptionalInt.empty(), 10),
                        new Scenario.Convergence(
                                ConvergenceSource.NONE,
                                Optional.empty(),
                                OptionalDouble.empty(),
                                0,
                                OptionalDouble.empty(),
                                StaleEffect.INVERSE),
                        new Scenario.Compute(ComputeSource.FORMULA, Optional.empty(), Optional.empty(), 10),
                        new Scenario.Sgd(SgdModel.LOGISTIC_REGRESSION, Optional.empty(), 0.1, 0, 2, 0.01),
                        new Scenario.Stragglers(0, List.of(), 2, 0, OptionalDouble.empty()),
                        new Scenario.Waiting(WaitingMode.NOTIFY, 0.1, 60),
                        new Scenario.StartUp(StartUpSource.NONE, Optional.empty(), 0, OptionalInt.empty()),
                        Optional.empty(),
                        new Scenario.Lifetime(LifetimeLimit.ENFORCED, 60, 1),
                        new Scenario.Checkpoint(CheckpointPolicy.AUTO, 0),
                        new Scenario.Faults(
                                0,
                                OptionalInt.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                Recovery.RESTART,
                                60,
                                2,
                                0,
                                OptionalDouble.empty(),
                                10),
                        new Scenario.Search(
                                Counting.PAPER,
                                128,
                                16,
                                OptionalInt.empty(),
                                OtherBatches.EQ_16,
                                1000,
                                10,
                                100,
                                0.5,
                                0.05),
                        1,
                        new Scenario.Precision(0, PrecisionTarget.BOTH, 1000),
                        20240923));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"   \"",
                "\"a\\tb\"",
                "\"a\\nb\"",
                "\"\\u0007\"",
                "\"a\\u2028b\"",
                "\"\\ud800\"",
                "\"\\ufeffa\"",
                "\"\\uffff\"",
                "\"\\u00a0\\u2003\"",
                "|\n  a\n  b",
                "[a]"
            })
    void aNameIsOneLineWithoutControlCharacters(String name) {
        refusal(Texts.with("name", name))
                .startsWith("s.yaml:1:7: name: must be a ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3.50|3.50", "true|true", "0x1f|0x1f", "\"  a  \"|'  a  '", "été 😀|été 😀", "'it''s'|'it''s'"})
    void aNameIsTakenAsItIsWritten(String written, String name) {
        assertThat(load(Texts.with("name", written)).name()).isEqualTo(name);
    }

    @Test
    void whatAMessageShowsOfTheInputCannotSteerATerminalOrFillIt() {
        refusal(Texts.with("pattern", "\"\\e[31m" + "x".repeat(100_000) + "\""))
                .contains("but is \"\\u001b[31mxxx")
                .doesNotContain("\u001b")
                .hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ResNet50", "a/b", "../x.yml", "\"a\\0.yaml\"", "\"\"", "-x", "\"x.yaml\\n\""})
    void aProfileIsANameOrAPathThatEndsInYaml(String workload) {
        refusal(Texts.with("workload", workload))
                .startsWith("s.yaml:2:11: workload: must be the name of a file of traces/workloads/ without its ending,"
                        + " or a path that ends in .yaml, but is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "1e3", "true"})
    void aProfileThatYamlTakesForANumberOrATruthValueNeedsQuotes(String workload) {
        refusal(Texts.with("workload", workload))
                .endsWith("but is \"" + workload + "\", which YAML does not read as text; put it in quotes");
        assertThat(load(Texts.with("workload", "'" + workload + "'")).workload())
                .isEqualTo(workload);
    }

    @Test
    void aPlaceIsTheFieldsOwnOrItsSectionsOrTheFile() {
        ScenarioFile file = ScenarioLoader.load("s.yaml", Texts.with(), List.of());
        assertThat(file.place("plan.memory")).isEqualTo(new Place("s.yaml", 6, 11));
        assertThat(file.place("plan.max-global-batch")).isEqualTo(new Place("s.yaml", 4, 1));
        assertThat(file.place("seed")).isEqualTo(Place.of("s.yaml"));
    }

    @Test
    void aFileIsReadAndNamedAsTheUserNamedIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), Texts.with("epochs", "0"));
        InvalidInputException invalid =
                assertThrows(InvalidInputException.class, () -> ScenarioLoader.load(file, List.of()));
        assertThat(invalid.problems())
                .containsExactly(new Problem(
                        new Place(file.toString(), 3, 9),
                        "epochs",
                        "must be a whole number from 1 to 100000, but is \"0\""));
        assertThat(ScenarioLoader.load(file, List.of("epochs=2")).scenario().epochs())
                .isEqualTo(2);
    }
}
