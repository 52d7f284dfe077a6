package faastrain.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code faastrain trace fit} refuses, and that it then leaves everything as it was. */
class TraceFitVerbTest {
    private static final String MEMORY = "model,batch,peak_rss_mib\nnet,8,110\nnet,16,120\nnet,32,141\n";

    @TempDir
    Path folder;

    private Path memory = Path.of("");
    private Path transfers = Path.of("");

    @BeforeEach
    void writeTraces() throws IOException {
        memory = Files.writeString(folder.resolve("memory.csv"), MEMORY);
        StringBuilder rows = new StringBuilder("memory_mb,size_mb,upload_s,download_s\n");
        for (int size : List.of(1, 2, 4, 8, 16, 32)) {
            rows.append("512,")
                    .append(size)
                    .append(',')
                    .append(0.1 + size / 64.0)
                    .append(',')
                    .append(0.05 + size / 32.0)
                    .append('\n');
        }
        transfers = Files.writeString(folder.resolve("transfers.csv"), rows);
    }

    @Test
    void theMeasurementsAreNotOverwritten() throws IOException {
        assertRefused(
                "--output: " + memory + " is the CSV with the measurements; name another file, such as fitted.yaml",
                memory,
                "--output",
                folder.resolve("./memory.csv").normalize().toString());
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), memory);
        assertTrue(run(memory, "--output", link.toString()).err().contains("is the CSV with the measurements"));
        Path table = Files.copy(memory, folder.resolve("memory-points.csv"));
        assertTrue(run(table, "--tables", folder.toString()).err().startsWith("--tables: " + table + " is the CSV"));
        assertEquals(MEMORY, Files.readString(memory));
        assertEquals(MEMORY, Files.readString(table));
    }

    @Test
    void nothingIsFittedToStartUpTimes() throws IOException {
        Path starts = Files.writeString(
                folder.resolve("starts.csv"), "kind,memory_mb,start_s\ncold,1769,2.5\nwarm,1769,0.02\n");
        assertRefused(
                starts + ": holds start-up times, which runs take as they are; nothing is fitted to them", starts);
    }

    @Test
    void onlyAFileThatAFitMadeIsReplaced() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.yaml"), "# Made by hand\n");
        assertRefused(
                "--output: " + notes
                        + " exists and was not made by faastrain trace fit; name another file, or remove it first",
                memory,
                "--output",
                notes.toString());
        assertEquals("# Made by hand\n", Files.readString(notes));
        Path fitted = folder.resolve("fitted.yaml");
        for (Path trace : List.of(memory, transfers, memory)) {
            assertEquals(0, run(trace, "--output", fitted.toString()).code());
        }
        assertTrue(Files.readString(fitted).startsWith("# Made by: faastrain trace fit memory.csv\n"));
    }

    @Test
    void placesThatCannotBeWrittenAreToldInOneLine() throws IOException {
        assertRefused(
                "--output: " + folder + " is a folder; name a file in it, such as " + folder.resolve("fitted.yaml"),
                memory,
                "--output",
                folder.toString());
        assertRefused("--tables: " + memory + " is a file; name a folder", transfers, "--tables", memory.toString());
        Path below = memory.resolve("x.yaml");
        assertRefused(
                below + " cannot be written: " + memory
                        + " is a file, not a folder; name another place with --output or --tables",
                transfers,
                "--output",
                below.toString());
        Path way = Files.createDirectories(folder.resolve("tables/memory-points.csv"));
        assertRefused(
                "--tables: " + way + " is in the way; name another folder",
                memory,
                "--tables",
                folder.resolve("tables").toString());
    }

    @Test
    void aHeadroomThatIsNoShareIsRefusedBeforeAnythingIsWritten() throws IOException {
        for (String wrong : List.of("NaN", "Infinity", "-5.0", "10.5")) {
            assertRefused(
                    "--headroom: " + wrong + " is no share; it must lie between 0 and 10, such as 0.10",
                    memory,
                    "--headroom=" + wrong,
                    "--output",
                    folder.resolve("x.yaml").toString(),
                    "--tables",
                    folder.resolve("t").toString());
        }
        assertFalse(Files.exists(folder.resolve("x.yaml")) || Files.exists(folder.resolve("t")));
    }

    @Test
    void optionsOfAnotherFormatAreRefused() {
        assertRefused(
                "--headroom: is for peak memory (model,batch,peak_rss_mib); " + transfers + " holds transfer times",
                transfers,
                "--headroom",
                "0.1");
        for (String option : List.of("--id", "--provider", "--source", "--leave-out")) {
            assertRefused(
                    option + ": is for transfer times (memory_mb,size_mb,upload_s,download_s); " + memory
                            + " holds peak memory",
                    memory,
                    option,
                    "none");
        }
    }

    @Test
    void aProviderThatIsNotThereIsRefusedWithThoseThatAre() {
        assertRefused(
                "--provider: there is no traces/providers/nope.yaml (there are: aws-us-east-1-2024, fasdl-code)",
                transfers,
                "--provider",
                "nope");
        assertEquals(0, run(transfers, "--provider", "fasdl-code").code());
    }

    @Test
    void noneStandsAlone() {
        assertRefused(
                "--leave-out: none stands alone; write --leave-out none, or only rules",
                transfers,
                "--leave-out",
                "none,far-off");
        assertEquals(0, run(transfers, "--leave-out", "none").code());
    }

    @Test
    void aLossCurveIsNotFitted() throws IOException {
        Path curve = Files.writeString(folder.resolve("curve.csv"), "global_batch,epoch,loss\n64,0,2\n64,1,1\n");
        assertRefused(curve + ": holds loss curves, which runs take as they are; nothing is fitted to them", curve);
    }

    private void assertRefused(String message, Path trace, String... options) {
        Said said = run(trace, options);
        assertEquals(message, said.err().strip());
        assertEquals(2, said.code());
    }

    private static Said run(Path trace, String... options) {
        String[] arguments = Stream.concat(Stream.of("trace", "fit", trace.toString()), Stream.of(options))
                .toArray(String[]::new);
        return Said.of(arguments);
    }
}
