package faastrain.trace;

/**
 * What a function costs.
 *
 * @param usdPerGbSecond dollars per GB (2^30 bytes) of quota and second
 * @param usdPerRequest dollars per invocation
 * @param billingIncrementSeconds durations are rounded up to a multiple of this; 0 for no rounding
 */
public record FunctionPrices(double usdPerGbSecond, double usdPerRequest, double billingIncrementSeconds) {}
