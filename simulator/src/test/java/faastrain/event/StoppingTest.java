package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Algorithm;
import faastrain.model.Invocation;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A training that has come far enough stops. */
class StoppingTest {
    /** Reached when so many epochs' worth of fresh updates are in the model. */
    private record Target(double epochs) implements Convergence {
        @Override
        public double weight(int staleness) {
            return 1;
        }

        @Override
        public double loss(double effectiveEpochs) {
            return 1 / (1 + effectiveEpochs);
        }

        @Override
        public boolean isReached(double effectiveEpochs, double loss) {
            return effectiveEpochs >= epochs * (1 - 1e-12);
        }
    }

    /** The last round in which each worker computed or exchanged, and when its function ended. */
    private static final class LastRounds implements RunListener {
        final int[] trained = new int[100];
        final double[] ends = new double[100];
        int functions;

        @Override
        public void spent(int worker, int round, Phase phase, double start, double end) {
            switch (phase) {
                case STARTUP, LOAD, CHECKPOINT, RETRY -> {
                    // Between two rounds.
                }
                case COMPUTE, UPLOAD, AGGREGATE, DOWNLOAD, WAIT, POLL ->
                    trained[worker] = Math.max(trained[worker], round);
            }
        }

        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

        @Override
        public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {
            functions++;
            ends[worker] = end;
        }
    }

    @Test
    void underBspEveryWorkerEndsWithTheRoundThatReachesTheTarget() {
        // Rounds of 10 s of computation, 4 s up, 2 s to merge, 4 s up, 2 s down, after 2 s of loading: five of them are
        // planned, and the third is enough. It is merged at 2 + 2·22 + 20, and all have it 2 s later.
        Job job = Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(2, 1, 10, 10), 5);
        LastRounds last = new LastRounds();
        Training training = new Training(
                job, new Circumstances().converging(new Target(3.0 / 5)).conditions(), last);
        assertThat(training.run()).isCloseTo(2 + 3 * 22, EXACT);
        assertThat(Arrays.copyOf(last.trained, 2)).containsExactly(3, 3);
        assertThat(training.learning().stopped()).isTrue();
        assertThat(training.learning().samplesUsed()).isEqualTo(3 * 20);
        assertThat(training.learning().effectiveEpochs()).isCloseTo(3.0 / 5, EXACT);
    }

    @Test
    void whereTheTargetIsNeverReachedAllIsTrained() {
        Job job = Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(2, 1, 10, 10), 5);
        Training training = new Training(
                job, new Circumstances().converging(new Target(1.1)).conditions(), new Recorder());
        assertThat(training.run()).isCloseTo(2 + 5 * 22, EXACT);
        assertThat(training.learning().stopped()).isFalse();
    }

    @Test
    void underAspAFastWorkerThatIsFarAheadEndsWithTheRoundThatItIsIn() {
        // λDNN's server: 4 s up, 2 s down. Worker 0 computes 10 s and is there at 14, 30, 46, ...; worker 1 computes
        // 100 s. Four updates are two rounds' worth of the five: the fourth of worker 0's is pushed at 14 + 3·16 = 62,
        // it has pulled at 64. Worker 1 is in its first round: computed at 100, pushed at 104, pulled at 106.
        Job job = Jobs.with(
                Hand.job(PatternKind.PARAMETER_SERVER, Servers.one(), Waiting.NOTIFY, plan(2, 2, 10, 10), 5),
                ProtocolKind.ASP,
                0);
        LastRounds last = new LastRounds();
        Training training = new Training(
                job,
                new Circumstances()
                        .computing(10, 100)
                        .converging(new Target(2.0 / 5))
                        .conditions(),
                last);
        assertThat(training.run()).isCloseTo(106, EXACT);
        assertThat(last.ends[0]).isCloseTo(64, EXACT);
        assertThat(Arrays.copyOf(last.trained, 2)).containsExactly(4, 1);
    }

    @Test
    void underSspWhoWaitsForTheSlowestWaitsNoLonger() {
        // With a staleness of 1, worker 0 has pushed its second round at 30 and would wait for worker 1's first, which
        // is
        // there at 104. But those two updates are a round's worth, and reach the target.
        Job job = Jobs.with(
                Hand.job(PatternKind.PARAMETER_SERVER, Servers.one(), Waiting.NOTIFY, plan(2, 2, 10, 10), 5),
                ProtocolKind.SSP,
                1);
        LastRounds last = new LastRounds();
        Training training = new Training(
                job,
                new Circumstances()
                        .computing(10, 100)
                        .converging(new Target(1.0 / 5))
                        .conditions(),
                last);
        assertThat(training.run()).isCloseTo(106, EXACT);
        assertThat(last.ends[0]).isCloseTo(30, EXACT);
        assertThat(Arrays.copyOf(last.trained, 2)).containsExactly(2, 1);
    }

    @Test
    void nobodyWaitsForAWorkerWhoseNextFunctionHasYetToStart() {
        // Worker 1 ends its first round at 16 and, having run for more than 15 s, is replaced by a function that starts
        // in 100 s. Worker 0 starts at 10, computes for 1 s and pushes at 15, 22 and, the target reached, 29. It would
        // wait for the second round of worker 1, which will not be.
        Lifecycle life =
                new Lifecycle(Reinvocation.DEADLINE_MARGIN, 1, Invocation.INSTANT, Hand.UNLIMITED, 15, false, 0);
        Job job = Jobs.with(
                Hand.job(PatternKind.PARAMETER_SERVER, Servers.one(), Waiting.NOTIFY, plan(2, 2, 10, 10), 5),
                ProtocolKind.SSP,
                1,
                life,
                Algorithm.GA_SGD);
        LastRounds last = new LastRounds();
        Circumstances circumstances = new Circumstances()
                .computing(1, 10)
                .starting(new double[] {10}, new double[] {0, 100})
                .converging(new Target(2.0 / 5));
        // The new function of worker 1 loads the model in 2 s and finds that all is done.
        assertThat(new Training(job, circumstances.conditions(), last).run()).isCloseTo(16 + 100 + 2, EXACT);
        assertThat(last.ends[0]).isCloseTo(29, EXACT);
        assertThat(Arrays.copyOf(last.trained, 2)).containsExactly(3, 1);
    }

    @Property(tries = 600)
    void whateverIsTrainedAndFailsTheRunEnds(
            @ForAll("lives") AnyLives.Life life, @ForAll @IntRange(min = 0, max = 12) int rounds) {
        Job job = life.job();
        double target = (double) rounds / job.rounds().rounds() * job.epochs();
        LastRounds last = new LastRounds();
        Conditions of = life.conditions();
        Training training = new Training(
                job,
                new Conditions(
                        of.transfers(),
                        of.compute(),
                        of.stragglers(),
                        of.startUps(),
                        of.faults(),
                        new Target(target),
                        of.learner()),
                last);
        training.run();
        boolean lostNone = training.learning().updatesLost() == 0;
        // Nothing is stopped by what is reached with the last round, nor before the first.
        if (Math.max(1, rounds) < job.rounds().rounds()
                && lostNone
                && training.incidents().serverCrashes() == 0) {
            assertThat(training.learning().stopped()).isTrue();
        }
        assertThat(last.functions).isEqualTo((int) training.incidents().functions());
        if (training.learning().stopped() && job.protocol() == ProtocolKind.BSP && !life.fails()) {
            int most = Arrays.stream(last.trained).max().orElseThrow();
            for (int worker = 0; worker < job.plan().workers(); worker++) {
                assertThat(last.trained[worker]).isEqualTo(most);
            }
        }
    }

    @Provide
    Arbitrary<AnyLives.Life> lives() {
        return AnyLives.all();
    }
}
