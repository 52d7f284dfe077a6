package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.event.Phase;
import faastrain.report.SummaryJson;
import faastrain.result.LossPoint;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.WorkerRecord;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.ScenarioLoader;
import faastrain.scenario.ScenarioWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario says of functions' lives, of computing, learning and failing, from its text to its run. */
class LifeSetupTest {
    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = AnyScenarios.write(folder.resolve("traces"));
    }

    private static String[] with(String[] fields, String... more) {
        return Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
    }

    /** Two functions that exchange 12 MiB twice an epoch: batches of 250 of 1,000 samples. */
    private Setting prepare(String... overrides) {
        return Sites.prepareText(profiles, """
                name: test
                workload: w
                platform: p
                curve: affine
                epochs: 2
                pattern: all-reduce
                plan: {workers: 2, memory: 2000 MB, batch: 250}
                """, overrides);
    }

    private RunResult run(String... overrides) {
        return Replications.run(prepare(overrides), "test");
    }

    private static Replication only(RunResult result) {
        return result.replications().get(0);
    }

    private static double computed(RunResult result, int worker) {
        return result.workers().get(worker).phaseSeconds().get(Phase.COMPUTE);
    }

    // Computing.

    @Test
    void replayedIterationsAreThoseOfTheTraceInItsOrder() {
        String[] replay = {"compute.source=replay", "compute.trace=times", "plan.batch=200", "plan.memory=1000 MB"};
        // Three iterations an epoch, the last of 200 samples too, a hundred each.
        RunResult result = run(with(replay, "epochs=1", "plan.batch=100"));
        // 100 samples at 1,000 MB: 2·(2 + 0.05·(7i mod 12)) s, i from 0 to 4.
        assertThat(computed(result, 0)).isCloseTo(2 * (5 * 2 + 0.05 * (0 + 7 + 2 + 9 + 4)), within(1e-9));
        assertThat(computed(result, 1)).isEqualTo(computed(result, 0));
        assertThat(result.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bootstrap", "block-bootstrap", "fitted"})
    void drawnIterationsDifferFromWorkerToWorkerAndByTheSeed(String source) {
        String[] drawn = {
            "compute.source=" + source, "compute.trace=times", "compute.block=2", "plan.batch=100", "epochs=1"
        };
        RunResult result = run(drawn);
        assertThat(computed(result, 0)).isNotEqualTo(computed(result, 1));
        assertThat(computed(run(drawn), 0)).isEqualTo(computed(result, 0));
        assertThat(computed(run(with(drawn, "seed=7")), 0)).isNotEqualTo(computed(result, 0));
    }

    @Test
    void resampledIterationsAreOnesOfTheTrace() {
        // At 2,000 MB a batch of 100 takes 2 to 2.55 s, in steps of 0.05 s.
        for (String source : List.of("bootstrap", "block-bootstrap")) {
            double seconds = computed(
                    run(
                            "compute.source=" + source,
                            "compute.trace=times",
                            "plan.batch=100",
                            "plan.workers=10",
                            "epochs=1"),
                    4);
            assertThat(seconds).isBetween(2.0, 2.55);
            assertThat(seconds / 0.05).isCloseTo(Math.rint(seconds / 0.05), within(1e-9));
        }
    }

    @Test
    void aCellThatTheTraceLacksAndOneThatIsTooShortAreNamed() {
        assertThat(prepare("compute.source=replay", "compute.trace=times").warnings())
                .singleElement()
                .asString()
                .contains("no iterations of W with batch 250 at 2000 MB")
                .contains("nearest cell, batch 200 at 2000 MB");
        // Twenty epochs of five iterations are more than twelve.
        assertThat(prepare("compute.source=replay", "compute.trace=times", "plan.batch=100", "epochs=20", "prices=dear")
                        .warnings())
                .singleElement()
                .asString()
                .contains("12 iterations of W with batch 100 at 2000 MB")
                .contains("again and again");
        assertThat(prepare("compute.source=bootstrap", "compute.trace=times", "plan.batch=100")
                        .warnings())
                .singleElement()
                .asString()
                .contains("only 12 iterations of W with batch 100 at 2000 MB");
        assertThat(prepare("compute.source=fitted", "compute.trace=times", "plan.batch=100")
                        .warnings())
                .singleElement()
                .asString()
                .contains("likeliest of three distributions fitted to 72 ratios");
    }

    @Test
    void theShippedTraceOfIterationsWorksWithEverySource() {
        String text = """
                name: test
                workload: squeezenet-cifar10
                epochs: 1
                plan: {workers: 8, memory: 1769 MB, batch: 128, aggregators: 2}
                compute: {trace: iteration-times-grid, model: squeezenet1_1}
                """;
        for (String source : List.of("replay", "bootstrap", "block-bootstrap", "fitted")) {
            RunResult result =
                    Replications.run(Sites.prepareText(Sites.SHIPPED, text, "compute.source=" + source), "test");
            double computed = only(result).breakdownSeconds().get(Phase.COMPUTE);
            assertThat(computed).as(source).isPositive();
            assertThat(result.warnings()).isNotEmpty();
            assertThat(result.inputs().sha256()).containsKey("compute.trace");
        }
        assertThatThrownBy(() -> Sites.prepareText(Sites.SHIPPED, text, "compute.source=replay", "compute.model=vgg16"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("compute.model");
    }

    // Starting.

    @Test
    void functionsStartAsTheTraceSaysColdAndThenWarm() {
        String[] traced = {"start-up.source=trace", "start-up.trace=starts"};
        RunResult result = run(traced);
        assertThat(only(result).incidents().coldStarts()).isEqualTo(2);
        // The second epoch's functions find the first one's environments.
        assertThat(only(result).incidents().warmStarts()).isEqualTo(2);
        for (WorkerRecord worker : result.workers()) {
            // A cold one of 1.75 s, a warm one of 0.04 s, and the calls of the API before them.
            assertThat(worker.phaseSeconds().get(Phase.STARTUP)).isBetween(1.79, 1.79 + 1);
        }
        RunResult warm = run(with(traced, "start-up.warm=2"));
        assertThat(only(warm).incidents().coldStarts()).isZero();
        assertThat(only(warm).timeSeconds()).isLessThan(only(result).timeSeconds());
    }

    @Test
    void startsAreDrawnFromTheServicesDistributionsOrReadFromItsTable() {
        RunResult drawn = run("start-up.source=distribution");
        assertThat(only(drawn).incidents().coldStarts()).isEqualTo(2);
        assertThat(drawn.workers().get(0).phaseSeconds().get(Phase.STARTUP))
                .isNotEqualTo(drawn.workers().get(1).phaseSeconds().get(Phase.STARTUP));
        RunResult table = run("start-up.source=table");
        assertThat(table.workers().get(0).phaseSeconds().get(Phase.STARTUP)).isPositive();
        assertThat(table.workers().get(1).phaseSeconds().get(Phase.STARTUP))
                .isEqualTo(table.workers().get(0).phaseSeconds().get(Phase.STARTUP));
        assertThat(only(run()).breakdownSeconds().get(Phase.STARTUP)).isZero();
    }

    // Learning.

    @Test
    void theLossOfACurveIsReadAtEachEpochAndEndsTheTrainingAtItsTarget() {
        String[] curve = {"convergence.source=curve", "convergence.trace=losses", "epochs=4", "plan.batch=50"};
        RunResult all = run(with(curve, "lifetime.limit=ignored"));
        assertThat(all.convergence()).extracting(LossPoint::epoch).containsExactly(0, 1, 2, 3, 4);
        assertThat(all.convergence().get(1).loss()).isCloseTo(0.6, within(1e-9));
        assertThat(all.convergence().get(4).loss()).isCloseTo(0.4, within(1e-9));
        assertThat(only(all).finalLoss()).contains(all.convergence().get(4).loss());
        RunResult stopped = run(with(curve, "lifetime.limit=ignored", "convergence.target-loss=0.45"));
        assertThat(stopped.convergence()).extracting(LossPoint::epoch).containsExactly(0, 1, 2);
        assertThat(only(stopped).learning().stopped()).isTrue();
        assertThat(only(stopped).timeSeconds()).isLessThan(only(all).timeSeconds());
        assertThat(prepare(with(curve, "convergence.target-loss=0.1")).warnings())
                .anyMatch(words -> words.contains("comes down to 0.1"));
    }

    @Test
    void theEpochsToATargetGrowWithTheWorkersByTheirExponent() {
        String[] epochs = {"convergence.source=epochs", "convergence.epochs=1", "epochs=4"};
        assertThat(only(run(epochs)).learning().effectiveEpochs()).isCloseTo(1, within(1e-9));
        // Two workers need 2^1 epochs.
        assertThat(only(run(with(epochs, "convergence.exponent=1"))).learning().effectiveEpochs())
                .isCloseTo(2, within(1e-9));
    }

    private static final String TWO_GAUSSIANS = """
            name: test
            workload: lr-two-gaussians
            platform: lambdaml-2021
            curve: affine
            epochs: 3
            pattern: all-reduce
            plan: {workers: 4, memory: 1769 MB, batch: 50}
            compute: {source: sgd}
            sgd: {data: two-gaussians, rate: 0.1}
            """;

    @Test
    void aModelThatIsReallyTrainedLearnsAndStopsAtItsLoss() {
        RunResult result = Replications.run(Sites.prepareText(Sites.SHIPPED, TWO_GAUSSIANS), "test");
        List<LossPoint> points = result.convergence();
        assertThat(points).extracting(LossPoint::epoch).containsExactly(0, 1, 2, 3);
        assertThat(points.get(0).loss()).isCloseTo(Math.log(2), within(1e-9));
        assertThat(points.get(3).loss()).isLessThan(points.get(1).loss());
        double target = points.get(2).loss();
        RunResult stopped = Replications.run(
                Sites.prepareText(Sites.SHIPPED, TWO_GAUSSIANS, "convergence.target-loss=" + target), "test");
        assertThat(stopped.convergence()).isEqualTo(points.subList(0, 3));
        // Twenty weights and a bias are the 84 bytes of the workload.
        assertThat(result.warnings()).noneMatch(words -> words.contains("float32"));
    }

    // Being slow and failing.

    @Test
    void stragglersAreThoseThatAreNamedOrAsManyAsAreSaid() {
        double usual = computed(run(), 0);
        RunResult named = run("stragglers.workers=1", "stragglers.factor=3", "lifetime.limit=ignored");
        assertThat(computed(named, 0)).isEqualTo(usual);
        assertThat(computed(named, 1)).isCloseTo(3 * usual, within(1e-9));
        assertThat(named.workers().get(0).phaseSeconds().get(Phase.WAIT)).isGreaterThan(2 * usual - 1);
        RunResult counted = run("plan.workers=4", "plan.batch=125", "stragglers.count=2", "stragglers.factor=3");
        double fastest = counted.workers().stream()
                .mapToDouble(worker -> worker.phaseSeconds().get(Phase.COMPUTE))
                .min()
                .orElseThrow();
        assertThat(counted.workers())
                .filteredOn(worker -> worker.phaseSeconds().get(Phase.COMPUTE) > 2.9 * fastest)
                .hasSize(2);
    }

    @Test
    void everyKindOfFaultComesAndIsOvercome() {
        RunResult calm = run();
        double time = only(calm).timeSeconds();
        RunResult crash = run("faults.crash-worker=1", "faults.crash-time=10 s", "faults.restart-delay=20 s");
        assertThat(only(crash).incidents().crashes()).isEqualTo(1);
        assertThat(only(crash).timeSeconds()).isGreaterThan(time + 20);
        RunResult crashes =
                run("faults.crash-rate=10 /h", "faults.restart-delay=1 s", "faults.restarts=1000", "epochs=6");
        assertThat(only(crashes).incidents().crashes()).isPositive();
        RunResult errors = run("faults.error-rate=0.3", "faults.restarts=1000");
        assertThat(only(errors).requests().refused()).isPositive();
        assertThat(only(errors).breakdownSeconds().get(Phase.RETRY)).isPositive();
        // The first uploads begin after 172.6 s, when all have computed.
        RunResult outage = run("faults.outage-start=150 s", "faults.outage-duration=60 s", "faults.restarts=1000");
        assertThat(only(outage).timeSeconds()).isGreaterThan(time);
        assertThat(only(outage).requests().refused()).isPositive();
        String[] server = {"channel=parameter-server", "pattern=parameter-server", "re-invocation=each-epoch"};
        RunResult served = run(server);
        RunResult down = run(with(server, "faults.server-crash-time=100 s"));
        assertThat(only(down).incidents().serverCrashes()).isEqualTo(1);
        assertThat(only(down).timeSeconds()).isGreaterThan(only(served).timeSeconds());
    }

    @Test
    void aCrashThatNeverComesIsWarnedOf() {
        assertThat(run("faults.crash-worker=1", "faults.crash-time=90000 s").warnings())
                .singleElement()
                .asString()
                .contains("the crash of worker 1 never came")
                .contains("90000 s");
        assertThat(run(
                                "channel=parameter-server",
                                "pattern=parameter-server",
                                "faults.server-crash-time=90000 s",
                                "re-invocation=each-epoch")
                        .warnings())
                .singleElement()
                .asString()
                .contains("the crash of the parameter server never came");
    }

    // What cannot work.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start-up.source=distribution start-up.quota=1 | start-up.quota | lets 1 functions run at once, but 2"
                        + " workers wait for each other",
                "start-up.source=distribution plan.workers=1001 plan.batch=1 | plan.workers | lets 1000 functions run",
                "algorithm.kind=admm algorithm.local-epochs=2 re-invocation=each-epoch | re-invocation | which ends"
                        + " functions between two exchanges of admm, 2 epochs apart",
                "algorithm.kind=admm algorithm.local-epochs=2 re-invocation=fixed-epochs lifetime.epochs=3 |"
                        + " re-invocation | a multiple of algorithm.local-epochs",
                "counting=implementation protocol=ssp | protocol | LambdaML's code of all-reduce",
                "counting=implementation protocol=asp | protocol | is synchronous only; use bsp",
                "re-invocation=deadline-margin lifetime.margin=900 s | lifetime.margin | but a function lives 900 s;"
                        + " use less",
                "channel=vm-network pattern=ring start-up.source=distribution | start-up.source | virtual machines have"
                        + " the start-up table",
                "channel=vm-network pattern=ring start-up.source=trace start-up.trace=starts | start-up.source | virtual"
                        + " machines have the start-up table"
            })
    void whatCannotWorkIsRefusedAtItsFieldWithWhatCan(String fields, String field, String message) {
        assertThatThrownBy(() -> prepare(fields.split(" (?=[a-z-]+(?:\\.[a-z-]+)?=)", -1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(field + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void whatIsTrainedIsTheWorkloadsDataAndHasALossOfItsOwn() {
        assertThatThrownBy(() -> Sites.prepareText(Sites.SHIPPED, TWO_GAUSSIANS, "workload=squeezenet-cifar10"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sgd.data: has 2000 samples, but the workload squeezenet-cifar10 has 50000");
        Path losses = folder.resolve("traces/losses/losses.csv");
        assertThatThrownBy(() -> Sites.prepareText(
                        Sites.SHIPPED, TWO_GAUSSIANS, "convergence.source=curve", "convergence.trace=" + losses))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "convergence.source: is curve, but with compute.source: sgd the loss is that of the"
                                + " model");
    }

    @Test
    void aQuotaThatAsynchronousWorkersWaitForIsNoProblem() {
        RunResult result = run(
                "protocol=asp",
                "pattern=global-model",
                "start-up.source=distribution",
                "start-up.quota=1",
                "plan.batch=125");
        assertThat(only(result).incidents().mostWaiting()).isPositive();
    }

    // What is kept.

    @Test
    void aScenarioWithTracesOfItsOwnRunsAgainFromWhatIsKeptWithItsResult() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.copy(folder.resolve("traces/iterations/times.csv"), mine.resolve("t.csv"));
        Files.copy(folder.resolve("traces/start-ups/starts.csv"), mine.resolve("s.csv"));
        Files.copy(folder.resolve("traces/losses/losses.csv"), mine.resolve("l.csv"));
        Path scenario = mine.resolve("scenario.yaml");
        Files.writeString(scenario, """
                name: test
                workload: w
                platform: p
                curve: affine
                epochs: 2
                pattern: all-reduce
                plan: {workers: 2, memory: 2000 MB, batch: 100}
                compute: {source: bootstrap, trace: t.csv}
                start-up: {source: trace, trace: s.csv}
                convergence: {source: curve, trace: l.csv}
                """);
        RunResult result =
                Replications.run(Preparation.prepare(ScenarioLoader.load(scenario, List.of()), profiles), "test");
        assertThat(result.inputs().texts().keySet())
                .containsExactlyInAnyOrder(
                        "inputs/compute-trace.csv", "inputs/start-up-trace.csv", "inputs/convergence-trace.csv");
        Path kept = folder.resolve("kept");
        for (Map.Entry<String, String> text : result.inputs().texts().entrySet()) {
            Path copy = kept.resolve(text.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, text.getValue());
        }
        Sites.delete(mine);
        Path resolved = kept.resolve("scenario.resolved.yaml");
        Files.writeString(resolved, ScenarioWriter.resolved(result.scenario()));
        RunResult again =
                Replications.run(Preparation.prepare(ScenarioLoader.load(resolved, List.of()), profiles), "test");
        assertThat(again.replications()).isEqualTo(result.replications());
        assertThat(again.scenario()).isEqualTo(result.scenario());
        assertThat(SummaryJson.text(SummaryJson.summary(again)))
                .isEqualTo(SummaryJson.text(SummaryJson.summary(result)));
    }
}
