package faastrain.report.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The files of a figure: sizes in print, text, and the same bytes each time. */
class ChartFilesTest {
    private static final Map<ChartKind, List<String>> AXES = Map.ofEntries(
            Map.entry(ChartKind.BREAKDOWN, List.of("aggregators K", "time (s)")),
            Map.entry(ChartKind.AGGREGATORS, List.of("aggregators K", "communication per iteration (s)")),
            Map.entry(ChartKind.THROUGHPUT, List.of("object size (MiB)", "throughput (MiB/s)", "upload", "download")),
            Map.entry(ChartKind.FIT, List.of("batch (samples)", "memory (MB)", "iteration time (s)")),
            Map.entry(ChartKind.PARITY, List.of("predicted time (s)", "simulated time (s)")),
            Map.entry(ChartKind.CONVERGENCE, List.of("time (s)", "cost (USD)", "loss")),
            Map.entry(ChartKind.STALENESS, List.of("staleness (rounds)", "share of updates")),
            Map.entry(ChartKind.TIMELINE, List.of("time (s)", "worker")),
            Map.entry(ChartKind.COST_TIME, List.of("time (s)", "cost (USD)")),
            Map.entry(ChartKind.STRATEGIES, List.of("time (s)", "cost (USD)", "exact")),
            Map.entry(ChartKind.SCALING, List.of("workers", "time (s)", "cost (USD)", "faas-s3")));

    @TempDir
    Path out;

    private List<Path> draw(ChartKind kind, Width width, Format... formats) {
        return kind.draw(new ChartRequest(Samples.inputs().get(kind), out, Set.of(formats), width));
    }

    private static Path first(List<Path> files, Format format) {
        return files.stream()
                .filter(file -> file.toString().endsWith("." + format.extension()))
                .findFirst()
                .orElseThrow();
    }

    private static Element svg(Path file) throws Exception {
        Document document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
        return document.getDocumentElement();
    }

    @ParameterizedTest
    @EnumSource
    void theSvgIsWellFormedAndNamesItsAxesWithUnits(ChartKind kind) throws Exception {
        Element svg = svg(first(draw(kind, Width.COLUMN, Format.SVG), Format.SVG));

        NodeList nodes = svg.getElementsByTagName("text");
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        assertEquals("84mm", svg.getAttribute("width"));
        assertTrue(texts.containsAll(AXES.get(kind)), texts.toString());
    }

    @ParameterizedTest
    @EnumSource
    void noTextLeavesTheFigure(ChartKind kind) throws IOException {
        try (Typeface type = Typeface.bundled()) {
            for (Width width : Width.values()) {
                for (Figure figure : kind.read(Inputs.of(Samples.inputs().get(kind)))) {
                    assertTextInside(figure.draw(width, type), type);
                }
            }
        }
    }

    @Test
    void theLastNumberOfAWideAxisIsInTheFigure() throws IOException {
        Samples.summary(out.resolve("in/short"), "short", 2, 0.7, 0.72);
        Samples.summary(out.resolve("in/long"), "long", 2, 90_000, 91_000);

        try (Typeface type = Typeface.bundled()) {
            Drawing drawing = ChartKind.PARITY
                    .read(Inputs.of(List.of(out.resolve("in"))))
                    .get(0)
                    .draw(Width.COLUMN, type);

            // Once on each axis: a factor of 130,000 between the times makes both logarithmic.
            assertEquals(
                    2,
                    drawing.texts().stream()
                            .filter(text -> text.text().equals("100,000"))
                            .count());
            assertTextInside(drawing, type);
        }
    }

    private static void assertTextInside(Drawing drawing, Typeface type) {
        for (Drawing.Text text : drawing.texts()) {
            double length = type.width(text.text(), text.size());
            double before =
                    switch (text.anchor()) {
                        case START -> 0;
                        case MIDDLE -> length / 2;
                        case END -> length;
                    };
            double start = text.rotated() ? drawing.height() - text.y() - before : text.x() - before;
            double room = text.rotated() ? drawing.height() : drawing.width();
            assertTrue(start >= 0 && start + length <= room, text.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePngHasThePixelsOfItsMillimetresAtThreeHundredDotsPerInch(ChartKind kind) throws Exception {
        for (Width width : Width.values()) {
            List<Path> files = draw(kind, width, Format.SVG, Format.PNG);
            BufferedImage image = ImageIO.read(first(files, Format.PNG).toFile());
            String height = svg(first(files, Format.SVG)).getAttribute("height").replace("mm", "");

            // 84 mm and 178 mm at 300 dots per 25.4 mm: 992.1 and 2102.4.
            assertEquals(width == Width.COLUMN ? 992 : 2102, image.getWidth());
            assertEquals(Math.round(Integer.parseInt(height) * 300 / 25.4), image.getHeight());
        }
    }

    @Test
    void thePdfPageIsAsLargeAsTheFigure() throws IOException {
        try (PDDocument document = Loader.loadPDF(first(draw(ChartKind.PARITY, Width.PAGE, Format.PDF), Format.PDF)
                .toFile())) {
            PDRectangle page = document.getPage(0).getMediaBox();

            assertEquals(1, document.getNumberOfPages());
            assertEquals(178 * 72 / 25.4, page.getWidth(), 0.01);
        }
    }

    @Test
    void drawingAgainGivesTheSameBytesInEveryFormat() throws IOException {
        List<byte[]> before = new ArrayList<>();
        for (Path file : draw(ChartKind.PARITY, Width.COLUMN, Format.values())) {
            before.add(Files.readAllBytes(file));
        }
        List<Path> again = draw(ChartKind.PARITY, Width.COLUMN, Format.values());
        assertEquals(4, again.size());
        for (int i = 0; i < again.size(); i++) {
            assertArrayEquals(
                    before.get(i),
                    Files.readAllBytes(again.get(i)),
                    again.get(i).toString());
        }
    }

    @Test
    void anotherProcessInAnotherLocaleAndTimeZoneGivesTheSameBytes() throws Exception {
        Path other = out.resolve("other");
        Path here = out.resolve("here");
        start("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Tokyo", other.toString());
        DrawAll.main(new String[] {here.toString()});

        List<String> names;
        try (Stream<Path> files = Files.list(here)) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        // Ten charts of one figure, one of two; three formats and a table each.
        assertEquals(12 * 4, names.size());
        for (String name : names) {
            assertArrayEquals(Files.readAllBytes(here.resolve(name)), Files.readAllBytes(other.resolve(name)), name);
        }
    }

    @Test
    void nothingOfTheWindowToolkitIsLoadedBeforeAChartIsDrawn() throws Exception {
        String log = start("-Xshare:off", "-Xlog:class+load");

        assertTrue(log.contains("faastrain.report.chart.ParityFigure"));
        assertEquals(
                List.of(),
                log.lines()
                        .filter(line -> line.contains(" java.awt.")
                                || line.contains(" sun.awt.")
                                || line.contains(" sun.java2d."))
                        .toList());
    }

    @Test
    void noUnfinishedFileStays() throws IOException {
        draw(ChartKind.THROUGHPUT, Width.COLUMN, Format.values());

        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of("throughput.csv", "throughput.pdf", "throughput.png", "throughput.svg"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static String start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        List<String> options = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("-"))
                .toList();
        command.addAll(options);
        command.add(DrawAll.class.getName());
        command.addAll(Arrays.asList(arguments).subList(options.size(), arguments.length));
        File log = File.createTempFile("chart", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            int status = process.waitFor();
            String text = Files.readString(log.toPath());
            assertEquals(0, status, text);
            return text;
        } finally {
            Files.delete(log.toPath());
        }
    }

    /** Draws all samples into a folder or, without one, only asks which charts could be drawn. */
    static final class DrawAll {
        private DrawAll() {}

        public static void main(String[] arguments) {
            Samples.inputs().forEach((kind, inputs) -> {
                if (arguments.length == 0) {
                    if (!Charts.applicable(inputs).contains(kind)) {
                        throw new IllegalStateException(kind + " is not applicable to its samples");
                    }
                } else {
                    Samples.draw(kind, Path.of(arguments[0]), Width.COLUMN, inputs.toArray(Path[]::new));
                }
            });
        }
    }
}
