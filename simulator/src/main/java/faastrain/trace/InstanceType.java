package faastrain.trace;

import java.util.OptionalDouble;

/**
 * A type of virtual machine.
 *
 * @param networkMibPerSecond bandwidth to another machine, MiB/s each way
 * @param latencySeconds latency to another machine, s
 * @param vcpu vCPUs
 * @param baseline share of its vCPUs that a burstable type may use for ever: above it, it lives on credits; empty for the
 *     others, which may use all
 */
public record InstanceType(double networkMibPerSecond, double latencySeconds, int vcpu, OptionalDouble baseline) {
    /** A type that is not burstable. */
    public InstanceType(double networkMibPerSecond, double latencySeconds, int vcpu) {
        this(networkMibPerSecond, latencySeconds, vcpu, OptionalDouble.empty());
    }
}
