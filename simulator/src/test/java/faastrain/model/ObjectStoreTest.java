package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import faastrain.scenario.CurveFamily;
import faastrain.trace.AffineCurve;
import faastrain.trace.Direction;
import faastrain.trace.DirectionFit;
import faastrain.trace.MemoryCurves;
import faastrain.trace.PlatformProfile;
import faastrain.trace.PublishedLink;
import faastrain.trace.SaturationCurve;
import faastrain.trace.TransferCurve;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How the curves of a memory quota come from those that were profiled. */
class ObjectStoreTest {
    private static final Offset<Double> EXACT = within(1e-12);

    private static final ObjectStore STORE = new ObjectStore(List.of(
            new MemoryCurves(512, fit(40, 0.5, 0.1, 20, 0.04, 0.08), fit(60, 0.25, 0.05, 30, 0.02, 0.06)),
            new MemoryCurves(1024, fit(80, 0.1, 0.06, 60, 0.08, 0.16), fit(90, 0.05, 0.03, 70, 0.06, 0.02)),
            new MemoryCurves(2048, fit(90, 0.08, 0.05, 70, 0.02, 0.01), fit(99, 0.04, 0.02, 80, 0.04, 0.03))));

    private static DirectionFit fit(
            double p, double t, double latency, double bandwidth, double saturationSpread, double affineSpread) {
        return new DirectionFit(
                new SaturationCurve(p, t),
                0,
                0,
                0,
                saturationSpread,
                new AffineCurve(latency, bandwidth),
                0,
                0,
                0,
                affineSpread,
                20,
                2,
                25);
    }

    private static SaturationCurve saturation(TransferCurve curve) {
        return (SaturationCurve) curve;
    }

    private static AffineCurve affine(TransferCurve curve) {
        return (AffineCurve) curve;
    }

    @Test
    void betweenProfiledQuotasThroughputAndRiseAreLinear() {
        // 640 MB is a quarter of the way from 512 to 1024.
        FunctionLink link = STORE.link(640, CurveFamily.SATURATION);
        assertThat(saturation(link.upload()).p()).isCloseTo(40 + 0.25 * (80 - 40), EXACT);
        assertThat(saturation(link.upload()).t()).isCloseTo(0.5 + 0.25 * (0.1 - 0.5), EXACT);
        assertThat(saturation(link.download()).p()).isCloseTo(60 + 0.25 * (90 - 60), EXACT);
        assertThat(saturation(link.download()).t()).isCloseTo(0.25 + 0.25 * (0.05 - 0.25), EXACT);
        assertThat(link.uploadSpread()).isCloseTo(0.04 + 0.25 * (0.08 - 0.04), EXACT);
        assertThat(link.downloadSpread()).isCloseTo(0.02 + 0.25 * (0.06 - 0.02), EXACT);
    }

    @Test
    void betweenProfiledQuotasLatencyAndBandwidthAreLinear() {
        // 1792 MB is three quarters of the way from 1024 to 2048.
        FunctionLink link = STORE.link(1792, CurveFamily.AFFINE);
        assertThat(affine(link.upload()).latencySeconds()).isCloseTo(0.06 + 0.75 * (0.05 - 0.06), EXACT);
        assertThat(affine(link.upload()).bandwidthMibPerSecond()).isCloseTo(60 + 0.75 * (70 - 60), EXACT);
        assertThat(affine(link.download()).latencySeconds()).isCloseTo(0.03 + 0.75 * (0.02 - 0.03), EXACT);
        assertThat(affine(link.download()).bandwidthMibPerSecond()).isCloseTo(70 + 0.75 * (80 - 70), EXACT);
        assertThat(link.uploadSpread()).isCloseTo(0.16 + 0.75 * (0.01 - 0.16), EXACT);
        assertThat(link.downloadSpread()).isCloseTo(0.02 + 0.75 * (0.03 - 0.02), EXACT);
    }

    @Test
    void aProfiledQuotaHasItsOwnCurve() {
        assertThat(STORE.link(512, CurveFamily.SATURATION).upload()).isEqualTo(new SaturationCurve(40, 0.5));
        assertThat(STORE.link(1024, CurveFamily.SATURATION).upload()).isEqualTo(new SaturationCurve(80, 0.1));
        assertThat(STORE.link(2048, CurveFamily.SATURATION).download()).isEqualTo(new SaturationCurve(99, 0.04));
    }

    @Test
    void outsideTheProfiledRangeTheEndCurveHolds() {
        for (CurveFamily family : CurveFamily.values()) {
            assertThat(STORE.link(128, family)).isEqualTo(STORE.link(512, family));
            assertThat(STORE.link(10_240, family)).isEqualTo(STORE.link(2048, family));
        }
    }

    @Test
    void oneProfiledQuotaHoldsForAll() {
        ObjectStore one = new ObjectStore(List.of(STORE.curves().get(0)));
        assertThat(one.link(128, CurveFamily.AFFINE).upload()).isEqualTo(new AffineCurve(0.1, 20));
        assertThat(one.link(10_240, CurveFamily.AFFINE).upload()).isEqualTo(new AffineCurve(0.1, 20));
    }

    @Test
    void wordsNameTheProfiledRangeOnlyOutsideIt() {
        assertThat(STORE.outside(512)).isEmpty();
        assertThat(STORE.outside(2048)).isEmpty();
        assertThat(STORE.outside(511))
                .contains("transfers were profiled from 512 MB to 2048 MB; the curve of 512 MB is held for functions of"
                        + " 511 MB");
        assertThat(STORE.outside(2049))
                .contains(
                        "transfers were profiled from 512 MB to 2048 MB; the curve of 2048 MB is held for functions of"
                                + " 2049 MB");
    }

    @Test
    void wordsNameTheMeasuredSizesOnlyOutsideThem() {
        assertThat(STORE.outside(512, Direction.UPLOAD, 2)).isEmpty();
        assertThat(STORE.outside(512, Direction.UPLOAD, 25)).isEmpty();
        assertThat(STORE.outside(900, Direction.UPLOAD, 1.9))
                .contains("objects of 1.900 MiB are uploaded on extrapolation: at 1024 MB the fit rests on objects of"
                        + " 2.000 to 25.00 MiB");
        assertThat(STORE.outside(700, Direction.DOWNLOAD, 25.1))
                .contains("objects of 25.10 MiB are downloaded on extrapolation: at 512 MB the fit rests on objects of"
                        + " 2.000 to 25.00 MiB");
    }

    @Test
    void publishedConstantsHoldForEveryQuotaAndSizeAndSpreadNothing() {
        AffineCurve curve = new AffineCurve(0.08, 61.98883056640625);
        ObjectStore store = ObjectStore.of(PlatformProfile.published(
                "lambdaml", "d", "s", "aws", new PublishedLink(curve, "LambdaML", "LambdaML")));
        for (int memory : new int[] {1, 1769, 1_000_000}) {
            assertThat(store.link(memory, CurveFamily.AFFINE)).isEqualTo(new FunctionLink(curve, curve, 0, 0));
            assertThat(store.outside(memory)).isEmpty();
            assertThat(store.outside(memory, Direction.UPLOAD, 1e6)).isEmpty();
        }
    }

    @Test
    void publishedConstantsAreAffineOnly() {
        ObjectStore store = new ObjectStore(
                List.of(), Optional.of(new PublishedLink(new AffineCurve(0.08, 62), "LambdaML", "LambdaML")));
        assertThat(store.hasFamily(CurveFamily.AFFINE)).isTrue();
        assertThat(store.hasFamily(CurveFamily.SATURATION)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.link(1024, CurveFamily.SATURATION))
                .withMessage("the store has a published latency and bandwidth, and no saturation curve, which is"
                        + " fitted to measurements");
        for (CurveFamily family : CurveFamily.values()) {
            assertThat(STORE.hasFamily(family)).isTrue();
        }
    }

    @Test
    void aStoreHasEitherCurvesOrConstants() {
        PublishedLink link = new PublishedLink(new AffineCurve(0.08, 62), "LambdaML", "LambdaML");
        assertThatIllegalArgumentException().isThrownBy(() -> new ObjectStore(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ObjectStore(STORE.curves(), Optional.of(link)));
    }
}
