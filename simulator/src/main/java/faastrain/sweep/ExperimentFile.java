package faastrain.sweep;

import faastrain.provisioning.StrategyKind;
import faastrain.scenario.Assignment;
import faastrain.scenario.Choice;
import faastrain.scenario.Fields;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Node;
import faastrain.scenario.Overrides;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.Problems;
import faastrain.scenario.Quantity;
import faastrain.scenario.ScenarioFields;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import faastrain.scenario.Suggestion;
import faastrain.scenario.YamlFile;
import faastrain.sweep.Axis.FieldSetting;
import faastrain.sweep.Axis.Level;
import faastrain.sweep.Experiment.PairedComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads experiment files. What a file alone can show to be wrong is told at once; what is wrong with single points shows when
 * they are made ready.
 */
public final class ExperimentFile {
    /** The key by which a file is known to be an experiment and no scenario. */
    private static final String AXES = "axes";

    /** What is told of time and cost when nobody asks for something else. */
    private static final List<Double> USUAL_QUANTILES = List.of(0.5, 0.95, 0.99);

    private static final int MOST_LEVELS = 100_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,79}");
    private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}\\u2028\\u2029]{1,80}");

    private final String file;
    private final List<Assignment> overrides;
    private final Problems problems = new Problems();

    private ExperimentFile(String file, List<Assignment> overrides) {
        this.file = file;
        this.overrides = overrides;
    }

    /** Whether a YAML file is an experiment. */
    public static boolean isExperiment(Node.Mapping root) {
        return root.entries().containsKey(AXES);
    }

    /**
     * Reads a file.
     *
     * @param overrides assignments that replace what the scenario says
     * @throws InvalidInputException with every problem, each with its place
     */
    public static Experiment read(Path file, List<Assignment> overrides) {
        return new ExperimentFile(file.toString(), overrides).read(YamlFile.read(file));
    }

    private Experiment read(Node.Mapping root) {
        if (!isExperiment(root) && root.entries().containsKey("workload")) {
            throw new InvalidInputException(
                    Place.of(file),
                    "is a scenario and no experiment; run it with: faastrain run " + file
                            + ", or name it in an experiment, as those of scenarios/experiments do");
        }
        Fields fields = new Fields(root, problems);
        String name = fields.text("name", "Aggregators by model size");
        Optional<String> description = fields.optionalText("description");
        Optional<Scenario> scenario =
                fields.required("scenario", "../quickstart.yaml").flatMap(this::scenario);
        Optional<Node.Mapping> base = scenario.map(Scenario::root);
        List<FieldSetting> set = fields.optional("set").map(this::settings).orElse(List.of());
        if (base.isPresent()) {
            Node.Mapping changed = base.get();
            for (FieldSetting setting : set) {
                changed = Overrides.set(changed, setting.field(), setting.value());
            }
            base = Optional.of(changed);
        }
        if (base.isPresent()) {
            try {
                base = Optional.of(Overrides.apply(base.get(), overrides));
            } catch (InvalidInputException invalid) {
                problems.addAll(invalid.problems());
            }
        }
        List<Axis> axes = new ArrayList<>();
        fields.required(AXES, "{plan.aggregators: 1..7}").ifPresent(node -> axes.addAll(axes(node)));
        List<StrategyKind> strategies = fields.optional(Axis.STRATEGY_LIST)
                .map(node -> choices(node, StrategyKind.class, "exact"))
                .orElse(List.of());
        if (!strategies.isEmpty()) {
            axes.add(new Axis(
                    Axis.STRATEGY,
                    strategies.stream()
                            .map(kind -> new Level(kind.id(), List.of()))
                            .toList()));
        }
        List<Condition> filters =
                fields.optional("filters").map(node -> filters(node, axes)).orElse(List.of());
        Refused refused = choice(fields, "refused", Refused.class, Refused.STOP);
        Optional<PairedComparison> comparison = fields.optional("compare").flatMap(node -> comparison(node, axes));
        List<Double> quantiles =
                fields.optional("quantiles").map(this::quantiles).orElse(USUAL_QUANTILES);
        Objective objective = choice(fields, "best", Objective.class, Objective.COST);
        fields.finish();
        checkEffect(set, axes);
        problems.throwIfAny();
        Experiment experiment = new Experiment(
                file,
                name,
                description,
                scenario.orElseThrow().file(),
                base.orElseThrow(),
                axes,
                filters,
                strategies,
                refused,
                comparison,
                quantiles,
                objective);
        checkSize(experiment, Objects.requireNonNull(root.entries().get(AXES)).keyPlace());
        return experiment;
    }

    /** The scenario that all points begin with. */
    private record Scenario(String file, Node.Mapping root) {}

    private Optional<Scenario> scenario(Node node) {
        if (node instanceof Node.Mapping inline) {
            // Fields are called as in a scenario's own file.
            Node.Mapping root = new Node.Mapping(inline.place(), "", Map.of());
            for (FieldSetting setting : settings(inline)) {
                root = Overrides.set(root, setting.field(), setting.value());
            }
            return Optional.of(new Scenario(file, root));
        }
        if (node instanceof Node.Scalar scalar) {
            Path path = folder().resolve(scalar.text()).normalize();
            try {
                return Optional.of(new Scenario(path.toString(), YamlFile.read(path)));
            } catch (InvalidInputException invalid) {
                if (invalid.problems().stream()
                        .anyMatch(problem -> problem.place().equals(Place.of(path.toString())))) {
                    problems.add(
                            scalar,
                            "names the scenario " + path + ", which cannot be used: "
                                    + invalid.problems().get(0).message());
                } else {
                    problems.addAll(invalid.problems());
                }
                return Optional.empty();
            }
        }
        problems.add(
                node, "must be the file of a scenario or a scenario's \"key: value\" lines, but is " + node.kind());
        return Optional.empty();
    }

    private Path folder() {
        Path parent = Path.of(file).getParent();
        return parent == null ? Path.of("") : parent;
    }

    private List<Axis> axes(Node node) {
        if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
            problems.add(
                    node,
                    "must hold \"field: values\" lines, such as \"plan.aggregators: 1..7\", but is " + node.kind());
            return List.of();
        }
        List<Axis> axes = new ArrayList<>();
        mapping.entries().forEach((key, entry) -> axis(key, entry, axes));
        checkSetOnce(axes);
        return axes;
    }

    private void axis(String name, Node.Entry entry, List<Axis> axes) {
        boolean ofField = isField(name);
        if (entry.value() instanceof Node.Mapping levels) {
            if (ScenarioFields.sections().contains(name)) {
                levels.entries().forEach((key, inner) -> axis(name + "." + key, inner, axes));
            } else if (ofField) {
                problems.add(
                        levels.place(),
                        name,
                        "is a field, whose values are a list or a range; levels that set several fields need an axis with"
                                + " a name of their own");
            } else {
                axes.add(new Axis(name, levels(name, entry, levels)));
            }
            return;
        }
        if (!ofField) {
            String meant = Suggestion.didYouMean(name, fieldPaths());
            problems.add(
                    entry.keyPlace(),
                    name,
                    "is no field of a scenario"
                            + (meant.isEmpty()
                                    ? "; an axis of your own has levels, each of which sets fields: {faas: {channel: s3},"
                                            + " iaas: {channel: vm-network}}"
                                    : meant));
            return;
        }
        List<Node.Scalar> values = new ArrayList<>();
        if (entry.value() instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof Node.Scalar scalar) {
                    expand(name, scalar, values);
                } else {
                    problems.add(item.place(), name, "must be a single value or a range, but is " + item.kind());
                }
            }
        } else {
            expand(name, (Node.Scalar) entry.value(), values);
        }
        if (entry.value() instanceof Node.Sequence sequence && sequence.items().isEmpty()) {
            problems.add(entry.value().place(), name, "has no values; give at least one");
        }
        if (values.isEmpty()) {
            return;
        }
        Map<String, Level> levels = new LinkedHashMap<>();
        for (Node.Scalar value : values) {
            Level level = new Level(value.text(), List.of(setting(name, value)));
            if (levels.put(value.text(), level) != null) {
                problems.add(value.place(), name, "has the value " + value.kind() + " a second time");
            }
        }
        axes.add(new Axis(name, List.copyOf(levels.values())));
    }

    private void expand(String name, Node.Scalar value, List<Node.Scalar> values) {
        if (value.quoted() || !ValueRange.isMeant(value.text())) {
            values.add(value);
            return;
        }
        try {
            for (String text : ValueRange.values(value.text(), MOST_LEVELS)) {
                values.add(new Node.Scalar(value.place(), name, text, false));
            }
        } catch (IllegalArgumentException wrong) {
            problems.add(value.place(), name, wrong.getMessage() + ", but is " + value.kind());
        }
    }

    private List<Level> levels(String name, Node.Entry entry, Node.Mapping levels) {
        if (!NAME.matcher(name).matches() || name.equals(Axis.STRATEGY)) {
            problems.add(
                    entry.keyPlace(),
                    name,
                    name.equals(Axis.STRATEGY)
                            ? "is what the list \"strategies\" makes; call the axis something else"
                            : "must be a name of letters, digits, underscores and hyphens"
                                    + Suggestion.didYouMean(name, fieldPaths()));
        }
        if (Axis.isColumn(name)) {
            problems.add(entry.keyPlace(), name, "is a column of the results; call the axis something else");
        }
        List<Level> all = new ArrayList<>();
        levels.entries().forEach((label, level) -> {
            if (!LABEL.matcher(label).matches()) {
                problems.add(level.keyPlace(), name, "has a level without a name, or whose name is no line of text");
            } else if (level.value() instanceof Node.Mapping fields) {
                all.add(new Level(label, settings(fields)));
            } else {
                problems.add(
                        level.value().place(),
                        name + "." + label,
                        "must hold the fields that it sets, such as {channel: s3}, but is "
                                + level.value().kind());
            }
        });
        if (levels.entries().isEmpty()) {
            problems.add(levels.place(), name, "has no levels");
        }
        return all;
    }

    /** The fields that a mapping sets, whether it holds dotted paths or sections. */
    private List<FieldSetting> settings(Node node) {
        List<FieldSetting> all = new ArrayList<>();
        if (node instanceof Node.Mapping mapping) {
            collect(mapping, "", all);
        } else {
            problems.add(node, "must hold \"field: value\" lines, but is " + node.kind());
        }
        return all;
    }

    private void collect(Node.Mapping mapping, String section, List<FieldSetting> all) {
        mapping.entries().forEach((key, entry) -> {
            String path = section.isEmpty() ? key : section + "." + key;
            if (entry.value() instanceof Node.Mapping inner
                    && ScenarioFields.sections().contains(path)) {
                collect(inner, path, all);
            } else if (!isField(path)) {
                problems.add(
                        entry.keyPlace(),
                        path,
                        "is no field of a scenario" + Suggestion.didYouMean(path, fieldPaths()));
            } else if (entry.value() instanceof Node.Scalar scalar) {
                all.add(setting(path, scalar));
            } else {
                problems.add(
                        entry.value().place(),
                        path,
                        "must be a single value, but is " + entry.value().kind());
            }
        });
    }

    /** A field with its value; a path in it is made one from this file's folder. */
    private FieldSetting setting(String field, Node.Scalar value) {
        Optional<Kind.Profile> profile = ScenarioFields.find(field)
                .map(Field::kind)
                .filter(Kind.Profile.class::isInstance)
                .map(Kind.Profile.class::cast);
        if (profile.isEmpty() || !value.text().endsWith("." + profile.get().ending())) {
            return new FieldSetting(field, value);
        }
        String path =
                folder().toAbsolutePath().resolve(value.text()).normalize().toString();
        return new FieldSetting(field, new Node.Scalar(value.place(), value.path(), path, value.quoted()));
    }

    /** A field, or a section that may be set by its short form. */
    private static boolean isField(String path) {
        return ScenarioFields.shortForm(path).isPresent()
                || ScenarioFields.find(path).isPresent();
    }

    private static Set<String> fieldPaths() {
        return ScenarioFields.all().stream().map(Field::path).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** No two axes may set the same field, as one of them would be without effect. */
    private void checkSetOnce(List<Axis> axes) {
        Map<String, String> setBy = new LinkedHashMap<>();
        for (Axis axis : axes) {
            Map<String, Place> fields = new LinkedHashMap<>();
            axis.levels().forEach(level -> level.settings()
                    .forEach(setting ->
                            fields.putIfAbsent(setting.field(), setting.value().place())));
            fields.forEach((field, place) -> {
                String other = setBy.putIfAbsent(whole(field), axis.name());
                if (other != null && !other.equals(axis.name())) {
                    problems.add(place, field, "is set by the axis " + other + " already");
                }
            });
        }
    }

    /** What an axis sets at each of its levels has no effect if it is set beside it. */
    private void checkEffect(List<FieldSetting> set, List<Axis> axes) {
        Map<String, Place> fixed = new LinkedHashMap<>();
        set.forEach(setting -> fixed.put(whole(setting.field()), setting.value().place()));
        for (Assignment override : overrides) {
            int equals = override.text().indexOf('=');
            String field = override.text().substring(0, Math.max(0, equals)).strip();
            fixed.put(whole(field), Place.of(override.label()));
        }
        fixed.forEach((field, place) -> axes.stream()
                .filter(axis -> !axis.levels().isEmpty()
                        && axis.levels().stream().allMatch(level -> level.settings().stream()
                                .anyMatch(setting -> whole(setting.field()).equals(field))))
                .forEach(axis -> problems.add(
                        place, field, "is set by the axis " + axis.name() + " at every point; leave one of them out")));
    }

    /** A section that is set by its short form is the field that it stands for. */
    private static String whole(String field) {
        return ScenarioFields.shortForm(field).map(Field::path).orElse(field);
    }

    private List<Condition> filters(Node node, List<Axis> axes) {
        Map<String, ValueType> own = new LinkedHashMap<>();
        for (Axis axis : axes) {
            if (!isField(axis.name())) {
                own.put(axis.name(), new ValueType.Text(axis.labels()));
            }
        }
        List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
        List<Condition> filters = new ArrayList<>();
        for (Node item : items) {
            if (item instanceof Node.Scalar scalar) {
                try {
                    filters.add(Condition.parse(scalar, own));
                } catch (InvalidInputException invalid) {
                    problems.addAll(invalid.problems());
                }
            } else {
                problems.add(
                        item,
                        "must be a condition such as \"plan.aggregators <= plan.workers\", but is " + item.kind());
            }
        }
        return filters;
    }

    private <E extends Enum<E> & Choice> List<E> choices(Node node, Class<E> kind, String example) {
        Set<E> all = new LinkedHashSet<>();
        List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
        for (Node item : items) {
            Optional<E> known = choice(item, kind);
            if (known.isPresent() && !all.add(known.get())) {
                problems.add(item, "stands here a second time");
            }
        }
        if (items.isEmpty()) {
            problems.add(node, "has nothing in it; give at least one, such as " + example);
        }
        return List.copyOf(all);
    }

    private <E extends Enum<E> & Choice> E choice(Fields fields, String key, Class<E> kind, E otherwise) {
        return fields.optional(key).flatMap(node -> choice(node, kind)).orElse(otherwise);
    }

    private <E extends Enum<E> & Choice> Optional<E> choice(Node node, Class<E> kind) {
        List<String> ids = Stream.of(kind.getEnumConstants()).map(Choice::id).toList();
        Optional<E> known = node instanceof Node.Scalar scalar ? Choice.byId(kind, scalar.text()) : Optional.<E>empty();
        if (known.isEmpty()) {
            problems.add(
                    node,
                    "must be one of " + String.join(", ", ids) + ", but is " + node.kind()
                            + (node instanceof Node.Scalar scalar ? Suggestion.didYouMean(scalar.text(), ids) : ""));
        }
        return known;
    }

    private Optional<PairedComparison> comparison(Node node, List<Axis> axes) {
        String name;
        Optional<Node> against = Optional.empty();
        Node named = node;
        if (node instanceof Node.Mapping mapping) {
            Fields fields = new Fields(mapping, problems);
            name = fields.text("axis", "strategy");
            against = fields.optional("against");
            named = fields.optional("axis").orElse(node);
            fields.finish();
        } else if (node instanceof Node.Scalar scalar) {
            name = scalar.text();
        } else {
            problems.add(node, "must name an axis, or be {axis: strategy, against: exact}, but is " + node.kind());
            return Optional.empty();
        }
        List<String> names = axes.stream().map(Axis::name).toList();
        int axis = names.indexOf(name);
        if (axis < 0) {
            problems.add(
                    named,
                    "must be one of the axes (" + String.join(", ", names) + "), but is \"" + name + "\""
                            + Suggestion.didYouMean(name, names));
            return Optional.empty();
        }
        if (against.isEmpty()) {
            return Optional.of(new PairedComparison(axis, 0));
        }
        String label = against.get() instanceof Node.Scalar scalar ? scalar.text() : "";
        int level = axes.get(axis).indexOf(label);
        if (level < 0) {
            List<String> labels = axes.get(axis).labels();
            problems.add(
                    against.get(),
                    "must be one of the values of " + name + " ("
                            + labels.stream().limit(20).collect(Collectors.joining(", "))
                            + (labels.size() > 20 ? ", …" : "") + "), but is "
                            + against.get().kind() + Suggestion.didYouMean(label, labels));
            return Optional.empty();
        }
        return Optional.of(new PairedComparison(axis, level));
    }

    private List<Double> quantiles(Node node) {
        List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
        Set<Double> all = new LinkedHashSet<>();
        for (Node item : items) {
            Optional<Double> value = item instanceof Node.Scalar scalar && !scalar.quoted()
                    ? Quantity.number(scalar.text())
                    : Optional.empty();
            if (value.isEmpty() || !(value.get() > 0 && value.get() < 1)) {
                problems.add(item, "must be a number above 0 and below 1, such as 0.95, but is " + item.kind());
            } else if (!all.add(value.get())) {
                problems.add(item, "stands here a second time");
            }
        }
        return List.copyOf(all);
    }

    private void checkSize(Experiment experiment, Place place) {
        double combinations = 1;
        for (Axis axis : experiment.axes()) {
            combinations *= axis.levels().size();
        }
        if (combinations > Experiment.MOST_COMBINATIONS) {
            throw new InvalidInputException(List.of(new Problem(
                    place,
                    AXES,
                    String.format(
                            Locale.ROOT,
                            "have %,.0f combinations; at most %,d are looked at, and %,d run",
                            combinations,
                            Experiment.MOST_COMBINATIONS,
                            Experiment.MOST_POINTS))));
        }
    }
}
