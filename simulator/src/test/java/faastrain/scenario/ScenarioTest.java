package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Scenarios that are made of others. */
class ScenarioTest {
    @Provide
    Arbitrary<Scenario> scenarios() {
        return Texts.scenarios();
    }

    private static ScenarioFile file(String... pathsAndValues) {
        return ScenarioLoader.load("s.yaml", Texts.with(pathsAndValues), List.of());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whatIsExchangedAndExchangedBackIsTheSame(@ForAll("scenarios") Scenario scenario) {
        Scenario other =
                scenario.withProtocol(scenario.protocol() == ProtocolKind.BSP ? ProtocolKind.ASP : ProtocolKind.BSP);
        assertThat(other).isNotEqualTo(scenario);
        assertThat(other.withProtocol(scenario.protocol())).isEqualTo(scenario);
        Scenario planned = scenario.withPlan(3, 1536, 64, 2, 32);
        assertThat(planned.plan())
                .isEqualTo(new Scenario.Plan(
                        3,
                        OptionalInt.of(1536),
                        64,
                        2,
                        OptionalInt.of(32),
                        scenario.plan().maxGlobalBatch()));
        assertThat(planned.withPlan(7, 128, 1, 7, 1)).isEqualTo(scenario.withPlan(7, 128, 1, 7, 1));
    }

    @Test
    void theFilesOtherFieldsStayWhenThePlanChanges() {
        assertThat(file("plan.max-global-batch", "1024", "protocol", "hap")
                        .scenario()
                        .withPlan(5, 2048, 64, 2, 100))
                .isEqualTo(file(
                                "plan.max-global-batch", "1024",
                                "protocol", "hap",
                                "plan.workers", "5",
                                "plan.memory", "2048 MB",
                                "plan.batch", "64",
                                "plan.aggregators", "2",
                                "plan.non-aggregator-batch", "100")
                        .scenario());
    }

    @Test
    void aFileKeepsItsNameAndItsPlacesWithAnotherScenario() {
        ScenarioFile file = file();
        Scenario other = file.scenario().withProtocol(ProtocolKind.ASP);
        assertThat(file.with(other)).isEqualTo(new ScenarioFile("s.yaml", other, file.places()));
        assertThat(file.with(other).place("plan.memory")).isEqualTo(file.place("plan.memory"));
    }

    @Test
    void aPlanHasEveryWorkerThatTheScenarioSpeaksOf() {
        assertThat(file().scenario().leastWorkers()).isEqualTo(1);
        assertThat(file("stragglers.count", "3").scenario().leastWorkers()).isEqualTo(3);
        assertThat(file("stragglers.workers", "\"4, 1\"").scenario().leastWorkers())
                .isEqualTo(5);
        assertThat(file("stragglers.count", "3", "faults.crash-worker", "5", "faults.crash-time", "1 s")
                        .scenario()
                        .leastWorkers())
                .isEqualTo(6);
    }
}
