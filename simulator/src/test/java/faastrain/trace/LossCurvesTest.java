package faastrain.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import faastrain.scenario.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurvesTest {
    private static final String HEADER = "global_batch,epoch,loss\n";

    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("curve.csv"), text, StandardCharsets.UTF_8);
    }

    private String refusal(String text) throws IOException {
        Path file = write(text);
        List<String> messages = new ArrayList<>();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> LossCurves.read(file))
                .satisfies(thrown -> messages.add(thrown.getMessage().replace(file.toString(), "FILE")));
        return messages.get(0);
    }

    @Test
    void globalBatchesMayMixAndEpochsBeFractions() throws IOException {
        LossCurves curves = LossCurves.read(write(HEADER + "128,0,2.3\n64,0.5,1.9\n128,1.5,-0.7\n64,3,1e-3\n"));
        assertThat(curves.byGlobalBatch().keySet()).containsExactly(64, 128);
        assertThat(curves.byGlobalBatch().get(128))
                .containsExactly(new LossCurves.Point(0, 2.3), new LossCurves.Point(1.5, -0.7));
        assertThat(curves.byGlobalBatch().get(64))
                .containsExactly(new LossCurves.Point(0.5, 1.9), new LossCurves.Point(3, 1e-3));
        assertThat(curves.source().fileName()).isEqualTo("curve.csv");
    }

    @Test
    void everythingWrongIsReportedAtOnce() throws IOException {
        assertThat(refusal(HEADER + "128,1,2\n128,1,1.9\n0,1,x\n128,-1,1\n32,1,NaN\n32,2,1\n"))
                .isEqualTo("""
                        FILE:3: epoch: does not come after the row before of global batch 128; the epochs of a global batch must rise from row to row
                        FILE:4: global_batch: "0" must be at least 1, such as 1024
                        FILE:4: loss: "x" is not a finite number; write one such as 0.35
                        FILE:5: epoch: "-1" must lie between 0 and 1000000000, such as 1.5
                        FILE:6: loss: "NaN" is not a finite number; write one such as 0.35""");
    }

    @Test
    void aSinglePointIsNoCurve() throws IOException {
        assertThat(refusal(HEADER + "64,1,2\n64,2,1\n128,1,2\n"))
                .isEqualTo("FILE:4: global_batch: 128 has one row; a curve needs at least two");
    }
}
