package faastrain.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.analytic.ClosedForms;
import faastrain.provisioning.StrategyKind;
import faastrain.report.SummaryJson;
import faastrain.report.chart.ChartKind;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.Choice;
import faastrain.scenario.ComputeSource;
import faastrain.scenario.ConvergenceSource;
import faastrain.scenario.Counting;
import faastrain.scenario.CurveFamily;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.SgdModel;
import faastrain.scenario.StartUpSource;
import faastrain.scenario.Suggestion;
import faastrain.sweep.ExperimentFile;
import faastrain.trace.SuspicionRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faastrain list}: everything that can be chosen. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists what can be chosen: patterns, protocols, channels, curves, countings, algorithms, compute-sources,"
                        + " start-up-sources, re-invocations, convergence-sources, sgd-models, models, strategies, experiments, engines, charts,"
                        + " rules, and"
                        + " the files of traces/: workloads, platforms, services, providers, iterations, start-ups,"
                        + " losses, data-sets.")
final class ListCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "WHAT", description = "One of them; by default all.")
    private Optional<String> what = Optional.empty();

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    static List<String> chartIds() {
        return Arrays.stream(ChartKind.values()).map(ChartKind::id).toList();
    }

    @Override
    public Integer call() {
        Map<String, Map<String, String>> all = all();
        if (what.isPresent() && !all.containsKey(what.get())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no list of \"" + what.get() + "\""
                            + Suggestion.didYouMean(what.get(), all.keySet()) + " (there are: "
                            + String.join(", ", all.keySet()) + ")");
        }
        what.ifPresent(one -> all.keySet().removeIf(name -> !name.equals(one)));
        Context.print(spec, json ? json(all) : text(all));
        return 0;
    }

    private static Map<String, Map<String, String>> all() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("patterns", choices(PatternKind.values()));
        all.put("protocols", choices(ProtocolKind.values()));
        all.put("channels", choices(ChannelKind.values()));
        all.put("curves", choices(CurveFamily.values()));
        all.put("countings", choices(Counting.values()));
        all.put("algorithms", choices(AlgorithmKind.values()));
        all.put("compute-sources", choices(ComputeSource.values()));
        all.put("start-up-sources", choices(StartUpSource.values()));
        all.put("re-invocations", choices(Reinvocation.values()));
        all.put("convergence-sources", choices(ConvergenceSource.values()));
        all.put("sgd-models", choices(SgdModel.values()));
        all.put("models", ClosedForms.all());
        all.put("strategies", choices(StrategyKind.values()));
        all.put("experiments", experiments());
        all.put("engines", Engines.ALL);
        Map<String, String> charts = new LinkedHashMap<>();
        for (ChartKind kind : ChartKind.values()) {
            charts.put(kind.id(), kind.description());
        }
        all.put("charts", charts);
        Map<String, String> rules = new LinkedHashMap<>();
        for (SuspicionRule rule : SuspicionRule.values()) {
            rules.put(rule.label(), "a cell is suspicious when " + rule.meaning());
        }
        all.put("rules", rules);
        for (String folder : List.of("workloads", "platforms", "services", "providers")) {
            all.put(folder, files(folder, ".yaml"));
        }
        for (String folder : List.of("iterations", "start-ups", "losses")) {
            all.put(folder, files(folder, ".csv"));
        }
        all.put("data-sets", files("data-sets", ".libsvm"));
        return all;
    }

    /** The experiments of the installation, with what they are called. */
    private static Map<String, String> experiments() {
        Map<String, String> names = new TreeMap<>();
        Path folder = Context.home().resolve("scenarios").resolve("experiments");
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .forEach(file -> names.put("scenarios/experiments/" + file.getFileName(), name(file)));
        } catch (IOException unreadable) {
            // An installation may do without them.
        }
        return names;
    }

    private static String name(Path experiment) {
        try {
            return ExperimentFile.read(experiment, List.of()).name();
        } catch (InvalidInputException invalid) {
            return "is not valid; faastrain validate tells why";
        }
    }

    /** The files of a folder of traces by the names that scenarios use, without their ending. */
    private static Map<String, String> files(String folder, String ending) {
        Map<String, String> names = new LinkedHashMap<>();
        Context.profiles()
                .names(folder, ending)
                .forEach(name -> names.put(name, "traces/" + folder + "/" + name + ending));
        return names;
    }

    private static Map<String, String> choices(Choice... choices) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Choice choice : choices) {
            map.put(choice.id(), choice.description());
        }
        return map;
    }

    private static String text(Map<String, Map<String, String>> all) {
        StringBuilder text = new StringBuilder();
        all.forEach((name, entries) -> {
            text.append(text.isEmpty() ? "" : "\n").append(name).append('\n');
            int width = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
            entries.forEach((id, words) -> text.append("  ")
                    .append(id)
                    .append(" ".repeat(width - id.length() + 2))
                    .append(words)
                    .append('\n'));
        });
        return text.toString();
    }

    private static String json(Map<String, Map<String, String>> all) {
        ObjectNode root = MAPPER.createObjectNode();
        all.forEach((name, entries) -> {
            ArrayNode list = root.putArray(name);
            entries.forEach((id, words) -> list.addObject().put("id", id).put("description", words));
        });
        return SummaryJson.text(root);
    }
}
