package faastrain.communication;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.scenario.Counting;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrives where: the steps of all workers are done without a clock, and what they carry is followed. */
class DataflowTest {
    private static final int ROUNDS = 3;

    /** Exchanges that end a round with the sum of that round. */
    private static Stream<Exchange> sumsOfTheirRound(int workers, int parts) {
        return Stream.of(
                Exchange.allReduce(workers),
                Exchange.scatterReduce(workers),
                Exchange.kReduce(workers, Math.min(workers, parts), Counting.PAPER),
                Exchange.kReduce(workers, Math.min(workers, parts), Counting.IMPLEMENTATION),
                Exchange.parameterServer(workers, parts),
                Exchange.ring(workers));
    }

    static Stream<Exchange> synchronous() {
        return IntStream.rangeClosed(1, 12).boxed().flatMap(workers -> Stream.of(
                        Stream.of(Exchange.allReduce(workers), Exchange.scatterReduce(workers), Exchange.ring(workers)),
                        IntStream.rangeClosed(1, workers).boxed().flatMap(k -> Arrays.stream(Counting.values())
                                .map(counting -> Exchange.kReduce(workers, k, counting))),
                        IntStream.rangeClosed(1, 5).mapToObj(servers -> Exchange.parameterServer(workers, servers)))
                .flatMap(each -> each));
    }

    static Stream<Exchange> hybrids() {
        return IntStream.rangeClosed(1, 12).boxed().flatMap(workers -> IntStream.rangeClosed(1, 5)
                .mapToObj(servers -> Exchange.hybrid(workers, servers)));
    }

    private static List<SymbolicRun> inEveryOrder(Exchange exchange) {
        return List.of(
                exchange.run(ROUNDS).inTurns(),
                exchange.run(ROUNDS).firstFirst(),
                exchange.run(ROUNDS).lastFirst());
    }

    /** Every part of every worker at the end of a round: each worker's gradients as often as {@code times} says. */
    private static void assertSums(Exchange exchange, SymbolicRun run, int round, int times) {
        int[] all = new int[exchange.workers()];
        Arrays.fill(all, times);
        for (int worker = 0; worker < exchange.workers(); worker++) {
            for (int part = 0; part < exchange.pattern().parts(); part++) {
                assertThat(run.sum(round, worker, part))
                        .as("%s: round %d, worker %d, part %d", exchange, round, worker, part)
                        .isEqualTo(all);
            }
        }
    }

    private static void everybodyHasTheSumOfEachRound(Exchange exchange, SymbolicRun run) {
        for (int round = 1; round <= ROUNDS; round++) {
            assertSums(exchange, run, round, 1);
        }
    }

    private static void everybodyPullsTheSumOfTheRoundBefore(Exchange exchange, SymbolicRun run) {
        assertSums(exchange, run, 1, 0);
        for (int round = 2; round <= ROUNDS; round++) {
            assertSums(exchange, run, round, 1);
        }
        assertThat(run.pullsAfterPushesOfTheNextRound()).isZero();
    }

    @ParameterizedTest
    @MethodSource("synchronous")
    void everyWorkerEndsARoundWithEveryWorkersGradientsExactlyOnce(Exchange exchange) {
        for (SymbolicRun run : inEveryOrder(exchange)) {
            everybodyHasTheSumOfEachRound(exchange, run);
        }
    }

    @Property(tries = 150)
    void sumsAreRightAndNobodyWaitsForEverInAnyInterleaving(
            @ForAll @IntRange(min = 1, max = 20) int workers,
            @ForAll @IntRange(min = 1, max = 20) int parts,
            @ForAll @IntRange(min = 1, max = 30) int burst,
            @ForAll long seed) {
        sumsOfTheirRound(workers, parts)
                .forEach(exchange -> everybodyHasTheSumOfEachRound(
                        exchange, exchange.run(ROUNDS).randomly(new SplittableRandom(seed), burst)));
    }

    @ParameterizedTest
    @MethodSource("hybrids")
    void whatIsPulledFromAHybridServerIsTheSumOfTheRoundBefore(Exchange exchange) {
        for (SymbolicRun run : inEveryOrder(exchange)) {
            everybodyPullsTheSumOfTheRoundBefore(exchange, run);
        }
    }

    /** The server's counts are compared for equality, so that a barrier that were passed early would block for ever. */
    @Property(tries = 300)
    void theTwoBarriersOfAHybridServerHoldInAnyInterleaving(
            @ForAll @IntRange(min = 1, max = 20) int workers,
            @ForAll @IntRange(min = 1, max = 6) int servers,
            @ForAll @IntRange(min = 1, max = 30) int burst,
            @ForAll long seed) {
        Exchange exchange = Exchange.hybrid(workers, servers);
        everybodyPullsTheSumOfTheRoundBefore(
                exchange, exchange.run(ROUNDS).randomly(new SplittableRandom(seed), burst));
    }

    @Test
    void aParameterServerMayGetPushesOfTheNextRoundBeforeAllHavePulledThisOnes() {
        SymbolicRun run = Exchange.parameterServer(2, 1).run(2);
        run.goOn(0);
        run.goOn(1);
        // Worker 0 pulls and pushes once more; only then worker 1 pulls.
        run.goOn(0);
        run.goOn(0);
        run.goOn(1);
        assertThat(run.pullsAfterPushesOfTheNextRound()).isEqualTo(1);
        assertThat(run.sum(1, 1, 0)).containsExactly(1, 1);
    }

    @Test
    void nobodyPushesToAHybridServerBeforeAllHavePulled() {
        SymbolicRun run = Exchange.hybrid(2, 1).run(1);
        run.goOn(0);
        run.goOn(0);
        assertThat(run.canGoOn(0)).isFalse();
        run.goOn(1);
        run.goOn(1);
        assertThat(run.canGoOn(0)).isTrue();
    }

    @Test
    void nobodyLeavesARoundOfAHybridServerBeforeAllHavePushed() {
        SymbolicRun run = Exchange.hybrid(2, 1).run(1);
        // Both ask and pull; then worker 0 asks and pushes.
        for (int worker : new int[] {0, 0, 1, 1, 0, 0}) {
            run.goOn(worker);
        }
        assertThat(run.canGoOn(0)).isFalse();
        run.goOn(1);
        run.goOn(1);
        assertThat(run.canGoOn(0)).isTrue();
    }

    @Test
    void theLastSumAloneIsLeftByAllReduceAndEveryMergedShardByKReduce() {
        assertThat(Exchange.allReduce(6).run(ROUNDS).inTurns().left()).isEqualTo(1);
        assertThat(Exchange.scatterReduce(6).run(ROUNDS).inTurns().left()).isEqualTo(6 * ROUNDS);
        assertThat(Exchange.kReduce(6, 2, Counting.IMPLEMENTATION)
                        .run(ROUNDS)
                        .inTurns()
                        .left())
                .isEqualTo(2 * ROUNDS);
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void aChunkGathersOneMoreWorkerAtEachStepOfTheRing(int workers) {
        Exchange exchange = Exchange.ring(workers);
        Ring ring = new Ring(workers);
        // After t + 1 sends and receives of all, worker w has in chunk (w - 1 - t) what t + 2 workers have added.
        for (int worker = 0; worker < workers; worker++) {
            for (int turn = 0; turn < 2 * (workers - 1); turn++) {
                int sends = 2 * turn;
                int receives = sends + 1;
                int before = (worker + workers - 1) % workers;
                assertThat(ring.object(worker, sends)).isEqualTo(worker);
                assertThat(ring.object(worker, receives)).isEqualTo(before);
                assertThat(ring.version(worker, sends)).isEqualTo(turn + 1);
                assertThat(ring.version(worker, receives)).isEqualTo(turn + 1);
                boolean merges = turn < workers - 1;
                assertThat(ring.step(worker, sends)).isEqualTo(merges ? Step.SEND_TO_MERGE : Step.SEND_MERGED);
                assertThat(ring.step(worker, receives)).isEqualTo(merges ? Step.RECEIVE_TO_MERGE : Step.RECEIVE_MERGED);
            }
        }
        SymbolicRun run = exchange.run(1);
        for (int turn = 0; turn < workers - 1; turn++) {
            for (int half = 0; half < 2; half++) {
                IntStream.range(0, workers).forEach(run::goOn);
            }
            for (int worker = 0; worker < workers; worker++) {
                int chunk = Math.floorMod(worker - 1 - turn, workers);
                int[] gathered = new int[workers];
                for (int back = 0; back <= turn + 1; back++) {
                    gathered[Math.floorMod(worker - back, workers)] = 1;
                }
                assertThat(run.sumNow(worker, chunk)).isEqualTo(gathered);
            }
        }
    }

    static IntStream chunks() {
        return IntStream.rangeClosed(2, 12);
    }

    @Test
    void noWorkerOfAGlobalModelEverWaitsAndTheLastWriterWins() {
        int workers = 3;
        SymbolicRun run = Exchange.globalModel(workers).run(2);
        // Worker 1 does both rounds while nobody else has begun.
        for (int step = 0; step < 2 * 2; step++) {
            assertThat(run.canGoOn(1)).isTrue();
            run.goOn(1);
        }
        assertThat(run.sum(1, 1, 0)).containsExactly(0, 0, 0);
        assertThat(run.sum(2, 1, 0)).containsExactly(0, 1, 0);
        // Both others read worker 1's model; worker 2 writes first and is overwritten by worker 0.
        for (int worker : new int[] {2, 0, 2, 0}) {
            run.goOn(worker);
        }
        assertThat(run.sum(1, 2, 0)).containsExactly(0, 1, 0);
        assertThat(run.sum(1, 0, 0)).containsExactly(0, 1, 0);
        run.goOn(2);
        run.goOn(2);
        assertThat(run.sum(2, 2, 0)).containsExactly(1, 0, 0);
    }

    @Property(tries = 200)
    void whoeverHasNotEndedCanGoOnWithAGlobalModel(
            @ForAll @IntRange(min = 2, max = 20) int workers, @ForAll long seed) {
        SymbolicRun run = Exchange.globalModel(workers).run(ROUNDS);
        SplittableRandom random = new SplittableRandom(seed);
        int[] left = new int[workers];
        Arrays.fill(left, 2 * ROUNDS);
        for (int step = 0; step < 3 * workers; step++) {
            int worker = random.nextInt(workers);
            assertThat(run.canGoOn(worker)).isEqualTo(left[worker] > 0);
            if (left[worker] > 0) {
                left[worker]--;
                run.goOn(worker);
            }
        }
    }
}
