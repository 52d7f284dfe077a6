package faastrain.cli;

import faastrain.experiment.Replications;
import faastrain.experiment.Setting;
import faastrain.report.RunText;
import faastrain.report.SummaryJson;
import faastrain.result.RunResult;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faastrain compare}: the simulation against each closed form that applies. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Simulates a scenario and prints how each term of each closed form that applies differs, with its"
                + " confidence interval and the reason; writes nothing.")
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioArguments scenario;

    @Option(names = "--json", description = "Print the comparisons as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Setting setting = scenario.prepare();
        Context.announce(spec, List.of(setting));
        RunResult result = Replications.run(setting, Context.version());
        Context.print(spec, json ? SummaryJson.text(SummaryJson.comparisons(result)) : RunText.compare(result));
        Context.warnings(spec, result.warnings());
        return 0;
    }
}
