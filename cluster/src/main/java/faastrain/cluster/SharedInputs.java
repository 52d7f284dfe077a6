package faastrain.cluster;

import faastrain.cli.Main;
import faastrain.experiment.Materials;
import faastrain.experiment.Preparation;
import faastrain.experiment.Profiles;
import faastrain.experiment.Setting;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.ScenarioLoader;
import faastrain.sweep.PointIdentity;
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
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/**
 * What all points of a sweep share: the files that they name, as they are on the machine that began it. On a machine of the
 * cluster they become files again, once for each of its programs, so that points are read there as they are everywhere. What
 * is read must be the point that was sent, by the program that sent it. Safe for use by several threads.
 */
final class SharedInputs implements Serializable {
    private static final long serialVersionUID = 1;

    private final String version;
    private final String program;
    private final LinkedHashMap<String, byte[]> files;

    /** Where the files are on this machine, once they are there. */
    private transient @Nullable Site site;

    /**
     * Inputs.
     *
     * @param version the version that is part of each point's hash
     * @param files by their paths in the folder of {@link InputFiles}
     */
    SharedInputs(String version, Map<String, byte[]> files) {
        this.version = version;
        this.program = program();
        this.files = new LinkedHashMap<>(files);
    }

    /** The folder of a sweep on a machine of the cluster, and what was read from it. */
    private record Site(Path folder, Materials materials) {}

    /**
     * A point, ready to be run.
     *
     * @throws ClusterException if it is another one here than where the sweep began
     */
    Setting setting(SweepTask.Part part) {
        Site here = site();
        ScenarioFile scenario =
                ScenarioLoader.load(here.folder().resolve(part.file()).toString(), part.scenario(), List.of());
        Setting setting = Preparation.prepare(scenario, here.materials().of(scenario));
        if (!PointIdentity.of(setting, version).hex().equals(part.hash())) {
            throw new ClusterException("it is another point there than where the sweep began, perhaps because files in"
                    + " traces/ were changed meanwhile");
        }
        return setting;
    }

    private synchronized Site site() {
        Site known = site;
        if (known == null) {
            if (!program().equals(program)) {
                throw new ClusterException(
                        "another FaasTrain than the one that was sent is on the class path of the cluster's Spark: "
                                + ShippedJars.jarOf(Main.class));
            }
            known = write();
            site = known;
        }
        return known;
    }

    private static String program() {
        return ShippedJars.sha256(ShippedJars.jarOf(Main.class));
    }

    /** Spark tidies up the folder of its own where the executor is killed. */
    private Site write() {
        try {
            Path folder = Files.createTempDirectory(
                    Path.of(SparkFiles.getRootDirectory()).toAbsolutePath().normalize(), "faastrain-sweep");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.write(target, file.getValue());
            }
            return new Site(folder, new Materials(new Profiles(folder.resolve(InputFiles.TRACES))));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException left) {
            // It is in a folder that Spark tidies up, perhaps at this moment.
        }
    }
}
