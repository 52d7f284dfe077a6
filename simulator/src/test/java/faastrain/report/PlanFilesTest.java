package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;
import faastrain.provisioning.StrategyKind;
import faastrain.result.PlanResult;
import faastrain.result.StrategyPlan;
import faastrain.scenario.ScenarioWriter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a search tell the same. */
class PlanFilesTest {
    private static final List<StrategyKind> ALL = List.of(StrategyKind.values());

    /** Columns, and where plan.json has the same. */
    private static final Map<String, String> SAME = same();

    @TempDir
    private Path folder;

    private static Map<String, String> same() {
        Map<String, String> same = new LinkedHashMap<>();
        for (String shape : List.of("workers", "memory_mb", "batch", "aggregators", "non_aggregator_batch")) {
            same.put(shape, "/plan/" + shape);
        }
        same.put("predicted_time_s", "/predicted/time_s");
        same.put("predicted_cost_usd", "/predicted/cost_usd");
        same.put("replications", "/simulated/replications");
        same.put("simulated_time_s", "/simulated/time_s");
        same.put("simulated_time_low_s", "/simulated/time_ci95_s/0");
        same.put("simulated_time_high_s", "/simulated/time_ci95_s/1");
        same.put("simulated_cost_usd", "/simulated/cost_usd");
        same.put("simulated_cost_low_usd", "/simulated/cost_ci95_usd/0");
        same.put("simulated_cost_high_usd", "/simulated/cost_ci95_usd/1");
        same.put("p_deadline", "/simulated/p_deadline");
        same.put("p_deadline_low", "/simulated/p_deadline_ci95/0");
        same.put("p_deadline_high", "/simulated/p_deadline_ci95/1");
        same.put("regret_usd", "/simulated/regret_usd");
        return same;
    }

    private JsonNode write(PlanResult result) throws IOException {
        PlanFiles.write(result, identity(result), folder);
        return new ObjectMapper().readTree(Files.readString(folder.resolve("plan.json")));
    }

    private List<Map<String, String>> rows(String table) throws IOException {
        String csv = Files.readString(folder.resolve(table));
        assertThat(csv).endsWith("\n").doesNotContain("\r");
        List<Map<String, String>> rows = new ArrayList<>();
        try (CSVReaderHeaderAware reader = new CSVReaderHeaderAware(new StringReader(csv))) {
            for (Map<String, String> row = reader.readMap(); row != null; row = reader.readMap()) {
                rows.add(row);
            }
        } catch (CsvValidationException wrong) {
            throw new IllegalStateException(wrong);
        }
        return rows;
    }

    private static void assertSame(Map<String, String> row, JsonNode node) {
        SAME.forEach((column, pointer) -> {
            JsonNode value = node.at(pointer);
            String expected = value.isMissingNode() || value.isNull()
                    ? ""
                    : value.decimalValue().toPlainString();
            assertThat(row).as(pointer).containsEntry(column, expected);
        });
    }

    @Test
    void theTablesHaveTheNumbersOfPlanJson() throws IOException {
        // 60 s are too few for some strategies and enough for others.
        JsonNode plan = write(Plans.search(ALL, true, "deadline=60 s"));
        List<Map<String, String>> strategies = rows("strategies.csv");
        assertThat(strategies).hasSize(ALL.size());
        assertThat(strategies.stream().map(row -> row.get("feasible"))).contains("true", "false");
        for (int i = 0; i < strategies.size(); i++) {
            Map<String, String> row = strategies.get(i);
            JsonNode strategy = plan.at("/strategies/" + i);
            assertSame(row, strategy);
            assertThat(row)
                    .containsEntry("strategy", strategy.get("strategy").asText())
                    .containsEntry("feasible", strategy.get("feasible").asText())
                    .containsEntry(
                            "selected",
                            Boolean.toString(strategy.get("strategy").equals(plan.at("/selected/by"))))
                    .containsEntry("deadline_s", "60")
                    .containsEntry("channel", strategy.get("channel").asText(""))
                    .containsEntry("instance", strategy.get("instance").asText(""))
                    .containsEntry("points", strategy.get("points").asText())
                    .containsEntry("evaluated", strategy.get("evaluated").asText())
                    .containsEntry("reason", strategy.get("reason").asText(""))
                    .hasSize(SAME.size() + 9);
        }
        List<Map<String, String>> candidates = rows("candidates.csv");
        assertThat(candidates).hasSize(2);
        for (int i = 0; i < candidates.size(); i++) {
            JsonNode candidate = plan.at("/candidates/" + i);
            assertSame(candidates.get(i), candidate);
            assertThat(candidates.get(i))
                    .containsEntry("rank", Integer.toString(i + 1))
                    .containsEntry("dropped", candidate.at("/simulated/dropped").asText(""))
                    .hasSize(SAME.size() + 2);
        }
    }

    @Test
    void aPlanFoundAmongTheCandidatesHasTheLastRowOfTheStrategies() throws IOException {
        JsonNode plan = write(Plans.search(List.of(StrategyKind.ALL_REDUCE), true, "deadline=60 s"));
        assertThat(plan.at("/selected/by").asText()).isEqualTo("candidates");
        List<Map<String, String>> strategies = rows("strategies.csv");
        assertThat(strategies).hasSize(2);
        assertThat(strategies.get(0)).containsEntry("selected", "false").containsEntry("workers", "");
        assertSame(strategies.get(1), plan.get("selected"));
        assertThat(strategies.get(1)).containsEntry("strategy", "candidates").containsEntry("selected", "true");
    }

    @Test
    void anEmptyCellIsWhatPlanJsonCallsNull() throws IOException {
        JsonNode plan = write(Plans.search(List.of(StrategyKind.STANDALONE), false));
        assertThat(plan.at("/strategies/0/simulated").isNull()).isTrue();
        assertSame(rows("strategies.csv").get(0), plan.at("/strategies/0"));
        assertThat(rows("strategies.csv").get(0))
                .containsEntry("p_deadline", "")
                .containsEntry("reason", "");
    }

    @Test
    void alongTheFrontWhatTakesLongerCostsLess() throws IOException {
        JsonNode plan = write(Plans.search(List.of(StrategyKind.FASTEST, StrategyKind.EXACT), false));
        List<Map<String, String>> front = rows("front.csv");
        assertThat(front).hasSizeGreaterThan(2);
        for (int i = 1; i < front.size(); i++) {
            assertThat(number(front.get(i), "predicted_time_s"))
                    .isGreaterThan(number(front.get(i - 1), "predicted_time_s"));
            assertThat(number(front.get(i), "predicted_cost_usd"))
                    .isLessThan(number(front.get(i - 1), "predicted_cost_usd"));
        }
        // Its ends: the fastest plan, and the cheapest, which here keeps the deadline.
        assertThat(front.get(0))
                .containsEntry(
                        "predicted_time_s",
                        plan.at("/strategies/1/predicted/time_s").asText());
        assertThat(front.get(front.size() - 1))
                .containsEntry(
                        "predicted_cost_usd",
                        plan.at("/strategies/0/predicted/cost_usd")
                                .decimalValue()
                                .toPlainString());
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(String.valueOf(row.get(column)));
    }

    @Test
    void everyFileOfASearchIsKnownAsOneOfAResult() throws IOException {
        write(Plans.search(ALL, true));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("plan.yaml", "plan-exact.yaml", "plan-iaas.yaml", "manifest.json")
                    .hasSize(ALL.size() + 7);
        }
        assertThat(ResultFolder.foreign(folder)).isEmpty();
        assertThat(ResultFolder.isResult(folder)).isTrue();
        Files.writeString(folder.resolve("plan-of-mine.yaml"), "name: mine\n");
        assertThat(ResultFolder.foreign(folder)).contains(Path.of("plan-of-mine.yaml"));
    }

    @Test
    void aSearchIsToldFromOthersByItsStrategiesAndByWhetherItSimulates() {
        PlanResult simulated = Plans.search(List.of(StrategyKind.STANDALONE), true);
        PlanResult byModel = Plans.search(List.of(StrategyKind.STANDALONE), false);
        PlanResult byTwo = Plans.search(List.of(StrategyKind.EXACT, StrategyKind.STANDALONE), true);
        assertThat(identity(simulated))
                .isNotEqualTo(identity(byModel))
                .isNotEqualTo(identity(byTwo))
                .isEqualTo(identity(Plans.search(List.of(StrategyKind.STANDALONE), true)));
    }

    private static String identity(PlanResult result) {
        return PlanFiles.identity(
                ScenarioWriter.open(result.scenario()),
                result.strategies().stream().map(StrategyPlan::strategy).toList(),
                result.runs() > 0);
    }
}
