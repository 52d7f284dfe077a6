package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import faastrain.scenario.LastBatch;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** How an epoch's samples become iterations. */
class ScheduleTest {
    /** Two aggregators of 10, three non-aggregators of 20: a global batch of 2·10 + 3·20 = 80. */
    private static final Plan PLAN = new Plan(5, 1000, 2, 10, 20);

    @Test
    void oneSampleOverMakesAShortIteration() {
        Schedule schedule = Schedule.of(161, PLAN, LastBatch.SHORT);
        assertThat(schedule.fullIterations()).isEqualTo(161 / 80);
        assertThat(schedule.lastSamples()).isEqualTo(1);
        assertThat(schedule.iterations()).isEqualTo(3);
        assertThat(schedule.samplesPerEpoch()).isEqualTo(161);
        assertThat(List.of(schedule.isShort(0), schedule.isShort(1), schedule.isShort(2), schedule.isShort(3)))
                .containsExactly(false, false, true, false);
    }

    @Test
    void whatDoesNotFillAGlobalBatchCanBeDropped() {
        Schedule schedule = Schedule.of(239, PLAN, LastBatch.DROP);
        assertThat(schedule.iterations()).isEqualTo(2);
        assertThat(schedule.samplesPerEpoch()).isEqualTo(160);
        assertThat(schedule.isShort(2)).isFalse();
    }

    @Test
    void samplesThatFillTheGlobalBatchesLeaveNoShortIteration() {
        for (LastBatch last : LastBatch.values()) {
            Schedule schedule = Schedule.of(160, PLAN, last);
            assertThat(schedule.iterations()).isEqualTo(2);
            assertThat(schedule.lastSamples()).isZero();
            assertThat(schedule.isShort(2)).isFalse();
        }
    }

    @Test
    void fewerSamplesThanAGlobalBatchAreOneShortIterationOrNoneAtAll() {
        Schedule schedule = Schedule.of(79, PLAN, LastBatch.SHORT);
        assertThat(schedule.iterations()).isEqualTo(1);
        assertThat(schedule.isShort(0)).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.of(79, PLAN, LastBatch.DROP))
                .withMessageContaining("80 samples")
                .withMessageContaining("79 samples");
        assertThat(Schedule.of(80, PLAN, LastBatch.DROP).iterations()).isEqualTo(1);
    }

    @Test
    void aShortBatchIsSharedInProportionAggregatorsRoundedUp() {
        // 10·41/80 = 5.125, so 6 each for the aggregators; 41 - 12 = 29 among three, the first up: 10, 10, 9.
        assertThat(shares(41, PLAN)).containsExactly(6, 6, 10, 10, 9);
        // 10·40/80 = 5 exactly, and 30 among three.
        assertThat(shares(40, PLAN)).containsExactly(5, 5, 10, 10, 10);
    }

    @Test
    void sharesAreRoundedAlongTheNumbersWhereEqualOnesForAggregatorsAreNotPossible() {
        // One sample and two aggregators: ceil(10/80) = 1 each would be two.
        assertThat(shares(1, PLAN)).containsExactly(1, 0, 0, 0, 0);
        // All aggregate: 7 samples among 3 equal batches of 5 are up to 7/3, 14/3 and 21/3.
        assertThat(shares(7, new Plan(3, 1000, 3, 5, 5))).containsExactly(3, 2, 2);
    }

    @Property(tries = 300)
    void sharesAddUpAndExceedNeitherTheBatchNorForEqualBatchesWorkerZeros(
            @ForAll @IntRange(min = 1, max = 20) int workers,
            @ForAll @IntRange(min = 0, max = 19) int aggregators,
            @ForAll @IntRange(min = 1, max = 40) int batch,
            @ForAll @IntRange(min = 1, max = 40) int other,
            @ForAll @LongRange(min = 0, max = 100_000) long samples) {
        Plan plan = new Plan(workers, 1000, 1 + aggregators % workers, batch, other);
        long last = samples % plan.globalBatch();
        int[] shares = shares(last, plan);
        assertThat(IntStream.of(shares).sum()).isEqualTo((int) last);
        for (int worker = 0; worker < workers; worker++) {
            assertThat(shares[worker]).isBetween(0, plan.batch(worker));
            if (plan.batch(worker) == batch) {
                assertThat(shares[worker]).isLessThanOrEqualTo(shares[0]);
            }
        }
    }

    private static int[] shares(long samples, Plan plan) {
        Schedule schedule = new Schedule(plan, 1, samples);
        return IntStream.range(0, plan.workers()).map(schedule::lastBatch).toArray();
    }
}
