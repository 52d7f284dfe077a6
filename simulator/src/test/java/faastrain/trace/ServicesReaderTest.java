package faastrain.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.scenario.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesReaderTest {
    private static final Path SHIPPED = Path.of("..", "traces", "services", "aws-2024.yaml");

    /** MB/s of 10^6 bytes. */
    private static final double MB = 1e6 / 1048576;

    private static final String COMPLETE = """
            id: made-2024
            description: "Made up"
            date: 2024-02-29
            object-store:
              writes: {value: 100 /s, source: a}
              reads: {value: 200 /s, source: b}
              keys-per-list: {value: 10, source: c}
              retry:
                attempts: {value: 3, source: d}
                base: {value: 500 ms, source: e}
                growth: {value: 3, source: f}
                cap: {value: 2 s, source: g}
            cache:
              latency: {value: 1 ms, source: h}
              engines:
                redis:
                  threads: {value: 4, source: i}
                  request: {value: 0.02 ms, source: j}
                  rate: {value: 500 MiB/s, source: k}
                  max-value: {value: 1 GiB, source: l}
                memcached:
                  threads: {value: vcpu, source: m}
                  request: {value: 0 s, source: n}
                  rate: {value: 400 MiB/s, source: o}
                  max-value: {value: 512 KiB, source: p}
                  largest-max-value: {value: 2 MiB, source: q}
              nodes:
                small:
                  network: {value: 1 Gbit/s, source: r}
                  vcpu: {value: 1, source: s}
              serverless:
                network: {value: 2 GiB/s, source: t}
            table:
              latency: {value: 5 ms, source: u}
              item-limit: {value: 64 KiB, source: v}
              scan-page: {value: 2 MiB, source: w}
              write-units: {value: 50 /s, source: x}
              read-units: {value: 60 /s, source: y}
              read-unit-share: {value: 1, source: z}
            servers:
              function-bandwidth: {value: 70 MiB/s, source: aa}
              grpc:
                call: {value: 1 ms, source: ba}
                worker-serialize: {value: 11 MiB/s, source: ab}
                worker-deserialize: {value: 12 MiB/s, source: ac}
                server-serialize: {value: 16 MiB/s, source: bb}
                server-deserialize: {value: 17 MiB/s, source: bc}
                update: {value: 18 MiB/s, source: bd}
                bytes-per-parameter: {value: 4, source: ad}
              thrift:
                call: {value: 2 ms, source: be}
                worker-serialize: {value: 13 MiB/s, source: ae}
                worker-deserialize: {value: 14 MiB/s, source: af}
                server-serialize: {value: 19 MiB/s, source: bf}
                server-deserialize: {value: 20 MiB/s, source: bg}
                update: {value: 15 MiB/s, source: ah}
                bytes-per-parameter: {value: 8, source: ag}
                model-expiry: {value: 1 min, source: bh}
            functions:
              call: {value: 40 ms, source: fa}
              quota: {value: 300, source: fb}
              burst: {value: 7, source: fc}
              refill: {value: 2.5 /s, source: fd}
              keep-warm: {value: 4 min, source: fe}
              cold:
                median: {value: 1.5 s, source: ff}
                spread: {value: 0.2, source: fg}
              warm:
                median: {value: 30 ms, source: fh}
                spread: {value: 0, source: fi}
            instances:
              big.machine:
                network: {value: 125 MB/s, source: ai}
                latency: {value: 1 ms, source: aj}
                vcpu: {value: 96, source: ak}
            start-up:
              functions:
                1: {value: 0 s, source: al}
                20: {value: 1 min, source: am}
              instances:
                9: {value: 10 s, source: an}
                8: {value: 10 s, source: ao}
            """;

    @TempDir
    private Path folder;

    private ServicesProfile read(String text) {
        return ServicesReader.read(file(text));
    }

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("services.yaml"), text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The messages about the complete example after one part was replaced, without the places. */
    private List<String> problems(String part, String replacement) {
        assertThat(COMPLETE).contains(part);
        List<String> messages = new ArrayList<>();
        Path file = file(COMPLETE.replace(part, replacement));
        assertThatThrownBy(() -> ServicesReader.read(file))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> refused.problems()
                        .forEach(problem -> messages.add(problem.path() + ": " + problem.message())));
        return messages;
    }

    @Test
    void everyFieldOfACompleteFileIsRead() {
        ServicesProfile services = read(COMPLETE);
        assertThat(services.id()).isEqualTo("made-2024");
        assertThat(services.description()).isEqualTo("Made up");
        assertThat(services.date()).isEqualTo("2024-02-29");
        assertThat(services.objectStore()).isEqualTo(new RequestLimits(100, 200, 10, new RetryPolicy(3, 0.5, 3, 2)));
        CacheService cache = services.cache();
        assertThat(cache.latencySeconds()).isEqualTo(0.001);
        assertThat(cache.redis()).isEqualTo(new CacheEngine(OptionalInt.of(4), 2e-5, 500, 1024, 1024));
        assertThat(cache.memcached()).isEqualTo(new CacheEngine(OptionalInt.empty(), 0, 400, 0.5, 2));
        assertThat(cache.nodes()).isEqualTo(Map.of("small", new CacheNode(125 * MB, 1)));
        assertThat(cache.serverlessNetworkMibPerSecond()).contains(2048.0);
        assertThat(services.table()).isEqualTo(new TableLimits(0.005, 0.0625, 2, 50, 60, 1));
        assertThat(services.servers())
                .isEqualTo(new ServerRates(
                        70,
                        new RpcRates(0.001, 11, 12, 16, 17, 18, 4, OptionalDouble.empty()),
                        new RpcRates(0.002, 13, 14, 19, 20, 15, 8, OptionalDouble.of(60))));
        assertThat(services.functions())
                .isEqualTo(new FunctionService(
                        0.04,
                        300,
                        7,
                        2.5,
                        4 * 60,
                        new StartUpDistribution(1.5, 0.2),
                        new StartUpDistribution(0.03, 0)));
        assertThat(services.instances()).isEqualTo(Map.of("big.machine", new InstanceType(125 * MB, 0.001, 96)));
        assertThat(services.functionStartUp().secondsByWorkers()).isEqualTo(Map.of(1, 0.0, 20, 60.0));
        assertThat(services.instanceStartUp().secondsByWorkers()).isEqualTo(Map.of(8, 10.0, 9, 10.0));
        assertThat(services.sources())
                .hasSize(49 + 9)
                .containsEntry("functions.cold.spread", "fg")
                .containsEntry("object-store.retry.growth", "f")
                .containsEntry("cache.engines.memcached.largest-max-value", "q")
                .containsEntry("instances.big.machine.latency", "aj")
                .containsEntry("start-up.instances.8", "ao");
    }

    @Test
    void shippedServicesHoldLambdaMlsConstants() {
        ServicesProfile aws = ServicesReader.read(SHIPPED);
        assertThat(aws.cache().latencySeconds()).isEqualTo(1e-2);
        assertThat(aws.cache().nodes())
                .containsEntry("cache.t3.medium", new CacheNode(630 * MB, 2))
                .containsEntry("cache.m5.large", new CacheNode(1260 * MB, 2));
        assertThat(aws.instances())
                .containsEntry("t2.medium", new InstanceType(120 * MB, 5e-4, 2, OptionalDouble.of(0.2)))
                .containsEntry("c5.large", new InstanceType(225 * MB, 1.5e-4, 2));
        assertThat(aws.functionStartUp().secondsByWorkers()).isEqualTo(Map.of(10, 1.2, 50, 11.0, 100, 18.0, 200, 35.0));
        assertThat(aws.instanceStartUp().secondsByWorkers())
                .isEqualTo(Map.of(10, 132.0, 50, 160.0, 100, 292.0, 200, 606.0));
        assertThat(aws.table().latencySeconds()).isCloseTo(0.8 * 8e-2, within(1e-15));
    }

    @Test
    void shippedServicesHoldTheLimitsOfTheManuals() {
        ServicesProfile aws = ServicesReader.read(SHIPPED);
        assertThat(aws.objectStore()).isEqualTo(new RequestLimits(3500, 5500, 1000, new RetryPolicy(5, 1, 2, 20)));
        assertThat(aws.cache().redis().threads()).hasValue(1);
        assertThat(aws.cache().redis().largestMaxValueMib()).isEqualTo(512);
        assertThat(aws.cache().memcached().threads()).isEmpty();
        assertThat(aws.cache().memcached().maxValueMib()).isEqualTo(1);
        assertThat(aws.cache().memcached().largestMaxValueMib()).isEqualTo(1024);
        assertThat(aws.cache().serverlessNetworkMibPerSecond()).isEmpty();
        assertThat(aws.table().itemLimitMib() * 1048576).isEqualTo(409_600);
        assertThat(aws.table().scanPageMib()).isEqualTo(1);
        assertThat(aws.table().writeUnitsPerSecond()).isEqualTo(4000);
        assertThat(aws.table().readUnitsPerSecond()).isEqualTo(12_000);
        assertThat(aws.table().readUnitShare()).isEqualTo(0.5);
    }

    @Test
    void shippedServersAreLambdaDnnsAndLambdaMls() {
        ServicesProfile aws = ServicesReader.read(SHIPPED);
        assertThat(aws.servers().functionBandwidthMibPerSecond()).isEqualTo(80);
        assertThat(aws.instances().get("m5.large").networkMibPerSecond()).isEqualTo(16 * 80);
        // A double of 8 bytes; an unpacked one of gRPC has a tag of one byte.
        assertThat(aws.servers().grpc().bytesPerParameter()).isEqualTo(8 + 1);
        assertThat(aws.servers().thrift().bytesPerParameter()).isEqualTo(8);
    }

    @Test
    void whatWasNotPublishedSaysHowItWasTaken() {
        Map<String, String> sources = ServicesReader.read(SHIPPED).sources();
        assertThat(sources.get("instances.m5.large.latency")).startsWith("estimate: ");
        assertThat(sources.get("table.latency")).startsWith("derived: ");
        assertThat(sources.get("object-store.writes")).endsWith("is this project's assumption");
    }

    @Test
    void shippedServicesKnowEveryMachineThatHasAPrice() {
        ServicesProfile aws = ServicesReader.read(SHIPPED);
        ProviderProfile prices = ProviderReader.read(Path.of("..", "traces", "providers", "aws-us-east-1-2024.yaml"));
        assertThat(aws.instances().keySet())
                .isEqualTo(prices.instanceUsdPerHour().keySet());
        assertThat(aws.cache().nodes().keySet())
                .isEqualTo(prices.cacheNodeUsdPerHour().keySet());
    }

    @Test
    void everyProblemIsReportedAtOnceAndInItsPlace() {
        Path file = file(COMPLETE.replace("id: made-2024", "id: Made 2024")
                .replace("2024-02-29", "2023-02-29")
                .replace("200 /s, source: b", "200")
                .replace("attempts: {value: 3", "atempts: {value: 3")
                .replace("125 MB/s, source: ai", "125 Mbit/s, source: ai"));
        assertThatThrownBy(() -> ServicesReader.read(file)).hasMessage("""
                        FILE:1:5: id: "Made 2024" must be lower-case letters, digits, dots and hyphens, such as aws-2024
                        FILE:3:7: date: "2023-02-29" is not a day; write it as 2024-09-01
                        FILE:6:18: object-store.reads.value: "200" has no unit; write "200 /s" (/s or /h)
                        FILE:6:10: object-store.reads.source: is missing; it is needed here, for example "source: LambdaML (arXiv 2105.07806)"
                        FILE:9:5: object-store.retry.attempts: is missing; it is needed here, for example "attempts: {value: …, source: …}"
                        FILE:9:5: object-store.retry.atempts: is not a known key; did you mean "attempts"? (known here: attempts, base, growth, cap)
                        FILE:73:22: instances.big.machine.network.value: "125 Mbit/s" has the unit "Mbit/s"; allowed here: MiB/s, KiB/s, GiB/s, MB/s or Gbit/s\
                        """.replace("FILE", file.toString()));
    }

    @Test
    void aMissingSectionIsNamedOnceWithAnExample() {
        assertThat(problems("table:\n", "tables:\n"))
                .containsExactly(
                        "table: is missing; it is needed here, for example \"table: {latency: {value: …, source: …}, …}\"",
                        "tables: is not a known key; did you mean \"table\"? (known here: id, description, date,"
                                + " object-store, cache, table, servers, functions, instances, start-up)");
        assertThat(problems("    redis:\n", "    reddis:\n"))
                .containsExactly(
                        "cache.engines.redis: is missing; it is needed here, for example \"redis: {threads: {value: …,"
                                + " source: …}, …}\"",
                        "cache.engines.reddis: is not a known key; did you mean \"redis\"? (known here: redis,"
                                + " memcached)");
    }

    @Test
    void aBareValueIsNoFigure() {
        assertThat(problems("{value: 70 MiB/s, source: aa}", "70 MiB/s"))
                .containsExactly("servers.function-bandwidth: must hold \"key: value\" lines, but is \"70 MiB/s\"");
        assertThat(problems("source: aa}", "source: ''}"))
                .containsExactly("servers.function-bandwidth.source: must not be empty; write for example \"LambdaML"
                        + " (arXiv 2105.07806)\"");
    }

    @Test
    void unknownKeysAreRefusedOnEveryLevel() {
        String stray = "stray: 1\n";
        for (String level : List.of(
                "object-store:\n  ",
                "  retry:\n    ",
                "cache:\n  ",
                "  engines:\n    ",
                "    redis:\n      ",
                "    small:\n      ",
                "  serverless:\n    ",
                "table:\n  ",
                "servers:\n  ",
                "  grpc:\n    ",
                "  keep-warm: {value: 4 min, source: fe}\n  ",
                "  cold:\n    ",
                "  big.machine:\n    ",
                "start-up:\n  ")) {
            String indent = level.substring(level.indexOf('\n') + 1);
            assertThat(problems(level, level + stray + indent))
                    .as(level)
                    .singleElement()
                    .asString()
                    .contains("stray: is not a known key");
        }
    }

    @Test
    void numbersOutsideTheirRangesAreRefused() {
        assertThat(problems("value: 100 /s", "value: 0 /s"))
                .containsExactly("object-store.writes.value: must be above 0, such as \"3500 /s\"");
        assertThat(problems("value: 100 /s", "value: 2e9 /s"))
                .containsExactly("object-store.writes.value: must be at most 1000000000 /s");
        assertThat(problems("value: 10, source: c", "value: 0, source: c"))
                .containsExactly(
                        "object-store.keys-per-list.value: must be a whole number from 1 to 1000000, but is \"0\"");
        assertThat(problems("value: 3, source: f", "value: 0.5, source: f"))
                .containsExactly("object-store.retry.growth.value: must be at least 1, such as 2");
        assertThat(problems("value: 500 ms", "value: -1 s"))
                .containsExactly("object-store.retry.base.value: must be at least 0, such as \"10 ms\"");
        assertThat(problems("value: 1 ms, source: h", "value: 2 h, source: h"))
                .containsExactly("cache.latency.value: must be at most 3600 s");
        assertThat(problems("value: 500 MiB/s", "value: 0 MiB/s"))
                .containsExactly("cache.engines.redis.rate.value: must be above 0, such as \"80 MiB/s\"");
        assertThat(problems("value: 2 MiB, source: q", "value: 256 KiB, source: q"))
                .containsExactly("cache.engines.memcached.largest-max-value.value: must be at least max-value");
        assertThat(problems("value: 64 KiB", "value: 0 KiB"))
                .containsExactly("table.item-limit.value: must be above 0, such as \"1 MiB\"");
        assertThat(problems("value: 1, source: z", "value: 1.5, source: z"))
                .containsExactly("table.read-unit-share.value: must be at most 1");
        assertThat(problems("value: 8, source: ag", "value: 7.5, source: ag"))
                .containsExactly("servers.thrift.bytes-per-parameter.value: must be a whole number from 1 to 1024, but"
                        + " is \"7.5\"");
        assertThat(problems("value: 96", "value: many"))
                .containsExactly(
                        "instances.big.machine.vcpu.value: must be a whole number from 1 to 10000, but is \"many\"");
    }

    @Test
    void whatNoProviderOfFunctionsHasIsRefused() {
        assertThat(problems("\nfunctions:\n", "\nfunction:\n"))
                .containsExactly(
                        "functions: is missing; it is needed here, for example \"functions: {call: {value: …, source:"
                                + " …}, …}\"",
                        "function: is not a known key; did you mean \"functions\"? (known here: id, description, date,"
                                + " object-store, cache, table, servers, functions, instances, start-up)");
        assertThat(problems("value: 40 ms", "value: 40"))
                .containsExactly("functions.call.value: \"40\" has no unit; write \"40 s\" (s, ms, min or h)");
        assertThat(problems("value: 300", "value: 0"))
                .containsExactly("functions.quota.value: must be a whole number from 1 to 1000000000, but is \"0\"");
        assertThat(problems("value: 7, source: fc", "value: 7.5, source: fc"))
                .containsExactly("functions.burst.value: must be a whole number from 1 to 1000000000, but is \"7.5\"");
        assertThat(problems("value: 2.5 /s", "value: 0 /s"))
                .containsExactly("functions.refill.value: must be above 0, such as \"3500 /s\"");
        assertThat(problems("value: 2.5 /s", "value: 1e-9 /s"))
                .containsExactly("functions.refill.value: must be at least 1e-6 /s, such as \"100 /s\"");
        assertThat(problems("value: 4 min", "value: -4 min"))
                .containsExactly("functions.keep-warm.value: must be at least 0, such as \"5 min\"");
        assertThat(problems("value: 1.5 s", "value: 0 s"))
                .containsExactly("functions.cold.median.value: must be above 0, such as \"2.5 s\"");
        assertThat(problems("value: 0, source: fi", "value: 6, source: fi"))
                .containsExactly("functions.warm.spread.value: must be at most 5");
        assertThat(problems("value: 0.2, source: fg", "value: -1, source: fg"))
                .containsExactly("functions.cold.spread.value: must be at least 0, such as 0.35");
    }

    @Test
    void shippedFunctionsHaveLambdasLimitsAndSayWhatIsEstimated() {
        ServicesProfile aws = ServicesReader.read(SHIPPED);
        FunctionService functions = aws.functions();
        assertThat(functions.quota()).isEqualTo(1000);
        // 1,000 new environments every 10 s, kept for 5 minutes.
        assertThat(functions.burst()).isEqualTo(1000);
        assertThat(functions.refillPerSecond()).isEqualTo(1000 / 10.0);
        assertThat(functions.keepWarmSeconds()).isEqualTo(5 * 60);
        assertThat(functions.warm().medianSeconds()).isEqualTo(0.025);
        Map<String, String> sources = aws.sources();
        assertThat(sources.get("functions.cold.median")).startsWith("estimate: ");
        assertThat(sources.get("functions.cold.spread")).startsWith("estimate: ");
        assertThat(sources.get("functions.warm.spread")).startsWith("estimate: ");
        assertThat(sources.get("functions.call")).startsWith("derived: ");
    }

    @Test
    void callsAndAColdStartGiveLambdaMlsTableFrom50FunctionsOn() {
        ServicesProfile aws = ServicesReader.read(SHIPPED);
        double call = aws.functions().callSeconds();
        StartUpTimes published = aws.functionStartUp();
        assertThat(call).isCloseTo((published.seconds(200) - published.seconds(50)) / 150, within(1e-12));
        for (int workers : List.of(50, 100, 200)) {
            assertThat(workers * call + aws.functions().cold().medianSeconds())
                    .isCloseTo(published.seconds(workers), within(0.5 + 1e-9));
        }
    }

    @Test
    void threadsAreANumberOrThoseOfTheNode() {
        for (String wrong : List.of("two", "0", "vCPU", "1.5", "''")) {
            assertThat(problems("value: vcpu", "value: " + wrong))
                    .containsExactly("cache.engines.memcached.threads.value: must be a whole number from 1 to 9999, or"
                            + " vcpu for one thread per vCPU of the node, but is \""
                            + wrong.replace("'", "") + "\"");
        }
        assertThat(problems("value: vcpu", "value: [1]"))
                .containsExactly("cache.engines.memcached.threads.value: must be a text, but is a list");
        assertThat(new CacheEngine(OptionalInt.empty(), 0, 1, 1, 1).threadsOn(6))
                .isEqualTo(6);
        assertThat(new CacheEngine(OptionalInt.of(1), 0, 1, 1, 1).threadsOn(6)).isEqualTo(1);
    }

    @Test
    void startUpTimesAreByRisingNumbersOfWorkers() {
        assertThat(problems("    20: {", "    twenty: {"))
                .containsExactly("start-up.functions.twenty: is no number of workers; write a whole number from 1 to"
                        + " 999999, such as 10");
        assertThat(problems("    20: {", "    020: {"))
                .singleElement()
                .asString()
                .contains("is no number of workers");
        assertThat(problems("    20: {value: 1 min, source: am}\n", ""))
                .containsExactly("start-up.functions: must give the times of two numbers of workers at least");
        assertThat(problems("1: {value: 0 s", "1: {value: 61 s"))
                .containsExactly("start-up.functions.20: must not be less than the time of fewer workers");
    }

    @Test
    void aCacheNeedsNeitherServerlessCapacityNorALargerValue() {
        CacheService cache = read(COMPLETE.replace("    network: {value: 2 GiB/s, source: t}\n", "")
                        .replace("  serverless:\n", "")
                        .replace("      largest-max-value: {value: 2 MiB, source: q}\n", ""))
                .cache();
        assertThat(cache.serverlessNetworkMibPerSecond()).isEqualTo(Optional.empty());
        assertThat(cache.memcached().largestMaxValueMib()).isEqualTo(0.5);
        assertThat(read(COMPLETE.replace("    network: {value: 2 GiB/s, source: t}\n", ""))
                        .cache())
                .as("serverless with nothing said")
                .isEqualTo(new CacheService(
                        cache.latencySeconds(),
                        cache.redis(),
                        new CacheEngine(OptionalInt.empty(), 0, 400, 0.5, 2),
                        cache.nodes(),
                        Optional.empty()));
    }

    @Test
    void botocoreWaitsUpToOneTwoFourAndEightSeconds() {
        RetryPolicy botocore = ServicesReader.read(SHIPPED).objectStore().retry();
        assertThat(List.of(1, 2, 3, 4))
                .extracting(refusals -> botocore.waitSeconds(refusals, 1))
                .containsExactly(1.0, 2.0, 4.0, 8.0);
        assertThat(botocore.waitSeconds(3, 0.25)).isEqualTo(0.25 * 4);
        assertThat(botocore.waitSeconds(1, 0)).isZero();
        assertThat(botocore.waitSeconds(6, 1)).isEqualTo(20);
        assertThat(botocore.waitSeconds(5000, 1)).isEqualTo(20);
        assertThat(botocore.waitSeconds(5000, 0)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> botocore.waitSeconds(0, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> botocore.waitSeconds(1, 1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> botocore.waitSeconds(1, Double.NaN));
    }
}
