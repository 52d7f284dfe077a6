package faastrain.cluster;

import faastrain.experiment.Materials;
import faastrain.experiment.Preparation;
import faastrain.experiment.Profiles;
import faastrain.experiment.Setting;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.ScenarioLoader;
import faastrain.scenario.ScenarioWriter;
import faastrain.scenario.YamlFile;
import faastrain.sweep.FieldValues;
import faastrain.sweep.PointIdentity;
import faastrain.sweep.Value;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that the points of a sweep name, as they are on the machine that began it. On a machine of the cluster they
 * become files again, once for each of its programs, so that points are read there as they are everywhere.
 */
final class SharedTraces implements Serializable {
    private final String version;
    private final LinkedHashMap<String, byte[]> files;

    /** Where the files are on this machine, once they are there. */
    private transient @Nullable Site site;

    /**
     * Profiles.
     *
     * @param version of the program that began the sweep
     * @param files by their paths in the folder of profiles
     */
    SharedTraces(String version, LinkedHashMap<String, byte[]> files) {
        this.version = version;
        this.files = files;
    }

    /** The folder of a sweep on a machine of the cluster, and what was read from it. */
    private record Site(Path folder, Materials materials) {}

    /** Adds the files of profiles that a resolved scenario names. */
    static void add(Scenario resolved, Path traces, Map<String, byte[]> files) {
        FieldValues values = new FieldValues(YamlFile.parse("scenario", ScenarioWriter.resolved(resolved)));
        for (Field field : ScenarioFields.all()) {
            if (field.kind() instanceof Kind.Profile profile) {
                values.value(field.path()).ifPresent(name -> {
                    String file = profile.folder() + "/" + ((Value.Text) name).text() + "." + profile.ending();
                    // A name with an ending is that of a copy, which goes with the point.
                    if (!((Value.Text) name).text().endsWith("." + profile.ending())
                            && Files.isRegularFile(traces.resolve(file))) {
                        files.computeIfAbsent(file, missing -> read(traces.resolve(file)));
                    }
                });
            }
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A point, ready to be run. */
    Setting setting(SweepTask.Part part) {
        Site here = site();
        String file = here.folder().resolve("scenario.yaml").toString();
        if (!part.inputs().isEmpty()) {
            Path folder = here.folder().resolve(part.hash());
            write(folder, part.inputs());
            file = folder.resolve("scenario.yaml").toString();
        }
        ScenarioFile scenario = ScenarioLoader.load(file, part.scenario(), List.of());
        Setting setting = Preparation.prepare(scenario, here.materials().of(scenario));
        if (!PointIdentity.of(setting, version).hex().equals(part.hash())) {
            throw new IllegalStateException("a point is another one on the cluster than where the sweep began; does"
                    + " something there put another version of FaasTrain on the class path?");
        }
        return setting;
    }

    private synchronized Site site() {
        Site known = site;
        if (known == null) {
            try {
                Path folder = Files.createTempDirectory("faastrain-sweep");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                Path traces = folder.resolve("traces");
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Path target = traces.resolve(file.getKey());
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.write(target, file.getValue());
                }
                known = new Site(folder, new Materials(new Profiles(traces)));
                site = known;
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
        return known;
    }

    /** Tasks of the same point write the same. */
    private static synchronized void write(Path folder, Map<String, String> inputs) {
        try {
            for (Map.Entry<String, String> input : inputs.entrySet()) {
                Path target = folder.resolve(input.getKey());
                if (!Files.exists(target)) {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.writeString(target, input.getValue());
                }
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            // It is in the machine's folder for what is temporary.
        }
    }
}
