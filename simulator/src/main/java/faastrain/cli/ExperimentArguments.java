package faastrain.cli;

import faastrain.scenario.Assignment;
import faastrain.sweep.ExperimentFile;
import faastrain.sweep.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An experiment on the command line. */
final class ExperimentArguments {
    @Parameters(index = "0", paramLabel = "EXPERIMENT", description = "An experiment file.")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace a field of the experiment's scenario, such as replications=30. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    Path file() {
        return file;
    }

    /** Its points, made ready. */
    Sweep sweep(int threads) {
        return Sweep.of(
                ExperimentFile.read(file, Assignment.of("--set", overrides)),
                Context.profiles(),
                Context.version(),
                threads);
    }
}
