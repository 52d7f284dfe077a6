package faastrain.scenario;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a scenario file says, with every default filled in. Whether it can be run depends on the profiles that it
 * names, which are read later. What the chosen channel does not use is kept all the same.
 *
 * @param name what the run is called
 * @param description free text
 * @param workload id or path of the workload's profile
 * @param platform id or path of the platform's profile
 * @param services id or path of the limits, latencies and NICs of the services between the workers
 * @param prices id or path of the prices, when the scenario picks them
 * @param epochs passes over the data set, E
 * @param plan the resources
 * @param capacity whether what the workers share is limited
 * @param cache the cache of the channels elasticache-redis and elasticache-memcached
 * @param largeItems what happens to an object larger than an item of a table, with the channel dynamodb
 * @param server the parameter servers
 * @param vmInstance type of a virtual machine's instance, with the channel vm-network
 * @param last what happens to an epoch's last samples
 * @param waiting how readers learn of objects
 * @param reinvocation when functions are invoked anew, when the scenario says it
 */
public record Scenario(
        String name,
        Optional<String> description,
        String workload,
        String platform,
        String services,
        Optional<String> prices,
        int epochs,
        Plan plan,
        PatternKind pattern,
        ProtocolKind protocol,
        ChannelKind channel,
        Capacity capacity,
        Cache cache,
        LargeItems largeItems,
        Servers server,
        String vmInstance,
        CurveFamily curve,
        Fluctuation fluctuation,
        Counting counting,
        LastBatch last,
        ComputeSource compute,
        Waiting waiting,
        StartUpSource startUp,
        Optional<Reinvocation> reinvocation,
        int replications,
        long seed) {

    /**
     * The resources of a run, as they are written.
     *
     * @param workers functions or virtual machines, W
     * @param memoryMb memory quota of a function in MB, M; only with the channel vm-network it may be empty, and is
     *     then the machine's vCPUs times the memory per vCPU
     * @param batch samples of an aggregator's batch, B^a
     * @param aggregators aggregators, K; the pattern's own where the file leaves it out, W where nobody is set apart
     * @param nonAggregatorBatch samples of a non-aggregator's batch, B^n; empty when it is to be chosen
     * @param maxGlobalBatch the largest global batch, B^g_max; empty when there is no limit
     */
    public record Plan(
            int workers,
            OptionalInt memoryMb,
            int batch,
            int aggregators,
            OptionalInt nonAggregatorBatch,
            OptionalInt maxGlobalBatch) {}

    /**
     * A cache between the workers.
     *
     * @param node type of its node
     * @param pricing what it costs
     * @param maxValueMib the largest value that it takes in MiB; empty for the engine's own
     */
    public record Cache(String node, CachePricing pricing, OptionalDouble maxValueMib) {}

    /**
     * Parameter servers.
     *
     * @param instance type of their instances
     * @param count how many there are
     * @param rpc how workers call them
     * @param modelExpirySeconds how long a registered model stays; empty for the services' own figure
     */
    public record Servers(String instance, int count, RpcKind rpc, OptionalDouble modelExpirySeconds) {}

    /**
     * How readers learn of objects.
     *
     * @param mode whether they are told or ask
     * @param intervalSeconds time between an answer and the next asking, when they ask
     * @param giveUpSeconds time after which a reader that asks gives up
     */
    public record Waiting(WaitingMode mode, double intervalSeconds, double giveUpSeconds) {}

    /**
     * When functions are invoked anew: as the scenario says, or else each epoch over a channel that stores objects, and
     * never over a parameter server (λDNN, LambdaML's hybrid) or among virtual machines, which run on.
     */
    public Reinvocation reinvocationOrDefault() {
        return reinvocation.orElse(channel.storesObjects() ? Reinvocation.EACH_EPOCH : Reinvocation.NEVER);
    }
}
