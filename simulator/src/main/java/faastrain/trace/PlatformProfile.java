package faastrain.trace;

import java.util.Comparator;
import java.util.List;

/**
 * How fast the functions of a platform reach its object store.
 *
 * @param id name that scenarios use
 * @param description one line for people
 * @param source what it was fitted from
 * @param provider id of the file of prices and limits ({@link ProviderProfile})
 * @param s3 the curves by memory quota, smallest memory first
 */
public record PlatformProfile(String id, String description, String source, String provider, List<MemoryCurves> s3) {
    public PlatformProfile {
        s3 = s3.stream().sorted(Comparator.comparingInt(MemoryCurves::memoryMb)).toList();
        if (s3.isEmpty()) {
            throw new IllegalArgumentException("a platform needs the curves of one memory quota at least");
        }
    }
}
