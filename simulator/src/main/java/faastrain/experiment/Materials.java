package faastrain.experiment;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.ScenarioFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was read for many scenarios of one folder: files are read once however many scenarios name them. Safe for use by
 * several threads.
 */
public final class Materials {
    /** Paths are relative to the folder of the scenario that names them. */
    private record Key(Path scenario, Material.Named named) {}

    private final Profiles profiles;
    private final Map<Key, Material> read = new ConcurrentHashMap<>();

    /** Nothing is read yet. */
    public Materials(Profiles profiles) {
        this.profiles = profiles;
    }

    /** Where profiles are found. */
    public Profiles profiles() {
        return profiles;
    }

    /**
     * What a scenario names.
     *
     * @throws InvalidInputException with everything that is wrong with the files, or missing
     */
    public Material of(ScenarioFile file) {
        return read.computeIfAbsent(
                new Key(Path.of(file.file()), Material.Named.by(file.scenario())),
                key -> Material.read(file, profiles));
    }
}
