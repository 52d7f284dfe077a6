package faastrain.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.experiment.OpenScenario;
import faastrain.experiment.Planning;
import faastrain.provisioning.Outcome;
import faastrain.provisioning.StrategyKind;
import faastrain.report.PlanFiles;
import faastrain.report.PlanJson;
import faastrain.report.PlanText;
import faastrain.report.ResultFolder;
import faastrain.report.ResultPlace;
import faastrain.report.SummaryJson;
import faastrain.report.chart.ChartKind;
import faastrain.report.chart.ChartRequest;
import faastrain.report.chart.Charts;
import faastrain.report.chart.Format;
import faastrain.report.chart.Width;
import faastrain.result.PlanResult;
import faastrain.result.StrategyPlan;
import faastrain.scenario.Assignment;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.Choice;
import faastrain.scenario.Place;
import faastrain.scenario.ScenarioWriter;
import faastrain.scenario.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faastrain plan}: looks for the cheapest plan that keeps a deadline. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Looks for the cheapest plan that keeps a deadline, by every strategy, and simulates what they find.",
            "A workload (see: faastrain list workloads) is simulated under scenarios/conditions/realistic.yaml; a scenario"
                    + " with a deadline and no plan says its own conditions; a folder stands for its scenarios."
        })
final class PlanCommand implements Callable<Integer> {
    /** Exit code when no plan was found. */
    private static final int NO_PLAN = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "WORKLOAD|SCENARIO",
            description = "A workload, or scenarios whose plan is open, or a folder of them.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--deadline", paramLabel = "TIME", description = "The time that the training may take: 8000s.")
    private Optional<String> deadline = Optional.empty();

    @Option(
            names = "--max-global-batch",
            paramLabel = "SAMPLES",
            description = "The largest global batch that is allowed.")
    private Optional<String> maxGlobalBatch = Optional.empty();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data; by default the workload's own.")
    private Optional<String> epochs = Optional.empty();

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "s3, elasticache-redis or elasticache-memcached; by default s3.")
    private Optional<String> channel = Optional.empty();

    @Option(
            names = "--confidence",
            paramLabel = "P",
            description = "The probability with which the simulated plan has to meet the deadline; by default 0.5.")
    private Optional<String> confidence = Optional.empty();

    @Option(
            names = "--strategy",
            split = ",",
            paramLabel = "STRATEGY",
            description = "Strategies to ask (see: faastrain list strategies); by default all.")
    private List<String> strategies = new ArrayList<>();

    @Option(
            names = "--memory-step",
            paramLabel = "MB",
            description = "Step of the memory: 1MB, 64MB; by default 128MB.")
    private Optional<String> memoryStep = Optional.empty();

    @Option(names = "--batch-step", paramLabel = "SAMPLES", description = "Step of the batch; by default 16.")
    private Optional<String> batchStep = Optional.empty();

    @Option(names = "--max-batch", paramLabel = "SAMPLES", description = "The largest batch of an aggregator.")
    private Optional<String> maxBatch = Optional.empty();

    @Option(names = "--free-batches", description = "Look at every batch of the non-aggregators, not only eq. 16's.")
    private boolean freeBatches;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            description = "How many of the plans that the closed form finds cheapest are simulated; by default 100.")
    private Optional<String> candidates = Optional.empty();

    @Option(names = "--model-only", description = "Simulate nothing: the closed forms alone decide.")
    private boolean modelOnly;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set a field of the scenario. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The result folder; by default reports/plan- and the workload's or scenario's name.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--force", description = "Replace the result of another search in that folder.")
    private boolean force;

    @Option(names = "--json", description = "Print plan.json instead of text; a list where there are several.")
    private boolean json;

    @Override
    public Integer call() {
        List<StrategyKind> kinds = kinds();
        channel.flatMap(id -> Choice.byId(ChannelKind.class, id))
                .ifPresent(known -> OpenScenario.checkChannel(known, Place.of("--channel " + known.id())));
        List<PlanTarget> open = PlanTarget.of(targets, assignments());
        if (open.size() > 1 && folder.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--output names one folder, but there are " + open.size() + " scenarios");
        }
        // What is wrong with any of them, or that one allows no plan, is told before the first is simulated.
        List<OpenScenario> scenarios = open.stream().map(PlanTarget::open).toList();
        List<Search> searches =
                scenarios.stream().map(scenario -> searched(scenario, kinds)).toList();
        List<ObjectNode> results = new ArrayList<>();
        boolean found = true;
        for (int i = 0; i < open.size(); i++) {
            found &= plan(open.get(i), searches.get(i), kinds, i > 0, results);
        }
        if (json) {
            Context.print(spec, SummaryJson.text(open.size() == 1 ? results.get(0) : PlanJson.list(results)));
        }
        return found ? ExitCode.OK : NO_PLAN;
    }

    /** What the strategies have come to, and how long it took each of them, s. */
    private record Search(OpenScenario open, Map<StrategyKind, Outcome> outcomes, Map<StrategyKind, Double> seconds) {}

    private static Search searched(OpenScenario open, List<StrategyKind> kinds) {
        Map<StrategyKind, Outcome> outcomes = new EnumMap<>(StrategyKind.class);
        Map<StrategyKind, Double> seconds = new EnumMap<>(StrategyKind.class);
        for (StrategyKind kind : kinds) {
            long began = System.nanoTime();
            outcomes.put(kind, kind.strategy().plan(open.task()));
            seconds.put(kind, (System.nanoTime() - began) * 1e-9);
        }
        Planning.checkThatThereIsAPlan(open, outcomes);
        return new Search(open, outcomes, seconds);
    }

    private boolean plan(
            PlanTarget target, Search search, List<StrategyKind> kinds, boolean later, List<ObjectNode> results) {
        OpenScenario open = search.open();
        String identity = PlanFiles.identity(ScenarioWriter.open(open.scenario()), kinds, !modelOnly);
        Path place = ResultPlace.choose(folder, force, Path.of("plan-" + target.stem() + ".yaml"), identity);
        ResultFolder.checkWritable(place);
        PlanResult result = simulated(search);
        ResultFolder.replace(place, fresh -> {
            PlanFiles.write(result, identity, fresh);
            draw(result, fresh);
        });
        if (json) {
            results.add(PlanJson.plan(result, search.seconds()));
        } else {
            Context.print(spec, (later ? "\n" : "") + PlanText.plan(result, search.seconds()));
        }
        List<String> warnings = new ArrayList<>(result.warnings());
        result.selected().ifPresent(selected -> warnings.addAll(selected.warnings()));
        Context.warnings(spec, warnings);
        Context.message(
                spec,
                "Result: " + place
                        + (result.selected()
                                        .flatMap(PlanResult.SelectedPlan::scenario)
                                        .isPresent()
                                ? "; run the plan with: faastrain run " + place.resolve(PlanFiles.PLAN)
                                : ""));
        return result.selected().isPresent();
    }

    private PlanResult simulated(Search search) {
        try (Progress progress = Progress.of(spec, "Plan", 0, 0)) {
            PlanResult result =
                    Planning.plan(search.open(), search.outcomes(), !modelOnly, Context.version(), (done, atMost) -> {
                        progress.total(atMost);
                        progress.done(done);
                    });
            // A race may end long before it must.
            progress.total(0);
            return result;
        }
    }

    private static void draw(PlanResult result, Path fresh) {
        boolean anything = result.strategies().stream()
                .map(StrategyPlan::outcome)
                .anyMatch(outcome -> outcome.offer().isPresent());
        if (!anything || result.front().isEmpty()) {
            return;
        }
        for (ChartKind kind : List.of(ChartKind.COST_TIME, ChartKind.STRATEGIES)) {
            Charts.draw(
                    kind,
                    new ChartRequest(
                            List.of(fresh), fresh.resolve("charts"), EnumSet.of(Format.SVG, Format.PNG), Width.COLUMN));
        }
    }

    private List<StrategyKind> kinds() {
        if (strategies.isEmpty()) {
            return List.of(StrategyKind.values());
        }
        List<String> known = Choice.ids(Arrays.asList(StrategyKind.values()));
        Set<StrategyKind> kinds = new LinkedHashSet<>();
        for (String id : strategies) {
            kinds.add(Choice.byId(StrategyKind.class, id)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "there is no strategy \"" + id + "\"" + Suggestion.didYouMean(id, known) + " (there are: "
                                    + String.join(", ", known) + ")")));
        }
        return Arrays.stream(StrategyKind.values()).filter(kinds::contains).toList();
    }

    /** What the options set; an assignment wins. */
    private List<Assignment> assignments() {
        List<Assignment> all = new ArrayList<>();
        option("--deadline", "deadline", deadline, all);
        option("--max-global-batch", "plan.max-global-batch", maxGlobalBatch, all);
        option("--epochs", "epochs", epochs, all);
        option("--channel", "channel", channel, all);
        option("--confidence", "search.confidence", confidence, all);
        option("--memory-step", "search.memory-step", memoryStep, all);
        option("--batch-step", "search.batch-step", batchStep, all);
        option("--max-batch", "search.max-batch", maxBatch, all);
        option("--candidates", "search.candidates", candidates, all);
        if (freeBatches) {
            all.add(new Assignment("--free-batches", "search.non-aggregator-batch=free"));
        }
        all.addAll(Assignment.of("--set", overrides));
        return all;
    }

    private static void option(String name, String field, Optional<String> value, List<Assignment> all) {
        value.ifPresent(text -> all.add(new Assignment(name + " " + text, field + "=" + text)));
    }
}
