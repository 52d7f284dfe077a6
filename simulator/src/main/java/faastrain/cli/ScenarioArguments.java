package faastrain.cli;

import faastrain.experiment.Preparation;
import faastrain.experiment.Setting;
import faastrain.scenario.ScenarioLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A scenario on the command line. */
final class ScenarioArguments {
    @Parameters(index = "0", paramLabel = "SCENARIO", description = "A scenario file.")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace a field of the scenario, such as plan.workers=8. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    Path file() {
        return file;
    }

    Setting prepare() {
        return Preparation.prepare(ScenarioLoader.load(file, overrides), Context.profiles());
    }

    Setting prepare(String varied) {
        return Preparation.prepare(ScenarioLoader.load(file, overrides, varied), Context.profiles());
    }
}
