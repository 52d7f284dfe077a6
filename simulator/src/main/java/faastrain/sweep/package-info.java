/**
 * Many runs overnight: an experiment's axes become points, points become batches of runs, batches are cut into shards and
 * run by an engine, and what comes of them is kept in a store that survives whatever happens to the program.
 */
@NullMarked
package faastrain.sweep;

import org.jspecify.annotations.NullMarked;
