/**
 * What a user sees of a result: the files of its folder, the text on the console, and charts. It reads results and
 * never a live run.
 */
@NullMarked
package faastrain.report;

import org.jspecify.annotations.NullMarked;
