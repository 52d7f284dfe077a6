package faastrain.report;

import faastrain.experiment.OpenScenario;
import faastrain.experiment.Planning;
import faastrain.experiment.Sites;
import faastrain.provisioning.Outcome;
import faastrain.provisioning.StrategyKind;
import faastrain.result.PlanResult;
import faastrain.scenario.Assignment;
import faastrain.scenario.ScenarioLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Small searches: an epoch of SqueezeNet within 160 s, few candidates, few runs. */
final class Plans {
    private static final Path SCENARIO = Path.of("..", "scenarios", "paper", "squeezenet-cifar10.yaml");

    private Plans() {}

    /**
     * Searches.
     *
     * @param assignments what is set, beside the above
     */
    static PlanResult search(List<StrategyKind> strategies, boolean simulate, String... assignments) {
        List<String> all =
                new ArrayList<>(List.of("epochs=1", "deadline=160 s", "replications=2", "search.candidates=2"));
        all.addAll(List.of(assignments));
        OpenScenario open = OpenScenario.of(
                more -> {
                    List<Assignment> both = new ArrayList<>(Assignment.of("--set", all));
                    both.addAll(more);
                    return ScenarioLoader.loadOpen(SCENARIO, both);
                },
                Sites.SHIPPED);
        Map<StrategyKind, Outcome> outcomes = new EnumMap<>(StrategyKind.class);
        strategies.forEach(kind -> outcomes.put(kind, kind.strategy().plan(open.task())));
        return Planning.plan(open, outcomes, simulate, "0.0-test", (done, atMost) -> {});
    }
}
