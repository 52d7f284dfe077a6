package faastrain.sweep;

import faastrain.analytic.ClosedForms;
import faastrain.analytic.Prediction;
import faastrain.experiment.Materials;
import faastrain.experiment.OpenScenario;
import faastrain.experiment.Preparation;
import faastrain.experiment.Setting;
import faastrain.experiment.StoppingRule;
import faastrain.provisioning.Offer;
import faastrain.provisioning.Outcome;
import faastrain.scenario.Assignment;
import faastrain.scenario.ConvergenceSource;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Node;
import faastrain.scenario.Overrides;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.Scenario;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.ScenarioLoader;
import faastrain.sweep.Axis.FieldSetting;
import faastrain.sweep.Axis.Level;
import faastrain.sweep.Point.NoPlan;
import faastrain.sweep.Point.Predicted;
import faastrain.sweep.Point.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the points of an experiment: each combination of levels that the filters keep, checked before any is run. */
final class Points {
    private final Experiment experiment;
    private final Materials materials;
    private final String version;

    Points(Experiment experiment, Materials materials, String version) {
        this.experiment = experiment;
        this.materials = materials;
        this.version = version;
    }

    /**
     * All points, in order.
     *
     * @param threads how many threads make them
     * @throws InvalidInputException with what is wrong with any of them
     */
    List<Point> all(int threads) {
        List<List<Integer>> kept = kept();
        if (kept.isEmpty()) {
            throw new InvalidInputException(
                    Place.of(experiment.file()),
                    String.format(Locale.ROOT, "the filters leave none of the %,d points", experiment.combinations()));
        }
        List<Made> made = inParallel(kept, threads);
        PointProblems problems = new PointProblems(experiment);
        for (int i = 0; i < made.size(); i++) {
            problems.addAll(made.get(i).problems(), kept.get(i));
        }
        problems.throwIfAny();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            points.add(new Point(i + 1, kept.get(i), made.get(i).content().orElseThrow()));
        }
        return List.copyOf(points);
    }

    /** What became of a combination: what its point is, or what is wrong with it. */
    private record Made(Optional<Point.Content> content, List<Problem> problems) {}

    private List<Made> inParallel(List<List<Integer>> kept, int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> kept.parallelStream().map(this::made).toList())
                    .get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private Made made(List<Integer> levels) {
        Node.Mapping root = root(levels);
        ScenarioFile file;
        try {
            file = load(root, List.of());
        } catch (InvalidInputException invalid) {
            return new Made(Optional.empty(), invalid.problems());
        }
        try {
            return new Made(
                    Optional.of(
                            experiment.isOpen()
                                    ? planned(root, levels)
                                    : ready(Preparation.prepare(file, materials.of(file)), file, Optional.empty())),
                    List.of());
        } catch (InvalidInputException invalid) {
            return experiment.refused() == Refused.RECORD
                    ? new Made(Optional.of(new Point.Refused(reasons(invalid))), List.of())
                    : new Made(Optional.empty(), invalid.problems());
        }
    }

    private ScenarioFile load(Node.Mapping root, List<Assignment> assignments) {
        return ScenarioLoader.load(experiment.scenarioFile(), root, assignments, experiment.isOpen());
    }

    private Point.Content planned(Node.Mapping root, List<Integer> levels) {
        OpenScenario open = open(root);
        Outcome outcome = experiment
                .strategies()
                .get(levels.get(levels.size() - 1))
                .strategy()
                .plan(open.task());
        if (outcome.offer().isEmpty()) {
            return new NoPlan(outcome.reason().orElseThrow());
        }
        try {
            Setting setting = open.setting(outcome.offer().get());
            Ready ready = ready(setting, open.file(), outcome.offer());
            List<String> warnings = new ArrayList<>(open.warnings());
            warnings.addAll(ready.warnings());
            return new Ready(
                    ready.hash(),
                    ready.plan(),
                    ready.rule(),
                    ready.deadlineSeconds(),
                    ready.offer(),
                    outcome.reason(),
                    ready.prediction(),
                    warnings);
        } catch (InvalidInputException invalid) {
            // That a strategy proposes what cannot be run says something of the strategy.
            return new Point.Refused(reasons(invalid));
        }
    }

    private Ready ready(Setting setting, ScenarioFile file, Optional<Offer> offer) {
        Scenario.Convergence convergence = file.scenario().convergence();
        // Closed forms count all epochs: they say nothing of a training that stops when it has come far enough.
        boolean mayStop = convergence.source() == ConvergenceSource.EPOCHS
                || convergence.targetLoss().isPresent();
        List<Prediction> predictions = mayStop ? List.of() : ClosedForms.of(setting.job());
        return new Ready(
                PointIdentity.of(setting, version),
                setting.job().plan(),
                StoppingRule.of(file.scenario()),
                setting.scenario().deadlineSeconds(),
                offer,
                Optional.empty(),
                predictions.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Predicted.of(predictions.get(predictions.size() - 1))),
                setting.warnings());
    }

    /** A point made ready to be run. */
    Setting setting(Point point) {
        Node.Mapping root = root(point.levels());
        Optional<Offer> offer = point.ready().orElseThrow().offer();
        if (offer.isPresent()) {
            return open(root).setting(offer.get());
        }
        ScenarioFile file = load(root, List.of());
        return Preparation.prepare(file, materials.of(file));
    }

    private OpenScenario open(Node.Mapping root) {
        return OpenScenario.of(assignments -> load(root, assignments), materials);
    }

    private static String reasons(InvalidInputException invalid) {
        return invalid.problems().stream()
                .map(problem -> problem.path() + " " + problem.message())
                .collect(Collectors.joining("; "));
    }

    /** The combinations that the filters keep, in order. */
    private List<List<Integer>> kept() {
        List<List<Integer>> kept = new ArrayList<>();
        long combinations = experiment.combinations();
        for (long combination = 0; combination < combinations; combination++) {
            List<Integer> levels = levels(combination);
            if (experiment.filters().isEmpty() || keeps(levels)) {
                kept.add(levels);
                if (kept.size() > Experiment.MOST_POINTS) {
                    throw new InvalidInputException(
                            Place.of(experiment.file()),
                            String.format(
                                    Locale.ROOT,
                                    "has more than %,d points; give shorter axes or filters that keep fewer",
                                    Experiment.MOST_POINTS));
                }
            }
        }
        return kept;
    }

    /** The last axis varies fastest. */
    private List<Integer> levels(long combination) {
        Integer[] levels = new Integer[experiment.axes().size()];
        long rest = combination;
        for (int axis = levels.length - 1; axis >= 0; axis--) {
            int size = experiment.axes().get(axis).levels().size();
            levels[axis] = (int) (rest % size);
            rest /= size;
        }
        return List.of(levels);
    }

    private boolean keeps(List<Integer> levels) {
        FieldValues values = new FieldValues(root(levels));
        // What a filter cannot read is kept for the loader to complain of.
        return experiment.filters().stream()
                .allMatch(filter -> filter.names().stream().anyMatch(values::isUnreadable)
                        || filter.holds(name -> values.value(name).or(() -> label(name, levels))));
    }

    /** The label of an axis that is no field. */
    private Optional<Value> label(String name, List<Integer> levels) {
        return IntStream.range(0, levels.size())
                .filter(axis -> experiment.axes().get(axis).name().equals(name))
                .mapToObj(axis -> experiment.axes().get(axis).levels().get(levels.get(axis)))
                .<Value>map(level -> new Value.Text(level.label()))
                .findFirst();
    }

    private Node.Mapping root(List<Integer> levels) {
        Node.Mapping root = experiment.scenario();
        for (int axis = 0; axis < levels.size(); axis++) {
            Level level = experiment.axes().get(axis).levels().get(levels.get(axis));
            for (FieldSetting setting : level.settings()) {
                root = Overrides.set(root, setting.field(), setting.value());
            }
        }
        return root;
    }
}
