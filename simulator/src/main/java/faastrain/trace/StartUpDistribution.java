package faastrain.trace;

/**
 * How long functions take to start, as a lognormal distribution.
 *
 * @param medianSeconds half of the starts are faster, s
 * @param spread standard deviation of the natural logarithm; 0 where all take the median
 */
public record StartUpDistribution(double medianSeconds, double spread) {}
