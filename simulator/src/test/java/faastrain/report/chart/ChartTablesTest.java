package faastrain.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers beside the figures, from the numbers in the sample files. */
class ChartTablesTest {
    @TempDir
    Path out;

    @Test
    void aBreakdownByKHasTheSimulatedPhasesAndTheTermsWithTrainAsCompute() {
        List<String> rows = Samples.rows(ChartKind.BREAKDOWN, out, List.of("2"), Samples.folder("k-sweep"));

        assertEquals(
                List.of(
                        "2,simulated,startup,1.8375,,",
                        "2,simulated,load,30.3682,,",
                        "2,simulated,compute,3353.1943,,",
                        "2,simulated,upload,1484.9516,,",
                        "2,simulated,aggregate,4197.3515,,",
                        "2,simulated,download,1159.2266,,",
                        "2,simulated,wait,65.8205,,",
                        "2,simulated,poll,45.208,,",
                        "2,simulated,end of training,10337.9582,10260.7617,10415.1547",
                        "2,fasdl,startup,0,,",
                        "2,fasdl,load,30.4086,,",
                        "2,fasdl,compute,3315.9724,,",
                        "2,fasdl,upload,1439.6224,,",
                        "2,fasdl,aggregate,4042.0168,,",
                        "2,fasdl,download,1107.4019,,",
                        "2,fasdl,wait,0,,",
                        "2,fasdl,poll,0,,"),
                rows);
    }

    @Test
    void theEndOfTheTrainingStandsBesideAShorterMeanOfTheWorkers() {
        Path file = Samples.summary(out.resolve("in"), "a", 2, 50, 60);
        Samples.write(file, Samples.text(file).replace("\"compute\": 50", "\"compute\": 35"));

        List<String> rows = Samples.rows(ChartKind.BREAKDOWN, out, List.of("simulated"), out.resolve("in"));
        Samples.draw(ChartKind.BREAKDOWN, out, Width.COLUMN, out.resolve("in"));

        // One replication has no interval, and an end all the same.
        assertEquals("a,simulated,compute,35,,", rows.get(0));
        assertEquals("a,simulated,end of training,50,,", rows.get(rows.size() - 1));
        String svg = Samples.text(out.resolve("breakdown.svg"));
        assertTrue(svg.contains(">simulated, mean of workers</text>"), svg);
        assertTrue(svg.contains(">end of training</text>"), svg);
    }

    @Test
    void theAxisOfABreakdownReachesTheEndOfTheTraining() {
        Path file = Samples.summary(out.resolve("in"), "a", 2, 900, 60);
        Samples.write(file, Samples.text(file).replace("\"compute\": 900", "\"compute\": 35"));

        Samples.draw(ChartKind.BREAKDOWN, out, Width.COLUMN, out.resolve("in"));

        // The taller of the bars is the predicted one of 1 + 20 + 30 + 10 = 61 s.
        assertTrue(Samples.text(out.resolve("breakdown.svg")).contains(">1,000</text>"));
    }

    @Test
    void resultsThatDifferInMoreThanKAreLabelledByName() {
        List<String> rows =
                Samples.rows(ChartKind.BREAKDOWN, out, List.of("simulated", "compute"), Samples.folder("workloads"));

        assertEquals(5, rows.size());
        assertTrue(rows.get(0).startsWith("\"BERT-Base on S3, K-Reduce\","), rows.get(0));
    }

    @Test
    void resultsOfOneNameAreToldApartByTheirFolders() {
        Samples.summary(out.resolve("in/a"), "same", 2, 50, 60);
        Samples.summary(out.resolve("in/b"), "same", 2, 55, 60);

        List<String> rows = Samples.rows(ChartKind.BREAKDOWN, out, List.of("simulated", "compute"), out.resolve("in"));

        assertEquals(List.of("same (a),simulated,compute,50,,", "same (b),simulated,compute,55,,"), rows);
    }

    @Test
    void communicationOfAnIterationIsUploadAggregateAndDownloadOverIterations() {
        List<String> rows = Samples.rows(ChartKind.AGGREGATORS, out, List.of("2"), Samples.folder("k-sweep"));

        double predicted = (1439.6224 + 4042.0168 + 1107.4019) / 904.1591;
        assertEquals(List.of("resnet50-cifar10,2,7.4951,7.3272,7.663,false," + Table.number(predicted)), rows);
    }

    @Test
    void theSmallestSimulatedTimeOfEachSeriesIsItsMinimum() {
        List<String> rows = Samples.rows(
                ChartKind.AGGREGATORS,
                out,
                List.of("true"),
                Samples.folder("k-sweep"),
                Samples.folder("k-sweep-mobilenet"));

        // Of 12.0816, 7.4951, 6.239, 5.8105, 5.7384, 5.8442, 5.8829 s for K = 1 to 7, the fifth.
        assertEquals(2, rows.size());
        assertTrue(rows.get(0).contains(",5,5.7384,"), rows.get(0));
        assertTrue(rows.get(1).contains(",1,"), rows.get(1));
    }

    @Test
    void throughputIsSizeOverSecondsOfPointsAndOfBothCurves() {
        List<String> rows =
                Samples.rows(ChartKind.THROUGHPUT, out, List.of("upload", "128", "1"), Samples.folder("transfer"));

        assertEquals(
                List.of(
                        "upload,128,measured,1," + Table.number(1 / 1.2835),
                        "upload,128,saturation,1," + Table.number(1 / 1.26333),
                        "upload,128,affine,1," + Table.number(1 / 1.21148)),
                rows);
    }

    @Test
    void pointsThatTheFitLeftOutStayInTheTableAsLeftOut() {
        List<String> rows = Samples.rows(
                ChartKind.THROUGHPUT, out, List.of("upload", "128", "left out"), Samples.folder("transfer"));

        assertEquals(
                List.of(
                        "upload,128,left out,50," + Table.number(50 / 4.0695),
                        "upload,128,left out,100," + Table.number(100 / 8.9902)),
                rows);
    }

    @Test
    void ofEightMemoriesAColumnShowsFourAndAPageSixWithBothEnds() {
        // Of 128, 256, 512, 1024, 1536, 2048, 3008, 4096: places 0, 2.3, 4.7, 7, rounded.
        assertEquals(List.of("128", "512", "2048", "4096"), memories(Width.COLUMN));
        assertTrue(Samples.text(out.resolve("throughput.svg")).contains(">4 of 8 memories</text>"));
        // Places 0, 1.4, 2.8, 4.2, 5.6, 7, rounded.
        assertEquals(List.of("128", "256", "1024", "1536", "3008", "4096"), memories(Width.PAGE));
        assertTrue(Samples.text(out.resolve("throughput.svg")).contains(">6 of 8 memories</text>"));
    }

    private List<String> memories(Width width) {
        Samples.draw(ChartKind.THROUGHPUT, out, width, Samples.folder("transfer"));
        return Samples.lines(out.resolve("throughput.csv")).stream()
                .skip(1)
                .map(row -> row.split(",", -1)[1])
                .distinct()
                .toList();
    }

    @Test
    void pointsAloneAreDrawnWithTheirOwnFittedValues() {
        List<String> rows = Samples.rows(
                ChartKind.THROUGHPUT,
                out,
                List.of("saturation", "upload", "128"),
                Samples.folder("transfer").resolve("transfer-points.csv"));

        // The left-out sizes 50 and 100 have no fitted value to be judged by.
        assertEquals(
                Stream.of("1", "2", "5", "10", "20").toList(),
                rows.stream().map(row -> row.split(",", -1)[3]).toList());
        assertEquals("upload,128,saturation,1," + Table.number(1 / 1.2633), rows.get(0));
    }

    @Test
    void eachModelHasAFitOfItsOwnWithOneStandardDeviationAroundTheMean() {
        List<Path> written = Samples.draw(ChartKind.FIT, out, Width.COLUMN, Samples.folder("compute"));

        assertEquals(
                List.of(
                        "fit-mobilenet_v2.svg",
                        "fit-mobilenet_v2.pdf",
                        "fit-mobilenet_v2.png",
                        "fit-mobilenet_v2.csv",
                        "fit-resnet50.svg",
                        "fit-resnet50.pdf",
                        "fit-resnet50.png",
                        "fit-resnet50.csv"),
                written.stream().map(file -> file.getFileName().toString()).toList());
        List<String> rows = Samples.lines(out.resolve("fit-mobilenet_v2.csv"));
        assertEquals(
                "batch (samples),memory_mb=512,measured,512,16,0.8158," + Table.number(0.8158 - 0.0408) + ","
                        + Table.number(0.8158 + 0.0408),
                rows.get(1));
        assertTrue(rows.contains("memory (MB),batch=16,fitted,384,16,1.1857,,"));
        // 384 MB was not measured: it is on the lines along memory, and no line of its own.
        assertFalse(rows.stream().anyMatch(row -> row.contains("memory_mb=384,")));
    }

    @Test
    void aModelWithoutAFitHasItsPointsAndALegendThatSaysSo() {
        Path points = Samples.write(
                out.resolve("in/compute-points.csv"),
                "model,memory_mb,batch,iterations,measured_s,stddev_s,fitted_s\nm,512,16,10,0.8,0.1,\n");

        Samples.draw(ChartKind.FIT, out, Width.COLUMN, points);

        assertEquals(
                List.of(
                        "batch (samples),memory_mb=512,measured,512,16,0.8," + Table.number(0.8 - 0.1) + ",0.9",
                        "memory (MB),batch=16,measured,512,16,0.8," + Table.number(0.8 - 0.1) + ",0.9"),
                Samples.lines(out.resolve("fit.csv")).stream().skip(1).toList());
        assertTrue(Samples.text(out.resolve("fit.svg")).contains(">no fit</text>"));
    }

    @Test
    void theErrorOfAPredictionIsRelativeToTheSimulation() {
        List<String> rows = Samples.rows(ChartKind.PARITY, out, List.of("bert-base-cola"), Samples.folder("workloads"));

        assertEquals(
                List.of("\"BERT-Base on S3, K-Reduce\",bert-base-cola,fasdl,2211.8855,2297.6857,2282.8269,2312.5445,"
                        + Table.number((2297.6857 - 2211.8855) / 2297.6857)),
                rows);
    }

    @Test
    void theMeanErrorStandsInTheFigure() {
        Samples.summary(out.resolve("in/a"), "a", 2, 100, 96);
        Samples.summary(out.resolve("in/b"), "b", 2, 100, 102);

        Samples.draw(ChartKind.PARITY, out, Width.COLUMN, out.resolve("in"));

        // |96 − 100| / 100 and |102 − 100| / 100: (4 % + 2 %) / 2.
        assertTrue(String.join("\n", Samples.lines(out.resolve("parity.svg")))
                .contains(">mean error 3.0 %, n = 2</text>"));
    }
}
