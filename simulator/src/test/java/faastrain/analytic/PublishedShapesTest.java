package faastrain.analytic;

import static faastrain.analytic.Trainings.MB;
import static faastrain.analytic.Trainings.cache;
import static faastrain.analytic.Trainings.equal;
import static faastrain.analytic.Trainings.exchange;
import static faastrain.analytic.Trainings.job;
import static faastrain.analytic.Trainings.link;
import static faastrain.analytic.Trainings.network;
import static faastrain.analytic.Trainings.servers;
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
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.trace.SaturationCurve;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the three papers found, in their closed forms, with the inputs stated. */
class PublishedShapesTest {
    /** FasDL's Table II: ResNet50 and SqueezeNet on CIFAR-10. */
    private static final Workload RESNET50 = workload(97.49, 163, 50_000, 37.19, 12.48, -111.46);

    private static final Workload SQUEEZENET = workload(4.71, 163, 50_000, 2.16, 22.60, -93.22);

    /** Throughput between a function of 1,536 MB and S3, fitted to FasDL's measurements. */
    private static final SaturationCurve UP = new SaturationCurve(89.6, 0.0768);

    private static final SaturationCurve DOWN = new SaturationCurve(85.6, 0.644);
    private static final FunctionLink S3 = link(UP, DOWN);

    /** The same throughput behind LambdaML's latency of ElastiCache, t = 1/(p·L). */
    private static final FunctionLink ELASTICACHE =
            link(new SaturationCurve(89.6, 1 / (89.6 * 0.01)), new SaturationCurve(85.6, 1 / (85.6 * 0.01)));

    /** ResNet50 in functions of 3,008 MB with λDNN's server: 80 MiB/s each, shared by more than 16. */
    private static double lambdaDnnSeconds(int functions, int localBatch) {
        return LambdaDnn.predict(job(
                        RESNET50,
                        equal(functions, 3008, localBatch),
                        link(0, 80),
                        ServicePrices.NONE,
                        1,
                        Counting.PAPER,
                        LastBatch.DROP,
                        exchange(PatternKind.PARAMETER_SERVER, servers(link(0, 80), 1, 1280)),
                        startedOnce(0)))
                .timeSeconds();
    }

    @Test
    void lambdaDnnsTimeFallsUpToSixteenFunctionsOfAGlobalBatchAndThenRises() {
        double[] seconds = IntStream.of(1, 2, 4, 8, 16, 32, 64, 128)
                .mapToDouble(functions -> lambdaDnnSeconds(functions, 1024 / functions))
                .toArray();
        for (int i = 1; i <= 4; i++) {
            assertThat(seconds[i]).isLessThan(seconds[i - 1]);
        }
        for (int i = 5; i <= 7; i++) {
            assertThat(seconds[i]).isGreaterThan(seconds[i - 1]);
        }
    }

    @Test
    void withTheLocalBatchHeldLambdaDnnsTimeNeverRisesButTheServerEndsItsFall() {
        // Twice the functions have half the iterations, and from 16 on an exchange that is twice as long.
        assertThat(lambdaDnnSeconds(16, 32)).isLessThan(0.55 * lambdaDnnSeconds(8, 32));
        assertThat(lambdaDnnSeconds(64, 32)).isBetween(0.9 * lambdaDnnSeconds(32, 32), lambdaDnnSeconds(32, 32));
        assertThat(lambdaDnnSeconds(128, 32)).isBetween(0.95 * lambdaDnnSeconds(64, 32), lambdaDnnSeconds(64, 32));
    }

    /** Ten workers with LambdaML's constants and a model of 12 MB, one round an epoch of 0.1 s of computation. */
    private static Job ten(PatternKind pattern, Channel channel, ServicePrices services, int epochs, double startUp) {
        return job(
                workload(12 * MB, 65 * MB, 80, 6.25, 0, 0),
                equal(10, 500, 8),
                link(0.08, 65 * MB),
                services,
                epochs,
                Counting.PAPER,
                LastBatch.DROP,
                exchange(pattern, channel),
                startedOnce(startUp));
    }

    private static Prediction functions(int rounds) {
        return LambdaMl.faas(
                ten(PatternKind.SCATTER_REDUCE, store(link(0.08, 65 * MB)), ServicePrices.NONE, rounds, 1.2));
    }

    private static Prediction machines(int rounds) {
        return LambdaMl.iaas(ten(
                PatternKind.RING, network(link(5e-4, 120 * MB)), ServicePrices.rent(0.0464, 1, 60, 10), rounds, 132));
    }

    @Test
    void functionsAreFasterForFewRoundsAndMachinesForMany() {
        // A round: 28·(1.2/65 + 0.08) = 2.757 s over S3, 18·(1.2/120 + 0.0005) = 0.189 s over the network. The 130.8 s
        // of earlier start are 130.8/2.568 = 50.9 rounds.
        assertThat(functions(1).timeSeconds()).isCloseTo(1.2 + 1 + 28 * (1.2 / 65 + 0.08) + 0.1, within(1e-9));
        assertThat(machines(1).timeSeconds()).isCloseTo(132 + 1 + 18 * (1.2 / 120 + 0.0005) + 0.1, within(1e-9));
        assertThat(functions(50).timeSeconds()).isLessThan(machines(50).timeSeconds());
        assertThat(functions(51).timeSeconds()).isGreaterThan(machines(51).timeSeconds());
    }

    @Test
    void functionsThatAreFasterMayStillBeDearer() {
        // Ten functions of 500 MB cost 8.1e-5 dollars a second, ten t2.medium 1.29e-4. With 3,008 MB it is 4.9e-4.
        Job large = job(
                workload(12 * MB, 65 * MB, 80, 37.6, 0, 0),
                equal(10, 3008, 8),
                link(0.08, 65 * MB),
                ServicePrices.NONE,
                30,
                Counting.PAPER,
                LastBatch.DROP,
                exchange(PatternKind.SCATTER_REDUCE, store(link(0.08, 65 * MB))),
                startedOnce(1.2));
        assertThat(LambdaMl.faas(large).timeSeconds())
                .isCloseTo(functions(30).timeSeconds(), within(1e-9))
                .isLessThan(machines(30).timeSeconds());
        assertThat(LambdaMl.faas(large).costUsd())
                .isGreaterThan(2 * machines(30).costUsd());
    }

    /** FasDL's plans of functions of 1,536 MB with batches of 128. */
    private static Job fasDl(Workload workload, int workers, int aggregators, Channel channel, ServicePrices prices) {
        return job(
                workload,
                new Plan(workers, 1536, aggregators, 128, 128),
                S3,
                prices,
                1,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(PatternKind.K_REDUCE, channel),
                Lifecycle.EACH_EPOCH);
    }

    private static double communicationSeconds(Workload workload, int workers, int aggregators) {
        return FasDl.communicationSeconds(fasDl(workload, workers, aggregators, store(S3), ServicePrices.NONE));
    }

    @Test
    void scatterReduceBeatsAllReduceForALargeModelAndLosesForASmallOne() {
        assertThat(communicationSeconds(RESNET50, 8, 8)).isLessThan(0.5 * communicationSeconds(RESNET50, 8, 1));
        assertThat(communicationSeconds(SQUEEZENET, 8, 8)).isGreaterThan(communicationSeconds(SQUEEZENET, 8, 1));
    }

    /** ScatterReduce of ResNet50 for an epoch. */
    private static Prediction scatterReduce(int workers, int memoryMb, int batch, FunctionLink link) {
        return FasDl.predictRealIterations(job(
                RESNET50,
                equal(workers, memoryMb, batch),
                link,
                ServicePrices.NONE,
                1,
                Counting.PAPER,
                LastBatch.SHORT,
                exchange(PatternKind.SCATTER_REDUCE, store(link)),
                Lifecycle.EACH_EPOCH));
    }

    @Test
    void smallFunctionsWithSmallBatchesTakeOverTwiceTheTimeAndTheCost() {
        FunctionLink of1024 = link(new SaturationCurve(74.8, 0.121), new SaturationCurve(86.9, 0.588));
        FunctionLink of2048 = link(new SaturationCurve(84.2, 0.0985), new SaturationCurve(85.3, 0.991));
        Prediction large = scatterReduce(8, 2048, 128, of2048);
        Prediction small = scatterReduce(8, 1024, 32, of1024);
        Prediction few = scatterReduce(4, 1024, 128, of1024);
        assertThat(small.timeSeconds()).isGreaterThan(2 * large.timeSeconds());
        assertThat(small.costUsd()).isGreaterThan(2 * large.costUsd());
        // Half the workers of half the memory: 2.8 times the time at 0.67 times the cost, in FasDL's figure 5 2 and
        // 0.5.
        assertThat(few.timeSeconds()).isGreaterThan(2 * large.timeSeconds());
        assertThat(few.costUsd()).isLessThan(0.7 * large.costUsd());
    }

    private static int bestAggregators(Workload workload, int workers) {
        int best = 1;
        for (int k = 2; k <= workers; k++) {
            if (communicationSeconds(workload, workers, k) < communicationSeconds(workload, workers, best)) {
                best = k;
            }
        }
        return best;
    }

    @Test
    void communicationAgainstAggregatorsIsLowestInBetweenWhereShardsGetSmall() {
        // Sixteen workers: S_s of 97.49/11 = 8.9 MiB, on whose throughput the sixteenth parts of 6.1 MiB lose.
        assertThat(bestAggregators(RESNET50, 16)).isEqualTo(11);
        assertThat(communicationSeconds(RESNET50, 16, 1)).isGreaterThan(3.5 * communicationSeconds(RESNET50, 16, 11));
        assertThat(communicationSeconds(RESNET50, 16, 16))
                .isBetween(1.01 * communicationSeconds(RESNET50, 16, 11), 1.1 * communicationSeconds(RESNET50, 16, 11));
        assertThat(bestAggregators(SQUEEZENET, 8)).isEqualTo(2);
        // With eight the shards of ResNet50 stay above 12 MiB, and all of them aggregate best.
        assertThat(bestAggregators(RESNET50, 8)).isEqualTo(8);
    }

    @Test
    void serverlessElastiCacheIsFasterThanS3AndDearer() {
        ServicePrices serverless = ServicePrices.serverlessCache(3.4816e-6, 0.125);
        Prediction s3 = FasDl.predict(fasDl(RESNET50, 7, 4, store(S3), ServicePrices.NONE));
        Prediction elastiCache = FasDl.predict(fasDl(RESNET50, 7, 4, cache(ELASTICACHE), serverless));
        assertThat(elastiCache.timeSeconds()).isLessThan(s3.timeSeconds());
        assertThat(elastiCache.costUsd()).isGreaterThan(4 * s3.costUsd());
        // An iteration moves 97.49·19 = 1,852 MiB for 6.4e-3 dollars; 28 PUT and 48 GET are 1.6e-4.
        double iterations = Math.ceil(50_000 / (7 * 128.0));
        assertThat(s3.usd(CostItem.STORAGE_PUT) + s3.usd(CostItem.STORAGE_GET))
                .isCloseTo(iterations * (28 * 5e-6 + 48 * 4e-7), within(1e-9));
        assertThat(elastiCache.usd(CostItem.CACHE_MOVED))
                .isCloseTo(3.4816e-6 * (2 * 163 + iterations * 97.49 * 19), within(1e-9));
    }

    @Test
    void theLargerTheModelTheMoreElastiCacheAddsToTheCost() {
        ServicePrices serverless = ServicePrices.serverlessCache(3.4816e-6, 0.125);
        double[] added = new double[2];
        Workload[] workloads = {SQUEEZENET, RESNET50};
        for (int i = 0; i < workloads.length; i++) {
            added[i] = FasDl.predict(fasDl(workloads[i], 7, 4, cache(ELASTICACHE), serverless))
                            .costUsd()
                    - FasDl.predict(fasDl(workloads[i], 7, 4, store(S3), ServicePrices.NONE))
                            .costUsd();
        }
        assertThat(added[0]).isPositive();
        assertThat(added[1]).isGreaterThan(10 * added[0]);
    }
}
