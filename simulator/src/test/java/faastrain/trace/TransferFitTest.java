package faastrain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faastrain.scenario.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class TransferFitTest {
    private static final double[] SIZES = {1, 2, 3, 5, 8, 12, 16, 20, 26, 32, 40, 50};

    @Property(tries = 200)
    void knownSaturationIsRecoveredFromExactTimes(
            @ForAll @DoubleRange(min = 5, max = 500) double p, @ForAll @DoubleRange(min = 0.02, max = 2) double t)
            throws NoFitException {
        SaturationCurve truth = new SaturationCurve(p, t);
        TransferFit.Saturation fit = TransferFit.saturation(rows(128, truth::seconds), Direction.UPLOAD);
        assertEquals(p, fit.curve().p(), 1e-6 * p);
        assertEquals(t, fit.curve().t(), 1e-6 * t);
    }

    @Property(tries = 200)
    void knownLatencyAndBandwidthAreRecoveredFromExactTimes(
            @ForAll @Scale(4) @DoubleRange(min = 0.001, max = 2) double latency,
            @ForAll @DoubleRange(min = 5, max = 500) double bandwidth)
            throws NoFitException {
        AffineCurve truth = new AffineCurve(latency, bandwidth);
        TransferFit.Affine fit = TransferFit.affine(rows(128, truth::seconds), Direction.DOWNLOAD);
        assertEquals(latency, fit.curve().latencySeconds(), 1e-6 * latency);
        assertEquals(bandwidth, fit.curve().bandwidthMibPerSecond(), 1e-6 * bandwidth);
    }

    @Test
    void theTruthMostlyLiesWithinThreeStandardErrorsOfANoisyFit() throws NoFitException {
        Random random = new Random(7);
        SaturationCurve saturation = new SaturationCurve(80, 0.12);
        AffineCurve affine = new AffineCurve(0.1, 90);
        int within = 0;
        for (int i = 0; i < 100; i++) {
            TransferFit.Saturation first = TransferFit.saturation(
                    rows(128, size -> saturation.seconds(size) * Math.exp(0.03 * random.nextGaussian())),
                    Direction.UPLOAD);
            TransferFit.Affine second = TransferFit.affine(
                    rows(128, size -> affine.seconds(size) * Math.exp(0.03 * random.nextGaussian())), Direction.UPLOAD);
            within += Math.abs(first.curve().p() - 80) < 3 * first.pStandardError() ? 1 : 0;
            within += Math.abs(first.curve().t() - 0.12) < 3 * first.tStandardError() ? 1 : 0;
            within += Math.abs(second.curve().latencySeconds() - 0.1) < 3 * second.latencyStandardError() ? 1 : 0;
            within +=
                    Math.abs(second.curve().bandwidthMibPerSecond() - 90) < 3 * second.bandwidthStandardError() ? 1 : 0;
        }
        // Student's t with 10 degrees of freedom: 98.7 % of 400.
        assertTrue(within >= 380, within + " of 400");
        assertTrue(within < 400, "errors that always hold are too wide");
    }

    @Test
    void anAffineFitWithoutLatencyHoldsItAtZero() throws NoFitException {
        TransferFit.Affine fit = TransferFit.affine(rows(128, size -> 0.01 * size * size), Direction.UPLOAD);
        assertEquals(0, fit.curve().latencySeconds());
    }

    @Test
    void errorFiguresAreThoseOfTheRoundedCurve() {
        List<TransferTimes.Row> rows = rows(512, size -> 0.1 + size / 90);
        DirectionFit fit =
                TransferFit.fit(times(rows), Set.of()).curves().get(0).upload();
        double sum = 0;
        for (TransferTimes.Row row : rows) {
            sum += Math.abs(fit.saturation().seconds(row.sizeMib()) / row.uploadSeconds() - 1);
        }
        assertEquals(sum / rows.size(), fit.saturationMape(), 1e-5 * fit.saturationMape());
        assertEquals(0, fit.affineMape(), 1e-5);
        assertEquals(12, fit.points());
        assertEquals(1, fit.smallestMib());
        assertEquals(50, fit.largestMib());
    }

    @Test
    void timesThatCannotBeFittedAreRefusedWithWhatToMeasure() {
        assertRefused(rows(128, size -> 0.2), "measure objects larger than 50.0 MiB");
        assertRefused(rows(128, size -> size / 50), "measure objects smaller than 1.0 MiB");
        assertRefused(rows(128, size -> 0.1 + size / 50).subList(0, 2), "measure 3 different sizes or more");
    }

    private static void assertRefused(List<TransferTimes.Row> rows, String advice) {
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> TransferFit.fit(times(rows), Set.of()));
        assertEquals(2, refused.problems().size(), refused.getMessage());
        assertTrue(
                refused.getMessage().contains("made.csv: upload_s at 128 MB: cannot be fitted"), refused.getMessage());
        assertTrue(refused.getMessage().contains(advice), refused.getMessage());
    }

    @Property(tries = 100)
    void anyMeasurementsAreFittedOrRefusedWithAReason(@ForAll long seed) {
        Random random = new Random(seed);
        double magnitudes = 40 * random.nextDouble();
        List<TransferTimes.Row> rows =
                rows(512, size -> Math.max(1e-9, Math.min(1e9, Math.exp(magnitudes * (random.nextDouble() - 0.5)))));
        try {
            DirectionFit fit =
                    TransferFit.fit(times(rows), Set.of()).curves().get(0).upload();
            assertTrue(Double.isFinite(fit.pStandardError()) && Double.isFinite(fit.saturationSpread()));
        } catch (InvalidInputException refused) {
            assertTrue(refused.getMessage().contains("cannot be fitted"), refused.getMessage());
        }
    }

    @Test
    void aLabelThatOccursTwiceKeepsItsLongerRun() {
        List<TransferTimes.Row> rows = new ArrayList<>(rows(512, size -> 0.1 + size / 40));
        rows.addAll(rows(1024, size -> 0.1 + size / 80));
        // The 60 MiB rows: a lone 512 that is another memory's, then 512 and 1024.
        rows.add(row(100, 512, 60, 9.123));
        rows.add(row(101, 512 + 512, 60, 0.1 + 60.0 / 80));
        rows.add(row(102, 512, 60, 0.1 + 60.0 / 40));
        rows.add(row(103, 640, 60, 1));
        rows.add(row(104, 768, 60, 1));
        List<Suspicion> found = SuspicionFinder.find(times(rows));
        assertEquals(
                Set.of(100),
                lines(found, SuspicionRule.REPEATED_LABEL),
                "runs are {512, 1024} and {512, 640, 768}; 1024 is in no other run");
    }

    @Test
    void wholeRepeatedMeasurementsAreNotSuspicious() {
        List<TransferTimes.Row> rows = new ArrayList<>();
        int line = 2;
        for (int repeat = 0; repeat < 2; repeat++) {
            for (double size : SIZES) {
                for (int memory : new int[] {512, 1024}) {
                    rows.add(row(line++, memory, size, (0.1 + size / memory) * (1 + 0.01 * repeat)));
                }
            }
        }
        assertEquals(List.of(), SuspicionFinder.find(times(rows)));
        assertEquals(
                24,
                TransferFit.fit(times(rows), Set.of()).curves().get(0).upload().points());
    }

    @Test
    void aTimeThatStaysWhileTheSizeGrowsIsSuspiciousFromFiveSizesOn() {
        List<TransferTimes.Row> five = rows(512, size -> size >= 5 && size <= 20 ? 0.3 : 0.1 + size / 40);
        assertEquals(
                5,
                lines(SuspicionFinder.find(times(five)), SuspicionRule.IDENTICAL_RUN)
                        .size());
        List<TransferTimes.Row> four = rows(512, size -> size >= 5 && size <= 16 ? 0.3 : 0.1 + size / 40);
        assertEquals(Set.of(), lines(SuspicionFinder.find(times(four)), SuspicionRule.IDENTICAL_RUN));
    }

    @Test
    void anotherMemorysTimesAreSuspiciousUnlessReadToTwoDigits() {
        DoubleUnaryOperator exact = size -> 0.1 + size / 37.7;
        List<TransferTimes.Row> twins = new ArrayList<>(rows(512, exact));
        twins.addAll(rows(640, exact));
        assertEquals(
                24,
                lines(SuspicionFinder.find(times(twins)), SuspicionRule.DUPLICATED_COLUMN)
                        .size());

        DoubleUnaryOperator coarse = size -> Math.round(100 * exact.applyAsDouble(size)) / 100.0;
        List<TransferTimes.Row> readings = new ArrayList<>(rows(512, coarse));
        readings.addAll(rows(640, coarse));
        assertEquals(Set.of(), lines(SuspicionFinder.find(times(readings)), SuspicionRule.DUPLICATED_COLUMN));
    }

    @Test
    void aLoneSizeWithTimesFromRoundedThroughputsIsSuspicious() {
        List<TransferTimes.Row> rows = new ArrayList<>(rows(512, size -> 0.1 + size / 37.7));
        rows.add(row(90, 512, 100, 100 / 28.2));
        assertEquals(Set.of(90), lines(SuspicionFinder.find(times(rows)), SuspicionRule.OFF_SIZE));
        rows.set(12, row(90, 512, 100, 3.0123456789));
        assertEquals(Set.of(), lines(SuspicionFinder.find(times(rows)), SuspicionRule.OFF_SIZE));
        rows.set(12, row(90, 512, 100, 4.0)); // 25 MiB/s, but 4.0 may well be a reading
        assertEquals(Set.of(), lines(SuspicionFinder.find(times(rows)), SuspicionRule.OFF_SIZE));
    }

    @Test
    void aCellFarFromTheOthersIsReportedAndKept() {
        SaturationCurve truth = new SaturationCurve(80, 0.12);
        List<TransferTimes.Row> rows = rows(512, size -> truth.seconds(size) * (size == 8 ? 1.3 : 1));
        TransferFit.Result kept = TransferFit.fit(times(rows), SuspicionRule.structuralRules());
        assertEquals(
                List.of("1.30 times the curve through the other sizes", "1.30 times the curve through the other sizes"),
                kept.suspicions().stream().map(Suspicion::detail).toList());
        assertEquals(12, kept.curves().get(0).upload().points());
        assertEquals(List.of(), kept.leftOut());

        TransferFit.Result without = TransferFit.fit(times(rows), Set.of(SuspicionRule.FAR_OFF));
        assertEquals(
                new SaturationCurve(80, 0.12), without.curves().get(0).upload().saturation());
        assertEquals(2, without.cells().stream().filter(FittedCell::leftOut).count());
    }

    @Test
    void rulesAreNamedInAnOptionAndUnknownNamesGetASuggestion() {
        assertEquals(Set.of(), SuspicionRule.parse("--leave-out", "none"));
        assertEquals(
                Set.of(SuspicionRule.FAR_OFF, SuspicionRule.OFF_SIZE),
                SuspicionRule.parse("--leave-out", "off-size, far-off"));
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> SuspicionRule.parse("--leave-out", "off-sise"));
        assertEquals(
                "--leave-out: \"off-sise\" is no rule; did you mean \"off-size\"? (allowed: none, or some of"
                        + " repeated-label,identical-run,duplicated-column,off-size,far-off)",
                refused.getMessage());
        assertFalse(SuspicionRule.structuralRules().contains(SuspicionRule.FAR_OFF));
    }

    private static Set<Integer> lines(List<Suspicion> found, SuspicionRule rule) {
        return found.stream()
                .filter(suspicion -> suspicion.rule() == rule)
                .map(Suspicion::line)
                .collect(Collectors.toSet());
    }

    static TransferTimes times(List<TransferTimes.Row> rows) {
        return new TransferTimes(new TraceSource("made.csv", "0".repeat(64)), rows);
    }

    static List<TransferTimes.Row> rows(int memoryMb, DoubleUnaryOperator seconds) {
        List<TransferTimes.Row> rows = new ArrayList<>();
        for (double size : SIZES) {
            rows.add(row(1000 * memoryMb + rows.size(), memoryMb, size, seconds.applyAsDouble(size)));
        }
        return rows;
    }

    @Test
    void everyRepetitionOfADuplicatedColumnIsNamedOnce() {
        List<TransferTimes.Row> rows = new ArrayList<>();
        for (double size : SIZES) {
            for (int repetition = 0; repetition < 20; repetition++) {
                // 128 and 256 MB hold one series, 512 MB another.
                rows.add(row(rows.size() + 2, 128, size, 0.1234567 + size / 70));
                rows.add(row(rows.size() + 2, 256, size, 0.1234567 + size / 70));
                rows.add(row(rows.size() + 2, 512, size, 0.0987654 + size / 80));
            }
        }
        List<Suspicion> found = SuspicionFinder.find(times(rows)).stream()
                .filter(one -> one.rule() == SuspicionRule.DUPLICATED_COLUMN)
                .toList();
        assertEquals(2 * SIZES.length * 20 * 2, found.size());
        assertTrue(found.stream().noneMatch(one -> one.memoryMb() == 512));
    }

    @Test
    void aFarCellAmongThousandsIsFoundByTheCurveOfThemAll() {
        List<TransferTimes.Row> rows = new ArrayList<>();
        SaturationCurve curve = new SaturationCurve(80, 0.12);
        for (int memory = 1; memory <= 450; memory++) {
            for (double size : SIZES) {
                boolean far = memory == 7 && size == 20;
                rows.add(row(rows.size() + 2, memory, size, curve.seconds(size) * (1 + memory * 1e-3) * (far ? 3 : 1)));
            }
        }
        assertTrue(rows.size() > 5_000);
        List<Suspicion> found = SuspicionFinder.find(times(rows)).stream()
                .filter(one -> one.memoryMb() == 7 && one.sizeMib() == 20)
                .toList();
        assertEquals(
                List.of(SuspicionRule.FAR_OFF, SuspicionRule.FAR_OFF),
                found.stream().map(Suspicion::rule).toList());
    }

    private static TransferTimes.Row row(int line, int memoryMb, double size, double seconds) {
        return new TransferTimes.Row(line, memoryMb, size, seconds, seconds);
    }
}
