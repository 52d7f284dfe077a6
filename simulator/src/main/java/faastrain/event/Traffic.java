package faastrain.event;

/**
 * What one worker asked of storage in a run.
 *
 * @param puts PUT requests
 * @param gets GET requests
 * @param deletes DELETE requests
 * @param uploadedMib MiB uploaded
 * @param downloadedMib MiB downloaded
 */
public record Traffic(long puts, long gets, long deletes, double uploadedMib, double downloadedMib) {}
