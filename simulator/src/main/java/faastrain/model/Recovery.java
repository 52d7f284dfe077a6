package faastrain.model;

import faastrain.trace.RetryPolicy;

/**
 * What happens when something has failed.
 *
 * @param restarts whether a function that has crashed is invoked anew and redoes its round; the run ends otherwise
 * @param delaySeconds from the crash until it is invoked anew
 * @param mostRestarts how often a worker's round may be begun anew before the run ends
 * @param serverRestartSeconds from the crash of a parameter server until another one runs
 * @param retry what a client does with a request that has failed
 */
public record Recovery(
        boolean restarts, double delaySeconds, int mostRestarts, double serverRestartSeconds, RetryPolicy retry) {
    /** Nothing is redone. */
    public static final Recovery FAIL = new Recovery(false, 0, 0, 0, new RetryPolicy(1, 0, 1, 0));
}
