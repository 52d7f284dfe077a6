package faastrain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faastrain.scenario.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CoefficientFitTest {
    private static final int[] MEMORIES = {512, 1024, 1769};
    private static final int[] BATCHES = {16, 64, 128};

    @Property(tries = 200)
    void knownComputeCoefficientsAreRecoveredFromExactTimes(
            @ForAll @DoubleRange(min = 0.5, max = 3000) double a,
            @ForAll @DoubleRange(min = 1, max = 60) double b,
            @ForAll @DoubleRange(min = -300, max = 1500) double m)
            throws NoFitException {
        ComputeCoefficients truth = new ComputeCoefficients(a, b, m);
        List<ComputeFit.Cell> cells = new ArrayList<>();
        for (int memory : MEMORIES) {
            for (int batch : BATCHES) {
                cells.add(new ComputeFit.Cell("net", memory, batch, 1, truth.iterationSeconds(batch, memory), 0));
            }
        }
        ComputeCoefficients found = ComputeFit.coefficients(cells).coefficients();
        assertEquals(a, found.a(), 1e-6 * a);
        assertEquals(b, found.b(), 1e-6 * b);
        assertEquals(m, found.m(), 1e-6 * (512 + m));
    }

    @Test
    void theTruthMostlyLiesWithinThreeStandardErrorsOfANoisyFit() throws NoFitException {
        Random random = new Random(11);
        ComputeCoefficients truth = new ComputeCoefficients(37.19, 12.48, -111.46);
        int within = 0;
        for (int i = 0; i < 100; i++) {
            List<ComputeFit.Cell> cells = new ArrayList<>();
            for (int memory : MEMORIES) {
                for (int batch : BATCHES) {
                    double noise = Math.exp(0.02 * random.nextGaussian());
                    cells.add(new ComputeFit.Cell(
                            "net", memory, batch, 1, truth.iterationSeconds(batch, memory) * noise, 0));
                }
            }
            ComputeFit.Unrounded fit = ComputeFit.coefficients(cells);
            within += Math.abs(fit.coefficients().a() - 37.19) < 3 * fit.aStandardError() ? 1 : 0;
            within += Math.abs(fit.coefficients().b() - 12.48) < 3 * fit.bStandardError() ? 1 : 0;
            within += Math.abs(fit.coefficients().m() + 111.46) < 3 * fit.mStandardError() ? 1 : 0;
        }
        // Student's t with 6 degrees of freedom: 97.6 % of 300.
        assertTrue(within >= 280, within + " of 300");
        assertTrue(within < 300, "errors that always hold are too wide");
    }

    @Property(tries = 100)
    void anyMeasurementsAreFittedOrRefusedWithAReason(@ForAll long seed) {
        Random random = new Random(seed);
        double magnitudes = 40 * random.nextDouble();
        List<IterationTimes.Row> rows = new ArrayList<>();
        for (int memory : MEMORIES) {
            for (int batch : BATCHES) {
                double seconds = Math.exp(magnitudes * (random.nextDouble() - 0.5));
                rows.addAll(iterations(memory, batch, seconds).rows());
            }
        }
        ComputeFit.Result fit = ComputeFit.fit(trace(rows));
        assertEquals(1, fit.models().size() + fit.refusals().size());
        fit.models().forEach(model -> assertTrue(Double.isFinite(model.mStandardError())));
    }

    @Test
    void cellsAreMeansOverIterations() {
        ComputeFit.Result fit = ComputeFit.fit(iterations(512, 16, 1.0, 2.0, 6.0));
        ComputeFit.Cell cell = fit.cells().get(0);
        assertEquals(3, cell.iterations());
        assertEquals((1.0 + 2.0 + 6.0) / 3, cell.meanSeconds());
        assertEquals(Math.sqrt((4 + 1 + 9) / 2.0), cell.standardDeviationSeconds(), 1e-15);
    }

    @Test
    void oneMemoryOrOneBatchIsRefusedWithWhatToMeasure() {
        assertEquals(
                "made.csv: net: cannot be fitted: all iterations ran at 512 MB, so that m cannot be told;"
                        + " measure a second memory quota, such as 256 MB",
                ComputeFit.fit(iterations(512, 16, 1.0)).refusals().get(0).toString());
        List<IterationTimes.Row> rows = new ArrayList<>(iterations(512, 16, 1.0).rows());
        rows.addAll(iterations(1024, 16, 0.5).rows());
        assertEquals(
                "made.csv: net: cannot be fitted: all iterations had batch 16, so that b cannot be told;"
                        + " measure a second batch, such as 32",
                ComputeFit.fit(trace(rows)).refusals().get(0).toString());
        rows.addAll(iterations(1024, 32, 0.8).rows());
        assertEquals(
                "made.csv: net: cannot be fitted: 3 cells of memory and batch were measured; measure 4 or more, such as"
                        + " batches 16 and 32 at 512 and 1024 MB each",
                ComputeFit.fit(trace(rows)).refusals().get(0).toString());
    }

    @Property
    void knownTrainingMemoryIsRecovered(
            @ForAll @DoubleRange(min = 100, max = 2000) double base,
            @ForAll @DoubleRange(min = 0.1, max = 100) double perSample)
            throws NoFitException {
        List<PeakMemory.Row> rows = new ArrayList<>();
        for (int batch : BATCHES) {
            rows.add(new PeakMemory.Row(2, "net", batch, base + perSample * batch));
        }
        LeastSquares.Line line = MemoryFit.line(rows);
        assertEquals(base, line.intercept(), 1e-6 * base);
        assertEquals(perSample, line.slope(), 1e-6 * perSample);
    }

    @Test
    void aModelThatTheTraceLacksIsNamed() {
        PeakMemory trace =
                new PeakMemory(new TraceSource("made.csv", ""), List.of(new PeakMemory.Row(2, "net", 8, 500)));
        assertEquals(
                "made.csv: other: is no model of this trace",
                assertThrows(InvalidInputException.class, () -> MemoryFit.fit(trace, "other"))
                        .getMessage());
        assertEquals(
                "made.csv: net: cannot be fitted: 1 batch size was measured; measure 3 different ones or more",
                assertThrows(InvalidInputException.class, () -> MemoryFit.fit(trace, "net"))
                        .getMessage());
    }

    private static IterationTimes iterations(int memoryMb, int batch, double... seconds) {
        List<IterationTimes.Row> rows = new ArrayList<>();
        for (double value : seconds) {
            rows.add(new IterationTimes.Row(2, "net", 97.49, memoryMb, 1, 1, batch, rows.size(), value));
        }
        return trace(rows);
    }

    private static IterationTimes trace(List<IterationTimes.Row> rows) {
        return new IterationTimes(new TraceSource("made.csv", ""), rows);
    }
}
