package faastrain.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import umontreal.ssj.probdist.NormalDist;
import umontreal.ssj.rng.MRG32k3aL;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.rng.RandomStreamBase;

final class LognormalTest {
    private static final int DRAWS = 100_000;

    @Example
    void theMeanIsOneAndTheLogarithmsSpreadBySigma() {
        double sigma = 0.4;
        Lognormal factor = new Lognormal(sigma);
        MRG32k3aL stream = new Streams(2024).stream(Purpose.COMPUTE, 0, 0);
        double sum = 0;
        double sumOfLogs = 0;
        double sumOfSquares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double draw = factor.draw(stream);
            sum += draw;
            double log = Math.log(draw);
            sumOfLogs += log;
            sumOfSquares += log * log;
        }
        double meanLog = sumOfLogs / DRAWS;
        double sdLog = Math.sqrt(sumOfSquares / DRAWS - meanLog * meanLog);
        // Four standard errors each: sd / sqrt(n) of a mean, sigma / sqrt(2 n) of a standard deviation.
        double sd = Math.sqrt(Math.exp(sigma * sigma) - 1);
        assertEquals(1, sum / DRAWS, 4 * sd / Math.sqrt(DRAWS));
        assertEquals(-sigma * sigma / 2, meanLog, 4 * sigma / Math.sqrt(DRAWS));
        assertEquals(sigma, sdLog, 4 * sigma / Math.sqrt(2.0 * DRAWS));
    }

    @Property
    void aDrawIsTheQuantileOfOneUniformNumber(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 2) double sigma) {
        MRG32k3aL stream = new Streams(seed).stream(Purpose.TRANSFER, 0, 0);
        MRG32k3aL uniform = stream.clone();
        double z = NormalDist.inverseF01(uniform.nextDouble());
        double expected = Math.exp(sigma * z - sigma * sigma / 2);
        assertEquals(expected, new Lognormal(sigma).draw(stream), 1e-6 * expected);
        assertArrayEquals(uniform.getState(), stream.getState());
    }

    @Property
    void theSameDrawOfMedianOneLacksTheShiftOfTheMean(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 2) double sigma) {
        MRG32k3aL stream = new Streams(seed).stream(Purpose.START_UP, 0, 0);
        MRG32k3aL same = stream.clone();
        double expected = new Lognormal(sigma).draw(same) * Math.exp(sigma * sigma / 2);
        assertEquals(expected, new Lognormal(sigma).drawOfMedianOne(stream), 1e-12 * expected);
        assertArrayEquals(same.getState(), stream.getState());
    }

    @Property
    void withoutSpreadEveryFactorIsOne(@ForAll long seed) {
        assertEquals(1.0, new Lognormal(0).draw(new Streams(seed).stream(Purpose.TRANSFER, 0, 0)));
    }

    @Example
    void theExtremesOfTheGeneratorGiveFiniteFactors() {
        // The least and the greatest number that MRG32k3a returns: 1 / (m1 + 1) and m1 / (m1 + 1).
        double least = 1 / 4294967088.0;
        // The standard normal quantile of 2^-32 is -6.23.
        assertEquals(Math.exp(-6.23 - 0.5), new Lognormal(1).draw(always(least)), 1e-5);
        assertEquals(Math.exp(6.23 - 0.5), new Lognormal(1).draw(always(1 - least)), 2);
    }

    @Example
    void aDrawAllocatesNothing() {
        Lognormal factor = new Lognormal(0.3);
        MRG32k3aL stream = new Streams(5).stream(Purpose.RETRY, 0, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double sum = sum(factor, stream);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += sum(factor, stream);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertEquals(2.0 * DRAWS, sum, 0.01 * 2 * DRAWS);
        assertTrue((double) (after - before) / DRAWS < 0.5, "bytes: " + (after - before));
    }

    @Example
    void aSpreadThatIsNoFiniteNumberFromZeroIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Lognormal(-0.1));
        assertThrows(IllegalArgumentException.class, () -> new Lognormal(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Lognormal(Double.POSITIVE_INFINITY));
    }

    private static double sum(Lognormal factor, MRG32k3aL stream) {
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += factor.draw(stream);
        }
        return sum;
    }

    private static RandomStream always(double number) {
        return new RandomStreamBase() {
            @Override
            protected double nextValue() {
                return number;
            }

            @Override
            public void resetStartStream() {}

            @Override
            public void resetStartSubstream() {}

            @Override
            public void resetNextSubstream() {}

            @Override
            public String toString() {
                return "always " + number;
            }
        };
    }
}
