/**
 * Random numbers by name: every cause of randomness of every entity has its own stream, found from the
 * seed of the experiment and from what it is for, not from the order in which streams were asked for.
 *
 * <p>Two strategies that run under one seed therefore meet the same cold starts, the same residuals of
 * computation and the same faults (common random numbers), and one more worker does not change what
 * the others meet. Draws are by inversion, one uniform number each, so that a stream stays in step
 * whatever the parameters of the distribution. What a trace leaves to chance is drawn here too
 * ({@link faastrain.random.TracedComputeTimes}). The numbers are the same bits on every machine.
 */
@NullMarked
package faastrain.random;

import org.jspecify.annotations.NullMarked;
