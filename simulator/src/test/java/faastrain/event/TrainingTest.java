package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs small enough to follow by hand. A batch of B computes for B seconds; an object of S MiB takes S/2 s up and S/4 s
 * down. The model has 8 MiB, so that with one aggregator a shard takes 4 s up and 2 s down.
 */
class TrainingTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final double UP = 4;
    private static final double DOWN = 2;

    /** Keeps what a run tells, with copies of the phases. */
    private static final class Recorder implements RunListener {
        record Iteration(int epoch, long number, double start, double end, double compute) {}

        record Life(int epoch, int worker, double start, double end, PhaseSeconds phases) {}

        final List<Iteration> iterations = new ArrayList<>();
        final List<Life> lives = new ArrayList<>();

        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {
            iterations.add(new Iteration(epoch, iteration, start, end, compute));
        }

        @Override
        public void functionEnded(int epoch, int worker, double start, double end, PhaseSeconds phases) {
            lives.add(new Life(epoch, worker, start, end, phases.copy()));
        }

        Life life(int epoch, int worker) {
            return lives.stream()
                    .filter(life -> life.epoch() == epoch && life.worker() == worker)
                    .findFirst()
                    .orElseThrow();
        }

        double seconds(int worker, Phase phase) {
            return life(1, worker).phases().get(phase);
        }
    }

    /** The factors of uploads and downloads of every worker. */
    private record Factors(double upload, double download) implements TransferFactors {
        @Override
        public double uploadFactor(int worker) {
            return upload;
        }

        @Override
        public double downloadFactor(int worker) {
            return download;
        }
    }

    private static Job job(
            Plan plan, double dataMib, long samples, int epochs, ProtocolKind protocol, Counting counting) {
        return new Job(
                new Workload(8, dataMib, samples, new ComputeCoefficients(1000, 0, 0), Optional.empty()),
                plan,
                new FunctionLink(new AffineCurve(0, 2), new AffineCurve(0, 4), 0, 0),
                Jobs.PRICES,
                epochs,
                protocol,
                counting,
                LastBatch.SHORT);
    }

    private static Plan plan(int workers, int aggregators, int batch, int other) {
        return new Plan(workers, 1000, aggregators, batch, other);
    }

    @Test
    void underBspAllWaitForALongerBatchOfTheNonAggregators() {
        // Loaded at 2; computed at 12 and 18; uploaded at 16 and 22; merged at 22 + 2 + 4 = 28; all have it at 30.
        Recorder recorder = new Recorder();
        Job job = job(plan(2, 1, 10, 16), 0, 26, 1, ProtocolKind.BSP, Counting.PAPER);
        assertThat(new Training(job, TransferFactors.EXACT, recorder).run()).isCloseTo(30, EXACT);
        assertThat(recorder.seconds(0, Phase.LOAD)).isCloseTo(8.0 / 4, EXACT);
        assertThat(recorder.seconds(0, Phase.COMPUTE)).isCloseTo(10, EXACT);
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(UP, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(16 - 10, EXACT);
        assertThat(recorder.seconds(0, Phase.AGGREGATE)).isCloseTo(DOWN + UP, EXACT);
        assertThat(recorder.seconds(0, Phase.DOWNLOAD)).isCloseTo(DOWN, EXACT);
        assertThat(recorder.seconds(1, Phase.COMPUTE)).isCloseTo(16, EXACT);
        assertThat(recorder.seconds(1, Phase.WAIT)).isCloseTo(DOWN + UP, EXACT);
        assertThat(recorder.seconds(1, Phase.AGGREGATE)).isZero();
        assertThat(recorder.seconds(1, Phase.DOWNLOAD)).isCloseTo(DOWN, EXACT);
    }

    @Test
    void underHapTheAggregatorWaitsForALongerBatchInTheFirstIterationOnly() {
        // The first ends at 30 as under BSP. The non-aggregator goes on at 22 and uploads again until 42, which the
        // aggregator, at 30 + 10 + 4 = 44, finds there: 44 + 2 + 4 + 2 = 52. The other reads round 1 from 42 to 44.
        Recorder recorder = new Recorder();
        Job job = job(plan(2, 1, 10, 16), 0, 52, 1, ProtocolKind.HAP, Counting.PAPER);
        assertThat(new Training(job, TransferFactors.EXACT, recorder).run()).isCloseTo(52, EXACT);
        assertThat(recorder.iterations)
                .containsExactly(new Recorder.Iteration(1, 1, 2, 30, 10), new Recorder.Iteration(1, 2, 30, 52, 10));
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(6, EXACT);
        assertThat(recorder.life(1, 1).end()).isCloseTo(44, EXACT);
        assertThat(recorder.seconds(1, Phase.WAIT)).isZero();
        assertThat(recorder.seconds(1, Phase.DOWNLOAD)).isCloseTo(DOWN, EXACT);
    }

    @Test
    void underHapNonAggregatorsSkipTheFirstDownloadOnceInTheTraining() {
        // Three epochs of two iterations: 6 rounds. W = 5, K = 2.
        Job job = job(plan(5, 2, 10, 10), 4, 100, 3, ProtocolKind.HAP, Counting.PAPER);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        List<Traffic> traffic = training.traffic();
        for (int worker = 0; worker < 5; worker++) {
            long gets = worker < 2 ? 6 * (4 + 1) : (6 - 1) * 2;
            assertThat(traffic.get(worker).getsAndLoads()).isEqualTo(3 + gets);
            assertThat(traffic.get(worker).puts()).isEqualTo(6 * 2);
            assertThat(traffic.get(worker).uploadedMib()).isCloseTo(6 * 2 * 4, EXACT);
            // Three loads of 8 + 4·10/50 MiB, and shards of 4.
            assertThat(traffic.get(worker).receivedMib()).isCloseTo(3 * 8.8 + gets * 4, EXACT);
        }
    }

    @ParameterizedTest
    @EnumSource(Counting.class)
    void underBspEveryWorkerDownloadsInEveryRound(Counting counting) {
        Job job = job(plan(5, 2, 10, 10), 4, 100, 3, ProtocolKind.BSP, counting);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        int loads = counting == Counting.PAPER ? 3 : 6;
        for (int worker = 0; worker < 5; worker++) {
            Traffic traffic = training.traffic().get(worker);
            assertThat(traffic.getsAndLoads()).isEqualTo(loads + (worker < 2 ? 6 * (4 + 1) : 6 * 2));
            assertThat(traffic.deletes()).isEqualTo(counting == Counting.IMPLEMENTATION && worker < 2 ? 6 * 4 : 0);
        }
    }

    /** How far a non-aggregator with a far shorter batch gets ahead. */
    @ParameterizedTest
    @CsvSource({"HAP, 1", "BSP, 0"})
    void aNonAggregatorIsAtMostOneRoundAheadUnderHapAndNoneUnderBsp(ProtocolKind protocol, int expected) {
        int aggregators = 2;
        int[] uploads = new int[4];
        int[] most = {Integer.MIN_VALUE};
        TransferFactors watching = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                uploads[worker]++;
                if (worker >= aggregators) {
                    int round = (uploads[worker] + aggregators - 1) / aggregators;
                    for (int aggregator = 0; aggregator < aggregators; aggregator++) {
                        // An aggregator's round has K uploads of shards and one of the merged shard.
                        int merged = uploads[aggregator] / (aggregators + 1);
                        most[0] = Math.max(most[0], round - 1 - merged);
                    }
                }
                return 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        Job job = job(plan(4, aggregators, 50, 1), 0, 10 * 102, 2, protocol, Counting.PAPER);
        new Training(job, watching, new Recorder()).run();
        assertThat(most[0]).isEqualTo(expected);
    }

    @Test
    void underThePapersAccountAFunctionLoadsModelAndDataAsOneObject() {
        Recorder recorder = new Recorder();
        Job job = job(plan(2, 1, 10, 16), 26, 26, 1, ProtocolKind.BSP, Counting.PAPER);
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        training.run();
        // Eq. 5 for both: 8 + 26·16/26 MiB.
        assertThat(recorder.seconds(0, Phase.LOAD)).isCloseTo((8 + 16) / 4.0, EXACT);
        assertThat(recorder.seconds(1, Phase.LOAD)).isCloseTo((8 + 16) / 4.0, EXACT);
        assertThat(training.traffic().get(0).getsAndLoads()).isEqualTo(1 + 1);
    }

    @Test
    void underTheImplementationsAccountAFunctionLoadsTheModelAndItsOwnPartOfTheDataAsTwo() {
        Recorder recorder = new Recorder();
        Job job = job(plan(2, 1, 10, 16), 26, 26, 1, ProtocolKind.BSP, Counting.IMPLEMENTATION);
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        training.run();
        assertThat(recorder.seconds(0, Phase.LOAD)).isCloseTo(8 / 4.0 + 10 / 4.0, EXACT);
        assertThat(recorder.seconds(1, Phase.LOAD)).isCloseTo(8 / 4.0 + 16 / 4.0, EXACT);
        assertThat(training.traffic().get(0).getsAndLoads()).isEqualTo(2 + 1);
        assertThat(training.traffic().get(1).receivedMib()).isCloseTo(8 + 16 + 8, EXACT);
        // The iteration begins when the last function has loaded.
        assertThat(recorder.iterations.get(0).start()).isCloseTo(6, EXACT);
    }

    @Test
    void dataOfNoSizeAreNotLoaded() {
        for (Counting counting : Counting.values()) {
            Recorder recorder = new Recorder();
            Job job = job(plan(2, 1, 10, 16), 0, 26, 1, ProtocolKind.BSP, counting);
            Training training = new Training(job, TransferFactors.EXACT, recorder);
            training.run();
            assertThat(recorder.seconds(1, Phase.LOAD)).isCloseTo(8 / 4.0, EXACT);
            assertThat(training.traffic().get(1).getsAndLoads()).isEqualTo(1 + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Counting.class)
    void oneWorkerLoadsAndComputes(Counting counting) {
        // 25 samples in batches of 10: 10 + 10 + 5 s, and 12 MiB to load, twice.
        Recorder recorder = new Recorder();
        Job job = job(plan(1, 1, 10, 10), 4, 25, 2, ProtocolKind.HAP, counting);
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        assertThat(training.run()).isCloseTo(2 * (12 / 4.0 + 25), EXACT);
        Traffic traffic = training.traffic().get(0);
        int loads = counting == Counting.PAPER ? 2 : 4;
        assertThat(traffic).isEqualTo(new Traffic(loads, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0));
        assertThat(training.events()).isEqualTo(loads + 2 * 3);
        assertThat(recorder.iterations.get(2)).isEqualTo(new Recorder.Iteration(1, 3, 23, 28, 5));
        assertThat(recorder.iterations.get(3)).isEqualTo(new Recorder.Iteration(2, 1, 31, 41, 10));
    }

    @Test
    void aWorkerWithoutSamplesComputesNotAndStillExchanges() {
        // One sample for worker 0; the others have uploaded at 2 + 4, and worker 0 has "uploaded" at 2 + 1 + 4.
        Recorder recorder = new Recorder();
        Job job = job(plan(3, 1, 10, 10), 0, 1, 1, ProtocolKind.BSP, Counting.PAPER);
        double end = new Training(job, TransferFactors.EXACT, recorder).run();
        assertThat(recorder.seconds(0, Phase.COMPUTE)).isCloseTo(1, EXACT);
        assertThat(recorder.seconds(1, Phase.COMPUTE)).isZero();
        assertThat(recorder.seconds(2, Phase.UPLOAD)).isCloseTo(UP, EXACT);
        assertThat(end).isCloseTo(2 + 1 + UP + (2 * DOWN + UP) + DOWN, EXACT);
        assertThat(recorder.seconds(2, Phase.WAIT)).isCloseTo(1 + 2 * DOWN + UP, EXACT);
    }

    @Test
    void theComputationOfAnIterationIsTheMeanOfItsAggregators() {
        // 7 samples among three aggregators are 3, 2 and 2.
        Recorder recorder = new Recorder();
        Job job = job(plan(3, 3, 5, 5), 0, 15 + 7, 1, ProtocolKind.BSP, Counting.PAPER);
        new Training(job, TransferFactors.EXACT, recorder).run();
        assertThat(recorder.iterations.get(0).compute()).isCloseTo(5, EXACT);
        assertThat(recorder.iterations.get(1).compute()).isCloseTo((3 + 2 + 2) / 3.0, EXACT);
        assertThat(recorder.iterations).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolKind.class,
            names = {"BSP", "HAP"})
    void aTrainingEndsWithItsLastFunctionAndEpochsFollowOneAnother(ProtocolKind protocol) {
        Recorder recorder = new Recorder();
        Job job = job(plan(4, 2, 10, 17), 6, 150, 3, protocol, Counting.IMPLEMENTATION);
        double end = new Training(job, TransferFactors.EXACT, recorder).run();
        assertThat(recorder.lives).hasSize(3 * 4);
        double before = 0;
        for (int epoch = 1; epoch <= 3; epoch++) {
            int current = epoch;
            List<Recorder.Life> lives = recorder.lives.stream()
                    .filter(life -> life.epoch() == current)
                    .toList();
            double start = before;
            assertThat(lives).hasSize(4).allMatch(life -> life.start() == start);
            before = lives.stream().mapToDouble(Recorder.Life::end).max().orElseThrow();
        }
        assertThat(end).isEqualTo(before);
    }

    @Test
    void iterationsFollowOneAnotherWithoutGap() {
        Recorder recorder = new Recorder();
        Job job = job(plan(4, 2, 10, 17), 6, 54 * 5, 1, ProtocolKind.HAP, Counting.PAPER);
        new Training(job, TransferFactors.EXACT, recorder).run();
        assertThat(recorder.iterations).hasSize(5);
        for (int i = 1; i < 5; i++) {
            assertThat(recorder.iterations.get(i).start())
                    .isEqualTo(recorder.iterations.get(i - 1).end());
            assertThat(recorder.iterations.get(i).number()).isEqualTo(i + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Loads, then in each of 2·3 rounds a computation of each of the 5 and the steps: aggregators 2m + W each,
        // with m = 3 shards moved (paper) or 2, non-aggregators 2K.
        "BSP, PAPER, 10, 0",
        "BSP, IMPLEMENTATION, 20, 0",
        // The two non-aggregators skip three downloads once.
        "HAP, PAPER, 10, 6",
        "HAP, IMPLEMENTATION, 20, 6"
    })
    void everyLoadComputationAndTransferIsOneEvent(ProtocolKind protocol, Counting counting, int loads, int skipped) {
        Job job = job(plan(5, 3, 10, 10), 6, 150, 2, protocol, counting);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        int moved = counting == Counting.PAPER ? 3 : 2;
        assertThat(training.events()).isEqualTo(loads + 6 * (5 + 3 * (2 * moved + 5) + 2 * 2 * 3) - skipped);
    }

    @Test
    void transfersTakeTheirFactorInTheirDirection() {
        // Three uploads' time up, twice the time down: W = 3, K = 1, two iterations of 30 samples.
        Recorder recorder = new Recorder();
        Job job = job(plan(3, 1, 10, 10), 12, 60, 1, ProtocolKind.BSP, Counting.PAPER);
        double end = new Training(job, new Factors(3, 2), recorder).run();
        assertThat(recorder.seconds(0, Phase.LOAD)).isCloseTo(2 * 12 / 4.0, EXACT);
        assertThat(recorder.seconds(0, Phase.COMPUTE)).isCloseTo(2 * 10, EXACT);
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(2 * 3 * UP, EXACT);
        assertThat(recorder.seconds(0, Phase.AGGREGATE)).isCloseTo(2 * (2 * 2 * DOWN + 3 * UP), EXACT);
        assertThat(recorder.seconds(0, Phase.DOWNLOAD)).isCloseTo(2 * 2 * DOWN, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(0, EXACT);
        assertThat(end).isCloseTo(6 + 2 * (10 + 12 + 8 + 12 + 4), EXACT);
    }

    @Test
    void underBspTransfersOfTwiceTheTimeDoubleAllButTheComputation() {
        Job job = job(plan(6, 4, 10, 10), 12, 180, 2, ProtocolKind.BSP, Counting.PAPER);
        double exact = new Training(job, TransferFactors.EXACT, new Recorder()).run();
        double doubled = new Training(job, new Factors(2, 2), new Recorder()).run();
        double computation = 2 * 3 * 10;
        assertThat(doubled - computation).isCloseTo(2 * (exact - computation), EXACT);
    }

    @Test
    void theWholeRoundWaitsForTheUploadsOfOneSlowWorker() {
        // Worker 2 uploads in 5·4 s instead of 4: under BSP each of two rounds takes 16 s longer, less what the
        // aggregator reads of worker 1 meanwhile.
        TransferFactors slow = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                return worker == 2 ? 5 : 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        Job job = job(plan(3, 1, 10, 10), 0, 60, 1, ProtocolKind.BSP, Counting.PAPER);
        double exact = new Training(job, TransferFactors.EXACT, new Recorder()).run();
        Recorder recorder = new Recorder();
        assertThat(new Training(job, slow, recorder).run()).isCloseTo(exact + 2 * (16 - DOWN), EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(2 * (16 - DOWN), EXACT);
    }

    @Test
    void factorsAreAskedOnceATransferByTheWorkerThatMoves() {
        int[] up = new int[5];
        int[] down = new int[5];
        TransferFactors counting = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                up[worker]++;
                return 1;
            }

            @Override
            public double downloadFactor(int worker) {
                down[worker]++;
                return 1;
            }
        };
        Job job = job(plan(5, 3, 10, 10), 6, 150, 1, ProtocolKind.BSP, Counting.PAPER);
        new Training(job, counting, new Recorder()).run();
        // Three rounds. Aggregators: K + 1 up; one load, and W − 1 + K down. Others: K up; one load, and K down.
        assertThat(up).containsExactly(12, 12, 12, 9, 9);
        assertThat(down).containsExactly(1 + 21, 1 + 21, 1 + 21, 1 + 9, 1 + 9);
    }

    @Test
    void roundsBeyondAnIntAreRefused() {
        Job most = job(plan(1, 1, 1, 1), 0, Integer.MAX_VALUE, 1, ProtocolKind.BSP, Counting.PAPER);
        assertThat(new Training(most, TransferFactors.EXACT, new Recorder()).events())
                .isZero();
        Job more = job(plan(1, 1, 1, 1), 0, Integer.MAX_VALUE / 2 + 1L, 2, ProtocolKind.BSP, Counting.PAPER);
        assertThatThrownBy(() -> new Training(more, TransferFactors.EXACT, new Recorder()))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void phasesOfAFunctionAreForgottenBeforeTheNext() {
        Recorder recorder = new Recorder();
        Job job = job(plan(3, 1, 10, 10), 6, 60, 2, ProtocolKind.BSP, Counting.PAPER);
        new Training(job, TransferFactors.EXACT, recorder).run();
        for (Phase phase : Arrays.asList(Phase.values())) {
            assertThat(recorder.life(2, 0).phases().get(phase))
                    .isCloseTo(recorder.life(1, 0).phases().get(phase), EXACT);
        }
    }
}
