package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.model.Algorithm;
import faastrain.model.Invocation;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Reinvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Functions that are replaced before their lifetime is over, by hand. A function starts in 1 s, loads the model in 2 s and
 * uploads it in 4 s. Two workers with one aggregator, K-Reduce: a round is 10 s of computation, 4 s of upload, and 2 s + 4 s
 * until the aggregator has published, and 2 s until the other has the sum.
 */
class LifetimeTest {
    private static final double START = 1;
    private static final double LOAD = 2;
    private static final double SAVE = 4;
    private static final double COMPUTE = 10;

    static Job living(Job job, Lifecycle life) {
        return Jobs.with(job, job.protocol(), job.staleness(), life, job.algorithm());
    }

    /** Functions are started once, and worker 0 saves the model every so many rounds. */
    static Lifecycle saving(int rounds) {
        return new Lifecycle(Reinvocation.NEVER, 1, Invocation.INSTANT, Hand.UNLIMITED, Hand.UNLIMITED, false, rounds);
    }

    private static Lifecycle replaced(double afterSeconds, boolean saves) {
        return new Lifecycle(
                Reinvocation.DEADLINE_MARGIN, 1, Invocation.INSTANT, Hand.UNLIMITED, afterSeconds, saves, 0);
    }

    private static Lifecycle mortal(Reinvocation reinvocation, double lifetime, double replacedAfter) {
        return new Lifecycle(reinvocation, 1, Invocation.INSTANT, lifetime, replacedAfter, false, 0);
    }

    private static Job two(int rounds) {
        return Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(2, 1, 10, 10), rounds);
    }

    private static Job alone(int rounds) {
        return Hand.job(PatternKind.K_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(1, 1, 10, 10), rounds);
    }

    private static Job epochs(Job job, int epochs) {
        return new Job(
                job.workload(),
                job.plan(),
                job.storeLink(),
                job.prices(),
                epochs,
                job.protocol(),
                job.counting(),
                job.last(),
                job.exchange(),
                job.lifecycle());
    }

    private static Run run(Job job) {
        return Run.of(job, new Circumstances().starting(START, START));
    }

    @Test
    void aFunctionIsReplacedAfterTheFirstIterationAtWhoseEndItHasRunForLongerThanTheMarginAllows() {
        // The handlers begin at 1. Two rounds have ended at 45 and 47, the first after 22 and 24 s of running.
        Run run = run(living(two(3), replaced(30, true)));
        // Worker 0 saves until 49 and has loaded anew at 52; worker 1 saves until 51 and has loaded at 54.
        double loaded = 47 + SAVE + START + LOAD;
        assertThat(run.end()).isCloseTo(loaded + COMPUTE + 4 + 2 + 4 + 2, EXACT);
        assertThat(run.lives(0).get(0).end()).isCloseTo(49, EXACT);
        assertThat(run.seconds(0, 0, Phase.STARTUP)).isCloseTo(START, EXACT);
        assertThat(run.seconds(0, 0, Phase.LOAD)).isCloseTo(LOAD, EXACT);
        assertThat(run.seconds(0, 0, Phase.COMPUTE)).isCloseTo(2 * COMPUTE, EXACT);
        // In the second round the other begins 2 s later, once it has the sum of the first.
        assertThat(run.seconds(0, 0, Phase.WAIT)).isCloseTo(4 + 6, EXACT);
        assertThat(run.seconds(0, 0, Phase.AGGREGATE)).isCloseTo(2 * (2 + 4), EXACT);
        assertThat(run.seconds(0, 0, Phase.CHECKPOINT)).isCloseTo(SAVE, EXACT);
        assertThat(run.seconds(0, 1, Phase.STARTUP)).isCloseTo(START, EXACT);
        assertThat(run.seconds(0, 1, Phase.LOAD)).isCloseTo(LOAD, EXACT);
        assertThat(run.seconds(0, 1, Phase.COMPUTE)).isCloseTo(COMPUTE, EXACT);
        assertThat(run.seconds(0, 1, Phase.CHECKPOINT)).isZero();
        assertThat(run.training().incidents().reinvocations()).isEqualTo(2);
        assertThat(run.training().incidents().functions()).isEqualTo(4);
        for (Traffic traffic : run.training().traffic()) {
            assertThat(traffic.saves()).isEqualTo(1);
            assertThat(traffic.savedMib()).isEqualTo(8);
            assertThat(traffic.loads()).isEqualTo(2);
        }
    }

    @Test
    void aFunctionThatNeedNotSaveIsReplacedAtOnce() {
        Run run = run(living(two(3), replaced(30, false)));
        assertThat(run.end()).isCloseTo(47 + START + LOAD + COMPUTE + 4 + 2 + 4 + 2, EXACT);
        assertThat(run.traffic(0).saves()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"11.9, 3", "12, 2", "21.9, 2", "22, 1", "31.9, 1", "32, 1"})
    void aFunctionThatHasRunForJustTheTimeIsNotReplacedYetAndNeverAtTheEnd(double after, int functions) {
        // Alone, a worker has run for 12, 22 and 32 s at the ends of its three iterations; a new one for 12 and 22.
        Run run = run(living(alone(3), replaced(after, true)));
        assertThat(run.lives(0)).hasSize(functions);
        assertThat(run.end()).isCloseTo(3 * COMPUTE + functions * (START + LOAD) + (functions - 1) * SAVE, EXACT);
    }

    @Test
    void betweenTwoExchangesAFunctionGoesOnWhereTheOtherHadStopped() {
        // Models are averaged after three batches. After two of them a function has run for 22 s, more than 15.
        Job job = Jobs.with(two(3), two(3).protocol(), 0, replaced(15, true), Algorithm.maSgd(3));
        Run run = run(job);
        assertThat(run.lives(0).get(0).end()).isCloseTo(START + LOAD + 2 * COMPUTE + SAVE, EXACT);
        assertThat(run.end()).isCloseTo(2 * (START + LOAD) + 3 * COMPUTE + SAVE + 4 + 2 + 4 + 2, EXACT);
        assertThat(run.training().learning().samplesComputed()).isEqualTo(3 * 20);
        assertThat(run.training().learning().updates()).isEqualTo(2);
    }

    @Test
    void functionsOfFixedEpochsAreOneRoundAfterTheOtherTheLastOfFewerEpochs() {
        // Five epochs of one iteration: two, two and one.
        Lifecycle two = new Lifecycle(
                Reinvocation.FIXED_EPOCHS, 2, Invocation.INSTANT, Hand.UNLIMITED, Hand.UNLIMITED, false, 0);
        Run run = run(living(epochs(alone(1), 5), two));
        assertThat(run.end()).isCloseTo(3 * (START + LOAD) + 5 * COMPUTE, EXACT);
        assertThat(run.lives(0)).extracting(Recorder.Life::round).containsExactly(1, 2, 3);
        assertThat(run.seconds(0, 1, Phase.COMPUTE)).isCloseTo(2 * COMPUTE, EXACT);
        assertThat(run.seconds(0, 2, Phase.COMPUTE)).isCloseTo(COMPUTE, EXACT);
        Lifecycle saves = new Lifecycle(
                Reinvocation.FIXED_EPOCHS, 2, Invocation.INSTANT, Hand.UNLIMITED, Hand.UNLIMITED, true, 0);
        Run saved = run(living(epochs(alone(1), 5), saves));
        assertThat(saved.end()).isCloseTo(run.end() + 2 * SAVE, EXACT);
        assertThat(saved.traffic(0).saves()).isEqualTo(2);
    }

    @Test
    void theNextRoundOfFunctionsIsInvokedWhenTheLastHasSavedAndLoadsWhatItSaved() {
        // LambdaML's AllReduce: its first functions load nothing. Computed at 11, uploaded at 15, read at 19, summed up
        // at 23, downloaded at 25; worker 1 saves until 29. The second epoch's load the model until 32.
        Job job = Hand.job(PatternKind.ALL_REDUCE, Hand.store(1000), Waiting.NOTIFY, plan(2, 1, 10, 10), 1);
        Lifecycle saves =
                new Lifecycle(Reinvocation.EACH_EPOCH, 1, Invocation.INSTANT, Hand.UNLIMITED, Hand.UNLIMITED, true, 0);
        Run run = run(living(epochs(job, 2), saves));
        double round = COMPUTE + 4 + 2 * 2 + 4 + 2;
        assertThat(run.lives(0).get(0).end()).isCloseTo(START + round - 2 + SAVE, EXACT);
        assertThat(run.lives(0).get(1).start()).isCloseTo(START + round + SAVE, EXACT);
        assertThat(run.end()).isCloseTo(2 * START + LOAD + 2 * round + SAVE, EXACT);
        assertThat(run.traffic(1).saves()).isEqualTo(1);
        assertThat(run.traffic(1).loads()).isEqualTo(1);
        Lifecycle not =
                new Lifecycle(Reinvocation.EACH_EPOCH, 1, Invocation.INSTANT, Hand.UNLIMITED, Hand.UNLIMITED, false, 0);
        assertThat(run(living(epochs(job, 2), not)).end()).isCloseTo(2 * START + 2 * round, EXACT);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 2", "3, 1", "4, 1", "5, 0", "0, 0"})
    void worker0SavesEverySoManyRoundsButNotAtTheEnd(int rounds, int saves) {
        Run alone = run(living(alone(5), saving(rounds)));
        assertThat(alone.end()).isCloseTo(START + LOAD + 5 * COMPUTE + saves * SAVE, EXACT);
        assertThat(alone.seconds(0, 0, Phase.CHECKPOINT)).isCloseTo(saves * SAVE, EXACT);
        Run two = run(living(two(5), saving(rounds)));
        assertThat(two.traffic(0).saves()).isEqualTo(saves);
        assertThat(two.traffic(1).saves()).isZero();
    }

    @Test
    void aFunctionThatOutlivesItsLifetimeEndsTheRunAndSaysWhereAndWhatToChange() {
        // Alone, the third iteration of the second epoch begins at 3 + 50 and would end at 63.
        Job job = living(epochs(alone(3), 2), mortal(Reinvocation.NEVER, 60, Hand.UNLIMITED));
        assertThatThrownBy(() -> run(job))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(
                        "worker 0's function has run for the 60 s that it may live at 61 s, in iteration 3 of epoch 2;"
                                + " use re-invocation: deadline-margin, more memory or smaller batches");
    }

    @Test
    void anExchangeBelongsToTheIterationBeforeIt() {
        // The handlers begin at 1. Worker 0 merges the first iteration from 17 to 23.
        Job job = living(two(3), mortal(Reinvocation.NEVER, 20, Hand.UNLIMITED));
        assertThatThrownBy(() -> run(job))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("at 21 s, in iteration 1 of epoch 1;");
    }

    @Test
    void anIterationThatIsLongerThanTheMarginSaysSo() {
        // At 12 s it has not run for longer than 12.5 s; at 20 s it is in its second iteration.
        Job job = living(alone(3), mortal(Reinvocation.DEADLINE_MARGIN, 20, 12.5));
        assertThatThrownBy(() -> run(job))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(
                        "worker 0's function has run for the 20 s that it may live at 21 s, in iteration 2 of epoch 1;"
                                + " an iteration takes longer than lifetime.margin: use a larger margin, more memory or a smaller"
                                + " batch");
    }

    @Test
    void whoeverEndsInTimeLivesOn() {
        assertThat(run(living(alone(3), mortal(Reinvocation.NEVER, 32.1, Hand.UNLIMITED)))
                        .end())
                .isCloseTo(START + LOAD + 3 * COMPUTE, EXACT);
    }
}
