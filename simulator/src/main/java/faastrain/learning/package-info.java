/**
 * Models that are really trained while their training is simulated. The simulation says who computes, merges and fetches,
 * and in which order; here gradients are computed on the parameters that a worker holds at that moment, so that protocols
 * differ by what they compute and not by an assumed curve.
 *
 * <p>Parameters and updates are fixed-point numbers ({@code FixedPoint}): every sample's contribution is rounded once and
 * sums are exact, so that a round gives the same bits however its samples are divided among workers, the model among
 * aggregators, and in whatever order updates are merged. With gradient averaging BSP is therefore plain sequential
 * mini-batch training to the last bit. Logarithms and exponentials are those of {@link java.lang.StrictMath}, the same bits
 * on every machine.
 *
 * <p>Where no model is really trained, a measured loss curve, or the epochs that a target needs and how they grow with the
 * workers, tell how far a training has come; an update that was computed on old parameters may count as less than a whole
 * one, by a weight that is an assumption and stated as such.
 */
@NullMarked
package faastrain.learning;

import org.jspecify.annotations.NullMarked;
