package faastrain.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a provider's services take and give besides what they cost: limits, latencies, rates and capacities on a date.
 *
 * @param id name that scenarios use
 * @param date the day that the figures held, {@code yyyy-mm-dd}
 * @param description one line for people
 * @param objectStore limits of the object store
 * @param cache the cache, on nodes or serverless
 * @param table the key-value table
 * @param servers parameter servers
 * @param functions how functions come to life
 * @param instances virtual machines by type
 * @param functionStartUp until functions have started (LambdaML's t_F)
 * @param instanceStartUp until virtual machines have started (LambdaML's t_I)
 * @param sources where each figure comes from, by its field in the file
 */
public record ServicesProfile(
        String id,
        String date,
        String description,
        RequestLimits objectStore,
        CacheService cache,
        TableLimits table,
        ServerRates servers,
        FunctionService functions,
        SortedMap<String, InstanceType> instances,
        StartUpTimes functionStartUp,
        StartUpTimes instanceStartUp,
        Map<String, String> sources) {
    public ServicesProfile {
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }
}
