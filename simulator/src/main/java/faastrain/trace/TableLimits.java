package faastrain.trace;

/**
 * What a key-value table on demand takes.
 *
 * @param latencySeconds time of an empty item, s
 * @param itemLimitMib largest item, MiB
 * @param scanPageMib data in one page of a scan or query, MiB
 * @param writeUnitsPerSecond write units per second of a new table; a unit is up to 1 KiB of one item
 * @param readUnitsPerSecond read units per second of a new table; a unit is up to 4 KiB, read consistently
 * @param readUnitShare units per 4 KiB of the reads that clients make: 0.5 when they are eventually consistent
 */
public record TableLimits(
        double latencySeconds,
        double itemLimitMib,
        double scanPageMib,
        double writeUnitsPerSecond,
        double readUnitsPerSecond,
        double readUnitShare) {}
