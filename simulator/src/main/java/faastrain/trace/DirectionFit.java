package faastrain.trace;

/**
 * Both curves fitted to the transfer times of one memory quota in one direction, with their errors.
 *
 * @param saturation FasDL's curve
 * @param pStandardError standard error of p, MiB/s
 * @param tStandardError standard error of t, 1/MiB
 * @param saturationMape mean of |fitted/measured − 1|, a fraction
 * @param saturationSpread standard deviation of ln(measured/fitted)
 * @param affine latency and bandwidth
 * @param latencyStandardError standard error of the latency, s
 * @param bandwidthStandardError standard error of the bandwidth, MiB/s
 * @param affineMape mean of |fitted/measured − 1|, a fraction
 * @param affineSpread standard deviation of ln(measured/fitted)
 * @param points cells fitted
 * @param smallestMib smallest size fitted, MiB
 * @param largestMib largest size fitted, MiB; beyond it the curves extrapolate
 */
public record DirectionFit(
        SaturationCurve saturation,
        double pStandardError,
        double tStandardError,
        double saturationMape,
        double saturationSpread,
        AffineCurve affine,
        double latencyStandardError,
        double bandwidthStandardError,
        double affineMape,
        double affineSpread,
        int points,
        double smallestMib,
        double largestMib) {}
