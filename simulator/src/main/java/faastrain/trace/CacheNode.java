package faastrain.trace;

/**
 * A node of a cache.
 *
 * @param networkMibPerSecond capacity of its network interface, MiB/s each way
 * @param vcpu vCPUs
 */
public record CacheNode(double networkMibPerSecond, int vcpu) {}
