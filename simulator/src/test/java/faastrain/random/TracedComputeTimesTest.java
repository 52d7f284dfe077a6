package faastrain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import faastrain.event.ComputeTimes;
import faastrain.scenario.Place;
import faastrain.trace.IterationCells;
import faastrain.trace.IterationTimes;
import faastrain.trace.ResidualFit;
import faastrain.trace.TraceSource;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TracedComputeTimesTest {
    private static final int MEMORY = 1769;
    private static final int BATCH = 32;
    private static final Path LONG = Path.of("..", "traces", "iterations", "iteration-times-long.csv");

    /** One cell whose iterations are these. */
    private static IterationCells cell(List<Double> seconds) {
        return cells(seconds.stream().map(each -> row(BATCH, each)).toList());
    }

    private static IterationTimes.Row row(int batch, double seconds) {
        return new IterationTimes.Row(2, "m", 1, MEMORY, 1, 1, batch, 0, seconds);
    }

    private static IterationCells cells(List<IterationTimes.Row> rows) {
        return IterationCells.of(
                new IterationTimes(new TraceSource("t.csv", ""), rows),
                Optional.empty(),
                "m",
                Place.of("r"),
                "compute");
    }

    /** 0, 1, 2 … in the order of the cell, plus 1 because times are above 0. */
    private static IterationCells counted(int iterations) {
        return cell(
                IntStream.rangeClosed(1, iterations).mapToObj(i -> (double) i).toList());
    }

    private static IterationCells resNet50() {
        return IterationCells.of(IterationTimes.read(LONG), Optional.empty(), "ResNet50", Place.of("r"), "compute");
    }

    private static List<Double> draws(ComputeTimes times, int worker, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> times.seconds(worker, BATCH, 10))
                .toList();
    }

    /** Every way to take times from a cell, by number. */
    private static ComputeTimes source(int which, IterationCells cells, int workers, long seed) {
        Streams streams = new Streams(seed);
        return switch (which) {
            case 0 -> TracedComputeTimes.replay(cells, MEMORY, workers);
            case 1 -> TracedComputeTimes.bootstrap(cells, MEMORY, workers, streams, 0);
            case 2 -> TracedComputeTimes.blockBootstrap(3, cells, MEMORY, workers, streams, 0);
            default -> TracedComputeTimes.fitted(Residual.of(ResidualFit.of(cells)), workers, streams, 0);
        };
    }

    @Property(tries = 100)
    void replayGivesTheOrderToEachWorkerFromTheBeginningAndWraps(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0.01, max = 9) Double> seconds) {
        TracedComputeTimes times = TracedComputeTimes.replay(cell(seconds), MEMORY, 2);
        assertThat(draws(times, 0, seconds.size())).isEqualTo(seconds);
        assertThat(times.wrapped()).isFalse();
        assertThat(draws(times, 0, 1)).containsExactly(seconds.get(0));
        assertThat(times.wrapped()).isTrue();
        assertThat(draws(times, 1, seconds.size())).isEqualTo(seconds);
    }

    @Example
    void theLongTraceIsReplayedAsItWasMeasured() {
        TracedComputeTimes times = TracedComputeTimes.replay(resNet50(), MEMORY, 1);
        List<Double> measured = IterationTimes.read(LONG).rows().stream()
                .filter(row -> row.model().equals("resnet50"))
                .map(IterationTimes.Row::computeSeconds)
                .toList();
        assertThat(draws(times, 0, 250)).isEqualTo(measured);
    }

    @Property(tries = 100)
    void theBootstrapDrawsOnlyValuesOfTheCellAndInTheEndAllOfThem(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0.01, max = 9) Double> seconds,
            @ForAll long seed) {
        List<Double> draws = draws(source(1, cell(seconds), 1, seed), 0, 600);
        // A value of 12 is missed by 600 draws with probability (11/12)^600 = 2e-23.
        assertThat(draws).hasSameElementsAs(seconds);
    }

    @Property(tries = 30)
    void theBootstrapsMeanTendsToTheCells(
            @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = 0.01, max = 9) Double> seconds,
            @ForAll long seed) {
        IterationCells cells = cell(seconds);
        double mean = cells.cells().get(0).meanSeconds();
        double variance = seconds.stream()
                        .mapToDouble(each -> (each - mean) * (each - mean))
                        .sum()
                / seconds.size();
        int count = 5000;
        double drawn = draws(source(1, cells, 1, seed), 0, count).stream()
                        .mapToDouble(each -> each)
                        .sum()
                / count;
        assertThat(drawn).isCloseTo(mean, within(1e-9 + 5 * Math.sqrt(variance / count)));
    }

    @Property(tries = 100)
    void blocksKeepTheOrderInsideAndBeginWhereTheyFit(
            @ForAll @IntRange(min = 1, max = 30) int iterations,
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll long seed) {
        ComputeTimes times =
                TracedComputeTimes.blockBootstrap(length, counted(iterations), MEMORY, 1, new Streams(seed), 0);
        int block = Math.min(length, iterations);
        List<Double> draws = draws(times, 0, 20 * block);
        for (int i = 0; i < draws.size(); i++) {
            if (i % block == 0) {
                assertThat(draws.get(i)).isBetween(1.0, (double) iterations - block + 1);
            } else {
                assertThat(draws.get(i)).isEqualTo(draws.get(i - 1) + 1);
            }
        }
    }

    @Property(tries = 30)
    void aBlockTakesOneUniformNumberAndBlocksOfOneAreTheBootstrap(
            @ForAll @IntRange(min = 6, max = 30) int iterations, @ForAll long seed) {
        Streams streams = new Streams(seed);
        var uniforms = streams.stream(Purpose.COMPUTE, 0, 0);
        ComputeTimes blocks = TracedComputeTimes.blockBootstrap(5, counted(iterations), MEMORY, 1, streams, 0);
        for (int i = 0; i < 10; i++) {
            double first = 1 + Math.floor(uniforms.nextDouble() * (iterations - 5 + 1));
            assertThat(draws(blocks, 0, 5)).containsExactly(first, first + 1, first + 2, first + 3, first + 4);
        }
        assertThat(draws(TracedComputeTimes.blockBootstrap(1, counted(iterations), MEMORY, 1, streams, 0), 0, 50))
                .isEqualTo(draws(source(1, counted(iterations), 1, seed), 0, 50));
    }

    @Property(tries = 100)
    void aMissingCellTakesTheFormulasMeanAndTheNearestCellsRatios(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0.01, max = 9) Double> seconds,
            @ForAll @IntRange(min = 1, max = 300) int batch,
            @ForAll @DoubleRange(min = 0.01, max = 100) double formulaSeconds) {
        IterationCells cells = cell(seconds);
        double mean = cells.cells().get(0).meanSeconds();
        TracedComputeTimes times = TracedComputeTimes.replay(cells, MEMORY, 1);
        double sum = 0;
        for (double each : seconds) {
            double expected = batch == BATCH ? each : formulaSeconds * each / mean;
            double drawn = times.seconds(0, batch, formulaSeconds);
            assertThat(drawn).isCloseTo(expected, within(1e-12 * expected));
            sum += drawn;
        }
        double expectedMean = batch == BATCH ? mean : formulaSeconds;
        assertThat(sum / seconds.size()).isCloseTo(expectedMean, within(1e-12 * expectedMean));
    }

    @Example
    void anotherMemoryIsAMissingCellToo() {
        TracedComputeTimes times = TracedComputeTimes.replay(cell(List.of(1.0, 3.0)), 1024, 1);
        // The ratios are 1/2 and 3/2.
        assertThat(draws(times, 0, 3)).containsExactly(10 * 0.5, 10 * 1.5, 10 * 0.5);
    }

    @Example
    void eachCellIsGoneThroughByItselfAndBatchesThatShareOneGoOnInIt() {
        IterationCells cells = cells(List.of(row(8, 1), row(8, 2), row(8, 3), row(64, 7), row(64, 8)));
        TracedComputeTimes times = TracedComputeTimes.replay(cells, MEMORY, 1);
        assertThat(times.seconds(0, 8, 10)).isEqualTo(1);
        assertThat(times.seconds(0, 64, 10)).isEqualTo(7);
        assertThat(times.seconds(0, 8, 10)).isEqualTo(2);
        // Batch 9 is nearest to 8, whose mean is 2: the third iteration, at the ratio 3/2.
        assertThat(times.seconds(0, 9, 10)).isEqualTo(10 * 3 / 2.0);
        assertThat(times.seconds(0, 64, 10)).isEqualTo(8);
    }

    @Property(tries = 40)
    void whoElseComputesAndWhenChangesNobodysTimes(
            @ForAll @IntRange(min = 0, max = 3) int which, @ForAll long seed, @ForAll List<Boolean> interleaving) {
        ComputeTimes alone = source(which, counted(12), 2, seed);
        ComputeTimes crowd = source(which, counted(12), 9, seed);
        List<Double> expected = draws(alone, 1, interleaving.size());
        List<Double> among = new ArrayList<>();
        for (boolean othersFirst : interleaving) {
            if (othersFirst) {
                draws(crowd, 0, 2);
                draws(crowd, 8, 1);
                crowd.seconds(8, 5, 3);
            }
            among.addAll(draws(crowd, 1, 1));
        }
        assertThat(among).isEqualTo(expected);
    }

    @Property(tries = 20)
    void workersAndReplicationsDrawDifferently(@ForAll long seed) {
        Streams streams = new Streams(seed);
        ComputeTimes first = TracedComputeTimes.bootstrap(counted(1000), MEMORY, 2, streams, 0);
        ComputeTimes second = TracedComputeTimes.bootstrap(counted(1000), MEMORY, 2, streams, 1);
        List<Double> draws = draws(first, 0, 20);
        // Twenty draws of 1000 values agree with probability 1e-60.
        assertThat(draws(first, 1, 20)).isNotEqualTo(draws);
        assertThat(draws(second, 0, 20)).isNotEqualTo(draws);
    }

    @Example
    void aFittedSourceKeepsTheFormulasMeanAndTheTracesSpread() {
        IterationCells cells = resNet50();
        ComputeTimes times = source(3, cells, 1, 2024);
        int count = 20_000;
        double sum = 0;
        double squares = 0;
        for (double each : draws(times, 0, count)) {
            sum += each / 10;
            squares += each / 10 * (each / 10);
        }
        double mean = sum / count;
        // The fit is a gamma of shape 98.9, whose standard deviation is 1/√98.9.
        double deviation = 1 / Math.sqrt(98.9);
        assertThat(mean).isCloseTo(1, within(5 * deviation / Math.sqrt(count)));
        assertThat(Math.sqrt(squares / count - mean * mean))
                .isCloseTo(deviation, within(5 * deviation / Math.sqrt(2.0 * count)));
    }

    @Example
    void aComputationAllocatesNothingAfterTheFirstOfItsBatch() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int which = 0; which < 4; which++) {
            ComputeTimes times = source(which, counted(100), 2, 1);
            double sum = sum(times);
            long before = threads.getCurrentThreadAllocatedBytes();
            sum += sum(times);
            long after = threads.getCurrentThreadAllocatedBytes();
            assertThat(sum).isPositive();
            assertThat((after - before) / 40_000.0).as("source " + which).isLessThan(0.5);
        }
    }

    private static double sum(ComputeTimes times) {
        double sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += times.seconds(0, BATCH, 10) + times.seconds(1, 7, 10);
        }
        return sum;
    }

    @Example
    void aBlockOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TracedComputeTimes.blockBootstrap(0, counted(3), MEMORY, 1, new Streams(1), 0));
    }
}
