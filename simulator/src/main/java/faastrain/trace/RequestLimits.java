package faastrain.trace;

/**
 * What an object store takes of one prefix, and what its client does when it is refused.
 *
 * @param writesPerSecond PUT, LIST and DELETE requests per second and prefix
 * @param readsPerSecond GET requests per second and prefix
 * @param keysPerList keys in one page of a LIST
 * @param retry what the client does after a refusal
 */
public record RequestLimits(double writesPerSecond, double readsPerSecond, int keysPerList, RetryPolicy retry) {}
