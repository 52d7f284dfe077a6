package faastrain.result;

import java.util.List;

/**
 * A term of a closed form beside the simulation.
 *
 * @param term its name
 * @param predicted what the closed form says, in the quantity's unit
 * @param simulated what was simulated
 * @param difference simulated minus predicted
 * @param reasons why they differ; empty when they do not
 */
public record TermDifference(
        String term, double predicted, Statistics simulated, Statistics difference, List<String> reasons) {
    public TermDifference {
        reasons = List.copyOf(reasons);
    }
}
