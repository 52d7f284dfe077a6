package faastrain.analytic;

import static faastrain.analytic.Trainings.MB;
import static faastrain.analytic.Trainings.USD_PER_GB_SECOND;
import static faastrain.analytic.Trainings.cache;
import static faastrain.analytic.Trainings.equal;
import static faastrain.analytic.Trainings.exchange;
import static faastrain.analytic.Trainings.job;
import static faastrain.analytic.Trainings.link;
import static faastrain.analytic.Trainings.network;
import static faastrain.analytic.Trainings.startedOnce;
import static faastrain.analytic.Trainings.store;
import static faastrain.analytic.Trainings.table;
import static faastrain.analytic.Trainings.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.ServicePrices;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import faastrain.trace.SaturationCurve;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * LambdaML's closed forms by hand, with the paper's constants for ten workers: t_F = 1.2 s, t_I = 132 s, B_S3 = 65 MB/s,
 * a cache.t3.medium with B_EC = 630 MB/s and L_EC = 0.01 s, t2.medium with B_n = 120 MB/s and L_n = 5e-4 s.
 *
 * <p>A model of 63 MB is ten objects of 6.3 MB, 6.3/630 + 0.01 = 0.02 s each over the cache and 6.3/120 + 5e-4 = 0.053 s
 * over the network. 130 MB of data load in 130/65 = 2 s. A batch of 10 computes for 25·(10 + 2)/(1000 − 500) = 0.6 s;
 * 1,000 samples are ten rounds an epoch, 30 in three epochs.
 */
class LambdaMlTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final Percentage LAW = Percentage.withPercentage(1e-10);
    private static final Workload WORKLOAD = workload(63 * MB, 130 * MB, 1000, 25, 2, -500);
    private static final FunctionLink S3 = link(0.08, 65 * MB);
    private static final FunctionLink CACHE = link(0.01, 630 * MB);
    private static final FunctionLink NETWORK = link(5e-4, 120 * MB);

    private static Job tenFunctions(Channel channel, ServicePrices services, Counting counting) {
        return job(
                WORKLOAD,
                equal(10, 1000, 10),
                S3,
                services,
                3,
                counting,
                LastBatch.DROP,
                exchange(PatternKind.SCATTER_REDUCE, channel),
                startedOnce(1.2));
    }

    private static Job tenMachines(ServicePrices services) {
        return job(
                WORKLOAD,
                equal(10, 1000, 10),
                S3,
                services,
                3,
                Counting.PAPER,
                LastBatch.DROP,
                exchange(PatternKind.RING, network(NETWORK)),
                startedOnce(132));
    }

    @Test
    void tenFunctionsOverACacheByHand() {
        Prediction prediction = LambdaMl.faas(tenFunctions(cache(CACHE), ServicePrices.NONE, Counting.PAPER));
        assertThat(prediction.model()).isEqualTo("lambdaml-faas");
        assertThat(prediction.iterations()).isEqualTo(30);
        assertThat(prediction.termsSeconds())
                .containsOnlyKeys(Term.STARTUP, Term.LOAD, Term.TRAIN, Term.UPLOAD, Term.AGGREGATE, Term.DOWNLOAD);
        assertThat(prediction.seconds(Term.STARTUP)).isEqualTo(1.2);
        assertThat(prediction.seconds(Term.LOAD)).isCloseTo(2, EXACT);
        assertThat(prediction.seconds(Term.TRAIN)).isCloseTo(30 * 0.6, EXACT);
        assertThat(prediction.seconds(Term.UPLOAD)).isCloseTo(30 * 9 * 0.02, EXACT);
        assertThat(prediction.seconds(Term.AGGREGATE)).isCloseTo(30 * 10 * 0.02, EXACT);
        assertThat(prediction.seconds(Term.DOWNLOAD)).isCloseTo(30 * 9 * 0.02, EXACT);
        // 3·10 − 2 = 28 objects a round.
        assertThat(prediction.timeSeconds()).isCloseTo(1.2 + 2 + 30 * (28 * 0.02 + 0.6), EXACT);
    }

    @Test
    void tenMachinesInARingByHand() {
        Prediction prediction = LambdaMl.iaas(tenMachines(ServicePrices.NONE));
        assertThat(prediction.model()).isEqualTo("lambdaml-iaas");
        assertThat(prediction.termsSeconds())
                .containsOnlyKeys(Term.STARTUP, Term.LOAD, Term.TRAIN, Term.AGGREGATE, Term.DOWNLOAD);
        assertThat(prediction.seconds(Term.AGGREGATE)).isCloseTo(30 * 9 * 0.053, EXACT);
        assertThat(prediction.seconds(Term.DOWNLOAD)).isCloseTo(30 * 9 * 0.053, EXACT);
        // 2·10 − 2 = 18 steps a round.
        assertThat(prediction.timeSeconds()).isCloseTo(132 + 2 + 30 * (18 * 0.053 + 0.6), EXACT);
    }

    @Test
    void bothAccountsOfTheCommunicationHaveTheSameClosedForm() {
        assertThat(LambdaMl.faas(tenFunctions(cache(CACHE), ServicePrices.NONE, Counting.IMPLEMENTATION))
                        .termsSeconds())
                .isEqualTo(LambdaMl.faas(tenFunctions(cache(CACHE), ServicePrices.NONE, Counting.PAPER))
                        .termsSeconds());
    }

    @Test
    void functionsAreBilledWithoutTheirStartUpAndNodesWithIt() {
        // 1.2 + 2 + 30·1.16 = 38 s of a node for 0.36 dollars an hour, 36.8 s of ten functions of 1,000/1,024 GB.
        Prediction prediction =
                LambdaMl.faas(tenFunctions(cache(CACHE), ServicePrices.rent(0.36, 0, 0, 1), Counting.PAPER));
        assertThat(prediction.itemsUsd()).containsOnlyKeys(CostItem.FUNCTION_DURATION, CostItem.CACHE_NODES);
        assertThat(prediction.usd(CostItem.FUNCTION_DURATION))
                .isCloseTo(36.8 * 10 * 1000 / 1024 * USD_PER_GB_SECOND, EXACT);
        assertThat(prediction.usd(CostItem.CACHE_NODES)).isCloseTo(38 * 0.36 / 3600, EXACT);
        assertThat(prediction.costUsd())
                .isCloseTo(36.8 * 10 * 1000 / 1024 * USD_PER_GB_SECOND + 38 * 0.36 / 3600, EXACT);
    }

    @Test
    void aStartedHourOfANodeIsBilledWhole() {
        assertThat(LambdaMl.faas(tenFunctions(cache(CACHE), ServicePrices.rent(0.068, 3600, 0, 1), Counting.PAPER))
                        .usd(CostItem.CACHE_NODES))
                .isCloseTo(0.068, EXACT);
    }

    @Test
    void overAStoreFunctionsAreAllThatIsBilled() {
        assertThat(LambdaMl.faas(tenFunctions(store(S3), ServicePrices.NONE, Counting.PAPER))
                        .itemsUsd())
                .containsOnlyKeys(CostItem.FUNCTION_DURATION);
    }

    @Test
    void machinesAreRentedFromTheirStart() {
        // 132 + 2 + 30·(0.954 + 0.6) = 180.62 s, ten times 181 s by the second.
        Prediction prediction = LambdaMl.iaas(tenMachines(ServicePrices.rent(0.0464, 1, 60, 10)));
        assertThat(prediction.itemsUsd()).containsOnlyKeys(CostItem.INSTANCES);
        assertThat(prediction.costUsd()).isCloseTo(10 * 181 * 0.0464 / 3600, EXACT);
    }

    @Test
    void aTableMovesItsItemsOneAfterTheOther() {
        // Objects of 1 MiB are items of 400, 400 and 224 KiB: three latencies of 0.0625 s and 1/16 s of bandwidth.
        Job job = job(
                workload(4, 0, 8, 500, 2, -500),
                equal(4, 1000, 2),
                S3,
                ServicePrices.NONE,
                1,
                Counting.PAPER,
                LastBatch.DROP,
                exchange(PatternKind.SCATTER_REDUCE, table(link(0.0625, 16))),
                startedOnce(0));
        assertThat(LambdaMl.faas(job).timeSeconds())
                .isCloseTo(10 * (3 * 0.0625 + 1 / 16.0) + 500 * (2 + 2) / 500.0, EXACT);
    }

    @Test
    void aCurveThatSaturatesGivesTheThroughputOfEachObject() {
        SaturationCurve up = new SaturationCurve(50, 0.25);
        SaturationCurve down = new SaturationCurve(80, 0.5);
        Job job = job(
                workload(12, 20, 8, 500, 2, -500),
                equal(4, 1000, 2),
                link(up, down),
                ServicePrices.NONE,
                1,
                Counting.PAPER,
                LastBatch.DROP,
                exchange(PatternKind.SCATTER_REDUCE, store(link(up, down))),
                startedOnce(0));
        double upload = 3 / (50 * (1 - Math.exp(-0.25 * 3)));
        double download = 3 / (80 * (1 - Math.exp(-0.5 * 3)));
        assertThat(LambdaMl.faas(job).seconds(Term.LOAD)).isCloseTo(20 / (80 * (1 - Math.exp(-0.5 * 20))), EXACT);
        // W = 4: 3 up, then 3 down and 1 up, then 3 down.
        assertThat(LambdaMl.faas(job).seconds(Term.UPLOAD)).isCloseTo(3 * upload, EXACT);
        assertThat(LambdaMl.faas(job).seconds(Term.AGGREGATE)).isCloseTo(3 * download + upload, EXACT);
        assertThat(LambdaMl.faas(job).seconds(Term.DOWNLOAD)).isCloseTo(3 * download, EXACT);
    }

    @Test
    void oneWorkerExchangesNothingInEitherForm() {
        for (PatternKind pattern : new PatternKind[] {PatternKind.SCATTER_REDUCE, PatternKind.RING}) {
            Job job = job(
                    WORKLOAD,
                    equal(1, 1000, 10),
                    S3,
                    ServicePrices.NONE,
                    3,
                    Counting.PAPER,
                    LastBatch.DROP,
                    exchange(pattern, pattern == PatternKind.RING ? network(NETWORK) : store(S3)),
                    startedOnce(5));
            Prediction prediction = pattern == PatternKind.RING ? LambdaMl.iaas(job) : LambdaMl.faas(job);
            // A hundred batches of 10 an epoch.
            assertThat(prediction.timeSeconds()).isCloseTo(5 + 2 + 300 * 0.6, EXACT);
        }
    }

    @Test
    void aShortLastRoundComputesLessAndExchangesAsMuch() {
        // 1,000 samples in global batches of 160: six, and 40 over, of which each of ten workers takes 4.
        Job job = job(
                WORKLOAD,
                equal(10, 1000, 16),
                S3,
                ServicePrices.NONE,
                2,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(PatternKind.SCATTER_REDUCE, cache(CACHE)),
                startedOnce(0));
        Prediction prediction = LambdaMl.faas(job);
        assertThat(prediction.iterations()).isEqualTo(14);
        assertThat(prediction.seconds(Term.TRAIN)).isCloseTo(2 * (6 * 25 * 18 / 500.0 + 25 * 6 / 500.0), EXACT);
        assertThat(prediction.timeSeconds() - prediction.seconds(Term.TRAIN) - prediction.seconds(Term.LOAD))
                .isCloseTo(14 * 28 * 0.02, EXACT);
    }

    @Test
    void noDataTakeNoTimeToLoad() {
        Job job = job(
                workload(63 * MB, 0, 1000, 25, 2, -500),
                equal(10, 1000, 10),
                link(new SaturationCurve(50, 0.25)),
                ServicePrices.NONE,
                3,
                Counting.PAPER,
                LastBatch.DROP,
                exchange(PatternKind.SCATTER_REDUCE, cache(CACHE)),
                startedOnce(0));
        assertThat(LambdaMl.faas(job).termsSeconds()).contains(Map.entry(Term.LOAD, 0.0));
    }

    /** Both equations as they are printed, R·f(w) = E, r rounds an epoch and C/w of r batches. */
    @Property(tries = 300)
    void theTermsAreTheEquations(
            @ForAll @IntRange(min = 2, max = 300) int w,
            @ForAll @IntRange(min = 1, max = 20) int epochs,
            @ForAll @IntRange(min = 1, max = 40) int r,
            @ForAll @IntRange(min = 1, max = 256) int batch,
            @ForAll @DoubleRange(min = 0.001, max = 500) @Scale(3) double m,
            @ForAll @DoubleRange(min = 0, max = 1000) double s,
            @ForAll @DoubleRange(min = 0, max = 0.1) @Scale(4) double latency,
            @ForAll @DoubleRange(min = 5, max = 1500) double bandwidth,
            @ForAll @DoubleRange(min = 0, max = 600) double start) {
        double batchSeconds = 37.19 * (batch + 12.48) / (3008 - 111.46);
        double perObject = m / w / bandwidth + latency;
        double faas = s / 65 + epochs * (r * (3 * w - 2) * perObject + r * batchSeconds);
        double iaas = start + s / 65 + epochs * (r * (2 * w - 2) * perObject + r * batchSeconds);
        FunctionLink link = link(new AffineCurve(latency, bandwidth));
        Workload workload = workload(m, s, (long) r * w * batch, 37.19, 12.48, -111.46);
        Job functions = job(
                workload,
                equal(w, 3008, batch),
                link(0.08, 65),
                ServicePrices.NONE,
                epochs,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(PatternKind.SCATTER_REDUCE, store(link)),
                startedOnce(start));
        Job machines = job(
                workload,
                equal(w, 3008, batch),
                link(0.08, 65),
                ServicePrices.rent(0.0464, 0, 0, w),
                epochs,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(PatternKind.RING, network(link)),
                startedOnce(start));
        assertThat(LambdaMl.faas(functions).timeSeconds()).isCloseTo(start + faas, LAW);
        assertThat(LambdaMl.faas(functions).costUsd())
                .isCloseTo(faas * w * 3008 / 1024 * USD_PER_GB_SECOND, Percentage.withPercentage(1e-7));
        assertThat(LambdaMl.iaas(machines).timeSeconds()).isCloseTo(iaas, LAW);
        assertThat(LambdaMl.iaas(machines).costUsd()).isCloseTo(w * iaas / 3600 * 0.0464, LAW);
    }
}
