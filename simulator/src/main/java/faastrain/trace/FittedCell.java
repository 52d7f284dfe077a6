package faastrain.trace;

import java.util.List;

/**
 * One measured transfer beside the curves of its memory and direction.
 *
 * @param line line of the file
 * @param memoryMb memory quota, MB
 * @param direction up or down
 * @param sizeMib size, MiB
 * @param measuredSeconds as measured
 * @param saturationSeconds FasDL's curve
 * @param affineSeconds latency and bandwidth
 * @param leftOut whether the fit left it out
 * @param rules the rules that find it suspicious, left out or not
 */
public record FittedCell(
        int line,
        int memoryMb,
        Direction direction,
        double sizeMib,
        double measuredSeconds,
        double saturationSeconds,
        double affineSeconds,
        boolean leftOut,
        List<SuspicionRule> rules) {
    public FittedCell {
        rules = List.copyOf(rules);
    }

    /** The saturation curve's error, {@code fitted/measured − 1}. */
    public double relativeError() {
        return saturationSeconds / measuredSeconds - 1;
    }
}
