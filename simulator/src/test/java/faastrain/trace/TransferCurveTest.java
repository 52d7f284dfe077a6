package faastrain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class TransferCurveTest {
    @Test
    void saturationFollowsEquation2() {
        double throughput = 80 * (1 - Math.exp(-0.1 * 10));
        assertEquals(10 / throughput, new SaturationCurve(80, 0.1).seconds(10), 1e-14);
    }

    @Test
    void affineIsLatencyPlusSizeOverBandwidth() {
        assertEquals(0.08 + 65.0 / 130, new AffineCurve(0.08, 130).seconds(65));
    }

    @Property
    void smallObjectsTakeTheLatencyThatTheCurveImplies(
            @ForAll @DoubleRange(min = 0.1, max = 1e4) double p,
            @ForAll @Scale(4) @DoubleRange(min = 1e-4, max = 10) double t) {
        SaturationCurve curve = new SaturationCurve(p, t);
        double limit = 1 / (p * t);
        assertEquals(limit, curve.seconds(0));
        assertEquals(limit, curve.seconds(Double.MIN_VALUE));
        assertEquals(limit, curve.seconds(1e-9 / t), limit * 1e-9);
    }

    @Property
    void largerObjectsNeverTakeLess(
            @ForAll @DoubleRange(min = 0.1, max = 1e4) double p,
            @ForAll @Scale(4) @DoubleRange(min = 1e-4, max = 10) double t,
            @ForAll @DoubleRange(min = 0, max = 1e4) double size,
            @ForAll @Scale(4) @DoubleRange(min = 1e-3, max = 1e4) double more) {
        SaturationCurve curve = new SaturationCurve(p, t);
        assertTrue(curve.seconds(size + more) > curve.seconds(size));
        assertTrue(curve.seconds(size) >= size / p * (1 - 1e-15), "never faster than p");
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SaturationCurve(80, 0.1).seconds(-1));
        assertThrows(IllegalArgumentException.class, () -> new AffineCurve(0.1, 80).seconds(Double.NaN));
    }

    @Test
    void coefficientsWithoutMeaningAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SaturationCurve(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new SaturationCurve(80, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new AffineCurve(-0.1, 80));
        assertThrows(IllegalArgumentException.class, () -> new ComputeCoefficients(0, 1, 1));
    }
}
