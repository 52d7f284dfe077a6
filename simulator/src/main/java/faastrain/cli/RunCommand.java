package faastrain.cli;

import faastrain.event.TrainingFailedException;
import faastrain.experiment.Replications;
import faastrain.experiment.Setting;
import faastrain.experiment.Variation;
import faastrain.report.ResultFolder;
import faastrain.report.ResultPlace;
import faastrain.report.RunText;
import faastrain.report.SummaryJson;
import faastrain.report.VariationReport;
import faastrain.report.chart.ChartKind;
import faastrain.report.chart.ChartRequest;
import faastrain.report.chart.Charts;
import faastrain.report.chart.Format;
import faastrain.report.chart.Width;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problem;
import faastrain.scenario.ScenarioWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faastrain run}: simulates a scenario and writes its result folder. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Simulates a scenario; prints time by phase, cost by item and the predictions beside the simulation,"
                        + " and writes a result folder with charts.")
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioArguments scenario;

    @Option(
            names = "--vary",
            paramLabel = "KEY=VALUES",
            description = "Run the scenario once for each value of a field, such as plan.aggregators=1..7 or"
                    + " protocol=bsp,hap, into one folder.")
    private Optional<String> vary = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The result folder; by default reports/ and the scenario's file name.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--force", description = "Replace the result of another scenario in that folder.")
    private boolean force;

    @Option(names = "--json", description = "Print summary.json instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        if (vary.isPresent()) {
            variation(Variation.parse(vary.get()));
        } else {
            single();
        }
        return 0;
    }

    private void single() {
        Setting setting = scenario.prepare();
        Path target = ResultPlace.choose(folder, force, scenario.file(), ScenarioWriter.resolved(setting.scenario()));
        ResultFolder.checkWritable(target);
        Context.announce(spec, List.of(setting));
        long began = System.nanoTime();
        RunResult result = Replications.run(setting, Context.version());
        Context.detail(
                spec,
                String.format(
                        Locale.ROOT,
                        "Simulated %,d events in %.3f s",
                        result.replications().stream()
                                .mapToLong(Replication::events)
                                .sum(),
                        (System.nanoTime() - began) * 1e-9));
        ResultFolder.replace(target, fresh -> {
            ResultFolder.writeFiles(result, fresh);
            draw(fresh, charts(result));
        });
        Context.print(spec, json ? SummaryJson.text(SummaryJson.summary(result)) : RunText.run(result));
        Context.warnings(spec, result.warnings());
        Context.message(spec, "Result: " + target);
    }

    private void variation(Variation variation) {
        List<Setting> settings = settings(variation);
        String identity = VariationReport.identity(
                variation,
                settings.stream()
                        .map(setting -> ScenarioWriter.resolved(setting.scenario()))
                        .toList());
        Path target = ResultPlace.choose(folder, force, scenario.file(), identity);
        ResultFolder.checkWritable(target);
        Context.announce(spec, settings);
        List<RunResult> results = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            try {
                results.add(Replications.run(settings.get(i), Context.version()));
            } catch (TrainingFailedException failed) {
                throw new TrainingFailedException(
                        "with " + variation.assignments().get(i) + ", " + failed.getMessage());
            }
        }
        ResultFolder.replace(target, fresh -> {
            VariationReport.write(variation, results, identity, fresh);
            draw(fresh, charts(fresh, results));
        });
        Context.print(
                spec,
                json ? SummaryJson.text(VariationReport.json(results)) : VariationReport.text(variation, results));
        Context.warnings(
                spec,
                results.stream().flatMap(result -> result.warnings().stream()).toList());
        Context.message(spec, "Results: " + target);
    }

    /** All scenarios are made ready, and all their problems told, before the first is run. */
    private List<Setting> settings(Variation variation) {
        Set<Problem> problems = new LinkedHashSet<>();
        List<Setting> settings = new ArrayList<>();
        for (String assignment : variation.assignments()) {
            try {
                settings.add(scenario.prepare(assignment));
            } catch (InvalidInputException invalid) {
                problems.addAll(invalid.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(List.copyOf(problems));
        }
        return settings;
    }

    /** The charts of a run; the timeline is for whoever asks for it. */
    private static List<ChartKind> charts(RunResult result) {
        List<ChartKind> kinds = new ArrayList<>(List.of(ChartKind.BREAKDOWN));
        if (!result.convergence().isEmpty()) {
            kinds.add(ChartKind.CONVERGENCE);
        }
        if (hasStaleUpdates(result)) {
            kinds.add(ChartKind.STALENESS);
        }
        return kinds;
    }

    /** The charts that all results of a variation are complete for, but those that would show one of them, or nothing. */
    private static List<ChartKind> charts(Path fresh, List<RunResult> results) {
        return Charts.applicable(List.of(fresh)).stream()
                .filter(kind -> kind != ChartKind.TIMELINE)
                .filter(kind -> kind != ChartKind.STALENESS || results.stream().anyMatch(RunCommand::hasStaleUpdates))
                .toList();
    }

    private static boolean hasStaleUpdates(RunResult result) {
        return result.staleness().stream().anyMatch(count -> count.rounds() > 0 && count.updates() > 0);
    }

    private static void draw(Path fresh, List<ChartKind> kinds) {
        for (ChartKind kind : kinds) {
            Charts.draw(
                    kind,
                    new ChartRequest(
                            List.of(fresh), fresh.resolve("charts"), EnumSet.of(Format.SVG, Format.PNG), Width.COLUMN));
        }
    }
}
