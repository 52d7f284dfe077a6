package faastrain.sweep;

import faastrain.experiment.Profiles;
import faastrain.scenario.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Experiments of a few short runs on the repository's profiles. */
public final class Experiments {
    /** An epoch of SqueezeNet whose transfers fluctuate. */
    public static final String SMALL = """
            name: Small
            scenario:
              name: SqueezeNet
              workload: squeezenet-cifar10
              epochs: 1
              plan: {workers: 4, memory: 1536 MB, batch: 512, aggregators: 2}
              pattern: k-reduce
              protocol: bsp
              fluctuation: measured
              replications: 3
              seed: 7
            """;

    private Experiments() {}

    /** The repository's profiles. */
    public static Profiles profiles() {
        return new Profiles(Path.of("..", "traces"));
    }

    /** The experiment that a text describes. */
    public static Experiment read(Path folder, String text) throws IOException {
        return ExperimentFile.read(Files.writeString(folder.resolve("experiment.yaml"), text), List.of());
    }

    /** The experiment that a text describes, with fields of its scenario set. */
    public static Experiment read(Path folder, String text, String... set) throws IOException {
        return ExperimentFile.read(
                Files.writeString(folder.resolve("experiment.yaml"), text), Assignment.of("--set", List.of(set)));
    }

    /** The sweep of an experiment. */
    public static Sweep sweep(Experiment experiment) {
        return Sweep.of(experiment, profiles(), "test", 2);
    }

    /** The sweep of the experiment that a text describes. */
    public static Sweep sweep(Path folder, String text) throws IOException {
        return sweep(read(folder, text));
    }

    /** Runs what a store lacks of a part. */
    public static void run(Sweep sweep, RunStore store, Shard part, int threads) {
        try (Engine engine = new LocalEngine(threads)) {
            sweep.run(store, part, engine, new SweepListener() {});
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
