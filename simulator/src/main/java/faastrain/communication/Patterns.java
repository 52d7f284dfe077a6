package faastrain.communication;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.scenario.Counting;

/** The pattern of a job. */
public final class Patterns {
    private Patterns() {}

    /**
     * The pattern that a job names, in its counting.
     *
     * @throws IllegalArgumentException when the plan does not fit the pattern
     */
    public static Pattern of(Job job) {
        int workers = job.plan().workers();
        int aggregators = job.plan().aggregators();
        boolean paper = job.counting() == Counting.PAPER;
        // Only an object store lists keys in their order.
        boolean inOrder = job.exchange().channel() instanceof Channel.Store;
        return switch (job.exchange().pattern()) {
            case ALL_REDUCE -> paper ? new KReduce(workers, 1, Counting.PAPER) : new AllReduce(workers, inOrder);
            case SCATTER_REDUCE ->
                paper ? new KReduce(workers, workers, Counting.PAPER) : KReduce.scatterReduce(workers, inOrder);
            case K_REDUCE -> new KReduce(workers, aggregators, job.counting(), !paper && inOrder);
            case GLOBAL_MODEL -> new GlobalModel(workers);
            case RING -> new Ring(workers);
            case PARAMETER_SERVER -> servers(job);
        };
    }

    private static Pattern servers(Job job) {
        int workers = job.plan().workers();
        Channel channel = job.exchange().channel();
        if (channel instanceof Channel.Servers servers) {
            return servers.rpc().isPresent()
                    ? new HybridParameterServer(workers, servers.servers())
                    : new ParameterServer(workers, servers.servers());
        }
        if (channel instanceof Channel.Network network) {
            return new ParameterServer(workers, network.servers());
        }
        throw new IllegalArgumentException("a parameter server is no object store: " + channel);
    }
}
