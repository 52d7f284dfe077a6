/**
 * Figures for papers, drawn from result files alone: what a run or a fit wrote is read, checked and
 * plotted; no simulation is started.
 *
 * <p>A {@link ChartKind} reads its {@link Inputs} into {@link Figure}s: checked numbers and their
 * table, still without any graphics. A figure is then laid out once, in points at print size, as a
 * {@link Drawing}, and the drawing is written as SVG, PDF or PNG. All text is measured with one font
 * that is bundled with PDFBox (Liberation Sans, of Arial's metrics) and never with the machine's
 * fonts, so that a figure has the same layout everywhere. A new chart is one class that implements
 * {@code Figure} and one constant of {@code ChartKind}.
 */
@NullMarked
package faastrain.report.chart;

import org.jspecify.annotations.NullMarked;
