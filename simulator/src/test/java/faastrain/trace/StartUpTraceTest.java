package faastrain.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import faastrain.scenario.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own measurements of starts. */
class StartUpTraceTest {
    private static final String HEADER = "kind,memory_mb,start_s\n";

    @TempDir
    private Path folder;

    private StartUpTrace read(String rows) throws IOException {
        return StartUpTrace.read(write(rows));
    }

    private Path write(String rows) throws IOException {
        return Files.writeString(folder.resolve("starts.csv"), HEADER + rows);
    }

    private String refusal(String rows) throws IOException {
        Path file = write(rows);
        return catchThrowableOfType(InvalidInputException.class, () -> StartUpTrace.read(file))
                .getMessage()
                .replace(file.toString(), "FILE");
    }

    @Test
    void everyStartIsReadInTheOrderOfTheFile() throws IOException {
        StartUpTrace trace = read("cold,1769,2.5\nwarm,512,0.02\n");
        assertThat(trace.rows())
                .containsExactly(new StartUpTrace.Row(2, true, 1769, 2.5), new StartUpTrace.Row(3, false, 512, 0.02));
        assertThat(trace.source().fileName()).isEqualTo("starts.csv");
        assertThat(TraceFormat.recognise(folder.resolve("starts.csv"))).isEqualTo(TraceFormat.START_UPS);
    }

    @Test
    void everyBadCellIsReportedWithItsLineAndColumn() throws IOException {
        assertThat(refusal("""
                        hot,1769,2.5
                        Cold,512.5,0
                        warm,0,NaN
                        cold,1000001,3601
                        """)).isEqualTo("""
                        FILE:2: kind: "hot" must be cold or warm
                        FILE:3: kind: "Cold" must be cold or warm
                        FILE:3: memory_mb: "512.5" is not a whole number; write one such as 1769
                        FILE:3: start_s: "0" must be above 0, such as 2.5
                        FILE:4: memory_mb: "0" must be at least 1, such as 1769
                        FILE:4: start_s: "NaN" is not a finite number; write one such as 2.5
                        FILE:5: memory_mb: "1000001" must be at most 1000000, such as 1769
                        FILE:5: start_s: "3601" is no measurement; it must lie between 1e-9 and 3600, such as 2.5\
                        """);
    }

    @Test
    void aTraceNeedsStartsOfBothKinds() throws IOException {
        assertThat(refusal("cold,1769,2.5\n"))
                .isEqualTo("FILE: has no warm start; add rows such as \"warm,1769,0.025\"");
        assertThat(refusal("warm,1769,0.02\n"))
                .isEqualTo("FILE: has no cold start; add rows such as \"cold,1769,2.5\"");
    }

    @Test
    void theRowsOfTheRunsMemoryAreTaken() throws IOException {
        StartUpTrace.Sample sample = read("""
                cold,512,5
                cold,1024,3
                warm,1024,0.1
                warm,512,0.3
                cold,1024,2
                """).of(1024);
        assertThat(sample).isEqualTo(new StartUpTrace.Sample(List.of(3.0, 2.0), List.of(0.1), List.of()));
    }

    @Test
    void theNearestMemoryByItsRatioStandsInForOneThatIsNotThere() throws IOException {
        StartUpTrace trace = read("""
                cold,512,5
                cold,2048,2
                cold,2600,1
                warm,128,0.3
                warm,1500,0.1
                """);
        // 1,500 is nearer to 2,048 (1.37 times) than to 512 (2.9 times).
        StartUpTrace.Sample sample = trace.of(1500);
        assertThat(sample.coldSeconds()).containsExactly(2.0);
        assertThat(sample.warmSeconds()).containsExactly(0.1);
        assertThat(sample.warnings())
                .containsExactly("starts.csv has no cold starts at 1500 MB; those at 2048 MB, the nearest, are taken");
        // 1,100 is 588 MB from 512 and 948 MB from 2,048, but its ratios are 2.15 and 1.86.
        assertThat(trace.of(1100).coldSeconds()).containsExactly(2.0);
        // 1,024 is twice the one and half the other.
        assertThat(trace.of(1024).coldSeconds()).containsExactly(5.0);
        assertThat(trace.of(1024).warnings())
                .containsExactly(
                        "starts.csv has no cold starts at 1024 MB; those at 512 MB, the nearest, are taken",
                        "starts.csv has no warm starts at 1024 MB; those at 1500 MB, the nearest, are taken");
    }
}
