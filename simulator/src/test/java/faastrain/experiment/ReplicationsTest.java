package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.event.TrainingFailedException;
import faastrain.random.Streams;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.scenario.PrecisionTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a setting is run, and what is told of it. */
class ReplicationsTest {
    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = Sites.write(folder.resolve("traces"));
    }

    /** A setting in which transfers fluctuate, as overrides change it. */
    private Setting setting(String... overrides) {
        List<String> all = new ArrayList<>(List.of("fluctuation=measured"));
        all.addAll(List.of(overrides));
        return Sites.prepare(profiles, all.toArray(String[]::new));
    }

    private RunResult run(String... overrides) {
        return Replications.run(setting(overrides), "test");
    }

    private static List<String> quantileWarnings(RunResult result) {
        return result.warnings().stream()
                .filter(words -> words.contains("a 95 % interval needs"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"time, 0.0015", "cost, 0.000005", "both, 0.0015"})
    void theReplicationsAreTheFirstOfThoseThatAFixedNumberRunsUpToThePrecision(String of, String halfWidth) {
        List<Replication> fixed = run("replications=30").replications();
        StoppingRule.Progress progress = StoppingRule.of(
                        setting("replications=2", "precision=" + halfWidth, "precision.of=" + of)
                                .scenario())
                .begin();
        while (!progress.isEnough()) {
            Replication next = fixed.get(progress.count());
            progress.add(next.timeSeconds(), next.costUsd());
        }
        RunResult precise = run("replications=2", "precision=" + halfWidth, "precision.of=" + of);
        assertThat(progress.count()).isBetween(4, 29);
        assertThat(precise.replications()).isEqualTo(fixed.subList(0, progress.count()));
        assertThat(precise.warnings()).noneMatch(words -> words.contains("is not reached"));
    }

    @Test
    void oneThreadGivesWhatAllGive() throws InterruptedException, ExecutionException {
        String[] precise = {"replications=2", "precision=0.0015"};
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            assertThat(one.submit(() -> run(precise)).get().replications())
                    .isEqualTo(run(precise).replications());
        } finally {
            one.shutdown();
        }
    }

    @Test
    void replicationsThatAreEqualStopAtTheLeastNumberAndWarnOfNoQuantile() {
        RunResult equal = run("fluctuation=none", "replications=3", "precision=0.01");
        assertThat(equal.replications()).hasSize(3);
        assertThat(quantileWarnings(equal)).isEmpty();
        assertThat(equal.warnings()).anyMatch(words -> words.contains("its 3 replications are equal"));
    }

    @Test
    void whatThePrecisionLacksAfterTheMostReplicationsIsTold() {
        RunResult result = run("replications=2", "precision=1e-9", "precision.most=40", "precision.of=time");
        assertThat(result.replications()).hasSize(40);
        assertThat(result.warnings())
                .anyMatch(words -> words.matches("precision\\.half-width: 1E-9 is not reached with the 40"
                        + " replications that precision\\.most allows: 95 % intervals reach 0\\.\\d+ % of the mean time to"
                        + " either side"));
        assertThat(run("replications=2", "precision=1e-9", "precision.most=3").warnings())
                .anyMatch(words ->
                        words.matches(".*95 % intervals reach 0\\.\\d+ % of the mean time and 0\\.\\d+ % of the"
                                + " mean cost to either side"));
    }

    @Test
    void quantilesOfFewReplicationsAreWarnedOf() {
        assertThat(quantileWarnings(run("replications=30")))
                .containsExactly(
                        "p95 and p99 of 30 replications are hardly more than the largest of them: a 95 % interval"
                                + " needs 72 and 368");
        assertThat(quantileWarnings(run("replications=1"))).isEmpty();
    }

    /** What each of the first replications comes to: its failure, or nothing. */
    private static List<Optional<String>> failures(Setting setting, int replications) {
        Streams streams = new Streams(setting.scenario().seed());
        List<Optional<String>> all = new ArrayList<>();
        for (int replication = 0; replication < replications; replication++) {
            try {
                Replications.replication(setting, streams, replication);
                all.add(Optional.empty());
            } catch (TrainingFailedException failed) {
                all.add(Optional.ofNullable(failed.getMessage()));
            }
        }
        return all;
    }

    @Test
    void aFailureAfterThePrecisionIsReachedDoesNotMatterAndOfSeveralTheFirstIsTold() {
        String[] crashing = {"faults.crash-rate=0.15 /h", "faults.recovery=fail", "replications=20"};
        List<Optional<String>> failures = failures(setting(crashing), 20);
        List<String> told = failures.stream().flatMap(Optional::stream).toList();
        int first = failures.indexOf(Optional.of(told.get(0)));
        assertThat(first).as("replications that end before one fails").isBetween(3, 18);
        assertThat(told).doesNotHaveDuplicates().hasSizeGreaterThan(1);
        assertThatThrownBy(() -> run(crashing)).hasMessage(told.get(0));

        // As many as end are precise enough for what they have.
        StoppingRule.Progress progress = new StoppingRule(2, first, 1e-9, PrecisionTarget.TIME).begin();
        Streams streams = new Streams(setting(crashing).scenario().seed());
        for (int replication = 0; replication < first; replication++) {
            Replication one = Replications.replication(setting(crashing), streams, replication);
            progress.add(one.timeSeconds(), one.costUsd());
        }
        RunResult stopped = run(
                "faults.crash-rate=0.15 /h",
                "faults.recovery=fail",
                "replications=2",
                "precision.of=time",
                "precision=" + 1.001 * progress.timeHalfWidth());
        assertThat(stopped.replications()).hasSizeBetween(2, first);
    }
}
