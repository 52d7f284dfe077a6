/** When a worker may go on: which round's merged parameters it needs. Clock-free. */
@NullMarked
package faastrain.protocol;

import org.jspecify.annotations.NullMarked;
