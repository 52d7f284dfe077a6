package faastrain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faastrain.scenario.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTracesTest {
    private static final String HEADER = "memory_mb,size_mb,upload_s,download_s\n";

    @TempDir
    Path folder;

    @Test
    void everyBadCellIsReportedWithItsLineAndColumn() throws IOException {
        String message = refusal(HEADER
                + "128,1.0,0.18,0.06\n"
                + "128,2.0,NaN,0.06\n"
                + "128.5,-3,0.2,zero\n"
                + "\n"
                + "128,4.0,0.2\n"
                + "0,4.0,0,Infinity\n");
        assertEquals(
                """
                FILE:3: upload_s: "NaN" is not a finite number; write one such as 0.18
                FILE:4: memory_mb: "128.5" is not a whole number; write one such as 1536
                FILE:4: size_mb: "-3" must be above 0, such as 12.5
                FILE:4: download_s: "zero" is not a finite number; write one such as 0.06
                FILE:7: memory_mb: "0" must be at least 1, such as 1536
                FILE:7: upload_s: "0" must be above 0, such as 0.18
                FILE:7: download_s: "Infinity" is not a finite number; write one such as 0.06""",
                message.lines()
                        .filter(line -> !line.contains("columns"))
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow());
        assertTrue(
                message.contains("FILE:6: has 3 columns; 4 are needed: memory_mb,size_mb,upload_s,download_s"),
                message);
    }

    @Test
    void aMagnitudeThatNoMeasurementHasIsRefused() throws IOException {
        assertEquals(
                "FILE:2: upload_s: \"1e300\" is no measurement; it must lie between 1e-9 and 1e9, such as 0.18",
                refusal(HEADER + "128,1,1e300,0.06\n"));
    }

    @Test
    void whatAPlatformFileMayNotHoldIsNotReadEither() throws IOException {
        assertEquals("""
                FILE:2: memory_mb: "1000001" must be at most 1000000, such as 1536
                FILE:2: size_mb: "1000001" is no measurement; it must lie between 1e-9 and 1000000, such as 12.5""", refusal(HEADER + "1000001,1000001,1,1\n"));
    }

    @Test
    void moreRowsThanCanBeComparedAreRefused() throws IOException {
        assertEquals(
                "FILE: has 200001 rows; at most 200000 are compared with each other: keep fewer repeated measurements,"
                        + " or split it by memory",
                refusal(HEADER + "128,1,1,1\n".repeat(200_001)));
    }

    @Test
    void aDeviceIsNotReadWithoutEnd() {
        Path device = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(device), "skipped: this system has no /dev/zero");
        assertEquals(
                device + ": is a pipe or device; write its data to a CSV file first",
                assertThrows(InvalidInputException.class, () -> TraceFormat.recognise(device))
                        .getMessage());
    }

    @Test
    void aHeaderOfAnotherFormatNamesWhatIsMissingAndUnknown() throws IOException {
        assertEquals(
                "FILE:1: the header is not that of transfer times; missing columns: upload_s; unknown columns:"
                        + " \"upload\"; did you mean \"upload_s\"?; write \"memory_mb,size_mb,upload_s,download_s\"",
                refusal("memory_mb,size_mb,upload,download_s\n128,1,1,1\n"));
        assertEquals(
                "FILE:1: the header is not that of peak memory; missing columns: peak_rss_mib; write"
                        + " \"model,batch,peak_rss_mib\"",
                assertThrows(
                                InvalidInputException.class,
                                () -> TraceFormat.recognise(write("model,batch\nresnet50,8\n")))
                        .getMessage()
                        .replace(folder.resolve("trace.csv").toString(), "FILE"));
    }

    @Test
    void emptyFilesAndHeadersWithoutRowsAreRefused() throws IOException {
        assertEquals("FILE: is empty; a CSV file with a header line is needed", refusal(""));
        assertEquals("FILE: has a header but no rows", refusal(HEADER));
        assertEquals("FILE:2: is not valid CSV: a quoted field is not closed", refusal(HEADER + "\"128,1,1,1\n"));
    }

    @Test
    void filesThatAreNoTextAreRefused() throws IOException {
        Path file = folder.resolve("trace.csv");
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28});
        assertEquals(
                file + ": is not a UTF-8 text file",
                assertThrows(InvalidInputException.class, () -> TransferTimes.read(file))
                        .getMessage());
        Path absent = folder.resolve("absent.csv");
        assertEquals(
                absent + ": there is no such file",
                assertThrows(InvalidInputException.class, () -> TransferTimes.read(absent))
                        .getMessage());
        assertEquals(
                folder + ": is a folder; a CSV file is needed",
                assertThrows(InvalidInputException.class, () -> TransferTimes.read(folder))
                        .getMessage());
    }

    @Test
    void aFileFullOfErrorsIsNotReportedWithoutEnd() throws IOException {
        String message = refusal(HEADER + "x,x,x,x\n".repeat(1000));
        assertEquals(51, message.lines().count());
        assertTrue(message.endsWith("FILE: there may be more; only the first 50 are shown"), message);
    }

    @Test
    void columnsMayStandInAnyOrderWithWindowsLineEndsAndAByteOrderMark() throws IOException {
        TransferTimes times =
                TransferTimes.read(write("\uFEFFdownload_s, upload_s,size_mb,memory_mb\r\n0.06,0.18,1.5,\"128\"\r\n"));
        assertEquals(List.of(new TransferTimes.Row(2, 128, 1.5, 0.18, 0.06)), times.rows());
        assertEquals("trace.csv", times.source().fileName());
    }

    @Test
    void eachFormatIsRecognisedByItsHeader() throws IOException {
        for (TraceFormat format : TraceFormat.values()) {
            assertEquals(format, TraceFormat.recognise(write(String.join(",", format.columns()) + "\n")));
        }
    }

    private String refusal(String text) throws IOException {
        Path file = write(text);
        return assertThrows(InvalidInputException.class, () -> TransferTimes.read(file))
                .getMessage()
                .replace(file.toString(), "FILE");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("trace.csv"), text, StandardCharsets.UTF_8);
    }
}
