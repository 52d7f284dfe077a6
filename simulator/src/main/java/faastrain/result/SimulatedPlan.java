package faastrain.result;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the simulation says of a plan.
 *
 * @param replications how often it was run
 * @param timeSeconds time of the runs that ended; empty when none did
 * @param costUsd cost of the runs that ended; empty when none did
 * @param meetsDeadline in how many of the runs the deadline was met; one that fails does not meet it
 * @param holds whether that share is at least the one asked for
 * @param regretUsd how much more it costs than the cheapest plan of functions that holds, the mean over the replications of
 *     both; negative where it is cheaper, as virtual machines may be or what does not hold; empty when there is no such
 *     plan or no run of this one ended
 * @param failure why runs failed, of the first that did
 * @param dropped why it was not run as often as others; empty for those that were
 */
public record SimulatedPlan(
        int replications,
        Optional<Statistics> timeSeconds,
        Optional<Statistics> costUsd,
        Probability meetsDeadline,
        boolean holds,
        OptionalDouble regretUsd,
        Optional<String> failure,
        Optional<String> dropped) {}
