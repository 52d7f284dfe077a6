package faastrain.communication;

import static faastrain.communication.Step.Action.AWAIT;
import static faastrain.communication.Step.Action.CHECK;
import static faastrain.communication.Step.Action.CLEAN;
import static faastrain.communication.Step.Action.PASS;
import static faastrain.communication.Step.Action.READ;
import static faastrain.communication.Step.Action.WRITE;
import static faastrain.communication.Step.Phase.AGGREGATE;
import static faastrain.communication.Step.Phase.DOWNLOAD;
import static faastrain.communication.Step.Phase.UPLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the kinds of steps have in common. */
class StepTest {
    private static Set<Step> steps(Predicate<Step> which) {
        return Arrays.stream(Step.values())
                .filter(which)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Step.class)));
    }

    private static Set<Step> of(Step.Phase phase) {
        return steps(step -> step.phase() == phase);
    }

    private static Set<Step> of(Step.Action action) {
        return steps(step -> step.action() == action);
    }

    @Test
    void aWorkersOwnThingsAreUploadedOnceSumsAreMadeByAggregationAndWhatIsMergedIsDownloaded() {
        assertThat(of(UPLOAD))
                .containsExactlyInAnyOrder(
                        Step.PUT_SHARD, Step.PASS_OWN_SHARD, Step.PUT_GLOBAL, Step.CAN_PUSH, Step.PUSH);
        assertThat(of(AGGREGATE))
                .containsExactlyInAnyOrder(
                        Step.GET_SHARD,
                        Step.GET_AND_DELETE_SHARD,
                        Step.GET_SHARD_DELETE_TOGETHER,
                        Step.PUT_MERGED,
                        Step.DELETE_EXPIRED,
                        Step.SEND_TO_MERGE,
                        Step.RECEIVE_TO_MERGE);
        assertThat(of(DOWNLOAD))
                .containsExactlyInAnyOrder(
                        Step.GET_MERGED,
                        Step.GET_MERGED_BY_KEY,
                        Step.PASS_OWN_MERGED,
                        Step.GET_GLOBAL,
                        Step.CAN_PULL,
                        Step.PULL,
                        Step.IS_UPDATED,
                        Step.SEND_MERGED,
                        Step.RECEIVE_MERGED);
    }

    @Test
    void everyPutPushAndSendWritesAndEveryGetAndPullReads() {
        assertThat(of(WRITE)).isEqualTo(steps(step -> step.name().matches("(PUT|PUSH|SEND).*")));
        assertThat(of(READ)).isEqualTo(steps(step -> step.name().matches("(GET|PULL).*")));
    }

    @Test
    void aRingsReceiverAwaitsWhatItsNeighbourMovesAndAHybridServerIsAskedWithoutMovingAnything() {
        assertThat(of(AWAIT)).containsExactlyInAnyOrder(Step.RECEIVE_TO_MERGE, Step.RECEIVE_MERGED);
        assertThat(of(CHECK)).containsExactlyInAnyOrder(Step.CAN_PULL, Step.CAN_PUSH, Step.IS_UPDATED);
        assertThat(of(CLEAN)).containsExactly(Step.DELETE_EXPIRED);
        assertThat(of(PASS)).containsExactlyInAnyOrder(Step.PASS_OWN_SHARD, Step.PASS_OWN_MERGED);
    }

    @Test
    void aggregatorsFindShardsByListingAndOnlyLambdaMlsReduceAndAsyncAskByKey() {
        assertThat(steps(step -> step.discovery() == Step.Discovery.LISTED))
                .containsExactlyInAnyOrder(
                        Step.GET_SHARD,
                        Step.GET_AND_DELETE_SHARD,
                        Step.GET_SHARD_DELETE_TOGETHER,
                        Step.GET_MERGED,
                        Step.DELETE_EXPIRED);
        assertThat(steps(step -> step.discovery() == Step.Discovery.BY_KEY))
                .containsExactlyInAnyOrder(Step.GET_MERGED_BY_KEY, Step.GET_GLOBAL);
    }

    @Test
    void onlyWhatIsReadOrCleanedHasToBeFound() {
        assertThat(steps(step -> step.discovery() != Step.Discovery.NONE))
                .isSubsetOf(steps(step -> step.action() == READ || step.action() == CLEAN));
        assertThat(Step.PULL.discovery()).isEqualTo(Step.Discovery.NONE);
    }

    @Test
    void fasDlsAggregatorsDeleteEachShardAndLambdaMlsReduceDeletesWhatItFoundTogether() {
        assertThat(steps(step -> step.deletion() == Step.Deletion.EACH)).containsExactly(Step.GET_AND_DELETE_SHARD);
        assertThat(steps(step -> step.deletion() == Step.Deletion.TOGETHER))
                .containsExactlyInAnyOrder(Step.GET_SHARD_DELETE_TOGETHER, Step.DELETE_EXPIRED);
    }

    @Test
    void sumsAndTheGlobalModelLieInTheMergedBucket() {
        assertThat(steps(Step::isMerged))
                .containsExactlyInAnyOrder(
                        Step.PUT_MERGED,
                        Step.DELETE_EXPIRED,
                        Step.GET_MERGED,
                        Step.GET_MERGED_BY_KEY,
                        Step.PASS_OWN_MERGED,
                        Step.GET_GLOBAL,
                        Step.PUT_GLOBAL);
    }

    @Test
    void theProtocolChoosesTheRoundOfMergedParametersAndOfNothingElse() {
        assertThat(steps(Step::asksProtocol))
                .containsExactlyInAnyOrder(Step.GET_MERGED, Step.GET_MERGED_BY_KEY, Step.PASS_OWN_MERGED);
        assertThat(steps(Step::asksProtocol)).isSubsetOf(steps(Step::isMerged)).isSubsetOf(of(DOWNLOAD));
    }

    @Test
    void whatWritesMovesUpwardAndSoDoesTheShardThatAnAggregatorKeeps() {
        Set<Step> upward = EnumSet.copyOf(of(WRITE));
        upward.add(Step.PASS_OWN_SHARD);
        assertThat(steps(Step::isUpward)).isEqualTo(upward);
    }
}
