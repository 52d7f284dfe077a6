package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.plan;
import static faastrain.event.Recorder.relative;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.analytic.LambdaMl;
import faastrain.analytic.Prediction;
import faastrain.model.Algorithm;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.trace.ComputeCoefficients;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Model averaging and ADMM: workers exchange after several batches. By hand two workers compute 10 s a batch; a round's
 * exchange takes 12 s with K-Reduce over a store (4 s up, 2 s to read, 4 s up, 2 s down), 4 s in a ring (two chunks of 4
 * MiB in 2 s each), 6 s with λDNN's server (4 s up, 2 s down), 2.7 + 4 + 1.4 s with LambdaML's hybrid (it asks, pulls, asks,
 * pushes, asks).
 */
class LocalRoundsTest {
    private static final double COMPUTE = 10;

    private static Channel channel(PatternKind pattern, boolean called) {
        return switch (pattern) {
            case RING -> new Channel.Network(Hand.LINK, Hand.REQUEST, 0, Hand.UNLIMITED);
            case PARAMETER_SERVER -> called ? Servers.called() : Servers.one();
            case K_REDUCE, SCATTER_REDUCE, ALL_REDUCE, GLOBAL_MODEL -> Hand.store(1000);
        };
    }

    private static Job job(
            PatternKind pattern,
            boolean called,
            Counting counting,
            Algorithm algorithm,
            int iterations,
            int epochs,
            boolean shortBatch) {
        int aggregators = pattern == PatternKind.K_REDUCE ? 1 : 2;
        Job job = new Job(
                new Workload(
                        Hand.MODEL_MIB,
                        0,
                        20 * iterations + (shortBatch ? 10 : 0),
                        new ComputeCoefficients(1000, 0, 0),
                        Optional.empty()),
                plan(2, aggregators, 10, 10),
                Hand.LINK,
                Jobs.PRICES,
                epochs,
                ProtocolKind.BSP,
                counting,
                LastBatch.SHORT,
                new Exchange(pattern, channel(pattern, called), Waiting.NOTIFY),
                new Lifecycle(Reinvocation.NEVER, 0));
        return job.withAlgorithm(algorithm);
    }

    @ParameterizedTest
    @CsvSource({
        "K_REDUCE, false, 2, 12",
        "RING, false, 0, 4",
        "PARAMETER_SERVER, false, 0, 6",
        "PARAMETER_SERVER, true, 0, 8.1"
    })
    void modelsAreExchangedAfterThreeBatchesAndAtTheEndOfEachEpoch(
            PatternKind pattern, boolean called, double load, double exchange) {
        // Seven batches an epoch: rounds of 3, 3 and 1.
        Job job = job(pattern, called, Counting.IMPLEMENTATION, Algorithm.maSgd(3), 7, 2, false);
        Run run = Run.of(job, new Circumstances());
        assertThat(run.end()).isCloseTo(load + 2 * (7 * COMPUTE + 3 * exchange), EXACT);
        assertThat(run.seconds(1, 0, Phase.COMPUTE)).isCloseTo(14 * COMPUTE, EXACT);
        assertThat(run.recorder().iterations)
                .extracting(each -> each.epoch() + "." + each.number())
                .containsExactly("1.1", "1.2", "1.3", "2.1", "2.2", "2.3");
        assertThat(run.recorder().iterations)
                .extracting(Recorder.Iteration::compute)
                .containsExactly(30.0, 30.0, 10.0, 30.0, 30.0, 10.0);
        assertThat(run.training().learning().samplesUsed()).isEqualTo(2 * 7 * 20);
    }

    /** Under ADMM the code exchanges twice as much. */
    @ParameterizedTest
    @CsvSource({
        "K_REDUCE, false, IMPLEMENTATION, 2, 24",
        "RING, false, IMPLEMENTATION, 0, 8",
        "RING, false, PAPER, 0, 4",
        "PARAMETER_SERVER, false, IMPLEMENTATION, 0, 12",
        "PARAMETER_SERVER, true, PAPER, 0, 8.1"
    })
    void admmExchangesAfterTwoEpochsAndAtTheEnd(
            PatternKind pattern, boolean called, Counting counting, double load, double exchange) {
        // Three epochs of four batches: rounds of 8 and 4.
        Job job = job(pattern, called, counting, Algorithm.admm(2), 4, 3, false);
        Run run = Run.of(job, new Circumstances());
        assertThat(run.end()).isCloseTo(load + 3 * 4 * COMPUTE + 2 * exchange, EXACT);
        assertThat(run.recorder().iterations)
                .extracting(each -> each.epoch() + "." + each.number())
                .containsExactly("2.1", "3.1");
        assertThat(run.traffic(1).puts()).isEqualTo(pattern == PatternKind.RING ? 2 * 2 : 2);
    }

    @Test
    void aShortBatchIsTheLastOfItsEpochsLastRound() {
        // Two batches of 10 s and one of 5: rounds of 20 and 5 s.
        Job job = job(PatternKind.RING, false, Counting.IMPLEMENTATION, Algorithm.maSgd(2), 2, 2, true);
        Run run = Run.of(job, new Circumstances());
        assertThat(run.end()).isCloseTo(2 * (20 + 4 + 5 + 4), EXACT);
        assertThat(run.recorder().iterations)
                .extracting(Recorder.Iteration::compute)
                .containsExactly(20.0, 5.0, 20.0, 5.0);
    }

    @Test
    void whoeverHasDoneItsBatchesWaitsForTheSlowest() {
        // Worker 1 computes 11 s a batch.
        Job job = job(PatternKind.RING, false, Counting.IMPLEMENTATION, Algorithm.maSgd(3), 3, 1, false);
        Run run = Run.of(job, new Circumstances().computing(10, 11));
        assertThat(run.end()).isCloseTo(3 * 11 + 4, EXACT);
        assertThat(run.seconds(0, 0, Phase.WAIT)).isCloseTo(3, EXACT);
    }

    @Property(tries = 300)
    void aTrainingTakesWhatLambdaMlSaysOfItsFewerRounds(@ForAll("jobs") Job job) {
        boolean ring = job.exchange().pattern() == PatternKind.RING;
        Prediction predicted = ring ? LambdaMl.iaas(asExchanged(job)) : LambdaMl.faas(asExchanged(job));
        double expected = Jobs.withOwnLoad(predicted, job);
        assertThat(Hand.run(job, new Recorder())).isCloseTo(expected, relative(predicted.timeSeconds(), 0));
    }

    /** LambdaML's equations do not count the duals that its code sends: the same job with a model of the size that is sent. */
    private static Job asExchanged(Job job) {
        Workload of = job.workload();
        return new Job(
                new Workload(job.exchangedMib(), of.dataMib(), of.samples(), of.compute(), of.flattening()),
                job.plan(),
                job.storeLink(),
                job.prices(),
                job.epochs(),
                job.protocol(),
                Counting.PAPER,
                job.last(),
                job.exchange(),
                job.lifecycle(),
                job.algorithm(),
                job.staleness());
    }

    @Property(tries = 200)
    void anExchangeIsTheSameHoweverManyBatchesAreBetween(@ForAll("jobs") Job job) {
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        Training each = new Training(job.withAlgorithm(Algorithm.GA_SGD), TransferFactors.EXACT, new Recorder());
        each.run();
        long rounds = job.rounds().rounds();
        long iterations = job.rounds().iterations();
        int duals = job.algorithm().kind() == AlgorithmKind.ADMM && job.counting() == Counting.IMPLEMENTATION ? 2 : 1;
        for (int worker = 0; worker < job.plan().workers(); worker++) {
            Traffic few = training.traffic().get(worker);
            Traffic many = each.traffic().get(worker);
            // Cross-multiplied: requests a round are the same.
            assertThat(few.puts() * iterations).isEqualTo(many.puts() * rounds);
            assertThat(few.gets() * iterations).isEqualTo(many.gets() * rounds);
            assertThat(few.uploadedMib() * iterations)
                    .isCloseTo(duals * many.uploadedMib() * rounds, relative(many.uploadedMib() * rounds, 0));
        }
    }

    @Provide
    Arbitrary<Job> jobs() {
        Arbitrary<Algorithm> algorithms = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 10).map(Algorithm::maSgd),
                Arbitraries.integers().between(1, 4).map(Algorithm::admm));
        return Jobs.plansOfAll(2, 12).flatMap(plan -> Combinators.combine(
                        Jobs.wholeBatches(plan),
                        Jobs.storeLinks(),
                        Jobs.affineLinks(),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(true, false),
                        algorithms,
                        Arbitraries.of(Counting.values()))
                .as((workload, store, link, epochs, ring, algorithm, counting) -> Jobs.startedOnce(
                                workload,
                                plan,
                                store,
                                epochs,
                                // Of ScatterReduce LambdaML's equations describe the code.
                                ring ? counting : Counting.IMPLEMENTATION,
                                ring
                                        ? new Exchange(
                                                PatternKind.RING,
                                                new Channel.Network(link, 0.001, 0, Double.POSITIVE_INFINITY),
                                                Waiting.NOTIFY)
                                        : new Exchange(
                                                PatternKind.SCATTER_REDUCE,
                                                Channel.Store.unlimited(link),
                                                Waiting.NOTIFY))
                        .withAlgorithm(algorithm)));
    }
}
