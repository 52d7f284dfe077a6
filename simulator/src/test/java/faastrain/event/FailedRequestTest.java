package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.REQUEST;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.model.Job;
import faastrain.model.Recovery;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import org.junit.jupiter.api.Test;

/**
 * Requests that fail, by hand. A request that fails takes 0.7 s; it is tried again after half of 1 s, and once more after
 * half of 2 s. Two workers with one aggregator, K-Reduce: loaded at 2, computed at 12, uploaded at 16, read at 18, summed up
 * at 22, downloaded at 24.
 */
class FailedRequestTest {
    private static final double FIRST = REQUEST + 0.5 * 1;
    private static final double SECOND = REQUEST + 0.5 * 2;

    private static Job two() {
        return Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(2, 1, 10, 10), 1);
    }

    @Test
    void aRequestThatFailsIsTriedAgainAfterItsLatencyAndABackOff() {
        // The third request of worker 0 uploads the sum, that of worker 1 downloads it.
        Run run = Run.of(two(), new Circumstances().failingEvery(3));
        assertThat(run.end()).isCloseTo(24 + FIRST + FIRST, EXACT);
        for (int worker = 0; worker < 2; worker++) {
            assertThat(run.seconds(worker, 0, Phase.RETRY)).isCloseTo(FIRST, EXACT);
            assertThat(run.traffic(worker).refused()).isEqualTo(1);
        }
        assertThat(run.seconds(0, 0, Phase.AGGREGATE)).isCloseTo(2 + 4, EXACT);
        assertThat(run.seconds(1, 0, Phase.WAIT)).isCloseTo(6 + FIRST, EXACT);
        assertThat(run.traffic(0).puts()).isEqualTo(1);
        assertThat(run.traffic(1).gets()).isEqualTo(1);
    }

    @Test
    void loadingIsARequestToo() {
        // Every second request: the second of worker 0 reads the shard at 16, its fourth uploads the sum; the second of
        // worker 1 uploads the shard, its fourth downloads the sum.
        Run run = Run.of(two(), new Circumstances().failingEvery(2));
        assertThat(run.traffic(0).refused()).isEqualTo(2);
        assertThat(run.traffic(1).refused()).isEqualTo(2);
        assertThat(run.end()).isCloseTo(24 + 4 * FIRST, EXACT);
        Run outage = Run.of(two(), new Circumstances().outage(0, 1));
        assertThat(outage.end()).isCloseTo(24 + FIRST, EXACT);
        assertThat(outage.seconds(1, 0, Phase.LOAD)).isCloseTo(2, EXACT);
    }

    @Test
    void inAnOutageTheBackOffGrows() {
        // The upload fails at 12 and at 13.2.
        Run run = Run.of(two(), new Circumstances().outage(12, 13.3));
        assertThat(run.end()).isCloseTo(24 + FIRST + SECOND, EXACT);
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo(FIRST + SECOND, EXACT);
        assertThat(run.seconds(0, 0, Phase.WAIT)).isCloseTo(4 + FIRST + SECOND, EXACT);
        assertThat(run.traffic(1).refused()).isEqualTo(2);
        assertThat(run.traffic(0).refused()).isZero();
    }

    @Test
    void whoeverHasTriedOftenEnoughCrashesAndBeginsItsRoundAnew() {
        // The upload fails at 12, 13.2 and 14.9; the next function starts in 1 s, when the outage is over.
        Run run = Run.of(two(), new Circumstances().outage(12, 15).starting(new double[] {0}, new double[] {0, 1}));
        double crash = 12 + FIRST + SECOND;
        assertThat(run.lives(1).get(0).end()).isCloseTo(crash, EXACT);
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo(crash - 2, EXACT);
        assertThat(run.end()).isCloseTo(crash + 1 + 24, EXACT);
        assertThat(run.training().incidents().crashes()).isEqualTo(1);
        assertThat(run.traffic(1).refused()).isEqualTo(3);
    }

    @Test
    void orEndsTheRunWithTheReason() {
        Circumstances fails = new Circumstances().outage(12, 15).recovering(Recovery.FAIL);
        assertThatThrownBy(() -> Run.of(two(), fails))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("worker 1 gives up at 15 s: its request failed 3 times");
    }

    @Test
    void whatWasNotThereMayBeThereWhenItIsAskedForAgain() {
        // LambdaML's AllReduce: uploaded at 14 by both, the sum is there at 14 + 0.7 + 2·2 + 4 = 22.7. Worker 1 asks at
        // 14,
        // 14.8, ..., 21.2, 22.0; the question at 22 fails and is repeated at 23.2, when the sum is there.
        Job job = Hand.job(PatternKind.ALL_REDUCE, Hand.store(1000), Hand.POLL, plan(2, 1, 10, 10), 1);
        Run run = Run.of(job, new Circumstances().outage(21.95, 22.05));
        assertThat(run.end(1)).isCloseTo(22 + FIRST + 2, EXACT);
        assertThat(run.traffic(1).gets()).isEqualTo(10 + 1);
    }
}
