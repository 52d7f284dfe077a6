package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;
import faastrain.analytic.CostItem;
import faastrain.event.Incidents;
import faastrain.event.LearningAccount;
import faastrain.event.Phase;
import faastrain.experiment.Profiles;
import faastrain.experiment.Replications;
import faastrain.experiment.Sites;
import faastrain.experiment.Variation;
import faastrain.result.LossPoint;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.Span;
import faastrain.result.StalenessCount;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a result. Five workers, three of them aggregators, two epochs of 1,000 samples under hap, three runs. */
class ResultFilesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = Sites.write(folder.resolve("traces"));
    }

    private RunResult fluctuating() {
        return run("protocol=hap", "fluctuation=measured", "replications=3", "counting=implementation", "prices=dear");
    }

    private RunResult run(String... overrides) {
        // An epoch may take longer than a function of AWS Lambda lives, which is not this test's matter.
        List<String> all = new ArrayList<>(List.of("lifetime.limit=ignored"));
        all.addAll(List.of(overrides));
        return Replications.run(Sites.prepare(profiles, all.toArray(String[]::new)), "0.0-test");
    }

    private static List<Map<String, String>> rows(RunResult result, String table) {
        String csv = text(result, table);
        assertThat(csv).isNotNull().endsWith("\n").doesNotContain("\r").doesNotContain("\"");
        List<Map<String, String>> rows = new ArrayList<>();
        try (CSVReaderHeaderAware reader = new CSVReaderHeaderAware(new StringReader(String.valueOf(csv)))) {
            for (Map<String, String> row = reader.readMap(); row != null; row = reader.readMap()) {
                rows.add(row);
            }
        } catch (IOException | CsvValidationException wrong) {
            throw new IllegalStateException(wrong);
        }
        return rows;
    }

    private static double number(Map<String, String> row, String column) {
        assertThat(row).containsKey(column);
        return Double.parseDouble(String.valueOf(row.get(column)));
    }

    private static double sum(List<Map<String, String>> rows, String column) {
        return rows.stream().mapToDouble(row -> number(row, column)).sum();
    }

    private static double phases(Map<String, String> row) {
        return Arrays.stream(Phase.values())
                .mapToDouble(phase -> number(row, phase.id() + "_s"))
                .sum();
    }

    @Test
    void aWorkersPhasesAddUpToItsRunningTimeAndAreBilledToTheNextMillisecond() {
        List<Map<String, String>> workers = rows(fluctuating(), "workers.csv");
        assertThat(workers).hasSize(5);
        assertThat(workers.stream().map(row -> row.get("role")))
                .containsExactly("aggregator", "aggregator", "aggregator", "non-aggregator", "non-aggregator");
        assertThat(workers.stream().map(row -> row.get("batch"))).containsExactly("8", "8", "8", "11", "11");
        for (Map<String, String> worker : workers) {
            double run = number(worker, "run_s");
            assertThat(phases(worker)).isCloseTo(run, within(1e-9 * run));
            // Two functions, each rounded up.
            assertThat(number(worker, "functions")).isEqualTo(2);
            assertThat(number(worker, "billed_s") - run).isBetween(0.0, 2 * 0.001);
        }
    }

    @Test
    void workersRequestsAndMebibytesAddUpToThoseOfTheFirstReplication() {
        RunResult result = fluctuating();
        List<Map<String, String>> workers = rows(result, "workers.csv");
        Map<String, String> first = rows(result, "replications.csv").get(0);
        for (String kind : List.of("put", "get", "delete")) {
            assertThat(sum(workers, kind)).isEqualTo(number(first, kind));
        }
        assertThat(sum(workers, "uploaded_mib") + sum(workers, "downloaded_mib"))
                .isCloseTo(number(first, "moved_mib"), within(1e-6));
        for (Phase phase : Phase.values()) {
            String column = phase.id() + "_s";
            assertThat(sum(workers, column) / 5).isCloseTo(number(first, column), within(1e-9));
        }
    }

    @Test
    void savedModelsAreAmongTheObjectsWrittenAndHaveMebibytesOfTheirOwn() {
        RunResult result = run("checkpoint.functions=always");
        RunResult without = run();
        List<Map<String, String>> workers = rows(result, "workers.csv");
        List<Map<String, String>> others = rows(without, "workers.csv");
        for (int worker = 0; worker < 5; worker++) {
            Map<String, String> row = workers.get(worker);
            // A model of 12 MiB at the end of the first of two functions; nobody needs that of the last.
            assertThat(number(row, "saves")).isEqualTo(1);
            assertThat(number(row, "saved_mib")).isEqualTo(12);
            assertThat(number(row, "put")).isEqualTo(number(others.get(worker), "put") + 1);
            assertThat(number(row, "uploaded_mib")).isEqualTo(number(others.get(worker), "uploaded_mib"));
        }
        Map<String, String> run = rows(result, "replications.csv").get(0);
        assertThat(sum(workers, "put")).isEqualTo(number(run, "put"));
        assertThat(sum(workers, "uploaded_mib") + sum(workers, "downloaded_mib") + sum(workers, "saved_mib"))
                .isCloseTo(number(run, "moved_mib"), within(1e-6));
    }

    @Test
    void aReplicationsRowHasWhatItLearntAndWhatHappenedToItsFunctions() {
        RunResult run = run();
        Replication learnt = Replicas.with(
                run.replications().get(0),
                new LearningAccount(List.of(1L, 2L, 1L), 7, 1000, 1100, 1.5, true),
                new Incidents(12, 2, 1, 3, 8, 4, 5),
                Optional.of(0.25));
        Map<String, String> row =
                rows(Replicas.result(run, List.of(learnt)), "replications.csv").get(0);
        assertThat(row)
                .containsEntry("updates_lost", "7")
                // (1·0 + 2·1 + 1·2)/4
                .containsEntry("mean_staleness", "1")
                .containsEntry("effective_epochs", "1.5")
                .containsEntry("final_loss", "0.25")
                .containsEntry("crashes", "2")
                .containsEntry("cold_starts", "8")
                .containsEntry("warm_starts", "4");
        assertThat(rows(run, "replications.csv").get(0)).containsEntry("final_loss", "");
    }

    @Test
    void requestsOfAnIterationAndTheirPriceAreTheMeansOverTheReplications() {
        RunResult result = fluctuating();
        List<Map<String, String>> requests = rows(result, "requests.csv");
        assertThat(requests.stream().map(row -> row.get("kind")))
                .containsExactly("put", "get", "list", "delete", "check", "refused");
        // 1,000 samples in global batches of 3·8 + 2·11 = 46 are 22 iterations, 44 in both epochs.
        int iterations = 44;
        int puts = iterations * 3 * 5;
        assertThat(number(requests.get(0), "requests")).isEqualTo(puts);
        assertThat(number(requests.get(0), "requests_per_iteration")).isEqualTo(3 * 5);
        assertThat(number(requests.get(0), "cost_usd")).isCloseTo(puts * 0.05, within(1e-9));
        // Two objects for each of ten functions; two non-aggregators skip three downloads once.
        int gets = iterations * 2 * 3 * 4 + 2 * 10 - 2 * 3;
        assertThat(number(requests.get(1), "requests")).isEqualTo(gets);
        assertThat(number(requests.get(1), "cost_usd")).isCloseTo(gets * 4e-7, within(1e-12));
        assertThat(number(requests.get(3), "requests")).isEqualTo(iterations * 3 * 4);
        // Readers are notified, so that nobody lists or asks.
        for (int other : new int[] {2, 4, 5}) {
            assertThat(number(requests.get(other), "requests")).isZero();
        }
    }

    @Test
    void itemsAddUpToTheTotalCost() {
        RunResult result = fluctuating();
        List<Map<String, String>> items = rows(result, "cost.csv");
        assertThat(items.stream().map(row -> row.get("item")))
                .containsExactlyElementsOf(
                        Stream.concat(Arrays.stream(CostItem.values()).map(CostItem::id), Stream.of("total"))
                                .toList());
        double total = number(items.get(items.size() - 1), "cost_usd");
        assertThat(sum(items.subList(0, items.size() - 1), "cost_usd")).isCloseTo(total, within(1e-9 * total));
        assertThat(total).isCloseTo(result.mean(Replication::costUsd), within(1e-9 * total));
    }

    @Test
    void iterationsFollowOneAnotherAndAreComputationAndCommunication() {
        List<Map<String, String>> iterations = rows(fluctuating(), "iterations.csv");
        assertThat(iterations).hasSize(44);
        for (int i = 0; i < 44; i++) {
            Map<String, String> row = iterations.get(i);
            assertThat(number(row, "epoch")).isEqualTo(1 + i / 22);
            assertThat(number(row, "iteration")).isEqualTo(1 + i % 22);
            double duration = number(row, "end_s") - number(row, "start_s");
            assertThat(number(row, "duration_s")).isCloseTo(duration, within(1e-9));
            assertThat(number(row, "compute_s") + number(row, "communication_s"))
                    .isCloseTo(duration, within(1e-9));
            // 1,000 leave 34 after 21 global batches of 46: 8·34/46 = 5.9, so 6 for an aggregator.
            assertThat(number(row, "compute_s")).isCloseTo(i % 22 == 21 ? 2 * (6 + 2) : 2 * (8 + 2), within(1e-9));
        }
    }

    @Test
    void replicationsAreNumberedAndDiffer() {
        List<Map<String, String>> replications = rows(fluctuating(), "replications.csv");
        assertThat(replications.stream().map(row -> row.get("replication"))).containsExactly("1", "2", "3");
        assertThat(replications.stream().map(row -> row.get("time_s")).distinct())
                .hasSize(3);
    }

    @Test
    void aReplicationsPhasesOfThoseThatEndLastAddUpToItsTime() {
        for (Replication replication : fluctuating().replications()) {
            double sum = replication.criticalSeconds().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(sum).isCloseTo(replication.timeSeconds(), within(1e-9 * sum));
        }
    }

    @Test
    void theFirstReplicationIsTheSameHoweverManyFollow() {
        Replication alone = run("fluctuation=measured").replications().get(0);
        Replication ofThree =
                run("fluctuation=measured", "replications=3").replications().get(0);
        assertThat(ofThree).isEqualTo(alone);
    }

    @Test
    void whatIsToldIsHowManyReplicationsWereRunAndNotHowManyAtLeast() {
        RunResult result =
                run("fluctuation=measured", "replications=2", "precision=1e-9", "precision.most=80", "epochs=1");
        JsonNode summary = SummaryJson.summary(result);
        assertThat(summary.get("replications").asInt()).isEqualTo(80);
        assertThat(RunText.run(result)).containsPattern("the training takes .* over 80 replications\n");
        JsonNode time = summary.at("/simulation/time_s");
        assertThat(time.at("/p95_ci95/0").asDouble())
                .isBetween(time.get("p50").asDouble(), time.get("p95").asDouble());
        assertThat(time.at("/p95_ci95/1").asDouble())
                .isGreaterThanOrEqualTo(time.get("p95").asDouble());
        assertThat(time.get("p99_ci95").isNull()).as("80 are less than 368").isTrue();
    }

    @Test
    void aSummaryHasItsKeysInTheirOrder() {
        JsonNode summary = SummaryJson.summary(fluctuating());
        assertThat(keys(summary))
                .containsExactly(
                        "name",
                        "version",
                        "seed",
                        "replications",
                        "warnings",
                        "scenario",
                        "simulation",
                        "predictions",
                        "comparisons");
        assertThat(keys(summary.get("simulation")))
                .containsExactly(
                        "time_s",
                        "cost_usd",
                        "deadline",
                        "breakdown_s",
                        "cost_breakdown_usd",
                        "requests",
                        "mib_moved",
                        "iterations",
                        "events",
                        "iteration_s",
                        "resources",
                        "learning",
                        "functions");
        assertThat(keys(summary.at("/simulation/learning")))
                .containsExactly(
                        "updates",
                        "updates_lost",
                        "mean_staleness",
                        "effective_epochs",
                        "samples_used",
                        "samples_computed",
                        "stopped",
                        "final_loss",
                        "assumption");
        assertThat(keys(summary.at("/simulation/functions")))
                .containsExactly(
                        "functions",
                        "crashes",
                        "server_crashes",
                        "reinvocations",
                        "cold_starts",
                        "warm_starts",
                        "most_waiting");
        assertThat(keys(summary.at("/scenario")))
                .containsExactly(
                        "workload",
                        "model_mib",
                        "platform",
                        "channel",
                        "pattern",
                        "protocol",
                        "staleness",
                        "counting",
                        "algorithm",
                        "compute",
                        "start_up",
                        "re_invocation",
                        "epochs",
                        "plan");
        assertThat(keys(summary.at("/scenario/plan")))
                .containsExactly(
                        "workers", "memory_mb", "batch", "aggregators", "non_aggregator_batch", "global_batch");
        assertThat(keys(summary.at("/simulation/time_s")))
                .containsExactly("mean", "stddev", "ci95", "p50", "p95", "p99", "p50_ci95", "p95_ci95", "p99_ci95");
        assertThat(keys(summary.at("/simulation/breakdown_s")))
                .containsExactlyElementsOf(
                        Arrays.stream(Phase.values()).map(Phase::id).toList());
        assertThat(keys(summary.at("/predictions/0/terms_s")))
                .containsExactly("load", "train", "flatten", "upload", "aggregate", "download", "wait");
        assertThat(keys(summary.at("/comparisons/0/time_s/0")))
                .containsExactly("term", "predicted", "simulated", "difference", "reasons");
    }

    @Test
    void aSummaryOfOneReplicationHasNoSpread() {
        JsonNode time = SummaryJson.summary(run()).at("/simulation/time_s");
        assertThat(time.get("stddev").isNull()).isTrue();
        assertThat(time.get("ci95").isNull()).isTrue();
        JsonNode three = SummaryJson.summary(fluctuating()).at("/simulation/time_s");
        assertThat(three.at("/ci95/0").asDouble()).isLessThan(three.get("mean").asDouble());
        assertThat(three.at("/ci95/1").asDouble())
                .isGreaterThan(three.get("mean").asDouble());
    }

    @Test
    void jsonHasNoExponentAndLineFeedsOnly() {
        String text = SummaryJson.text(SummaryJson.summary(fluctuating()));
        assertThat(text).endsWith("}\n").doesNotContain("\r").doesNotContainPattern("\\d[eE][-+]?\\d+[,\\s]");
    }

    private static final List<LossPoint> LOSSES =
            List.of(new LossPoint(0, 0, 1.5, 0.001, 0.693), new LossPoint(1, 0.75, 4.25, 0.0025, 0.5));

    private static final List<StalenessCount> STALE = List.of(new StalenessCount(0, 3), new StalenessCount(2, 1));

    private static final List<Span> SPANS = List.of(
            new Span(0, 0, Phase.STARTUP, 0, 0.1),
            new Span(0, 1, Phase.COMPUTE, 0.1, 0.1 + 0.2),
            new Span(0, 1, Phase.UPLOAD, 0.1 + 0.2, 1234.567890123),
            new Span(4, 2, Phase.WAIT, 1 / 3.0, 2 / 3.0));

    private RunResult recorded(List<LossPoint> losses, List<StalenessCount> stale, List<Span> spans) {
        RunResult run = run();
        return new RunResult(
                run.version(),
                run.scenario(),
                run.job(),
                run.warnings(),
                run.inputs(),
                run.replications(),
                run.iterations(),
                run.workers(),
                losses,
                stale,
                spans,
                run.comparisons());
    }

    @Test
    void theTrainingsLossesItsUpdatesStalenessAndItsTimelineHaveTheirFiles() {
        RunResult result = recorded(LOSSES, STALE, SPANS);
        assertThat(text(result, "convergence.csv")).isEqualTo("""
                epoch,effective_epochs,time_s,cost_usd,loss
                0,0,1.5,0.001,0.693
                1,0.75,4.25,0.0025,0.5
                """);
        assertThat(text(result, "staleness.csv")).isEqualTo("""
                staleness_rounds,updates,share
                0,3,0.75
                2,1,0.25
                """);
        assertThat(text(result, "timeline.csv")).isEqualTo("""
                worker,round,phase,start_s,end_s
                0,0,startup,0,0.1
                0,1,compute,0.1,0.3
                0,1,upload,0.3,1234.567890123
                4,2,wait,0.333333333333333,0.666666666666667
                """);
    }

    @Test
    void whatWasNotRecordedHasNoFileAndIsAFaasTrainFileAllTheSame() throws IOException {
        List<String> recorded = List.of("convergence.csv", "staleness.csv", "timeline.csv", "timeline.json");
        Path without = Files.createDirectory(folder.resolve("without"));
        ResultFolder.writeFiles(recorded(List.of(), List.of(new StalenessCount(0, 0)), List.of()), without);
        Path with = Files.createDirectory(folder.resolve("with"));
        ResultFolder.writeFiles(recorded(LOSSES, STALE, SPANS), with);
        for (String name : recorded) {
            assertThat(without.resolve(name)).doesNotExist();
            assertThat(with.resolve(name)).isNotEmptyFile();
        }
        assertThat(ResultTables.names()).contains("convergence.csv", "staleness.csv", "timeline.csv", "workers.csv");
        // So that a result with them may be replaced, and a file of somebody else's may not.
        assertThat(ResultFolder.foreign(with)).isEmpty();
        Files.writeString(with.resolve("timelineXcsv"), "");
        assertThat(ResultFolder.foreign(with)).contains(Path.of("timelineXcsv"));
    }

    @Test
    void traceEventsAreTheSpansInMicrosecondsOnAThreadAWorker() throws IOException {
        String text = traceEvents(recorded(LOSSES, STALE, SPANS));
        List<JsonNode> events = new ArrayList<>();
        MAPPER.readTree(text).get("traceEvents").forEach(events::add);
        List<JsonNode> names = events.stream()
                .filter(event -> event.get("ph").asText().equals("M"))
                .toList();
        assertThat(names.stream().map(event -> event.at("/args/name").asText()))
                .containsExactly("test", "worker 0, aggregator", "worker 4");
        assertThat(names.stream().map(event -> event.get("tid").asInt())).containsExactly(0, 1, 5);
        List<JsonNode> complete = events.stream()
                .filter(event -> event.get("ph").asText().equals("X"))
                .toList();
        assertThat(complete).hasSize(SPANS.size());
        for (int i = 0; i < SPANS.size(); i++) {
            Span span = SPANS.get(i);
            JsonNode event = complete.get(i);
            assertThat(event.get("name").asText()).isEqualTo(span.phase().id());
            assertThat(event.get("pid").asInt()).isEqualTo(1);
            assertThat(event.get("tid").asInt()).isEqualTo(span.worker() + 1);
            assertThat(event.at("/args/round").asInt()).isEqualTo(span.round());
            // To the nanosecond.
            assertThat(event.get("ts").asDouble()).isCloseTo(span.startSeconds() * 1e6, within(0.00051));
            assertThat(event.get("dur").asDouble())
                    .isCloseTo((span.endSeconds() - span.startSeconds()) * 1e6, within(0.00101));
        }
        // 0.1 + 0.2 is not 0.3, and still a span begins where the one before ended.
        assertThat(end(complete.get(0))).isEqualByComparingTo(start(complete.get(1)));
        assertThat(end(complete.get(1))).isEqualByComparingTo(start(complete.get(2)));
    }

    private static BigDecimal start(JsonNode event) {
        return new BigDecimal(event.get("ts").asText());
    }

    private static BigDecimal end(JsonNode event) {
        return start(event).add(new BigDecimal(event.get("dur").asText()));
    }

    @Test
    void traceEventsStandOnALineEachWithoutExponents() throws IOException {
        String text = traceEvents(recorded(LOSSES, STALE, SPANS));
        assertThat(text)
                .doesNotContain("\r")
                .doesNotContainPattern("\\d[eE][-+]?\\d")
                .endsWith("}\n");
        assertThat(text.lines())
                .contains("{ \"name\" : \"upload\", \"ph\" : \"X\", \"pid\" : 1, \"tid\" : 1, \"ts\" : 300000.000,"
                        + " \"dur\" : 1234267890.123, \"args\" : { \"round\" : 1 } },");
        assertThat(traceEvents(recorded(LOSSES, STALE, SPANS))).isEqualTo(text);
    }

    private static String traceEvents(RunResult result) throws IOException {
        StringWriter json = new StringWriter();
        TraceEvents.write(result, json);
        return json.toString();
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void aVariationsFoldersSortAsItsNumbersDo() throws IOException {
        assertThat(folders(List.of("2", "10"))).containsExactly("02", "10");
        assertThat(folders(List.of("0", "5"))).containsExactly("0", "5");
    }

    @Test
    void otherValuesAreNumberedAndMadeSafe() throws IOException {
        assertThat(folders(List.of("1024 MB", "../x", "***"))).containsExactly("01-1024-MB", "02-x", "03-");
    }

    @Test
    void numbersThatDifferInLeadingZerosOnlyStillGetFoldersOfTheirOwn() throws IOException {
        assertThat(folders(List.of("1", "01"))).containsExactly("01-1", "02-01");
    }

    private List<String> folders(List<String> values) throws IOException {
        Path target = Files.createTempDirectory(folder, "variation");
        RunResult result = run();
        VariationReport.write(
                new Variation("plan.x", values),
                values.stream().map(value -> result).toList(),
                "identity",
                target);
        JsonNode manifest =
                MAPPER.readTree(target.resolve(ResultFolder.MANIFEST).toFile());
        assertThat(manifest.get("kind").asText()).isEqualTo("variation");
        assertThat(manifest.get("field").asText()).isEqualTo("plan.x");
        assertThat(target.resolve(ResultFolder.RESOLVED)).hasContent("identity");
        List<String> names = new ArrayList<>();
        manifest.get("results").forEach(name -> names.add(name.asText()));
        for (String name : names) {
            assertThat(target.resolve(name).resolve("summary.json")).isRegularFile();
        }
        return names;
    }

    @Test
    void aVariationsTableHasARowAValue() {
        RunResult result = run();
        String text = VariationReport.text(new Variation("plan.x", List.of("7", "8")), List.of(result, result));
        List<String> lines = text.lines().toList();
        assertThat(lines.get(0)).isEqualTo("test");
        assertThat(lines.get(1).strip()).startsWith("plan.x").endsWith("of it communication, s");
        assertThat(lines.get(2).strip()).startsWith("7 ");
        assertThat(lines.get(3).strip()).startsWith("8 ");
        assertThat(lines).hasSize(4);
    }

    @Test
    void aVariationsTableHasStalenessAndLossWhereTheyVary() {
        RunResult run = run("protocol=bsp");
        Replication one = run.replications().get(0);
        LearningAccount stale = new LearningAccount(List.of(1L, 1L), 0, 1000, 1000, 2, false);
        List<RunResult> results = List.of(
                run, Replicas.result(run, List.of(Replicas.with(one, stale, one.incidents(), Optional.of(0.25)))));
        List<String> lines = VariationReport.text(new Variation("x", List.of("7", "8")), results)
                .lines()
                .toList();
        assertThat(lines.get(1)).endsWith("  mean staleness, rounds  final loss");
        assertThat(lines.get(2)).matches(".* 0 +-");
        assertThat(lines.get(3)).matches(".* 0\\.500 +0\\.2500");
        String alike =
                VariationReport.text(new Variation("x", List.of("7", "8")), List.of(results.get(1), results.get(1)));
        assertThat(alike).doesNotContain("staleness").doesNotContain("loss");
    }

    @Test
    void variationsOfOtherFieldsValuesOrScenariosAreTold() {
        Variation variation = new Variation("a", List.of("1", "2"));
        String identity = VariationReport.identity(variation, List.of("x\n", "y\n"));
        assertThat(identity).isEqualTo("# a: 1, 2\nx\n---\ny\n");
        assertThat(VariationReport.identity(new Variation("b", List.of("1", "2")), List.of("x\n", "y\n")))
                .isNotEqualTo(identity);
    }

    @Test
    void aResultsManifestHasTheHashesOfItsInputsAndNoPath() throws IOException {
        RunResult result = run();
        Path target = Files.createDirectory(folder.resolve("result"));
        ResultFolder.writeFiles(result, target);
        JsonNode manifest =
                MAPPER.readTree(target.resolve(ResultFolder.MANIFEST).toFile());
        assertThat(keys(manifest)).containsExactly("program", "version", "kind", "seed", "inputs_sha256");
        assertThat(keys(manifest.get("inputs_sha256"))).containsExactly("workload", "platform", "services", "prices");
        for (String name : List.of("summary.json", "workers.csv", ResultFolder.MANIFEST, ResultFolder.RESOLVED)) {
            assertThat(Files.readString(target.resolve(name))).doesNotContain(folder.toString());
        }
    }

    private static String text(RunResult result, String table) {
        StringWriter csv = new StringWriter();
        try {
            ResultTables.write(table, result, csv);
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return csv.toString();
    }
}
