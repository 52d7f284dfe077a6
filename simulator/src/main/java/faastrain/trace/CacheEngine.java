package faastrain.trace;

import java.util.OptionalInt;

/**
 * What a cache engine does with a request: one of its threads is busy for the request and for its value.
 *
 * @param threads service threads; absent for one per vCPU of the node
 * @param requestSeconds what a request takes apart from its value, s
 * @param rateMibPerSecond how fast one thread moves values, MiB/s
 * @param maxValueMib largest value as configured by default, MiB
 * @param largestMaxValueMib largest value that may be configured, MiB
 */
public record CacheEngine(
        OptionalInt threads,
        double requestSeconds,
        double rateMibPerSecond,
        double maxValueMib,
        double largestMaxValueMib) {
    /** Service threads on a node of so many vCPUs. */
    public int threadsOn(int vcpu) {
        return threads.orElse(vcpu);
    }
}
