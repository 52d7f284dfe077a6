/** What the engine and the search for plans cost, measured with JMH. Run by hand, never by the build; see README.md of this module. */
@NullMarked
package faastrain.benchmarks;

import org.jspecify.annotations.NullMarked;
