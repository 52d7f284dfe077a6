package faastrain.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Scenarios for tests: as fields by path, each with its value as YAML, and as records. */
final class Texts {
    private Texts() {}

    /** What a scenario must have, and the aggregators that its default pattern needs. */
    static Map<String, String> minimal() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "a run");
        fields.put("workload", "resnet50-cifar10");
        fields.put("epochs", "20");
        fields.put("plan.workers", "7");
        fields.put("plan.memory", "1536 MB");
        fields.put("plan.batch", "128");
        fields.put("plan.aggregators", "4");
        return fields;
    }

    /** Minimal fields with others put in or, where the value is {@code -}, taken out. */
    static String with(String... pathsAndValues) {
        Map<String, String> fields = minimal();
        for (int i = 0; i < pathsAndValues.length; i += 2) {
            if (pathsAndValues[i + 1].equals("-")) {
                fields.remove(pathsAndValues[i]);
            } else {
                fields.put(pathsAndValues[i], pathsAndValues[i + 1]);
            }
        }
        return yaml(fields);
    }

    /** The text of a scenario. */
    static String yaml(Map<String, String> fields) {
        Map<String, String> top = new LinkedHashMap<>();
        fields.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                top.put(path, path + ": " + value + "\n");
            } else {
                String section = path.substring(0, dot);
                top.merge(
                        section,
                        section + ":\n  " + path.substring(dot + 1) + ": " + value + "\n",
                        (old, more) -> old + more.substring(more.indexOf('\n') + 1));
            }
        });
        return String.join("", top.values());
    }

    /** Texts of one line with everything that is hard to quote. */
    static Arbitrary<String> lines() {
        Arbitrary<String> ascii = Arbitraries.chars().range(' ', '~').map(String::valueOf);
        Arbitrary<String> hard = Arbitraries.of(
                "\"", "\\", "'", "#", " #", ": ", "- ", "&", "*", "!", "|", ">", "%", "@", "`", "{", "}", "[", "]", ",",
                "\\n", "\\u0041", "~", "null", "true", "---", "...", "é", "日本", "😀", "\u00a0", "\u202e", "\u200b",
                "\ufffd");
        Arbitrary<String> any = Arbitraries.chars().range('\u00a0', '\ufffd').map(String::valueOf);
        return Arbitraries.oneOf(ascii, hard, any)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces))
                .filter(text -> text.matches(ScenarioFields.LINE));
    }

    private static Arbitrary<String> profiles() {
        return Arbitraries.oneOf(
                Arbitraries.of("resnet50-cifar10", "true", "null", "123", "1e3", "0x1f", "on", "a", "0"),
                lines().map(text -> text + ".yaml"));
    }

    /** Every scenario that a file can say. */
    static Arbitrary<Scenario> scenarios() {
        Arbitrary<Optional<String>> maybe = lines().optional();
        return Combinators.combine(
                        lines(), maybe, profiles(), profiles(), profiles().optional(), plans(), choices(), numbers())
                .as((name, description, workload, platform, prices, plan, choices, numbers) -> new Scenario(
                        name,
                        description,
                        workload,
                        platform,
                        prices,
                        numbers.epochs,
                        plan.plan,
                        plan.pattern,
                        choices.protocol,
                        ChannelKind.S3,
                        choices.curve,
                        choices.fluctuation,
                        choices.counting,
                        choices.last,
                        ComputeSource.FORMULA,
                        WaitingMode.NOTIFY,
                        StartUpSource.NONE,
                        numbers.replications,
                        numbers.seed));
    }

    private record PatternAndPlan(PatternKind pattern, Scenario.Plan plan) {}

    private record Choices(
            ProtocolKind protocol, CurveFamily curve, Fluctuation fluctuation, Counting counting, LastBatch last) {}

    private record Numbers(int epochs, int replications, long seed) {}

    private static Arbitrary<PatternAndPlan> plans() {
        return Combinators.combine(
                        Arbitraries.of(PatternKind.class),
                        Arbitraries.integers().between(1, ScenarioFields.MAX_WORKERS),
                        Arbitraries.integers().between(1, ScenarioFields.MAX_WORKERS),
                        Arbitraries.integers().between(128, 10_240),
                        Arbitraries.integers().between(1, 1_000_000),
                        Arbitraries.integers().between(1, 1_000_000).optional(),
                        Arbitraries.integers().between(0, 1_000_000).optional())
                .as((pattern, workers, some, memory, batch, other, spare) -> {
                    int aggregators =
                            switch (pattern) {
                                case ALL_REDUCE -> 1;
                                case SCATTER_REDUCE -> workers;
                                case K_REDUCE -> 1 + some % workers;
                            };
                    long global = (long) aggregators * batch + (long) (workers - aggregators) * other.orElse(batch);
                    OptionalInt most = spare.isPresent() && global + spare.get() <= 1_000_000_000
                            ? OptionalInt.of((int) (global + spare.get()))
                            : OptionalInt.empty();
                    return new PatternAndPlan(
                            pattern,
                            new Scenario.Plan(
                                    workers,
                                    memory,
                                    batch,
                                    aggregators,
                                    other.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                                    most));
                });
    }

    private static Arbitrary<Choices> choices() {
        return Combinators.combine(
                        Arbitraries.of(ProtocolKind.class),
                        Arbitraries.of(CurveFamily.class),
                        Arbitraries.of(Fluctuation.class),
                        Arbitraries.of(Counting.class),
                        Arbitraries.of(LastBatch.class))
                .as(Choices::new);
    }

    private static Arbitrary<Numbers> numbers() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 100_000),
                        Arbitraries.integers().between(1, 1_000_000),
                        Arbitraries.longs().between(0, 999_999_999_999_999_999L))
                .as(Numbers::new);
    }

    /** Valid scenarios as people write them: fields left out, other units, quotes where they are allowed. */
    static Arbitrary<Map<String, String>> valid() {
        Arbitrary<String> names = Arbitraries.of(
                "a run",
                "ResNet50 on S3, K-Reduce",
                "3.5",
                "true",
                "0x1f",
                "'it''s #1'",
                "\"\\u00e9 \\\"x\\\"\"",
                "2024");
        Arbitrary<String> memories = Arbitraries.of(
                "128 MB", "10240 MB", "1536MB", "1.5 GB", "\"2048  MB\"", "1e3 MB", "' 0.125 GB '", "+512. MB");
        Arbitrary<String> profiles =
                Arbitraries.of("resnet50-cifar10", "\"123\"", "../traces/x.yaml", "'true'", "\"a b.yaml\"");
        return Combinators.combine(
                        names,
                        memories,
                        profiles,
                        Arbitraries.of(PatternKind.class),
                        Arbitraries.integers().between(1, 50),
                        optionals())
                .as((name, memory, profile, pattern, workers, optionals) -> {
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("name", name);
                    fields.put("workload", profile);
                    fields.put("epochs", "20");
                    fields.put("plan.workers", Integer.toString(workers));
                    fields.put("plan.memory", memory);
                    fields.put("plan.batch", "128");
                    fields.put("pattern", pattern.id());
                    fields.put(
                            "plan.aggregators",
                            switch (pattern) {
                                case ALL_REDUCE -> "1";
                                case SCATTER_REDUCE -> Integer.toString(workers);
                                case K_REDUCE -> Integer.toString((workers + 1) / 2);
                            });
                    fields.putAll(optionals);
                    return fields;
                });
    }

    private static Arbitrary<Map<String, String>> optionals() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("description", "'why: this # run'");
        all.put("platform", "aws-lambda-2023");
        all.put("prices", "fasdl-code");
        all.put("plan.non-aggregator-batch", "auto");
        all.put("plan.max-global-batch", "6400");
        all.put("protocol", "hap");
        all.put("channel", "\"s3\"");
        all.put("counting", "implementation");
        all.put("compute.source", "formula");
        all.put("waiting.mode", "");
        all.put("start-up", "~");
        all.put("replications", "1000000");
        all.put("seed", "+0");
        return Arbitraries.subsetOf(all.keySet()).map(chosen -> chosen.stream()
                .collect(Collectors.toMap(path -> path, all::get, (one, other) -> one, LinkedHashMap::new)));
    }
}
