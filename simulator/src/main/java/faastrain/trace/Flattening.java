package faastrain.trace;

/**
 * Time to flatten the parameters into one array before they are cut into shards, {@code k1·M^k2} seconds: a term
 * of FasDL's published code (Optimizer/optimizer.py) that the paper does not print.
 *
 * @param k1 seconds at 1 MB
 * @param k2 exponent of the memory quota in MB, usually negative
 */
public record Flattening(double k1, double k2) {
    /** Seconds at a memory quota of {@code memoryMb}. */
    public double seconds(double memoryMb) {
        return k1 * StrictMath.pow(memoryMb, k2);
    }
}
