package faastrain.sweep;

import faastrain.analytic.Prediction;
import faastrain.experiment.StoppingRule;
import faastrain.model.Plan;
import faastrain.provisioning.Offer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One combination of an experiment's levels.
 *
 * @param number counted from 1, in the order of the results
 * @param levels the index of the level of each axis
 * @param content what is run, or why nothing is
 */
public record Point(int number, List<Integer> levels, Content content) {
    /** What becomes of a point. */
    public sealed interface Content {}

    /**
     * A point that can be run.
     *
     * @param hash of what is run
     * @param plan what it was resolved to
     * @param rule how often it is run
     * @param deadlineSeconds by when it should end, where the scenario says so
     * @param offer what the strategy proposes, where one finds the plan
     * @param remark what a strategy says of a plan that does not keep its constraints by the closed form
     * @param prediction the closed form of the pattern's own paper, where there is one
     * @param warnings what a reader of its numbers should know
     */
    public record Ready(
            PointHash hash,
            Plan plan,
            StoppingRule rule,
            OptionalDouble deadlineSeconds,
            Optional<Offer> offer,
            Optional<String> remark,
            Optional<Predicted> prediction,
            List<String> warnings)
            implements Content {
        public Ready {
            warnings = List.copyOf(warnings);
        }
    }

    /** A point that cannot be run, with the reason. */
    public record Refused(String reason) implements Content {}

    /** A point for which its strategy finds no plan, with the reason. */
    public record NoPlan(String reason) implements Content {}

    /**
     * What a closed form says.
     *
     * @param model its id
     * @param timeSeconds of the training, s
     * @param costUsd of the training, dollars
     */
    public record Predicted(String model, double timeSeconds, double costUsd) {
        static Predicted of(Prediction prediction) {
            return new Predicted(prediction.model(), prediction.timeSeconds(), prediction.costUsd());
        }
    }

    public Point {
        levels = List.copyOf(levels);
    }

    /** What is run; empty when nothing can be. */
    public Optional<Ready> ready() {
        return content instanceof Ready ready ? Optional.of(ready) : Optional.empty();
    }
}
