package faastrain.communication;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.scenario.Counting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whose updates an object holds, and of which part of the parameters. */
class PartsTest {
    @Property(tries = 200)
    void whoeverUploadsAShardIsItsAuthorAndAnAggregatorReadsThatPartOfAllOthers(
            @ForAll @IntRange(min = 2, max = 9) int workers,
            @ForAll @IntRange(min = 1, max = 9) int aggregators,
            @ForAll Counting counting,
            @ForAll boolean lists) {
        Pattern pattern = new KReduce(workers, Math.min(workers, aggregators), counting, lists);
        assertThat(pattern.parts()).isEqualTo(Math.min(workers, aggregators));
        for (int worker = 0; worker < workers; worker++) {
            Set<Integer> uploaded = new HashSet<>();
            Set<Integer> authors = new HashSet<>();
            Set<Integer> merged = new HashSet<>();
            for (int index = 0; index < pattern.steps(worker); index++) {
                int object = pattern.object(worker, index);
                switch (pattern.step(worker, index)) {
                    case PUT_SHARD -> {
                        assertThat(pattern.author(object)).isEqualTo(worker);
                        uploaded.add(pattern.part(object));
                    }
                    case GET_SHARD, GET_AND_DELETE_SHARD -> {
                        assertThat(pattern.part(object)).isEqualTo(worker);
                        authors.add(pattern.author(object));
                    }
                    case PUT_MERGED, PASS_OWN_MERGED -> {
                        assertThat(pattern.author(object)).isEqualTo(-1);
                        assertThat(pattern.part(object)).isEqualTo(worker);
                        merged.add(pattern.part(object));
                    }
                    case GET_MERGED -> {
                        assertThat(pattern.author(object)).isEqualTo(-1);
                        merged.add(pattern.part(object));
                    }
                    default -> assertThat(pattern.step(worker, index)).isEqualTo(Step.PASS_OWN_SHARD);
                }
            }
            boolean aggregates = worker < pattern.parts();
            assertThat(uploaded).hasSize(aggregates ? pattern.parts() - 1 : pattern.parts());
            assertThat(authors).hasSize(aggregates ? workers - 1 : 0).doesNotContain(worker, -1);
            assertThat(merged).hasSize(pattern.parts());
        }
    }

    @Property(tries = 60)
    void serversHoldAPartEachAndNobodyIsTheAuthorOfWhatAllWrite(
            @ForAll @IntRange(min = 1, max = 6) int workers, @ForAll @IntRange(min = 1, max = 4) int servers) {
        for (Pattern pattern :
                List.of(new ParameterServer(workers, servers), new HybridParameterServer(workers, servers))) {
            assertThat(pattern.parts()).isEqualTo(servers);
            for (int worker = 0; worker < workers; worker++) {
                Set<Integer> pushed = new HashSet<>();
                Set<Integer> pulled = new HashSet<>();
                for (int index = 0; index < pattern.steps(worker); index++) {
                    int object = pattern.object(worker, index);
                    assertThat(pattern.author(object)).isEqualTo(-1);
                    // A part is where its server is.
                    assertThat(pattern.part(object)).isEqualTo(pattern.server(worker, index));
                    if (pattern.step(worker, index) == Step.PUSH) {
                        pushed.add(pattern.part(object));
                    } else if (pattern.step(worker, index) == Step.PULL) {
                        pulled.add(pattern.part(object));
                    }
                }
                assertThat(pushed).hasSize(servers).isEqualTo(pulled);
            }
        }
    }

    @Property(tries = 20)
    void theGradientsOfAllReduceAreTheirWorkersAndTheSumNobodys(@ForAll @IntRange(min = 2, max = 9) int workers) {
        Pattern pattern = new AllReduce(workers);
        for (int worker = 0; worker < workers; worker++) {
            assertThat(pattern.author(pattern.object(worker, 0))).isEqualTo(worker);
        }
        assertThat(pattern.author(workers)).isEqualTo(-1);
        assertThat(pattern.part(workers)).isZero();
        assertThat(new Ring(workers).parts()).isEqualTo(workers);
        assertThat(new GlobalModel(workers).parts()).isEqualTo(1);
    }
}
