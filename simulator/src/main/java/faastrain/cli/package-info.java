/** The verbs of the command {@code faastrain}, one class each; what they do is done by the packages below. */
@NullMarked
package faastrain.cli;

import org.jspecify.annotations.NullMarked;
