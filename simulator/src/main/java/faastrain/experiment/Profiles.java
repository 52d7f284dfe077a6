package faastrain.experiment;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the profiles that scenarios name.
 *
 * @param traces the folder that holds {@code workloads/}, {@code platforms/} and {@code providers/}
 */
public record Profiles(Path traces) {
    /** What the name of a profile ends in that is no trace. */
    static final String YAML = ".yaml";

    /**
     * The file of a profile.
     *
     * @param folder which kind it is
     * @param name the file's name without its ending, or a path with it, relative to the scenario's folder
     * @param ending what such files end in
     * @param scenarioFile the scenario that names it
     * @param place where it names it
     * @param field the field that names it
     * @throws InvalidInputException when there is no such file, naming those that there are
     */
    public Path find(String folder, String name, String ending, Path scenarioFile, Place place, String field) {
        if (name.endsWith(ending)) {
            Path parent = scenarioFile.toAbsolutePath().getParent();
            Path file = parent == null ? Path.of(name) : parent.resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
            throw new InvalidInputException(List.of(new Problem(
                    place, field, "there is no file \"" + name + "\" (looked for it from the scenario's folder)")));
        }
        Path file = traces.resolve(folder).resolve(name + ending);
        if (Files.isRegularFile(file)) {
            return file;
        }
        List<String> known = names(folder, ending);
        throw new InvalidInputException(List.of(new Problem(
                place,
                field,
                "there is no traces/" + folder + "/" + name + ending + Suggestion.didYouMean(name, known)
                        + (known.isEmpty() ? "" : " (there are: " + String.join(", ", known) + ")"))));
    }

    /** The names of a folder's profiles, sorted; none when the folder cannot be read. */
    public List<String> names(String folder) {
        return names(folder, YAML);
    }

    /** The names of a folder's files with that ending, sorted; none when the folder cannot be read. */
    public List<String> names(String folder, String ending) {
        try (Stream<Path> files = Files.list(traces.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ending))
                    .map(file -> file.substring(0, file.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
