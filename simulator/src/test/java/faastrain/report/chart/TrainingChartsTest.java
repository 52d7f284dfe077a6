package faastrain.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts of how a training went: its loss, its updates' staleness, and who did what when. */
class TrainingChartsTest {
    private static final Path PROTOCOLS = Samples.folder("protocols");
    private static final Path HAP = Samples.folder("protocols/hap");
    private static final List<String> NAMES = List.of("asp", "bsp", "hap", "ssp");

    @TempDir
    Path out;

    private static List<List<String>> cells(Path csv) {
        return Samples.lines(csv).stream()
                .skip(1)
                .map(line -> Arrays.asList(line.split(",", -1)))
                .toList();
    }

    private List<List<String>> drawn(ChartKind kind, Width width, Path... inputs) {
        Charts.draw(kind, new ChartRequest(List.of(inputs), out, Set.of(Format.SVG), width));
        return cells(out.resolve(kind.id() + ".csv"));
    }

    private List<List<String>> drawn(ChartKind kind, Path... inputs) {
        return drawn(kind, Width.COLUMN, inputs);
    }

    private String svg(ChartKind kind) {
        return Samples.text(out.resolve(kind.id() + ".svg"));
    }

    private Path result(String folder, String table, String rows) {
        Path in = out.resolve("in/" + folder);
        Samples.summary(in, "same", 2, 50, 60);
        Samples.write(in.resolve(table), rows);
        return in;
    }

    @ParameterizedTest
    @EnumSource
    void theLossesOfEachProtocolAreThoseOfItsFile(Width width) {
        List<List<String>> drawn = drawn(ChartKind.CONVERGENCE, width, PROTOCOLS);

        assertThat(drawn).hasSize(4 * 21);
        for (String protocol : NAMES) {
            List<List<String>> file = cells(PROTOCOLS.resolve(protocol + "/convergence.csv"));
            assertThat(drawn.stream().filter(row -> row.get(0).equals(protocol)).map(row -> row.subList(1, 5)))
                    .containsExactlyElementsOf(file.stream()
                            .map(row -> List.of(row.get(0), row.get(2), row.get(3), row.get(4)))
                            .toList());
        }
    }

    @Test
    void theTwoPanelsOfLossStandOverOneAnotherInAColumnAndSideBySideOnAPage() throws IOException {
        try (Typeface type = Typeface.bundled()) {
            Figure figure =
                    ChartKind.CONVERGENCE.read(Inputs.of(List.of(PROTOCOLS))).get(0);
            Drawing.Text time = text(figure.draw(Width.COLUMN, type), "time (s)");
            Drawing.Text cost = text(figure.draw(Width.COLUMN, type), "cost (USD)");
            assertThat(cost.x()).isEqualTo(time.x());
            // Three quarters of 46 mm are 98 points, and the axis' numbers and label come on top.
            assertThat(cost.y() - time.y()).isGreaterThan(98);

            time = text(figure.draw(Width.PAGE, type), "time (s)");
            cost = text(figure.draw(Width.PAGE, type), "cost (USD)");
            assertThat(cost.y()).isEqualTo(time.y());
            assertThat(cost.x() - time.x()).isGreaterThan(98);
        }
    }

    private static Drawing.Text text(Drawing drawing, String text) {
        return drawing.texts().stream()
                .filter(one -> one.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLossThatFallsManyTimesOverHasALogarithmicAxisAndOneThatDoesNotALinearOne() {
        String header = "epoch,effective_epochs,time_s,cost_usd,loss\n";
        Path deep = result("deep", "convergence.csv", header + "0,0,0,0,5\n1,1,10,0.1,0.02\n");
        Path flat = result("flat", "convergence.csv", header + "0,0,0,0,0.693\n1,1,10,0.1,0.64\n");

        drawn(ChartKind.CONVERGENCE, deep);
        assertThat(svg(ChartKind.CONVERGENCE)).contains(">10</text>", ">0.01</text>");
        drawn(ChartKind.CONVERGENCE, flat);
        assertThat(svg(ChartKind.CONVERGENCE)).contains(">0.64</text>", ">0.70</text>");
    }

    @Test
    void resultsOfOneNameAreLabelledByTheChoiceOrNumberThatTellsThemApartAndElseByFolder() {
        String losses = "epoch,effective_epochs,time_s,cost_usd,loss\n0,0,0,0,1\n1,1,10,0.1,0.5\n";
        Path one = result("one", "convergence.csv", losses);
        Path other = result("other", "convergence.csv", losses);
        assertThat(labels(one, other)).containsExactly("one", "other");

        Samples.summary(other, "same", 3, 50, 60);
        assertThat(labels(one, other)).containsExactly("K = 2", "K = 3");

        Samples.summary(other, "another", 3, 50, 60);
        assertThat(labels(one, other)).containsExactly("same", "another");

        Path third = result("third", "convergence.csv", losses);
        assertThat(labels(one, other, third)).containsExactly("one: same", "another", "third: same");
    }

    @Test
    void resultsThatDifferInTheBoundOfTheStalenessOnlyAreLabelledByIt() {
        Path one = bounded("one", "ssp", "1");
        Path three = bounded("three", "ssp", "3");
        assertThat(labels(one, three)).containsExactly("s = 1", "s = 3");
        // A protocol without a bound has no s, and says so by its name.
        Path bsp = bounded("bsp", "bsp", "null");
        assertThat(labels(bsp, one, three)).containsExactly("bsp", "s = 1", "s = 3");
        assertThat(labels(bsp, three)).containsExactly("bsp", "ssp");
    }

    private Path bounded(String name, String protocol, String bound) {
        Path result = result(name, "convergence.csv", "epoch,effective_epochs,time_s,cost_usd,loss\n0,0,0,0,1\n");
        Path summary = result.resolve("summary.json");
        String text = Samples.text(summary)
                .replace("\"protocol\": \"bsp\"", "\"protocol\": \"" + protocol + "\", \"staleness\": " + bound);
        Samples.write(summary, text);
        return result;
    }

    private List<String> labels(Path... inputs) {
        return drawn(ChartKind.CONVERGENCE, inputs).stream()
                .map(row -> row.get(0))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theSharesOfEachProtocolAreThoseOfItsFileAndAddUpToOne(Width width) {
        List<List<String>> drawn = drawn(ChartKind.STALENESS, width, PROTOCOLS);

        assertThat(drawn).hasSize(4 * 12);
        for (String protocol : NAMES) {
            List<List<String>> file = cells(PROTOCOLS.resolve(protocol + "/staleness.csv"));
            List<List<String>> bins =
                    drawn.stream().filter(row -> row.get(0).equals(protocol)).toList();
            assertThat(bins.stream()
                            .mapToDouble(row -> Double.parseDouble(row.get(4)))
                            .sum())
                    .isCloseTo(1, within(1e-9));
            for (List<String> bin : bins) {
                int from = Integer.parseInt(bin.get(1));
                int to = Integer.parseInt(bin.get(2));
                double share = file.stream()
                        .filter(row -> Integer.parseInt(row.get(0)) >= from && Integer.parseInt(row.get(0)) <= to)
                        .mapToDouble(row -> Double.parseDouble(row.get(2)))
                        .sum();
                assertThat(Double.parseDouble(bin.get(4))).isCloseTo(share, within(1e-11));
            }
        }
    }

    @Test
    void ofMoreThanTwelveValuesTheLongTailIsTheLastBin() {
        List<List<String>> drawn = drawn(ChartKind.STALENESS, PROTOCOLS);

        // 17 values from 0 to 16 under asp.
        assertThat(drawn.get(10).subList(0, 4)).isEqualTo(List.of("asp", "10", "10", "105"));
        double tail = cells(PROTOCOLS.resolve("asp/staleness.csv")).stream()
                .skip(11)
                .mapToDouble(row -> Double.parseDouble(row.get(1)))
                .sum();
        assertThat(drawn.get(11).subList(0, 4)).isEqualTo(List.of("asp", "11", "16", Table.number(tail)));
        assertThat(svg(ChartKind.STALENESS))
                .contains(">10</text>", ">≥ 11</text>")
                .doesNotContain(">11</text>");
    }

    @Test
    void twelveValuesHaveABinEachEvenThoseThatNoUpdateHas() {
        Path in = result("in", "staleness.csv", "staleness_rounds,updates,share\n2,1,0.25\n13,3,0.75\n");

        List<List<String>> drawn = drawn(ChartKind.STALENESS, in);

        assertThat(drawn).hasSize(12);
        assertThat(drawn.get(0)).isEqualTo(List.of("same", "2", "2", "1", "0.25"));
        assertThat(drawn.get(1)).isEqualTo(List.of("same", "3", "3", "0", "0"));
        assertThat(drawn.get(11)).isEqualTo(List.of("same", "13", "13", "3", "0.75"));
    }

    @Test
    void whereMostUpdatesWouldBeInTheTailTheBinsAreWider() {
        StringBuilder rows = new StringBuilder("staleness_rounds,updates,share\n");
        IntStream.range(7, 57).forEach(rounds -> rows.append(rounds).append(",1,0.02\n"));
        Path in = result("in", "staleness.csv", rows.toString());

        List<List<String>> drawn = drawn(ChartKind.STALENESS, Width.PAGE, in);

        // Twelve bins of two would leave 7 to 27 outside the tail, of five they hold 7 to 56: 5 to 59.
        assertThat(drawn).hasSize(11);
        assertThat(drawn.get(0)).isEqualTo(List.of("same", "5", "9", "3", "0.06"));
        assertThat(drawn.get(1)).isEqualTo(List.of("same", "10", "14", "5", "0.1"));
        assertThat(drawn.get(10)).isEqualTo(List.of("same", "55", "56", "2", "0.04"));
        assertThat(svg(ChartKind.STALENESS)).contains(">5–9</text>", ">≥ 55</text>");
    }

    @ParameterizedTest
    @EnumSource
    void theBarsOfATimelineAreTheSpansOfItsFile(Width width) {
        List<List<String>> drawn = drawn(ChartKind.TIMELINE, width, HAP);

        assertThat(drawn.stream().map(row -> row.subList(0, 5)))
                .containsExactlyElementsOf(cells(HAP.resolve("timeline.csv")));
    }

    @Test
    void theFirstAggregatorsRoundsAreMarkedWhereTheyBegin() {
        List<List<String>> marked = drawn(ChartKind.TIMELINE, HAP).stream()
                .filter(row -> row.get(5).equals("true"))
                .toList();

        assertThat(marked.stream().map(row -> row.get(0))).containsOnly("0");
        assertThat(marked.stream().map(row -> row.get(1))).containsExactly("1", "2", "3", "4");
        assertThat(marked.stream().map(row -> row.get(2))).containsOnly("compute");
        assertThat(svg(ChartKind.TIMELINE)).contains(">worker 0 begins a round</text>");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 43})
    void noMoreThanFortyWorkersAreDrawnAndTheFigureSaysSo(int workers) {
        Path in = result("in", "timeline.csv", spans(workers, 2));

        List<List<String>> drawn = drawn(ChartKind.TIMELINE, in);

        assertThat(drawn).hasSize(40 * 2);
        assertThat(drawn.get(79).get(0)).isEqualTo("39");
        assertThat(svg(ChartKind.TIMELINE).contains(">first 40 of 43 workers</text>"))
                .isEqualTo(workers == 43);
    }

    @Test
    void moreThanSixtyRoundsAreNotMarked() {
        // From round 1 to round 61 a worker begins 60 others.
        assertThat(drawn(ChartKind.TIMELINE, result("in", "timeline.csv", spans(1, 61))).stream()
                        .filter(row -> row.get(5).equals("true")))
                .hasSize(60);
        assertThat(drawn(ChartKind.TIMELINE, result("in", "timeline.csv", spans(1, 62))).stream()
                        .filter(row -> row.get(5).equals("true")))
                .isEmpty();
        assertThat(svg(ChartKind.TIMELINE))
                .contains(">more than 60 rounds, not marked</text>")
                .doesNotContain("begins a round");
    }

    /** A second of computing a round, from a thousand seconds on. */
    private static String spans(int workers, int rounds) {
        StringBuilder rows = new StringBuilder("worker,round,phase,start_s,end_s\n");
        for (int worker = 0; worker < workers; worker++) {
            for (int round = 1; round <= rounds; round++) {
                rows.append(
                        String.format(Locale.ROOT, "%d,%d,compute,%d,%d\n", worker, round, 999 + round, 1000 + round));
            }
        }
        return rows.toString();
    }

    @Test
    void aTimelineBeginsWithItsFirstSpan() throws IOException {
        Path in = result("in", "timeline.csv", spans(2, 4));
        try (Typeface type = Typeface.bundled()) {
            Drawing drawing =
                    ChartKind.TIMELINE.read(Inputs.of(List.of(in))).get(0).draw(Width.COLUMN, type);

            List<String> texts =
                    drawing.texts().stream().map(Drawing.Text::text).toList();
            assertThat(texts).contains("1,000", "1,004").doesNotContain("0.0", "500");
            // The first worker stands over the second.
            assertThat(text(drawing, "0").y()).isLessThan(text(drawing, "1").y());
        }
    }

    @Test
    void severalResultsHaveNoCommonTimeline() {
        assertThatThrownBy(() -> drawn(ChartKind.TIMELINE, PROTOCOLS))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(PROTOCOLS + ": 4 results; a timeline shows one: name one result folder");
    }

    @Test
    void aSpanThatEndsBeforeItBeginsIsRefusedByItsLine() {
        Path in = result("in", "timeline.csv", "worker,round,phase,start_s,end_s\n0,1,compute,2.5,2\n");

        assertThatThrownBy(() -> drawn(ChartKind.TIMELINE, in))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(in.resolve("timeline.csv")
                        + ", line 2, column end_s: '2' is not right; a number from 2.5 is wanted");
    }

    @Test
    void stalenessIsAWholeNumberOfRounds() {
        Path in = result("in", "staleness.csv", "staleness_rounds,updates,share\n0.5,2,1\n");

        assertThatThrownBy(() -> drawn(ChartKind.STALENESS, in))
                .isInstanceOf(ChartInputException.class)
                .hasMessageEndingWith("column staleness_rounds: '0.5' is not right; a whole number from 0 is wanted");
    }

    @Test
    void aResultWithoutTheFileIsToldHowItGetsOne() {
        Path summary = Samples.summary(out.resolve("in"), "a", 2, 50, 60);
        Path in = out.resolve("in");

        assertThatThrownBy(() -> drawn(ChartKind.CONVERGENCE, in))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(summary + ": no convergence.csv beside it; set convergence.source or compute.source: sgd"
                        + " in the scenario and run it again with: faastrain run SCENARIO");
        assertThatThrownBy(() -> drawn(ChartKind.STALENESS, in))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(summary + ": no staleness.csv beside it; every run with an exchange of parameters writes"
                        + " one: run it again with: faastrain run SCENARIO");
        assertThatThrownBy(() -> drawn(ChartKind.TIMELINE, in))
                .isInstanceOf(ChartInputException.class)
                .hasMessage(summary + ": no timeline.csv beside it; every run writes one: run it again with:"
                        + " faastrain run SCENARIO");
        assertThat(Files.exists(out.resolve("convergence.csv"))).isFalse();
    }

    @Test
    void aVariationHasItsLossesAndStalenessDrawnAndOneResultItsTimelineToo() {
        assertThat(Charts.applicable(List.of(PROTOCOLS)))
                .contains(ChartKind.CONVERGENCE, ChartKind.STALENESS)
                .doesNotContain(ChartKind.TIMELINE);
        assertThat(Charts.applicable(List.of(HAP)))
                .contains(ChartKind.CONVERGENCE, ChartKind.STALENESS, ChartKind.TIMELINE);
        assertThat(Charts.applicable(List.of(Samples.folder("k-sweep"))))
                .doesNotContain(ChartKind.CONVERGENCE, ChartKind.STALENESS, ChartKind.TIMELINE);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONVERGENCE", "STALENESS", "TIMELINE"})
    void drawingAgainGivesTheSameBytes(ChartKind kind) throws IOException {
        Path[] inputs = Samples.inputs().get(kind).toArray(Path[]::new);
        List<Path> files = Samples.draw(kind, out, Width.COLUMN, inputs);
        assertThat(files).hasSize(4);
        Samples.draw(kind, out.resolve("again"), Width.COLUMN, inputs);
        for (Path file : files) {
            assertThat(out.resolve("again").resolve(file.getFileName())).hasBinaryContent(Files.readAllBytes(file));
        }
    }
}
