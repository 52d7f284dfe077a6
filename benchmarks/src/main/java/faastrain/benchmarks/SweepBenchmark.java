package faastrain.benchmarks;

import faastrain.experiment.Preparation;
import faastrain.experiment.Profiles;
import faastrain.experiment.Replications;
import faastrain.experiment.Setting;
import faastrain.random.Streams;
import faastrain.report.SweepFiles;
import faastrain.scenario.ScenarioLoader;
import faastrain.sweep.Engine;
import faastrain.sweep.ExperimentFile;
import faastrain.sweep.LocalEngine;
import faastrain.sweep.RunStore;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import faastrain.sweep.SweepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a run costs in a sweep, beside what it costs alone: the shortest runs there are, so that all else shows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 10)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls begin() before anything else.
public class SweepBenchmark {
    private static final int RUNS = 20_000;

    private static final String SCENARIO = """
            name: short
            workload: squeezenet-cifar10
            epochs: 1
            plan: {workers: 2, memory: 1536 MB, batch: 512, aggregators: 1}
            pattern: k-reduce
            protocol: bsp
            fluctuation: measured
            """;

    /** Runs of a point: many, or one, where each run has to be made ready by itself. */
    @Param({"2000", "1"})
    private int replications;

    private Path folder;
    private Setting setting;
    private Sweep sweep;
    private RunStore store;

    /** An empty store, and the points made ready. */
    @Setup(Level.Iteration)
    public void begin() throws IOException {
        folder = Files.createTempDirectory("faastrain-benchmark");
        Profiles profiles = new Profiles(Path.of("traces"));
        setting = Preparation.prepare(ScenarioLoader.load("scenario", SCENARIO, List.of()), profiles);
        Path file = folder.resolve("experiment.yaml");
        Files.writeString(
                file,
                "name: short\nscenario:\n" + SCENARIO.indent(2) + "  replications: " + replications
                        + "\naxes: {seed: 1.." + RUNS / replications + "}\n");
        sweep = Sweep.of(ExperimentFile.read(file, List.of()), profiles, "benchmark", 1);
        store = RunStore.open(folder.resolve("runs.sqlite"));
    }

    /** Nothing stays. */
    @TearDown(Level.Iteration)
    public void end() throws IOException {
        store.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The runs alone, one after the other. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public double alone() {
        double seconds = 0;
        Streams streams = new Streams(setting.scenario().seed());
        for (int run = 0; run < RUNS; run++) {
            seconds += Replications.replication(setting, streams, run).timeSeconds();
        }
        return seconds;
    }

    /** The runs in a sweep of one thread, kept in a store. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public void kept() {
        try (Engine engine = new LocalEngine(1)) {
            sweep.run(store, Shard.ALL, engine, new SweepListener() {});
        }
    }

    /** The same, and then the store brought into its canonical form and all tables written. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public void keptAndWritten() throws IOException {
        kept();
        store.compact();
        SweepFiles.write(sweep, store, Files.createDirectory(folder.resolve("result")));
    }
}
