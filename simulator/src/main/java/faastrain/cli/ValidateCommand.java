package faastrain.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.experiment.Material;
import faastrain.experiment.PlannedJobs;
import faastrain.experiment.Preparation;
import faastrain.report.SummaryJson;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Node;
import faastrain.scenario.Problem;
import faastrain.scenario.Problems;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.ScenarioLoader;
import faastrain.scenario.YamlFile;
import faastrain.sweep.ExperimentFile;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import faastrain.trace.PlatformReader;
import faastrain.trace.ProviderReader;
import faastrain.trace.ServicesReader;
import faastrain.trace.WorkloadReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faastrain validate}: tells everything that is wrong with files. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Tells everything that is wrong with scenarios, experiments, and profiles of workloads, platforms,"
                        + " services and providers; runs nothing.")
final class ValidateCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "Print the problems as a list of file, line, column, path and message.")
    private boolean json;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        List<String> valid = new ArrayList<>();
        for (Path file : files) {
            try {
                valid.add(file + ": valid" + check(file) + "\n");
            } catch (InvalidInputException invalid) {
                problems.addAll(invalid.problems());
            }
        }
        if (json) {
            Context.print(spec, SummaryJson.text(list(problems.all())));
        } else {
            Context.print(spec, String.join("", valid));
            problems.all().forEach(problem -> spec.commandLine().getErr().println(problem));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    /**
     * Checks a file. A profile is known by a key that only its kind has; what has none of them is taken for a scenario.
     *
     * @return what else there is to say of it
     */
    private static String check(Path file) {
        Node.Mapping root = YamlFile.read(file);
        Set<String> keys = root.entries().keySet();
        if (ExperimentFile.isExperiment(root)) {
            Sweep sweep = Sweep.of(
                    ExperimentFile.read(file, List.of()),
                    Context.profiles(),
                    Context.version(),
                    Runtime.getRuntime().availableProcessors());
            return String.format(
                    Locale.ROOT, ", %,d points, %,d runs", sweep.points().size(), sweep.runs(Shard.ALL));
        }
        if (keys.contains("s3")) {
            PlatformReader.read(file);
        } else if (keys.contains("data-set")) {
            WorkloadReader.read(file);
        } else if (keys.contains("object-store") || keys.contains("servers")) {
            ServicesReader.read(file);
        } else if (keys.contains("storage") || keys.contains("function")) {
            ProviderReader.read(file);
        } else if (ScenarioLoader.isOpen(root)) {
            ScenarioFile open = ScenarioLoader.loadOpen(file, List.of());
            PlannedJobs.of(open, Material.read(open, Context.profiles()));
        } else {
            Preparation.prepare(ScenarioLoader.load(file, List.of()), Context.profiles());
        }
        return "";
    }

    private static ArrayNode list(List<Problem> problems) {
        ArrayNode list = MAPPER.createArrayNode();
        for (Problem problem : problems) {
            ObjectNode node = list.addObject();
            node.put("file", problem.place().file());
            node.put("line", problem.place().line());
            node.put("column", problem.place().column());
            node.put("path", problem.path());
            node.put("message", problem.message());
        }
        return list;
    }
}
