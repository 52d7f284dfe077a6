package faastrain.scenario;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a scenario file says, with every default filled in. Whether it can be run depends on the profiles that it
 * names, which are read later.
 *
 * @param name what the run is called
 * @param description free text
 * @param workload id or path of the workload's profile
 * @param platform id or path of the platform's profile
 * @param prices id or path of the prices, when the scenario picks them
 * @param epochs passes over the data set, E
 * @param plan the resources
 * @param last what happens to an epoch's last samples
 */
public record Scenario(
        String name,
        Optional<String> description,
        String workload,
        String platform,
        Optional<String> prices,
        int epochs,
        Plan plan,
        PatternKind pattern,
        ProtocolKind protocol,
        ChannelKind channel,
        CurveFamily curve,
        Fluctuation fluctuation,
        Counting counting,
        LastBatch last,
        ComputeSource compute,
        WaitingMode waiting,
        StartUpSource startUp,
        int replications,
        long seed) {

    /**
     * The resources of a run, as they are written.
     *
     * @param workers functions, W
     * @param memoryMb memory quota of a function in MB, M
     * @param batch samples of an aggregator's batch, B^a
     * @param aggregators aggregators, K; the pattern's own where the file leaves it out
     * @param nonAggregatorBatch samples of a non-aggregator's batch, B^n; empty when it is to be chosen
     * @param maxGlobalBatch the largest global batch, B^g_max; empty when there is no limit
     */
    public record Plan(
            int workers,
            int memoryMb,
            int batch,
            int aggregators,
            OptionalInt nonAggregatorBatch,
            OptionalInt maxGlobalBatch) {}
}
