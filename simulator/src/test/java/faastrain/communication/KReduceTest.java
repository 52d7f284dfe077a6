package faastrain.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import faastrain.scenario.Counting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the programs of all workers together do in a round, for every W up to 12 and every K. */
class KReduceTest {
    private static final int MOST_WORKERS = 12;

    /** A pattern with the numbers that it was made of. */
    private record Reduction(int workers, int aggregators, Counting counting) {
        KReduce pattern() {
            return new KReduce(workers, aggregators, counting);
        }

        /** What a worker does, in order. */
        List<Act> program(int worker) {
            return Act.program(pattern(), worker);
        }

        List<Act> all() {
            return Act.programs(pattern(), workers);
        }

        List<Act> all(Step.Action action) {
            return all().stream().filter(act -> act.step().action() == action).toList();
        }

        long count(Step step) {
            return all().stream().filter(act -> act.step() == step).count();
        }
    }

    /** Every reduction of at least {@code least} workers. */
    private static Stream<Reduction> from(int least) {
        return Stream.of(Counting.values()).flatMap(counting -> IntStream.rangeClosed(least, MOST_WORKERS)
                .boxed()
                .flatMap(workers ->
                        IntStream.rangeClosed(1, workers).mapToObj(k -> new Reduction(workers, k, counting))));
    }

    static Stream<Reduction> exchanges() {
        return from(2);
    }

    static Stream<Reduction> paper() {
        return exchanges().filter(reduction -> reduction.counting() == Counting.PAPER);
    }

    static Stream<Reduction> implementation() {
        return exchanges().filter(reduction -> reduction.counting() == Counting.IMPLEMENTATION);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void shardsAndMergedShardsAreNumberedWithoutGapOrOverlap(Reduction reduction) {
        KReduce pattern = reduction.pattern();
        List<Integer> numbers = new ArrayList<>();
        for (int aggregator = 0; aggregator < reduction.aggregators(); aggregator++) {
            for (int worker = 0; worker < reduction.workers(); worker++) {
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
    void everyObjectButAnAggregatorsOwnShardIsWrittenExactlyOnceByItsOwner(Reduction reduction) {
        KReduce pattern = reduction.pattern();
        List<Act> expected = new ArrayList<>();
        for (int aggregator = 0; aggregator < reduction.aggregators(); aggregator++) {
            for (int worker = 0; worker < reduction.workers(); worker++) {
                if (worker != aggregator) {
                    expected.add(new Act(worker, Step.PUT_SHARD, pattern.shard(worker, aggregator)));
                }
            }
            expected.add(new Act(aggregator, Step.PUT_MERGED, pattern.merged(aggregator)));
        }
        assertThat(reduction.all(Step.Action.WRITE)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void everyShardIsReadOnceByItsAggregatorAndEveryMergedShardOnceByAllButTheOneWhoMergedIt(Reduction reduction) {
        KReduce pattern = reduction.pattern();
        Step getShard = reduction.counting() == Counting.PAPER ? Step.GET_SHARD : Step.GET_AND_DELETE_SHARD;
        List<Act> expected = new ArrayList<>();
        for (int aggregator = 0; aggregator < reduction.aggregators(); aggregator++) {
            for (int other = 0; other < reduction.workers(); other++) {
                if (other != aggregator) {
                    expected.add(new Act(aggregator, getShard, pattern.shard(other, aggregator)));
                    expected.add(new Act(other, Step.GET_MERGED, pattern.merged(aggregator)));
                }
            }
        }
        assertThat(reduction.all(Step.Action.READ)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("paper")
    void thePaperDeletesNothingAndEveryAggregatorPassesItsOwnShardUpAndDownInItsPlace(Reduction reduction) {
        assertThat(reduction.count(Step.GET_AND_DELETE_SHARD)).isZero();
        assertThat(reduction.all(Step.Action.PASS)).hasSize(2 * reduction.aggregators());
        KReduce pattern = reduction.pattern();
        for (int worker = 0; worker < reduction.aggregators(); worker++) {
            List<Act> program = reduction.program(worker);
            assertThat(program.get(worker))
                    .isEqualTo(new Act(worker, Step.PASS_OWN_SHARD, pattern.shard(worker, worker)));
            assertThat(program.get(reduction.aggregators() + reduction.workers() + worker))
                    .isEqualTo(new Act(worker, Step.PASS_OWN_MERGED, pattern.merged(worker)));
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void theStepsOfAPhaseAreThoseOfItsEquation(Reduction reduction) {
        int k = reduction.aggregators();
        int moved = reduction.counting() == Counting.PAPER ? k : k - 1;
        for (int worker = 0; worker < reduction.workers(); worker++) {
            List<Step.Phase> phases = reduction.program(worker).stream()
                    .map(act -> act.step().phase())
                    .toList();
            boolean aggregator = worker < k;
            List<Step.Phase> expected = new ArrayList<>();
            times(aggregator ? moved : k, Step.Phase.UPLOAD, expected);
            times(aggregator ? reduction.workers() : 0, Step.Phase.AGGREGATE, expected);
            times(aggregator ? moved : k, Step.Phase.DOWNLOAD, expected);
            assertThat(phases).isEqualTo(expected);
        }
    }

    private static void times(int count, Step.Phase phase, List<Step.Phase> into) {
        IntStream.range(0, count).forEach(i -> into.add(phase));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void shardsAreUploadedInTheOrderOfTheAggregators(Reduction reduction) {
        KReduce pattern = reduction.pattern();
        boolean own = reduction.counting() == Counting.PAPER;
        for (int worker = 0; worker < reduction.workers(); worker++) {
            int self = worker;
            assertThat(objects(reduction, self, Step.Phase.UPLOAD))
                    .isEqualTo(IntStream.range(0, reduction.aggregators())
                            .filter(k -> own || k != self)
                            .mapToObj(k -> pattern.shard(self, k))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("paper")
    void inThePaperShardsAreReadInTheOrderOfTheWorkersAndMergedShardsInThatOfTheAggregators(Reduction reduction) {
        KReduce pattern = reduction.pattern();
        for (int worker = 0; worker < reduction.workers(); worker++) {
            int self = worker;
            if (worker < reduction.aggregators()) {
                assertThat(read(reduction, self))
                        .isEqualTo(IntStream.range(0, reduction.workers())
                                .filter(other -> other != self)
                                .mapToObj(other -> pattern.shard(other, self))
                                .toList());
            }
            assertThat(objects(reduction, self, Step.Phase.DOWNLOAD))
                    .isEqualTo(IntStream.range(0, reduction.aggregators())
                            .mapToObj(pattern::merged)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("implementation")
    void inTheImplementationBothAreReadAsAListingShowsTheirKeys(Reduction reduction) {
        KReduce pattern = reduction.pattern();
        long round = 9;
        for (int worker = 0; worker < reduction.workers(); worker++) {
            int self = worker;
            if (worker < reduction.aggregators()) {
                assertThat(read(reduction, self))
                        .isEqualTo(IntStream.range(0, reduction.workers())
                                .filter(other -> other != self)
                                .mapToObj(other -> pattern.shard(other, self))
                                .sorted(Comparator.comparing(object -> pattern.key(object, round)))
                                .toList());
            }
            assertThat(objects(reduction, self, Step.Phase.DOWNLOAD))
                    .isEqualTo(IntStream.range(0, reduction.aggregators())
                            .filter(k -> k != self)
                            .mapToObj(pattern::merged)
                            .sorted(Comparator.comparing(object -> pattern.key(object, round)))
                            .toList());
        }
    }

    private static List<Integer> objects(Reduction reduction, int worker, Step.Phase phase) {
        return reduction.program(worker).stream()
                .filter(act -> act.step().phase() == phase)
                .map(Act::object)
                .toList();
    }

    /** What an aggregator reads to merge it. */
    private static List<Integer> read(Reduction reduction, int aggregator) {
        return reduction.program(aggregator).stream()
                .filter(act -> act.step().phase() == Step.Phase.AGGREGATE && act.step() != Step.PUT_MERGED)
                .map(Act::object)
                .toList();
    }

    @Test
    void theAggregatorOfTwoWorkersDoesWhatThePublishedCodeDoes() {
        Reduction reduction = new Reduction(2, 1, Counting.IMPLEMENTATION);
        // Objects: 0 and 1 are the shards of workers 0 and 1, 2 is the merged one.
        assertThat(reduction.program(0))
                .containsExactly(new Act(0, Step.GET_AND_DELETE_SHARD, 1), new Act(0, Step.PUT_MERGED, 2));
        assertThat(reduction.program(1)).containsExactly(new Act(1, Step.PUT_SHARD, 1), new Act(1, Step.GET_MERGED, 2));
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
}
