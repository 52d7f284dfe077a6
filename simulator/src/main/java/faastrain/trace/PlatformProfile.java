package faastrain.trace;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How fast the functions of a platform reach its object store: curves fitted by memory quota, or else published
 * constants.
 *
 * @param id name that scenarios use
 * @param description one line for people
 * @param source what it was fitted from, or where it was published
 * @param provider id of the file of prices and limits ({@link ProviderProfile})
 * @param s3 the curves by memory quota, smallest memory first; empty when there are published constants
 * @param published the constants, when there are no curves
 */
public record PlatformProfile(
        String id,
        String description,
        String source,
        String provider,
        List<MemoryCurves> s3,
        Optional<PublishedLink> published) {
    public PlatformProfile {
        s3 = s3.stream().sorted(Comparator.comparingInt(MemoryCurves::memoryMb)).toList();
        if (s3.isEmpty() == published.isEmpty()) {
            throw new IllegalArgumentException(
                    "a platform needs either the curves of one memory quota at least, or published constants");
        }
    }

    /** A platform with fitted curves. */
    public static PlatformProfile fitted(
            String id, String description, String source, String provider, List<MemoryCurves> s3) {
        return new PlatformProfile(id, description, source, provider, s3, Optional.empty());
    }

    /** A platform with published constants. */
    public static PlatformProfile published(
            String id, String description, String source, String provider, PublishedLink published) {
        return new PlatformProfile(id, description, source, provider, List.of(), Optional.of(published));
    }
}
