package faastrain.learning;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.communication.Patterns;
import faastrain.event.ComputeTimes;
import faastrain.event.Conditions;
import faastrain.event.Convergence;
import faastrain.event.Faults;
import faastrain.event.PhaseSeconds;
import faastrain.event.RunListener;
import faastrain.event.StartUps;
import faastrain.event.Stragglers;
import faastrain.event.Training;
import faastrain.event.TransferFactors;
import faastrain.model.Algorithm;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.random.Streams;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.SgdModel;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import faastrain.trace.LibsvmData;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What logistic regression learns of the shipped data set while workers of different speed are simulated. */
class SimulatedTrainingTest {
    private static final Streams STREAMS = new Streams(3);
    private static final int EPOCHS = 8;
    private static final LibsvmData DATA = DataSets.twoGaussians();

    private static final RunListener NOBODY = new RunListener() {
        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

        @Override
        public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {}
    };

    private static Job job(PatternKind pattern, ProtocolKind protocol, Algorithm algorithm) {
        AffineCurve curve = new AffineCurve(0, 4);
        FunctionLink link = new FunctionLink(curve, curve, 0, 0);
        Channel channel = pattern == PatternKind.PARAMETER_SERVER
                ? new Channel.Servers(link, 0.1, 1, Double.POSITIVE_INFINITY, 1, Optional.empty())
                : Channel.Store.unlimited(link);
        return new Job(
                new Workload(8, 0, DATA.samples(), new ComputeCoefficients(1000, 0, 0), Optional.empty()),
                new Plan(4, 1000, pattern == PatternKind.K_REDUCE ? 2 : 4, 10, 10),
                link,
                new Prices(1e-5, 0, 0, 5e-6, 4e-7, 0),
                EPOCHS,
                protocol,
                Counting.IMPLEMENTATION,
                LastBatch.SHORT,
                new Exchange(pattern, channel, Waiting.NOTIFY),
                new Lifecycle(Reinvocation.NEVER, 0),
                algorithm,
                2);
    }

    /** Trains with the last worker four times, and the third twice as slow as the others. */
    private static SgdLearner learnt(Job job, AlgorithmKind algorithm) {
        SgdSettings settings = new SgdSettings(SgdModel.LOGISTIC_REGRESSION, algorithm, 0.5, 0.001, 0.1, 1, true);
        SgdLearner learner =
                new SgdLearner(DATA, settings, job.schedule(), Patterns.of(job).parts(), STREAMS, 0);
        Stragglers slow = (worker, start, seconds) -> seconds * (worker == 3 ? 4 : worker == 2 ? 2 : 1);
        Conditions conditions = new Conditions(
                TransferFactors.EXACT,
                ComputeTimes.FORMULA,
                slow,
                StartUps.INSTANT,
                Faults.NONE,
                Convergence.UNKNOWN,
                learner);
        new Training(job, conditions, NOBODY).run();
        return learner;
    }

    private static double startLoss() {
        return StrictMath.log(2);
    }

    @ParameterizedTest
    @CsvSource({
        "K_REDUCE, HAP",
        "K_REDUCE, SSP",
        "K_REDUCE, ASP",
        "PARAMETER_SERVER, SSP",
        "PARAMETER_SERVER, ASP",
        "GLOBAL_MODEL, ASP"
    })
    void whoeverDoesNotWaitLearnsOnOlderParametersAndLearnsAllTheSame(PatternKind pattern, ProtocolKind protocol) {
        SgdLearner synchronous =
                learnt(job(PatternKind.K_REDUCE, ProtocolKind.BSP, Algorithm.GA_SGD), AlgorithmKind.GA_SGD);
        SgdLearner learner = learnt(job(pattern, protocol, Algorithm.GA_SGD), AlgorithmKind.GA_SGD);
        assertThat(learner.parameters()).isNotEqualTo(synchronous.parameters());
        assertThat(learner.loss()).isLessThan(startLoss() / 3);
    }

    @Test
    void underBspTheSlowChangeNothingOfWhatIsLearnt() {
        SgdLearner learner =
                learnt(job(PatternKind.K_REDUCE, ProtocolKind.BSP, Algorithm.GA_SGD), AlgorithmKind.GA_SGD);
        SgdSettings settings =
                new SgdSettings(SgdModel.LOGISTIC_REGRESSION, AlgorithmKind.GA_SGD, 0.5, 0.001, 0.1, 1, true);
        assertThat(learner.parameters())
                .isEqualTo(SequentialSgd.train(
                        DATA,
                        settings,
                        job(PatternKind.K_REDUCE, ProtocolKind.BSP, Algorithm.GA_SGD)
                                .schedule(),
                        STREAMS,
                        EPOCHS));
        assertThat(learner.loss()).isLessThan(startLoss() / 3);
    }

    @Test
    void modelAveragingAndAdmmLearnInFewerRounds() {
        Job averaging = job(PatternKind.SCATTER_REDUCE, ProtocolKind.BSP, Algorithm.maSgd(5));
        assertThat(averaging.rounds().rounds()).isLessThan(averaging.rounds().iterations() / 4);
        assertThat(learnt(averaging, AlgorithmKind.MA_SGD).loss()).isLessThan(startLoss() / 3);
        Job admm = job(PatternKind.SCATTER_REDUCE, ProtocolKind.BSP, Algorithm.admm(2));
        assertThat(admm.rounds().rounds()).isEqualTo(EPOCHS / 2);
        assertThat(learnt(admm, AlgorithmKind.ADMM).loss()).isLessThan(startLoss() / 2);
    }
}
