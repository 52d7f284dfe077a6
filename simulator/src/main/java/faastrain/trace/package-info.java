/**
 * What was measured, and what follows from it. Readers take CSV traces and YAML profiles in and check
 * them at the door: every problem of a file is reported at once, with its line, and units are converted
 * here and nowhere behind. Fits turn traces into the coefficients of the closed forms, with their errors:
 * transfer times into throughput curves (FasDL eq. 2), iteration times into the compute coefficients
 * (FasDL eq. 4), peak memory into the largest batch that fits a function. Runs also take iterations as they
 * were measured ({@link faastrain.trace.IterationCells}) or what fits their residuals ({@link faastrain.trace.ResidualFit}),
 * and read loss curves ({@link faastrain.trace.LossCurves}). Cells of a trace that look wrong are
 * found by stated rules ({@link faastrain.trace.SuspicionRule}), listed, and left out only by rules the user can name.
 * What is published instead of measured stands in files of its own, every figure with its source: prices
 * ({@link faastrain.trace.ProviderProfile}) and what services take and give ({@link faastrain.trace.ServicesProfile}).
 */
@NullMarked
package faastrain.trace;

import org.jspecify.annotations.NullMarked;
