package faastrain.cli;

import faastrain.sweep.Engine;
import faastrain.sweep.LocalEngine;
import faastrain.sweep.RunStore;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code faastrain sweep}: runs an experiment, or a part of it. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an experiment: every point of its axes, on all cores, into a store from which a sweep that was stopped"
                    + " goes on, and into tables.",
            "What was run once is not run again as long as scenario, inputs, seed and version are the same."
        })
final class SweepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentArguments experiment;

    @Mixin
    private SweepOutput output;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many runs go on at a time; by default as many as there are cores.")
    private Optional<Integer> jobs = Optional.empty();

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Run only part I of N, into a store of its own; faastrain merge puts the parts together.")
    private Optional<String> shard = Optional.empty();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "local (the default) or spark, which needs SPARK_HOME and --master.")
    private String engine = Engines.LOCAL;

    @Option(names = "--master", paramLabel = "URL", description = "The Spark master, such as spark://host:7077.")
    private Optional<String> master = Optional.empty();

    @Override
    public Integer call() {
        Engines.check(spec, engine, master);
        int threads = jobs();
        Shard part = shard.map(Shard::parse).orElse(Shard.ALL);
        Sweep sweep = experiment.sweep(threads);
        Path file = output.store(experiment.file(), part);
        Optional<Path> target =
                part.equals(Shard.ALL) ? Optional.of(output.target(experiment.file(), sweep)) : Optional.empty();
        try (RunStore store = RunStore.open(file)) {
            run(sweep, store, part, threads, file);
            store.compact();
            if (target.isPresent()) {
                output.write(spec, sweep, store, target.get());
            } else {
                Context.message(
                        spec, String.format(Locale.ROOT, "Part %d of %d is done: %s", part.number(), part.of(), file));
                Context.message(spec, "When all are: faastrain merge " + experiment.file() + " STORE...");
            }
        }
        return ExitCode.OK;
    }

    private void run(Sweep sweep, RunStore store, Shard part, int threads, Path file) {
        try (SweepProgress progress = new SweepProgress(spec, sweep, part, file);
                Engine running =
                        engine.equals(Engines.LOCAL) ? new LocalEngine(threads) : Engines.open(spec, engine, master)) {
            sweep.run(store, part, running, progress);
        }
    }

    private int jobs() {
        int threads = jobs.orElseGet(() -> Runtime.getRuntime().availableProcessors());
        if (threads < 1 || threads > 10_000) {
            throw new ParameterException(
                    spec.commandLine(), "--jobs must be a whole number from 1 to 10000, but is " + threads);
        }
        return threads;
    }
}
