package faastrain.analytic;

import static faastrain.analytic.Trainings.USD_PER_GB_SECOND;
import static faastrain.analytic.Trainings.cache;
import static faastrain.analytic.Trainings.exchange;
import static faastrain.analytic.Trainings.job;
import static faastrain.analytic.Trainings.link;
import static faastrain.analytic.Trainings.startedOnce;
import static faastrain.analytic.Trainings.store;
import static faastrain.analytic.Trainings.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.ServicePrices;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.trace.SaturationCurve;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** FasDL's equations as they are printed, over both of its channels. */
class FasDlEquationsTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final Percentage LAW = Percentage.withPercentage(1e-10);

    /** A MiB through the cache costs 0.25 dollars. */
    private static final ServicePrices SERVERLESS = ServicePrices.serverlessCache(0.25, 0.125);

    /** A model of 12 MiB, data of 10 MiB, 20 samples a worker in batches of 10: two iterations, six in three epochs. */
    private static Job overCache(int workers, int aggregators, ServicePrices services, Lifecycle lifecycle) {
        return job(
                workload(12, 10, 20L * workers, 1000, 2, -500),
                new Plan(workers, 1000, aggregators, 10, 10),
                link(0.5, 8),
                services,
                3,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(PatternKind.K_REDUCE, cache(link(0.01, 600))),
                lifecycle);
    }

    @Test
    void theCacheMovesTheDataTwiceAndThreeModelsAWorkerLessTwo() {
        for (int aggregators : new int[] {1, 3, 5}) {
            Prediction prediction = FasDl.predict(overCache(5, aggregators, SERVERLESS, Lifecycle.EACH_EPOCH));
            assertThat(prediction.itemsUsd())
                    .containsOnlyKeys(CostItem.FUNCTION_DURATION, CostItem.CACHE_NODES, CostItem.CACHE_MOVED);
            assertThat(prediction.usd(CostItem.CACHE_MOVED))
                    .isCloseTo(0.25 * 3 * (2 * 10 + 2 * 12 * (3 * 5 - 2)), EXACT);
            assertThat(prediction.usd(CostItem.CACHE_NODES)).isZero();
        }
    }

    @Test
    void oneFunctionMovesTheDataThroughTheCacheAndNoModel() {
        assertThat(FasDl.predict(overCache(1, 1, SERVERLESS, Lifecycle.EACH_EPOCH))
                        .usd(CostItem.CACHE_MOVED))
                .isCloseTo(0.25 * 3 * 2 * 10, EXACT);
    }

    @Test
    void functionsThatAreNotInvokedAnewLoadOnceAndMoveTheDataOnce() {
        Prediction prediction = FasDl.predict(overCache(5, 3, SERVERLESS, startedOnce(0)));
        assertThat(prediction.seconds(Term.LOAD)).isCloseTo(0.5 + (12 + 10 / 5.0) / 8, EXACT);
        assertThat(prediction.usd(CostItem.CACHE_MOVED)).isCloseTo(0.25 * (2 * 10 + 3 * 2 * 12 * (3 * 5 - 2)), EXACT);
    }

    @Test
    void aNodeCostsItsRentOverThePredictedTimeAndNothingForWhatIsMoved() {
        // Three loads of 0.5 + 14/8 s from the store; six iterations of 1000·12/500 s and 3 + 5 + 3 shards of 4 MiB.
        double seconds = 3 * (0.5 + 14 / 8.0) + 6 * (24 + 11 * (0.01 + 4 / 600.0));
        Prediction prediction =
                FasDl.predict(overCache(5, 3, ServicePrices.rent(0.068, 0, 0, 1), Lifecycle.EACH_EPOCH));
        assertThat(prediction.timeSeconds()).isCloseTo(seconds, EXACT);
        assertThat(prediction.usd(CostItem.CACHE_NODES)).isCloseTo(seconds / 3600 * 0.068, EXACT);
        assertThat(prediction.usd(CostItem.CACHE_MOVED)).isZero();
        Prediction byTheHour =
                FasDl.predict(overCache(5, 3, ServicePrices.rent(0.068, 3600, 0, 1), Lifecycle.EACH_EPOCH));
        assertThat(byTheHour.usd(CostItem.CACHE_NODES)).isCloseTo(0.068, EXACT);
    }

    /**
     * Eqs. 1 to 11 over a whole number of iterations an epoch, with curves that saturate, for K from 1 (AllReduce) to W
     * (ScatterReduce).
     */
    @Property(tries = 500)
    void timeAndCostAreEquationsOneToEleven(
            @ForAll @IntRange(min = 2, max = 40) int w,
            @ForAll @IntRange(min = 0, max = 39) int notAggregating,
            @ForAll @IntRange(min = 1, max = 256) int aggregatorBatch,
            @ForAll @IntRange(min = 1, max = 256) int otherBatch,
            @ForAll @IntRange(min = 1, max = 30) int iterations,
            @ForAll @IntRange(min = 1, max = 20) int epochs,
            @ForAll @DoubleRange(min = 1, max = 500) double sm,
            @ForAll @DoubleRange(min = 0, max = 300) double sd,
            @ForAll boolean overCache) {
        int k = Math.max(1, w - notAggregating);
        int bn = k == w ? aggregatorBatch : otherBatch;
        int bg = k * aggregatorBatch + (w - k) * bn;
        double ss = sm / k;
        double up = ss / (90 * (1 - Math.exp(-0.08 * ss)));
        double down = ss / (85 * (1 - Math.exp(-0.64 * ss)));
        double communication = k * up + ((w - 1) * down + up) + k * down;
        double train = 37.19 * (aggregatorBatch + 12.48) / (1536 - 111.46);
        double loaded = sm + sd * bn / bg;
        double load = loaded / (40 * (1 - Math.exp(-0.3 * loaded)));
        double seconds = (load + (train + communication) * iterations) * epochs;
        double usd = USD_PER_GB_SECOND / 1024 * seconds * 1536 * w
                + (overCache
                        ? 3.4816e-6 * epochs * (2 * sd + iterations * sm * (3 * w - 2))
                        : epochs * iterations * (5e-6 * k * w + 4e-7 * 2 * k * (w - 1)));
        FunctionLink link = link(new SaturationCurve(90, 0.08), new SaturationCurve(85, 0.64));
        Channel channel = overCache ? cache(link) : store(link);
        PatternKind pattern =
                k == 1 ? PatternKind.ALL_REDUCE : k == w ? PatternKind.SCATTER_REDUCE : PatternKind.K_REDUCE;
        Job job = job(
                workload(sm, sd, (long) bg * iterations, 37.19, 12.48, -111.46),
                new Plan(w, 1536, k, aggregatorBatch, otherBatch),
                link(new SaturationCurve(40, 0.3)),
                overCache ? ServicePrices.serverlessCache(3.4816e-6, 0.125) : ServicePrices.NONE,
                epochs,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(pattern, channel),
                Lifecycle.EACH_EPOCH);
        assertThat(FasDl.applies(job)).isTrue();
        assertThat(FasDl.predict(job).timeSeconds()).isCloseTo(seconds, LAW);
        assertThat(FasDl.predict(job).costUsd()).isCloseTo(usd, LAW);
        assertThat(FasDl.predictRealIterations(job).timeSeconds()).isCloseTo(seconds, LAW);
    }
}
