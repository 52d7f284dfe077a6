package faastrain.communication;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.scenario.Counting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys of the published code, and the order in which a store lists them. */
class KeysTest {
    @Test
    void fasDlsShardIsNamedByShardWorkerAndRoundAndItsMergedShardByRoundAndShard() {
        KReduce pattern = new KReduce(12, 3, Counting.IMPLEMENTATION);
        assertThat(pattern.key(pattern.shard(11, 2), 7)).isEqualTo("tmp/2_11_7");
        assertThat(pattern.key(pattern.merged(2), 7)).isEqualTo("merged/7_2");
    }

    @Test
    void lambdaMlsShardIsNamedAlikeAndItsMergedShardByShardAndRound() {
        KReduce pattern = KReduce.scatterReduce(12);
        assertThat(pattern.key(pattern.shard(11, 2), 7)).isEqualTo("tmp/2_11_7");
        assertThat(pattern.key(pattern.merged(2), 7)).isEqualTo("merged/2_7");
    }

    @Test
    void lambdaMlsReduceNamesGradientsByWorkerAndTheSumByRoundAlone() {
        AllReduce pattern = new AllReduce(12);
        assertThat(pattern.key(11, 7)).isEqualTo("tmp/11_7");
        assertThat(pattern.key(12, 7)).isEqualTo("merged/merged_7");
    }

    @Test
    void lambdaMlsGlobalModelHasOneKeyInTheMergedBucket() {
        assertThat(new GlobalModel(12).key(0, 1)).isEqualTo("merged/w_b_");
        assertThat(new GlobalModel(12).key(0, 7)).isEqualTo("merged/w_b_");
    }

    @Test
    void serversAndLinksAreNamedByTheirNumber() {
        assertThat(new ParameterServer(4, 2).key(1, 7)).isEqualTo("server1/model");
        assertThat(new HybridParameterServer(4, 2).key(1, 7)).isEqualTo("server1/w.b");
        assertThat(new HybridParameterServer(4, 2).key(2 + 1, 7)).isEqualTo("server1/pull_count");
        assertThat(new Ring(4).key(3, 7)).isEqualTo("worker3/next");
    }

    private static List<Exchange> exchanges(int workers, int parts) {
        int aggregators = Math.min(workers, parts);
        return List.of(
                Exchange.allReduce(workers),
                Exchange.scatterReduce(workers),
                Exchange.kReduce(workers, aggregators, Counting.PAPER),
                Exchange.kReduce(workers, aggregators, Counting.IMPLEMENTATION),
                Exchange.globalModel(workers),
                Exchange.parameterServer(workers, parts),
                Exchange.hybrid(workers, parts),
                Exchange.ring(workers));
    }

    @Property(tries = 100)
    void noTwoObjectsOfARoundShareAKey(
            @ForAll @IntRange(min = 1, max = 130) int workers,
            @ForAll @IntRange(min = 1, max = 130) int parts,
            @ForAll @IntRange(min = 1, max = 1_000_000) int round) {
        for (Exchange exchange : exchanges(workers, parts)) {
            assertThat(keys(exchange.pattern(), round))
                    .hasSize(exchange.pattern().objects());
        }
    }

    @Property(tries = 50)
    void noTwoRoundsShareAKeyInStorage(
            @ForAll @IntRange(min = 2, max = 40) int workers,
            @ForAll @IntRange(min = 1, max = 40) int parts,
            @ForAll @IntRange(min = 1, max = 1000) int first,
            @ForAll @IntRange(min = 1, max = 1000) int later) {
        for (Exchange exchange : exchanges(workers, parts).subList(0, 4)) {
            Set<String> keys = keys(exchange.pattern(), first);
            keys.addAll(keys(exchange.pattern(), first + later));
            assertThat(keys).hasSize(2 * exchange.pattern().objects());
        }
    }

    private static Set<String> keys(Pattern pattern, long round) {
        Set<String> keys = new HashSet<>();
        IntStream.range(0, pattern.objects()).forEach(object -> keys.add(pattern.key(object, round)));
        return keys;
    }

    @ParameterizedTest
    @MethodSource("storage")
    void mergedObjectsLieInTheMergedBucketAndAllOthersInTheTemporaryOne(Exchange exchange) {
        for (Act act : Act.programs(exchange.pattern(), exchange.workers())) {
            assertThat(exchange.pattern().key(act.object(), 3))
                    .startsWith(act.step().isMerged() ? "merged/" : "tmp/");
        }
    }

    static Stream<Exchange> storage() {
        return IntStream.rangeClosed(2, 13).boxed().flatMap(workers -> exchanges(workers, 3).subList(0, 5).stream());
    }

    @Test
    void inAListingTenComesBeforeOneWhereAnUnderscoreFollowsTheNumberAndBetweenOneAndTwoWhereTheKeyEnds() {
        // The underscore is after the digits in ASCII, and the end of a key before them.
        int[] beforeUnderscore = {0, 10, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        int[] beforeTheEnd = {0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9};
        KReduce fasDl = new KReduce(13, 12, Counting.IMPLEMENTATION);
        KReduce lambdaMl = KReduce.scatterReduce(12);
        AllReduce allReduce = new AllReduce(12);
        assertThat(objects(allReduce, 0, Step.GET_SHARD_DELETE_TOGETHER)).containsExactly(box(beforeUnderscore));
        assertThat(objects(fasDl, 0, Step.GET_AND_DELETE_SHARD))
                .containsExactlyElementsOf(shards(fasDl, 0, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(objects(fasDl, 12, Step.GET_MERGED)).containsExactlyElementsOf(merged(fasDl, beforeTheEnd));
        // Worker 4 has merged shard 4 itself.
        assertThat(objects(lambdaMl, 4, Step.GET_MERGED))
                .containsExactlyElementsOf(merged(lambdaMl, 0, 10, 11, 1, 2, 3, 5, 6, 7, 8, 9));
    }

    private static Integer[] box(int... numbers) {
        return IntStream.of(numbers).boxed().toArray(Integer[]::new);
    }

    private static List<Integer> shards(KReduce pattern, int aggregator, int... workers) {
        return IntStream.of(workers)
                .mapToObj(worker -> pattern.shard(worker, aggregator))
                .toList();
    }

    private static List<Integer> merged(KReduce pattern, int... aggregators) {
        return IntStream.of(aggregators).mapToObj(pattern::merged).toList();
    }

    private static List<Integer> objects(Pattern pattern, int worker, Step step) {
        return Act.program(pattern, worker).stream()
                .filter(act -> act.step() == step)
                .map(Act::object)
                .toList();
    }

    /** The keys that a worker reads by listing, in the order of its steps, are in the order of their characters. */
    @Property(tries = 60)
    void whatAWorkerFindsByListingItReadsInTheOrderOfTheKeys(
            @ForAll @IntRange(min = 2, max = 130) int workers,
            @ForAll @IntRange(min = 1, max = 130) int parts,
            @ForAll @IntRange(min = 1, max = 100_000) int round) {
        for (Exchange exchange : List.of(
                Exchange.allReduce(workers),
                Exchange.scatterReduce(workers),
                Exchange.kReduce(workers, Math.min(workers, parts), Counting.IMPLEMENTATION))) {
            Pattern pattern = exchange.pattern();
            for (int worker = 0; worker < workers; worker++) {
                for (Predicate<Step> bucket : List.<Predicate<Step>>of(Step::isMerged, step -> !step.isMerged())) {
                    List<String> keys = Act.program(pattern, worker).stream()
                            .filter(act -> act.step().action() == Step.Action.READ)
                            .filter(act -> act.step().discovery() == Step.Discovery.LISTED)
                            .filter(act -> bucket.test(act.step()))
                            .map(act -> pattern.key(act.object(), round))
                            .toList();
                    List<String> listed = new ArrayList<>(keys);
                    listed.sort(null);
                    assertThat(keys).isEqualTo(listed);
                }
            }
        }
    }
}
