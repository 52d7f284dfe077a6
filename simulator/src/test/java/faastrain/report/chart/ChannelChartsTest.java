package faastrain.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts of results over several channels: phases that no closed form has, several closed forms, and none. */
class ChannelChartsTest {
    @TempDir
    Path out;

    private Path result(String name, String breakdown, String... models) {
        StringBuilder predictions = new StringBuilder();
        for (String model : models) {
            predictions
                    .append(predictions.isEmpty() ? "" : ", ")
                    .append("{\"model\": \"")
                    .append(model)
                    .append("\", \"time_s\": 9, \"iterations\": 10, \"terms_s\": {\"train\": 9}}");
        }
        Path folder = out.resolve("in/" + name);
        Samples.write(folder.resolve("summary.json"), """
                {"name": "%s", "scenario": {"workload": "w", "pattern": "%s", "plan": {"aggregators": 4}},
                 "simulation": {"time_s": {"mean": 10, "stddev": null, "ci95": null}, "breakdown_s": {%s},
                  "iteration_s": {"communication": {"mean": 1, "stddev": null, "ci95": null}}},
                 "predictions": [%s]}
                """.formatted(name, name, breakdown, predictions));
        return folder;
    }

    @Test
    void phasesThatNoClosedFormHasAreInTheTableAndTheLegend() {
        Path polled = result(
                "polled", "\"startup\": 1, \"compute\": 4, \"poll\": 2, \"retry\": 3, \"checkpoint\": 0", "fasdl");

        List<String> rows = Samples.rows(ChartKind.BREAKDOWN, out, List.of("polled", "simulated"), polled);
        Samples.draw(ChartKind.BREAKDOWN, out, Width.COLUMN, polled);

        assertThat(rows)
                .contains("polled,simulated,startup,1,,", "polled,simulated,poll,2,,", "polled,simulated,retry,3,,");
        assertThat(Samples.text(out.resolve("breakdown.svg")))
                .contains(">startup</text>", ">poll</text>", ">retry</text>")
                .doesNotContain(">checkpoint</text>");
    }

    @Test
    void everyClosedFormThereIsHasAHatchingOfItsOwn() {
        Samples.draw(
                ChartKind.BREAKDOWN,
                out,
                Width.PAGE,
                result("s3", "\"compute\": 9", "fasdl", "lambdaml-faas"),
                result("server", "\"compute\": 9", "lambdadnn"),
                result("machines", "\"compute\": 9", "lambdaml-iaas"),
                result("none", "\"compute\": 9"));

        String svg = Samples.text(out.resolve("breakdown.svg"));
        for (String model : faastrain.analytic.ClosedForms.all().keySet()) {
            assertThat(svg).contains(">predicted (" + model + ")</text>");
        }
    }

    @Test
    void aResultWithoutAClosedFormHasItsSimulatedBarAlone() {
        Path none = result("none", "\"compute\": 9, \"wait\": 1");

        assertThat(Samples.rows(ChartKind.BREAKDOWN, out, List.of("none"), none))
                .containsExactly(
                        "none,simulated,compute,9,,", "none,simulated,wait,1,,", "none,simulated,end of training,10,,");
        assertThatThrownBy(() -> Samples.draw(ChartKind.PARITY, out, Width.COLUMN, none))
                .isInstanceOf(ChartInputException.class)
                .hasMessageContaining("no result has predictions");
        // Where others have one, it is left out.
        assertThat(Samples.rows(ChartKind.PARITY, out, List.of("w"), none, result("s3", "\"compute\": 9", "fasdl")))
                .singleElement()
                .asString()
                .startsWith("s3,w,fasdl,9,10,");
    }

    @Test
    void patternsOfAsManyAggregatorsAreNoSweepOfThem() {
        Path one = result("ring", "\"compute\": 9");
        Path other = result("global-model", "\"compute\": 9");

        assertThatThrownBy(() -> Samples.draw(ChartKind.AGGREGATORS, out, Width.COLUMN, one, other))
                .isInstanceOf(ChartInputException.class)
                .hasMessageContaining("no results that differ in aggregators");
    }
}
