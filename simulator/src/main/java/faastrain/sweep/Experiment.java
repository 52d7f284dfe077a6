package faastrain.sweep;

import faastrain.provisioning.StrategyKind;
import faastrain.scenario.Node;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep runs: a scenario, the axes along which it is varied, and which of the combinations are meant.
 *
 * @param file the experiment's file as the user named it
 * @param name what it is called
 * @param description free text, if any
 * @param scenarioFile what the scenario was read from; the experiment's own file where it stands in it
 * @param scenario the scenario that all points begin with
 * @param axes in the order of the file, the first varying slowest; the strategies, if any, are the last
 * @param filters conditions that every point keeps
 * @param strategies who finds the plans; empty where the scenario has one
 * @param refused what becomes of points that cannot be run
 * @param comparison whose differences are told, if any are
 * @param quantiles those that are told of time and cost, each above 0 and below 1
 * @param objective by what the best point is told
 */
public record Experiment(
        String file,
        String name,
        Optional<String> description,
        String scenarioFile,
        Node.Mapping scenario,
        List<Axis> axes,
        List<Condition> filters,
        List<StrategyKind> strategies,
        Refused refused,
        Optional<PairedComparison> comparison,
        List<Double> quantiles,
        Objective objective) {

    /** The most combinations of levels, those included that filters leave out. */
    static final long MOST_COMBINATIONS = 10_000_000;

    /** The most points that are run. */
    static final int MOST_POINTS = 100_000;

    /**
     * Whose paired differences are told.
     *
     * @param axis index of the axis
     * @param against index of the level that the others are compared with
     */
    public record PairedComparison(int axis, int against) {}

    public Experiment {
        axes = List.copyOf(axes);
        filters = List.copyOf(filters);
        strategies = List.copyOf(strategies);
        quantiles = List.copyOf(quantiles);
    }

    /** How many combinations of levels there are, those included that filters leave out. */
    public long combinations() {
        long product = 1;
        for (Axis axis : axes) {
            product = Math.multiplyExact(product, (long) axis.levels().size());
        }
        return product;
    }

    /** Whether strategies find the plans. */
    public boolean isOpen() {
        return !strategies.isEmpty();
    }
}
