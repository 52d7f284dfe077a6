package faastrain.analytic;

import faastrain.trace.AffineCurve;
import faastrain.trace.TransferCurve;

/** Loading as LambdaML and λDNN write it, a size over a bandwidth. */
final class BandwidthAlone {
    private BandwidthAlone() {}

    /** S/B without a latency where the curve has a bandwidth, and by the throughput of one such object where not. */
    static double seconds(TransferCurve curve, double mib) {
        if (mib == 0) {
            return 0;
        }
        return curve instanceof AffineCurve affine ? mib / affine.bandwidthMibPerSecond() : curve.seconds(mib);
    }
}
