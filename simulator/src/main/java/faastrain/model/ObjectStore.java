package faastrain.model;

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

/**
 * An object store as functions see it: the measured curves by memory quota, or else published constants. Between
 * profiled quotas the parameters are interpolated linearly (models.md, section 1); outside the profiled range the end
 * value holds, and {@link #outside} says so. Published constants hold for every quota and size, spread nothing, and are
 * affine.
 *
 * @param curves by memory, rising; empty when there are published constants
 * @param published the constants, when there are no curves
 */
public record ObjectStore(List<MemoryCurves> curves, Optional<PublishedLink> published) {
    public ObjectStore {
        curves = List.copyOf(curves);
        if (curves.isEmpty() == published.isEmpty()) {
            throw new IllegalArgumentException(
                    "an object store needs either the curves of at least one memory quota, or published constants");
        }
    }

    /** A store with measured curves. */
    public ObjectStore(List<MemoryCurves> curves) {
        this(curves, Optional.empty());
    }

    /** The store of a platform. */
    public static ObjectStore of(PlatformProfile platform) {
        return new ObjectStore(platform.s3(), platform.published());
    }

    /** Whether there are curves of the family: published constants are affine only. */
    public boolean hasFamily(CurveFamily family) {
        return published.isEmpty() || family == CurveFamily.AFFINE;
    }

    /**
     * The link of a function of {@code memoryMb}.
     *
     * @throws IllegalArgumentException when there are no curves of the family ({@link #hasFamily})
     */
    public FunctionLink link(int memoryMb, CurveFamily family) {
        if (!hasFamily(family)) {
            throw new IllegalArgumentException("the store has a published latency and bandwidth, and no " + family.id()
                    + " curve, which is fitted to measurements");
        }
        if (published.isPresent()) {
            TransferCurve curve = published.get().curve();
            return new FunctionLink(curve, curve, 0, 0);
        }
        int above = 0;
        while (above < curves.size() && curves.get(above).memoryMb() < memoryMb) {
            above++;
        }
        MemoryCurves high = curves.get(Math.min(above, curves.size() - 1));
        MemoryCurves low = above == 0 ? high : curves.get(above - 1);
        double weight = high.memoryMb() == low.memoryMb()
                ? 0
                : (memoryMb - low.memoryMb()) / (double) (high.memoryMb() - low.memoryMb());
        double share = Math.max(0, Math.min(1, weight));
        return new FunctionLink(
                curve(low.upload(), high.upload(), share, family),
                curve(low.download(), high.download(), share, family),
                spread(low.upload(), high.upload(), share, family),
                spread(low.download(), high.download(), share, family));
    }

    /** Words that name the profiled range when {@code memoryMb} lies outside it. */
    public Optional<String> outside(int memoryMb) {
        if (published.isPresent()) {
            return Optional.empty();
        }
        int least = curves.get(0).memoryMb();
        int most = curves.get(curves.size() - 1).memoryMb();
        if (memoryMb >= least && memoryMb <= most) {
            return Optional.empty();
        }
        int held = memoryMb < least ? least : most;
        return Optional.of("transfers were profiled from " + least + " MB to " + most + " MB; the curve of " + held
                + " MB is held for functions of " + memoryMb + " MB");
    }

    /** Words that name the measured range when objects of {@code sizeMib} lie outside it. */
    public Optional<String> outside(int memoryMb, Direction direction, double sizeMib) {
        if (published.isPresent()) {
            return Optional.empty();
        }
        MemoryCurves nearest = curves.get(0);
        for (MemoryCurves candidate : curves) {
            if (Math.abs(candidate.memoryMb() - memoryMb) <= Math.abs(nearest.memoryMb() - memoryMb)) {
                nearest = candidate;
            }
        }
        DirectionFit fit = nearest.fit(direction);
        if (sizeMib >= fit.smallestMib() && sizeMib <= fit.largestMib()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                java.util.Locale.ROOT,
                "objects of %.4g MiB are %sed on extrapolation: at %d MB the fit rests on objects of %.4g to %.4g MiB",
                sizeMib,
                direction == Direction.UPLOAD ? "upload" : "download",
                nearest.memoryMb(),
                fit.smallestMib(),
                fit.largestMib()));
    }

    private static TransferCurve curve(DirectionFit low, DirectionFit high, double share, CurveFamily family) {
        return switch (family) {
            case SATURATION ->
                new SaturationCurve(
                        between(low.saturation().p(), high.saturation().p(), share),
                        between(low.saturation().t(), high.saturation().t(), share));
            case AFFINE ->
                new AffineCurve(
                        between(low.affine().latencySeconds(), high.affine().latencySeconds(), share),
                        between(
                                low.affine().bandwidthMibPerSecond(),
                                high.affine().bandwidthMibPerSecond(),
                                share));
        };
    }

    private static double spread(DirectionFit low, DirectionFit high, double share, CurveFamily family) {
        return switch (family) {
            case SATURATION -> between(low.saturationSpread(), high.saturationSpread(), share);
            case AFFINE -> between(low.affineSpread(), high.affineSpread(), share);
        };
    }

    private static double between(double low, double high, double share) {
        // At a profiled quota its own parameter to the last digit, which the sum would not give.
        return share == 1 ? high : low + (high - low) * share;
    }
}
