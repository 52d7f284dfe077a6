package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How stale updates are, by hand. Objects of 8 MiB go up in 4 s and down in 2 s; K-Reduce begins with 2 s of loading, the
 * others at once.
 */
class StalenessTest {
    /** An update that is τ rounds old is worth 1/(1 + τ). */
    private static final Convergence BY_AGE = new Convergence() {
        @Override
        public double weight(int staleness) {
            return 1.0 / (1 + staleness);
        }

        @Override
        public double loss(double effectiveEpochs) {
            return Double.NaN;
        }

        @Override
        public boolean isReached(double effectiveEpochs, double loss) {
            return false;
        }
    };

    private static Job server(int workers, int rounds, ProtocolKind protocol, int staleness) {
        return Jobs.with(
                Hand.job(
                        PatternKind.PARAMETER_SERVER,
                        Servers.one(),
                        Waiting.NOTIFY,
                        plan(workers, workers, 10, 10),
                        rounds),
                protocol,
                staleness);
    }

    private static Job kReduce(int workers, int rounds, ProtocolKind protocol, int staleness) {
        return Jobs.with(
                Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(workers, 1, 10, 10), rounds),
                protocol,
                staleness);
    }

    @Test
    void aServersUpdateIsAsOldAsTheRoundsWorthOfPushesSinceItsPull() {
        // Two pushes are a round's worth. Worker 0 computes 10 s and pushes at 14, 30, 46; worker 1 computes 25 s and
        // pushes at 29, 60, 91. In the order of the clock, the server then has 0, 1, 2, 3, 4, 5 pushes: 0, 0, 1, 1, 2,
        // 2
        // rounds. They were computed on 0, 0, 1, 3, 2, 5 pushes, as pulled from 14, 30, 29 and 60 on: 0, 0, 0, 1, 1, 2.
        Run run = Run.of(
                server(2, 3, ProtocolKind.ASP, 0),
                new Circumstances().computing(10, 25).converging(BY_AGE));
        assertThat(run.end(0)).isCloseTo(3 * 16, EXACT);
        assertThat(run.end()).isCloseTo(3 * 31, EXACT);
        assertThat(run.byStaleness()).containsExactly(4L, 2L);
        assertThat(run.training().learning().meanStaleness()).isCloseTo(2 / 6.0, EXACT);
        assertThat(run.training().learning().effectiveEpochs()).isCloseTo((4 + 2 * 0.5) / 6, EXACT);
        assertThat(run.seconds(0, 0, Phase.WAIT)).isZero();
    }

    @Test
    void whoeverOverwritesAModelThatItDoesNotKnowLosesIt() {
        // Both read the model before the other has written it: worker 0 from 10 to 12, written at 16; worker 1 from 14
        // to 16, written at 20, in which worker 0's update is not.
        Job job = Hand.job(PatternKind.GLOBAL_MODEL, Hand.store(1000), Waiting.NOTIFY, plan(2, 2, 10, 10), 1);
        Run run = Run.of(job, new Circumstances().computing(10, 14));
        assertThat(run.end()).isCloseTo(20, EXACT);
        assertThat(run.training().learning().updatesLost()).isEqualTo(1);
        assertThat(run.training().learning().samplesUsed()).isEqualTo(10);
        assertThat(run.training().learning().samplesComputed()).isEqualTo(20);
        assertThat(run.byStaleness()).containsExactly(2L);
    }

    @Test
    void whoeverReadsTheGlobalModelLateAddsAStaleUpdate() {
        // Worker 0 writes at 16, 32 and 48. Worker 1 computes 60 s on the model at the start and reads that of 48:
        // three
        // writes, a round's worth and a half, so one round old. Then it is alone.
        Job job = Hand.job(PatternKind.GLOBAL_MODEL, Hand.store(1000), Waiting.NOTIFY, plan(2, 2, 10, 10), 3);
        Run run = Run.of(job, new Circumstances().computing(10, 60).converging(BY_AGE));
        assertThat(run.end()).isCloseTo(3 * 66, EXACT);
        assertThat(run.byStaleness()).containsExactly(5L, 1L);
        assertThat(run.training().learning().updatesLost()).isZero();
        assertThat(run.training().learning().effectiveEpochs()).isCloseTo((5 + 0.5) / 6, EXACT);
    }

    @Test
    void anAggregatorTakesAllThatAFastWorkerHasUploadedAtOnce() {
        // Loaded at 2. The aggregator, worker 0, computes 22 s; worker 1 computes 5 s, and worker 2 40 s. Worker 1
        // uploads
        // until 11 and 20, and its third and last until 29; nothing is there to be downloaded meanwhile. At 24 the
        // aggregator finds two shards of worker 1 and none of worker 2: read at 26 and 28, merged at 32.
        // It computes until 54. Worker 1's third shard is there, and worker 2's first since 46: merged at 54 + 4 + 4 =
        // 62.
        // It computes until 84, and as it is its last round waits for all: worker 2, which has downloaded version 1
        // until 48, uploads until 92, which is read until 94, has version 2 at 94, and uploads its last until 138,
        // which is
        // read until 140. They are merged at 144. The others, whose last rounds need nothing, have ended at 29 and 138.
        Run run = Run.of(
                kReduce(3, 3, ProtocolKind.ASP, 0),
                new Circumstances().computing(22, 5, 40).converging(BY_AGE));
        assertThat(run.end(0)).isCloseTo(144, EXACT);
        assertThat(run.end(1)).isCloseTo(29, EXACT);
        assertThat(run.end(2)).isCloseTo(138, EXACT);
        assertThat(run.traffic(0).gets()).isEqualTo(2 + 2 + 2);
        assertThat(run.traffic(1).gets()).isZero();
        assertThat(run.traffic(2).gets()).isEqualTo(2);
        // Into version 1: three updates of version 0, fresh. Into version 2: worker 0's second, fresh; worker 1's third
        // and worker 2's first, of version 0, one old. Into version 3: worker 0's third, fresh; worker 2's second, of
        // version 1, one old; its third, fresh.
        assertThat(run.byStaleness()).containsExactly(3L + 1 + 2, 2L + 1);
        assertThat(run.training().learning().effectiveEpochs()).isCloseTo((6 + 3 / 2.0) / 9, EXACT);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 3", "3, 4"})
    void underSspAFastWorkerIsSoManyRoundsAheadAndNoMore(int staleness, int begun) {
        // Worker 1 pushes its first round at 1004. Until then worker 0 has done s rounds and pushed one more.
        int[] pushed = new int[1];
        TransferFactors watching = new TransferFactors() {
            private boolean slowIsThere;

            @Override
            public double uploadFactor(int worker) {
                slowIsThere |= worker == 1;
                pushed[0] += worker == 0 && !slowIsThere ? 1 : 0;
                return 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        Run.of(
                server(2, 6, ProtocolKind.SSP, staleness),
                new Circumstances().computing(10, 1000).transfers(watching));
        assertThat(pushed[0]).isEqualTo(begun);
    }

    @Test
    void underHapTheUpdatesOfNonAggregatorsAreOneRoundOldFromTheSecondRoundOn() {
        // Two workers with equal batches and three rounds: the aggregator's updates are fresh, as is the other's first.
        Run run = Run.of(kReduce(2, 3, ProtocolKind.HAP, 0), new Circumstances().converging(BY_AGE));
        assertThat(run.byStaleness()).containsExactly(4L, 2L);
        assertThat(run.training().learning().effectiveEpochs()).isCloseTo((3 + 1 + 2 * 0.5) / 6, EXACT);
    }

    @Test
    void underHapASlowNonAggregatorIsWaitedForAndASlowAggregatorNotAtOnce() {
        // Worker 1 computes 30 s: its shards are there at 36 and, after 2 s of download from the second round on, at 70
        // and 106. 2 s later it is read, 4 s later merged.
        Run slow = Run.of(kReduce(2, 3, ProtocolKind.HAP, 0), new Circumstances().computing(10, 30));
        assertThat(slow.end(0)).isCloseTo(2 + 34 + 34 + 36 + 2 + 4, EXACT);
        // The aggregator computes 30 s and merges at 38, 74 and 110. Worker 1 uploads at 16 and at 30 and waits for the
        // first round until 38, has it at 40; uploads at 54, waits for the second until 74 and has it at 76.
        Run late = Run.of(kReduce(2, 3, ProtocolKind.HAP, 0), new Circumstances().computing(30, 10));
        assertThat(late.end(0)).isCloseTo(2 + 3 * (30 + 2 + 4), EXACT);
        assertThat(late.end(1)).isCloseTo(76, EXACT);
        assertThat(late.seconds(1, 0, Phase.WAIT)).isCloseTo((38 - 30) + (74 - 54), EXACT);
    }
}
