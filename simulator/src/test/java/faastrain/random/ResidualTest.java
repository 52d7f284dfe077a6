package faastrain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import faastrain.trace.ResidualFamily;
import java.lang.management.ManagementFactory;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.apache.commons.math3.special.Gamma;
import umontreal.ssj.rng.MRG32k3aL;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.rng.RandomStreamBase;

class ResidualTest {
    private static final int DRAWS = 10_000;

    @Property(tries = 25)
    void theMeanIsOneWhateverTheFamilyAndShape(
            @ForAll ResidualFamily family, @ForAll @DoubleRange(min = -1, max = 1) double level, @ForAll long seed) {
        // Standard deviations of about 0.1 to 1, in each family's own parameter.
        double deviation = Math.pow(10, (level - 1) / 2);
        double shape =
                switch (family) {
                    case LOGNORMAL -> Math.sqrt(Math.log1p(deviation * deviation));
                    case GAMMA -> 1 / (deviation * deviation);
                    case WEIBULL -> Math.pow(deviation, -1.086);
                };
        Residual residual = new Residual(family, shape);
        MRG32k3aL stream = new Streams(seed).stream(Purpose.COMPUTE, 0, 0);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double draw = residual.draw(stream);
            sum += draw;
            squares += draw * draw;
        }
        double mean = sum / DRAWS;
        assertThat(mean).isCloseTo(1, within(5 * deviation / Math.sqrt(DRAWS)));
        assertThat(Math.sqrt(squares / DRAWS - mean * mean)).isCloseTo(deviation, within(0.2 * deviation));
    }

    @Property(tries = 60)
    void aGammaDrawIsTheQuantileToA400000thOfItsValue(
            @ForAll @DoubleRange(min = -0.3, max = 6) double logShape,
            @ForAll @Scale(11) @DoubleRange(min = 2.4e-10, max = 1 - 2.4e-10) double uniform) {
        double shape = Math.pow(10, logShape);
        double x = shape * new Residual(ResidualFamily.GAMMA, shape).draw(always(uniform));
        double missed = uniform < 0.5
                ? Gamma.regularizedGammaP(shape, x) - uniform
                : 1 - uniform - Gamma.regularizedGammaQ(shape, x);
        // Divided by x·density, a difference of probabilities is one relative to x.
        double slope = Math.exp(shape * Math.log(x) - x - Gamma.logGamma(shape));
        assertThat(missed / slope).isCloseTo(0, within(1 / 400_000.0));
    }

    @Property(tries = 300)
    void aWeibullDrawIsItsQuantileOverItsMean(
            @ForAll @DoubleRange(min = 0.3, max = 50) double shape,
            @ForAll @Scale(11) @DoubleRange(min = 2.4e-10, max = 1 - 2.4e-10) double uniform) {
        double mean = Gamma.gamma(1 + 1 / shape);
        double expected = Math.pow(-Math.log1p(-uniform), 1 / shape) / mean;
        assertThat(new Residual(ResidualFamily.WEIBULL, shape).draw(always(uniform)))
                .isCloseTo(expected, within(1e-10 * expected));
    }

    @Property(tries = 100)
    void everyDrawTakesOneUniformNumberSoThatStreamsStayInStep(
            @ForAll long seed,
            @ForAll ResidualFamily family,
            @ForAll @DoubleRange(min = 0.05, max = 500) double shape) {
        MRG32k3aL stream = new Streams(seed).stream(Purpose.COMPUTE, 0, 0);
        MRG32k3aL uniform = stream.clone();
        uniform.nextDouble();
        assertThat(new Residual(family, shape).draw(stream))
                .isGreaterThanOrEqualTo(0)
                .isFinite();
        assertThat(stream.getState()).isEqualTo(uniform.getState());
    }

    @Property(tries = 50)
    void aLargerUniformNumberNeverGivesASmallerFactor(
            @ForAll ResidualFamily family,
            @ForAll @DoubleRange(min = 0.05, max = 500) double shape,
            @ForAll @Scale(11) @DoubleRange(min = 1e-9, max = 1 - 1e-9) double one,
            @ForAll @Scale(11) @DoubleRange(min = 1e-9, max = 1 - 1e-9) double other) {
        Residual residual = new Residual(family, shape);
        assertThat(residual.draw(always(Math.min(one, other))))
                .isLessThanOrEqualTo(residual.draw(always(Math.max(one, other))));
    }

    @Example
    void theExponentialDistributionIsBothAGammaAndAWeibull() {
        Residual gamma = new Residual(ResidualFamily.GAMMA, 1);
        Residual weibull = new Residual(ResidualFamily.WEIBULL, 1);
        for (double uniform = 0.001; uniform < 1; uniform += 0.001) {
            double expected = -Math.log1p(-uniform);
            assertThat(gamma.draw(always(uniform))).isCloseTo(expected, within(3e-6 * expected));
            assertThat(weibull.draw(always(uniform))).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Example
    void aShapeThatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Residual(ResidualFamily.GAMMA, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Residual(ResidualFamily.WEIBULL, Double.NaN));
    }

    @Example
    void aDrawAllocatesNothing() {
        for (ResidualFamily family : ResidualFamily.values()) {
            Residual residual = new Residual(family, 2);
            MRG32k3aL stream = new Streams(5).stream(Purpose.COMPUTE, 0, 0);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            double sum = sum(residual, stream);
            long before = threads.getCurrentThreadAllocatedBytes();
            sum += sum(residual, stream);
            long after = threads.getCurrentThreadAllocatedBytes();
            assertThat(sum).isPositive();
            assertThat((double) (after - before) / DRAWS).as(family.title()).isLessThan(0.5);
        }
    }

    private static double sum(Residual residual, MRG32k3aL stream) {
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += residual.draw(stream);
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
