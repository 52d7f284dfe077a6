package faastrain.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import faastrain.scenario.Counting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of few workers step by step, one worker alone, and what is no pattern. */
class PatternTest {
    @Test
    void workerZeroOfAllReduceDoesWhatThePublishedCodeDoes() {
        AllReduce pattern = new AllReduce(3);
        // Objects: 0 to 2 are the workers' gradients, 3 is the sum.
        assertThat(Act.program(pattern, 0))
                .containsExactly(
                        new Act(0, Step.PUT_SHARD, 0),
                        new Act(0, Step.GET_SHARD_DELETE_TOGETHER, 0),
                        new Act(0, Step.GET_SHARD_DELETE_TOGETHER, 1),
                        new Act(0, Step.GET_SHARD_DELETE_TOGETHER, 2),
                        new Act(0, Step.PUT_MERGED, 3),
                        new Act(0, Step.DELETE_EXPIRED, 3));
        assertThat(Act.program(pattern, 2))
                .containsExactly(new Act(2, Step.PUT_SHARD, 2), new Act(2, Step.GET_MERGED_BY_KEY, 3));
    }

    @Test
    void aWorkerOfScatterReduceDoesWhatThePublishedCodeDoes() {
        KReduce pattern = KReduce.scatterReduce(3);
        // Objects: worker · 3 + shard, and 9 to 11 are the merged shards.
        assertThat(Act.program(pattern, 1))
                .containsExactly(
                        new Act(1, Step.PUT_SHARD, 3),
                        new Act(1, Step.PUT_SHARD, 3 + 2),
                        new Act(1, Step.GET_AND_DELETE_SHARD, 1),
                        new Act(1, Step.GET_AND_DELETE_SHARD, 2 * 3 + 1),
                        new Act(1, Step.PUT_MERGED, 9 + 1),
                        new Act(1, Step.GET_MERGED, 9),
                        new Act(1, Step.GET_MERGED, 9 + 2));
    }

    @Test
    void aWorkerOfAGlobalModelReadsItBeforeItOverwritesIt() {
        assertThat(Act.program(new GlobalModel(3), 2))
                .containsExactly(new Act(2, Step.GET_GLOBAL, 0), new Act(2, Step.PUT_GLOBAL, 0));
    }

    @Test
    void aWorkerOfAHybridServerComputesBetweenThePullAndTheQuestionWhetherItCanPush() {
        HybridParameterServer pattern = new HybridParameterServer(3, 1);
        // Object 0 counts the pushes, 1 the pulls.
        assertThat(Act.program(pattern, 2))
                .containsExactly(
                        new Act(2, Step.CAN_PULL, 0),
                        new Act(2, Step.PULL, 0),
                        new Act(2, Step.CAN_PUSH, 1),
                        new Act(2, Step.PUSH, 0),
                        new Act(2, Step.IS_UPDATED, 0));
        assertThat(pattern.stepsBeforeCompute()).isEqualTo(2);
        assertThat(List.of(
                        pattern.version(2, 0),
                        pattern.version(2, 1),
                        pattern.version(2, 2),
                        pattern.version(2, 3),
                        pattern.version(2, 4)))
                .containsExactly(0, 0, 1, 1, 1);
        assertThat(List.of(
                        pattern.counted(2, 0),
                        pattern.counted(2, 1),
                        pattern.counted(2, 2),
                        pattern.counted(2, 3),
                        pattern.counted(2, 4)))
                .containsExactly(-1, 1, -1, -1, -1);
    }

    @Test
    void aWorkerOfARingSendsToTheNextAndReceivesFromTheOneBefore() {
        // With two workers there is one step to merge and one to pass the sum on.
        assertThat(Act.program(new Ring(2), 0))
                .containsExactly(
                        new Act(0, Step.SEND_TO_MERGE, 0),
                        new Act(0, Step.RECEIVE_TO_MERGE, 1),
                        new Act(0, Step.SEND_MERGED, 0),
                        new Act(0, Step.RECEIVE_MERGED, 1));
    }

    @Test
    void aWorkerAloneExchangesNothingUnlessAServerHoldsItsModel() {
        for (Pattern pattern : List.of(
                new AllReduce(1),
                KReduce.scatterReduce(1),
                new KReduce(1, 1, Counting.PAPER),
                new KReduce(1, 1, Counting.IMPLEMENTATION),
                new GlobalModel(1),
                new Ring(1))) {
            assertThat(pattern.objects()).isZero();
            assertThat(pattern.steps(0)).isZero();
            assertThat(pattern.parts()).isEqualTo(1);
        }
        assertThat(new ParameterServer(1, 1).steps(0)).isEqualTo(2);
        assertThat(new HybridParameterServer(1, 1).steps(0)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void nobodyIsNoWorkerAndNothingIsNoServer(int none) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllReduce(none))
                .withMessage("AllReduce needs at least one worker: " + none);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KReduce.scatterReduce(none))
                .withMessage("K-Reduce needs 1 <= K <= W: K = " + none + ", W = " + none);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GlobalModel(none))
                .withMessage("a global model needs at least one worker: " + none);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ring(none))
                .withMessage("a ring needs at least one worker: " + none);
        for (int[] pair : new int[][] {{none, 1}, {1, none}}) {
            String message = "at least one worker and one server are needed: " + pair[0] + ", " + pair[1];
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ParameterServer(pair[0], pair[1]))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HybridParameterServer(pair[0], pair[1]))
                    .withMessage(message);
        }
    }
}
