package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a job says of itself. */
class JobTest {
    private static final FunctionLink LINK = new FunctionLink(new AffineCurve(0.5, 2), new AffineCurve(0.25, 8), 0, 0);

    private static Job job(int epochs, int workers, int memoryMb) {
        return new Job(
                new Workload(12, 10, 100, new ComputeCoefficients(1000, 2, -500), Optional.empty()),
                new Plan(workers, memoryMb, Math.min(3, workers), 8, 13),
                LINK,
                new Prices(1, 0, 0, 1, 1, 0),
                epochs,
                ProtocolKind.BSP,
                Counting.PAPER,
                LastBatch.SHORT);
    }

    @Test
    void aShardIsTheModelOverTheAggregators() {
        Job job = job(1, 5, 1000);
        assertThat(job.shardMib()).isEqualTo(12.0 / 3);
        assertThat(job.shardUploadSeconds()).isEqualTo(0.5 + 4.0 / 2);
        assertThat(job.shardDownloadSeconds()).isEqualTo(0.25 + 4.0 / 8);
    }

    @Test
    void computationIsEquationFourAndNoSamplesTakeNoTime() {
        Job job = job(1, 5, 1000);
        assertThat(job.computeSeconds(8)).isEqualTo(1000 * (8 + 2.0) / (1000 - 500));
        assertThat(job.computeSeconds(0)).isZero();
    }

    @Test
    void oneFunctionCommunicatesWithNobody() {
        assertThat(job(1, 1, 1000).communicates()).isFalse();
        assertThat(job(1, 2, 1000).communicates()).isTrue();
    }

    @Test
    void memoryMustExceedWhatEquationFourTakesOff() {
        assertThatIllegalArgumentException().isThrownBy(() -> job(1, 5, 500)).withMessageContaining("M + m > 0");
        assertThat(job(1, 5, 501).computeSeconds(8)).isEqualTo(1000 * (8 + 2.0));
    }

    @Test
    void aJobNeedsAnEpoch() {
        assertThatIllegalArgumentException().isThrownBy(() -> job(0, 5, 1000)).withMessageContaining("one epoch");
    }

    @Test
    void anotherPlanLeavesTheRestAsItIs() {
        Job job = job(2, 5, 1000);
        assertThat(job.withPlan(job(2, 4, 1000).plan())).isEqualTo(job(2, 4, 1000));
    }

    @Test
    void aWorkloadNeedsAModelAndASampleAndMayHaveNoData() {
        ComputeCoefficients compute = new ComputeCoefficients(1, 0, 0);
        assertThat(new Workload(0.1, 0, 1, compute, Optional.empty()).dataMib()).isZero();
        double[][] wrong = {{0, 1, 1}, {1, -0.1, 1}, {1, 1, 0}, {Double.NaN, 1, 1}, {1, Double.NaN, 1}};
        for (double[] of : wrong) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Workload(of[0], of[1], (long) of[2], compute, Optional.empty()));
        }
    }

    private static Job exchanging(
            PatternKind pattern, Channel channel, Counting counting, Plan plan, int epochs, Reinvocation reinvocation) {
        return new Job(
                new Workload(12, 10, 100, new ComputeCoefficients(1000, 2, -500), Optional.empty()),
                plan,
                LINK,
                new Prices(1, 0, 0, 1, 1, 0),
                epochs,
                pattern.protocols().get(0),
                counting,
                LastBatch.SHORT,
                new Exchange(pattern, channel, Waiting.NOTIFY),
                new Lifecycle(reinvocation, 0));
    }

    private static Job exchanging(PatternKind pattern, Channel channel, Counting counting, Plan plan) {
        return exchanging(pattern, channel, counting, plan, 3, Reinvocation.EACH_EPOCH);
    }

    private static Channel servers(Optional<Channel.Rpc> rpc) {
        return new Channel.Servers(LINK, 0.5, 1, 1280, 2, rpc);
    }

    @Test
    void anEpochsComputationIsThatOfWorkerZero() {
        // B^g = 3·8 + 2·13 = 50: two batches of 8, 1000·10/500 s each.
        assertThat(job(1, 5, 1000).computeSecondsPerEpoch()).isEqualTo(2 * 20);
        // B^g = 24: four batches, and 4 over, of which worker 0 of three takes two.
        assertThat(job(1, 3, 1000).computeSecondsPerEpoch()).isEqualTo(4 * 20 + 2 * (2 + 2));
    }

    @Test
    void aRoundOfFunctionsIsAnEpochOrTheWholeTraining() {
        Plan plan = new Plan(4, 1000, 4, 8, 8);
        Channel store = Channel.Store.unlimited(LINK);
        Job each = exchanging(PatternKind.K_REDUCE, store, Counting.PAPER, plan, 6, Reinvocation.EACH_EPOCH);
        assertThat(each.functionRounds()).isEqualTo(6);
        assertThat(each.epochsPerFunction()).isEqualTo(1);
        Job never = exchanging(PatternKind.K_REDUCE, store, Counting.PAPER, plan, 6, Reinvocation.NEVER);
        assertThat(never.functionRounds()).isEqualTo(1);
        assertThat(never.epochsPerFunction()).isEqualTo(6);
    }

    @Test
    void inFasDlsPaperEveryWorkerLoadsModelAndDataAsOneObject() {
        // B^g = 50: 12 + 10·13/50 for each of them (eq. 5).
        Channel store = Channel.Store.unlimited(LINK);
        for (PatternKind pattern :
                new PatternKind[] {PatternKind.K_REDUCE, PatternKind.ALL_REDUCE, PatternKind.SCATTER_REDUCE}) {
            Job job = exchanging(pattern, store, Counting.PAPER, new Plan(5, 1000, 3, 8, 13));
            for (int worker = 0; worker < 5; worker++) {
                assertThat(job.loadsMib(worker)).containsExactly(12 + 10 * 13 / 50.0);
            }
        }
    }

    @Test
    void inFasDlsCodeModelAndOwnDataAreTwoObjects() {
        Job job = exchanging(
                PatternKind.K_REDUCE,
                Channel.Store.unlimited(LINK),
                Counting.IMPLEMENTATION,
                new Plan(5, 1000, 3, 8, 13));
        assertThat(job.loadsMib(0)).containsExactly(12, 10 * 8 / 50.0);
        assertThat(job.loadsMib(4)).containsExactly(12, 10 * 13 / 50.0);
    }

    @Test
    void elsewhereAWorkerLoadsItsOwnDataOnly() {
        Plan plan = new Plan(4, 1000, 4, 8, 8);
        Channel store = Channel.Store.unlimited(LINK);
        for (PatternKind pattern : new PatternKind[] {PatternKind.ALL_REDUCE, PatternKind.SCATTER_REDUCE}) {
            assertThat(exchanging(pattern, store, Counting.IMPLEMENTATION, plan).loadsMib(1))
                    .containsExactly(10 / 4.0);
        }
        for (Counting counting : Counting.values()) {
            assertThat(exchanging(PatternKind.GLOBAL_MODEL, store, counting, plan)
                            .loadsMib(1))
                    .containsExactly(10 / 4.0);
            assertThat(exchanging(PatternKind.PARAMETER_SERVER, servers(Optional.empty()), counting, plan)
                            .loadsMib(3))
                    .containsExactly(10 / 4.0);
        }
    }

    @Test
    void callsCarryTheParametersAsTheyEncodeThem() {
        Plan plan = new Plan(4, 1000, 4, 8, 8);
        Channel.Rpc grpc = new Channel.Rpc(0, 50, 100, 50, 100, 150, 9, Double.POSITIVE_INFINITY);
        assertThat(exchanging(PatternKind.PARAMETER_SERVER, servers(Optional.of(grpc)), Counting.PAPER, plan)
                        .exchangedMib())
                .isEqualTo(12 * 9 / 4.0);
        assertThat(exchanging(PatternKind.PARAMETER_SERVER, servers(Optional.empty()), Counting.PAPER, plan)
                        .exchangedMib())
                .isEqualTo(12);
        assertThat(job(1, 5, 1000).exchangedMib()).isEqualTo(12);
    }

    @Test
    void oneFunctionStillTalksToAParameterServer() {
        Plan alone = new Plan(1, 1000, 1, 8, 8);
        assertThat(exchanging(PatternKind.PARAMETER_SERVER, servers(Optional.empty()), Counting.PAPER, alone)
                        .communicates())
                .isTrue();
        assertThat(exchanging(PatternKind.GLOBAL_MODEL, Channel.Store.unlimited(LINK), Counting.PAPER, alone)
                        .communicates())
                .isFalse();
    }

    @Test
    void underAdmmLambdaMlsCodeSendsTheDualsWithTheModel() {
        Plan plan = new Plan(4, 1000, 4, 8, 8);
        Channel store = Channel.Store.unlimited(LINK);
        for (Counting counting : Counting.values()) {
            Job job = exchanging(PatternKind.SCATTER_REDUCE, store, counting, plan);
            int times = counting == Counting.IMPLEMENTATION ? 2 : 1;
            assertThat(job.withAlgorithm(Algorithm.admm(3)).exchangedMib()).isEqualTo(times * 12);
            assertThat(job.withAlgorithm(Algorithm.maSgd(3)).exchangedMib()).isEqualTo(12);
            assertThat(job.exchangedMib()).isEqualTo(12);
        }
    }

    @Test
    void aFunctionThatGoesOnLoadsTheModelAndItsPartOfTheData() {
        Plan plan = new Plan(4, 1000, 4, 8, 8);
        Channel store = Channel.Store.unlimited(LINK);
        double part = 10 / 4.0;
        for (PatternKind pattern : new PatternKind[] {PatternKind.ALL_REDUCE, PatternKind.K_REDUCE}) {
            Job job = exchanging(pattern, store, Counting.IMPLEMENTATION, plan);
            assertThat(job.reloadsMib(2)).containsExactly(12, part);
        }
        // As one object where eq. 5 says so.
        assertThat(exchanging(PatternKind.K_REDUCE, store, Counting.PAPER, plan).reloadsMib(2))
                .containsExactly(12 + part);
    }

    @Test
    void anEpochsFunctionsAreOneRoundEachAndFixedEpochsMakeFewerTheLastOfThemShorter() {
        Job job = exchanging(
                PatternKind.K_REDUCE, Channel.Store.unlimited(LINK), Counting.PAPER, new Plan(4, 1000, 4, 8, 8));
        assertThat(living(job, 7, Reinvocation.EACH_EPOCH, 3).functionRounds()).isEqualTo(7);
        assertThat(living(job, 7, Reinvocation.FIXED_EPOCHS, 3).functionRounds())
                .isEqualTo(3);
        assertThat(living(job, 7, Reinvocation.FIXED_EPOCHS, 3).epochsPerFunction())
                .isEqualTo(3);
        assertThat(living(job, 2, Reinvocation.FIXED_EPOCHS, 3).epochsPerFunction())
                .isEqualTo(2);
        assertThat(living(job, 7, Reinvocation.NEVER, 3).functionRounds()).isEqualTo(1);
        assertThat(living(job, 7, Reinvocation.DEADLINE_MARGIN, 3).functionRounds())
                .isEqualTo(1);
    }

    private static Job living(Job job, int epochs, Reinvocation reinvocation, int epochsPerFunction) {
        double unlimited = Double.POSITIVE_INFINITY;
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
                new Lifecycle(reinvocation, epochsPerFunction, Invocation.INSTANT, unlimited, unlimited, false, 0));
    }
}
