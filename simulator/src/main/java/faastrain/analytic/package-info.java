/**
 * The closed forms of the papers, term by term. They start from the same {@link faastrain.model.Job} as the
 * simulation and know no clock.
 */
@NullMarked
package faastrain.analytic;

import org.jspecify.annotations.NullMarked;
