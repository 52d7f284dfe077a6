package faastrain.result;

import faastrain.analytic.Prediction;
import java.util.List;

/**
 * A closed form beside the simulation, term by term.
 *
 * @param prediction what it says
 * @param time terms of the time in seconds; the last row is the whole
 * @param cost items of the cost in dollars; the last row is the whole
 */
public record Comparison(Prediction prediction, List<TermDifference> time, List<TermDifference> cost) {
    public Comparison {
        time = List.copyOf(time);
        cost = List.copyOf(cost);
    }
}
