package faastrain.result;

/**
 * Requests to storage of one run.
 *
 * @param put PUT requests
 * @param get GET requests
 * @param list LIST requests
 * @param delete DELETE requests
 */
public record Requests(long put, long get, long list, long delete) {}
