package faastrain.cli;

import faastrain.experiment.OpenScenario;
import faastrain.report.ResultPlace;
import faastrain.scenario.Assignment;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.IoReason;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.ScenarioLoader;
import faastrain.scenario.Suggestion;
import faastrain.scenario.YamlFile;
import faastrain.trace.WorkloadProfile;
import faastrain.trace.WorkloadReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code faastrain plan} looks for a plan for: a scenario of its own, or a workload under realistic conditions. */
final class PlanTarget {
    private static final Path CONDITIONS = Path.of("scenarios", "conditions", "realistic.yaml");
    private static final String YAML = ".yaml";

    private final String stem;
    private final Path file;
    private final boolean isWorkload;
    private final List<Assignment> assignments;

    private PlanTarget(String stem, Path file, boolean isWorkload, List<Assignment> assignments) {
        this.stem = stem;
        this.file = file;
        this.isWorkload = isWorkload;
        this.assignments = List.copyOf(assignments);
    }

    /**
     * The targets of a command line.
     *
     * @param names workloads, scenarios, folders of scenarios
     * @param assignments what the options set
     */
    static List<PlanTarget> of(List<String> names, List<Assignment> assignments) {
        List<PlanTarget> all = new ArrayList<>();
        for (String name : names) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                for (Path scenario : scenarios(path)) {
                    all.add(new PlanTarget(ResultPlace.stem(scenario), scenario, false, assignments));
                }
            } else if (!Files.exists(path) && !name.endsWith(YAML)) {
                all.add(workload(name, workloadFile(name), name, assignments));
            } else if (YamlFile.read(path).entries().containsKey("data-set")) {
                all.add(workload(
                        ResultPlace.stem(path), path, path.toAbsolutePath().toString(), assignments));
            } else {
                all.add(new PlanTarget(ResultPlace.stem(path), path, false, assignments));
            }
        }
        return all;
    }

    private static List<Path> scenarios(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> found = inside.filter(file -> file.toString().endsWith(YAML))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new InvalidInputException(
                        Place.of(folder.toString()), "holds no scenario: no file that ends in .yaml");
            }
            return found;
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    Place.of(folder.toString()), "cannot be read (" + IoReason.of(unreadable) + ")");
        }
    }

    private static Path workloadFile(String name) {
        Path file = Context.profiles().traces().resolve("workloads").resolve(name + YAML);
        if (!Files.isRegularFile(file)) {
            List<String> known = Context.profiles().names("workloads");
            throw new InvalidInputException(
                    Place.of(name),
                    "is neither a file nor a workload" + Suggestion.didYouMean(name, known) + " (there are: "
                            + String.join(", ", known) + ")");
        }
        return file;
    }

    private static PlanTarget workload(String stem, Path profile, String reference, List<Assignment> assignments) {
        WorkloadProfile workload = WorkloadReader.read(profile);
        List<Assignment> all = new ArrayList<>();
        all.add(new Assignment(stem, "name=\"" + stem + "\""));
        all.add(new Assignment(stem, "workload=\"" + reference.replace("\\", "\\\\") + "\""));
        workload.epochs().ifPresent(usual -> all.add(new Assignment(stem, "epochs=" + usual.epochs())));
        boolean epochsGiven =
                assignments.stream().anyMatch(one -> one.text().strip().startsWith("epochs="));
        if (workload.epochs().isEmpty() && !epochsGiven) {
            throw new InvalidInputException(List.of(new Problem(
                    Place.of(profile.toString()),
                    "training.epochs",
                    "is not there; say how many epochs are trained, such as --epochs 20")));
        }
        all.addAll(assignments);
        return new PlanTarget(stem, Context.home().resolve(CONDITIONS), true, all);
    }

    /** The name of the workload or of the scenario's file. */
    String stem() {
        return stem;
    }

    /**
     * The scenario, ready for a search.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    OpenScenario open() {
        try {
            return open(assignments);
        } catch (InvalidInputException invalid) {
            if (!isWorkload) {
                throw invalid;
            }
            boolean noTrace = invalid.problems().stream()
                    .allMatch(problem -> problem.path().equals("compute.model"));
            boolean asked = assignments.stream().anyMatch(one -> one.text().startsWith("compute"));
            if (!noTrace || asked) {
                throw new InvalidInputException(
                        invalid.problems().stream().map(this::ofWorkload).toList());
            }
            List<Assignment> formula = new ArrayList<>(assignments);
            formula.add(new Assignment("", "compute.source=formula"));
            return open(formula)
                    .withWarning("no iterations of this model were traced: its computation takes what the formula says,"
                            + " without variation; with a trace of your own: --set compute.trace=FILE");
        }
    }

    /** What the conditions lack is the workload's user to give: nobody is sent to their file. */
    private Problem ofWorkload(Problem problem) {
        return problem.place().equals(Place.of(file.toString()))
                ? new Problem(Place.of(stem), problem.path(), problem.message())
                : problem;
    }

    private OpenScenario open(List<Assignment> all) {
        return OpenScenario.of(
                more -> {
                    List<Assignment> both = new ArrayList<>(all);
                    both.addAll(more);
                    return ScenarioLoader.loadOpen(file, both);
                },
                Context.profiles());
    }
}
