package faastrain.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.PathIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Charts of what a plan folder says: each strategy's plan, the Pareto front, the deadline. */
class PlanChartsTest {
    private static final String HEADER =
            "strategy,feasible,selected,deadline_s,channel,workers,memory_mb,batch,aggregators,non_aggregator_batch,"
                    + "predicted_time_s,predicted_cost_usd,replications,simulated_time_s,simulated_time_low_s,"
                    + "simulated_time_high_s,simulated_cost_usd,simulated_cost_low_usd,simulated_cost_high_usd,"
                    + "p_deadline,p_deadline_low,p_deadline_high,regret_usd,reason";
    private static final String EXACT =
            "exact,true,true,2000,s3,7,1536,128,4,64,1900,2,30,1950,1940,1960,2.1,2,2.2," + "0.9,0.8,1,0,";
    private static final String BRUTE_FORCE =
            "brute-force,true,false,2000,s3,7,1536,128,4,64,1900,2,30,1950,1940,1960,2.1,2,2.2,0.9,0.8,1,0,";
    private static final String ALL_REDUCE = "all-reduce,false,false,2000,,,,,,,,,,,,,,,,,,,,\"too slow, all of them\"";
    private static final String FASTEST =
            "fastest,true,false,2000,s3,9,3072,99,9,,1000,4,,,,,,,,,,,,the channel refused";
    private static final List<String> STRATEGIES = List.of(EXACT, BRUTE_FORCE, ALL_REDUCE, FASTEST);
    private static final List<String> FRONT = List.of("500,9", "950,4.1", "1500,2.5", "2050,1.9", "2500,1.7", "9000,1");

    @TempDir
    Path out;

    private Path plan(String name, List<String> strategies, List<String> front) {
        Path folder = out.resolve("in").resolve(name);
        Samples.write(folder.resolve("strategies.csv"), HEADER + "\n" + String.join("\n", strategies) + "\n");
        Samples.write(
                folder.resolve("front.csv"), "predicted_time_s,predicted_cost_usd\n" + String.join("\n", front) + "\n");
        return folder;
    }

    private Path plan(String... strategies) {
        return plan("plan", List.of(strategies), FRONT);
    }

    private List<List<String>> drawn(ChartKind kind, Width width, Path input) {
        Charts.draw(kind, new ChartRequest(List.of(input), out, Set.of(), width));
        return Samples.lines(out.resolve(kind.id() + ".csv")).stream()
                .skip(1)
                .map(line -> Arrays.asList(line.split(",", -1)))
                .toList();
    }

    private static Drawing drawing(ChartKind kind, Width width, Path input) throws IOException {
        try (Typeface type = Typeface.bundled()) {
            return kind.read(Inputs.of(List.of(input))).get(0).draw(width, type);
        }
    }

    private static List<String> texts(ChartKind kind, Path input) throws IOException {
        return drawing(kind, Width.COLUMN, input).texts().stream()
                .map(Drawing.Text::text)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theTableOfThePlaneHasEveryMarkThatIsDrawn(Width width) {
        List<List<String>> drawn = drawn(ChartKind.COST_TIME, width, plan("plan", STRATEGIES, FRONT));

        // Times from 1,000 s to 2,000 s and a twentieth of the longest around them, costs from $2 to $4 likewise: the
        // front is seen from 900 s to 2,100 s and from $1.8 to $4.2.
        assertThat(drawn)
                .containsExactly(
                        List.of("deadline", "", "", "2000", "", "", "", "", ""),
                        List.of("front", "", "", "950", "4.1", "", "", "", ""),
                        List.of("front", "", "", "1500", "2.5", "", "", "", ""),
                        List.of("front", "", "", "2050", "1.9", "", "", "", ""),
                        List.of("predicted", "exact", "true", "1900", "2", "", "", "", ""),
                        List.of("simulated", "exact", "true", "1950", "2.1", "1940", "1960", "2", "2.2"),
                        List.of("predicted", "brute-force", "false", "1900", "2", "", "", "", ""),
                        List.of("simulated", "brute-force", "false", "1950", "2.1", "1940", "1960", "2", "2.2"),
                        List.of("predicted", "fastest", "false", "1000", "4", "", "", "", ""));
    }

    @ParameterizedTest
    @EnumSource
    void theTableByStrategyHasARowEachInTheOrderOfTheFile(Width width) {
        List<List<String>> drawn = drawn(ChartKind.STRATEGIES, width, plan("plan", STRATEGIES, FRONT));

        assertThat(drawn)
                .containsExactly(
                        List.of("exact", "true", "2000", "1900", "1950", "1940", "1960", "2", "2.1", "2", "2.2"),
                        List.of("brute-force", "false", "2000", "1900", "1950", "1940", "1960", "2", "2.1", "2", "2.2"),
                        List.of("all-reduce", "false", "2000", "", "", "", "", "", "", "", ""),
                        List.of("fastest", "false", "2000", "1000", "", "", "", "4", "", "", ""));
    }

    @Test
    void strategiesWithOnePlanShareAMarkThatTheLegendNamesThemAllBy() throws IOException {
        Path shared = plan(EXACT, BRUTE_FORCE);
        assertThat(texts(ChartKind.COST_TIME, shared))
                .contains("exact, brute-force")
                .doesNotContain("exact", "brute-force");
        // A solid mark in the plane and one in the legend.
        assertThat(fills(
                        drawing(ChartKind.COST_TIME, Width.COLUMN, shared),
                        SeriesStyle.of(0).rgb()))
                .hasSize(2);

        // As fast and as dear with another memory is another plan.
        Path apart = plan(EXACT, BRUTE_FORCE.replace(",1536,", ",1792,"));
        assertThat(texts(ChartKind.COST_TIME, apart)).contains("exact", "brute-force");
    }

    private static List<Drawing.Fill> fills(Drawing drawing, int rgb) {
        return drawing.shapes().stream()
                .filter(Drawing.Fill.class::isInstance)
                .map(Drawing.Fill.class::cast)
                .filter(fill -> fill.rgb() == rgb)
                .toList();
    }

    @Test
    void manyStrategiesWithOnePlanAreAllNamedOnSeveralLines() throws IOException {
        List<String> names =
                List.of("exact", "brute-force", "two-stage", "scatter-reduce", "all-reduce", "lambdadnn", "iaas");
        List<String> rows = names.stream()
                .map(name -> BRUTE_FORCE.replace("brute-force", name))
                .toList();

        List<String> texts = texts(ChartKind.COST_TIME, plan("plan", rows, FRONT));

        assertThat(String.join(" ", texts)).contains(String.join(", ", names));
        assertThat(texts).doesNotContain(String.join(", ", names));
    }

    @Test
    void aStrategyKeepsItsLookWhateverOthersHavePlans() throws IOException {
        int rgb = SeriesStyle.of(3).rgb();
        Path all = plan("all", STRATEGIES, FRONT);
        Path some = plan("some", List.of(EXACT, ALL_REDUCE.replace("all-r", "r"), ALL_REDUCE, FASTEST), FRONT);

        for (Path folder : List.of(all, some)) {
            assertThat(fills(drawing(ChartKind.COST_TIME, Width.COLUMN, folder), rgb))
                    .isNotEmpty();
        }
    }

    @Test
    void aStrategyWithoutAPlanIsNamedWithoutAMark() throws IOException {
        Path folder = plan(EXACT, ALL_REDUCE);

        assertThat(texts(ChartKind.COST_TIME, folder)).contains("all-reduce: no plan");
        // In the row of either panel.
        assertThat(texts(ChartKind.STRATEGIES, folder)).containsOnlyOnce("deadline 2,000 s");
        assertThat(texts(ChartKind.STRATEGIES, folder).stream().filter(text -> text.equals("no plan")))
                .hasSize(2);
    }

    @Test
    void theFrontIsAStaircaseOnWhichTheDearerAndFasterPlanHoldsUntilTheNext() throws IOException {
        Drawing drawing = drawing(ChartKind.COST_TIME, Width.COLUMN, plan("plan", STRATEGIES, FRONT));
        List<double[]> line = frontLine(drawing);

        // From the upper edge down at 950 s, level and down to 1,500 s and to 2,050 s, and level to the right edge.
        assertThat(line).hasSize(7);
        for (int i = 1; i < line.size(); i++) {
            int same = i % 2 == 1 ? 0 : 1;
            assertThat(line.get(i)[same]).isEqualTo(line.get(i - 1)[same]);
            // Right or down on paper.
            assertThat(line.get(i)[1 - same]).isGreaterThan(line.get(i - 1)[1 - same]);
        }
    }

    /** The corners of the only grey line, the one in the legend apart. */
    private static List<double[]> frontLine(Drawing drawing) {
        List<List<double[]>> lines = new ArrayList<>();
        for (Drawing.Shape shape : drawing.shapes()) {
            if (shape instanceof Drawing.Stroke stroke && stroke.rgb() == Palette.MUTED) {
                List<double[]> corners = new ArrayList<>();
                for (PathIterator at = stroke.path().getPathIterator(null); !at.isDone(); at.next()) {
                    double[] corner = new double[6];
                    at.currentSegment(corner);
                    corners.add(corner);
                }
                lines.add(corners);
            }
        }
        assertThat(lines).hasSize(2);
        return lines.get(1);
    }

    @Test
    void aStepThatCrossesThePlaneIsSeenWhereverItsPlanIs() {
        // $3 holds from 500 s to 9,000 s.
        List<List<String>> drawn =
                drawn(ChartKind.COST_TIME, Width.PAGE, plan("plan", STRATEGIES, List.of("500,3", "9000,1")));

        assertThat(drawn.stream().filter(row -> row.get(0).equals("front")))
                .containsExactly(List.of("front", "", "", "500", "3", "", "", "", ""));
    }

    @Test
    void aFrontBeyondAllStrategiesIsLeftOutOfFigureAndLegend() throws IOException {
        Path folder = plan("plan", STRATEGIES, List.of("90000,0.01"));

        assertThat(drawn(ChartKind.COST_TIME, Width.COLUMN, folder))
                .noneMatch(row -> row.get(0).equals("front"));
        assertThat(texts(ChartKind.COST_TIME, folder)).doesNotContain("Pareto front, predicted");
    }

    @ParameterizedTest
    @CsvSource({"19, false", "21, true"})
    void costsOverMoreThanADecadeHaveALogarithmicAxisAndMarksInsteadOfBars(String dearest, boolean logarithmic)
            throws IOException {
        // The cheapest is $2, the longest time twice the shortest.
        Path folder = plan(EXACT, FASTEST.replace(",1000,4,", ",1000," + dearest + ","));

        // Equal steps or 2, 5, 10.
        assertThat(texts(ChartKind.COST_TIME, folder).contains("15")).isEqualTo(!logarithmic);
        // Bars begin at zero, of dollars and of seconds.
        assertThat(texts(ChartKind.STRATEGIES, folder).stream()
                        .filter(text -> text.equals("0"))
                        .count())
                .isEqualTo(logarithmic ? 1 : 2);
        int rgb = SeriesStyle.of(0).rgb();
        Drawing drawing = drawing(ChartKind.STRATEGIES, Width.COLUMN, folder);
        double longest = fills(drawing, rgb).stream()
                .mapToDouble(fill -> fill.path().getBounds2D().getWidth())
                .max()
                .orElseThrow();
        // A mark is about four points wide, the longest bar most of a column's 238.
        assertThat(longest < 6).isEqualTo(logarithmic);
        assertThat(longest > 100).isEqualTo(!logarithmic);
    }

    @Test
    void plansThatOthersFarAwayCrowdAtTheDeadlineAreShownOnceMoreByThemselves() throws IOException {
        // The fastest takes an eighth of the deadline and costs 27 times the cheapest.
        Drawing drawing = drawing(ChartKind.COST_TIME, Width.PAGE, Samples.folder("plan"));
        assertThat(drawing.texts().stream().map(Drawing.Text::text).filter("deadline 8,000 s"::equals))
                .hasSize(2);
        // In the legend and in either panel; far from the deadline in the legend and the first panel.
        assertThat(fills(drawing, SeriesStyle.of(0).rgb())).hasSize(3);
        assertThat(fills(drawing, SeriesStyle.of(6).rgb())).hasSize(2);

        Path near = plan(EXACT, FASTEST.replace(",1000,4,", ",1600,4,"));
        assertThat(texts(ChartKind.COST_TIME, near))
                .containsOnlyOnce("deadline 2,000 s")
                .doesNotContain("enlarged");
    }

    @ParameterizedTest
    @EnumSource
    void everyPanelOfThePlaneHasItsCostsAtItsOwnLeft(Width width) throws IOException {
        List<Drawing.Text> labels = drawing(ChartKind.COST_TIME, width, Samples.folder("plan")).texts().stream()
                .filter(text -> text.text().equals("cost (USD)"))
                .toList();

        assertThat(labels).hasSize(2);
        assertThat(labels.get(0).x() == labels.get(1).x()).isEqualTo(width == Width.COLUMN);
        assertThat(labels.get(0).y() == labels.get(1).y()).isEqualTo(width == Width.PAGE);
    }

    @Test
    void ofOneReplicationThereIsNoIntervalToSpeakOf() throws IOException {
        Path folder = plan(EXACT.replace("1950,1940,1960,2.1,2,2.2", "1950,,,2.1,,"));

        for (ChartKind kind : List.of(ChartKind.COST_TIME, ChartKind.STRATEGIES)) {
            assertThat(texts(kind, folder)).contains("simulated").doesNotContain("simulated, 95 % interval");
        }
        assertThat(drawn(ChartKind.STRATEGIES, Width.COLUMN, folder))
                .containsExactly(List.of("exact", "true", "2000", "1900", "1950", "", "", "2", "2.1", "", ""));
    }

    @Test
    void predictionsAloneAreDrawnWithoutAWordOfSimulationsOrRecommendations() throws IOException {
        Path folder = plan(FASTEST);

        for (ChartKind kind : List.of(ChartKind.COST_TIME, ChartKind.STRATEGIES)) {
            assertThat(texts(kind, folder))
                    .contains("predicted")
                    .doesNotContain("simulated", "simulated, 95 % interval", "recommended");
        }
    }

    @Test
    void aWideIntervalOfFewReplicationsDoesNotStretchTheAxes() throws IOException {
        // Two replications: the interval ends below zero dollars.
        Path folder = plan(EXACT.replace("2.1,2,2.2", "2.1,-30,34.2"), FASTEST);

        assertThat(texts(ChartKind.COST_TIME, folder)).contains("1.0", "4.0").doesNotContain("5.0", "0.1");
        assertThat(drawn(ChartKind.COST_TIME, Width.COLUMN, folder))
                .contains(List.of("simulated", "exact", "true", "1950", "2.1", "1940", "1960", "-30", "34.2"));
    }

    @Property(tries = 300)
    void theShownRangeHoldsAllValuesWithRoomForAMarkAtItsEnds(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 1e-3, max = 1e6) @Scale(4) Double> values) {
        ShownRange range =
                ShownRange.of(values.stream().mapToDouble(Double::doubleValue).toArray());
        Axis axis = range.axis("x", 130, label -> 10);

        assertThat(range.low()).isPositive();
        for (double value : values) {
            // A twentieth of half a column's height is 6.5 points, a ring has a radius of 4.2.
            assertThat(axis.share(value)).isBetween(0.04, 0.96);
        }
    }

    @Test
    void columnsThatAreNewChangeNothing() {
        Path folder = plan(EXACT, FASTEST);
        List<List<String>> before = drawn(ChartKind.COST_TIME, Width.COLUMN, folder);
        List<String> grown = Samples.lines(folder.resolve("strategies.csv")).stream()
                .map(line -> "new," + line + ",newer")
                .toList();
        Samples.write(folder.resolve("strategies.csv"), String.join("\n", grown));

        assertThat(drawn(ChartKind.COST_TIME, Width.COLUMN, folder)).isEqualTo(before);
    }

    @Test
    void aPlanFolderHasTheseTwoChartsAlsoOnceTheyAreDrawnInItAndNoOtherFolderHasThem() {
        Path folder = plan(EXACT, FASTEST);
        Samples.write(folder.resolve("plans/exact.yaml"), "name: exact\n");
        Samples.write(folder.resolve("candidates.csv"), "rank,workers\n1,7\n");
        List<ChartKind> both = List.of(ChartKind.COST_TIME, ChartKind.STRATEGIES);

        assertThat(Charts.applicable(List.of(folder))).isEqualTo(both);
        both.forEach(kind -> Samples.draw(kind, folder.resolve("charts"), Width.COLUMN, folder));
        assertThat(Charts.applicable(List.of(folder))).isEqualTo(both);
        assertThat(Charts.applicable(List.of(out.resolve("in")))).isEqualTo(both);
        assertThat(Charts.applicable(List.of(Samples.folder("k-sweep")))).doesNotContainAnyElementsOf(both);
        assertThat(Charts.applicable(List.of(Samples.folder("k-sweep"), folder)))
                .contains(ChartKind.BREAKDOWN, ChartKind.COST_TIME, ChartKind.STRATEGIES);
    }

    @ParameterizedTest
    @EnumSource(names = {"COST_TIME", "STRATEGIES"})
    void severalPlanFoldersHaveAFigureEachWithItsName(ChartKind kind) {
        plan("slow", List.of(EXACT), FRONT);
        plan("soon", List.of(FASTEST), FRONT);

        List<Path> files = Charts.draw(kind, new ChartRequest(List.of(out.resolve("in")), out, Set.of(), Width.COLUMN));

        assertThat(files).containsExactly(out.resolve(kind.id() + "-slow.csv"), out.resolve(kind.id() + "-soon.csv"));
        assertThat(Samples.text(files.get(0))).contains("exact").doesNotContain("fastest");
        assertThat(Samples.text(files.get(1))).contains("fastest").doesNotContain("exact");
    }

    @Test
    void twoPlanFoldersOfOneNameAreNotDrawnOverOneAnother() {
        Path a = plan("a/plan", List.of(EXACT), FRONT);
        Path b = plan("b/plan", List.of(EXACT), FRONT);

        assertThatThrownBy(() -> drawn(ChartKind.COST_TIME, Width.COLUMN, out.resolve("in")))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(a.resolve("strategies.csv") + " and " + b.resolve("strategies.csv")
                        + ": two plan folders plan, whose figures would have one name; draw them one at a time");
    }

    @ParameterizedTest
    @EnumSource(names = {"STRATEGIES", "CONVERGENCE", "STALENESS", "TIMELINE"})
    void aChartDoesNotReplaceTheTableThatItIsDrawnFrom(ChartKind kind) throws IOException {
        Path result = out.resolve("result");
        Files.createDirectory(result);
        Path sample = Samples.folder(kind == ChartKind.STRATEGIES ? "plan" : "protocols/hap");
        try (var files = Files.list(sample)) {
            for (Path file : files.toList()) {
                Files.copy(file, result.resolve(file.getFileName().toString()));
            }
        }
        Path table = result.resolve(kind.id() + ".csv");
        String before = Samples.text(table);

        assertThatThrownBy(() -> Samples.draw(kind, result, Width.COLUMN, result))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(table + ": is a table of the result itself, which the chart's would replace;"
                        + " name another folder with --output");
        assertThat(Samples.text(table)).isEqualTo(before);
        // What is drawn beside a result's tables may be drawn there again.
        ChartKind other = kind == ChartKind.STRATEGIES ? ChartKind.COST_TIME : ChartKind.BREAKDOWN;
        assertThat(Samples.draw(other, result, Width.COLUMN, result))
                .isEqualTo(Samples.draw(other, result, Width.COLUMN, result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deadline_s          | exact,true,true,2000,         | exact,true,true,soon,          | 2 | 'soon' is not right; a number (such as 0.25) is wanted
            feasible            | exact,true,true,              | exact,yes,true,                | 2 | 'yes' is not right; true or false is wanted
            predicted_cost_usd  | ,1900,2,30,                   | ,1900,0,30,                    | 2 | '0' is not right; a number above 0 (such as 0.25) is wanted
            simulated_time_low_s| ,1950,1940,                   | ,1950,1951,                    | 2 | '1951' is not right; a number up to 1950 is wanted
            simulated_cost_high_usd | 2,2.2,                    | 2,2,                           | 2 | '2' is not right; a number from 2.1 is wanted
            simulated_cost_usd  | ,2.1,2,2.2,                   | ,,2,2.2,                       | 2 | '' is not right; a number (such as 0.25) is wanted
            predicted_time_s    | all-reduce,false,             | all-reduce,true,               | 4 | '' is not right; a number (such as 0.25) is wanted
            strategy            | brute-force,                  | exact,                         | 3 | 'exact' is not right; each strategy once is wanted
            selected            | brute-force,true,false        | brute-force,true,true          | 3 | 'true' is not right; true in one row at most is wanted
            deadline_s          | brute-force,true,false,2000   | brute-force,true,false,3000    | 3 | '3000' is not right; the same deadline in every row, 2000, is wanted
            """)
    void aWrongStrategyIsNamedByItsLineAndColumn(String column, String right, String wrong, int line, String message) {
        String table = String.join("\n", STRATEGIES);
        assertThat(table).contains(right);
        Path folder = plan(table.replace(right, wrong));

        for (ChartKind kind : List.of(ChartKind.COST_TIME, ChartKind.STRATEGIES)) {
            assertThatThrownBy(() -> drawn(kind, Width.COLUMN, folder))
                    .isInstanceOf(ChartInputException.class)
                    .hasMessage(folder.resolve("strategies.csv") + ", line " + line + ", column " + column + ": "
                            + message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1000,4 | 900,3   | 3 | predicted_time_s: '900' is not right; a number from 1000 is wanted
            1000,4 | 1100,5  | 3 | predicted_cost_usd: '5' is not right; a number up to 4 is wanted
            1000,4 | 1100,   | 3 | predicted_cost_usd: '' is not right; a number (such as 0.25) is wanted
            """)
    void aFrontThatIsNoneIsNamedByItsLineAndColumn(String first, String second, int line, String message) {
        Path folder = plan("plan", STRATEGIES, List.of(first, second));

        assertThatThrownBy(() -> drawn(ChartKind.COST_TIME, Width.COLUMN, folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder.resolve("front.csv") + ", line " + line + ", column " + message);
    }

    @Test
    void aPlanFolderWithoutAFrontOrWithoutAnyPlanIsToldWhatToDo() throws IOException {
        Path folder = plan(ALL_REDUCE);
        assertThatThrownBy(() -> drawn(ChartKind.STRATEGIES, Width.COLUMN, folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder.resolve("strategies.csv") + ": no strategy has a plan, so there is nothing to draw;"
                        + " plan for a later deadline: faastrain plan WORKLOAD --deadline TIME");

        Files.delete(folder.resolve("front.csv"));
        assertThatThrownBy(() -> drawn(ChartKind.COST_TIME, Width.COLUMN, folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder + ": not a plan folder, nor a folder of them: no strategies.csv with a front.csv"
                        + " beside it; write one with: faastrain plan WORKLOAD --deadline TIME");
    }
}
