package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.provisioning.Offer;
import faastrain.provisioning.Outcome;
import faastrain.provisioning.StrategyKind;
import faastrain.result.CandidatePlan;
import faastrain.result.PlanResult;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.SimulatedPlan;
import faastrain.result.StrategyPlan;
import faastrain.scenario.Assignment;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.ScenarioLoader;
import faastrain.scenario.ScenarioWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a search for a plan makes of strategies and simulations. */
class PlanningTest {
    private static final Path PAPER = Path.of("..", "scenarios", "paper");

    /** Enough candidates that one of them beats the closed form's choice. */
    private static final String FEW = "search.candidates=10";

    private static OpenScenario open(String file, String... assignments) {
        List<Assignment> own = Assignment.of("--set", List.of(assignments));
        return OpenScenario.of(
                more -> {
                    List<Assignment> all = new ArrayList<>(own);
                    all.addAll(more);
                    return ScenarioLoader.loadOpen(PAPER.resolve(file), all);
                },
                Sites.SHIPPED);
    }

    private static PlanResult plan(OpenScenario open, boolean simulate, StrategyKind... kinds) {
        Map<StrategyKind, Outcome> outcomes = new EnumMap<>(StrategyKind.class);
        for (StrategyKind kind : kinds) {
            outcomes.put(kind, kind.strategy().plan(open.task()));
        }
        return Planning.plan(open, outcomes, simulate, "test", (done, atMost) -> {});
    }

    private static SimulatedPlan score(PlanResult result, StrategyKind kind) {
        return result.strategies().stream()
                .filter(strategy -> strategy.strategy() == kind)
                .findFirst()
                .flatMap(StrategyPlan::simulated)
                .orElseThrow();
    }

    @Test
    void theSimulationFindsACheaperPlanForBertThanTheClosedForm() {
        PlanResult result = plan(open("bert-base-cola.yaml", FEW), true, StrategyKind.EXACT, StrategyKind.LAMBDADNN);

        PlanResult.SelectedPlan selected = result.selected().orElseThrow();
        assertThat(selected.by()).isEqualTo(PlanResult.SelectedPlan.CANDIDATES);
        assertThat(selected.priced().usd())
                .isGreaterThan(result.strategies()
                        .get(0)
                        .outcome()
                        .offer()
                        .orElseThrow()
                        .priced()
                        .usd());
        assertThat(selected.simulated().orElseThrow().costUsd().orElseThrow().mean())
                .isLessThan(score(result, StrategyKind.EXACT)
                        .costUsd()
                        .orElseThrow()
                        .mean());
        assertThat(selected.simulated().orElseThrow().replications()).isEqualTo(20);
        assertThat(score(result, StrategyKind.LAMBDADNN).meetsDeadline().successes())
                .as("λDNN's plan meets the deadline by its closed form only")
                .isZero();
    }

    @Test
    void theSelectedPlanIsTheCheapestOfAllThatHold() {
        PlanResult result = plan(open("bert-base-cola.yaml", FEW), true, StrategyKind.EXACT, StrategyKind.TWO_STAGE);

        double best = result.selected()
                .orElseThrow()
                .simulated()
                .orElseThrow()
                .costUsd()
                .orElseThrow()
                .mean();
        assertThat(result.candidates()).hasSize(10);
        for (CandidatePlan candidate : result.candidates()) {
            SimulatedPlan score = candidate.simulated().orElseThrow();
            if (score.holds()) {
                assertThat(score.regretUsd().orElseThrow()).isGreaterThanOrEqualTo(0);
                assertThat(score.costUsd().orElseThrow().mean()).isGreaterThanOrEqualTo(best * (1 - 0.01));
            }
        }
        assertThat(result.selected().orElseThrow().simulated().orElseThrow().regretUsd())
                .isEqualTo(OptionalDouble.of(0));
    }

    @Test
    void confidenceAsksForMoreRunsAndMayChooseADearerPlan() {
        String[] tight = {"deadline=2308 s", "search.candidates=8"};
        PlanResult half = plan(open("bert-base-cola.yaml", tight), true, StrategyKind.EXACT);
        PlanResult sure = plan(
                open("bert-base-cola.yaml", tight[0], tight[1], "search.confidence=0.95"), true, StrategyKind.EXACT);

        SimulatedPlan chosen = sure.selected().orElseThrow().simulated().orElseThrow();
        assertThat(chosen.replications()).isEqualTo(200);
        assertThat(chosen.meetsDeadline().estimate()).isGreaterThanOrEqualTo(0.95);
        assertThat(half.selected()
                        .orElseThrow()
                        .simulated()
                        .orElseThrow()
                        .meetsDeadline()
                        .estimate())
                .isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void aPlanFileRunsAsItWasSimulated() {
        OpenScenario open = open("squeezenet-cifar10.yaml", "epochs=2", "deadline=400 s", "search.candidates=0");
        PlanResult result = plan(open, true, StrategyKind.TWO_STAGE);

        String written =
                ScenarioWriter.resolved(result.strategies().get(0).scenario().orElseThrow());
        ScenarioFile read = ScenarioLoader.load("plan.yaml", written, List.of("replications=20"));
        RunResult run = Replications.run(Preparation.prepare(read, Sites.SHIPPED), "test");

        SimulatedPlan score = score(result, StrategyKind.TWO_STAGE);
        assertThat(score.replications()).isEqualTo(20);
        assertThat(run.mean(Replication::timeSeconds))
                .isCloseTo(score.timeSeconds().orElseThrow().mean(), within(1e-9));
        assertThat(run.mean(Replication::costUsd))
                .isCloseTo(score.costUsd().orElseThrow().mean(), within(1e-12));
    }

    @Test
    void withoutASimulationTheCheapestPlanOfFunctionsIsSelected() {
        PlanResult result = plan(open("mobilenet-cifar10.yaml"), false, StrategyKind.values());

        assertThat(result.runs()).isZero();
        assertThat(result.selected().orElseThrow().by()).isEqualTo("exact");
        Outcome machines = result.strategies().stream()
                .filter(strategy -> strategy.strategy() == StrategyKind.IAAS)
                .findFirst()
                .orElseThrow()
                .outcome();
        assertThat(machines.offer().map(Offer::kind)).contains(Offer.Kind.MACHINES);
        assertThat(machines.offer().orElseThrow().priced().usd())
                .as("virtual machines are cheaper, and no plan of functions")
                .isLessThan(result.selected().orElseThrow().priced().usd());
    }

    @Test
    void aDeadlineBelowTheFastestIsRefusedWithTheFastest() {
        OpenScenario open = open("bert-base-cola.yaml", "deadline=100 s");

        Map<StrategyKind, Outcome> outcomes =
                Map.of(StrategyKind.EXACT, StrategyKind.EXACT.strategy().plan(open.task()));
        assertThatThrownBy(() -> Planning.checkThatThereIsAPlan(open, outcomes))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "of 100 s is below the fastest possible: by the closed form the fastest plan takes"
                                + " 1,464 s (31 functions of 10,240 MB, batch 16)");
    }

    @Test
    void aPlanWhoseRunsFailSaysWhyAndIsNotChosen() {
        OpenScenario open = open(
                "mobilenet-cifar10.yaml", "re-invocation=never", "search.candidates=0", "epochs=5", "deadline=1100 s");
        PlanResult result = plan(open, true, StrategyKind.TWO_STAGE, StrategyKind.EXACT);

        StrategyPlan stages = result.strategies().stream()
                .filter(strategy -> strategy.strategy() == StrategyKind.TWO_STAGE)
                .findFirst()
                .orElseThrow();
        SimulatedPlan score = stages.simulated().orElseThrow();
        assertThat(score.failure().orElseThrow()).contains("has run for the 900 s that it may live");
        assertThat(score.holds()).isFalse();
        assertThat(score.costUsd()).isEmpty();
        assertThat(result.selected().orElseThrow().by()).isEqualTo("exact");
    }

    @Test
    void whatReplicationsAreOneIsJudgedByThatOne() {
        OpenScenario open =
                open("squeezenet-cifar10.yaml", "epochs=1", "deadline=200 s", "replications=1", "search.candidates=5");
        PlanResult result = plan(open, true, StrategyKind.EXACT, StrategyKind.TWO_STAGE);

        assertThat(result.strategies()).allSatisfy(strategy -> assertThat(
                        strategy.simulated().orElseThrow().replications())
                .isEqualTo(1));
        assertThat(result.selected()).isPresent();
    }
}
