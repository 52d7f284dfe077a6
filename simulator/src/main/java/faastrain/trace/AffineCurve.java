package faastrain.trace;

/**
 * A latency and a bandwidth: {@code L + S/B}, as in LambdaML's communication terms.
 *
 * @param latencySeconds time of an empty object, seconds
 * @param bandwidthMibPerSecond throughput of large objects, MiB/s
 */
public record AffineCurve(double latencySeconds, double bandwidthMibPerSecond) implements TransferCurve {
    public AffineCurve {
        if (!(latencySeconds >= 0 && bandwidthMibPerSecond > 0)
                || !Double.isFinite(latencySeconds)
                || !Double.isFinite(bandwidthMibPerSecond)) {
            throw new IllegalArgumentException("latency must be at least 0 and bandwidth positive, both finite: "
                    + latencySeconds + ", " + bandwidthMibPerSecond);
        }
    }

    @Override
    public double seconds(double sizeMib) {
        if (!(sizeMib >= 0)) {
            throw new IllegalArgumentException("a size must not be negative: " + sizeMib);
        }
        return latencySeconds + sizeMib / bandwidthMibPerSecond;
    }
}
