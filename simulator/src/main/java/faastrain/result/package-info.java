/** What runs give: immutable records with the unit in every name, and no formatting. */
@NullMarked
package faastrain.result;

import org.jspecify.annotations.NullMarked;
