/** From a scenario to its result: profiles are found and read, the job is made, and its replications are run. */
@NullMarked
package faastrain.experiment;

import org.jspecify.annotations.NullMarked;
