package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import faastrain.event.Incidents;
import faastrain.event.LearningAccount;
import faastrain.experiment.Profiles;
import faastrain.experiment.Replications;
import faastrain.experiment.Sites;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of learning and of functions. Five workers, two epochs. */
class LearningAndFunctionsTest {
    private static final LearningAccount FRESH = new LearningAccount(List.of(100L), 0, 2000, 2000, 2, false);

    /** (30·1 + 8·2 + 2·3 + 1·4 + 1·5)/100 = 0.61. */
    private static final LearningAccount STALE =
            new LearningAccount(List.of(58L, 30L, 8L, 2L, 1L, 1L), 0, 2000, 2000, 1.25, false);

    private static final LearningAccount STOPPED = new LearningAccount(List.of(100L), 0, 1500, 1600, 1.5, true);

    private static final Incidents NONE = new Incidents(10, 0, 0, 0, 10, 0, 0);

    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = Sites.write(folder);
        Files.createDirectories(folder.resolve("losses"));
        Files.writeString(folder.resolve("losses/l.csv"), "global_batch,epoch,loss\n40,0,2\n40,2,1\n");
    }

    private RunResult run(String... overrides) {
        List<String> all = new ArrayList<>(List.of("lifetime.limit=ignored", "protocol=bsp"));
        all.addAll(List.of(overrides));
        return Replications.run(Sites.prepare(profiles, all.toArray(String[]::new)), "0.0-test");
    }

    private static RunResult with(RunResult run, Incidents incidents, LearningAccount... accounts) {
        Replication one = run.replications().get(0);
        List<Replication> replications = new ArrayList<>();
        for (LearningAccount account : accounts) {
            replications.add(Replicas.with(one, account, incidents, one.finalLoss()));
        }
        return Replicas.result(run, replications);
    }

    /** A paragraph of what a run prints; empty when there is none. */
    private static List<String> paragraph(String title, RunResult result) {
        return RunText.run(result)
                .lines()
                .dropWhile(line -> !line.startsWith(title))
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }

    private static JsonNode simulation(RunResult result) {
        return SummaryJson.summary(result).get("simulation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol=bsp", "start-up.source=table", "plan.aggregators=5", "channel=elasticache-redis"})
    void aSynchronousRunWithoutIncidentsIsToldWithoutEither(String override) {
        RunResult run = run(override);
        assertThat(paragraph("Learning", run)).isEmpty();
        assertThat(paragraph("Functions", run)).isEmpty();
        JsonNode learning = simulation(run).get("learning");
        assertThat(learning.get("assumption").isNull()).isTrue();
        assertThat(learning.get("final_loss").isNull()).isTrue();
        assertThat(learning.get("effective_epochs").asDouble()).isEqualTo(2);
        assertThat(learning.get("mean_staleness").asDouble()).isZero();
        assertThat(learning.get("stopped").asDouble()).isZero();
    }

    @Test
    void underHapTheNonAggregatorsUpdatesAreStaleAndCountFullyWhereNobodyAsksForProgress() {
        RunResult run = run("protocol=hap");
        assertThat(paragraph("Learning", run))
                .hasSize(2)
                .last()
                .asString()
                .contains(" rounds stale on average (")
                .contains(" % fresh, ")
                .endsWith(" % 1 round)");
        assertThat(simulation(run).at("/learning/assumption").asText())
                .isEqualTo("every update counts fully, however stale (convergence.source: none)");
        assertThat(simulation(run).at("/learning/effective_epochs").asDouble()).isEqualTo(2);
    }

    @Test
    void stalenessIsToldByTheFirstRoundsAndWhatIsOlderTogether() {
        RunResult run = with(run("convergence.source=epochs", "convergence.epochs=9"), NONE, STALE);
        assertThat(paragraph("Learning", run))
                .containsExactly(
                        "Learning",
                        "  updates: 100, 0.6100 rounds stale on average (58.0 % fresh, 30.0 % 1 round, 8.0 % 2 rounds,"
                                + " 2.0 % 3 rounds, 2.0 % more, up to 5)",
                        "  effective epochs: 1.250 of 2",
                        "  assumed: an update that is τ rounds stale counts 1/(1 + τ) (convergence.stale-updates: inverse);"
                                + " R·f(w) = 9 effective epochs reach the target, f(w) = w^0",
                        "  target: 9 effective epochs, not reached");
        assertThat(simulation(run).at("/learning/mean_staleness").asDouble()).isEqualTo(0.61);
    }

    @Test
    void theAssumptionIsThatOfTheScenario() {
        RunResult full = run(
                "convergence.source=epochs",
                "convergence.epochs=1",
                "convergence.exponent=0.5",
                "convergence.stale-updates=full");
        // 1·√5 = 2.236.
        String target = "R·f(w) = 2.236 effective epochs reach the target, f(w) = w^0.5";
        assertThat(LearningText.assumption(with(full, NONE, STALE)))
                .contains("every update counts fully, however stale (convergence.stale-updates: full); " + target);
        assertThat(LearningText.assumption(with(full, NONE, FRESH))).contains(target);
    }

    @Test
    void aLossAlongACurveIsAssumedAndToldWithItsTarget() {
        RunResult run =
                run("convergence.source=curve", "convergence.trace=l", "convergence.target-loss=1.25", "epochs=4");
        List<String> told = paragraph("Learning", run);
        // From 2 at the start down to 1 after two epochs: 1.25 after 1.5 of them, in round 38, as 1,000 samples are 25
        // rounds of five batches of 8, and 38/25 = 1.52, where the curve is at 2 - 0.5 * 1.52 = 1.24.
        assertThat(told)
                .contains("  assumed: the loss follows the curve by effective epochs")
                .contains("  loss at the end: 1.240");
        assertThat(told.get(told.size() - 1))
                .startsWith("  target: a loss of 1.25, reached: the training stopped after 1.520 effective epochs, ")
                .endsWith(" s");
        JsonNode learning = simulation(run).get("learning");
        assertThat(learning.get("stopped").asDouble()).isEqualTo(1);
        assertThat(learning.at("/final_loss/mean").asDouble()).isCloseTo(1.24, within(1e-9));
        assertThat(learning.get("effective_epochs").asDouble()).isCloseTo(1.52, within(1e-9));
    }

    @Test
    void whatSomeReplicationsReachIsToldAsSuch() {
        RunResult run =
                with(run("convergence.source=epochs", "convergence.epochs=1.5"), NONE, STOPPED, FRESH, FRESH, FRESH);
        assertThat(paragraph("Learning", run))
                .last()
                .asString()
                .startsWith("  target: 1.500 effective epochs, reached in 1 of 4 runs: the training stopped after 1.500"
                        + " effective epochs, ");
        assertThat(simulation(run).at("/learning/stopped").asDouble()).isEqualTo(0.25);
        // (1,500 + 3·2,000)/4
        assertThat(simulation(run).at("/learning/samples_used").asDouble()).isEqualTo(1875);
    }

    @Test
    void lostUpdatesAreTold() {
        RunResult run = with(run(), NONE, new LearningAccount(List.of(100L), 1200, 2000, 2000, 0.5, false));
        assertThat(paragraph("Learning", run))
                .containsExactly(
                        "Learning",
                        "  updates: 100, all fresh",
                        "  updates lost: 1,200, which others have overwritten who did not know them",
                        "  effective epochs: 0.5000 of 2");
    }

    @Test
    void crashesAndNewInvocationsAreToldWithTheSamplesThatWereComputedAgain() {
        RunResult run = with(
                run(),
                new Incidents(17, 2, 1, 5, 0, 0, 3),
                new LearningAccount(List.of(100L), 0, 2000, 2040, 2, false));
        assertThat(paragraph("Functions", run))
                .containsExactly(
                        "Functions                                      in all",
                        "  run                                              17",
                        "  waited for their turn at a time, at most          3",
                        "  invoked anew near the end of their lifetime       5",
                        "  crashed                                           2",
                        "  crashes of a parameter server                     1",
                        "  samples computed: 2,040, of which 2,000 were used");
        assertThat(simulation(run).at("/functions/reinvocations").asInt()).isEqualTo(5);
        assertThat(simulation(run).at("/functions/most_waiting").asInt()).isEqualTo(3);
    }

    @Test
    void startsAreColdOrWarmWhereTheyAreDrawn() {
        RunResult run = run("start-up.source=distribution");
        // Five start in new environments, and in the second epoch the same five are kept warm.
        assertThat(paragraph("Functions", run))
                .containsExactly(
                        "Functions       in all",
                        "  run               10",
                        "  started cold       5",
                        "  started warm       5");
        assertThat(RunText.run(run)).containsPattern("\n  startup +[0-9.]+ ");
        assertThat(simulation(run).at("/functions/cold_starts").asInt()).isEqualTo(5);
    }

    @Test
    void aFunctionThatCrashesShowsTheTimeOfDoingAgainAndSavingModelsThatOfCheckpoints() {
        RunResult run = run("faults.crash-worker=0", "faults.crash-time=5 s", "checkpoint.functions=always");
        assertThat(paragraph("Functions", run)).contains("  crashed       1");
        assertThat(RunText.run(run)).containsPattern("\n  retry +[0-9.]+ ").containsPattern("\n  checkpoint +[0-9.]+ ");
    }

    @Test
    void theBoundOfTheStalenessIsToldUnderSspOnly() {
        assertThat(SummaryJson.summary(run("protocol=ssp", "staleness=2"))
                        .at("/scenario/staleness")
                        .asInt())
                .isEqualTo(2);
        assertThat(SummaryJson.summary(run("staleness=2"))
                        .at("/scenario/staleness")
                        .isNull())
                .isTrue();
    }
}
