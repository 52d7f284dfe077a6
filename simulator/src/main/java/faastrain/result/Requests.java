package faastrain.result;

/**
 * Requests of one run, to the object store that functions load from and to the channel.
 *
 * @param put objects written: PUT requests, values set, items put, pushes to a parameter server, sends
 * @param get objects asked for: GET requests, loading and questions in vain included, values, items, pulls
 * @param list LIST requests: pages of listings, multi-gets, scans
 * @param delete DELETE requests
 * @param check questions to a parameter server that move nothing
 * @param refused requests that were refused because there were too many
 */
public record Requests(long put, long get, long list, long delete, long check, long refused) {}
