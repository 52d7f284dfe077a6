/**
 * How far a training has come. A measured loss curve, or the epochs that a target needs and how they grow with the workers,
 * tells the loss after so many effective epochs; an update that was computed on old parameters may count as less than a
 * whole one, by a weight that is an assumption and stated as such.
 */
@NullMarked
package faastrain.learning;

import org.jspecify.annotations.NullMarked;
