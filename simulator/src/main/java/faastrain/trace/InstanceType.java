package faastrain.trace;

/**
 * A type of virtual machine.
 *
 * @param networkMibPerSecond bandwidth to another machine, MiB/s each way
 * @param latencySeconds latency to another machine, s
 * @param vcpu vCPUs
 */
public record InstanceType(double networkMibPerSecond, double latencySeconds, int vcpu) {}
