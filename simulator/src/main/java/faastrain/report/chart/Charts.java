package faastrain.report.chart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws charts from files; the same inputs give the same bytes. */
public final class Charts {
    private Charts() {}

    /**
     * Draws a chart in each wanted format, with a CSV of the plotted numbers beside it. Everything is
     * drawn before the first file is written, and each file is written aside and renamed, so that no
     * file is ever half a figure.
     *
     * @return the files written: for each figure its formats in the order of {@link Format}, then its
     *     CSV
     * @throws ChartInputException when the inputs are not what the chart needs, or the chart's table would
     *     replace one of a result
     * @throws UncheckedIOException when a file cannot be written
     */
    public static List<Path> draw(ChartKind kind, ChartRequest request) {
        List<Figure> figures = kind.read(Inputs.of(request.inputs()));
        // A figure needs no display, and a display that cannot be reached must not matter.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        List<Pending> pending = new ArrayList<>();
        try (Typeface type = Typeface.bundled()) {
            for (Figure figure : figures) {
                Table table = figure.table(request.width());
                Pending csv =
                        new Pending(figure.fileName() + ".csv", table.csv().getBytes(StandardCharsets.UTF_8));
                refuseToReplaceAResult(request.outputFolder(), csv, table);
                Drawing drawing = figure.draw(request.width(), type);
                for (Format format : request.formats()) {
                    byte[] content =
                            switch (format) {
                                case SVG -> SvgWriter.write(drawing, figure.title());
                                case PDF -> PdfWriter.write(drawing, figure.title());
                                case PNG -> PngWriter.write(drawing, type);
                            };
                    pending.add(new Pending(figure.fileName() + "." + format.extension(), content));
                }
                pending.add(csv);
            }
            List<Path> written = new ArrayList<>();
            Files.createDirectories(request.outputFolder());
            for (Pending file : pending) {
                written.add(write(request.outputFolder(), file));
            }
            return List.copyOf(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The charts that the inputs are complete for, in the order of {@link ChartKind}; draws nothing. */
    public static List<ChartKind> applicable(List<Path> inputs) {
        return Arrays.stream(ChartKind.values())
                .filter(kind -> isApplicable(kind, inputs))
                .toList();
    }

    private static boolean isApplicable(ChartKind kind, List<Path> inputs) {
        try {
            return !kind.read(Inputs.of(inputs)).isEmpty();
        } catch (ChartInputException e) {
            return false;
        }
    }

    /** Some charts have the name of a table that they are drawn from; an earlier drawing is replaced. */
    private static void refuseToReplaceAResult(Path folder, Pending csv, Table table) throws IOException {
        Path target = folder.resolve(csv.name());
        if (!Inputs.isComplete(folder) || !Files.isRegularFile(target)) {
            return;
        }
        try (BufferedReader reader = Files.newBufferedReader(target)) {
            if (!table.csv().startsWith(reader.readLine() + "\n")) {
                throw new ChartInputException(target + ": is a table of the result itself, which the chart's would"
                        + " replace; name another folder with --output");
            }
        }
    }

    private static Path write(Path folder, Pending file) throws IOException {
        Path target = folder.resolve(file.name());
        Path aside = folder.resolve("." + file.name() + ".part");
        Files.write(aside, file.content());
        return Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @SuppressWarnings("ArrayRecordComponent") // handed from the drawing to the file once, never compared
    private record Pending(String name, byte[] content) {}
}
