package faastrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.cli.Main;
import faastrain.experiment.Profiles;
import faastrain.report.SweepFiles;
import faastrain.result.RunRecord;
import faastrain.sweep.Batch;
import faastrain.sweep.Engine;
import faastrain.sweep.EngineException;
import faastrain.sweep.ExperimentFile;
import faastrain.sweep.LocalEngine;
import faastrain.sweep.Point;
import faastrain.sweep.RunStore;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import faastrain.sweep.SweepListener;
import faastrain.sweep.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on Spark has the bytes of one that was run here. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SweepOnSparkTest {
    private static final Path SPARK = Path.of(System.getProperty("faastrain.test.spark"));
    private static final Path JOBS = Path.of(System.getProperty("faastrain.test.jobs"));
    private static final Path HOME = Path.of(System.getProperty("faastrain.home"));
    private static final String VERSION = "test";

    /**
     * Twelve points, some seconds of one core: of the shipped MobileNet and of another in a file, as they are, with runs
     * that fail, with a trace and a platform in files, on machines with more memory than any function, refused, and run
     * until they are precise.
     */
    private static final String EXPERIMENT = """
            name: On a cluster
            scenario:
              name: MobileNet
              workload: mobilenet-cifar10
              epochs: 2
              plan: {workers: 16, memory: 1536 MB, batch: 64, aggregators: 16}
              pattern: k-reduce
              protocol: bsp
              fluctuation: measured
              counting: implementation
              waiting: {mode: poll}
              replications: 18
              seed: 7
            axes:
              workload: [mobilenet-cifar10, slower.yaml]
              circumstances:
                none: {}
                crashes: {faults.crash-rate: 0.4 /h}
                from-files: {compute.source: bootstrap, compute.trace: measured.csv, platform: platform.yaml}
                machines:
                  channel: vm-network
                  pattern: ring
                  plan.memory: null
                  waiting: null
                  vm.instance: c5.4xlarge
                  fluctuation: none
                  replications: 1
                too-large: {plan.batch: 4096}
                precise: {plan.batch: 96, precision.half-width: 0.0001, precision.most: 60}
            compare: {axis: circumstances, against: none}
            refused: record
            """;

    @TempDir
    private static Path clusterFolder;

    @TempDir
    private static Path shared;

    private static StandaloneCluster cluster;
    private static Path experiment;
    private static Sweep sweep;
    private static Map<String, byte[]> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runHere() throws IOException {
        experiment = writeExperiment(shared);
        sweep = Sweep.of(ExperimentFile.read(experiment, List.of()), new Profiles(HOME.resolve("traces")), VERSION, 2);
        expected = run(shared.resolve("one"), new LocalEngine(1));
        cluster = new StandaloneCluster(SPARK, JOBS, clusterFolder, 2);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void bringTheClusterBack() throws IOException {
        cluster.replaceKilledWorkers();
    }

    @Test
    void sweepWhoseWorkerIsKilledHasTheBytesOfTheOneThatWasRunHere() throws IOException {
        List<String> notices = new ArrayList<>();
        Watched onSpark = new Watched(spark(notices), cluster::killAWorker);

        Map<String, byte[]> files = run(folder, onSpark);

        assertSame(files, expected);
        assertThat(cluster.liveWorkers()).isEqualTo(1);
        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith("lost executor ")
                .endsWith("; what it was doing is done again");
        assertThat(onSpark.done).containsExactlyInAnyOrderElementsOf(batches());
    }

    @Test
    void threeThreadsHereHaveTheSameBytes() throws IOException {
        assertSame(run(folder, new LocalEngine(3)), expected);
    }

    @Test
    void partsOfASweepMadeHereAndThereAreOneSweep() throws IOException {
        List<Path> parts = new ArrayList<>();
        for (int part = 1; part <= 3; part++) {
            Path store = folder.resolve("part-" + part);
            parts.add(store);
            try (Engine engine = part == 2 ? new SparkEngine(settings("local[2]"), notice -> {}) : new LocalEngine(2);
                    RunStore runs = RunStore.open(store)) {
                sweep.run(runs, new Shard(part, 3), engine, new SweepListener() {});
            }
        }

        try (RunStore whole = RunStore.open(folder.resolve("runs.sqlite"))) {
            for (Path part : parts) {
                try (RunStore runs = RunStore.read(part)) {
                    assertThat(whole.merge(runs)).isPositive();
                }
            }
            assertThat(sweep.missing(whole, Shard.ALL)).isEmpty();
        }
        assertSame(finished(folder), expected);
    }

    @Test
    void sweepThatBeganHereGoesOnThereAndRunsOnlyWhatIsMissing() throws IOException {
        List<RunStore.Row> all = new ArrayList<>();
        try (RunStore whole = RunStore.read(shared.resolve("one").resolve("runs.sqlite"))) {
            for (Point point : sweep.points()) {
                point.ready()
                        .ifPresent(ready ->
                                sweep.result(whole, point, run -> all.add(new RunStore.Row(ready.hash(), run))));
            }
        }
        try (RunStore begun = RunStore.open(folder.resolve("runs.sqlite"))) {
            begun.add(
                    all.stream().filter(row -> row.run().replication() % 3 != 2).toList());
        }
        Watched onSpark = new Watched(spark(new ArrayList<>()), () -> {});

        Map<String, byte[]> files = run(folder, onSpark);

        assertSame(files, expected);
        assertThat(onSpark.runs)
                .isEqualTo(all.stream()
                        .filter(row -> row.run().replication() % 3 == 2)
                        .count());
    }

    @Test
    void commandLineRunsItOnSparkAndLeavesNothingThere() throws IOException, InterruptedException {
        Set<Path> before = inputsOnExecutors();
        Path here = folder.resolve("here");
        Path there = folder.resolve("there");
        System.setProperty("spark.executor.memory", "450m");
        try {
            Said onSpark = sweep(there, "--engine", "spark", "--master", cluster.url());
            Said local = sweep(here);

            assertThat(onSpark.code).as(onSpark.err).isZero();
            assertThat(onSpark.out).isEqualTo(local.out);
            assertSame(files(there), files(here));
        } finally {
            System.clearProperty("spark.executor.memory");
        }
        // Executors end by themselves, after the program.
        for (int waited = 0; !before.containsAll(inputsOnExecutors()) && waited < 10_000; waited += 100) {
            Thread.sleep(100);
        }
        assertThat(before).containsAll(inputsOnExecutors());
    }

    @Test
    void fileThatIsChangedMeanwhileEndsTheSweepWithOneLine() throws IOException {
        Path traces = folder.resolve("traces");
        copy(HOME.resolve("traces"), traces);
        Path file = writeExperiment(folder);
        Sweep begun = Sweep.of(ExperimentFile.read(file, List.of()), new Profiles(traces), VERSION, 2);
        Files.writeString(
                traces.resolve("workloads/mobilenet-cifar10.yaml"), "# Changed.\n", StandardOpenOption.APPEND);

        try (RunStore store = RunStore.open(folder.resolve("runs.sqlite"));
                Engine engine = new SparkEngine(settings("local[1]"), notice -> {})) {
            assertThatThrownBy(() -> begun.run(store, Shard.ALL, engine, new SweepListener() {}))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("batch 0 failed on the cluster: point 1 cannot be made ready there: it is another point"
                            + " there than where the sweep began, perhaps because files in traces/ were changed"
                            + " meanwhile");
        }
    }

    @Test
    void masterThatSparkDoesNotKnowIsOneLine() {
        Said said = sweep(folder, "--engine", "spark", "--master", "cluster:7077");

        assertThat(said.code).isEqualTo(1);
        assertThat(said.err.lines().filter(line -> line.contains("cluster:7077")))
                .containsExactly("Spark did not start for cluster:7077: Could not parse Master URL: 'cluster:7077'");
        assertThat(said.err).doesNotContain("should not happen");
    }

    @Test
    void batchesAreTasksOfTheirOwnUntilThereAreTooMany() {
        List<Batch> batches = batches();

        assertThat(SparkEngine.groups(batches, batches.size())).hasSize(batches.size());
        List<List<Batch>> few = SparkEngine.groups(batches, 4);
        assertThat(few).hasSizeLessThanOrEqualTo(4);
        assertThat(few.stream().flatMap(List::stream)).containsExactlyElementsOf(batches);
        assertThat(SparkEngine.groups(List.of(), 4)).isEmpty();
    }

    private List<Batch> batches() {
        try (RunStore empty = RunStore.open(folder.resolve("empty"))) {
            return sweep.missing(empty, Shard.ALL);
        }
    }

    private static SparkSettings settings(String master) {
        // Nothing begins until both workers are there.
        Map<String, String> options = Map.of(
                "spark.executor.memory", "450m",
                "spark.cores.max", "2",
                "spark.scheduler.minRegisteredResourcesRatio", "1");
        return new SparkSettings(master, ShippedJars.of(Main.class, SparkEngine.class), options, 60);
    }

    private static Engine spark(List<String> notices) {
        return new SparkEngine(settings(cluster.url()), notices::add);
    }

    /** Runs all that is missing; the files of the result and the store. */
    private static Map<String, byte[]> run(Path folder, Engine engine) throws IOException {
        Files.createDirectories(folder);
        try (RunStore store = RunStore.open(folder.resolve("runs.sqlite"));
                engine) {
            sweep.run(store, Shard.ALL, engine, new SweepListener() {});
        }
        return finished(folder);
    }

    private static Map<String, byte[]> finished(Path folder) throws IOException {
        Path result = Files.createDirectory(folder.resolve("result"));
        try (RunStore store = RunStore.open(folder.resolve("runs.sqlite"))) {
            store.compact();
            SweepFiles.write(sweep, store, result);
        }
        Map<String, byte[]> files = files(result);
        files.put("runs.sqlite", Files.readAllBytes(folder.resolve("runs.sqlite")));
        return files;
    }

    private record Said(int code, String out, String err) {}

    private Said sweep(Path target, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "sweep",
                experiment.toString(),
                "--set",
                "epochs=1",
                "--store",
                target.resolve("runs.sqlite").toString(),
                "--output",
                target.resolve("result").toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private static Path writeExperiment(Path folder) throws IOException {
        Path traces = HOME.resolve("traces");
        String workload = Files.readString(traces.resolve("workloads/mobilenet-cifar10.yaml"));
        Files.writeString(folder.resolve("slower.yaml"), workload.replace("a: 13.50", "a: 15.50"));
        Files.copy(traces.resolve("platforms/aws-lambda-2023.yaml"), folder.resolve("platform.yaml"));
        Files.copy(traces.resolve("iterations/iteration-times-grid.csv"), folder.resolve("measured.csv"));
        return Files.writeString(folder.resolve("experiment.yaml"), EXPERIMENT);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Map.Entry<String, byte[]> file : files(from).entrySet()) {
            Path target = to.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    /** All files below a folder. */
    private static Map<String, byte[]> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
            return files;
        }
    }

    private static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
    }

    /** The folders of sweeps on executors. */
    private static Set<Path> inputsOnExecutors() throws IOException {
        Set<Path> found = new TreeSet<>();
        Files.walkFileTree(clusterFolder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.getFileName().toString().startsWith("faastrain-sweep")) {
                    found.add(folder);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException changed) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** An engine that does something after the first run that it tells of, and keeps count. */
    private static final class Watched implements Engine {
        private final Engine engine;
        private final Runnable afterTheFirst;
        private final List<Batch> done = new ArrayList<>();
        private int runs;

        Watched(Engine engine, Runnable afterTheFirst) {
            this.engine = engine;
            this.afterTheFirst = afterTheFirst;
        }

        @Override
        public void run(Work work, List<Batch> batches, Sink sink) {
            engine.run(work, batches, new Sink() {
                @Override
                public void ran(Batch batch, RunRecord run) {
                    sink.ran(batch, run);
                    runs++;
                    if (runs == 1) {
                        afterTheFirst.run();
                    }
                }

                @Override
                public void done(Batch batch) {
                    sink.done(batch);
                    done.add(batch);
                }
            });
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
