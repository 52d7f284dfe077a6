package faastrain.event;

/**
 * What happened to functions in a run.
 *
 * @param functions functions that ran
 * @param crashes functions that crashed
 * @param serverCrashes crashes of a parameter server
 * @param reinvocations functions that were invoked anew by the one before, near the end of its lifetime
 * @param coldStarts starts in a new environment
 * @param warmStarts starts in an environment that an earlier function had left
 * @param mostWaiting the most invocations that waited at a time for their turn
 */
public record Incidents(
        long functions,
        int crashes,
        int serverCrashes,
        int reinvocations,
        long coldStarts,
        long warmStarts,
        int mostWaiting) {}
