package faastrain.trace;

/**
 * One cell of a transfer-time trace that one rule finds suspicious.
 *
 * @param rule the rule
 * @param line line of the file
 * @param memoryMb memory label of the row, MB
 * @param sizeMib size of the row, MiB
 * @param direction which of the row's two times
 * @param measuredSeconds that time
 * @param detail what was found, in words
 */
public record Suspicion(
        SuspicionRule rule,
        int line,
        int memoryMb,
        double sizeMib,
        Direction direction,
        double measuredSeconds,
        String detail) {}
