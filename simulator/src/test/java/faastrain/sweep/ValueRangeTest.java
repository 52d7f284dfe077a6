package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValueRangeTest {
    @Test
    void aRangeHasBothEndsAndEveryStepBetween() {
        assertThat(ValueRange.values("1..4", 100)).containsExactly("1", "2", "3", "4");
        assertThat(ValueRange.values("8..64 step 16", 100)).containsExactly("8", "24", "40", "56");
        assertThat(ValueRange.values("0..0", 100)).containsExactly("0");
    }

    @Test
    void aRangeOfQuantitiesKeepsItsUnit() {
        assertThat(ValueRange.values("512 MB .. 1024 MB step 256 MB", 100))
                .containsExactly("512 MB", "768 MB", "1024 MB");
        assertThat(ValueRange.values("512..1024 MB step 256 MB", 100)).containsExactly("512 MB", "768 MB", "1024 MB");
        assertThat(ValueRange.values("10 MiB/s..20 MiB/s step 5 MiB/s", 100))
                .containsExactly("10 MiB/s", "15 MiB/s", "20 MiB/s");
    }

    @Test
    void decimalStepsAddUpWithoutRounding() {
        assertThat(ValueRange.values("0.1..0.5 step 0.1", 100)).containsExactly("0.1", "0.2", "0.3", "0.4", "0.5");
    }

    @Test
    void whatIsNoRangeSaysWhatWouldBeOne() {
        assertThatThrownBy(() -> ValueRange.values("1...7", 100)).hasMessageContaining("must be a range such as");
        assertThatThrownBy(() -> ValueRange.values("7..1", 100)).hasMessage("must rise, in steps above 0");
        assertThatThrownBy(() -> ValueRange.values("1..7 step 0", 100)).hasMessage("must rise, in steps above 0");
        assertThatThrownBy(() -> ValueRange.values("1 GB..2048 MB step 1 MB", 100))
                .hasMessageContaining("must have one unit throughout");
        assertThatThrownBy(() -> ValueRange.values("512 MB..1024 MB step 256", 100))
                .hasMessageContaining("needs a unit for its step too");
        assertThatThrownBy(() -> ValueRange.values("1..101", 100)).hasMessage("must have at most 100 values");
        assertThat(ValueRange.values("1..100", 100)).hasSize(100);
    }

    @Test
    void pathsAndNamesAreNoRanges() {
        assertThat(List.of("../traces/x.csv", "k-reduce", "10", "1.5", "0, 3")).noneMatch(ValueRange::isMeant);
        assertThat(List.of("1..7", "1 .. 7", "1...7", "512 MB..1 GB")).allMatch(ValueRange::isMeant);
    }

    @Property(tries = 200)
    void stepsAreEqualAndStayWithin(
            @ForAll @IntRange(max = 10_000) int from,
            @ForAll @IntRange(max = 500) int length,
            @ForAll @IntRange(min = 1, max = 60) int step) {
        assertThat(ValueRange.values(from + ".." + (from + length) + " step " + step, 1000))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, length / step)
                        .mapToObj(i -> Integer.toString(from + i * step))
                        .toList());
    }
}
