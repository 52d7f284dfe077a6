package faastrain.event;

/**
 * What one worker asked for in a run.
 *
 * @param loads GET requests to the object store when it started
 * @param saves PUT requests to the object store that saved the model
 * @param puts objects written: PUT requests, values set, items put, pushes, sends
 * @param gets objects asked for: GET requests, also those in vain, values, items, pulls
 * @param lists LIST requests: pages of listings, multi-gets, scans
 * @param deletes DELETE requests
 * @param checks questions to a parameter server that move nothing
 * @param refused requests that were refused because there were too many (503), or that failed
 * @param loadedMib MiB loaded from the object store
 * @param savedMib MiB of saved models
 * @param uploadedMib MiB uploaded in the exchange
 * @param downloadedMib MiB downloaded in the exchange
 * @param writeUnits write units of a table
 * @param readUnits read units of a table
 */
public record Traffic(
        long loads,
        long saves,
        long puts,
        long gets,
        long lists,
        long deletes,
        long checks,
        long refused,
        double loadedMib,
        double savedMib,
        double uploadedMib,
        double downloadedMib,
        double writeUnits,
        double readUnits) {
    /** Objects asked for, loading included. */
    public long getsAndLoads() {
        return gets + loads;
    }

    /** MiB received, loading included. */
    public double receivedMib() {
        return downloadedMib + loadedMib;
    }

    /** Objects written, saved models included. */
    public long putsAndSaves() {
        return puts + saves;
    }
}
