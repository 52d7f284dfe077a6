package faastrain.trace;

/**
 * What a key-value table costs on demand.
 *
 * @param usdPerWriteUnit dollars per write of up to 1 KB
 * @param usdPerReadUnit dollars per read of up to 4 KB
 */
public record TablePrices(double usdPerWriteUnit, double usdPerReadUnit) {}
