package faastrain.trace;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cache as a service, on nodes or serverless.
 *
 * @param latencySeconds time of an empty value, s
 * @param redis the engine with one service thread
 * @param memcached the engine with several
 * @param nodes by node type
 * @param serverlessNetworkMibPerSecond capacity of a serverless cache, MiB/s each way; absent when none is published,
 *     which stands for unlimited
 */
public record CacheService(
        double latencySeconds,
        CacheEngine redis,
        CacheEngine memcached,
        SortedMap<String, CacheNode> nodes,
        Optional<Double> serverlessNetworkMibPerSecond) {
    public CacheService {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }
}
