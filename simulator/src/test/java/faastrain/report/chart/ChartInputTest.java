package faastrain.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user is told when a chart cannot be drawn: which file, and what to do. */
class ChartInputTest {
    private static final String POINTS_HEADER =
            "memory_mb,direction,size_mib,measured_s,saturation_s,affine_s,relative_error,left_out,reason\n";

    @TempDir
    Path folder;

    private String refusal(ChartKind kind, Path... inputs) {
        Path out = folder.resolve("out");
        String message = assertThrows(ChartInputException.class, () -> Samples.draw(kind, out, Width.COLUMN, inputs))
                .getMessage();
        assertFalse(Files.exists(out), "nothing is written");
        return message;
    }

    @ParameterizedTest
    @EnumSource
    void aMissingInputIsNamed(ChartKind kind) {
        Path missing = folder.resolve("nowhere");

        assertEquals(
                missing + ": no such file or folder; name a result folder, a folder of them, or a file",
                refusal(kind, missing));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyFolderIsToldWhatBelongsInItAndHowToMakeIt(ChartKind kind) throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        String message = refusal(kind, empty);

        assertTrue(message.startsWith(empty + ": "), message);
        assertTrue(
                message.contains("summary.json")
                        || message.contains("-points.csv")
                        || message.contains("strategies.csv")
                        || message.contains("points.csv"),
                message);
        assertTrue(
                message.contains("faastrain run SCENARIO")
                        || message.contains("faastrain trace fit CSV --tables DIR")
                        || message.contains("faastrain plan WORKLOAD --deadline TIME")
                        || message.contains("faastrain sweep EXPERIMENT"),
                message);
    }

    @Test
    void malformedJsonIsNamedWithLineAndColumn() {
        Path file = Samples.write(folder.resolve("r/summary.json"), "{\"name\": \"a\",\n  oops}");

        String message = refusal(ChartKind.BREAKDOWN, folder.resolve("r"));

        assertTrue(message.startsWith(file + ", line 2, column "), message);
        assertTrue(message.endsWith(": not valid JSON; write the result again with: faastrain run SCENARIO"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999"})
    void aNumberThatIsNotFiniteIsNamedWithLineAndField(String number) {
        Path file = Samples.write(
                folder.resolve("r/summary.json"),
                "{\"name\": \"a\",\n \"simulation\": {\n  \"time_s\": {\"mean\": " + number + "}}}");

        assertEquals(
                file + ", line 3: simulation.time_s.mean is " + number + ", a finite number is wanted;"
                        + " write the result again with: faastrain run SCENARIO",
                refusal(ChartKind.BREAKDOWN, folder.resolve("r")));
    }

    @Test
    void aMissingFieldIsNamedByItsPath() {
        Path file = Samples.write(
                folder.resolve("r/summary.json"), "{\"name\": \"a\", \"simulation\": {\"breakdown_s\": {}}}");

        assertEquals(
                file + ": simulation.time_s.mean is missing, a number is wanted;"
                        + " write the result again with: faastrain run SCENARIO",
                refusal(ChartKind.BREAKDOWN, folder.resolve("r")));
    }

    @Test
    void oneKAloneIsNoChartOfAggregators() {
        Samples.summary(folder.resolve("r/a"), "a", 3, 50, 60);

        assertEquals(
                folder.resolve("r") + ": no results that differ in aggregators (scenario.plan.aggregators) alone;"
                        + " sweep K, then draw the folder of all results",
                refusal(ChartKind.AGGREGATORS, folder.resolve("r")));
    }

    @Test
    void twoResultsOfOneKAreBothNamed() {
        Path a = Samples.summary(folder.resolve("r/a"), "a", 3, 50, 60);
        Path b = Samples.summary(folder.resolve("r/b"), "b", 3, 51, 60);

        assertEquals(
                a + " and " + b + ": both have K = 3 and the same plan otherwise; leave one of them out",
                refusal(ChartKind.AGGREGATORS, folder.resolve("r")));
    }

    @Test
    void resultsWithoutPredictionsHaveNoParity() {
        Path file = Samples.summary(folder.resolve("r"), "a", 3, 50, 60);
        String text = String.join("\n", Samples.lines(file));
        Samples.write(file, text.substring(0, text.indexOf(",\n \"predictions\"")) + "}");

        String message = refusal(ChartKind.PARITY, folder.resolve("r"));

        assertTrue(message.startsWith(folder.resolve("r") + ": no result has predictions;"), message);
    }

    @Test
    void aWrongNumberIsNamedWithLineAndColumn() {
        Path file = Samples.write(
                folder.resolve("transfer-points.csv"),
                POINTS_HEADER + "128,upload,1,0.2,0.2,0.2,0,false,\n128,upload,2,fast,0.3,0.3,0,false,\n");

        assertEquals(
                file + ", line 3, column measured_s: 'fast' is not right; a number (such as 0.25) is wanted",
                refusal(ChartKind.THROUGHPUT, file));
    }

    @Test
    void aWrongDirectionIsToldTheRightOnes() {
        Path file =
                Samples.write(folder.resolve("transfer-points.csv"), POINTS_HEADER + "128,up,1,0.2,0.2,0.2,0,false,\n");

        assertEquals(
                file + ", line 2, column direction: 'up' is not right; upload or download is wanted",
                refusal(ChartKind.THROUGHPUT, file));
    }

    @Test
    void aMissingColumnIsNamedWithTheRightHeader() {
        Path file = Samples.write(folder.resolve("compute-curves.csv"), "model,memory_mb,fitted_s\nm,1,1\n");

        assertEquals(
                file + ", line 1: column batch is missing; the header must be model,memory_mb,batch,fitted_s",
                refusal(ChartKind.FIT, file));
    }

    @Test
    void anOpenQuoteIsNamedByItsLine() {
        Path file = Samples.write(folder.resolve("compute-curves.csv"), "model,memory_mb,batch,fitted_s\n\"m,1,1,1\n");

        String message = refusal(ChartKind.FIT, file);

        assertTrue(message.startsWith(file + ", line ") && message.endsWith("a quote is not closed"), message);
    }

    @Test
    void aResultThatIsBeingWrittenIsPassedOver() {
        Samples.summary(folder.resolve("r/a"), "a", 1, 50, 60);
        Samples.summary(folder.resolve("r/.b-unfinished"), "b", 2, 50, 60);

        assertEquals(1, Inputs.of(List.of(folder.resolve("r"))).results().size());
    }

    @Test
    void aFolderNamedTwiceIsOneResult() {
        Path file = Samples.summary(folder.resolve("r/a"), "a", 1, 50, 60);

        assertEquals(
                1,
                Inputs.of(List.of(folder.resolve("r"), folder.resolve("r/a"), file))
                        .results()
                        .size());
    }

    @Test
    void theApplicableChartsAreThoseThatTheInputsAreCompleteFor() {
        assertEquals(
                List.of(ChartKind.THROUGHPUT, ChartKind.FIT),
                Charts.applicable(List.of(Samples.folder("transfer"), Samples.folder("compute"))));
        assertEquals(
                List.of(ChartKind.BREAKDOWN, ChartKind.PARITY), Charts.applicable(List.of(Samples.folder("single"))));
    }

    @Test
    void aKindIsFoundByItsIdOnly() {
        assertEquals(Optional.of(ChartKind.PARITY), ChartKind.byId("parity"));
        assertEquals(Optional.empty(), ChartKind.byId("PARITY"));
    }
}
