package faastrain.result;

import faastrain.analytic.CostItem;
import faastrain.event.Incidents;
import faastrain.event.LearningAccount;
import faastrain.event.Phase;
import faastrain.event.ResourceUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a scenario.
 *
 * @param number counted from 1
 * @param timeSeconds when the last function ended
 * @param itemsUsd cost by item
 * @param breakdownSeconds seconds by phase, the mean over the workers
 * @param criticalSeconds seconds by phase of the functions that ended last in their round; they add up to the time
 * @param criticalAggregators in how many rounds the function that ended last was an aggregator
 * @param requests to storage
 * @param movedMib up and down together
 * @param iterations iterations of the training
 * @param events what happened in the engine
 * @param longestFunctionSeconds the longest life of a function
 * @param iterationSeconds mean duration of an iteration
 * @param iterationComputeSeconds mean computation in an iteration
 * @param resources how the channel's shared resources were used
 * @param learning what became of the workers' updates
 * @param incidents what happened to functions
 * @param finalLoss the loss at the end, where it is known
 */
public record Replication(
        int number,
        double timeSeconds,
        Map<CostItem, Double> itemsUsd,
        Map<Phase, Double> breakdownSeconds,
        Map<Phase, Double> criticalSeconds,
        int criticalAggregators,
        Requests requests,
        double movedMib,
        long iterations,
        long events,
        double longestFunctionSeconds,
        double iterationSeconds,
        double iterationComputeSeconds,
        List<ResourceUse> resources,
        LearningAccount learning,
        Incidents incidents,
        Optional<Double> finalLoss) {
    public Replication {
        resources = List.copyOf(resources);
        itemsUsd = Map.copyOf(itemsUsd);
        breakdownSeconds = Map.copyOf(breakdownSeconds);
        criticalSeconds = Map.copyOf(criticalSeconds);
    }

    /** The cost, the sum of its items in their order, dollars. */
    public double costUsd() {
        double sum = 0;
        for (CostItem item : CostItem.values()) {
            sum += itemsUsd.getOrDefault(item, 0.0);
        }
        return sum;
    }

    /** Mean of what was not computation in an iteration, s. */
    public double iterationCommunicationSeconds() {
        return iterationSeconds - iterationComputeSeconds;
    }
}
