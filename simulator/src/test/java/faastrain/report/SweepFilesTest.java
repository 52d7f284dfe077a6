package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.opencsv.CSVReader;
import faastrain.sweep.ExperimentFile;
import faastrain.sweep.Experiments;
import faastrain.sweep.RunStore;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFilesTest {
    @TempDir
    private Path folder;

    /** What a sweep writes and says. */
    private record Written(Path folder, String text, JsonNode json, String identity) {}

    private Written written(String axes) throws IOException {
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + axes);
        Path target = Files.createDirectories(folder.resolve("result"));
        try (RunStore store = RunStore.open(folder.resolve("runs.sqlite"))) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            SweepOverview overview = SweepFiles.write(sweep, store, target);
            return new Written(
                    target,
                    SweepText.text(overview),
                    SweepJson.sweep(sweep, store, overview.warnings()),
                    SweepFiles.identity(sweep));
        }
    }

    private static List<Map<String, String>> rows(Path file) throws Exception {
        try (Reader reader = Files.newBufferedReader(file);
                CSVReader csv = new CSVReader(reader)) {
            List<String[]> all = csv.readAll();
            String[] header = all.get(0);
            assertThat(header).doesNotHaveDuplicates();
            List<Map<String, String>> rows = new ArrayList<>();
            for (String[] row : all.subList(1, all.size())) {
                assertThat(row).hasSameSizeAs(header);
                Map<String, String> named = new LinkedHashMap<>();
                IntStream.range(0, header.length).forEach(i -> named.put(header[i], row[i]));
                rows.add(named);
            }
            return rows;
        }
    }

    private static double mean(List<Map<String, String>> runs, String point, String column) {
        return runs.stream()
                .filter(run -> run.get("point").equals(point))
                .mapToDouble(run -> Double.parseDouble(run.get(column)))
                .average()
                .orElseThrow();
    }

    @Test
    void aPointsNumbersAreTheMeansOfItsRuns() throws Exception {
        Written written = written("""
                axes:
                  plan.aggregators: [1, 4]
                  protocol: [bsp, asp]
                """);
        List<Map<String, String>> points = rows(written.folder().resolve("points.csv"));
        List<Map<String, String>> runs = rows(written.folder().resolve("runs.csv"));
        assertThat(points).hasSize(4);
        assertThat(runs).hasSize(12);
        assertThat(points.get(2)).containsEntry("plan.aggregators", "4").containsEntry("protocol", "bsp");
        for (Map<String, String> point : points) {
            for (String column : List.of("time_s", "cost_usd", "upload_s", "put", "moved_mib", "storage_get_usd")) {
                assertThat(Double.parseDouble(point.get(column)))
                        .as(column)
                        .isCloseTo(mean(runs, point.get("point"), column), withinPercentage(1e-9));
            }
            assertThat(point)
                    .containsEntry("status", "done")
                    .containsEntry("runs", "3")
                    .containsEntry("failed", "0");
        }
        assertThat(points.get(0)).containsEntry("predicted_model", "fasdl");
        assertThat(points.get(0).get("predicted_time_s")).isNotEmpty();
        // Asynchronous updates have no closed form.
        assertThat(points.get(1)).containsEntry("predicted_model", "");
    }

    @Test
    void quantilesOfTooFewRunsAreWarnedOf() throws Exception {
        Written written = written("axes: {plan.aggregators: 1..2}\nquantiles: [0.5, 0.9]\n");
        String warning = "p50 and p90 of 3 replications say little: a 95 % interval needs 6 and 36";
        assertThat(rows(written.folder().resolve("warnings.csv")).stream()
                        .filter(row -> row.get("warning").equals(warning))
                        .map(row -> row.get("point")))
                .containsExactly("1", "2");
        assertThat(written.json().at("/warnings").toString()).contains(warning);
        assertThat(rows(written.folder().resolve("points.csv")).get(0))
                .containsKeys("time_p50_s", "time_p90_s", "cost_p50_usd", "cost_p90_usd")
                .doesNotContainKey("time_p95_s");
    }

    @Test
    void differencesAreOfPairsOfRuns() throws Exception {
        Written written = written("""
                axes:
                  protocol: [bsp, asp]
                compare: protocol
                """);
        List<Map<String, String>> runs = rows(written.folder().resolve("runs.csv"));
        Map<String, String> difference =
                rows(written.folder().resolve("differences.csv")).get(0);
        assertThat(difference)
                .containsEntry("point", "2")
                .containsEntry("against", "bsp")
                .containsEntry("against_point", "1")
                .containsEntry("pairs", "3");
        assertThat(Double.parseDouble(difference.get("time_difference_s")))
                .isCloseTo(mean(runs, "2", "time_s") - mean(runs, "1", "time_s"), offset(1e-9));
        assertThat(Double.parseDouble(difference.get("time_difference_low_s")))
                .isLessThan(Double.parseDouble(difference.get("time_difference_s")));
        assertThat(written.json().at("/differences/0/pairs").asInt()).isEqualTo(3);
        assertThat(written.text()).contains("Less protocol=bsp, replication by replication");
    }

    @Test
    void whatCannotBeRunOrFailsStandsInTheTableWithItsReason() throws Exception {
        Written written = written("""
                axes:
                  plan.memory: [1536 MB, 512 MB]
                  faults.crash-rate: [0 /h, 3600 /h]
                refused: record
                """);
        List<Map<String, String>> points = rows(written.folder().resolve("points.csv"));
        assertThat(points.stream().map(point -> point.get("status")))
                .containsExactly("done", "failed", "refused", "refused");
        assertThat(points.get(1).get("reason")).isNotEmpty();
        assertThat(points.get(1)).containsEntry("failed", "3").containsEntry("time_s", "");
        assertThat(points.get(2).get("reason")).startsWith("plan.batch is 512, but training");
        assertThat(written.json().at("/points/2/time_s").isNull()).isTrue();
        assertThat(written.text()).contains("Refused, failed or without a plan: 3 of 4 points");
        assertThat(rows(written.folder().resolve("runs.csv")).stream()
                        .filter(run -> !run.get("failure").isEmpty()))
                .hasSize(3);
    }

    @Test
    void strategiesFindThePlansOfAnOpenScenario() throws Exception {
        Path file = Files.writeString(folder.resolve("strategies.yaml"), """
                name: Strategies
                scenario: {name: open, workload: squeezenet-cifar10, epochs: 1, deadline: 300 s,
                           plan.max-global-batch: 384, pattern: k-reduce, protocol: hap, replications: 2}
                axes: {channel: [s3, elasticache-redis]}
                strategies: [exact, two-stage, iaas, all-reduce]
                compare: {axis: strategy, against: exact}
                """);
        Sweep sweep = Experiments.sweep(ExperimentFile.read(file, List.of()));
        Path target = Files.createDirectories(folder.resolve("result"));
        try (RunStore store = RunStore.open(folder.resolve("runs.sqlite"))) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            SweepFiles.write(sweep, store, target);
        }
        List<Map<String, String>> points = rows(target.resolve("points.csv"));
        assertThat(points.stream().map(point -> point.get("channel") + " " + point.get("strategy")))
                .containsExactly(
                        "s3 exact",
                        "s3 two-stage",
                        "s3 iaas",
                        "s3 all-reduce",
                        "elasticache-redis exact",
                        "elasticache-redis two-stage",
                        "elasticache-redis iaas",
                        "elasticache-redis all-reduce");
        assertThat(points.get(2).get("instance")).isNotEmpty();
        assertThat(points.get(0).get("p_deadline")).isNotEmpty();
        // Virtual machines bring their own network: the runs are the same, and made once.
        assertThat(points.get(6).get("time_s")).isEqualTo(points.get(2).get("time_s"));
        assertThat(Double.parseDouble(points.get(0).get("predicted_cost_usd")))
                .isLessThanOrEqualTo(Double.parseDouble(points.get(1).get("predicted_cost_usd")));
    }

    @Test
    void theFolderIsOursAndHoldsTheExperimentWrittenOut() throws IOException {
        Written written = written("axes: {plan.aggregators: 1..2}\n");
        assertThat(ResultFolder.isResult(written.folder())).isTrue();
        assertThat(ResultFolder.foreign(written.folder())).isEmpty();
        assertThat(ResultFolder.holds(written.folder(), written.identity())).isTrue();
        assertThat(ResultFolder.holds(written.folder(), written.identity() + "#"))
                .isFalse();
        Sweep again = Experiments.sweep(Experiments.read(folder, written.identity()));
        assertThat(SweepFiles.identity(again)).isEqualTo(written.identity());
        assertThat(Files.readString(written.folder().resolve("manifest.json"))).contains(again.digest());
    }
}
