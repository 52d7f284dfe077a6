package faastrain.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses where a result goes. A result is never overwritten by that of another scenario unless the user says so: the
 * default place gets a number, and a place that the user named is refused.
 */
public final class ResultPlace {
    private static final Path REPORTS = Path.of("reports");

    private ResultPlace() {}

    /**
     * The folder for a result.
     *
     * @param named what the user named, if anything
     * @param force whether a result of another scenario may be replaced
     * @param scenario the scenario's file, after which the default place is called
     * @param identity the text that tells this result from others, as {@link ResultFolder#holds} compares it
     * @throws OutputException when the place that the user named holds something else
     */
    public static Path choose(Optional<Path> named, boolean force, Path scenario, String identity) {
        if (named.isPresent()) {
            Path target = named.get();
            if (isFree(target) || ResultFolder.holds(target, identity)) {
                return target;
            }
            if (!ResultFolder.isResult(target)) {
                throw new OutputException(target + ": exists and is no result of FaasTrain, so that it is not replaced;"
                        + " name another folder with --output");
            }
            if (!force) {
                throw new OutputException(target + ": holds the result of another scenario; name another folder with"
                        + " --output, or replace it with --force");
            }
            return target;
        }
        String stem = stem(scenario);
        for (int number = 1; ; number++) {
            Path target = REPORTS.resolve(number == 1 ? stem : stem + "-" + number);
            if (isFree(target) || ResultFolder.holds(target, identity)) {
                return target;
            }
        }
    }

    /** The name of a scenario's or an experiment's file without its ending, after which what comes of it is called. */
    public static String stem(Path scenario) {
        Path fileName = scenario.getFileName();
        String file = fileName == null ? "scenario" : fileName.toString();
        return file.endsWith(".yaml") ? file.substring(0, file.length() - 5) : file;
    }

    private static boolean isFree(Path target) {
        if (!Files.exists(target)) {
            return true;
        }
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(target)) {
            return inside.findAny().isEmpty();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
