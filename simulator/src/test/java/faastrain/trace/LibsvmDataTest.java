package faastrain.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import faastrain.scenario.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibsvmDataTest {
    private static final Path DATA_SETS = Path.of("..", "traces", "data-sets");

    @TempDir
    Path folder;

    @Test
    void samplesAreRowsOfNamedFeaturesNumberedFromZero() throws IOException {
        LibsvmData data = read("+1 1:0.5 3:-2e-1 # the first\n\n# no sample\r\n-1\t2:.25 \r\n-1\n1 4:1");
        assertEquals(4, data.samples());
        assertEquals(4, data.features());
        assertArrayEquals(
                new int[] {0, 2, 3, 3, 4},
                IntStream.rangeClosed(0, 4).map(data::start).toArray());
        assertArrayEquals(
                new int[] {0, 2, 1, 3}, IntStream.range(0, 4).map(data::feature).toArray());
        assertArrayEquals(
                new double[] {0.5, -0.2, 0.25, 1},
                IntStream.range(0, 4).mapToDouble(data::value).toArray());
        assertArrayEquals(new byte[] {1, -1, -1, 1}, data.classes());
    }

    @Test
    void everyMalformedLineIsReportedWithItsNumber() throws IOException {
        assertEquals("""
                FILE:1: label "1:0.5" is not a finite number; begin a line with one, such as -1 or 1
                FILE:2: "0.5" is not index:value; write one such as 3:0.25
                FILE:4: in "0:1" the index is not a whole number from 1 to 1000000
                FILE:5: in "1000001:1" the index is not a whole number from 1 to 1000000
                FILE:6: in "2:1" the index does not rise: 2 stands before it
                FILE:7: in "2:1" the index does not rise: 3 stands before it
                FILE:8: in "1:NaN" the value is not a finite number; write one such as 3:0.25
                FILE:9: in "1:1e999" the value is not a finite number; write one such as 3:0.25
                FILE:10: in "1:" the value is not a finite number; write one such as 3:0.25
                FILE:11: in "qid:3" the index is not a whole number from 1 to 1000000
                FILE:12: in ":3" the index is not a whole number from 1 to 1000000
                FILE:13: label "1d" is not a finite number; begin a line with one, such as -1 or 1
                FILE:14: in "1:--1" the value is not a finite number; write one such as 3:0.25\
                """, refusal("""
                1:0.5
                1 0.5
                1 1:1
                1 0:1
                1 1000001:1
                1 2:1 2:1
                1 3:1 2:1
                1 1:NaN
                1 1:1e999
                1 1:
                1 qid:3
                1 :3
                1d 1:1
                1 1:--1
                """));
    }

    @Test
    void aFileFullOfErrorsIsNotReportedWithoutEnd() throws IOException {
        String message = refusal("x\n".repeat(1000));
        assertThat(message.lines()).hasSize(51);
        assertThat(message).endsWith("FILE: there may be more; only the first 50 are shown");
    }

    @Test
    void aLongWrongWordIsShortened() throws IOException {
        assertEquals(
                "FILE:1: label \"" + "y".repeat(40)
                        + "…\" is not a finite number; begin a line with one, such as -1 or 1",
                refusal("y".repeat(1000)));
    }

    @Test
    void filesWithoutASampleAndFilesThatAreNoneAreRefused() throws IOException {
        assertEquals("FILE: holds no sample; write one a line, such as: -1 1:0.5 3:2", refusal("# nothing\n\n"));
        assertThatThrownBy(() -> LibsvmData.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(folder + ": is a folder; a file in LIBSVM's format is needed");
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> LibsvmData.read(absent)).hasMessage(absent + ": there is no such file");
    }

    @Test
    void theSmallerOfTwoLabelsIsTheNegativeClass() throws IOException {
        assertArrayEquals(
                new byte[] {-1, 1, -1}, read("\uFEFF0 1:1\n1 1:1\n0 1:1\n").classes());
        assertArrayEquals(new byte[] {1, -1}, read("2 1:1\n-0.5 1:1\n").classes());
    }

    @Test
    void classificationNeedsTwoDistinctLabels() throws IOException {
        LibsvmData one = read("1 1:1\n1 1:2\n");
        assertThatThrownBy(one::classes)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("has one label for all samples; classification needs two, such as -1 and 1");
        LibsvmData three = read("1 1:1\n3 1:2\n2 1:2\n");
        assertThatThrownBy(three::classes)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("has more than two distinct labels; classification needs two, such as -1 and 1");
    }

    @Test
    void theShippedDataSetIsTwoThousandSamplesOfTwentyFeatures() {
        LibsvmData data = LibsvmData.read(DATA_SETS.resolve("two-gaussians.libsvm"));
        assertEquals(2000, data.samples());
        assertEquals(20, data.features());
        byte[] classes = data.classes();
        assertEquals(
                986,
                IntStream.range(0, 2000).filter(sample -> classes[sample] == 1).count());
        assertEquals(
                new TraceSource(
                        "two-gaussians.libsvm", "7fe935e23b5dad2f0d6ea04cd357de0617def3b2271de95f153866cf196d486b"),
                data.source());
    }

    @Test
    void theShippedDataSetIsWhatItsGeneratorWrites() throws IOException, InterruptedException {
        Path written = folder.resolve("written.libsvm");
        Process python;
        try {
            python = new ProcessBuilder("python3", "generate.py")
                    .directory(DATA_SETS.toFile())
                    .redirectOutput(written.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException absent) {
            Assumptions.abort("skipped: this system has no python3");
            return;
        }
        assertEquals(0, python.waitFor());
        assertThat(Arrays.equals(
                        Files.readAllBytes(written), Files.readAllBytes(DATA_SETS.resolve("two-gaussians.libsvm"))))
                .isTrue();
    }

    @Test
    void theShippedWorkloadIsLogisticRegressionOnTheShippedDataSet() throws IOException {
        Path file = DATA_SETS.resolve("two-gaussians.libsvm");
        WorkloadProfile profile = WorkloadReader.read(DATA_SETS.resolve("../workloads/lr-two-gaussians.yaml"));
        assertEquals((20 + 1) * 4 / 1048576.0, profile.modelMib(), "20 weights and a bias, float32");
        assertEquals(Files.size(file) / 1048576.0, profile.dataMib());
        assertEquals(LibsvmData.read(file).samples(), profile.samples());
    }

    private LibsvmData read(String text) throws IOException {
        return LibsvmData.read(write(text));
    }

    private String refusal(String text) throws IOException {
        Path file = write(text);
        try {
            LibsvmData.read(file);
        } catch (InvalidInputException refused) {
            return refused.getMessage().replace(file.toString(), "FILE");
        }
        throw new AssertionError("the file was read");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("data.libsvm"), text, StandardCharsets.UTF_8);
    }
}
