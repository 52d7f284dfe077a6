package faastrain.cluster;

import faastrain.experiment.Setting;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import faastrain.scenario.YamlFile;
import faastrain.sweep.FieldValues;
import faastrain.sweep.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers the files that points name, on the machine that begins a sweep, each once however many points name it. Profiles that
 * are named are in the folder {@code traces/}, as they are here; those that are named by path are copies in a folder of the
 * points that name the same. Safe for use by several threads.
 */
final class InputFiles {
    /** Where profiles are that are named. */
    static final String TRACES = "traces";

    private static final String SCENARIO = "scenario.yaml";

    private final Path traces;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<Map<String, String>, String> folders = new HashMap<>();

    /**
     * No files yet.
     *
     * @param traces the folder of profiles on this machine
     */
    InputFiles(Path traces) {
        this.traces = traces;
    }

    /**
     * Adds the files of a point.
     *
     * @param resolved its resolved scenario, written out
     * @return the path that its scenario has among the files
     */
    String add(Setting setting, String resolved) {
        FieldValues values = new FieldValues(YamlFile.parse(SCENARIO, resolved));
        for (Field field : ScenarioFields.all()) {
            if (field.kind() instanceof Kind.Profile profile
                    && values.value(field.path()).orElse(null) instanceof Value.Text name
                    && !name.text().endsWith("." + profile.ending())) {
                addProfile(profile.folder() + "/" + name.text() + "." + profile.ending());
            }
        }
        return addCopies(setting.inputs().texts()) + "/" + SCENARIO;
    }

    private synchronized void addProfile(String name) {
        Path file = traces.resolve(name);
        // A scenario may name a trace that it does not use.
        if (Files.isRegularFile(file)) {
            files.computeIfAbsent(TRACES + "/" + name, missing -> read(file));
        }
    }

    private synchronized String addCopies(Map<String, String> copies) {
        return folders.computeIfAbsent(copies, missing -> {
            String folder = "points-" + folders.size();
            copies.forEach((name, text) -> files.put(folder + "/" + name, text.getBytes(StandardCharsets.UTF_8)));
            return folder;
        });
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All files, by their paths. */
    synchronized Map<String, byte[]> all() {
        return new TreeMap<>(files);
    }
}
