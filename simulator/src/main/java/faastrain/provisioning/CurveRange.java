package faastrain.provisioning;

import faastrain.trace.AffineCurve;
import faastrain.trace.SaturationCurve;
import faastrain.trace.TransferCurve;

/**
 * Bounds of several curves of one family: for every size none of them is faster than {@code fastest} and none slower than
 * {@code slowest}.
 */
record CurveRange(TransferCurve fastest, TransferCurve slowest) {

    static CurveRange of(TransferCurve curve) {
        return new CurveRange(curve, curve);
    }

    /** Bounds of both: by parameters, as a transfer takes less with more p, t or bandwidth and with less latency. */
    CurveRange and(CurveRange other) {
        return new CurveRange(faster(fastest, other.fastest), slower(slowest, other.slowest));
    }

    private static TransferCurve faster(TransferCurve one, TransferCurve two) {
        if (one instanceof SaturationCurve first && two instanceof SaturationCurve second) {
            return new SaturationCurve(Math.max(first.p(), second.p()), Math.max(first.t(), second.t()));
        }
        if (one instanceof AffineCurve first && two instanceof AffineCurve second) {
            return new AffineCurve(
                    Math.min(first.latencySeconds(), second.latencySeconds()),
                    Math.max(first.bandwidthMibPerSecond(), second.bandwidthMibPerSecond()));
        }
        throw new IllegalArgumentException("curves of two families have no common bound: " + one + ", " + two);
    }

    private static TransferCurve slower(TransferCurve one, TransferCurve two) {
        if (one instanceof SaturationCurve first && two instanceof SaturationCurve second) {
            return new SaturationCurve(Math.min(first.p(), second.p()), Math.min(first.t(), second.t()));
        }
        if (one instanceof AffineCurve first && two instanceof AffineCurve second) {
            return new AffineCurve(
                    Math.max(first.latencySeconds(), second.latencySeconds()),
                    Math.min(first.bandwidthMibPerSecond(), second.bandwidthMibPerSecond()));
        }
        throw new IllegalArgumentException("curves of two families have no common bound: " + one + ", " + two);
    }
}
