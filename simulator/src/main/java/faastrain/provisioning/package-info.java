/**
 * From a training and its constraints to a plan: how many functions of how much memory, who aggregates, which batches
 * (FasDL eq. 12). Each {@link Strategy} is a paper's, or a user's habit; all of them are judged by the closed forms of
 * {@link faastrain.analytic}, so that nothing here knows a clock.
 */
@NullMarked
package faastrain.provisioning;

import org.jspecify.annotations.NullMarked;
