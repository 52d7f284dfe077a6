/** What the charts show, and what they say when they cannot be drawn. */
@NullMarked
package faastrain.report.chart;

import org.jspecify.annotations.NullMarked;
