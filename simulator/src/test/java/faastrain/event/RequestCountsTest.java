package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.POLL;
import static faastrain.event.Hand.memcached;
import static faastrain.event.Hand.plan;
import static faastrain.event.Hand.redis;
import static faastrain.event.Hand.store;
import static faastrain.event.Hand.sum;
import static faastrain.event.Hand.table;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the workers ask for in a run equals the formulas of the patterns, for every W and K. */
class RequestCountsTest {
    private static final int ROUNDS = 3;
    private static final List<Waiting> BOTH = List.of(Waiting.NOTIFY, POLL);
    private static final Channel STORE = store(1000);

    static IntStream workers() {
        return IntStream.rangeClosed(2, 12);
    }

    private static List<Traffic> traffic(PatternKind pattern, Channel channel, Waiting waiting, int w, int k) {
        return Hand.traffic(Hand.job(pattern, channel, waiting, plan(w, k, 10, 10), ROUNDS));
    }

    private static double objects(List<Traffic> traffic, double objectMib) {
        return traffic.stream().mapToDouble(Traffic::downloadedMib).sum() / objectMib;
    }

    @ParameterizedTest
    @MethodSource("workers")
    void allReduceMakesWPlusOneUploadsAndTwoWMinusOneDownloads(int w) {
        for (Waiting waiting : BOTH) {
            List<Traffic> traffic = traffic(PatternKind.ALL_REDUCE, STORE, waiting, w, 1);
            assertThat(sum(traffic, Traffic::puts)).isEqualTo(ROUNDS * (w + 1L));
            assertThat(objects(traffic, 8)).isCloseTo(ROUNDS * (2.0 * w - 1), EXACT);
            assertThat(sum(traffic, Traffic::gets)).isGreaterThanOrEqualTo(ROUNDS * (2L * w - 1));
            if (!waiting.polls()) {
                assertThat(sum(traffic, Traffic::gets)).isEqualTo(ROUNDS * (2L * w - 1));
                // S3 deletes the workers' gradients in one request, and from the second round on the sum before.
                assertThat(sum(traffic, Traffic::deletes)).isEqualTo(ROUNDS + ROUNDS - 1);
                assertThat(sum(traffic, Traffic::lists)).isEqualTo(ROUNDS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void scatterReduceMakesWSquaredUploadsAndDeletesEachShardOnceItIsRead(int w) {
        for (Waiting waiting : BOTH) {
            List<Traffic> traffic = traffic(PatternKind.SCATTER_REDUCE, STORE, waiting, w, w);
            assertThat(sum(traffic, Traffic::puts)).isEqualTo(ROUNDS * (long) w * w);
            assertThat(sum(traffic, Traffic::gets)).isEqualTo(ROUNDS * 2L * w * (w - 1));
            assertThat(sum(traffic, Traffic::deletes)).isEqualTo(ROUNDS * (long) w * (w - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void kReduceMakesKWUploadsTwiceKWMinusOneDownloadsAndKWMinusOneDeletions(int w) {
        for (int k = 1; k <= w; k++) {
            for (Waiting waiting : BOTH) {
                List<Traffic> traffic = traffic(PatternKind.K_REDUCE, STORE, waiting, w, k);
                assertThat(sum(traffic, Traffic::puts)).isEqualTo(ROUNDS * (long) k * w);
                assertThat(sum(traffic, Traffic::gets)).isEqualTo(ROUNDS * 2L * k * (w - 1));
                assertThat(sum(traffic, Traffic::deletes)).isEqualTo(ROUNDS * (long) k * (w - 1));
                assertThat(sum(traffic, Traffic::loads)).isEqualTo(w);
                assertThat(sum(traffic, Traffic::checks) + sum(traffic, Traffic::refused))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void thePapersAccountHasTheSameUploadsAndDownloadsAndDeletesNothing(int w) {
        for (int k = 1; k <= w; k++) {
            for (Waiting waiting : BOTH) {
                List<Traffic> traffic = Hand.traffic(
                        Hand.job(8, PatternKind.K_REDUCE, STORE, waiting, plan(w, k, 10, 10), ROUNDS, Counting.PAPER));
                assertThat(sum(traffic, Traffic::puts)).isEqualTo(ROUNDS * (long) k * w);
                assertThat(sum(traffic, Traffic::gets)).isEqualTo(ROUNDS * 2L * k * (w - 1));
                assertThat(sum(traffic, Traffic::deletes)).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void thriftTakesFiveCallsAWorkerAndIteration(int w) {
        for (int servers = 1; servers <= 2; servers++) {
            for (Waiting waiting : BOTH) {
                Channel channel = new Channel.Servers(
                        Hand.LINK,
                        Hand.REQUEST,
                        servers,
                        Hand.UNLIMITED,
                        2,
                        Optional.of(new Channel.Rpc(0, 100, 100, 100, 100, 100, 8, Double.POSITIVE_INFINITY)));
                List<Traffic> traffic = traffic(PatternKind.PARAMETER_SERVER, channel, waiting, w, w);
                long calls = (long) ROUNDS * servers;
                assertThat(traffic).allSatisfy(each -> {
                    assertThat(each.puts()).isEqualTo(calls);
                    assertThat(each.gets()).isEqualTo(calls);
                    // 8 bytes a parameter, where the model has 4: 16 MiB each way, cut into a part for each server.
                    assertThat(each.uploadedMib()).isCloseTo(ROUNDS * 16.0, EXACT);
                    assertThat(each.downloadedMib()).isCloseTo(ROUNDS * 16.0, EXACT);
                    if (waiting.polls()) {
                        assertThat(each.checks()).isGreaterThanOrEqualTo(3 * calls);
                    } else {
                        assertThat(each.checks()).isEqualTo(3 * calls);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void lambdaDnnsServerTakesAPushAndAPullAWorkerAndIteration(int w) {
        for (Waiting waiting : BOTH) {
            Channel channel = new Channel.Servers(Hand.LINK, Hand.REQUEST, 1, 100, 2, Optional.empty());
            assertThat(traffic(PatternKind.PARAMETER_SERVER, channel, waiting, w, w))
                    .allMatch(each -> each.equals(
                            new Traffic(0, 0, ROUNDS, ROUNDS, 0, 0, 0, 0, 0, 0, ROUNDS * 8.0, ROUNDS * 8.0, 0, 0)));
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void theGlobalModelIsReadAndWrittenOnceByEachAndNobodyAsksInVain(int w) {
        for (Waiting waiting : BOTH) {
            for (Channel channel : List.of(STORE, redis(), memcached(), table(100, 1))) {
                List<Traffic> traffic = traffic(PatternKind.GLOBAL_MODEL, channel, waiting, w, w);
                assertThat(sum(traffic, Traffic::puts)).isEqualTo(ROUNDS * (long) w);
                assertThat(sum(traffic, Traffic::gets)).isEqualTo(ROUNDS * (long) w);
                assertThat(sum(traffic, each -> each.lists() + each.deletes())).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void aTableDeletesItemByItemAndCutsLargeObjectsIntoItems(int w) {
        // AllReduce exchanges 8 MiB: three items of up to 3 MiB. ScatterReduce exchanges 8/w MiB: ⌈8/w/3⌉ items.
        long items = 3;
        Channel.Table table = table(3, 1);
        for (Waiting waiting : BOTH) {
            List<Traffic> reduce = traffic(PatternKind.ALL_REDUCE, table, waiting, w, 1);
            assertThat(sum(reduce, Traffic::puts)).isEqualTo(items * ROUNDS * (w + 1));
            assertThat(sum(reduce, Traffic::deletes)).isEqualTo(items * (ROUNDS * w + ROUNDS - 1L));
            long shardItems = (long) Math.ceil(8.0 / w / 3);
            List<Traffic> scatter = traffic(PatternKind.SCATTER_REDUCE, table, waiting, w, w);
            assertThat(sum(scatter, Traffic::puts)).isEqualTo(shardItems * ROUNDS * w * w);
            assertThat(sum(scatter, Traffic::gets)).isEqualTo(shardItems * ROUNDS * 2 * w * (w - 1));
            assertThat(sum(scatter, Traffic::deletes)).isEqualTo(shardItems * ROUNDS * w * (w - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void memcachedBringsAsManyValuesInFewerMultiGets(int w) {
        List<Traffic> traffic = traffic(PatternKind.SCATTER_REDUCE, memcached(), POLL, w, w);
        assertThat(sum(traffic, Traffic::puts)).isEqualTo(ROUNDS * (long) w * w);
        assertThat(sum(traffic, Traffic::gets)).isEqualTo(ROUNDS * 2L * w * (w - 1));
        assertThat(sum(traffic, Traffic::deletes)).isEqualTo(ROUNDS * (long) w * (w - 1));
        // At least one for the shards and one for what is merged.
        assertThat(traffic).allMatch(each -> each.lists() >= 2 * ROUNDS);
    }

    @ParameterizedTest(name = "{0} KiB")
    @CsvSource({
        // A unit is up to 1 KiB written and up to 4 KiB read; an eventually consistent read is half a unit.
        "0.5, 1, 0.5, 1",
        "1, 1, 0.5, 1",
        "2.5, 3, 0.5, 1",
        "4, 4, 0.5, 1",
        "4.5, 5, 1, 1",
        "399.5, 400, 50, 1",
        "400, 400, 50, 1",
        // 400 and 0.5; 400, 400 and 200; the same and 200.5 of 51 · 4 KiB.
        "400.5, 401, 50.5, 2",
        "1000, 1000, 125, 3",
        "1000.5, 1001, 125.5, 3"
    })
    void unitsAreRoundedUpItemByItem(double kib, double writeUnits, double readUnits, long items) {
        Channel.Table table = table(400.0 / 1024, 1);
        Job job = Hand.job(
                kib / 1024,
                PatternKind.GLOBAL_MODEL,
                table,
                Waiting.NOTIFY,
                plan(2, 2, 10, 10),
                ROUNDS,
                Counting.IMPLEMENTATION);
        assertThat(Hand.traffic(job)).allSatisfy(each -> {
            assertThat(each.puts()).isEqualTo(ROUNDS * items);
            assertThat(each.gets()).isEqualTo(ROUNDS * items);
            assertThat(each.writeUnits()).isEqualTo(ROUNDS * writeUnits);
            assertThat(each.readUnits()).isEqualTo(ROUNDS * readUnits);
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 256", "0.5, 128"})
    void aStronglyConsistentReadTakesTwiceTheUnits(double share, double unitsOfAMib) {
        Channel.Table table = new Channel.Table(Hand.LINK, Hand.REQUEST, 100, 1, Hand.UNLIMITED, Hand.UNLIMITED, share);
        assertThat(traffic(PatternKind.GLOBAL_MODEL, table, Waiting.NOTIFY, 2, 2))
                .allMatch(each -> each.readUnits() == ROUNDS * 8 * unitsOfAMib);
    }

    @Test
    void aQuestionInVainAndAnEmptyScanTakeTheUnitsOfTheLeastRead() {
        // Worker 0 scans its own gradients at 14, has deleted them at 16.7, scans five times in vain, from 20.2 on
        // worker
        // 1's, there since 20, and at last the sum. Worker 1 asks for that nine times in vain, as with S3.
        Job job = Hand.job(PatternKind.ALL_REDUCE, table(100, 1000), POLL, plan(2, 1, 10, 16), 1);
        List<Traffic> traffic = Hand.traffic(job);
        double unitsOf8Mib = 0.5 * 8 * 256;
        assertThat(traffic.get(0).lists()).isEqualTo(1 + 5 + 1 + 1);
        assertThat(traffic.get(0).readUnits()).isEqualTo(3 * unitsOf8Mib + 5 * 0.5);
        assertThat(traffic.get(1).gets()).isEqualTo(9 + 1);
        assertThat(traffic.get(1).readUnits()).isEqualTo(unitsOf8Mib + 9 * 0.5);
    }
}
