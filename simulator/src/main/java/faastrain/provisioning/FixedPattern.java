package faastrain.provisioning;

import faastrain.provisioning.PlanSearch.Aggregators;
import faastrain.provisioning.Task.NonAggregatorBatches;

/**
 * The cheapest plan of one pattern on the whole grid, with equal batches: AllReduce (K = 1), ScatterReduce (K = W), as FasDL
 * compares them with K-Reduce (its Table IV), or one function alone.
 */
final class FixedPattern implements Strategy {
    private final int firstWorkers;
    private final int lastWorkers;
    private final Aggregators who;

    private FixedPattern(int firstWorkers, int lastWorkers, Aggregators who) {
        this.firstWorkers = firstWorkers;
        this.lastWorkers = lastWorkers;
        this.who = who;
    }

    static Strategy allReduce() {
        return new FixedPattern(2, Integer.MAX_VALUE, Aggregators.ONE);
    }

    static Strategy scatterReduce() {
        return new FixedPattern(2, Integer.MAX_VALUE, Aggregators.ALL);
    }

    static Strategy standalone() {
        return new FixedPattern(1, 1, Aggregators.ANY);
    }

    @Override
    public Outcome plan(Task task) {
        KReduceSpace space = new KReduceSpace(task, firstWorkers, lastWorkers, who, NonAggregatorBatches.EQUAL);
        return space.cheapest(
                (lastWorkers == 1 ? "W = 1" : who == Aggregators.ONE ? "every W with K = 1" : "every W with K = W")
                        + ", M in steps of " + task.grid().memoryStepMb() + " MB and B in steps of "
                        + task.grid().batchStep());
    }
}
