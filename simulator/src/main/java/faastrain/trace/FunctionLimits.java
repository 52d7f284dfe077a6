package faastrain.trace;

/**
 * What a function may have.
 *
 * @param minMemoryMb smallest memory quota, MB
 * @param maxMemoryMb largest memory quota, MB
 * @param memoryMbPerVcpu memory that comes with one vCPU, MB
 * @param lifetimeSeconds longest run, s
 */
public record FunctionLimits(int minMemoryMb, int maxMemoryMb, double memoryMbPerVcpu, double lifetimeSeconds) {
    /** The share of CPUs that comes with a quota; 1.0 is one vCPU. */
    public double vcpu(double memoryMb) {
        return memoryMb / memoryMbPerVcpu;
    }
}
