package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Prices;
import faastrain.model.ServicePrices;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.ScenarioLoader;
import faastrain.scenario.ScenarioWriter;
import faastrain.trace.AffineCurve;
import faastrain.trace.RetryPolicy;
import faastrain.trace.SaturationCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a scenario's channel and the constants of the services to the channel that is simulated, and its prices. */
class ChannelSetupTest {
    /** A megabyte of 10^6 bytes in MiB. */
    private static final double MB = 1e6 / (1 << 20);

    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = Sites.write(folder.resolve("traces"));
        Path platforms = folder.resolve("traces/platforms");
        String published = Files.readString(Sites.SHIPPED.traces().resolve("platforms/lambdaml-2021.yaml"))
                .replace("aws-us-east-1-2024", "dear");
        Files.writeString(platforms.resolve("lambdaml-2021.yaml"), published);
        Files.writeString(
                platforms.resolve("instant.yaml"),
                published.replace("id: lambdaml-2021", "id: instant").replace("80 ms", "0 s"));
    }

    private Setting prepare(String... overrides) {
        return Sites.prepare(profiles, overrides);
    }

    private Channel channel(String... overrides) {
        return prepare(overrides).job().exchange().channel();
    }

    private Setting servers(String... overrides) {
        return prepareText("channel: parameter-server\npattern: parameter-server", "memory: 1000 MB, ", overrides);
    }

    private Setting machines(String... overrides) {
        return prepareText("channel: vm-network\npattern: ring", "", overrides);
    }

    /** Two epochs take longer than a function lives; what is tested are the channels. */
    private Setting prepareText(String channel, String memory, String... overrides) {
        return Sites.prepareText(
                profiles,
                "name: test\nworkload: w\nplatform: p\ncurve: affine\nepochs: 2\nplan: {workers: 5, " + memory
                        + "batch: 8}\nlifetime: {limit: ignored}\n" + channel + "\n",
                overrides);
    }

    private static Channel channel(Setting setting) {
        return setting.job().exchange().channel();
    }

    @Test
    void theObjectStoreHasItsLimitsAndTheLatencyOfItsCurve() {
        Channel.Store store = (Channel.Store) channel();
        assertThat(store.requestSeconds()).isEqualTo(0.375);
        assertThat(store.writesPerSecond()).isEqualTo(3500);
        assertThat(store.readsPerSecond()).isEqualTo(5500);
        assertThat(store.keysPerList()).isEqualTo(1000);
        assertThat(store.retry()).isEqualTo(new RetryPolicy(5, 1, 2, 20));
        // p = 9 MiB/s and t = 1 per MiB: 1/(p·t) as the size tends to 0.
        assertThat(channel("curve=saturation").requestSeconds()).isCloseTo(1.0 / 9, within(1e-15));
    }

    @Test
    void aCacheIsAFunctionsOwnThroughputBehindItsOwnLatency() {
        Channel.Cache cache = (Channel.Cache) channel("channel=elasticache-redis", "curve=saturation");
        // t = 1/(p·L) with p = 9 MiB/s of the store and L = 10 ms.
        assertThat(cache.link().upload()).isEqualTo(new SaturationCurve(9, 1 / (9 * 0.01)));
        assertThat(cache.link().download().seconds(0)).isCloseTo(0.01, within(1e-15));
        assertThat(channel("channel=elasticache-redis").link().upload()).isEqualTo(new AffineCurve(0.01, 2));
        assertThat(channel("channel=elasticache-redis").link().download()).isEqualTo(new AffineCurve(0.01, 8));
        assertThat(cache.requestSeconds()).isEqualTo(0.01);
        assertThat(cache.networkMibPerSecond()).isCloseTo(1260 * MB, within(1e-9));
        assertThat(cache.serviceSeconds()).isCloseTo(9.9e-6, within(1e-18));
        assertThat(cache.serviceMibPerSecond()).isEqualTo(1270);
        assertThat(cache.link().uploadSpread()).isZero();
    }

    @Test
    void redisHasOneThreadAndMemcachedOneForEachOfTheNodesProcessors() {
        Channel.Cache redis = (Channel.Cache) channel("channel=elasticache-redis");
        Channel.Cache memcached = (Channel.Cache) channel("channel=elasticache-memcached", "cache.max-value=4 MiB");
        assertThat(redis.threads()).isEqualTo(1);
        assertThat(memcached.threads()).isEqualTo(2);
        assertThat(redis.maxValueMib()).isEqualTo(512);
        assertThat(memcached.maxValueMib()).isEqualTo(4);
        assertThat(redis.valuesWithListing()).isFalse();
        assertThat(memcached.valuesWithListing()).isTrue();
    }

    @Test
    void onAPublishedPlatformACacheHasTheConstantsOfItsNode() {
        Channel.Cache cache = (Channel.Cache)
                channel("platform=lambdaml-2021", "channel=elasticache-redis", "cache.node=cache.t3.medium");
        assertThat(cache.link().upload()).isEqualTo(new AffineCurve(0.01, 630 * MB));
        assertThat(cache.link().download()).isEqualTo(cache.link().upload());
        assertThat(prepare("platform=lambdaml-2021", "channel=elasticache-redis", "cache.pricing=serverless")
                        .warnings())
                .anyMatch(words -> words.equals(
                        "no throughput of a serverless cache has been published; that of a cache.m5.large is taken"));
    }

    @Test
    void aServerlessCacheHasNeitherANodesNicNorItsThreads() {
        Channel.Cache cache = (Channel.Cache) channel("channel=elasticache-redis", "cache.pricing=serverless");
        assertThat(cache.networkMibPerSecond()).isInfinite();
        assertThat(cache.threads()).isEqualTo(Integer.MAX_VALUE);
        assertThat(cache.serviceSeconds()).isCloseTo(9.9e-6, within(1e-18));
    }

    @Test
    void aTableHasItsItemsItsUnitsAndALatencyOfItsOwn() {
        Channel.Table table = (Channel.Table) channel("channel=dynamodb", "table.large-items=chunk");
        assertThat(table).isEqualTo(new Channel.Table(table.link(), 0.064, 400.0 / 1024, 1, 4000, 12_000, 0.5));
        assertThat(table.link().download()).isEqualTo(new AffineCurve(0.064, 8));
    }

    @Test
    void aServerIsReachedAtTheFunctionsBandwidthWithoutALatencyAsInLambdaDnn() {
        Channel.Servers servers = (Channel.Servers) channel(servers("server.count=3"));
        assertThat(servers.link().upload()).isEqualTo(new AffineCurve(0, 80));
        assertThat(servers.networkMibPerSecond()).isEqualTo(1280);
        assertThat(servers.servers()).isEqualTo(3);
        assertThat(servers.cores()).isEqualTo(2);
        assertThat(servers.rpc()).isEmpty();
        Channel.Servers called = (Channel.Servers) channel(servers("server.rpc=grpc"));
        assertThat(called.link().upload()).isEqualTo(new AffineCurve(0.00015, 80));
    }

    @Test
    void aWorkerSerialisesAtItsShareOfOneProcessorAndAServerAtAWholeOne() {
        Channel.Rpc third =
                ((Channel.Servers) channel(servers("server.rpc=grpc"))).rpc().orElseThrow();
        // 1,769 MB are a vCPU; 136.7 and 81.2 MiB/s by one of them.
        assertThat(third.workerSerializeMibPerSecond()).isCloseTo(136.7 * 1000.0 / 1769, within(1e-12));
        assertThat(third.workerDeserializeMibPerSecond()).isCloseTo(81.2 * 1000.0 / 1769, within(1e-12));
        assertThat(third.serverSerializeMibPerSecond()).isEqualTo(131);
        assertThat(third.serverDeserializeMibPerSecond()).isEqualTo(228);
        assertThat(third.updateMibPerSecond()).isEqualTo(117);
        assertThat(third.modelSeconds()).isInfinite();
        assertThat(third.bytesPerParameter()).isEqualTo(9);
        // One thread serialises, so that more than one vCPU does not help.
        for (String memory : List.of("1769 MB", "10240 MB")) {
            Channel.Rpc whole = ((Channel.Servers) channel(servers("server.rpc=thrift", "plan.memory=" + memory)))
                    .rpc()
                    .orElseThrow();
            assertThat(whole.workerSerializeMibPerSecond()).isEqualTo(41.8);
            assertThat(whole.modelSeconds()).isEqualTo(600);
            assertThat(whole.bytesPerParameter()).isEqualTo(8);
        }
    }

    @Test
    void machinesHaveTheMemoryOfFunctionsWithTheirProcessors() {
        Setting setting = machines();
        // c5.large: 2 vCPU of 1,769 MB.
        assertThat(setting.job().plan().memoryMb()).isEqualTo(2 * 1769);
        // It is the machine's own, and stands in no scenario: there it would be more than a function can have.
        assertThat(setting.scenario().plan().memoryMb()).isEmpty();
        assertThat(machines("plan.memory=1000 MB").job().plan().memoryMb()).isEqualTo(1000);
        // Ten times as much as a function may have is no mistake of a machine.
        assertThat(machines("vm.instance=c5.4xlarge").job().plan().memoryMb()).isEqualTo(16 * 1769);
        assertThat(setting.lifetimeSeconds()).isInfinite();
        Channel.Network network = (Channel.Network) channel(setting);
        assertThat(network.link().upload()).isEqualTo(new AffineCurve(0.00015, 225 * MB));
        assertThat(network.servers()).isZero();
        assertThat(((Channel.Network) channel(machines("pattern=parameter-server", "server.count=2"))).servers())
                .isEqualTo(2);
    }

    @Test
    void whatIsResolvedOfAMachineLargerThanAnyFunctionReadsBackAsItIs() {
        Setting large = machines("vm.instance=c5.4xlarge");
        assertThat(ScenarioLoader.load("resolved", ScenarioWriter.resolved(large.scenario()), List.of())
                        .scenario())
                .isEqualTo(large.scenario());
    }

    @Test
    void unlimitedCapacityIsInfinite() {
        Channel.Store store = (Channel.Store) channel("capacity=unlimited");
        assertThat(List.of(store.writesPerSecond(), store.readsPerSecond())).containsOnly(Double.POSITIVE_INFINITY);
        Channel.Cache cache = (Channel.Cache) channel("capacity=unlimited", "channel=elasticache-redis");
        assertThat(List.of(cache.networkMibPerSecond(), cache.serviceMibPerSecond()))
                .containsOnly(Double.POSITIVE_INFINITY);
        assertThat(cache.serviceSeconds()).isZero();
        assertThat(cache.threads()).isEqualTo(Integer.MAX_VALUE);
        assertThat(cache.maxValueMib()).isEqualTo(512);
        Channel.Table table =
                (Channel.Table) channel("capacity=unlimited", "channel=dynamodb", "table.large-items=chunk");
        assertThat(List.of(table.writeUnitsPerSecond(), table.readUnitsPerSecond()))
                .containsOnly(Double.POSITIVE_INFINITY);
        Channel.Servers servers = (Channel.Servers) channel(servers("capacity=unlimited", "server.rpc=grpc"));
        assertThat(servers.networkMibPerSecond()).isInfinite();
        assertThat(servers.cores()).isEqualTo(Integer.MAX_VALUE);
        assertThat(servers.rpc().orElseThrow().updateMibPerSecond()).isInfinite();
        assertThat(((Channel.Network) channel(machines("capacity=unlimited"))).networkMibPerSecond())
                .isInfinite();
    }

    @Test
    void whatIsRentedHasItsPriceItsIncrementAndItsNumber() {
        assertThat(prices(prepare("channel=elasticache-redis"))).isEqualTo(ServicePrices.rent(0.156, 3600, 0, 1));
        assertThat(prices(servers("server.count=2"))).isEqualTo(ServicePrices.rent(0.096, 1, 60, 2));
        assertThat(prices(machines())).isEqualTo(ServicePrices.rent(0.085, 1, 60, 5));
        assertThat(prices(machines("pattern=parameter-server", "server.count=2")))
                .isEqualTo(ServicePrices.rent(0.085, 1, 60, 5 + 2));
        assertThat(prices(prepare("channel=elasticache-redis", "cache.pricing=serverless")))
                .isEqualTo(new ServicePrices(3.4816e-6, 0.125, 0, 0, 0, 0, 0, 0));
        assertThat(prices(prepare("channel=dynamodb", "table.large-items=chunk")))
                .isEqualTo(new ServicePrices(0, 0, 1.25e-6, 0.25e-6, 0, 0, 0, 0));
        assertThat(prices(prepare())).isEqualTo(ServicePrices.NONE);
    }

    @Test
    void machinesAreNotBilledAsFunctions() {
        Prices prices = machines().job().prices();
        assertThat(prices.usdPerGbSecond()).isZero();
        assertThat(prices.usdPerInvocation()).isZero();
        assertThat(prices.usdPerGet()).isEqualTo(4e-7);
        assertThat(servers().job().prices().usdPerGbSecond()).isEqualTo(0.0000166667);
    }

    private static ServicePrices prices(Setting setting) {
        return setting.job().prices().services();
    }

    @Test
    void theStartUpIsTheTablesOfFunctionsOrOfMachines() {
        assertThat(startUp(prepare())).isZero();
        assertThat(startUp(prepare("start-up.source=table"))).isEqualTo(1.2);
        assertThat(prepare("start-up.source=table").warnings())
                .containsExactly(
                        "the start-up of 5 workers lies outside the table of 10 to 200 workers: that of 10 is taken");
        // Between 10 and 50 machines, 132 and 160 s.
        assertThat(startUp(machines("start-up.source=table", "plan.workers=30")))
                .isCloseTo(132 + 28 * 20.0 / 40, within(1e-12));
        assertThat(machines("start-up.source=table", "plan.workers=201", "capacity=unlimited")
                        .warnings())
                .contains(
                        "the start-up of 201 workers lies outside the table of 10 to 200 workers: the line through its"
                                + " last two goes on");
    }

    private static double startUp(Setting setting) {
        return setting.job().lifecycle().startUpSeconds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channel=elasticache-redis cache.node=cache.m5.lage | cache.node | \"cache.m5.lage\" is not in the"
                        + " services aws-2024; did you mean \"cache.m5.large\"? (there are: cache.m5.large,"
                        + " cache.t3.medium, cache.t3.small)",
                "channel=elasticache-memcached | channel | an object of the exchange has 4 MiB, but"
                        + " elasticache-memcached takes values of at most 1 MiB; set cache.max-value to 4 MiB or more, or"
                        + " use more aggregators",
                "channel=elasticache-memcached cache.max-value=3.5MiB | channel | set cache.max-value to 4 MiB or more",
                "channel=elasticache-redis cache.max-value=600MiB | cache.max-value | is 600 MiB; elasticache-redis takes"
                        + " values of at most 512 MiB",
                "channel=dynamodb | channel | an object of the exchange has 4 MiB, but an item of a table has at most"
                        + " 400 KiB, so that a real run would fail; use another channel, or table.large-items:"
                        + " chunk",
                "channel=dynamodb prices=fasdl-code table.large-items=chunk | channel | the prices fasdl-code have no price"
                        + " of a table",
                "channel=elasticache-redis prices=fasdl-code | cache.node | the prices fasdl-code have no price of"
                        + " the node type cache.m5.large",
                "channel=elasticache-redis prices=fasdl-code cache.pricing=serverless | cache.pricing | the prices"
                        + " fasdl-code have no price of a serverless cache",
                "platform=lambdaml-2021 curve=saturation | curve | is saturation, but the platform has a published"
                        + " latency and bandwidth only; use curve: affine",
                "platform=instant waiting.mode=poll | waiting.mode | is poll, but the channel's requests have no"
                        + " latency"
            })
    void whatAChannelDoesNotTakeIsRefusedAtItsField(String overrides, String field, String message) {
        assertRefused(field, message, () -> prepare(overrides.split(" ", -1)));
    }

    @Test
    void unknownOrUnpricedInstancesAreRefused() {
        assertRefused("server.instance", "did you mean \"m5.large\"?", () -> servers("server.instance=m5.larg"));
        assertRefused("vm.instance", "(there are: c5.4xlarge, c5.large, ", () -> machines("vm.instance=x1"));
        assertRefused(
                "vm.instance",
                "the prices fasdl-code have no price of the machine type c5.large",
                () -> machines("prices=fasdl-code"));
        assertRefused(
                "server.instance",
                "the prices fasdl-code have no price of the machine type m5.large",
                () -> servers("prices=fasdl-code"));
    }

    @Test
    void resNetOverDynamoDbIsRefusedUnlessItsGradientsAreCutIntoItems() {
        String resnet = """
                name: t
                workload: resnet50-cifar10
                epochs: 1
                plan: {workers: 4, memory: 3008 MB, batch: 32, aggregators: 1}
                channel: dynamodb
                lifetime: {limit: ignored}
                """;
        assertRefused(
                "channel", "an object of the exchange has 97.49 MiB", () -> Sites.prepareText(Sites.SHIPPED, resnet));
        Job job = Sites.prepareText(Sites.SHIPPED, resnet, "table.large-items=chunk")
                .job();
        // 97.49 · 1,024 / 400 = 249.6
        assertThat(job.exchange().channel().requests(97.49)).isEqualTo(250);
    }

    @Test
    void aRingThatGoesRoundTooOftenIsRefused() {
        // 10,000 machines make 2·9,999 versions a round; of batches of 1 an epoch of 11 million samples has 1,100
        // rounds.
        String higgs = """
                name: t
                workload: lr-higgs
                epochs: %s
                plan: {workers: 10000, batch: 1}
                channel: vm-network
                pattern: ring
                """;
        assertThat(Sites.prepareText(Sites.SHIPPED, higgs.replace("%s", "97"))
                        .job()
                        .schedule()
                        .iterations())
                .isEqualTo(1100);
        // 97 · 1,100 · 19,998 < 2^31 - 1 < 98 · 1,100 · 19,998
        assertRefused(
                "plan.workers",
                "is too large for a ring that goes round as often",
                () -> Sites.prepareText(Sites.SHIPPED, higgs.replace("%s", "98")));
    }

    @Test
    void constantsThatNobodyMeasuredAreNamedInOneWarningWhereTheyCount() {
        assertThat(unmeasured(prepare())).isEmpty();
        assertThat(unmeasured(prepare("channel=elasticache-redis"))).isEmpty();
        assertThat(unmeasured(prepare("channel=dynamodb", "table.large-items=chunk", "capacity=unlimited")))
                .singleElement()
                .asString()
                .endsWith(": table.latency");
        assertThat(unmeasured(servers())).isEmpty();
        assertThat(unmeasured(servers("server.rpc=thrift")))
                .singleElement()
                .asString()
                .isEqualTo("estimated or derived, not measured, in the services aws-2024: instances.m5.large.latency");
        assertThat(unmeasured(machines())).isEmpty();
        assertThat(unmeasured(machines("vm.instance=t2.2xlarge")))
                .singleElement()
                .asString()
                .endsWith(": instances.t2.2xlarge.network, instances.t2.2xlarge.latency");
    }

    private static List<String> unmeasured(Setting setting) {
        return setting.warnings().stream()
                .filter(words -> words.startsWith("estimated or derived"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "channel=elasticache-redis", "channel=dynamodb table.large-items=chunk"})
    void noWarningIsSaidTwice(String overrides) {
        List<String> all = new ArrayList<>(List.of("fluctuation=measured", "replications=2", "start-up.source=table"));
        all.addAll(Arrays.stream(overrides.split(" ", -1))
                .filter(override -> !override.isEmpty())
                .toList());
        List<String> warnings = prepare(all.toArray(new String[0])).warnings();
        assertThat(warnings).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void publishedConstantsDoNotFluctuate() {
        assertThat(prepare("platform=lambdaml-2021", "fluctuation=measured").warnings())
                .contains("nothing fluctuates, as the platform has published constants, which have no spread");
    }

    private static void assertRefused(
            String field, String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(InvalidInputException.class, invalid -> assertThat(invalid.problems())
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.path()).isEqualTo(field);
                            assertThat(problem.message()).contains(message);
                        }));
    }
}
