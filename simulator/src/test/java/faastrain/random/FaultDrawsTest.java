package faastrain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Recovery;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What fails, when, and how often. */
class FaultDrawsTest {
    private static final Streams STREAMS = new Streams(20240923);

    private static final FaultDraws.Settings NOTHING = new FaultDraws.Settings(
            0,
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            0,
            OptionalDouble.empty(),
            10,
            Recovery.FAIL);

    private static FaultDraws.Settings crashing(double rate) {
        return new FaultDraws.Settings(
                rate,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                OptionalDouble.empty(),
                10,
                Recovery.FAIL);
    }

    private static FaultDraws.Settings told(double rate, int worker, double seconds) {
        return new FaultDraws.Settings(
                rate,
                OptionalInt.of(worker),
                OptionalDouble.of(seconds),
                OptionalDouble.empty(),
                0,
                OptionalDouble.empty(),
                10,
                Recovery.FAIL);
    }

    private static FaultDraws.Settings failing(double share, OptionalDouble outage, double duration) {
        return new FaultDraws.Settings(
                0,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                share,
                outage,
                duration,
                Recovery.FAIL);
    }

    private static FaultDraws draws(FaultDraws.Settings settings, int workers) {
        return new FaultDraws(settings, workers, STREAMS, 0);
    }

    @Test
    void crashesComeAtAConstantHazard() {
        double mean = 250;
        int count = 20_000;
        FaultDraws draws = draws(crashing(1 / mean), 4);
        double[] after = new double[count];
        for (int draw = 0; draw < count; draw++) {
            after[draw] = draws.crashAfterSeconds(draw % 4, 7.0 * draw);
        }
        // An exponential's standard deviation is its mean.
        assertThat(Arrays.stream(after).average().orElseThrow()).isCloseTo(mean, within(5 * mean / Math.sqrt(count)));
        // Who has lived for t lives on for s as surely as anybody: P(X > s + t) = P(X > s)·P(X > t).
        for (double seconds : new double[] {25, 250, 500, 1000}) {
            double survives = Math.exp(-seconds / mean);
            double share =
                    (double) Arrays.stream(after).filter(life -> life > seconds).count() / count;
            assertThat(share).isCloseTo(survives, within(5 * Math.sqrt(survives * (1 - survives) / count)));
        }
    }

    @Test
    void halfTheHazardMeansTwiceTheLifeOfTheSameFunctions() {
        FaultDraws often = draws(crashing(0.01), 3);
        FaultDraws seldom = draws(crashing(0.005), 3);
        for (int function = 0; function < 10; function++) {
            assertThat(seldom.crashAfterSeconds(function % 3, 0))
                    .isCloseTo(2 * often.crashAfterSeconds(function % 3, 0), within(1e-9));
        }
    }

    @Test
    void theShareOfRequestsFailsThatIsSaid() {
        int count = 40_000;
        FaultDraws draws = draws(failing(0.03, OptionalDouble.empty(), 10), 5);
        int failed = 0;
        for (int request = 0; request < count; request++) {
            failed += draws.requestFails(request % 5, 0.1 * request) ? 1 : 0;
        }
        assertThat((double) failed / count).isCloseTo(0.03, within(5 * Math.sqrt(0.03 * 0.97 / count)));
    }

    @Test
    void inAnOutageEveryRequestFailsFromItsFirstInstantToBeforeItsEnd() {
        FaultDraws draws = draws(failing(0, OptionalDouble.of(100), 20), 1);
        assertThat(draws.requestFails(0, Math.nextDown(100.0))).isFalse();
        assertThat(draws.requestFails(0, 100)).isTrue();
        assertThat(draws.requestFails(0, Math.nextDown(120.0))).isTrue();
        assertThat(draws.requestFails(0, 120)).isFalse();
    }

    @Test
    void anOutageDoesNotShiftWhichRequestsFailAfterIt() {
        FaultDraws without = draws(failing(0.3, OptionalDouble.empty(), 10), 1);
        FaultDraws with = draws(failing(0.3, OptionalDouble.of(50), 10), 1);
        int alike = 0;
        for (int request = 0; request < 200; request++) {
            double now = request;
            boolean down = now >= 50 && now < 60;
            boolean fails = with.requestFails(0, now);
            assertThat(fails).isEqualTo(without.requestFails(0, now) || down);
            alike += down ? 0 : 1;
        }
        assertThat(alike).isEqualTo(190);
    }

    @Property(tries = 100)
    void othersDrawsShiftNobodysFate(
            @ForAll @IntRange(min = 1, max = 8) int others, @ForAll @IntRange(max = 40) int draws) {
        FaultDraws.Settings settings = new FaultDraws.Settings(
                0.01,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0.5,
                OptionalDouble.empty(),
                10,
                Recovery.FAIL);
        FaultDraws alone = draws(settings, 1);
        FaultDraws among = draws(settings, 1 + others);
        for (int draw = 0; draw < draws; draw++) {
            among.crashAfterSeconds(1 + draw % others, draw);
            among.requestFails(1 + draw % others, draw);
            assertThat(among.requestFails(0, draw)).isEqualTo(alone.requestFails(0, draw));
        }
        // Nor do a worker's own requests shift when its functions crash.
        assertThat(among.crashAfterSeconds(0, 0))
                .isEqualTo(draws(settings, 1).crashAfterSeconds(0, 0))
                .isEqualTo(alone.crashAfterSeconds(0, 0));
    }

    @Test
    void replicationsHaveFatesOfTheirOwn() {
        double first = new FaultDraws(crashing(1), 1, STREAMS, 0).crashAfterSeconds(0, 0);
        double second = new FaultDraws(crashing(1), 1, STREAMS, 1).crashAfterSeconds(0, 0);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void aCrashThatIsToldComesOnceAtItsTime() {
        FaultDraws draws = draws(told(0, 1, 100), 3);
        assertThat(draws.crashAfterSeconds(0, 0)).isInfinite();
        // The function that runs from 0 s on does so for 100 s; one from 30 s on for 70 s.
        assertThat(draws.crashAfterSeconds(1, 0)).isEqualTo(100);
        assertThat(draws.crashAfterSeconds(1, 30)).isEqualTo(70);
        draws.crashed(1, 100);
        assertThat(draws.crashAfterSeconds(1, 160)).isInfinite();
    }

    @Property
    void theRoundingOfTheClockDoesNotMakeItComeTwice(
            @ForAll @DoubleRange(min = 0, max = 100) double handler,
            @ForAll @DoubleRange(min = 100, max = 1e4) double told) {
        FaultDraws draws = draws(told(0, 0, told), 1);
        double crash = handler + draws.crashAfterSeconds(0, handler);
        assertThat(crash).isCloseTo(told, within(1e-9));
        draws.crashed(0, crash);
        assertThat(draws.crashAfterSeconds(0, crash + 60)).isInfinite();
    }

    @Test
    void whoDoesNotRunWhenItIsToldToCrashDoesSoWhenItNextRuns() {
        FaultDraws draws = draws(told(0, 0, 100), 1);
        assertThat(draws.crashAfterSeconds(0, 105)).isZero();
        draws.crashed(0, 105);
        assertThat(draws.crashAfterSeconds(0, 165)).isInfinite();
    }

    @Test
    void othersCrashesAndEarlierOnesDoNotTakeTheToldOnesPlace() {
        FaultDraws draws = draws(told(1e-9, 1, 100), 2);
        draws.crashed(0, 100);
        draws.crashed(1, 40);
        assertThat(draws.crashAfterSeconds(1, 60)).isEqualTo(40);
    }

    @Test
    void aToldCrashShiftsNoOther() {
        FaultDraws told = draws(told(0.02, 1, 1e9), 2);
        FaultDraws untold = draws(crashing(0.02), 2);
        for (int function = 0; function < 5; function++) {
            assertThat(told.crashAfterSeconds(1, 0)).isEqualTo(untold.crashAfterSeconds(1, 0));
            assertThat(told.crashAfterSeconds(0, 0)).isEqualTo(untold.crashAfterSeconds(0, 0));
        }
    }

    @Test
    void nothingIsPossibleOnlyWhereNothingIsSaid() {
        assertThat(draws(NOTHING, 1).possible()).isFalse();
        assertThat(draws(NOTHING, 1).serverCrashSeconds()).isInfinite();
        assertThat(draws(NOTHING, 1).crashAfterSeconds(0, 0)).isInfinite();
        assertThat(draws(NOTHING, 1).requestFails(0, 0)).isFalse();
        assertThat(draws(crashing(1e-9), 1).possible()).isTrue();
        assertThat(draws(told(0, 0, 0), 1).possible()).isTrue();
        assertThat(draws(failing(1e-9, OptionalDouble.empty(), 10), 1).possible())
                .isTrue();
        assertThat(draws(failing(0, OptionalDouble.of(5), 10), 1).possible()).isTrue();
    }

    @Test
    void aShareOfRequestsIsBelowOneAndACrashHasAWorkerAndATime() {
        assertThatThrownBy(() -> failing(1, OptionalDouble.empty(), 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> crashing(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FaultDraws.Settings(
                        0,
                        OptionalInt.of(1),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0,
                        OptionalDouble.empty(),
                        10,
                        Recovery.FAIL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
