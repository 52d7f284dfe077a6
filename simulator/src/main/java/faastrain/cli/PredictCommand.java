package faastrain.cli;

import faastrain.analytic.ClosedForms;
import faastrain.analytic.FasDl;
import faastrain.analytic.Prediction;
import faastrain.experiment.Setting;
import faastrain.report.RunText;
import faastrain.report.SummaryJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faastrain predict}: the closed forms alone, term by term. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Prints what the papers' closed forms say of a scenario, term by term; simulates nothing.")
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioArguments scenario;

    @Option(names = "--json", description = "Print the list of predictions.")
    private boolean json;

    @Override
    public Integer call() {
        Setting setting = scenario.prepare();
        List<Prediction> predictions = ClosedForms.of(setting.job());
        Context.print(
                spec,
                json
                        ? SummaryJson.text(SummaryJson.predictions(predictions))
                        : RunText.predict(
                                setting.scenario(),
                                setting.job(),
                                predictions,
                                FasDl.applies(setting.job())
                                        ? Optional.of(FasDl.predictRealIterations(setting.job()))
                                        : Optional.empty()));
        Context.warnings(spec, setting.warnings());
        return 0;
    }
}
