package faastrain.trace;

/**
 * Latency and bandwidth between a function and an object store as a paper or a manual gives them: the same for every
 * memory quota and both ways, without a range of sizes and without an error of a fit.
 *
 * @param curve latency and bandwidth
 * @param latencySource where the latency comes from
 * @param bandwidthSource where the bandwidth comes from
 */
public record PublishedLink(AffineCurve curve, String latencySource, String bandwidthSource) {}
