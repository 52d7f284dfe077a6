package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.POLL;
import static faastrain.event.Hand.REQUEST;
import static faastrain.event.Hand.UNLIMITED;
import static faastrain.event.Hand.job;
import static faastrain.event.Hand.plan;
import static faastrain.event.Hand.poll;
import static faastrain.event.Hand.run;
import static faastrain.event.Hand.store;
import static faastrain.event.Hand.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.trace.RetryPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What happens when more requests are made than a store takes, in the runs of {@link Hand}: a refusal takes 0.7 s and is
 * followed by a wait of a share of 1 s, then of 2 s; the third refusal is the last.
 */
class RefusalTest {
    /** Draws the same jitter always. */
    private record Jitter(double share) implements TransferFactors {
        @Override
        public double uploadFactor(int worker) {
            return 1;
        }

        @Override
        public double downloadFactor(int worker) {
            return 1;
        }

        @Override
        public double retryJitter(int worker) {
            return share;
        }
    }

    /** Nothing is loaded, and all upload at 10. */
    private static Job allReduce(Channel channel, Waiting waiting, int workers) {
        return job(PatternKind.ALL_REDUCE, channel, waiting, plan(workers, 1, 10, 10), 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.7", "0.5, 1.2", "1, 1.7"})
    void aRefusedUploadIsTriedAgainAfterItsAnswerAndAShareOfTheWait(double share, double retry) {
        // Two of three uploads are taken at 10. In 0.7 s the bucket gets 1.4 tokens more. Who uploads later than at
        // 14 is waited for no longer than worker 0 takes to read its own and worker 1's gradients, until 18.
        Recorder recorder = new Recorder();
        Training training =
                new Training(allReduce(store(2, UNLIMITED, 1000), Waiting.NOTIFY, 3), new Jitter(share), recorder);
        assertThat(training.run()).isCloseTo(10 + 4 + 3 * 2 + 4 + 2, EXACT);
        assertThat(recorder.seconds(2, Phase.RETRY)).isCloseTo(retry, EXACT);
        assertThat(recorder.seconds(2, Phase.UPLOAD)).isCloseTo(4, EXACT);
        assertThat(recorder.seconds(2, Phase.WAIT)).isCloseTo(24 - (14 + retry), EXACT);
        assertThat(training.traffic()).extracting(Traffic::refused).containsExactly(0L, 0L, 1L);
        assertThat(training.traffic()).extracting(Traffic::puts).containsExactly(2L, 1L, 1L);
    }

    @Test
    void aSecondRefusalWaitsTwiceAsLongAndEndsWhenTheBucketHasAToken() {
        // A request in 2.5 s: worker 1 is refused at 10 and at 10 + 0.7 + 1, when 0.68 of a token are there; at
        // 11.7 + 0.7 + 2 = 14.4 there is one.
        Recorder recorder = new Recorder();
        Training training =
                new Training(allReduce(store(0.4, UNLIMITED, 1000), Waiting.NOTIFY, 2), new Jitter(1), recorder);
        training.run();
        assertThat(recorder.seconds(1, Phase.RETRY)).isCloseTo(2 * REQUEST + 1 + 2, EXACT);
        assertThat(training.traffic().get(1).refused()).isEqualTo(2);
    }

    @Test
    void whoeverIsRefusedTooOftenEndsTheRunAndSaysWhy() {
        // Half of 1 s after the first refusal and half of 2 s after the second: 10 + 1.2 + 1.7 = 12.9.
        Job job = allReduce(store(0.01, UNLIMITED, 1000), Waiting.NOTIFY, 2);
        assertThatThrownBy(() -> run(job, new Recorder()))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("worker 1 gives up at 13 s: its request was refused 3 times, because more requests are made"
                        + " than the store takes in a second");
    }

    @Test
    void attemptsAreCountedAnewForEachRequest() {
        // Three workers upload nine objects a round where one a second is taken. Nobody gives up at the eighth refusal
        // of one request, though worker 2 is refused more often than that.
        Channel.Store store = new Channel.Store(Hand.LINK, REQUEST, 1, UNLIMITED, 1000, new RetryPolicy(8, 1, 2, 20));
        Job job = job(PatternKind.SCATTER_REDUCE, store, Waiting.NOTIFY, plan(3, 3, 10, 10), 10);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        assertThat(training.traffic().get(2).refused()).isGreaterThan(8);
    }

    @ParameterizedTest
    @CsvSource({"NOTIFY", "POLL"})
    void nothingIsRefusedWithoutALimit(String waiting) {
        for (PatternKind pattern : List.of(
                PatternKind.ALL_REDUCE, PatternKind.SCATTER_REDUCE, PatternKind.K_REDUCE, PatternKind.GLOBAL_MODEL)) {
            boolean one = pattern == PatternKind.ALL_REDUCE;
            Job job = job(
                    pattern,
                    store(UNLIMITED, UNLIMITED, 10),
                    waiting.equals("POLL") ? POLL : Waiting.NOTIFY,
                    plan(9, one ? 1 : 9, 10, 10),
                    3);
            Recorder recorder = new Recorder();
            Training training = new Training(job, TransferFactors.EXACT, recorder);
            training.run();
            assertThat(sum(training.traffic(), Traffic::refused)).isZero();
            assertThat(recorder.lives).allMatch(life -> life.phases().get(Phase.RETRY) == 0);
        }
    }

    @Test
    void readsAreLimitedAlsoWhereWritesAreNot() {
        // Loading is in a bucket of its own, of which the second load is refused: 0.7 + 0.5 s, then there is a token.
        Job job = job(PatternKind.K_REDUCE, store(UNLIMITED, 1, 1000), Waiting.NOTIFY, plan(2, 1, 10, 10), 1);
        Recorder recorder = new Recorder();
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        training.run();
        assertThat(recorder.seconds(1, Phase.RETRY)).isCloseTo(REQUEST + 0.5, EXACT);
        assertThat(recorder.seconds(1, Phase.LOAD)).isCloseTo(2, EXACT);
        assertThat(training.traffic()).extracting(Traffic::refused).containsExactly(0L, 1L);
    }

    @Test
    void whatOnlyTakesTimeIsNoRequest() {
        // In the paper's account the aggregator spends the time of uploading its own shard, at 12 as the other does.
        // One
        // write a second is enough for the other's, and for the merged shard at 18.
        Job job = Hand.job(
                8,
                PatternKind.K_REDUCE,
                store(1, UNLIMITED, 1000),
                Waiting.NOTIFY,
                plan(2, 1, 10, 10),
                1,
                Counting.PAPER);
        Recorder recorder = new Recorder();
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        assertThat(training.run()).isCloseTo(2 + 10 + 4 + 2 + 4 + 2, EXACT);
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(4, EXACT);
        assertThat(training.traffic()).extracting(Traffic::refused).containsExactly(0L, 0L);
        assertThat(training.traffic()).extracting(Traffic::puts).containsExactly(1L, 1L);
    }

    @Test
    void eachPageOfAListingIsARequestThatMayBeRefused() {
        // The merged bucket takes a write in 5 s, and one at once. In it are the merged objects of all rounds so far,
        // each
        // on a page of its own, which worker 1 alone lists. A bound on listings alone would let more pages through.
        int rounds = 12;
        Channel.Store pages = new Channel.Store(Hand.LINK, REQUEST, 0.2, UNLIMITED, 1, new RetryPolicy(100, 1, 1, 20));
        Job job = job(PatternKind.K_REDUCE, pages, POLL, plan(2, 1, 10, 10), rounds);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        double end = training.run();
        long lists = training.traffic().get(1).lists();
        assertThat(lists).isGreaterThanOrEqualTo(rounds * (rounds + 1) / 2);
        assertThat(lists + rounds).isLessThanOrEqualTo(1 + (long) (end / 5));
    }

    @Test
    void anObjectThatCameWhileItsQuestionWasRefusedIsReadAtTheNextAttempt() {
        // One read a second of each bucket, and waits of 20 s after a refusal. Worker 1 has uploaded at 14, asks for
        // the
        // sum in vain, and again at 14.8, when it is refused: at
        // 14.8 + 0.7 + 20 = 35.5 it gets the sum, there since 23.4, without asking in vain once more.
        Channel.Store slow = new Channel.Store(Hand.LINK, REQUEST, UNLIMITED, 1, 1000, new RetryPolicy(3, 40, 1, 40));
        Job job = allReduce(slow, poll(1e6), 2);
        Recorder recorder = new Recorder();
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        training.run();
        assertThat(recorder.life(1).end()).isCloseTo(35.5 + 2, EXACT);
        assertThat(recorder.seconds(1, Phase.POLL)).isCloseTo(REQUEST, EXACT);
        assertThat(recorder.seconds(1, Phase.RETRY)).isCloseTo(REQUEST + 20, EXACT);
        assertThat(training.traffic().get(1).gets()).isEqualTo(2);
        assertThat(training.traffic().get(1).refused()).isEqualTo(1);
    }
}
