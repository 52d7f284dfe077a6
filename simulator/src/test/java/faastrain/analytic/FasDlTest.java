package faastrain.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Prices;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import faastrain.trace.Flattening;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The closed form by hand. A model of 12 MiB in shards of 4 for K = 3: an upload takes 0.5 + 4/2 = 2.5 s, a download
 * 0.375 + 4/8 = 0.875 s. A batch of B takes 1000(B + 2)/(1000 − 500) = 2(B + 2) s.
 */
class FasDlTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final Prices PRICES = new Prices(1.024, 7, 0.001, 0.05, 0.004, 3);
    private static final double UP = 2.5;
    private static final double DOWN = 0.875;

    private static Job job(long samples, Plan plan, Counting counting, Optional<Flattening> flattening) {
        return new Job(
                new Workload(12, 10, samples, new ComputeCoefficients(1000, 2, -500), flattening),
                plan,
                new FunctionLink(new AffineCurve(0.5, 2), new AffineCurve(0.375, 8), 0, 0),
                PRICES,
                3,
                ProtocolKind.HAP,
                counting,
                LastBatch.SHORT);
    }

    private static Job job(int workers, int aggregators, int batch, int other, Counting counting) {
        return job(100, new Plan(workers, 1000, aggregators, batch, other), counting, Optional.empty());
    }

    /** W = 5, K = 3, B^a = 8, B^n = 13: B^g = 24 + 26 = 50, two iterations of 100 samples, six in three epochs. */
    private static Job example(Counting counting) {
        return job(
                100,
                new Plan(5, 1000, 3, 8, 13),
                counting,
                counting == Counting.PAPER ? Optional.empty() : Optional.of(new Flattening(100, -1)));
    }

    @Test
    void thePapersTermsByHand() {
        Prediction prediction = FasDl.predict(example(Counting.PAPER));
        assertThat(prediction.iterations()).isEqualTo(6);
        // Loading: 12 + 10·13/50 = 14.6 MiB as one object, once an epoch.
        assertThat(prediction.seconds(Term.LOAD)).isCloseTo(3 * (0.375 + 14.6 / 8), EXACT);
        assertThat(prediction.seconds(Term.TRAIN)).isCloseTo(6 * 2 * (8 + 2), EXACT);
        assertThat(prediction.seconds(Term.UPLOAD)).isCloseTo(6 * 3 * UP, EXACT);
        assertThat(prediction.seconds(Term.AGGREGATE)).isCloseTo(6 * (4 * DOWN + UP), EXACT);
        assertThat(prediction.seconds(Term.DOWNLOAD)).isCloseTo(6 * 3 * DOWN, EXACT);
        assertThat(prediction.termsSeconds()).doesNotContainKeys(Term.FLATTEN, Term.WAIT);
        assertThat(prediction.timeSeconds())
                .isCloseTo(3 * (0.375 + 14.6 / 8) + 6 * (20 + 3 * UP + 4 * DOWN + UP + 3 * DOWN), EXACT);
    }

    @Test
    void theImplementationsTermsByHand() {
        Prediction prediction = FasDl.predict(example(Counting.IMPLEMENTATION));
        assertThat(prediction.seconds(Term.LOAD)).isZero();
        assertThat(prediction.seconds(Term.TRAIN)).isCloseTo(6 * 2 * (8 + 2), EXACT);
        assertThat(prediction.seconds(Term.FLATTEN)).isCloseTo(6 * 100 / 1000.0, EXACT);
        assertThat(prediction.seconds(Term.UPLOAD)).isCloseTo(6 * 2 * UP, EXACT);
        assertThat(prediction.seconds(Term.AGGREGATE)).isCloseTo(6 * (4 * DOWN + UP), EXACT);
        assertThat(prediction.seconds(Term.DOWNLOAD)).isCloseTo(6 * 2 * DOWN, EXACT);
        assertThat(prediction.seconds(Term.WAIT)).isCloseTo(6 * 0.00119 * 5 * (4 + 33.7) * (2 - 3.0 / 5), EXACT);
        assertThat(prediction.timeSeconds())
                .isCloseTo(
                        prediction.termsSeconds().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum(),
                        EXACT);
    }

    @Test
    void costIsEquationsEightToTen() {
        Prediction prediction = FasDl.predict(example(Counting.PAPER));
        // 1.024 dollars per 1,024 MB·s are 0.001 per MB·s.
        double time = prediction.timeSeconds();
        assertThat(prediction.itemsUsd())
                .isEqualTo(Map.of(
                        CostItem.FUNCTION_DURATION, prediction.usd(CostItem.FUNCTION_DURATION),
                        CostItem.STORAGE_PUT, prediction.usd(CostItem.STORAGE_PUT),
                        CostItem.STORAGE_GET, prediction.usd(CostItem.STORAGE_GET)));
        assertThat(prediction.usd(CostItem.FUNCTION_DURATION)).isCloseTo(0.001 * time * 1000 * 5, EXACT);
        assertThat(prediction.usd(CostItem.STORAGE_PUT)).isCloseTo(6 * 0.05 * 3 * 5, EXACT);
        assertThat(prediction.usd(CostItem.STORAGE_GET)).isCloseTo(6 * 0.004 * 2 * 3 * 4, EXACT);
        assertThat(prediction.costUsd()).isCloseTo(0.001 * time * 5000 + 4.5 + 0.576, EXACT);
    }

    @Test
    void requestsOfAnIterationAreTheSameInBothAccounts() {
        for (Counting counting : Counting.values()) {
            assertThat(FasDl.putsPerIteration(example(counting))).isEqualTo(3 * 5);
            assertThat(FasDl.getsPerIteration(example(counting))).isEqualTo(2 * 3 * 4);
        }
    }

    @Test
    void allReduceMovesTheWholeModelAtOnce() {
        // A shard is the model: 12/2 + 0.5 = 6.5 s up, 12/8 + 0.375 = 1.875 s down.
        Job paper = job(4, 1, 8, 8, Counting.PAPER);
        assertThat(FasDl.uploadSeconds(paper)).isCloseTo(6.5, EXACT);
        assertThat(FasDl.aggregateSeconds(paper)).isCloseTo(3 * 1.875 + 6.5, EXACT);
        assertThat(FasDl.downloadSeconds(paper)).isCloseTo(1.875, EXACT);
        assertThat(FasDl.communicationSeconds(paper)).isCloseTo(6.5 + 3 * 1.875 + 6.5 + 1.875, EXACT);
        Job implementation = job(4, 1, 8, 8, Counting.IMPLEMENTATION);
        assertThat(FasDl.uploadSeconds(implementation)).isZero();
        assertThat(FasDl.downloadSeconds(implementation)).isZero();
        assertThat(FasDl.communicationSeconds(implementation)).isCloseTo(3 * 1.875 + 6.5, EXACT);
    }

    @Test
    void scatterReduceHasOnlyAggregators() {
        // K = W = 3, S_s = 4: B^n is B^a, so that loading is 12 + 10·8/24.
        Job job = job(3, 3, 8, 99, Counting.PAPER);
        assertThat(FasDl.loadMib(job)).isCloseTo(12 + 10.0 / 3, EXACT);
        assertThat(FasDl.communicationSeconds(job)).isCloseTo(3 * UP + 2 * DOWN + UP + 3 * DOWN, EXACT);
        assertThat(FasDl.firstIterationWaitSeconds(job)).isZero();
        assertThat(FasDl.nonAggregatorsSetThePace(job)).isFalse();
    }

    @Test
    void oneWorkerExchangesNothing() {
        for (Counting counting : Counting.values()) {
            Job alone = job(100, new Plan(1, 1000, 1, 8, 8), counting, Optional.of(new Flattening(100, -1)));
            Prediction prediction = FasDl.predict(alone);
            double load = counting == Counting.PAPER ? 3 * (0.375 + (12 + 10) / 8.0) : 0;
            // Twelve iterations of 8 samples and a short one of 4.
            assertThat(prediction.timeSeconds()).isCloseTo(load + 3 * (12 * 2 * (8 + 2) + 2 * (4 + 2)), EXACT);
            assertThat(prediction.usd(CostItem.STORAGE_PUT)).isZero();
            assertThat(prediction.usd(CostItem.STORAGE_GET)).isZero();
        }
    }

    @Test
    void aShortLastIterationComputesLessAndExchangesAsMuch() {
        // 120 samples are two global batches of 50 and 20 over, of which worker 0 takes 8·20/50 = 3.2, so 4.
        Prediction prediction = FasDl.predict(job(120, new Plan(5, 1000, 3, 8, 13), Counting.PAPER, Optional.empty()));
        assertThat(prediction.iterations()).isEqualTo(9);
        assertThat(prediction.seconds(Term.TRAIN)).isCloseTo(3 * (2 * 20 + 2 * (4 + 2)), EXACT);
        assertThat(prediction.seconds(Term.UPLOAD)).isCloseTo(9 * 3 * UP, EXACT);
        assertThat(prediction.usd(CostItem.STORAGE_PUT)).isCloseTo(9 * 0.05 * 15, EXACT);
    }

    @Test
    void realIterationsAreSamplesOverTheGlobalBatch() {
        Prediction prediction =
                FasDl.predictRealIterations(job(120, new Plan(5, 1000, 3, 8, 13), Counting.PAPER, Optional.empty()));
        assertThat(prediction.iterations()).isCloseTo(3 * 2.4, EXACT);
        assertThat(prediction.seconds(Term.TRAIN)).isCloseTo(7.2 * 20, EXACT);
        assertThat(prediction.seconds(Term.AGGREGATE)).isCloseTo(7.2 * (4 * DOWN + UP), EXACT);
        assertThat(prediction.seconds(Term.LOAD)).isCloseTo(3 * (0.375 + 14.6 / 8), EXACT);
    }

    @Test
    void theBalancedBatchFillsTheAggregationRoundedDown() {
        // T_agg = 4·0.875 + 2.5 = 6 s are 6·500/1000 = 3 samples.
        assertThat(FasDl.balancedBatch(job(5, 3, 8, 8, Counting.PAPER))).isEqualTo(8 + 3);
        // T_agg = 5·0.875 + 2.5 = 6.875 s are 3.4375 samples.
        assertThat(FasDl.balancedBatch(job(6, 3, 8, 8, Counting.PAPER))).isEqualTo(8 + 3);
        // T_agg = 6·0.875 + 2.5 = 7.75 s are 3.875 samples.
        assertThat(FasDl.balancedBatch(job(7, 3, 8, 8, Counting.PAPER))).isEqualTo(8 + 3);
        // T_agg = 7·0.875 + 2.5 = 8.625 s are 4.3125 samples.
        assertThat(FasDl.balancedBatch(job(8, 3, 8, 8, Counting.PAPER))).isEqualTo(8 + 4);
    }

    @Test
    void theFirstIterationsWaitIsTheLongerBatchLessWhatIsReadMeanwhile() {
        // Δ = 2·(13 − 8) = 10 s, less the shards of the two other aggregators.
        assertThat(FasDl.extraComputeSeconds(example(Counting.PAPER))).isCloseTo(10, EXACT);
        assertThat(FasDl.firstIterationWaitSeconds(example(Counting.PAPER))).isCloseTo(10 - 2 * DOWN, EXACT);
        // Δ = 0, and Δ = −2 s: nobody waits.
        assertThat(FasDl.firstIterationWaitSeconds(job(5, 3, 8, 8, Counting.PAPER)))
                .isZero();
        assertThat(FasDl.firstIterationWaitSeconds(job(5, 3, 8, 7, Counting.PAPER)))
                .isZero();
    }

    @Test
    void inThePapersAccountNonAggregatorsSetThePaceWhenEquationSixteenIsOverstepped() {
        // T_agg = 6 s; Δ = 2·3 = 6 s fits, 2·4 = 8 s does not.
        assertThat(FasDl.nonAggregatorsSetThePace(job(5, 3, 8, 11, Counting.PAPER)))
                .isFalse();
        assertThat(FasDl.nonAggregatorsSetThePace(job(5, 3, 8, 12, Counting.PAPER)))
                .isTrue();
    }

    @Test
    void inTheImplementationsAccountNonAggregatorsAlsoMoveOneShardMore() {
        // T_agg = 6 s; the shard takes 2.5 + 0.875 = 3.375 s, so that Δ = 2 s fits and 4 s does not.
        assertThat(FasDl.nonAggregatorsSetThePace(job(5, 3, 8, 9, Counting.IMPLEMENTATION)))
                .isFalse();
        assertThat(FasDl.nonAggregatorsSetThePace(job(5, 3, 8, 10, Counting.IMPLEMENTATION)))
                .isTrue();
    }
}
