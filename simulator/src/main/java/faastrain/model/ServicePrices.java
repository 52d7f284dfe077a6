package faastrain.model;

/**
 * What a channel costs beside the requests to the object store, dollars. What the channel does not have costs 0.
 *
 * @param usdPerMovedMib a MiB moved to or from a serverless cache
 * @param usdPerStoredGbHour a gigabyte (1,024 MiB) kept in a serverless cache for an hour
 * @param usdPerWriteUnit a write unit of a table
 * @param usdPerReadUnit a read unit of a table
 * @param rentUsdPerHour a rented machine for an hour: a cache's node, a parameter server, a virtual machine
 * @param rentIncrementSeconds to which its time is rounded up; 0 for no rounding
 * @param rentLeastSeconds the least time that is billed
 * @param rented how many machines there are
 */
public record ServicePrices(
        double usdPerMovedMib,
        double usdPerStoredGbHour,
        double usdPerWriteUnit,
        double usdPerReadUnit,
        double rentUsdPerHour,
        double rentIncrementSeconds,
        double rentLeastSeconds,
        int rented) {
    /** Nothing. */
    public static final ServicePrices NONE = new ServicePrices(0, 0, 0, 0, 0, 0, 0, 0);

    private static final double SECONDS_PER_HOUR = 3600;

    /** A serverless cache. */
    public static ServicePrices serverlessCache(double usdPerMovedMib, double usdPerStoredGbHour) {
        return new ServicePrices(usdPerMovedMib, usdPerStoredGbHour, 0, 0, 0, 0, 0, 0);
    }

    /** A table. */
    public static ServicePrices table(double usdPerWriteUnit, double usdPerReadUnit) {
        return new ServicePrices(0, 0, usdPerWriteUnit, usdPerReadUnit, 0, 0, 0, 0);
    }

    /** Rented machines. */
    public static ServicePrices rent(double usdPerHour, double incrementSeconds, double leastSeconds, int rented) {
        return new ServicePrices(0, 0, 0, 0, usdPerHour, incrementSeconds, leastSeconds, rented);
    }

    /** The rent of all machines for {@code seconds} each, which are rounded up for each of them. */
    public double rentUsd(double seconds) {
        double billed = Math.max(rentLeastSeconds, Prices.roundedUp(seconds, rentIncrementSeconds));
        return rented * billed / SECONDS_PER_HOUR * rentUsdPerHour;
    }

    /** The price of what is kept in a serverless cache: MiB times the seconds for which they are. */
    public double storedUsd(double mibSeconds) {
        return mibSeconds / 1024 / SECONDS_PER_HOUR * usdPerStoredGbHour;
    }
}
