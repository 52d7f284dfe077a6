package faastrain.cli;

import faastrain.report.SweepFiles;
import faastrain.sweep.Batch;
import faastrain.sweep.RunStore;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faastrain merge}: puts the parts of a sweep together. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = {
            "Puts the stores of a sweep's parts together and writes its tables, which are those of a sweep in one piece.",
            "Parts that are missing are told; merged again when they are there, nothing is lost."
        })
final class MergeCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentArguments experiment;

    @Mixin
    private SweepOutput output;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "STORE", description = "Stores of parts.")
    private List<Path> parts = new ArrayList<>();

    @Override
    public Integer call() {
        Sweep sweep = experiment.sweep(Runtime.getRuntime().availableProcessors());
        Path file = output.store(experiment.file(), Shard.ALL);
        Path target = output.target(experiment.file(), sweep);
        List<Path> others = others(file);
        try (RunStore store = RunStore.open(file)) {
            for (Path part : others) {
                long added = merged(store, part);
                Context.message(spec, String.format(Locale.ROOT, "%s: %,d new runs", part, added));
            }
            store.compact();
            List<Batch> missing = sweep.missing(store, Shard.ALL);
            if (!missing.isEmpty()) {
                spec.commandLine().getErr().println(incomplete(sweep, missing, file));
                return FAILED;
            }
            output.write(spec, sweep, store, target);
        }
        return ExitCode.OK;
    }

    /**
     * The parts that are not the store itself, which a pattern of names may have among them. All are looked at before
     * anything is written.
     */
    private List<Path> others(Path store) {
        List<Path> others = new ArrayList<>();
        for (Path part : parts) {
            if (!isSame(part, store)) {
                RunStore.read(part).close();
                others.add(part);
            }
        }
        return others;
    }

    private static boolean isSame(Path part, Path store) {
        try {
            return Files.exists(part) && Files.exists(store) && Files.isSameFile(part, store);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static long merged(RunStore store, Path part) {
        try (RunStore other = RunStore.read(part)) {
            return store.merge(other);
        }
    }

    private String incomplete(Sweep sweep, List<Batch> missing, Path file) {
        Batch first = missing.get(0);
        return String.format(
                Locale.ROOT,
                "%s: runs of %,d batches are not there yet, the first of them replications %d to %d of point %d (%s);"
                        + " merge the other parts too, or run what is missing with: faastrain sweep %s --store %s",
                file,
                missing.size(),
                first.first(),
                first.last(),
                first.point().number(),
                SweepFiles.where(sweep, first.point()),
                experiment.file(),
                file);
    }
}
