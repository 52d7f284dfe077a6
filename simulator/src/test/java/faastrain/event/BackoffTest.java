package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class BackoffTest {
    @Example
    void theBoundDoublesFromAttemptToAttemptUpToTheCap() {
        Backoff backoff = new Backoff(6, 0.1, 2, 1);
        assertThat(backoff.seconds(1, 1)).isEqualTo(0.1);
        assertThat(backoff.seconds(2, 1)).isEqualTo(0.1 * 2);
        assertThat(backoff.seconds(4, 1)).isEqualTo(0.1 * 8);
        assertThat(backoff.seconds(5, 1)).isEqualTo(1);
        assertThat(backoff.seconds(6, 0.25)).isEqualTo(0.25);
        assertThat(backoff.seconds(1, 0)).isZero();
    }

    @Example
    void aBoundBeyondAllNumbersIsTheCap() {
        assertThat(new Backoff(5000, 1, 10, 20).seconds(5000, 0.5)).isEqualTo(10);
    }

    @Property
    void noWaitIsNegativeOrLongerThanTheCapOrThanThatOfALaterAttempt(
            @ForAll @IntRange(min = 1, max = 99) int attempt, @ForAll @DoubleRange(min = 0, max = 1) double uniform) {
        Backoff backoff = new Backoff(100, 0.05, 1.7, 30);
        double wait = backoff.seconds(attempt, uniform);
        assertThat(wait).isBetween(0.0, 30.0).isLessThanOrEqualTo(backoff.seconds(attempt + 1, uniform));
    }

    @Example
    void whatIsNoBackoffOrNoAttemptIsRefused() {
        assertRefused(() -> new Backoff(0, 1, 2, 3), "A back-off needs at least one attempt, not 0.");
        assertRefused(() -> new Backoff(1, 0, 2, 3), "The base must be above 0 s and finite, not 0.0.");
        assertRefused(() -> new Backoff(1, Double.NaN, 2, 3), "The base must be above 0 s and finite, not NaN.");
        assertRefused(() -> new Backoff(1, 1, 0.5, 3), "The growth must be 1 or more and finite, not 0.5.");
        assertRefused(() -> new Backoff(1, 1, 2, -1), "The cap must be 0 s or more and finite, not -1.0.");
        Backoff backoff = new Backoff(3, 1, 2, 3);
        assertRefused(() -> backoff.seconds(0, 0.5), "There is no attempt 0 of 3.");
        assertRefused(() -> backoff.seconds(4, 0.5), "There is no attempt 4 of 3.");
        assertRefused(() -> backoff.seconds(1, 1.5), "The uniform number must be from 0 to 1, not 1.5.");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
