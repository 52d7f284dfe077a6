package faastrain.analytic;

import static faastrain.analytic.Trainings.USD_PER_GB_SECOND;
import static faastrain.analytic.Trainings.equal;
import static faastrain.analytic.Trainings.exchange;
import static faastrain.analytic.Trainings.job;
import static faastrain.analytic.Trainings.link;
import static faastrain.analytic.Trainings.servers;
import static faastrain.analytic.Trainings.startedOnce;
import static faastrain.analytic.Trainings.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.ServicePrices;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.trace.SaturationCurve;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * λDNN's closed form by hand: B_f = 80 MiB/s and B_PS = 1280 MiB/s as in the published provisioner. A batch of 8
 * computes for 1000·(8 + 2)/(1000 − 500) = 20 s.
 */
class LambdaDnnTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final Percentage LAW = Percentage.withPercentage(1e-10);

    /** The provisioner's price of the server in dollars a second, as a rent. */
    private static final ServicePrices SERVER = ServicePrices.rent(2.6e-5 * 3600, 0, 0, 1);

    private static final FunctionLink FUNCTION = link(0, 80);
    private static final FunctionLink S3 = link(0.5, 40);

    private static Job job(Workload workload, Plan plan, int epochs, LastBatch last) {
        return job(workload, plan, epochs, last, servers(FUNCTION, 1, 1280), SERVER);
    }

    private static Job job(
            Workload workload, Plan plan, int epochs, LastBatch last, Channel channel, ServicePrices services) {
        Exchange exchange = exchange(PatternKind.PARAMETER_SERVER, channel);
        return Trainings.job(workload, plan, S3, services, epochs, Counting.PAPER, last, exchange, startedOnce(1.2));
    }

    /** Four functions, 96 samples in global batches of 32: three iterations an epoch, six in two. */
    private static Job example(Channel channel, ServicePrices services) {
        return job(workload(12, 10, 96, 1000, 2, -500), equal(4, 1000, 8), 2, LastBatch.SHORT, channel, services);
    }

    @Test
    void timeAndCostByHand() {
        Prediction prediction = LambdaDnn.predict(example(servers(FUNCTION, 1, 1280), SERVER));
        assertThat(prediction.model()).isEqualTo("lambdadnn");
        assertThat(prediction.iterations()).isEqualTo(6);
        assertThat(prediction.termsSeconds()).containsOnlyKeys(Term.LOAD, Term.TRAIN, Term.UPLOAD, Term.DOWNLOAD);
        // 10/4 MiB at 40 MiB/s, without S3's latency; 12 MiB at 80 MiB/s each way.
        assertThat(prediction.seconds(Term.LOAD)).isCloseTo(10 / 4.0 / 40, EXACT);
        assertThat(prediction.seconds(Term.TRAIN)).isCloseTo(6 * 20, EXACT);
        assertThat(prediction.seconds(Term.UPLOAD)).isCloseTo(6 * 0.15, EXACT);
        assertThat(prediction.seconds(Term.DOWNLOAD)).isCloseTo(6 * 0.15, EXACT);
        double seconds = 0.0625 + 120 + 1.8;
        assertThat(prediction.timeSeconds()).isCloseTo(seconds, EXACT);
        assertThat(prediction.itemsUsd()).containsOnlyKeys(CostItem.FUNCTION_DURATION, CostItem.SERVERS);
        assertThat(prediction.usd(CostItem.FUNCTION_DURATION))
                .isCloseTo(4 * 1000 / 1024.0 * USD_PER_GB_SECOND * seconds, EXACT);
        assertThat(prediction.usd(CostItem.SERVERS)).isCloseTo(2.6e-5 * seconds, EXACT);
        assertThat(prediction.costUsd()).isCloseTo((4 * 1000 / 1024.0 * USD_PER_GB_SECOND + 2.6e-5) * seconds, EXACT);
    }

    @ParameterizedTest
    @CsvSource({"1, 80", "15, 80", "16, 80", "20, 64", "32, 40", "128, 10"})
    void theServerIsSharedByMoreThanSixteenFunctions(int functions, double mibPerSecond) {
        Job job = job(workload(12, 10, 1024, 1000, 2, -500), equal(functions, 1000, 8), 1, LastBatch.SHORT);
        assertThat(LambdaDnn.functionMibPerSecond(job)).isEqualTo(mibPerSecond);
    }

    @Test
    void twoServersAreSharedByMoreThanThirtyTwo() {
        for (int functions : new int[] {32, 64}) {
            Job job = job(
                    workload(12, 10, 1024, 1000, 2, -500),
                    equal(functions, 1000, 8),
                    1,
                    LastBatch.SHORT,
                    servers(FUNCTION, 2, 1280),
                    SERVER);
            assertThat(LambdaDnn.functionMibPerSecond(job)).isEqualTo(functions == 32 ? 80 : 40);
        }
    }

    @Test
    void anUnlimitedServerLeavesEachFunctionItsOwnBandwidth() {
        Job job = job(
                workload(12, 10, 10_000, 1000, 2, -500),
                equal(1000, 1000, 8),
                1,
                LastBatch.SHORT,
                servers(FUNCTION, 1, Double.POSITIVE_INFINITY),
                SERVER);
        assertThat(LambdaDnn.functionMibPerSecond(job)).isEqualTo(80);
    }

    @Test
    void oneFunctionTalksToTheServerToo() {
        Job job = job(workload(12, 0, 24, 1000, 2, -500), equal(1, 1000, 8), 1, LastBatch.SHORT);
        assertThat(LambdaDnn.predict(job).timeSeconds()).isCloseTo(3 * (20 + 2 * 12 / 80.0), EXACT);
    }

    @Test
    void aServersRentIsRoundedUpToSecondsAndToAMinuteAtLeast() {
        // 121.8625 s are 122 s of each of two servers.
        Prediction two = LambdaDnn.predict(example(servers(FUNCTION, 2, 1280), ServicePrices.rent(0.096, 1, 60, 2)));
        assertThat(two.usd(CostItem.SERVERS)).isCloseTo(2 * 122 * 0.096 / 3600, EXACT);
        Prediction brief = LambdaDnn.predict(job(
                workload(12, 0, 8, 1000, 2, -500),
                equal(1, 1000, 8),
                1,
                LastBatch.SHORT,
                servers(FUNCTION, 1, 1280),
                ServicePrices.rent(0.096, 1, 60, 1)));
        assertThat(brief.timeSeconds()).isCloseTo(20.3, EXACT);
        assertThat(brief.usd(CostItem.SERVERS)).isCloseTo(60 * 0.096 / 3600, EXACT);
    }

    @Test
    void remoteCallsAndTheirLatencyAreLeftOut() {
        Channel.Rpc rpc = new Channel.Rpc(0, 10, 10, 10, 10, 10, 8, Double.POSITIVE_INFINITY);
        Channel hybrid = new Channel.Servers(link(0.25, 80), 0.25, 1, 1280, 2, Optional.of(rpc));
        assertThat(LambdaDnn.predict(example(hybrid, SERVER)).termsSeconds())
                .isEqualTo(LambdaDnn.predict(example(servers(FUNCTION, 1, 1280), SERVER))
                        .termsSeconds());
    }

    @Test
    void aCurveThatSaturatesLoadsAPartByItsThroughput() {
        Job job = Trainings.job(
                workload(12, 40, 96, 1000, 2, -500),
                equal(4, 1000, 8),
                link(new SaturationCurve(80, 0.25)),
                SERVER,
                1,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(PatternKind.PARAMETER_SERVER, servers(FUNCTION, 1, 1280)),
                startedOnce(0));
        assertThat(LambdaDnn.predict(job).seconds(Term.LOAD)).isCloseTo(10 / (80 * (1 - Math.exp(-0.25 * 10))), EXACT);
    }

    @Test
    void aShortLastIterationComputesLessAndExchangesAsMuch() {
        // 112 samples: three global batches of 32 and 16 over, 4 for each of four functions.
        Prediction prediction =
                LambdaDnn.predict(job(workload(12, 0, 112, 1000, 2, -500), equal(4, 1000, 8), 1, LastBatch.SHORT));
        assertThat(prediction.timeSeconds()).isCloseTo(3 * 20 + 2 * (4 + 2) + 4 * 0.3, EXACT);
    }

    /**
     * The published provisioner with the local batch held: k = E·⌊⌊D/n⌋/b_l⌋, B_p = 80 up to 16 functions and 1280/n
     * above, C = (m/1024·n·0.0000166667 + 2.6e-5)·T.
     */
    @Property(tries = 500)
    void droppedLastBatchesAreThePublishedProvisionersWithTheLocalBatchHeld(
            @ForAll @IntRange(min = 1, max = 128) int n,
            @ForAll @IntRange(min = 2, max = 47) int sixtyFours,
            @ForAll @IntRange(min = 1, max = 512) int localBatch,
            @ForAll @IntRange(min = 1, max = 50) int epochs,
            @ForAll @IntRange(min = 0, max = 50_000) int more,
            @ForAll @DoubleRange(min = 0.1, max = 500) double modelMib,
            @ForAll @DoubleRange(min = 0, max = 1000) double dataMib) {
        int memoryMb = 64 * sixtyFours;
        long samples = (long) n * localBatch + more;
        double rate = localBatch / (37.19 * (localBatch + 12.48) / (memoryMb - 100.0));
        double functionBandwidth = n > 16 ? 1280.0 / n : 80;
        double k = epochs * Math.floor(Math.floor((double) samples / n) / localBatch);
        double seconds = dataMib / (n * 40.0) + k * (localBatch / rate + 2 * modelMib / functionBandwidth);
        double usd = (memoryMb / 1024.0 * n * 0.0000166667 + 2.6e-5) * seconds;
        Prediction prediction = LambdaDnn.predict(job(
                workload(modelMib, dataMib, samples, 37.19, 12.48, -100),
                equal(n, memoryMb, localBatch),
                epochs,
                LastBatch.DROP));
        assertThat(prediction.iterations()).isEqualTo(k);
        assertThat(prediction.timeSeconds()).isCloseTo(seconds, LAW);
        assertThat(prediction.costUsd()).isCloseTo(usd, LAW);
    }

    /** The same with the global batch held: k = E·⌊D/b_g⌋ and b_g/(n·R) of computation. */
    @Property(tries = 300)
    void andWithTheGlobalBatchHeld(
            @ForAll @IntRange(min = 0, max = 7) int halvings,
            @ForAll @IntRange(min = 1, max = 50) int epochs,
            @ForAll @IntRange(min = 1024, max = 60_000) int samples,
            @ForAll @DoubleRange(min = 0.1, max = 500) double modelMib) {
        int n = 1 << halvings;
        double perFunction = 1024.0 / n;
        double rate = perFunction / (37.19 * (perFunction + 12.48) / (3008 - 111.46));
        double functionBandwidth = n > 16 ? 1280.0 / n : 80;
        double seconds = 163 / (n * 40.0)
                + epochs * Math.floor(samples / 1024.0) * (1024 / (n * rate) + 2 * modelMib / functionBandwidth);
        Prediction prediction = LambdaDnn.predict(job(
                workload(modelMib, 163, samples, 37.19, 12.48, -111.46),
                equal(n, 3008, 1024 / n),
                epochs,
                LastBatch.DROP));
        assertThat(prediction.timeSeconds()).isCloseTo(seconds, LAW);
        assertThat(prediction.costUsd()).isCloseTo((3008 / 1024.0 * n * 0.0000166667 + 2.6e-5) * seconds, LAW);
    }
}
