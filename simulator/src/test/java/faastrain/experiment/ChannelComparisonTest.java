package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.analytic.CostItem;
import faastrain.report.RunText;
import faastrain.result.Comparison;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.TermDifference;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The closed forms beside the simulation, over every channel. */
class ChannelComparisonTest {
    private static final Profiles PROFILES = AnyScenarios.shared();

    /** The closed forms know no lifetime, and two epochs in one function take longer than one. */
    private static RunResult run(ChannelKind channel, PatternKind pattern, String... overrides) {
        String text = "name: test\nworkload: w\nplatform: p\ncurve: affine\nepochs: 2\n"
                + "plan: {workers: 5, memory: 1000 MB, batch: 8"
                + (pattern == PatternKind.K_REDUCE ? ", aggregators: 3" : "") + "}\nchannel: " + channel.id()
                + "\npattern: " + pattern.id() + "\nprotocol: "
                + pattern.protocols().get(0).id()
                + "\ntable: {large-items: chunk}\ncache: {max-value: 64 MiB}\nlifetime: {limit: ignored}\n";
        return Replications.run(Sites.prepareText(PROFILES, text, overrides), "test");
    }

    private static RunResult run(String pattern, String... overrides) {
        String[] parts = pattern.split(" over ", -1);
        return run(
                Stream.of(ChannelKind.values())
                        .filter(kind -> kind.id().equals(parts[1]))
                        .findFirst()
                        .orElseThrow(),
                Stream.of(PatternKind.values())
                        .filter(kind -> kind.id().equals(parts[0]))
                        .findFirst()
                        .orElseThrow(),
                overrides);
    }

    private static Comparison comparison(RunResult result, String model) {
        return result.comparisons().stream()
                .filter(comparison -> comparison.prediction().model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static TermDifference row(List<TermDifference> rows, String term) {
        return rows.stream().filter(row -> row.term().equals(term)).findFirst().orElseThrow();
    }

    private static List<String> reasons(List<TermDifference> rows) {
        return rows.stream().flatMap(row -> row.reasons().stream()).toList();
    }

    @Test
    void theClosedFormsOfEachPatternChannelAndCounting() {
        Set<String> applies = new TreeSet<>();
        for (ChannelKind channel : ChannelKind.values()) {
            for (PatternKind pattern : channel.patterns()) {
                for (Counting counting : Counting.values()) {
                    List<String> models = new ArrayList<>();
                    run(channel, pattern, "counting=" + counting.id())
                            .comparisons()
                            .forEach(comparison ->
                                    models.add(comparison.prediction().model()));
                    if (!models.isEmpty()) {
                        applies.add(channel.id() + ", " + pattern.id() + ", " + counting.id() + ": "
                                + String.join(" ", models));
                    }
                }
            }
        }
        List<String> storage = new ArrayList<>();
        for (String channel : List.of("elasticache-memcached", "elasticache-redis", "s3")) {
            storage.add(channel + ", all-reduce, implementation: lambdaml-faas");
            storage.add(channel + ", all-reduce, paper: fasdl");
            storage.add(channel + ", k-reduce, implementation: fasdl");
            storage.add(channel + ", k-reduce, paper: fasdl");
            storage.add(channel + ", scatter-reduce, implementation: fasdl lambdaml-faas");
            storage.add(channel + ", scatter-reduce, paper: fasdl lambdaml-faas");
        }
        List<String> expected = new ArrayList<>();
        expected.add("dynamodb, all-reduce, implementation: lambdaml-faas");
        expected.add("dynamodb, scatter-reduce, implementation: lambdaml-faas");
        expected.add("dynamodb, scatter-reduce, paper: lambdaml-faas");
        expected.addAll(storage);
        expected.add("parameter-server, parameter-server, implementation: lambdadnn");
        expected.add("parameter-server, parameter-server, paper: lambdadnn");
        expected.add("vm-network, ring, implementation: lambdaml-iaas");
        expected.add("vm-network, ring, paper: lambdaml-iaas");
        assertThat(applies).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void withoutAClosedFormTheTextSaysSo() {
        assertThat(RunText.run(run("global-model over s3")))
                .contains("No paper has a closed form for global-model over s3.\n");
        assertThat(RunText.compare(run("parameter-server over vm-network")))
                .contains("No paper has a closed form for parameter-server over vm-network.\n");
        assertThat(RunText.compare(run("all-reduce over dynamodb")))
                .contains("No paper has a closed form for all-reduce over dynamodb (counting: paper).\n");
    }

    /** Everything that goes together, with what makes closed form and simulation differ. */
    @Provide
    Arbitrary<RunResult> runs() {
        Arbitrary<String> pairs = Arbitraries.of(Stream.of(ChannelKind.values())
                .flatMap(channel -> channel.patterns().stream().map(pattern -> pattern.id() + " over " + channel.id()))
                .toList());
        return Combinators.combine(
                        pairs,
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.of("counting=paper", "counting=implementation"),
                        Arbitraries.of("waiting.mode=notify", "waiting.mode=poll"),
                        Arbitraries.of("capacity=shared", "capacity=unlimited"),
                        Arbitraries.of(
                                List.of("last-batch=drop"),
                                List.of("server.rpc=grpc"),
                                List.of("server.rpc=thrift", "server.model-expiry=100 h", "server.count=2"),
                                List.of("start-up.source=table", "cache.pricing=serverless"),
                                List.of("fluctuation=measured", "replications=2")))
                .as((pair, workers, batch, counting, waiting, capacity, more) -> run(
                        pair,
                        Stream.concat(
                                        Stream.of(
                                                "plan.workers=" + workers,
                                                "plan.batch=" + batch,
                                                "waiting.give-up=10000 s",
                                                counting,
                                                waiting,
                                                capacity),
                                        Stream.concat(
                                                pair.startsWith("k-reduce")
                                                        ? Stream.of("plan.aggregators=" + (workers + 1) / 2)
                                                        : Stream.of(),
                                                more.stream()
                                                        .filter(one -> !one.startsWith("server.")
                                                                || pair.endsWith(" over parameter-server"))))
                                .toArray(String[]::new)));
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void termsAddUpAndHaveReasonsExactlyWhereTheyDiffer(@ForAll("runs") RunResult result) {
        for (Comparison comparison : result.comparisons()) {
            for (List<TermDifference> rows : List.of(comparison.time(), comparison.cost())) {
                TermDifference total = rows.get(rows.size() - 1);
                List<TermDifference> terms = rows.subList(0, rows.size() - 1);
                double whole = Math.max(total.predicted(), total.simulated().mean());
                assertThat(terms.stream().mapToDouble(TermDifference::predicted).sum())
                        .isCloseTo(total.predicted(), within(1e-9 * whole));
                assertThat(terms.stream()
                                .mapToDouble(row -> row.simulated().mean())
                                .sum())
                        .isCloseTo(total.simulated().mean(), within(1e-9 * whole));
                for (TermDifference row : terms) {
                    double difference = Math.abs(row.difference().mean());
                    assertThat(row.reasons()).doesNotHaveDuplicates();
                    if (difference > 1e-8 * whole) {
                        assertThat(row.reasons())
                                .as("%s %s", row, result.scenario())
                                .isNotEmpty();
                    } else if (difference < 1e-13 * total.predicted()) {
                        assertThat(row.reasons()).as(row.term()).isEmpty();
                    }
                }
            }
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void itemsAddUpToTheCostOverEveryChannel(@ForAll("runs") RunResult result) {
        for (Replication replication : result.replications()) {
            double sum = 0;
            for (CostItem item : CostItem.values()) {
                double usd = replication.itemsUsd().getOrDefault(item, 0.0);
                assertThat(usd).isNotNegative();
                sum += usd;
            }
            assertThat(sum).isEqualTo(replication.costUsd());
        }
    }

    @Test
    void aParameterServerOfFullRoundsIsLambdaDnnsEquation() {
        for (String workers : List.of("1", "4", "20")) {
            // 1,000 samples in rounds of 2·W: 20 functions of 80 MiB/s share the 1,280 MiB/s of the server.
            RunResult result = run(
                    "parameter-server over parameter-server",
                    "curve=saturation",
                    "plan.workers=" + workers,
                    "plan.batch=2",
                    "last-batch=drop");
            List<TermDifference> time = comparison(result, "lambdadnn").time();
            assertThat(reasons(time)).isEmpty();
            TermDifference total = time.get(time.size() - 1);
            assertThat(total.difference().mean()).isCloseTo(0, within(1e-9 * total.predicted()));
            assertThat(RunText.compare(result)).contains("  Every term is equal.\n");
        }
    }

    @Test
    void aRingIsLambdaMlsEquationButForTheLoading() {
        RunResult result = run("ring over vm-network", "last-batch=drop", "start-up.source=table");
        List<TermDifference> time = comparison(result, "lambdaml-iaas").time();
        assertThat(time.stream().filter(row -> !row.reasons().isEmpty()).map(TermDifference::term))
                .containsExactly("load");
        // 10 MiB among five machines of 8 MiB/s and 0.375 s, against 10 MiB over one such link.
        assertThat(row(time, "load").difference().mean()).isCloseTo(0.375 + 2.0 / 8 - 10.0 / 8, within(1e-9));
        double rounds = 2 * (1000 / 40);
        double step = 0.00015 + 12.0 / 5 / (225e6 / (1 << 20));
        assertThat(row(time, "aggregate").simulated().mean()).isCloseTo(rounds * 4 * step, within(1e-9));
        assertThat(row(time, "startup").simulated().mean()).isEqualTo(132);
    }

    @Test
    void contentionIsNamedWhereItIsAndIsNoReasonWhereCapacityIsUnlimited() {
        List<TermDifference> shared =
                comparison(run("k-reduce over elasticache-redis"), "fasdl").time();
        assertThat(row(shared, "upload").reasons())
                .anyMatch(reason -> reason.contains("at once wait for the cache threads"))
                .contains("a thread of the cache is busy with each request, which no equation has")
                // Five functions of 2 MiB/s are far below the node's 1,202 MiB/s.
                .noneMatch(reason -> reason.contains("NIC"));
        List<TermDifference> unlimited = comparison(
                        run("k-reduce over elasticache-redis", "capacity=unlimited"), "fasdl")
                .time();
        assertThat(reasons(unlimited)).isEmpty();
        assertThat(row(
                                comparison(run("scatter-reduce over dynamodb"), "lambdaml-faas")
                                        .time(),
                                "upload")
                        .reasons())
                // Each of five functions of 2 MiB/s would write some 1,000 units a second of 4,000.
                .anyMatch(reason -> reason.matches(
                        "up to 5 transfers at once share the table write units \\(\\d+\\.\\d % used over the run\\)"));
    }

    @Test
    void serversStandTogetherInAReasonAndCallsHaveTheirOwn() {
        RunResult result =
                run("parameter-server over parameter-server", "server.rpc=grpc", "server.count=2", "last-batch=drop");
        List<String> upload =
                row(comparison(result, "lambdadnn").time(), "upload").reasons();
        assertThat(upload)
                .anyMatch(reason -> reason.contains("for a server's cores"))
                .contains("calls carry 9 bytes a parameter, which are serialised and deserialised")
                .contains("a server makes one update at a time")
                .noneMatch(reason -> reason.contains("server 0"));
        assertThat(row(comparison(result, "lambdadnn").time(), "poll").reasons())
                .containsExactly("questions to the parameter server take a call each");
        assertThat(row(comparison(result, "lambdadnn").time(), "download").reasons())
                .doesNotContain("a server makes one update at a time");
    }

    @Test
    void pollingIsNamedOnlyWhereReadersPoll() {
        RunResult polled = run("k-reduce over s3", "waiting.mode=poll");
        assertThat(row(comparison(polled, "fasdl").time(), "poll").reasons())
                .containsExactly("readers ask until their objects are there, and each question takes a request's time");
        assertThat(row(comparison(polled, "fasdl").cost(), "storage_list").reasons())
                .containsExactly("listings are no part of the equations");
        assertThat(comparison(run("k-reduce over s3"), "fasdl").time())
                .noneMatch(row -> row.term().equals("poll"));
    }

    @Test
    void onlyWhatHasAMeasuredSpreadIsSaidToFluctuate() {
        List<TermDifference> time = comparison(
                        run("k-reduce over elasticache-redis", "fluctuation=measured", "replications=2"), "fasdl")
                .time();
        assertThat(row(time, "load").reasons()).singleElement().asString().contains("loading fluctuate");
        assertThat(row(time, "upload").reasons()).noneMatch(reason -> reason.contains("fluctuate"));
    }

    @Test
    void inLambdaMlsAllReduceOneWorkerAggregatesWhileTheOthersWait() {
        List<TermDifference> time = comparison(
                        run("all-reduce over s3", "counting=implementation", "last-batch=drop"), "lambdaml-faas")
                .time();
        assertThat(row(time, "upload").reasons()).singleElement().asString().startsWith("in all-reduce whole models");
        assertThat(row(time, "wait").reasons()).containsExactly("the others wait while one worker aggregates");
    }

    @Test
    void machinesAreNeverCalledFunctions() {
        RunResult ring = run("ring over vm-network");
        assertThat(RunText.run(ring) + RunText.compare(ring))
                .contains("5 c5.large, ring over vm-network")
                .contains("the simulation's machines that end last")
                .contains("a machine runs")
                .doesNotContain("function");
        assertThat(RunText.run(run("k-reduce over s3")))
                .contains("the simulation's functions that end last")
                .contains("a worker's functions run");
    }
}
