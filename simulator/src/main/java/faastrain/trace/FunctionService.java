package faastrain.trace;

/**
 * How a provider brings functions to life.
 *
 * @param callSeconds time of one call of the API that invokes a function, s
 * @param quota functions that may run at once
 * @param burst new environments that may start at one instant
 * @param refillPerSecond new environments that may start each second after that
 * @param keepWarmSeconds how long an idle environment is kept, s
 * @param cold until the handler runs in a new environment
 * @param warm until the handler runs in an environment that an earlier function has left
 */
public record FunctionService(
        double callSeconds,
        int quota,
        double burst,
        double refillPerSecond,
        double keepWarmSeconds,
        StartUpDistribution cold,
        StartUpDistribution warm) {}
