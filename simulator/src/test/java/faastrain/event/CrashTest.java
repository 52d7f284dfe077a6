package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.REQUEST;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.model.Job;
import faastrain.model.Recovery;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Functions that crash, by hand. A function starts in 1 s; after a crash it is invoked anew in 3 s. Two workers with one
 * aggregator, K-Reduce: both have loaded the model at 3 and computed at 13; worker 1 has uploaded at 17; the aggregator has
 * read its gradients at 19 and uploaded the sum at 23; worker 1 has it at 25.
 */
class CrashTest {
    private static final double START = 1;
    private static final double DELAY = 3;
    private static final double LOAD = 2;

    /** From a crash until the round begins anew. */
    private static final double AGAIN = DELAY + START + LOAD;

    private static final Recovery RECOVERY = new Recovery(true, DELAY, 10, 5, Hand.RETRY);

    private static Job two(Waiting waiting, int rounds) {
        return Hand.job(PatternKind.K_REDUCE, Hand.store(1000), waiting, plan(2, 1, 10, 10), rounds);
    }

    private static Circumstances circumstances(int workers) {
        double[] starts = new double[workers];
        Arrays.fill(starts, START);
        return new Circumstances().starting(starts).recovering(RECOVERY);
    }

    @Test
    void withoutACrashTheRoundEndsAt25() {
        assertThat(Run.of(two(Waiting.NOTIFY, 1), circumstances(2)).end()).isCloseTo(25, EXACT);
    }

    /** Loading, computing, uploading: the shard comes later by what was lost, and with it the rest. */
    @ParameterizedTest
    @CsvSource({"2, 1", "8, 1", "12.9, 1", "15, 1"})
    void whoeverCrashesBeforeItsUploadIsThereDelaysAll(double at, int puts) {
        Run run = Run.of(two(Waiting.NOTIFY, 1), circumstances(2).crash(1, at));
        // Computed, uploaded, read, summed up, downloaded.
        double begins = at + AGAIN;
        assertThat(run.end()).isCloseTo(begins + 10 + 4 + 2 + 4 + 2, EXACT);
        double loaded = Math.min(at - START, LOAD);
        assertThat(run.seconds(1, 0, Phase.STARTUP)).isCloseTo(START, EXACT);
        assertThat(run.seconds(1, 0, Phase.LOAD)).isCloseTo(at > 3 ? LOAD : 0, EXACT);
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo(at > 3 ? at - START - LOAD : loaded, EXACT);
        assertThat(run.seconds(1, 0, Phase.COMPUTE)).isZero();
        assertThat(run.lives(1).get(0).end()).isCloseTo(at, EXACT);
        assertThat(run.seconds(1, 1, Phase.STARTUP)).isCloseTo(DELAY + START, EXACT);
        assertThat(run.seconds(1, 1, Phase.LOAD)).isCloseTo(LOAD, EXACT);
        assertThat(run.seconds(1, 1, Phase.COMPUTE)).isCloseTo(10, EXACT);
        assertThat(run.seconds(1, 1, Phase.RETRY)).isZero();
        assertThat(run.seconds(0, 0, Phase.WAIT)).isCloseTo(begins + 10 + 4 - 13, EXACT);
        assertThat(run.traffic(1).puts()).isEqualTo(puts);
        // A request is counted when it is answered: the loading that the first crash cuts off is none.
        assertThat(run.traffic(1).loads()).isEqualTo(at > 3 ? 2 : 1);
        assertThat(run.training().incidents().crashes()).isEqualTo(1);
        assertThat(run.training().incidents().functions()).isEqualTo(3);
    }

    @Test
    void whatHasNotStartedCannotCrash() {
        Run run = Run.of(two(Waiting.NOTIFY, 1), circumstances(2).crash(1, 0.5));
        assertThat(run.end()).isCloseTo(25, EXACT);
        assertThat(run.training().incidents().crashes()).isZero();
    }

    /** Waiting for the sum from 17 to 23, downloading it until 25. */
    @ParameterizedTest
    @CsvSource({"20", "24"})
    void whoeverCrashesAfterItsUploadUploadsAgainAndDelaysNobody(double at) {
        Run run = Run.of(two(Waiting.NOTIFY, 1), circumstances(2).crash(1, at));
        assertThat(run.lives(0).get(0).end()).isCloseTo(23, EXACT);
        // Computed, uploaded; the sum is there.
        assertThat(run.end()).isCloseTo(at + AGAIN + 10 + 4 + 2, EXACT);
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo(at - 3, EXACT);
        assertThat(run.seconds(1, 1, Phase.WAIT)).isZero();
        assertThat(run.traffic(1).puts()).isEqualTo(2);
        assertThat(run.training().learning().updates()).isEqualTo(2);
        assertThat(run.training().learning().samplesComputed()).isEqualTo(20 + 10);
        assertThat(run.training().learning().samplesUsed()).isEqualTo(20);
    }

    @Test
    void anAggregatorThatCrashesWhileItWaitsFindsWhatOthersHaveUploadedMeanwhile() {
        Run run = Run.of(two(Waiting.NOTIFY, 1), circumstances(2).crash(0, 15));
        assertThat(run.end()).isCloseTo(15 + AGAIN + 10 + 2 + 4 + 2, EXACT);
        assertThat(run.seconds(0, 0, Phase.RETRY)).isCloseTo(15 - 3, EXACT);
        assertThat(run.seconds(0, 1, Phase.WAIT)).isZero();
    }

    /** Of three workers, the aggregator has read one shard at 19, the other at 21, and uploads the sum until 25. */
    @ParameterizedTest
    @CsvSource({"20, 1", "23, 2"})
    void anAggregatorThatHasNotPublishedReadsAllOnceMoreAsNothingIsDeletedBefore(double at, int read) {
        Job job = Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(3, 1, 10, 10), 1);
        assertThat(Run.of(job, circumstances(3)).end()).isCloseTo(27, EXACT);
        Run run = Run.of(job, circumstances(3).crash(0, at));
        assertThat(run.end()).isCloseTo(at + AGAIN + 10 + 2 * 2 + 4 + 2, EXACT);
        assertThat(run.traffic(0).gets()).isEqualTo(read + 2);
        assertThat(run.traffic(0).deletes()).isEqualTo(2);
        assertThat(run.traffic(0).puts()).isEqualTo(1);
        assertThat(run.training().bucketObjects(BucketLimits.Bucket.SHARDS)).isZero();
        assertThat(run.seconds(0, 0, Phase.AGGREGATE)).isZero();
        assertThat(run.seconds(0, 0, Phase.RETRY)).isCloseTo(at - 3, EXACT);
        assertThat(run.seconds(0, 1, Phase.AGGREGATE)).isCloseTo(2 * 2 + 4, EXACT);
    }

    @Test
    void anAggregatorThatHasPublishedDoesNotMergeAgain() {
        // Two aggregators, shards of 4 MiB: uploaded at 15, read at 16, merged at 18, downloaded at 19. Worker 0
        // crashes
        // while it downloads; its shard is uploaded again, the merged one of the other is there.
        Job job = Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(2, 2, 10, 10), 1);
        assertThat(Run.of(job, circumstances(2)).end()).isCloseTo(19, EXACT);
        Run run = Run.of(job, circumstances(2).crash(0, 18.5));
        assertThat(run.end()).isCloseTo(18.5 + AGAIN + 10 + 2 + 1, EXACT);
        assertThat(run.lives(1).get(0).end()).isCloseTo(19, EXACT);
        assertThat(run.seconds(0, 1, Phase.AGGREGATE)).isZero();
        assertThat(run.traffic(0).puts()).isEqualTo(3);
        // The other's shard, once, and its merged one.
        assertThat(run.traffic(0).gets()).isEqualTo(2);
        assertThat(run.traffic(0).deletes()).isEqualTo(1);
    }

    @Test
    void anAggregatorThatHasPublishedGoesOnWithWhatItHasPublished() {
        // In the paper's account it still spends 2 s on its own merged shard, from 23 to 25, when it crashes.
        Job code = two(Waiting.NOTIFY, 3);
        Job paper = new Job(
                code.workload(),
                code.plan(),
                code.storeLink(),
                code.prices(),
                code.epochs(),
                code.protocol(),
                Counting.PAPER,
                code.last(),
                code.exchange(),
                code.lifecycle());
        Run run = Run.of(paper, circumstances(2).crash(0, 24));
        assertThat(run.training().incidents().crashes()).isEqualTo(1);
        assertThat(run.byStaleness()).as("under bsp all are fresh").containsExactly(2L * 3);
    }

    @Test
    void theTimeOfPollingIsLostToo() {
        // Worker 0 lists from 13 on; at 17.2 a listing shows the shard; read at 19.2, summed up at 23.2, deleted at
        // 23.9.
        // Worker 1 crashes while it lists.
        Job job = two(Hand.POLL, 1);
        Run run = Run.of(job, circumstances(2).crash(1, 20));
        assertThat(run.lives(0).get(0).end()).isCloseTo(13 + 6 * REQUEST + 2 + 4 + REQUEST, EXACT);
        assertThat(run.end()).isCloseTo(20 + AGAIN + 10 + 4 + REQUEST + 2, EXACT);
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo(20 - 3, EXACT);
        assertThat(run.seconds(1, 0, Phase.POLL)).isZero();
    }

    @Test
    void whoeverSleepsCrashesToo() {
        // LambdaML's AllReduce, which loads nothing at first: computed at 11, uploaded at 15. A listing until 15.7, two
        // downloads until 19.7, the sum until 23.7. Worker 1 asks until 15.7 in vain, sleeps and crashes.
        Job job = Hand.job(PatternKind.ALL_REDUCE, Hand.store(1000), Hand.POLL, plan(2, 1, 10, 10), 1);
        Run run = Run.of(job, circumstances(2).crash(1, 15.75));
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo(15.75 - START, EXACT);
        // Its new function loads the model; the sum is there when it asks.
        assertThat(run.end()).isCloseTo(15.75 + AGAIN + 10 + 4 + 2, EXACT);
        assertThat(run.seconds(1, 1, Phase.LOAD)).isCloseTo(LOAD, EXACT);
    }

    @Test
    void whoeverBacksOffCrashesToo() {
        // The upload fails at 13 and would be tried again at 14.2.
        Job job = two(Waiting.NOTIFY, 1);
        assertThat(Run.of(job, circumstances(2).outage(12.5, 13.5)).end()).isCloseTo(25 + REQUEST + 0.5, EXACT);
        Run run = Run.of(job, circumstances(2).outage(12.5, 13.5).crash(1, 13.6));
        assertThat(run.end()).isCloseTo(13.6 + AGAIN + 10 + 4 + 2 + 4 + 2, EXACT);
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo(13.6 - 3, EXACT);
        assertThat(run.traffic(1).refused()).isEqualTo(1);
    }

    @Test
    void whoeverCrashesWhileItSavesLosesTheSavingAndNotTheRound() {
        // Worker 0 has published the first of two rounds at 23 and saves 8 MiB until 27. The round is done.
        Job job = LifetimeTest.living(two(Waiting.NOTIFY, 2), LifetimeTest.saving(1));
        Run run = Run.of(job, circumstances(2).crash(0, 25));
        assertThat(run.seconds(0, 0, Phase.RETRY)).isCloseTo(25 - 23, EXACT);
        assertThat(run.seconds(0, 0, Phase.COMPUTE)).isCloseTo(10, EXACT);
        assertThat(run.training().learning().samplesComputed()).isEqualTo(2 * 20);
        // Its second round begins at 31, and is computed at 41; worker 1's shard is there since 25 + 10 + 4.
        assertThat(run.end()).isCloseTo(25 + AGAIN + 10 + 2 + 4 + 2, EXACT);
    }

    @Test
    void aSecondCrashOfTheSameRoundIsRedoneToo() {
        Run run = Run.of(two(Waiting.NOTIFY, 1), circumstances(2).crash(1, 8).crash(1, 18));
        // Begun anew at 14 and at 24.
        assertThat(run.end()).isCloseTo(18 + AGAIN + 10 + 4 + 2 + 4 + 2, EXACT);
        assertThat(run.lives(1)).hasSize(3);
        assertThat(run.seconds(1, 1, Phase.RETRY)).isCloseTo(18 - 14, EXACT);
    }

    @Test
    void aRunThatDoesNotRecoverEndsWithTheReason() {
        Circumstances fails = circumstances(2).crash(1, 8).recovering(Recovery.FAIL);
        assertThatThrownBy(() -> Run.of(two(Waiting.NOTIFY, 2), fails))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(
                        "worker 1's function crashes at 8.0 s in iteration 1 of epoch 1, and faults.recovery is fail");
    }

    @Test
    void aRoundThatIsBegunAnewTooOftenEndsTheRun() {
        Recovery once = new Recovery(true, DELAY, 1, 5, Hand.RETRY);
        Circumstances twice = circumstances(2).crash(1, 8).crash(1, 18).recovering(once);
        assertThatThrownBy(() -> Run.of(two(Waiting.NOTIFY, 2), twice))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(
                        "worker 1's function crashes at 18 s in iteration 1 of epoch 1, which it has already begun anew"
                                + " 1 times; faults.restarts allows no more");
    }

    @Test
    void restartsAreCountedForEachRound() {
        // The first round is begun anew at 14 and ends at 36; the second crashes at 40 and is begun anew at 46.
        Recovery once = new Recovery(true, DELAY, 1, 5, Hand.RETRY);
        Run run = Run.of(
                two(Waiting.NOTIFY, 2),
                circumstances(2).crash(1, 8).crash(1, 40).recovering(once));
        assertThat(run.end()).isCloseTo(40 + AGAIN + 10 + 4 + 2 + 4 + 2, EXACT);
    }

    @Property(tries = 100)
    void underAspTheCrashesOfOneWorkerDelayNobodyElse(
            @ForAll @DoubleRange(min = 1, max = 60) double first,
            @ForAll @DoubleRange(min = 1, max = 60) double second) {
        Job job = Jobs.with(
                Hand.job(PatternKind.PARAMETER_SERVER, Servers.one(), Waiting.NOTIFY, plan(3, 3, 10, 10), 4),
                ProtocolKind.ASP,
                0);
        Run without = Run.of(job, circumstances(3).computing(10, 7, 9));
        Run with =
                Run.of(job, circumstances(3).computing(10, 7, 9).crash(2, first).crash(2, first + second));
        for (int worker = 0; worker < 2; worker++) {
            assertThat(with.lives(worker)).hasSize(1);
            assertThat(with.lives(worker).get(0).end())
                    .isEqualTo(without.lives(worker).get(0).end());
        }
        assertThat(with.training().learning().samplesUsed()).isEqualTo(4 * 30);
    }
}
