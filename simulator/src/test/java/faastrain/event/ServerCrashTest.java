package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.model.Algorithm;
import faastrain.model.Job;
import faastrain.model.Recovery;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import org.junit.jupiter.api.Test;

/**
 * A parameter server that crashes, by hand: 10 s of computation, 4 s to push, 2 s to pull. Another server is there after 5 s;
 * until then workers load the model in 2 s from the object store.
 */
class ServerCrashTest {
    private static final double ROUND = 10 + 4 + 2;
    private static final double RESTART = 5;

    private static Job two(int rounds) {
        return Hand.job(PatternKind.PARAMETER_SERVER, Servers.one(), Waiting.NOTIFY, plan(2, 2, 10, 10), rounds);
    }

    @Test
    void withoutACheckpointAllIsDoneAnew() {
        // Two rounds are done at 32, and the third is being computed.
        Run run = Run.of(two(3), new Circumstances().serverCrash(40));
        assertThat(run.end()).isCloseTo(40 + RESTART + 3 * ROUND, EXACT);
        for (int worker = 0; worker < 2; worker++) {
            assertThat(run.lives(worker)).hasSize(1);
            assertThat(run.seconds(worker, 0, Phase.LOAD)).isCloseTo(2, EXACT);
            assertThat(run.seconds(worker, 0, Phase.RETRY)).isCloseTo(40 + RESTART - 2, EXACT);
            assertThat(run.seconds(worker, 0, Phase.COMPUTE)).isCloseTo(3 * 10, EXACT);
            assertThat(run.seconds(worker, 0, Phase.UPLOAD)).isCloseTo(3 * 4, EXACT);
            assertThat(run.traffic(worker).loads()).isEqualTo(1);
            assertThat(run.traffic(worker).puts()).isEqualTo(2 + 3);
        }
        assertThat(run.training().incidents().serverCrashes()).isEqualTo(1);
        assertThat(run.training().incidents().crashes()).isZero();
        assertThat(run.training().learning().samplesComputed()).isEqualTo(2 * 20 + 3 * 20);
        assertThat(run.training().learning().samplesUsed()).isEqualTo(3 * 20);
        assertThat(run.byStaleness()).containsExactly(6L);
    }

    @Test
    void sinceTheLastCheckpointAllIsDoneAnew() {
        // Worker 0 saves the first round from 16 to 20, and has pushed the second at 34; both have pulled it at 36.
        // Worker 0 saves it until 40. Worker 1 computes the third since 36, worker 0 since 40.
        Run run = Run.of(LifetimeTest.living(two(3), LifetimeTest.saving(1)), new Circumstances().serverCrash(45));
        assertThat(run.end()).isCloseTo(45 + RESTART + ROUND, EXACT);
        assertThat(run.seconds(0, 0, Phase.RETRY)).isCloseTo((45 - 40) + (RESTART - 2), EXACT);
        assertThat(run.seconds(1, 0, Phase.RETRY)).isCloseTo((45 - 36) + (RESTART - 2), EXACT);
        assertThat(run.seconds(0, 0, Phase.CHECKPOINT)).isCloseTo(2 * 4, EXACT);
        assertThat(run.seconds(1, 0, Phase.COMPUTE)).isCloseTo(3 * 10, EXACT);
        assertThat(run.training().learning().samplesComputed()).isEqualTo(3 * 20);
        assertThat(run.training().learning().samplesUsed()).isEqualTo(3 * 20);
    }

    @Test
    void aCheckpointThatIsNotCompleteSavesNothing() {
        // The server crashes at 38, while worker 0 saves the second round; the first was saved at 20.
        Run run = Run.of(LifetimeTest.living(two(3), LifetimeTest.saving(1)), new Circumstances().serverCrash(38));
        // From 43 on: round 2 until 59, saved until 63, round 3 until 63 + 16.
        assertThat(run.end()).isCloseTo(38 + RESTART + ROUND + 4 + ROUND, EXACT);
        assertThat(run.training().learning().samplesComputed()).isEqualTo(2 * 20 + 2 * 20);
        assertThat(run.traffic(0).saves()).isEqualTo(2);
    }

    @Test
    void whoeverHadEndedIsInvokedAnew() {
        // Under ASP worker 0, which computes 1 s, has done its two rounds at 14. Worker 1, which computes 30 s, is in
        // its
        // second at 40. A new function of worker 0 starts in 1 s, loads until 43 and waits for the server until 45.
        Job job = Jobs.with(two(2), ProtocolKind.ASP, 0);
        Circumstances circumstances = new Circumstances()
                .computing(1, 30)
                .starting(new double[] {0, 1}, new double[] {0})
                .serverCrash(40);
        Run run = Run.of(job, circumstances);
        assertThat(run.lives(0)).hasSize(2);
        assertThat(run.lives(0).get(0).end()).isCloseTo(2 * (1 + 4 + 2), EXACT);
        assertThat(run.lives(0).get(1).start()).isCloseTo(40, EXACT);
        assertThat(run.seconds(0, 1, Phase.STARTUP)).isCloseTo(1, EXACT);
        assertThat(run.seconds(0, 1, Phase.LOAD)).isCloseTo(2, EXACT);
        assertThat(run.seconds(0, 1, Phase.RETRY)).isCloseTo(45 - 43, EXACT);
        assertThat(run.end(0)).isCloseTo(45 + 2 * (1 + 4 + 2), EXACT);
        assertThat(run.end()).isCloseTo(45 + 2 * (30 + 4 + 2), EXACT);
        assertThat(run.training().incidents().functions()).isEqualTo(3);
        assertThat(run.training().learning().samplesUsed()).isEqualTo(2 * 20);
        // Two rounds of worker 0 and one of worker 1 were in vain.
        assertThat(run.training().learning().samplesComputed()).isEqualTo(2 * 20 + 30);
    }

    @Test
    void whoeverWasAheadOfTheCheckpointWaitsForTheOthersAsSspSays() {
        // Three workers and a staleness of 0. Worker 0 uploads in twice the time: pushed at 18, the first round is
        // pulled
        // by all at 20 and saved until 28. Worker 1 has pushed its second round by then, which is saved with the first.
        // From 35 on worker 2 computes the second for 100 s and has pushed it at 139: then worker 1 begins its third.
        Job job = Jobs.with(
                Hand.job(PatternKind.PARAMETER_SERVER, Servers.one(), Waiting.NOTIFY, plan(3, 3, 10, 10), 3),
                ProtocolKind.SSP,
                0,
                LifetimeTest.saving(1),
                Algorithm.GA_SGD);
        TransferFactors slow = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                return worker == 0 ? 2 : 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        double[] third = {0};
        RunListener listener = new RunListener() {
            @Override
            public void spent(int worker, int round, Phase phase, double start, double end) {
                if (worker == 1 && round == 3 && phase == Phase.COMPUTE) {
                    third[0] = start;
                }
            }

            @Override
            public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

            @Override
            public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {}
        };
        Circumstances circumstances = new Circumstances()
                .computing(new double[] {10}, new double[] {10, 1}, new double[] {10, 100})
                .transfers(slow)
                .serverCrash(30);
        new Training(job, circumstances.conditions(), listener).run();
        assertThat(third[0]).isCloseTo(30 + RESTART + 100 + 4, EXACT);
    }

    @Test
    void aCrashAfterTheEndChangesNothing() {
        Run run = Run.of(two(1), new Circumstances().serverCrash(ROUND + 1));
        assertThat(run.end()).isCloseTo(ROUND, EXACT);
        assertThat(run.training().incidents().serverCrashes()).isZero();
    }

    @Test
    void aRunThatDoesNotRecoverEndsWithTheReason() {
        Circumstances fails = new Circumstances().serverCrash(12).recovering(Recovery.FAIL);
        assertThatThrownBy(() -> Run.of(two(1), fails))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("the parameter server crashes at 12 s, and faults.recovery is fail");
    }
}
