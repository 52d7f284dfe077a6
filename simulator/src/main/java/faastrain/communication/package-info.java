/**
 * Who sends what to whom in a round: a pattern gives, for each worker, the steps of a round in their order. It knows
 * no clock, so that its counts are tested without a simulation.
 */
@NullMarked
package faastrain.communication;

import org.jspecify.annotations.NullMarked;
