package faastrain.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Prices and limits of a provider on a date.
 *
 * @param id name that platforms use
 * @param date the day that the figures held, {@code yyyy-mm-dd}
 * @param description one line for people
 * @param functionPrices functions
 * @param storagePrices requests to the object store
 * @param functionLimits what a function may have
 * @param cacheUsdPerMib dollars per MiB moved through a serverless cache (pr_EC of FasDL eq. 10)
 * @param cacheUsdPerGbHour dollars per GB (2^30 bytes) stored in a serverless cache and hour
 * @param tablePrices the key-value table
 * @param cacheNodeUsdPerHour dollars per hour by node type of a cache
 * @param cacheNodeIncrementSeconds to which a node's time is rounded up
 * @param instanceUsdPerHour dollars per hour by instance type of virtual machines
 * @param instanceMinimumBilledSeconds the least time of a virtual machine that is billed
 * @param sources where each figure comes from, by its field in the file
 */
public record ProviderProfile(
        String id,
        String date,
        String description,
        FunctionPrices functionPrices,
        StoragePrices storagePrices,
        FunctionLimits functionLimits,
        Optional<Double> cacheUsdPerMib,
        Optional<Double> cacheUsdPerGbHour,
        Optional<TablePrices> tablePrices,
        SortedMap<String, Double> cacheNodeUsdPerHour,
        Optional<Double> cacheNodeIncrementSeconds,
        SortedMap<String, Double> instanceUsdPerHour,
        Optional<Double> instanceMinimumBilledSeconds,
        Map<String, String> sources) {
    public ProviderProfile {
        cacheNodeUsdPerHour = Collections.unmodifiableSortedMap(new TreeMap<>(cacheNodeUsdPerHour));
        instanceUsdPerHour = Collections.unmodifiableSortedMap(new TreeMap<>(instanceUsdPerHour));
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }
}
