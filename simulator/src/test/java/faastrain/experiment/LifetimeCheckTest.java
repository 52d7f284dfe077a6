package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.event.TrainingFailedException;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.scenario.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** What is refused because functions cannot live so long, and what is said to work instead. */
class LifetimeCheckTest {
    private static final double LIFETIME = 60;

    private static final Profiles PROFILES = AnyScenarios.shared();

    @Provide
    Arbitrary<AnyScenarios.Any> scenarios() {
        return AnyScenarios.all()
                .map(any -> any.with("prices=brief", "lifetime.limit=enforced", "lifetime.margin=20 s"));
    }

    /** Why a scenario is refused for the lifetime; nothing when it is accepted. */
    private static Optional<String> refusal(AnyScenarios.Any scenario) {
        try {
            scenario.prepare(PROFILES);
            return Optional.empty();
        } catch (InvalidInputException refused) {
            assertThat(refused.getMessage()).contains("re-invocation: is ").contains("it may live 60 s");
            return Optional.of(refused.getMessage());
        }
    }

    /** What is said to work instead, each as assignments of fields. */
    private static List<String[]> remedies(String refusal) {
        int from = refusal.indexOf("what would work: ");
        if (from < 0) {
            assertThat(refusal).contains("no memory or batch is enough");
            return List.of();
        }
        String list = refusal.substring(from + "what would work: ".length(), refusal.indexOf(" (lifetime.limit"));
        return Arrays.stream(list.split(", or ", -1))
                .map(remedy -> remedy.replace(": ", "=").split(" with ", -1))
                .toList();
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void whatIsRefusedHasAFunctionThatWouldOutliveItsLifetime(@ForAll("scenarios") AnyScenarios.Any scenario) {
        Optional<String> refusal = refusal(scenario);
        Statistics.label("refused").collect(refusal.isPresent());
        if (refusal.isPresent()) {
            RunResult run =
                    Replications.run(scenario.with("lifetime.limit=ignored").prepare(PROFILES), "test");
            assertThat(run.replications().get(0).longestFunctionSeconds())
                    .as("%s", refusal.get())
                    .isGreaterThan(LIFETIME);
        }
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void whatIsSaidToWorkIsAccepted(@ForAll("scenarios") AnyScenarios.Any scenario) {
        Optional<String> refusal = refusal(scenario);
        if (refusal.isPresent()) {
            for (String[] remedy : remedies(refusal.get())) {
                assertThat(refusal(scenario.with(remedy)))
                        .as(String.join(" ", remedy) + " of " + refusal.get())
                        .isEmpty();
            }
        }
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void whatIsAcceptedEitherRunsOrFailsWithTheReason(@ForAll("scenarios") AnyScenarios.Any scenario) {
        if (refusal(scenario).isPresent()) {
            return;
        }
        try {
            Replication run = Replications.run(scenario.prepare(PROFILES), "test")
                    .replications()
                    .get(0);
            Statistics.label("accepted").collect("runs");
            if (!scenario.text().contains("vm-network")) {
                assertThat(run.longestFunctionSeconds()).isLessThanOrEqualTo(LIFETIME * (1 + 1e-9));
            }
        } catch (TrainingFailedException failed) {
            Statistics.label("accepted").collect("fails");
            assertThat(failed).hasMessageContaining("60 s that it may live");
        }
    }

    /**
     * One function alone loads 22 MiB in 3.125 s, saves 12 MiB in 6.5 s, and computes for 1,000(B + 2)/(M − 500) s a batch
     * of B of its 1,000 samples.
     */
    private static Setting alone(String... overrides) {
        return Sites.prepareText(PROFILES, """
                name: test
                workload: w
                platform: p
                curve: affine
                epochs: 1
                pattern: all-reduce
                plan: {workers: 1, memory: 2000 MB, batch: 2}
                """, overrides);
    }

    private static Replication run(String... overrides) {
        return Replications.run(alone(overrides), "test").replications().get(0);
    }

    @Test
    void aRefusalNamesTheMemoryTheBatchAndThePolicyThatWouldWorkAndEachOfThemRuns() {
        // 500 iterations of 1,000·4/1,500 s; at 2,752 MB of 1,000·4/2,252 s; 125 of 1,000·10/1,500 s with batches of 8.
        assertThatThrownBy(LifetimeCheckTest::alone)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "test.yaml: re-invocation: is each-epoch, with which a function needs at least 1,337 s for its"
                                + " work, and it may live 900 s; what would work: re-invocation: deadline-margin, or plan.memory:"
                                + " 2752 MB, or plan.batch: 8 (lifetime.limit: ignored simulates it all the same)");
        double whole = 3.125 + 500 * 4000 / 1500.0;
        assertThat(run("lifetime.limit=ignored").longestFunctionSeconds()).isCloseTo(whole, within(1e-9));
        assertThat(run("plan.memory=2752 MB").longestFunctionSeconds())
                .isCloseTo(3.125 + 500 * 4000 / 2252.0, within(1e-9));
        assertThat(run("plan.batch=8").longestFunctionSeconds()).isCloseTo(3.125 + 125 * 10000 / 1500.0, within(1e-9));
        assertThatThrownBy(() -> alone("plan.memory=2688 MB")).hasMessageContaining("needs at least 918 s");
        assertThatThrownBy(() -> alone("plan.batch=4")).hasMessageContaining("needs at least 1,004 s");
        // After 840 s: (840 − 3.125)/2.667 are 314 iterations.
        Replication anew = run("re-invocation=deadline-margin");
        assertThat(anew.longestFunctionSeconds()).isCloseTo(3.125 + 314 * 4000 / 1500.0 + 6.5, within(1e-9));
        assertThat(anew.incidents().reinvocations()).isEqualTo(1);
    }

    @Test
    void whereTheMarginIsTooShortForAnIterationALongerOneIsNamed() {
        // Iterations of 28 s: the second ends after 59.125 s, which leaves no 6.5 s of 60 s for saving the model.
        String[] slow = {"prices=brief", "plan.memory=4500 MB", "plan.batch=110", "lifetime.margin=20 s"};
        assertThatThrownBy(() -> alone(slow))
                .hasMessageContaining("what would work: re-invocation: deadline-margin with lifetime.margin: 35 s");
        assertThatThrownBy(() -> run(with(slow, "re-invocation=deadline-margin")))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("60 s that it may live");
        Replication run = run(with(slow, "re-invocation=deadline-margin", "lifetime.margin=35 s"));
        assertThat(run.longestFunctionSeconds()).isCloseTo(3.125 + 28 + 6.5, within(1e-9));
    }

    private static String[] with(String[] fields, String... more) {
        return Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void underDeadlineMarginASingleIterationMustFit() {
        // 3.125 s and 1,000·450/500 s; at 1,024 MB 1,000·450/524 s, and half the batch 1,000·226/500 s.
        String[] large = {"re-invocation=deadline-margin", "plan.memory=1000 MB", "plan.batch=448"};
        assertThatThrownBy(() -> alone(large))
                .hasMessageContaining("is deadline-margin, with which a function needs at least 904 s for loading and a"
                        + " single iteration, and it may live 900 s; what would work: plan.memory: 1024 MB, or plan.batch:"
                        + " 224 (");
        assertThat(run(with(large, "plan.memory=1024 MB", "checkpoint.functions=never"))
                        .longestFunctionSeconds())
                .isCloseTo(3.125 + 450_000 / 524.0, within(1e-9));
        assertThat(run(with(large, "plan.batch=224", "lifetime.margin=460 s")).longestFunctionSeconds())
                .isCloseTo(3.125 + 226_000 / 500.0 + 6.5, within(1e-9));
    }

    /**
     * Two functions load 17 MiB in 2.5 s, compute for (73 + 2)/1.5 s = 50 s six times, then for (62 + 2)/1.5 s, and move
     * 6 MiB three times up, in 3.5 s each, and three times down, in 1.125 s each; who is replaced saves 12 MiB in 6.5 s.
     */
    private static final String[] PAIR = {
        "prices=brief",
        "re-invocation=deadline-margin",
        "lifetime.margin=20 s",
        "pattern=scatter-reduce",
        "plan.workers=2",
        "plan.batch=73"
    };

    @Test
    void whoTrainsSeveralIterationsOfARoundLeavesTheExchangeToTheFunctionThatTrainsTheLast() {
        Replication run = run(with(PAIR, "algorithm.kind=ma-sgd"));
        // 59.04 s; the six before it live 2.5 + 50 + 6.5 = 59 s. None computes for 50 s and exchanges as well: 66.4 s.
        assertThat(run.longestFunctionSeconds()).isCloseTo(2.5 + 64 / 1.5 + 3 * 3.5 + 3 * 1.125, within(1e-9));
        assertThat(run.incidents().reinvocations()).isEqualTo(2 * 6);
        assertThatThrownBy(() -> alone(with(PAIR, "algorithm.kind=ga-sgd")))
                .hasMessageContaining("needs at least 67 s");
    }

    @Test
    void whoTrainsTheLastIterationOfARoundExchangesTooHoweverShortItsShareIs() {
        String[] dropped = with(PAIR, "algorithm.kind=ma-sgd", "last-batch=drop");
        assertThatThrownBy(() -> alone(dropped)).hasMessageContaining("needs at least 67 s");
        assertThat(run(with(dropped, "lifetime.limit=ignored")).longestFunctionSeconds())
                .isCloseTo(2.5 + 50 + 3 * 3.5 + 3 * 1.125, within(1e-9));
    }

    @Test
    void aTrainingThatMayStopEarlyIsNotRefusedForTheEpochsThatItMayNeverTrain() {
        String[] twoEpochs = {"re-invocation=never", "epochs=2", "plan.batch=8"};
        assertThatThrownBy(() -> alone(twoEpochs)).hasMessageContaining("needs at least 1,670 s");
        Replication run = run(with(twoEpochs, "convergence.source=epochs", "convergence.epochs=1"));
        assertThat(run.longestFunctionSeconds()).isCloseTo(3.125 + 125 * 10_000 / 1500.0, within(1e-9));
        assertThat(run.learning().stopped()).isTrue();
    }

    @Test
    void aFunctionThatCrashesMayLiveShortlyEnough() {
        // Two epochs are 1,666.7 s; one function crashes half way, and another one goes on.
        Replication run = run(
                "re-invocation=never",
                "epochs=2",
                "plan.batch=8",
                "faults.crash-worker=0",
                "faults.crash-time=830 s",
                "faults.restart-delay=1 s");
        assertThat(run.incidents().crashes()).isEqualTo(1);
        assertThat(run.longestFunctionSeconds()).isBetween(830.0, 900.0);
    }

    @Test
    void whoCrashesAfterItHasMergedDoesNotMergeAgain() {
        // Each of a hundred loads 12.1 MiB, computes for 10,000/13 s and moves 0.12 MiB a hundred times up, 99 times
        // down,
        // and once merged up and a hundred times down: in 905.3 s, of which the last 39 s come after it has merged.
        String[] many = {
            "pattern=scatter-reduce", "plan.workers=100", "plan.memory=513 MB", "plan.batch=8", "last-batch=drop"
        };
        assertThatThrownBy(() -> alone(many)).hasMessageContaining("needs at least 906 s");
        Replication run = run(with(many, "faults.outage-start=867 s", "faults.outage-duration=30 s"));
        assertThat(run.incidents().crashes()).isEqualTo(100);
        // All have merged by 866.3 s and give up, after 867 s, with four retries of 15 s in all at most.
        assertThat(run.longestFunctionSeconds()).isBetween(867.0, 867 + 15 + 5 * 0.39);
    }

    @Test
    void whomTheOthersNeedNotMayNeverTrain() {
        // Batches of 90 compute for 92/1.5 = 61.3 s, but their worker is away until the others have learnt enough.
        String[] late = {
            "prices=brief",
            "re-invocation=deadline-margin",
            "lifetime.margin=30 s",
            "pattern=k-reduce",
            "protocol=asp",
            "plan={workers: 3, memory: 2000 MB, batch: 10, aggregators: 2, non-aggregator-batch: 90}",
            "convergence.source=epochs",
            "convergence.epochs=0.2"
        };
        String[] away = {"faults.crash-worker=2", "faults.crash-time=5 s", "faults.restart-delay=900 s"};
        Replication run = run(with(with(late, "epochs=3"), away));
        assertThat(run.learning().stopped()).isTrue();
        assertThat(run.incidents().crashes()).isEqualTo(1);
        assertThat(run.longestFunctionSeconds()).isLessThan(LIFETIME);
        assertThatThrownBy(() -> alone(with(late, "convergence.source=none")))
                .hasMessageContaining("needs at least 72 s");
        // None of these batches is computed in 60 s.
        assertThatThrownBy(() -> alone(with(late, "plan.batch=89"))).hasMessageContaining("single iteration");
    }

    @Test
    void machinesLiveOnAndWhatIsTracedIsNotForeseen() {
        String[] machines = {"epochs=2", "plan.workers=2", "channel=vm-network", "pattern=ring"};
        assertThat(run(machines).longestFunctionSeconds()).isGreaterThan(900);
        assertThat(alone("compute.source=replay", "compute.trace=times").warnings())
                .isNotEmpty();
    }

    @Test
    void whatOnlyTheRunShowsTheRunTells() {
        // 836.5 s alone, but 1.2 times as slow.
        String[] slow = {"plan.batch=8", "stragglers.workers=0", "stragglers.factor=1.2"};
        assertThat(run("plan.batch=8").longestFunctionSeconds()).isLessThan(900);
        assertThatThrownBy(() -> run(slow))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("worker 0's function has run for the 900 s that it may live at 900 s");
        RunResult ignored = Replications.run(alone(with(slow, "lifetime.limit=ignored")), "test");
        assertThat(ignored.warnings()).anyMatch(words -> words.contains("a function runs 1003 s"));
    }
}
