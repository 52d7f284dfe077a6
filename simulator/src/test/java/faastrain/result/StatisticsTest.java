package faastrain.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import faastrain.analytic.CostItem;
import faastrain.event.Incidents;
import faastrain.event.LearningAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Quantities over replications. */
class StatisticsTest {
    @Test
    void oneToFiveHasTheIntervalOfStudentsTable() {
        Statistics statistics = Statistics.of(new double[] {4, 1, 5, 3, 2});
        assertThat(statistics.mean()).isEqualTo(3);
        assertThat(statistics.standardDeviation().orElseThrow()).isCloseTo(Math.sqrt(10.0 / 4), within(1e-12));
        // The 97.5 % quantile of Student's t with 4 degrees of freedom is 2.776445.
        double half = 2.776445 * Math.sqrt(2.5) / Math.sqrt(5);
        Interval interval = statistics.ci95().orElseThrow();
        assertThat(interval.low()).isCloseTo(3 - half, within(1e-5));
        assertThat(interval.high()).isCloseTo(3 + half, within(1e-5));
    }

    @Test
    void quantilesInterpolateBetweenOrderStatistics() {
        // the quantile q of n values is at 1 + (n − 1)q.
        Statistics five = Statistics.of(new double[] {50, 10, 40, 20, 30});
        assertThat(five.p50()).isEqualTo(30);
        assertThat(five.p95()).isCloseTo(40 + 0.8 * 10, within(1e-12));
        assertThat(five.p99()).isCloseTo(40 + 0.96 * 10, within(1e-12));
        Statistics four = Statistics.of(new double[] {10, 20, 30, 40});
        assertThat(four.p50()).isCloseTo(25, within(1e-12));
    }

    @Test
    void oneReplicationHasNoSpread() {
        Statistics statistics = Statistics.of(new double[] {0.1});
        assertThat(statistics.mean()).isEqualTo(0.1);
        assertThat(statistics.standardDeviation()).isEmpty();
        assertThat(statistics.ci95()).isEmpty();
        assertThat(statistics.p99()).isEqualTo(0.1);
    }

    @Test
    void theMeanOfEqualValuesIsThatValueToTheLastDigit() {
        Statistics statistics = Statistics.of(new double[] {0.1, 0.1, 0.1});
        assertThat(statistics.mean()).isEqualTo(0.1);
        assertThat(statistics.standardDeviation()).contains(0.0);
        assertThat(statistics.ci95()).contains(new Interval(0.1, 0.1));
    }

    @Test
    void noValueIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.of(new double[0]));
    }

    @Property(tries = 200)
    void theIntervalIsSymmetricAroundTheMeanAndQuantilesRise(
            @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = 0, max = 1000) Double> values) {
        Statistics statistics =
                Statistics.of(values.stream().mapToDouble(Double::doubleValue).toArray());
        Interval interval = statistics.ci95().orElseThrow();
        assertThat(interval.high() - statistics.mean())
                .isCloseTo(statistics.mean() - interval.low(), within(1e-9))
                .isNotNegative();
        assertThat(statistics.p50()).isLessThanOrEqualTo(statistics.p95());
        assertThat(statistics.p95()).isLessThanOrEqualTo(statistics.p99());
    }

    @Test
    void aReplicationsCostIsTheSumOfItsItems() {
        Replication replication = new Replication(
                1,
                10,
                Map.of(CostItem.STORAGE_GET, 0.25, CostItem.FUNCTION_DURATION, 2.0, CostItem.STORAGE_DELETE, 0.5),
                Map.of(),
                Map.of(),
                0,
                new Requests(0, 0, 0, 0, 0, 0),
                0,
                1,
                1,
                10,
                8,
                5,
                List.of(),
                new LearningAccount(List.of(1L), 0, 10, 10, 1, false),
                new Incidents(1, 0, 0, 0, 1, 0, 0),
                Optional.empty());
        assertThat(replication.costUsd()).isEqualTo(2 + 0.25 + 0.5);
        assertThat(replication.iterationCommunicationSeconds()).isEqualTo(8 - 5);
        assertThat(new IterationRecord(1, 1, 4, 14, 7).communicationSeconds()).isEqualTo(14 - 4 - 7);
    }
}
