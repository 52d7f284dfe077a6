package faastrain.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import faastrain.scenario.Counting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the programs of all workers together do in a round, for every W up to 12 and every K. */
class KReduceTest {
    private static final int MOST_WORKERS = 12;

    /** A pattern with the numbers that it was made of. */
    private record Exchange(int workers, int aggregators, Counting counting) {
        KReduce pattern() {
            return new KReduce(workers, aggregators, counting);
        }

        /** What a worker does, in order. */
        List<Act> program(int worker) {
            KReduce pattern = pattern();
            return IntStream.range(0, pattern.steps(worker))
                    .mapToObj(index -> new Act(worker, pattern.step(worker, index), pattern.object(worker, index)))
                    .toList();
        }

        List<Act> all() {
            return IntStream.range(0, workers)
                    .mapToObj(this::program)
                    .flatMap(List::stream)
                    .toList();
        }

        List<Act> all(Step.Action action) {
            return all().stream().filter(act -> act.step().action() == action).toList();
        }

        long count(Step step) {
            return all().stream().filter(act -> act.step() == step).count();
        }
    }

    private record Act(int worker, Step step, int object) {}

    /** Every exchange of at least {@code least} workers. */
    private static Stream<Exchange> from(int least) {
        return Stream.of(Counting.values()).flatMap(counting -> IntStream.rangeClosed(least, MOST_WORKERS)
                .boxed()
                .flatMap(workers ->
                        IntStream.rangeClosed(1, workers).mapToObj(k -> new Exchange(workers, k, counting))));
    }

    static Stream<Exchange> exchanges() {
        return from(2);
    }

    static Stream<Exchange> paper() {
        return exchanges().filter(exchange -> exchange.counting() == Counting.PAPER);
    }

    static Stream<Exchange> implementation() {
        return exchanges().filter(exchange -> exchange.counting() == Counting.IMPLEMENTATION);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void shardsAndMergedShardsAreNumberedWithoutGapOrOverlap(Exchange exchange) {
        KReduce pattern = exchange.pattern();
        List<Integer> numbers = new ArrayList<>();
        for (int aggregator = 0; aggregator < exchange.aggregators(); aggregator++) {
            for (int worker = 0; worker < exchange.workers(); worker++) {
                numbers.add(pattern.shard(worker, aggregator));
            }
            numbers.add(pattern.merged(aggregator));
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, pattern.objects()).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void everyObjectButAnAggregatorsOwnShardIsWrittenExactlyOnceByItsOwner(Exchange exchange) {
        KReduce pattern = exchange.pattern();
        List<Act> expected = new ArrayList<>();
        for (int aggregator = 0; aggregator < exchange.aggregators(); aggregator++) {
            for (int worker = 0; worker < exchange.workers(); worker++) {
                if (worker != aggregator) {
                    expected.add(new Act(worker, Step.PUT_SHARD, pattern.shard(worker, aggregator)));
                }
            }
            expected.add(new Act(aggregator, Step.PUT_MERGED, pattern.merged(aggregator)));
        }
        assertThat(exchange.all(Step.Action.WRITE)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void everyShardIsReadOnceByItsAggregatorAndEveryMergedShardOnceByAllButTheOneWhoMergedIt(Exchange exchange) {
        KReduce pattern = exchange.pattern();
        Step getShard = exchange.counting() == Counting.PAPER ? Step.GET_SHARD : Step.GET_AND_DELETE_SHARD;
        List<Act> expected = new ArrayList<>();
        for (int aggregator = 0; aggregator < exchange.aggregators(); aggregator++) {
            for (int other = 0; other < exchange.workers(); other++) {
                if (other != aggregator) {
                    expected.add(new Act(aggregator, getShard, pattern.shard(other, aggregator)));
                    expected.add(new Act(other, Step.GET_MERGED, pattern.merged(aggregator)));
                }
            }
        }
        assertThat(exchange.all(Step.Action.READ)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void aRoundMakesTheRequestsOfEquationTen(Exchange exchange) {
        int w = exchange.workers();
        int k = exchange.aggregators();
        assertThat(exchange.all(Step.Action.WRITE)).hasSize(k * w);
        assertThat(exchange.all(Step.Action.READ)).hasSize(2 * k * (w - 1));
        assertThat(exchange.count(Step.PUT_SHARD)).isEqualTo((long) k * (w - 1));
        assertThat(exchange.count(Step.PUT_MERGED)).isEqualTo(k);
    }

    @ParameterizedTest
    @MethodSource("implementation")
    void theImplementationDeletesEveryShardThatIsReadAndPassesNothing(Exchange exchange) {
        assertThat(exchange.count(Step.GET_AND_DELETE_SHARD))
                .isEqualTo((long) exchange.aggregators() * (exchange.workers() - 1));
        assertThat(exchange.count(Step.GET_SHARD)).isZero();
        assertThat(exchange.all(Step.Action.PASS)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paper")
    void thePaperDeletesNothingAndEveryAggregatorPassesItsOwnShardUpAndDownInItsPlace(Exchange exchange) {
        assertThat(exchange.count(Step.GET_AND_DELETE_SHARD)).isZero();
        assertThat(exchange.all(Step.Action.PASS)).hasSize(2 * exchange.aggregators());
        KReduce pattern = exchange.pattern();
        for (int worker = 0; worker < exchange.aggregators(); worker++) {
            List<Act> program = exchange.program(worker);
            assertThat(program.get(worker))
                    .isEqualTo(new Act(worker, Step.PASS_OWN_SHARD, pattern.shard(worker, worker)));
            assertThat(program.get(exchange.aggregators() + exchange.workers() + worker))
                    .isEqualTo(new Act(worker, Step.PASS_OWN_MERGED, pattern.merged(worker)));
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void theStepsOfAPhaseAreThoseOfItsEquation(Exchange exchange) {
        int k = exchange.aggregators();
        int moved = exchange.counting() == Counting.PAPER ? k : k - 1;
        for (int worker = 0; worker < exchange.workers(); worker++) {
            List<Step.Phase> phases = exchange.program(worker).stream()
                    .map(act -> act.step().phase())
                    .toList();
            boolean aggregator = worker < k;
            List<Step.Phase> expected = new ArrayList<>();
            times(aggregator ? moved : k, Step.Phase.UPLOAD, expected);
            times(aggregator ? exchange.workers() : 0, Step.Phase.AGGREGATE, expected);
            times(aggregator ? moved : k, Step.Phase.DOWNLOAD, expected);
            assertThat(phases).isEqualTo(expected);
        }
    }

    private static void times(int count, Step.Phase phase, List<Step.Phase> into) {
        IntStream.range(0, count).forEach(i -> into.add(phase));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void anAggregatorReadsTheOthersInTheOrderOfTheirNumbers(Exchange exchange) {
        KReduce pattern = exchange.pattern();
        for (int aggregator = 0; aggregator < exchange.aggregators(); aggregator++) {
            int self = aggregator;
            List<Integer> read = exchange.program(aggregator).stream()
                    .filter(act -> act.step() == Step.GET_SHARD || act.step() == Step.GET_AND_DELETE_SHARD)
                    .map(Act::object)
                    .toList();
            List<Integer> inOrder = IntStream.range(0, exchange.workers())
                    .filter(other -> other != self)
                    .mapToObj(other -> pattern.shard(other, self))
                    .toList();
            assertThat(read).isEqualTo(inOrder);
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void shardsAndMergedShardsMoveInTheOrderOfTheAggregators(Exchange exchange) {
        KReduce pattern = exchange.pattern();
        for (int worker = 0; worker < exchange.workers(); worker++) {
            int self = worker;
            boolean own = exchange.counting() == Counting.PAPER;
            Function<Step.Phase, List<Integer>> objects = phase -> exchange.program(self).stream()
                    .filter(act -> act.step().phase() == phase)
                    .map(Act::object)
                    .toList();
            List<Integer> aggregators = IntStream.range(0, exchange.aggregators())
                    .filter(k -> own || k != self)
                    .boxed()
                    .toList();
            assertThat(objects.apply(Step.Phase.UPLOAD))
                    .isEqualTo(aggregators.stream()
                            .map(k -> pattern.shard(self, k))
                            .toList());
            assertThat(objects.apply(Step.Phase.DOWNLOAD))
                    .isEqualTo(aggregators.stream().map(pattern::merged).toList());
        }
    }

    /** Whoever runs first: each worker goes on as long as what it reads is there. */
    @ParameterizedTest
    @MethodSource("exchanges")
    void noWaitIsCyclic(Exchange exchange) {
        for (boolean lastFirst : new boolean[] {false, true}) {
            Set<Integer> written = new HashSet<>();
            int[] next = new int[exchange.workers()];
            List<List<Act>> programs = IntStream.range(0, exchange.workers())
                    .mapToObj(exchange::program)
                    .toList();
            boolean moved = true;
            while (moved) {
                moved = false;
                for (int turn = 0; turn < exchange.workers(); turn++) {
                    int worker = lastFirst ? exchange.workers() - 1 - turn : turn;
                    List<Act> program = programs.get(worker);
                    while (next[worker] < program.size() && ready(program.get(next[worker]), written)) {
                        Act act = program.get(next[worker]++);
                        if (act.step().action() == Step.Action.WRITE) {
                            written.add(act.object());
                        }
                        moved = true;
                    }
                }
            }
            assertThat(next).isEqualTo(programs.stream().mapToInt(List::size).toArray());
        }
    }

    private static boolean ready(Act act, Set<Integer> written) {
        return act.step().action() != Step.Action.READ || written.contains(act.object());
    }

    @Test
    void aWorkerAloneExchangesNothing() {
        for (Counting counting : Counting.values()) {
            KReduce alone = new KReduce(1, 1, counting);
            assertThat(alone.objects()).isZero();
            assertThat(alone.steps(0)).isZero();
        }
    }

    @Test
    void theAggregatorOfTwoWorkersDoesWhatThePublishedCodeDoes() {
        Exchange exchange = new Exchange(2, 1, Counting.IMPLEMENTATION);
        // Objects: 0 and 1 are the shards of workers 0 and 1, 2 is the merged one.
        assertThat(exchange.program(0))
                .containsExactly(new Act(0, Step.GET_AND_DELETE_SHARD, 1), new Act(0, Step.PUT_MERGED, 2));
        assertThat(exchange.program(1)).containsExactly(new Act(1, Step.PUT_SHARD, 1), new Act(1, Step.GET_MERGED, 2));
    }

    @Test
    void aggregatorsOutsideOneToWAreRefused() {
        for (int k : new int[] {-1, 0, 5}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KReduce(4, k, Counting.PAPER))
                    .withMessage("K-Reduce needs 1 <= K <= W: K = " + k + ", W = 4");
        }
        assertThat(new KReduce(4, 4, Counting.PAPER).objects()).isEqualTo((4 + 1) * 4);
    }

    @Test
    void asManyObjectsAsAnIntCountsAreTheLimit() {
        // 46,340 × 46,341 = 2,147,441,940 is below 2^31 - 1 = 2,147,483,647, and 46,341 × 46,342 is above.
        assertThat(new KReduce(46_340, 46_340, Counting.PAPER).objects()).isEqualTo(46_340 * 46_341);
        assertThatIllegalArgumentException().isThrownBy(() -> new KReduce(46_341, 46_341, Counting.PAPER));
        assertThatIllegalArgumentException().isThrownBy(() -> new KReduce(Integer.MAX_VALUE, 1, Counting.PAPER));
    }

    @Test
    void onlyStepsOnMergedObjectsAreMerged() {
        assertThat(Arrays.stream(Step.values()).filter(Step::isMerged))
                .containsExactlyInAnyOrder(Step.PUT_MERGED, Step.GET_MERGED, Step.PASS_OWN_MERGED);
    }
}
