package faastrain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import faastrain.trace.StartUpDistribution;
import faastrain.trace.StartUpTrace;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import umontreal.ssj.rng.MRG32k3aL;

/** How long functions take to start. */
class StartUpDrawsTest {
    private static final Streams STREAMS = new Streams(7);
    private static final StartUpDistribution COLD = new StartUpDistribution(2.5, 0.35);
    private static final StartUpDistribution WARM = new StartUpDistribution(0.025, 0.2);
    private static final StartUpTrace.Sample TRACE =
            new StartUpTrace.Sample(List.of(1.0, 2.0, 4.0, 8.0), List.of(0.1, 0.3), List.of());

    private static StartUpDraws lognormal(int workers, int replication) {
        return StartUpDraws.fromDistributions(COLD, WARM, workers, STREAMS, replication);
    }

    private static StartUpDraws traced(int workers) {
        return StartUpDraws.fromTrace(TRACE, workers, STREAMS, 0);
    }

    @Test
    void aWorkersStartsAreThoseOfItsOwnStreamColdOrWarm() {
        StartUpDraws draws = lognormal(3, 4);
        MRG32k3aL stream = STREAMS.stream(Purpose.START_UP, 2, 4);
        assertThat(draws.coldSeconds(2)).isEqualTo(2.5 * new Lognormal(0.35).drawOfMedianOne(stream));
        assertThat(draws.warmSeconds(2)).isEqualTo(0.025 * new Lognormal(0.2).drawOfMedianOne(stream));
        assertThat(draws.coldSeconds(2)).isEqualTo(2.5 * new Lognormal(0.35).drawOfMedianOne(stream));
    }

    @Test
    void othersNeitherShiftNorRepeatAWorkersStarts() {
        StartUpDraws few = lognormal(2, 0);
        StartUpDraws many = lognormal(9, 0);
        double other = many.coldSeconds(8);
        double again = many.coldSeconds(0);
        assertThat(few.coldSeconds(1)).isEqualTo(many.coldSeconds(1));
        assertThat(few.coldSeconds(0)).isEqualTo(again).isNotEqualTo(other);
    }

    @Test
    void eachReplicationHasItsOwnStarts() {
        assertThat(lognormal(1, 0).coldSeconds(0)).isNotEqualTo(lognormal(1, 1).coldSeconds(0));
    }

    @Test
    void streamsStayInStepWhetherStartsAreColdOrWarmSpreadOrNot() {
        StartUpDraws cold = lognormal(1, 0);
        StartUpDraws mixed = StartUpDraws.fromDistributions(COLD, new StartUpDistribution(0.025, 0), 1, STREAMS, 0);
        cold.coldSeconds(0);
        assertThat(mixed.warmSeconds(0)).isEqualTo(0.025);
        assertThat(mixed.coldSeconds(0)).isEqualTo(cold.coldSeconds(0));
    }

    @Test
    void startsHaveTheMedianAndTheSpreadOfTheirDistribution() {
        StartUpDraws draws = lognormal(1, 0);
        int count = 20_000;
        double[] seconds = new double[count];
        double logs = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            seconds[i] = draws.coldSeconds(0);
            double log = Math.log(seconds[i] / 2.5);
            logs += log;
            squares += log * log;
        }
        Arrays.sort(seconds);
        // Five standard errors: of a median of logarithms sqrt(pi/2) sigma/sqrt(n), of a spread sigma/sqrt(2n).
        assertThat(Math.log(seconds[count / 2] / 2.5))
                .isCloseTo(0, within(5 * Math.sqrt(Math.PI / 2) * 0.35 / Math.sqrt(count)));
        assertThat(Math.sqrt(squares / count - logs / count * (logs / count)))
                .isCloseTo(0.35, within(5 * 0.35 / Math.sqrt(2.0 * count)));
    }

    @Test
    void aTraceIsDrawnFromWithReplacementOneUniformNumberEach() {
        StartUpDraws draws = traced(2);
        MRG32k3aL stream = STREAMS.stream(Purpose.START_UP, 1, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(draws.coldSeconds(1)).isEqualTo(TRACE.coldSeconds().get((int) (4 * stream.nextDouble())));
            assertThat(draws.warmSeconds(1)).isEqualTo(TRACE.warmSeconds().get(stream.nextDouble() < 0.5 ? 0 : 1));
        }
    }

    @Test
    void everyStartOfATraceIsAsLikely() {
        StartUpDraws draws = traced(1);
        int count = 20_000;
        int[] seen = new int[4];
        for (int i = 0; i < count; i++) {
            seen[TRACE.coldSeconds().indexOf(draws.coldSeconds(0))]++;
        }
        // Five standard deviations of a binomial count of p = 1/4.
        for (int times : seen) {
            assertThat((double) times).isCloseTo(count / 4.0, within(5 * Math.sqrt(count * 0.25 * 0.75)));
        }
    }

    @Test
    void aDrawAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (StartUpDraws draws : List.of(lognormal(1, 0), traced(1))) {
            int count = 50_000;
            double sum = sum(draws, count);
            long before = threads.getCurrentThreadAllocatedBytes();
            sum += sum(draws, count);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(sum).isPositive();
            assertThat((double) allocated / count).isLessThan(0.5);
        }
    }

    private static double sum(StartUpDraws draws, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += draws.coldSeconds(0) + draws.warmSeconds(0);
        }
        return sum;
    }
}
