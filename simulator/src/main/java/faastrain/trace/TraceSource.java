package faastrain.trace;

/**
 * What a trace was read from, without the folder it lay in.
 *
 * @param fileName the file's own name
 * @param sha256 digest of its bytes, 64 hexadecimal digits
 */
public record TraceSource(String fileName, String sha256) {}
