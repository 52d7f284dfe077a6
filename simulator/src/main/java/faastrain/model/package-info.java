/**
 * What exists, without a clock: the workload that is trained, the functions' link to storage, the prices, and the
 * {@link faastrain.model.Job} that ties them to a plan. Closed forms and the simulation both start from a job, so
 * that they can only differ in what they leave out, never in what they were told.
 */
@NullMarked
package faastrain.model;

import org.jspecify.annotations.NullMarked;
