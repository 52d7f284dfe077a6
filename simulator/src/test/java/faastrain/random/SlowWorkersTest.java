package faastrain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long stragglers compute, and who is one. */
class SlowWorkersTest {
    private static final double FOR_GOOD = Double.POSITIVE_INFINITY;

    private static List<Integer> chosen(int count, int workers, long seed, int replication) {
        SlowWorkers slow = SlowWorkers.random(count, workers, 2, 0, FOR_GOOD, new Streams(seed), replication);
        return IntStream.range(0, workers)
                .filter(worker -> slow.slowed(worker, 0, 1) == 2)
                .boxed()
                .toList();
    }

    /** Three times as slow from 10 s to 40 s: 10 s of work are done in the spell. */
    @ParameterizedTest
    @CsvSource({
        // before the spell, up to its first instant
        "0, 10, 10",
        // 4 s before it and 6 s in it
        "6, 10, 22",
        // all in it
        "10, 10, 30",
        "12, 5, 15",
        // 8/3 s of work are left when it ends
        "20, 10, 23.333333333333333",
        // the whole spell, 5 s before it and 7 s after it
        "5, 22, 42",
        // after it
        "40, 10, 10",
        "41, 10, 10"
    })
    void aSpellSlowsOnlyWhatIsComputedInIt(double start, double work, double taken) {
        SlowWorkers slow = SlowWorkers.of(List.of(1), 3, 10, 40);
        assertThat(slow.slowed(1, start, work)).isCloseTo(taken, within(1e-12));
        assertThat(slow.slowed(0, start, work)).isEqualTo(work);
        assertThat(slow.slowed(2, start, work)).isEqualTo(work);
    }

    /** Work that is done from {@code start} to {@code end}: a second's in a second, less in the spell. */
    private static double done(double start, double end, double factor, double from, double until) {
        double slow = Math.max(0, Math.min(end, until) - Math.max(start, from));
        return end - start - slow + slow / factor;
    }

    @Property(tries = 2000)
    void aComputationEndsWhenItsWorkIsDone(
            @ForAll @DoubleRange(max = 100) double start,
            @ForAll @DoubleRange(max = 100) double work,
            @ForAll @DoubleRange(min = 1, max = 50) double factor,
            @ForAll @DoubleRange(max = 100) double from,
            @ForAll @DoubleRange(max = 100) double spell) {
        double taken = SlowWorkers.of(List.of(0), factor, from, from + spell).slowed(0, start, work);
        assertThat(done(start, start + taken, factor, from, from + spell)).isCloseTo(work, within(1e-10));
        assertThat(taken).isBetween(work * (1 - 1e-12), factor * work * (1 + 1e-12));
    }

    @Property(tries = 300)
    void stepByStepItTakesAsLong(
            @ForAll @IntRange(max = 60) int start,
            @ForAll @IntRange(min = 1, max = 60) int work,
            @ForAll @IntRange(min = 1, max = 9) int factor,
            @ForAll @IntRange(max = 60) int from,
            @ForAll @IntRange(max = 60) int spell) {
        // Whole seconds of work in steps of a factor-th of a second: each ends at a whole step.
        long at = (long) start * factor;
        long left = (long) work * factor * factor;
        while (left > 0) {
            boolean slow = at >= (long) from * factor && at < (long) (from + spell) * factor;
            left -= slow ? 1 : factor;
            at++;
        }
        // The last step may have done more than was left.
        double beyond = left == 0 ? 0 : 1.0 / factor;
        double taken = SlowWorkers.of(List.of(0), factor, from, from + spell).slowed(0, start, work);
        double steps = (double) at / factor - start;
        assertThat(taken).isBetween(steps - beyond - 1e-9, steps + 1e-9);
    }

    @Property(tries = 300)
    void aComputationThatIsCutInTwoTakesAsLongAsInOne(
            @ForAll @DoubleRange(max = 100) double start,
            @ForAll @DoubleRange(max = 100) double first,
            @ForAll @DoubleRange(max = 100) double second) {
        SlowWorkers slow = SlowWorkers.of(List.of(0), 4, 50, 120);
        double until = start + slow.slowed(0, start, first);
        double both = until - start + slow.slowed(0, until, second);
        assertThat(slow.slowed(0, start, first + second)).isCloseTo(both, within(1e-10));
    }

    @Property(tries = 150)
    void asManyAsAreAskedForAreSlow(
            @ForAll @IntRange(max = 30) int count,
            @ForAll @IntRange(max = 30) int others,
            @ForAll @LongRange(max = 1_000_000) long seed) {
        assertThat(chosen(count, count + others, seed, 0)).hasSize(count);
    }

    @Property(tries = 150)
    void oneMoreWorkerChangesAtMostOneWhoIsSlow(
            @ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll @IntRange(max = 20) int others,
            @ForAll @LongRange(max = 1_000_000) long seed) {
        int workers = count + others;
        List<Integer> few = chosen(count, workers, seed, 0);
        List<Integer> more = chosen(count, workers + 1, seed, 0);
        if (more.contains(workers)) {
            // The newcomer has taken the place of one of them.
            assertThat(few).containsAll(more.subList(0, count - 1));
        } else {
            assertThat(more).isEqualTo(few);
        }
    }

    @Property(tries = 150)
    void oneMoreThatIsSlowJoinsThoseThatWere(
            @ForAll @IntRange(max = 20) int count,
            @ForAll @IntRange(min = 1, max = 20) int others,
            @ForAll @LongRange(max = 1_000_000) long seed) {
        assertThat(chosen(count + 1, count + others, seed, 3)).containsAll(chosen(count, count + others, seed, 3));
    }

    @Test
    void everyWorkerIsSlowInItsShareOfTheReplications() {
        int replications = 3000;
        int[] times = new int[5];
        for (int replication = 0; replication < replications; replication++) {
            for (int worker : chosen(2, 5, 11, replication)) {
                times[worker]++;
            }
        }
        // Two of five: a share of 0.4, whose standard error is √(0.4·0.6/3000).
        double error = Math.sqrt(0.4 * 0.6 / replications);
        assertThat(times).hasSize(5);
        for (int each : times) {
            assertThat((double) each / replications).isCloseTo(0.4, within(5 * error));
        }
    }

    @Test
    void aStragglerIsNeverFasterAndItsSpellEndsAfterItBegins() {
        assertThatThrownBy(() -> SlowWorkers.of(List.of(0), 0.9, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlowWorkers.of(List.of(0), 2, 5, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlowWorkers.of(List.of(0), Double.NaN, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
