package faastrain.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The chart of what a sweep's folder says: time and cost against workers or another axis of numbers. */
class SweepChartsTest {
    private static final String NUMBERS = "failed,time_s,time_low_s,time_high_s,cost_usd,cost_low_usd,cost_high_usd,"
            + "predicted_time_s,predicted_cost_usd,reason";
    private static final String PREDICTED = "0,100,90,110,2,1.8,2.2,95,1.9,";
    private static final String ALONE = "0,100,,,2,,,,,";
    private static final String REFUSED = "0,,,,,,,,,too many";

    @TempDir
    Path out;

    private Path sweep(String name, String axes, String... rows) {
        Path folder = out.resolve("in").resolve(name);
        List<String> lines = new ArrayList<>(List.of("point," + axes + ",workers,status," + NUMBERS));
        for (int i = 0; i < rows.length; i++) {
            lines.add(i + 1 + "," + rows[i]);
        }
        Samples.write(folder.resolve("points.csv"), String.join("\n", lines) + "\n");
        Samples.write(folder.resolve("experiment.resolved.yaml"), "name: sweep\n");
        return folder;
    }

    /** A point: its labels, the columns between, its numbers. */
    private static String point(String labels, String numbers) {
        return labels + ",8,done," + numbers;
    }

    private List<List<String>> drawn(Path input) {
        Charts.draw(ChartKind.SCALING, new ChartRequest(List.of(input), out, Set.of(), Width.COLUMN));
        return Samples.lines(out.resolve("scaling.csv")).stream()
                .map(line -> Arrays.asList(line.split(",", -1)))
                .toList();
    }

    private static Drawing drawing(Width width, Path input) throws IOException {
        try (Typeface type = Typeface.bundled()) {
            return ChartKind.SCALING.read(Inputs.of(List.of(input))).get(0).draw(width, type);
        }
    }

    private static List<String> texts(Path input) throws IOException {
        return drawing(Width.PAGE, input).texts().stream()
                .map(Drawing.Text::text)
                .toList();
    }

    private static List<Drawing.Fill> marks(Drawing drawing, int series) {
        return drawing.shapes().stream()
                .filter(Drawing.Fill.class::isInstance)
                .map(Drawing.Fill.class::cast)
                .filter(fill -> fill.rgb() == SeriesStyle.of(series).rgb())
                .toList();
    }

    private static List<Drawing.Stroke> lines(Drawing drawing, int series, double lineWidth) {
        return drawing.shapes().stream()
                .filter(Drawing.Stroke.class::isInstance)
                .map(Drawing.Stroke.class::cast)
                .filter(line -> line.rgb() == SeriesStyle.of(series).rgb() && line.width() == lineWidth)
                .toList();
    }

    @Test
    void theTableHasTheNumbersOfEachPointAndEmptyCellsForAGap() {
        assertThat(drawn(Samples.folder("sweep")))
                .containsExactly(
                        List.of(
                                "series",
                                "plan.workers",
                                "failed",
                                "time_s",
                                "time_low_s",
                                "time_high_s",
                                "predicted_time_s",
                                "cost_usd",
                                "cost_low_usd",
                                "cost_high_usd",
                                "predicted_cost_usd"),
                        row("faas-s3,1,0,1788.8,1780.2,1797.4,1788.7,0.088,0.087,0.089,0.0875"),
                        row("faas-s3,2,0,6825.8,6540,7111.6,6316.3,0.75,0.714,0.786,0.618"),
                        row("faas-s3,10,2,2570,2495,2645,2286.2,1.48,1.44,1.52,1.11"),
                        row("faas-s3,100,0,1233.4,1212,1254.8,952.1,8,7.86,8.14,4.57"),
                        row("faas-s3,200,0,1193.4,1172,1214.8,893.8,15.7,15.4,16,8.36"),
                        row("iaas,1,0,1643.5,1629.2,1657.8,1643.1,0.0388,0.0381,0.0395,0.0388"),
                        row("iaas,2,0,1599,1584.7,1613.3,1598.6,0.0755,0.0748,0.0762,0.0755"),
                        row("iaas,10,0,,,,,,,,"),
                        row("iaas,100,0,337,333.4,340.6,336.1,0.796,0.789,0.803,0.794"),
                        row("iaas,200,0,629.1,622.7,635.5,628.3,2.97,2.94,3,2.97"));
    }

    private static List<String> row(String cells) {
        return Arrays.asList(cells.split(",", -1));
    }

    @ParameterizedTest
    @EnumSource
    void aLineBreaksWhereAPointHasNoNumbersAndHasNoMarkThere(Width width) throws IOException {
        Drawing drawing = drawing(width, Samples.folder("sweep"));

        // In the legend, and in each panel: of five points in one part, of four in two.
        assertThat(lines(drawing, 0, Panel.CURVE)).hasSize(1 + 2);
        assertThat(lines(drawing, 1, Panel.CURVE)).hasSize(1 + 2 * 2);
        assertThat(marks(drawing, 0)).hasSize(1 + 2 * 5);
        assertThat(marks(drawing, 1)).hasSize(1 + 2 * 4);
    }

    @Test
    void aPointThatFiltersLeftOutDoesNotBreakItsLine() throws IOException {
        Path folder = sweep(
                "filtered",
                "system,plan.workers",
                point("a,1", ALONE),
                point("a,2", ALONE),
                point("a,3", ALONE),
                point("b,1", ALONE),
                point("b,3", ALONE));

        assertThat(lines(drawing(Width.COLUMN, folder), 1, Panel.CURVE)).hasSize(1 + 2);
    }

    @Test
    void aPointOfWhichSomeRunsFailedIsCrossedAndTheLegendSaysWhy() throws IOException {
        assertThat(texts(Samples.folder("sweep"))).contains("some runs failed");

        Path sound = sweep("sound", "plan.workers", point("1", ALONE), point("2", ALONE));
        assertThat(texts(sound)).doesNotContain("some runs failed");
    }

    @Test
    void workersFromOneToTwoHundredHaveALogarithmicAxisOfBothPanels() throws IOException {
        List<String> texts = texts(Samples.folder("sweep"));

        for (String tick : List.of("1", "2", "5", "10", "20", "50", "100", "200")) {
            // Dollars have some of them, too.
            assertThat(Collections.frequency(texts, tick)).as(tick).isGreaterThanOrEqualTo(2);
        }
        assertThat(Collections.frequency(texts, "workers")).isEqualTo(2);
        assertThat(texts).contains("time (s)", "cost (USD)", "faas-s3", "iaas");
    }

    @ParameterizedTest
    @CsvSource({"20, 10, false", "21, 10, true"})
    void anAxisIsLogarithmicBeyondAFactorOfTwenty(String most, String between, boolean logarithmic) throws IOException {
        Path folder = sweep("axis", "staleness", point("1", ALONE), point(most, ALONE), point(between, ALONE));
        Drawing drawing = drawing(Width.PAGE, folder);
        List<Drawing.Fill> marks = marks(drawing, 0);

        // After the legend's: at 1, between, and most; 10 lies halfway of 1 to 20 or, of 1 to 21 by ratio, at 0.756.
        double first = marks.get(1).path().getBounds2D().getCenterX();
        double middle = marks.get(2).path().getBounds2D().getCenterX();
        double last = marks.get(3).path().getBounds2D().getCenterX();
        double share = logarithmic ? Math.log(10) / Math.log(21) : 9.0 / 19;
        assertThat((middle - first) / (last - first)).isBetween(share - 0.001, share + 0.001);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plan.aggregators,plan.workers     | 1,1;2,2;3,1       | plan.workers          | workers
            stragglers.factor,protocol        | 1,bsp;1.5,bsp     | stragglers.factor     | stragglers factor
            plan.workers,plan.memory          | 4,512 MB;4,1 GB   | plan.memory (MB)      | memory (MB)
            plan.workers,deadline             | 4,90 s;4,2 min    | deadline (s)          | deadline (s)
            staleness,plan.batch              | 1,8;2,16;3,16     | staleness             | staleness
            staleness,plan.batch              | 1,8;2,16          | plan.batch            | batch
            seed,crashes.rate                 | 1,1 /h;2,2 /h;3,1 /h | crashes.rate (/s)  | crashes rate (/s)
            plan.aggregators,plan.batch       | all,8;1,16;2,8    | plan.batch            | batch
            plan.memory,plan.batch            | 1 GB,8;1024 MB,16;1025 MB,8 | plan.batch   | batch
            """)
    void theAxisIsWorkersOrTheOneOfNumbersWithTheMostLevelsAndOfSeveralTheLast(
            String axes, String labels, String column, String label) throws IOException {
        String[] rows = Arrays.stream(labels.split(";", -1))
                .map(one -> point(one, ALONE))
                .toArray(String[]::new);
        Path folder = sweep("axes", axes, rows);

        assertThat(drawn(folder).get(0).get(1)).isEqualTo(column);
        assertThat(texts(folder)).contains(label);
    }

    @Test
    void quantitiesAreDrawnInOneUnit() {
        Path folder = sweep("memory", "plan.memory", point("1 GB", ALONE), point("512 MB", ALONE));

        // Every combination of the other axes is one line without a name; from the least to the most.
        assertThat(drawn(folder).stream().skip(1).map(row -> row.subList(0, 2)))
                .containsExactly(List.of("", "512"), List.of("", "1024"));
    }

    @Test
    void aLineIsNamedByTheLevelsThatTellItFromOthersInTheOrderOfTheAxes() throws IOException {
        Path folder = sweep(
                "several",
                "workload,platform,plan.workers,channel",
                point("bert,aws,1,s3", ALONE),
                point("bert,aws,1,redis", ALONE),
                point("resnet,aws,1,s3", ALONE),
                point("resnet,aws,2,redis", ALONE));

        assertThat(texts(folder)).contains("bert, s3", "bert, redis", "resnet, s3", "resnet, redis", "simulated");
    }

    @Test
    void aLineWithoutAnyResultIsNamedAsSuchAndOthersKeepTheirLook() throws IOException {
        Path folder = sweep(
                "refused",
                "channel,plan.workers",
                point("memcached,1", REFUSED),
                point("memcached,2", REFUSED),
                point("s3,1", ALONE),
                point("s3,2", ALONE));
        Drawing drawing = drawing(Width.COLUMN, folder);

        assertThat(texts(folder)).contains("memcached: no result", "s3");
        assertThat(marks(drawing, 0)).isEmpty();
        assertThat(marks(drawing, 1)).hasSize(1 + 2 * 2);
    }

    @Test
    void ofOneReplicationWithoutPredictionTheLegendSpeaksOfNeither() throws IOException {
        Path alone = sweep("alone", "plan.workers", point("1", ALONE), point("2", ALONE));
        assertThat(texts(alone)).contains("simulated").doesNotContain("simulated, 95 % interval", "predicted");
        assertThat(drawn(alone).get(0)).doesNotContain("predicted_time_s");

        Path both = sweep("both", "plan.workers", point("1", PREDICTED), point("2", PREDICTED));
        assertThat(texts(both)).contains("simulated, 95 % interval", "predicted");
    }

    @ParameterizedTest
    @CsvSource({"4, true", "5, false"})
    void predictionsAreDrawnAsLongAsTheLinesAreFew(int count, boolean predicted) throws IOException {
        Path folder = sweep("few", "system,plan.workers", rows(count, PREDICTED));

        assertThat(texts(folder).contains("predicted")).isEqualTo(predicted);
        assertThat(drawn(folder).get(0).contains("predicted_cost_usd")).isEqualTo(predicted);
    }

    /** A number of systems, with one worker and with two. */
    private static String[] rows(int systems, String numbers) {
        return IntStream.range(0, systems)
                .boxed()
                .flatMap(i -> IntStream.of(1, 2).mapToObj(w -> point("s" + i + "," + w, numbers)))
                .toArray(String[]::new);
    }

    @Test
    void asManyLinesAsCanBeToldApartAreDrawnAndOneMoreIsRefused() {
        assertThat(drawn(sweep("many", "system,plan.workers", rows(14, ALONE)))).hasSize(1 + 2 * 14);

        Path tooMany = sweep("too-many", "system,plan.workers", rows(15, ALONE));
        assertThatThrownBy(() -> drawn(tooMany))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(tooMany.resolve("points.csv")
                        + ": 15 lines over plan.workers, one for each combination of system; at most 14 can be told"
                        + " apart: leave levels out, or some combinations with filters in the experiment");
    }

    @Test
    void aMarkThatAnotherHidesIsSeenAroundIt() throws IOException {
        Path folder = sweep(
                "hidden",
                "protocol,plan.workers",
                point("bsp,1", ALONE),
                point("bsp,2", ALONE),
                point("ssp,1", ALONE),
                point("ssp,2", ALONE.replace("100", "200")));
        List<Drawing.Fill> marks = marks(drawing(Width.COLUMN, folder), 0);

        // Of the legend; at one worker, where both are equally fast, and at two.
        double alone = marks.get(0).path().getBounds2D().getHeight();
        assertThat(marks.get(1).path().getBounds2D().getHeight()).isGreaterThan(1.5 * alone);
        assertThat(marks.get(2).path().getBounds2D().getHeight()).isBetween(0.99 * alone, 1.01 * alone);
    }

    @Test
    void aWideIntervalIsCutAtTheEndOfThePanel() throws IOException {
        Path folder = sweep(
                "wide",
                "plan.workers",
                point("1", "0,100,-5000,5200,2,-9,13,,,"),
                point("2", "0,110,100,120,2,1,3,,,"));
        Drawing drawing = drawing(Width.COLUMN, folder);

        assertThat(drawing.shapes().stream()
                        .filter(Drawing.Stroke.class::isInstance)
                        .map(shape -> ((Drawing.Stroke) shape).path().getBounds2D()))
                .allMatch(bounds -> bounds.getMinY() >= 0 && bounds.getMaxY() <= drawing.height());
        assertThat(drawn(folder).get(1)).containsExactly("", "1", "0", "100", "-5000", "5200", "2", "-9", "13");
    }

    @Test
    void whatCostsNothingIsDrawnAtZero() throws IOException {
        Path folder = sweep("free", "plan.workers", point("1", "0,100,,,0,,,,,"), point("2", "0,110,,,50,,,,,"));

        assertThat(drawn(folder).get(1)).endsWith("0", "", "");
        assertThat(texts(folder)).contains("cost (USD)", "0", "50");
    }

    @Property(tries = 100)
    void everyMarkHasRoomInItsPanelWhateverTheLevels(
            @ForAll @Size(min = 2, max = 12) @UniqueElements List<@IntRange(min = 1, max = 100_000) Integer> workers)
            throws IOException {
        Path folder = Files.createTempDirectory("sweep");
        StringBuilder text = new StringBuilder("point,plan.workers,workers," + NUMBERS + "\n");
        for (int count : new TreeSet<>(workers)) {
            text.append(count)
                    .append(',')
                    .append(count)
                    .append(",8,0,")
                    .append(count)
                    .append(",,,1,,,,,\n");
        }
        try {
            Files.writeString(folder.resolve("points.csv"), text);
            Files.writeString(folder.resolve("experiment.resolved.yaml"), "");
            Drawing drawing = drawing(Width.COLUMN, folder);

            assertThat(marks(drawing, 0).stream().map(mark -> mark.path().getBounds2D()))
                    .hasSize(1 + 2 * workers.size())
                    .allMatch(bounds -> bounds.getMinX() >= 0 && bounds.getMaxX() <= drawing.width());
        } finally {
            Files.delete(folder.resolve("points.csv"));
            Files.delete(folder.resolve("experiment.resolved.yaml"));
            Files.delete(folder);
        }
    }

    @Test
    void aSweepIsKnownByItsPointsAndItsExperimentAndHasThisChartAlone() throws IOException {
        Path folder = sweep("sweep", "plan.workers", point("1", ALONE), point("2", ALONE));
        List<ChartKind> alone = List.of(ChartKind.SCALING);

        assertThat(Charts.applicable(List.of(folder))).isEqualTo(alone);
        Samples.draw(ChartKind.SCALING, folder.resolve("charts"), Width.COLUMN, folder);
        assertThat(Charts.applicable(List.of(folder))).isEqualTo(alone);
        assertThat(Charts.applicable(List.of(folder.resolve("points.csv")))).isEqualTo(alone);

        Files.delete(folder.resolve("experiment.resolved.yaml"));
        assertThat(Charts.applicable(List.of(folder))).isEmpty();
        assertThatThrownBy(() -> drawn(folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder + ": not a sweep's folder, nor a folder of them: no points.csv with an"
                        + " experiment.resolved.yaml beside it; write one with: faastrain sweep EXPERIMENT");
    }

    @Test
    void severalSweepsHaveAFigureEachWithItsName() {
        sweep("a", "plan.workers", point("1", ALONE), point("2", ALONE));
        sweep("b", "staleness", point("1", ALONE), point("2", ALONE));

        assertThat(Charts.draw(
                        ChartKind.SCALING, new ChartRequest(List.of(out.resolve("in")), out, Set.of(), Width.COLUMN)))
                .containsExactly(out.resolve("scaling-a.csv"), out.resolve("scaling-b.csv"));
        assertThat(Samples.lines(out.resolve("scaling-b.csv")).get(0)).startsWith("series,staleness,");
    }

    @Test
    void aSweepWithoutAnAxisOfNumbersIsToldToVaryOne() {
        Path folder =
                sweep("words", "channel,strategy,seed", point("s3,exact,1", ALONE), point("redis,exact,2", ALONE));

        assertThat(Charts.applicable(List.of(folder))).isEmpty();
        assertThatThrownBy(() -> drawn(folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder.resolve("points.csv") + ": none of its axes (channel, strategy, seed) has several"
                        + " levels that are all numbers (seeds apart), or all quantities of one kind, to draw time and cost"
                        + " against; vary one that has, such as plan.workers: [1, 2, 5, 10]");
    }

    @Test
    void aSweepOfWhichNothingWasRunIsToldWhereTheReasonIs() {
        Path folder = sweep("refused", "plan.workers", point("1", REFUSED), point("2", REFUSED));

        assertThatThrownBy(() -> drawn(folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder.resolve("points.csv") + ": no point has a time, so there is nothing to draw;"
                        + " its column reason says why");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0,soon,90,110,2,1.8,2.2,95,1.9, | time_s            | 'soon' is not right; a number (such as 0.25) is wanted
            0,0,,,2,,,,,                    | time_s            | '0' is not right; a number above 0 (such as 0.25) is wanted
            0,100,,,,,,,,                   | cost_usd          | '' is not right; a number (such as 0.25) is wanted
            0,100,,,-1,,,,,                 | cost_usd          | '-1' is not right; a number from 0 is wanted
            0,100,101,110,2,1.8,2.2,95,1.9, | time_low_s        | '101' is not right; a number up to 100 is wanted
            0,100,90,110,2,1.8,,95,1.9,     | cost_high_usd     | '' is not right; a number (such as 0.25) is wanted
            0,100,90,110,2,1.8,2.2,NaN,1.9, | predicted_time_s  | 'NaN' is not right; a number (such as 0.25) is wanted
            x,100,90,110,2,1.8,2.2,95,1.9,  | failed            | 'x' is not right; a number (such as 0.25) is wanted
            """)
    void aWrongPointIsNamedByItsLineAndColumn(String numbers, String column, String message) {
        Path folder = sweep("wrong", "plan.workers", point("1", ALONE), point("2", numbers));

        assertThatThrownBy(() -> drawn(folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder.resolve("points.csv") + ", line 3, column " + column + ": " + message);
    }

    @Test
    void twoPointsOfOnePlaceAreNamed() {
        Path folder = sweep("twice", "plan.workers", point("1", ALONE), point("2", ALONE), point("1", ALONE));

        assertThatThrownBy(() -> drawn(folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(folder.resolve("points.csv") + ", line 4, column plan.workers: '1' is not right;"
                        + " each combination of the axes' levels once is wanted");
    }

    @Test
    void aTableWithoutAnAxisIsNoneOfASweep() {
        Path folder = out.resolve("in/none");
        Samples.write(folder.resolve("experiment.resolved.yaml"), "name: sweep\n");
        Path file = Samples.write(folder.resolve("points.csv"), "point,workers," + NUMBERS + "\n1,8," + ALONE + "\n");

        assertThatThrownBy(() -> drawn(folder))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(file + ", line 1: no column of an axis between point and workers;"
                        + " write the file again with: faastrain sweep EXPERIMENT");
    }
}
