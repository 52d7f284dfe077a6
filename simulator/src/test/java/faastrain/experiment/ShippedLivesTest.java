package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.event.Phase;
import faastrain.event.TrainingFailedException;
import faastrain.result.LossPoint;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the shipped scenarios of functions' lives show. */
class ShippedLivesTest {
    private static Replication straggler(String protocol, String... overrides) {
        List<String> all = new ArrayList<>(List.of("protocol=" + protocol));
        all.addAll(List.of(overrides));
        return ShippedScenariosTest.run("straggler.yaml", all.toArray(new String[0]))
                .replications()
                .get(0);
    }

    @Test
    void aStragglerCostsAsynchronousTrainingLessTimeAndAsMuchAsStaleUpdatesAreAssumedToCost() {
        String full = "convergence.stale-updates=full";
        double bsp = straggler("bsp", full).timeSeconds();
        double asp = straggler("asp", full).timeSeconds();
        assertThat(bsp)
                .isGreaterThan(straggler("bsp", full, "stragglers.factor=1").timeSeconds() + 200);
        assertThat(asp).isLessThan(0.75 * bsp);
        assertThat(straggler("asp").timeSeconds())
                .as("where a stale update counts less, more of them are needed")
                .isGreaterThan(bsp);
        assertThat(straggler("hap", full).timeSeconds())
                .as("FasDL's aggregators need the straggler's shards too")
                .isCloseTo(bsp, within(0.01 * bsp));
    }

    @Test
    void underBspNoUpdateIsStaleUnderHapThoseOfNonAggregatorsAreAndUnderAspMost() {
        assertThat(straggler("bsp").learning().meanStaleness()).isZero();
        assertThat(straggler("hap").learning().meanStaleness())
                .as("four of eight workers, but for their first rounds in a function of their own")
                .isCloseTo(0.5, within(0.01));
        assertThat(straggler("asp").learning().meanStaleness()).isGreaterThan(0.6);
    }

    @Test
    void anAggregatorThatCrashesIsWaitedForUntilItHasDoneItsRoundAgain() {
        RunResult crashed = ShippedScenariosTest.run("aggregator-crash.yaml");
        RunResult spared = ShippedScenariosTest.run("aggregator-crash.yaml", "faults.crash-time=100000 s");
        Replication one = crashed.replications().get(0);
        Replication other = spared.replications().get(0);
        assertThat(one.incidents().crashes()).isOne();
        assertThat(other.incidents().crashes()).isZero();
        assertThat(spared.warnings()).anyMatch(warning -> warning.startsWith("the crash of worker 0 never came"));
        double delay = one.timeSeconds() - other.timeSeconds();
        double lost = crashed.workers().get(0).phaseSeconds().getOrDefault(Phase.RETRY, 0.0);
        assertThat(lost).isPositive();
        assertThat(delay)
                .as("a minute until it is invoked, its start, its loading and what it does again")
                .isBetween(60 + lost, 60 + lost + 10);
        assertThat(one.learning().samplesUsed()).isEqualTo(other.learning().samplesUsed());
        assertThat(one.learning().samplesComputed()).isEqualTo(one.learning().samplesUsed() + 128);
    }

    @Test
    void withoutRecoveryACrashEndsTheRunWithTheReason() {
        assertThatThrownBy(() -> ShippedScenariosTest.run("aggregator-crash.yaml", "faults.recovery=fail"))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("worker 0's function crashes at 605 s in iteration ")
                .hasMessageContaining("faults.recovery is fail");
    }

    @Test
    void withEverythingOnEveryPhaseTakesTime() {
        RunResult result = ShippedScenariosTest.run("resnet50-realistic.yaml");
        for (Phase phase : Phase.values()) {
            // Who polls is never told, and so waits by asking.
            assertThat(result.mean(run -> run.breakdownSeconds().getOrDefault(phase, 0.0)) > 0)
                    .as(phase.id())
                    .isEqualTo(phase != Phase.WAIT);
        }
        assertThat(result.replications()).anyMatch(run -> run.incidents().crashes() > 0);
        assertThat(result.replications()).allMatch(run -> run.incidents().reinvocations() > 0);
        assertThat(result.replications()).allMatch(run -> run.requests().refused() > 0);
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("batch 128 at 1536 MB"));
    }

    @Test
    void aModelThatIsReallyTrainedLearnsSoonerWithoutWaitingForTheStraggler() {
        List<LossPoint> bsp = ShippedScenariosTest.run("sgd-protocols.yaml").convergence();
        List<LossPoint> asp =
                ShippedScenariosTest.run("sgd-protocols.yaml", "protocol=asp").convergence();
        assertThat(bsp).hasSize(11);
        assertThat(bsp.get(0).loss()).isCloseTo(StrictMath.log(2), within(1e-9));
        assertThat(secondsTo(0.2, asp)).isLessThan(secondsTo(0.2, bsp) / 2);
    }

    private static double secondsTo(double loss, List<LossPoint> points) {
        return points.stream()
                .filter(point -> point.loss() <= loss)
                .findFirst()
                .orElseThrow()
                .timeSeconds();
    }

    @Test
    void theShippedLossCurveIsWhatTheShippedModelLearns() throws IOException {
        StringBuilder table = new StringBuilder("global_batch,epoch,loss\n");
        for (int batch : new int[] {5, 10, 40}) {
            RunResult result = ShippedScenariosTest.run(
                    "sgd-protocols.yaml",
                    "plan.batch=" + batch,
                    "plan.non-aggregator-batch=" + batch,
                    "stragglers.factor=1",
                    "epochs=20");
            for (LossPoint point : result.convergence()) {
                table.append(String.format(Locale.ROOT, "%d,%d,%.6f\n", 8 * batch, point.epoch(), point.loss()));
            }
        }
        assertThat(Files.readString(Sites.SHIPPED.traces().resolve("losses/lr-two-gaussians.csv")))
                .isEqualTo(table.toString());
    }

    @Test
    void aTrainingAlongThatCurveStopsAtItsTarget() {
        RunResult result = ShippedScenariosTest.run(
                "sgd-protocols.yaml",
                "compute.source=formula",
                "convergence.source=curve",
                "convergence.trace=lr-two-gaussians",
                "convergence.target-loss=0.25");
        // The curve of a global batch of 80 comes down to 0.25 in its fourth epoch.
        Replication run = result.replications().get(0);
        assertThat(run.learning().stopped()).isTrue();
        assertThat(run.learning().effectiveEpochs()).isBetween(3.0, 4.0);
        assertThat(result.convergence())
                .as("the start, three whole epochs, and where it stopped")
                .hasSize(5);
        assertThat(result.convergence().get(4).loss()).isBetween(0.24, 0.25);
    }
}
