package faastrain.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the valid name that a user most likely meant. */
public final class Suggestion {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Suggestion() {}

    /** The valid name nearest to the given one, when one is near enough to be meant. */
    public static Optional<String> nearest(String given, Collection<String> valid) {
        if (given.length() > 64) {
            return Optional.empty();
        }
        String lower = given.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        return valid.stream()
                .filter(name -> isNear(lower, name))
                .min(Comparator.<String>comparingInt(name -> distance(lower, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code ; did you mean "x"?} or nothing, to end a message with. */
    public static String didYouMean(String given, Collection<String> valid) {
        return nearest(given, valid)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** A few changes, but not so many that nothing of the name is left. */
    private static boolean isNear(String given, String name) {
        int distance = distance(given, name);
        return distance <= Math.max(2, name.length() / 3) && distance < Math.max(given.length(), name.length());
    }

    private static int distance(String given, String name) {
        return DISTANCE.apply(given, name.toLowerCase(Locale.ROOT));
    }
}
