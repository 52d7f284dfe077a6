package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    /** A clock that moves when it is told to. */
    private double seconds;

    private final StringWriter said = new StringWriter();

    private Progress progress(long total, long doneBefore) {
        seconds = 5;
        return new Progress(
                "Sweep", total, doneBefore, Optional.of(new PrintWriter(said)), false, () -> Math.round(seconds * 1e9));
    }

    private String[] lines() {
        return said.toString().lines().toArray(String[]::new);
    }

    @Test
    void aLineComesEveryTenSecondsAndOneAtTheEnd() {
        try (Progress progress = progress(6000, 0)) {
            for (int i = 1; i <= 249; i++) {
                seconds += 0.1;
                progress.done(i * 10L);
            }
            progress.best("best so far: 0.6760 USD");
            seconds += 35.1;
            progress.done(6000);
        }
        assertThat(lines())
                .containsExactly(
                        "Sweep: 1,000 of 6,000 runs (16 %) in 10 s, 100 runs/s, about 50 s left",
                        "Sweep: 2,000 of 6,000 runs (33 %) in 20 s, 100 runs/s, about 40 s left",
                        "Sweep: 6,000 of 6,000 runs (100 %) in 1 min, 100 runs/s; best so far: 0.6760 USD",
                        "Sweep: 6,000 of 6,000 runs (100 %) in 1 min, 100 runs/s; best so far: 0.6760 USD");
    }

    @Test
    void whatIsDoneWithinTenSecondsSaysNothing() {
        try (Progress progress = progress(100, 0)) {
            seconds += 9.9;
            progress.done(100);
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void runsThatWereFoundDoneAreNotFast() {
        Progress progress = progress(6000, 5000);
        seconds += 20;
        progress.done(5040);
        assertThat(lines()).containsExactly("Sweep: 5,040 of 6,000 runs (84 %) in 20 s, 2.0 runs/s, about 8 min left");
    }

    @Test
    void whereNothingIsDoneYetNobodyKnowsHowLongItTakes() {
        Progress progress = progress(6000, 5000);
        seconds += 20;
        progress.done(5000);
        assertThat(lines()).containsExactly("Sweep: 5,000 of 6,000 runs (83 %) in 20 s");
    }

    @Test
    void theTotalFollowsWhatIsTold() {
        Progress progress = progress(0, 0);
        seconds += 10;
        progress.done(5);
        progress.total(20);
        seconds += 10;
        progress.done(10);
        progress.total(8);
        seconds += 10;
        progress.done(9);
        assertThat(lines())
                .containsExactly(
                        "Sweep: 5 of 5 runs (100 %) in 10 s, 30.0 runs/min",
                        "Sweep: 10 of 20 runs (50 %) in 20 s, 30.0 runs/min, about 20 s left",
                        "Sweep: 10 of 10 runs (100 %) in 30 s, 20.0 runs/min");
    }

    @Test
    void quietWorkSaysNothing() {
        seconds = 0;
        try (Progress progress =
                new Progress("Sweep", 10, 0, Optional.empty(), true, () -> Math.round(seconds * 1e9))) {
            seconds = 100;
            progress.done(10);
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void nothingIsSaidAfterTheEnd() {
        Progress progress = progress(10, 0);
        seconds += 10;
        progress.done(10);
        progress.close();
        seconds += 10;
        progress.done(10);
        progress.close();
        assertThat(lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0.4, 0 s",
        "12, 12 s",
        "59.4, 59 s",
        "59.6, 1 min",
        "180, 3 min",
        "3569, 59 min",
        "3571, 1 h",
        "7800, 2 h 10 min",
        "86369, 23 h 59 min",
        "86371, 1 d",
        "273600, 3 d 4 h"
    })
    void durationsAreSaidInAtMostTwoUnits(double duration, String text) {
        assertThat(Progress.duration(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"80", "120", "40"})
    void theBarNeverFillsTheLineAndLeavesItEmpty(int columns) {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        TerminalBar bar = new TerminalBar("Sweep", 1000, out, () -> columns, false);
        bar.show(1800, 6000, "best so far: 0.6760 USD (plan.aggregators=4, plan.memory=1536 MB)");
        bar.close();
        String shown = terminal.toString(StandardCharsets.UTF_8);
        assertThat(shown)
                .contains("Sweep")
                .contains("1800/6000")
                .endsWith(" \r")
                .doesNotContain("\n");
        assertThat(Arrays.stream(shown.split("\r", -1))).allMatch(line -> line.length() < columns);
    }
}
