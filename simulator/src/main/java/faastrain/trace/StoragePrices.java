package faastrain.trace;

/** What requests to an object store cost, in dollars each. */
public record StoragePrices(double usdPerPut, double usdPerGet, double usdPerList, double usdPerDelete) {}
