package faastrain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {
    @Test
    void headroomIsAddedToBaseAndSamples() {
        TrainingMemory memory = new TrainingMemory(500, 2, 0.10, "");
        assertEquals((500 + 2 * 128) * 1.10, memory.neededMb(128), 1e-12);
        assertEquals(448, memory.largestBatch(1536)); // (1536 / 1.10 - 500) / 2 = 448.18
        assertEquals(0, memory.largestBatch(512));
    }

    @Test
    void theLargestBatchThatWasMeasuredIsAtLeastOneAndLimitsNoBatch() {
        TrainingMemory measured = new TrainingMemory(500, 2, 0.10, OptionalInt.of(64), "");
        assertEquals(448, measured.largestBatch(1536));
        assertThrows(IllegalArgumentException.class, () -> new TrainingMemory(500, 2, 0.10, OptionalInt.of(0), ""));
    }

    @Property
    void theLargestBatchFitsAndOneMoreDoesNot(
            @ForAll @DoubleRange(min = 0, max = 2000) double base,
            @ForAll @DoubleRange(min = 0.01, max = 100) double perSample,
            @ForAll @DoubleRange(min = 0, max = 1) double headroom,
            @ForAll @DoubleRange(min = 128, max = 10240) double quota) {
        TrainingMemory memory = new TrainingMemory(base, perSample, headroom, "");
        int batch = memory.largestBatch(quota);
        assertTrue(batch == 0 || memory.neededMb(batch) <= quota);
        assertTrue(memory.neededMb(batch + 1) > quota);
    }

    @Test
    void computeTimeFollowsEquation4AndRefusesMemoryBelowItsRange() {
        ComputeCoefficients resnet = new ComputeCoefficients(37.19, 12.48, -111.46);
        assertEquals(37.19 * (128 + 12.48) / (1536 - 111.46), resnet.iterationSeconds(128, 1536));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> resnet.iterationSeconds(128, 111));
        assertEquals(
                "these coefficients hold for more than 111.46 MB of memory (M + m > 0), not for 111.0 MB",
                refused.getMessage());
    }

    @Test
    void flatteningFollowsThePublishedCode() {
        assertEquals(100 * Math.pow(1024, -0.5), new Flattening(100, -0.5).seconds(1024), 1e-12);
    }
}
