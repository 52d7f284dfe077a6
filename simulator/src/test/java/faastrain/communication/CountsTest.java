package faastrain.communication;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.scenario.Counting;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many steps of each kind a round makes, for every W up to 40 and every K, and for some larger ones. */
class CountsTest {
    static IntStream workers() {
        return IntStream.rangeClosed(1, 40);
    }

    static IntStream severalWorkers() {
        return IntStream.rangeClosed(2, 40);
    }

    /** The steps of all workers, by kind; kinds that nobody does are left out. */
    private static Map<Step, Integer> round(Pattern pattern, int workers) {
        Map<Step, Integer> counts = new EnumMap<>(Step.class);
        for (int worker = 0; worker < workers; worker++) {
            for (int index = 0; index < pattern.steps(worker); index++) {
                counts.merge(pattern.step(worker, index), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static int count(Map<Step, Integer> round, Step.Action action) {
        return Arrays.stream(Step.values())
                .filter(step -> step.action() == action)
                .mapToInt(step -> round.getOrDefault(step, 0))
                .sum();
    }

    private static int deletions(Map<Step, Integer> round) {
        return Arrays.stream(Step.values())
                .filter(step -> step.deletion() != Step.Deletion.NONE && step.action() == Step.Action.READ)
                .mapToInt(step -> round.getOrDefault(step, 0))
                .sum();
    }

    @ParameterizedTest
    @MethodSource("severalWorkers")
    void allReduceUploadsEachWorkersGradientsAndTheSumAndWorkerZeroReadsItsOwnToo(int w) {
        Map<Step, Integer> round = round(new AllReduce(w), w);
        assertThat(round)
                .isEqualTo(Map.of(
                        Step.PUT_SHARD,
                        w,
                        Step.GET_SHARD_DELETE_TOGETHER,
                        w,
                        Step.PUT_MERGED,
                        1,
                        Step.DELETE_EXPIRED,
                        1,
                        Step.GET_MERGED_BY_KEY,
                        w - 1));
        assertThat(count(round, Step.Action.WRITE)).isEqualTo(w + 1);
        assertThat(count(round, Step.Action.READ)).isEqualTo(2 * w - 1);
        assertThat(deletions(round)).isEqualTo(w);
        assertThat(new AllReduce(w).objects()).isEqualTo(w + 1);
    }

    @ParameterizedTest
    @MethodSource("severalWorkers")
    void scatterReduceMakesWSquaredUploads(int w) {
        Map<Step, Integer> round = round(KReduce.scatterReduce(w), w);
        assertThat(round)
                .isEqualTo(Map.of(
                        Step.PUT_SHARD, w * (w - 1),
                        Step.GET_AND_DELETE_SHARD, w * (w - 1),
                        Step.PUT_MERGED, w,
                        Step.GET_MERGED, w * (w - 1)));
        assertThat(count(round, Step.Action.WRITE)).isEqualTo(w * w);
        assertThat(count(round, Step.Action.READ)).isEqualTo(2 * w * (w - 1));
        assertThat(deletions(round)).isEqualTo(w * (w - 1));
    }

    private static void countsOfTheImplementation(int w, int k) {
        Map<Step, Integer> round = round(new KReduce(w, k, Counting.IMPLEMENTATION), w);
        assertThat(round)
                .as("W = %d, K = %d", w, k)
                .isEqualTo(Map.of(
                        Step.PUT_SHARD, k * (w - 1),
                        Step.GET_AND_DELETE_SHARD, k * (w - 1),
                        Step.PUT_MERGED, k,
                        Step.GET_MERGED, k * (w - 1)));
        assertThat(count(round, Step.Action.WRITE)).isEqualTo(k * w);
        assertThat(count(round, Step.Action.READ)).isEqualTo(2 * k * (w - 1));
        assertThat(deletions(round)).isEqualTo(k * (w - 1));
    }

    private static void countsOfThePaper(int w, int k) {
        Map<Step, Integer> round = round(new KReduce(w, k, Counting.PAPER), w);
        assertThat(round)
                .as("W = %d, K = %d", w, k)
                .isEqualTo(Map.of(
                        Step.PUT_SHARD,
                        k * (w - 1),
                        Step.PASS_OWN_SHARD,
                        k,
                        Step.GET_SHARD,
                        k * (w - 1),
                        Step.PUT_MERGED,
                        k,
                        Step.GET_MERGED,
                        k * (w - 1),
                        Step.PASS_OWN_MERGED,
                        k));
        // Equation 10: K·W PUT and 2K(W − 1) GET; nothing is deleted.
        assertThat(count(round, Step.Action.WRITE)).isEqualTo(k * w);
        assertThat(count(round, Step.Action.READ)).isEqualTo(2 * k * (w - 1));
        assertThat(deletions(round)).isZero();
    }

    @ParameterizedTest
    @MethodSource("severalWorkers")
    void kReduceMakesTheRequestsOfEquationTenAndTheImplementationDeletesWhatItMerged(int w) {
        for (int k = 1; k <= w; k++) {
            countsOfTheImplementation(w, k);
            countsOfThePaper(w, k);
        }
    }

    @Property(tries = 50)
    void countsOfKReduceHoldForManyWorkersToo(
            @ForAll @IntRange(min = 41, max = 400) int w, @ForAll @IntRange(min = 1, max = 400) int aggregators) {
        int k = Math.min(w, aggregators);
        countsOfTheImplementation(w, k);
        countsOfThePaper(w, k);
    }

    @ParameterizedTest
    @MethodSource("severalWorkers")
    void aGlobalModelIsReadAndWrittenOnceByEachWorker(int w) {
        assertThat(round(new GlobalModel(w), w)).isEqualTo(Map.of(Step.GET_GLOBAL, w, Step.PUT_GLOBAL, w));
        assertThat(new GlobalModel(w).objects()).isEqualTo(1);
    }

    private static void countsOfAParameterServer(int w, int p) {
        ParameterServer pattern = new ParameterServer(w, p);
        assertThat(round(pattern, w)).isEqualTo(Map.of(Step.PUSH, w * p, Step.PULL, w * p));
        assertThat(pattern.objects()).isEqualTo(p);
    }

    @ParameterizedTest
    @MethodSource("workers")
    void everyWorkerPushesToAndPullsFromEveryParameterServerOnce(int w) {
        for (int p = 1; p <= 10; p++) {
            countsOfAParameterServer(w, p);
            ParameterServer pattern = new ParameterServer(w, p);
            int servers = p;
            for (int worker = 0; worker < w; worker++) {
                int self = worker;
                int[] order = IntStream.range(0, p)
                        .map(turn -> (self + turn) % servers)
                        .toArray();
                assertThat(servers(pattern, worker, 0, p)).isEqualTo(order);
                assertThat(servers(pattern, worker, p, 2 * p)).isEqualTo(order);
            }
        }
    }

    private static int[] servers(Pattern pattern, int worker, int from, int to) {
        return IntStream.range(from, to)
                .map(index -> pattern.server(worker, index))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("workers")
    void aHybridServerIsCalledFiveTimesByEachWorkerOfWhichTwoMoveData(int w) {
        for (int p = 1; p <= 10; p++) {
            HybridParameterServer pattern = new HybridParameterServer(w, p);
            Map<Step, Integer> round = round(pattern, w);
            assertThat(round)
                    .isEqualTo(Map.of(
                            Step.CAN_PULL, w * p,
                            Step.PULL, w * p,
                            Step.CAN_PUSH, w * p,
                            Step.PUSH, w * p,
                            Step.IS_UPDATED, w * p));
            assertThat(count(round, Step.Action.WRITE) + count(round, Step.Action.READ))
                    .isEqualTo(2 * w * p);
            assertThat(count(round, Step.Action.CHECK)).isEqualTo(3 * w * p);
        }
    }

    /** The calls of {@code ps_client}, in the order of the published handlers. */
    @ParameterizedTest
    @MethodSource("workers")
    void aWorkerCallsEachHybridServerInThePublishedOrderAndComputesAfterThePull(int w) {
        for (int p = 1; p <= 10; p++) {
            HybridParameterServer pattern = new HybridParameterServer(w, p);
            assertThat(pattern.stepsBeforeCompute()).isEqualTo(2 * p);
            for (int worker = 0; worker < w; worker++) {
                for (int server = 0; server < p; server++) {
                    int self = worker;
                    int asked = server;
                    Step[] calls = IntStream.range(0, pattern.steps(worker))
                            .filter(index -> pattern.server(self, index) == asked)
                            .mapToObj(index -> pattern.step(self, index))
                            .toArray(Step[]::new);
                    assertThat(calls)
                            .containsExactly(Step.CAN_PULL, Step.PULL, Step.CAN_PUSH, Step.PUSH, Step.IS_UPDATED);
                }
                assertThat(pattern.server(worker, 0)).isEqualTo(worker % p);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void everyWorkerOfARingSendsTwiceWMinusOneChunks(int w) {
        Ring ring = new Ring(w);
        for (int worker = 0; worker < w; worker++) {
            int self = worker;
            long sends = IntStream.range(0, ring.steps(worker))
                    .filter(index -> ring.step(self, index).action() == Step.Action.WRITE)
                    .count();
            assertThat(sends).isEqualTo(2L * (w - 1));
            assertThat(ring.steps(worker)).isEqualTo(2 * 2 * (w - 1));
        }
        assertThat(ring.parts()).isEqualTo(w);
    }

    @Property(tries = 50)
    void theOtherCountsHoldForManyWorkersToo(
            @ForAll @IntRange(min = 41, max = 400) int w, @ForAll @IntRange(min = 1, max = 50) int p) {
        allReduceUploadsEachWorkersGradientsAndTheSumAndWorkerZeroReadsItsOwnToo(w);
        aGlobalModelIsReadAndWrittenOnceByEachWorker(w);
        countsOfAParameterServer(w, p);
        everyWorkerOfARingSendsTwiceWMinusOneChunks(w);
        assertThat(count(round(new HybridParameterServer(w, p), w), Step.Action.CHECK))
                .isEqualTo(3 * w * p);
    }

    /** Every object is written as often a round as the pattern says that it is. */
    @ParameterizedTest
    @MethodSource("severalWorkers")
    void everyObjectIsWrittenByItsContributorsOnceForEachOfItsVersions(int w) {
        for (Pattern pattern : new Pattern[] {
            new AllReduce(w),
            KReduce.scatterReduce(w),
            new ParameterServer(w, 3),
            new HybridParameterServer(w, 3),
            new Ring(w)
        }) {
            int[] writes = new int[pattern.objects()];
            for (int worker = 0; worker < w; worker++) {
                for (int index = 0; index < pattern.steps(worker); index++) {
                    if (pattern.step(worker, index).action() == Step.Action.WRITE) {
                        writes[pattern.object(worker, index)]++;
                    }
                    if (pattern.counted(worker, index) >= 0) {
                        writes[pattern.counted(worker, index)]++;
                    }
                }
            }
            for (int object = 0; object < writes.length; object++) {
                boolean kept = pattern instanceof KReduce && object < w * w && object % w == object / w;
                assertThat(writes[object])
                        .isEqualTo(kept ? 0 : pattern.contributors(object) * pattern.versionsPerRound());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("severalWorkers")
    void onlyAHybridServersCallsComeBeforeTheComputation(int w) {
        for (Pattern pattern : new Pattern[] {
            new AllReduce(w), KReduce.scatterReduce(w), new GlobalModel(w), new ParameterServer(w, 3), new Ring(w)
        }) {
            assertThat(pattern.stepsBeforeCompute()).isZero();
        }
    }
}
