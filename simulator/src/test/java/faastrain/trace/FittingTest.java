package faastrain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faastrain.scenario.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FittingTest {
    private static final Path TRACES = Path.of("..", "traces");

    /** FasDL's measurements: not part of this repository, so that the tests on them may have to be skipped. */
    private static final Path MEASURED = Path.of("..", "..", "shared", "data", "s3-transfer-times.csv");

    private static final String SOURCE =
            "FasDL's measurements of AWS Lambda and S3" + " (public repository cxlchris/FasDL, Optimizer/*.xls, 2023)";

    @TempDir
    Path folder;

    private static Path measured() {
        Assumptions.assumeTrue(
                Files.exists(MEASURED), "skipped: FasDL's transfer times are not beside this repository: " + MEASURED);
        return MEASURED;
    }

    @Test
    void theShippedPlatformIsAFreshFit() throws IOException {
        Path fresh = folder.resolve("fresh.yaml");
        Fitting.transferTimes(
                measured(),
                new Fitting.TransferOptions(
                        "aws-lambda-2023", "aws-us-east-1-2024", Optional.of(SOURCE), SuspicionRule.structuralRules()),
                Optional.of(fresh),
                Optional.empty());
        assertEquals(Files.readString(TRACES.resolve("platforms/aws-lambda-2023.yaml")), Files.readString(fresh));
    }

    @Test
    void largeObjectsAt128MbAreRelabelledAndLeftOut() {
        TransferFit.Result fit = TransferFit.fit(TransferTimes.read(measured()), SuspicionRule.structuralRules());
        // From 22 MiB up the first three rows of a size belong to 128, 256 and 384 MB but say 512, 640 and 768.
        Set<Integer> repeated = new TreeSet<>();
        fit.suspicions().stream()
                .filter(one -> one.rule() == SuspicionRule.REPEATED_LABEL)
                .forEach(one -> repeated.add(one.line()));
        Set<Integer> firstThreeOfEachSize = new TreeSet<>();
        for (int size = 0; size < 16; size++) {
            firstThreeOfEachSize.addAll(List.of(282 + 14 * size, 283 + 14 * size, 284 + 14 * size));
        }
        assertEquals(firstThreeOfEachSize, repeated);
        assertEquals(20, fit.curves().get(0).upload().largestMib());
        assertEquals(
                1.37,
                fit.cells().stream()
                        .filter(cell -> cell.line() == 282 && cell.direction() == Direction.UPLOAD)
                        .findFirst()
                        .orElseThrow()
                        .measuredSeconds());
    }

    @Test
    void theHundredMebibyteRowIsComputedAndLeftOut() {
        TransferFit.Result fit = TransferFit.fit(TransferTimes.read(measured()), SuspicionRule.structuralRules());
        List<Suspicion> offSize = fit.suspicions().stream()
                .filter(one -> one.rule() == SuspicionRule.OFF_SIZE)
                .toList();
        assertEquals(2 * 14, offSize.size());
        assertTrue(offSize.stream().allMatch(one -> one.sizeMib() == 100));
        assertEquals(50, fit.curves().get(13).download().largestMib());
    }

    @Test
    void onlyStructuralSuspicionsLeaveCellsOutOfTheMeasuredTimes() {
        TransferFit.Result fit = TransferFit.fit(TransferTimes.read(measured()), SuspicionRule.structuralRules());
        // 16 sizes x 3 rows x 2 directions relabelled, 14 x 2 of 100 MiB, of which 3 x 2 are both.
        assertEquals(
                96 + 28 - 6, fit.cells().stream().filter(FittedCell::leftOut).count());
        // Three memories have 20 sizes left, eleven have 35.
        assertEquals(
                2 * (3 * 20 + 11 * 35),
                fit.curves().stream()
                        .mapToInt(one -> one.upload().points() + one.download().points())
                        .sum());
        assertTrue(fit.curves().stream().allMatch(one -> one.upload().saturationMape() < 0.10));
        assertTrue(fit.curves().stream().allMatch(one -> one.download().saturationMape() < 0.10));
    }

    @Test
    void aFitThroughTheRelabelledCellsIsFarWorse() {
        TransferTimes times = TransferTimes.read(measured());
        double careful = TransferFit.fit(times, SuspicionRule.structuralRules())
                .curves()
                .get(3)
                .upload()
                .saturationMape();
        double careless =
                TransferFit.fit(times, Set.of()).curves().get(3).upload().saturationMape();
        assertTrue(careless > 3 * careful, careless + " against " + careful);
    }

    @Test
    void transferTablesHoldEveryCellAndSixtySizesOfEveryCurve() throws IOException {
        List<TransferTimes.Row> rows = TransferFitTest.rows(512, size -> 0.1 + size / 40 + (size == 8 ? 0.3 : 0));
        TransferFit.Result fit = TransferFit.fit(TransferFitTest.times(rows), Set.of(SuspicionRule.FAR_OFF));
        FitTables.write(folder, fit);
        List<String> points = Files.readAllLines(folder.resolve("transfer-points.csv"));
        assertEquals(
                "memory_mb,direction,size_mib,measured_s,saturation_s,affine_s,relative_error,left_out,reason",
                points.get(0));
        assertEquals(1 + 2 * 12, points.size());
        assertTrue(points.get(9).startsWith("512,upload,8,0.6,"), points.get(9));
        assertTrue(points.get(9).endsWith(",true,far-off"), points.get(9));
        assertTrue(points.get(1).endsWith(",false,"), points.get(1));
        List<String> curves = Files.readAllLines(folder.resolve("transfer-curves.csv"));
        assertEquals("memory_mb,direction,size_mib,saturation_s,affine_s", curves.get(0));
        assertEquals(1 + 2 * 60, curves.size());
        assertTrue(curves.get(1).startsWith("512,upload,0.1,"), "a tenth of the smallest size");
        assertTrue(curves.get(60).startsWith("512,upload,100,"), "twice the largest size");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count(), "no temporary file is left");
        }
    }

    @Test
    void computeAndMemoryTablesStandBesideTheShippedTraces() throws IOException {
        Fitting.Report compute = Fitting.iterationTimes(
                TRACES.resolve("iterations/iteration-times-grid.csv"),
                Optional.of(folder.resolve("compute.yaml")),
                Optional.of(folder));
        assertEquals(1 + 3, compute.summary().size());
        assertTrue(
                compute.warnings().get(0).contains("bert_base: cannot be fitted"),
                compute.warnings().get(0));
        // 16 cells of SqueezeNet, 16 of MobileNet, 8 of ResNet50, 3 of BERT without a fit.
        List<String> points = Files.readAllLines(folder.resolve("compute-points.csv"));
        assertEquals(1 + 16 + 16 + 8 + 3, points.size());
        assertEquals("model,memory_mb,batch,iterations,measured_s,stddev_s,fitted_s", points.get(0));
        List<String> bert =
                points.stream().filter(line -> line.startsWith("bert_base,")).toList();
        assertEquals(3, bert.size());
        assertTrue(bert.get(2).startsWith("bert_base,1769,8,6,") && bert.get(2).endsWith(","), bert.get(2));
        // A line over the batches for each measured memory, and one over the memories for each measured batch.
        List<String> curves = Files.readAllLines(folder.resolve("compute-curves.csv"));
        for (int memory : List.of(1024, 1769)) {
            assertTrue(lines(curves, "resnet50," + memory + ",.*") >= 33);
        }
        for (int batch : List.of(8, 16, 32, 64)) {
            assertTrue(lines(curves, "resnet50,[0-9.]+," + batch + ",.*") >= 33);
        }
        assertEquals(0, lines(curves, "bert_base,.*"));
        String yaml = Files.readString(folder.resolve("compute.yaml"));
        assertTrue(yaml.contains("\"squeezenet1_1\":\n  compute:\n    a: "));
        assertTrue(
                yaml.contains("    least-batch: 8\n    most-batch: 64\n    least-memory: 1024 MB\n    most-memory:"
                        + " 1769 MB\n    source: "),
                "the batches and memories of ResNet50");

        Fitting.Report memory = Fitting.peakMemory(
                TRACES.resolve("memory/peak-memory.csv"),
                Fitting.DEFAULT_HEADROOM,
                Optional.of(folder.resolve("memory.yaml")),
                Optional.of(folder));
        assertEquals(
                1 + 20, Files.readAllLines(folder.resolve("memory-points.csv")).size());
        assertTrue(Files.readString(folder.resolve("memory.yaml")).contains("base: 297.488 MiB\n"));
        assertTrue(
                Files.readString(folder.resolve("memory.yaml")).contains("    headroom: 0.1\n    most-batch: 1024\n"),
                "the largest batch of SqueezeNet");
        assertTrue(
                memory.summary().get(4).matches("bert_base +5 +64 .*"),
                memory.summary().get(4));
    }

    @Test
    void aTraceWithoutAnyModelThatCanBeFittedIsRefused() {
        Path longTrace = TRACES.resolve("iterations/iteration-times-long.csv");
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> Fitting.iterationTimes(longTrace, Optional.of(folder.resolve("x.yaml")), Optional.empty()));
        assertEquals(2, refused.problems().size());
        assertTrue(Files.notExists(folder.resolve("x.yaml")));
    }

    @Test
    void anIdThatCouldNotNameAFileIsRefused() {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> new Fitting.TransferOptions("../x", "A", Optional.empty(), Set.of()));
        assertEquals(2, refused.problems().size());
    }

    private static long lines(List<String> lines, String pattern) {
        return lines.stream().filter(line -> line.matches(pattern)).count();
    }
}
