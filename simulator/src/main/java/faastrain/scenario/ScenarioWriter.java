package faastrain.scenario;

import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes scenarios as YAML: the resolved scenario of a run, and the commented file of defaults. */
public final class ScenarioWriter {
    private static final int COMMENT_WIDTH = 100;

    /** Fields that the default channel and the default pattern cannot do without. */
    private static final Set<String> NEEDED_BY_THE_DEFAULTS = Set.of("plan.memory", "plan.aggregators");

    private ScenarioWriter() {}

    /**
     * The scenario with every field written out. Reading it back gives the same scenario.
     *
     * @param scenario what to write
     */
    public static String resolved(Scenario scenario) {
        return written(values(scenario));
    }

    /** A scenario whose plan is open with every other field written out. Reading it back gives the same open scenario. */
    public static String open(Scenario scenario) {
        Map<String, String> values = new LinkedHashMap<>(values(scenario));
        ScenarioFields.all().stream()
                .filter(ScenarioFields::isOfOpenPlan)
                .forEach(field -> values.remove(field.path()));
        return written(values);
    }

    private static String written(Map<String, String> values) {
        StringBuilder yaml = new StringBuilder();
        String section = "";
        for (Field field : ScenarioFields.all()) {
            String value = values.get(field.path());
            if (value == null) {
                continue;
            }
            section = openSection(yaml, section, field);
            yaml.append(indent(field))
                    .append(field.key())
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
        return yaml.toString();
    }

    /** Every field with its meaning, what it allows and its default, as a commented scenario that loads. */
    public static String defaults() {
        StringBuilder yaml = new StringBuilder("""
                # Every field of a scenario, with its default where it has one.
                # Made from the declaration that the loader reads; a test holds the two together.
                """);
        String section = "";
        for (Field field : ScenarioFields.all()) {
            section = openSection(yaml, section, field);
            String indent = indent(field);
            comment(yaml, indent + "#", field.meaning() + needed(field));
            if (field.kind() instanceof Kind.OneOf oneOf) {
                comment(yaml, indent + "#", "allowed:");
                for (Choice choice : oneOf.choices()) {
                    comment(yaml, indent + "#  ", choice.id() + ": " + choice.description());
                }
            } else {
                comment(yaml, indent + "#", allowed(field.kind()));
            }
            boolean written = field.required()
                    || field.defaultText().isPresent()
                    || NEEDED_BY_THE_DEFAULTS.contains(field.path());
            yaml.append(indent).append(written ? "" : "# ").append(field.key()).append(": ");
            yaml.append(
                    field.kind() instanceof Kind.Text || field.kind() instanceof Kind.Workers
                            ? quoted(field.example())
                            : field.defaultText().orElse(field.example()));
            yaml.append('\n');
        }
        return yaml.toString();
    }

    private static String needed(Field field) {
        if (ScenarioFields.neededUnlessOpen().contains(field)) {
            return "; must be given, unless there is a deadline and faastrain plan finds the plan";
        }
        return field.required() ? "; must be given" : "";
    }

    private static String openSection(StringBuilder yaml, String section, Field field) {
        if (!field.section().equals(section) && !field.section().isEmpty()) {
            yaml.append(field.section()).append(":\n");
        }
        return field.section();
    }

    private static String indent(Field field) {
        return field.section().isEmpty() ? "" : "  ";
    }

    private static void comment(StringBuilder yaml, String start, String text) {
        StringBuilder line = new StringBuilder(start);
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > COMMENT_WIDTH) {
                yaml.append(line).append('\n');
                line = new StringBuilder(start.endsWith("#") ? start : start + "  ");
            }
            line.append(' ').append(word);
        }
        yaml.append(line).append('\n');
    }

    private static String allowed(Kind kind) {
        if (kind instanceof Kind.Whole whole) {
            return "allowed: " + whole.least() + " to " + whole.most();
        }
        if (kind instanceof Kind.WholeOrWord either) {
            return "allowed: " + either.word() + ", or " + either.least() + " to " + either.most();
        }
        if (kind instanceof Kind.Amount amount) {
            String unit = " " + amount.dimension().unit();
            return "allowed: " + amount.least() + unit + " to " + amount.most() + unit;
        }
        if (kind instanceof Kind.Measure measure) {
            return "allowed: " + Quantity.shortest(measure.least(), measure.dimension()) + " to "
                    + Quantity.shortest(measure.most(), measure.dimension());
        }
        if (kind instanceof Kind.Real real) {
            return "allowed: a number from " + Quantity.plain(real.least()) + " to " + Quantity.plain(real.most());
        }
        if (kind instanceof Kind.Label) {
            return "allowed: a name of up to 80 letters, digits, underscores, dots and hyphens";
        }
        if (kind instanceof Kind.Workers) {
            return "allowed: whole numbers, separated by commas or blanks";
        }
        if (kind instanceof Kind.Id) {
            return "allowed: a name of small letters, digits, dots and hyphens";
        }
        if (kind instanceof Kind.Profile profile) {
            return "allowed: a name in traces/" + profile.folder() + "/, or a path that ends in ." + profile.ending();
        }
        return "allowed: a text of one line";
    }

    private static Map<String, String> values(Scenario scenario) {
        Scenario.Plan plan = scenario.plan();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("name", quoted(scenario.name()));
        scenario.description().ifPresent(text -> values.put("description", quoted(text)));
        values.put("workload", quotedUnlessPlain(scenario.workload()));
        values.put("platform", quotedUnlessPlain(scenario.platform()));
        values.put("services", quotedUnlessPlain(scenario.services()));
        scenario.prices().ifPresent(prices -> values.put("prices", quotedUnlessPlain(prices)));
        values.put("epochs", Integer.toString(scenario.epochs()));
        scenario.deadlineSeconds().ifPresent(deadline -> values.put("deadline", seconds(deadline)));
        values.put("plan.workers", Integer.toString(plan.workers()));
        plan.memoryMb().ifPresent(memoryMb -> values.put("plan.memory", Quantity.format(memoryMb, Dimension.MEMORY)));
        values.put("plan.batch", Integer.toString(plan.batch()));
        values.put("plan.aggregators", Integer.toString(plan.aggregators()));
        values.put(
                "plan.non-aggregator-batch",
                plan.nonAggregatorBatch().isPresent()
                        ? Integer.toString(plan.nonAggregatorBatch().getAsInt())
                        : "auto");
        plan.maxGlobalBatch().ifPresent(most -> values.put("plan.max-global-batch", Integer.toString(most)));
        values.put("pattern", scenario.pattern().id());
        values.put("protocol", scenario.protocol().id());
        values.put("staleness", Integer.toString(scenario.staleness()));
        values.put("channel", scenario.channel().id());
        values.put("capacity", scenario.capacity().id());
        values.put("cache.node", quotedUnlessPlain(scenario.cache().node()));
        values.put("cache.pricing", scenario.cache().pricing().id());
        scenario.cache()
                .maxValueMib()
                .ifPresent(mib -> values.put("cache.max-value", Quantity.format(mib, Dimension.SIZE)));
        values.put("table.large-items", scenario.largeItems().id());
        values.put("server.instance", quotedUnlessPlain(scenario.server().instance()));
        values.put("server.count", Integer.toString(scenario.server().count()));
        values.put("server.rpc", scenario.server().rpc().id());
        scenario.server().modelExpirySeconds().ifPresent(expiry -> values.put("server.model-expiry", seconds(expiry)));
        values.put("vm.instance", quotedUnlessPlain(scenario.vmInstance()));
        values.put("curve", scenario.curve().id());
        values.put("fluctuation", scenario.fluctuation().id());
        values.put("counting", scenario.counting().id());
        values.put("last-batch", scenario.last().id());
        putTraining(scenario, values);
        values.put("waiting.mode", scenario.waiting().mode().id());
        values.put("waiting.interval", seconds(scenario.waiting().intervalSeconds()));
        values.put("waiting.give-up", seconds(scenario.waiting().giveUpSeconds()));
        putLife(scenario, values);
        putFaults(scenario.faults(), values);
        putSearch(scenario.search(), values);
        values.put("replications", Integer.toString(scenario.replications()));
        values.put("precision.half-width", Quantity.plain(scenario.precision().halfWidth()));
        values.put("precision.of", scenario.precision().of().id());
        values.put("precision.most", Integer.toString(scenario.precision().most()));
        values.put("seed", Long.toString(scenario.seed()));
        return values;
    }

    private static void putTraining(Scenario scenario, Map<String, String> values) {
        Scenario.Algorithm algorithm = scenario.algorithm();
        values.put("algorithm.kind", algorithm.kind().id());
        algorithm.localBatches().ifPresent(batches -> values.put("algorithm.local-batches", Integer.toString(batches)));
        values.put("algorithm.local-epochs", Integer.toString(algorithm.localEpochs()));
        Scenario.Convergence convergence = scenario.convergence();
        values.put("convergence.source", convergence.source().id());
        convergence.trace().ifPresent(trace -> values.put("convergence.trace", quotedUnlessPlain(trace)));
        convergence.epochs().ifPresent(epochs -> values.put("convergence.epochs", Quantity.plain(epochs)));
        values.put("convergence.exponent", Quantity.plain(convergence.exponent()));
        convergence.targetLoss().ifPresent(loss -> values.put("convergence.target-loss", Quantity.plain(loss)));
        values.put("convergence.stale-updates", convergence.staleUpdates().id());
        Scenario.Compute compute = scenario.compute();
        values.put("compute.source", compute.source().id());
        compute.trace().ifPresent(trace -> values.put("compute.trace", quotedUnlessPlain(trace)));
        compute.model().ifPresent(model -> values.put("compute.model", quotedUnlessPlain(model)));
        values.put("compute.block", Integer.toString(compute.block()));
        Scenario.Sgd sgd = scenario.sgd();
        values.put("sgd.model", sgd.model().id());
        sgd.data().ifPresent(data -> values.put("sgd.data", quotedUnlessPlain(data)));
        values.put("sgd.rate", Quantity.plain(sgd.rate()));
        values.put("sgd.regularisation", Quantity.plain(sgd.regularisation()));
        values.put("sgd.clusters", Integer.toString(sgd.clusters()));
        values.put("sgd.penalty", Quantity.plain(sgd.penalty()));
        Scenario.Stragglers stragglers = scenario.stragglers();
        values.put("stragglers.count", Integer.toString(stragglers.count()));
        if (!stragglers.workers().isEmpty()) {
            values.put(
                    "stragglers.workers",
                    quoted(stragglers.workers().stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        values.put("stragglers.factor", Quantity.plain(stragglers.factor()));
        values.put("stragglers.from", seconds(stragglers.fromSeconds()));
        stragglers.durationSeconds().ifPresent(duration -> values.put("stragglers.duration", seconds(duration)));
    }

    private static void putLife(Scenario scenario, Map<String, String> values) {
        Scenario.StartUp startUp = scenario.startUp();
        values.put("start-up.source", startUp.source().id());
        startUp.trace().ifPresent(trace -> values.put("start-up.trace", quotedUnlessPlain(trace)));
        values.put("start-up.warm", Integer.toString(startUp.warm()));
        startUp.quota().ifPresent(quota -> values.put("start-up.quota", Integer.toString(quota)));
        scenario.reinvocation().ifPresent(when -> values.put("re-invocation", when.id()));
        values.put("lifetime.limit", scenario.lifetime().limit().id());
        values.put("lifetime.margin", seconds(scenario.lifetime().marginSeconds()));
        values.put("lifetime.epochs", Integer.toString(scenario.lifetime().epochs()));
        values.put("checkpoint.functions", scenario.checkpoint().functions().id());
        values.put("checkpoint.rounds", Integer.toString(scenario.checkpoint().rounds()));
    }

    private static void putFaults(Scenario.Faults faults, Map<String, String> values) {
        values.put("faults.crash-rate", Quantity.format(faults.crashRatePerSecond(), Dimension.RATE));
        faults.crashWorker().ifPresent(worker -> values.put("faults.crash-worker", Integer.toString(worker)));
        faults.crashSeconds().ifPresent(time -> values.put("faults.crash-time", seconds(time)));
        faults.serverCrashSeconds().ifPresent(time -> values.put("faults.server-crash-time", seconds(time)));
        values.put("faults.recovery", faults.recovery().id());
        values.put("faults.restart-delay", seconds(faults.restartDelaySeconds()));
        values.put("faults.restarts", Integer.toString(faults.restarts()));
        values.put("faults.error-rate", Quantity.plain(faults.errorRate()));
        faults.outageStartSeconds().ifPresent(time -> values.put("faults.outage-start", seconds(time)));
        values.put("faults.outage-duration", seconds(faults.outageDurationSeconds()));
    }

    private static void putSearch(Scenario.Search search, Map<String, String> values) {
        values.put("search.counting", search.counting().id());
        values.put("search.memory-step", Quantity.format(search.memoryStepMb(), Dimension.MEMORY));
        values.put("search.batch-step", Integer.toString(search.batchStep()));
        search.mostBatch().ifPresent(batch -> values.put("search.max-batch", Integer.toString(batch)));
        values.put("search.non-aggregator-batch", search.others().id());
        values.put("search.max-workers", Integer.toString(search.mostWorkers()));
        values.put("search.fixed-workers", Integer.toString(search.fixedWorkers()));
        values.put("search.candidates", Integer.toString(search.candidates()));
        values.put("search.confidence", Quantity.plain(search.confidence()));
        values.put("search.error-rate", Quantity.plain(search.errorRate()));
    }

    private static String seconds(double seconds) {
        return Quantity.format(seconds, Dimension.TIME);
    }

    private static String quotedUnlessPlain(String text) {
        boolean readsAsText = new Node.Scalar(Place.of(text), "", text, false).isText();
        return text.matches("[a-z0-9][a-z0-9.-]*") && readsAsText ? text : quoted(text);
    }

    /** A YAML double-quoted scalar. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
