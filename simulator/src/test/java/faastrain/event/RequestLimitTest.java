package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RequestLimitTest {
    private record Request(double after, double tokens) {}

    @Example
    void aFullBucketGivesItsBurstAndThenWhatTheRateRefills() {
        RequestLimit limit = new RequestLimit(2, 3);
        assertThat(limit.take(10, 1)).isTrue();
        assertThat(limit.take(10, 1)).isTrue();
        assertThat(limit.take(10, 1)).isTrue();
        assertThat(limit.take(10, 1)).isFalse();
        // 0.5 s refill one token.
        assertThat(limit.take(10.25, 1)).isFalse();
        assertThat(limit.take(10.5, 1)).isTrue();
        assertThat(limit.take(10.5, 1)).isFalse();
        // However long it waits, it holds three.
        assertThat(limit.take(1000, 3)).isTrue();
        assertThat(limit.take(1000, 0.001)).isFalse();
    }

    @Example
    void aRefusedRequestTakesNothing() {
        RequestLimit limit = new RequestLimit(1, 4);
        assertThat(limit.take(0, 3)).isTrue();
        assertThat(limit.take(0, 2)).isFalse();
        assertThat(limit.take(0, 1)).isTrue();
        assertThat(limit.take(0, 0)).isTrue();
    }

    @Example
    void aClientAtExactlyTheRateIsNeverRefusedHoweverLongItGoesOn() {
        RequestLimit limit = new RequestLimit(3500, 1);
        int refused = 0;
        for (int i = 0; i < 1_000_000; i++) {
            refused += limit.take(1e5 + i / 3500.0, 1) ? 0 : 1;
        }
        assertThat(refused).isZero();
    }

    @Example
    void anInfiniteRateNeverRefuses() {
        RequestLimit limit = new RequestLimit(Double.POSITIVE_INFINITY, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(limit.take(0, 5)).isTrue();
        }
    }

    @Example
    void anInfiniteBurstNeverRefuses() {
        RequestLimit limit = new RequestLimit(1, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 100; i++) {
            assertThat(limit.take(0, 5)).isTrue();
        }
    }

    @Example
    void aRefusedRequestKnowsWhenItsTokensWillBeThere() {
        RequestLimit limit = new RequestLimit(2, 3);
        assertThat(limit.availableAt(3)).isZero();
        assertThat(limit.take(10, 3)).isTrue();
        assertThat(limit.availableAt(1)).isEqualTo(10 + 1 / 2.0);
        assertThat(limit.availableAt(3)).isEqualTo(10 + 3 / 2.0);
        assertThat(limit.take(11, 1)).isTrue();
        // Of two that were refilled one is left.
        assertThat(limit.availableAt(1)).isEqualTo(11);
        assertThat(limit.availableAt(2)).isEqualTo(11 + 1 / 2.0);
        assertThat(new RequestLimit(Double.POSITIVE_INFINITY, 1).availableAt(9)).isZero();
        assertThat(new RequestLimit(1, Double.POSITIVE_INFINITY).availableAt(9)).isZero();
    }

    @Property(tries = 1000)
    void tokensAreThereAtTheirTimeAndNotBefore(
            @ForAll("requests") List<Request> requests,
            @ForAll @DoubleRange(min = 0.1, max = 20) double rate,
            @ForAll @IntRange(min = 3, max = 9) int burst) {
        RequestLimit limit = new RequestLimit(rate, burst);
        double now = 0;
        for (Request request : requests) {
            now += request.after();
            if (!limit.take(now, request.tokens())) {
                double at = limit.availableAt(request.tokens());
                assertThat(at).isGreaterThan(now);
                assertThat(limit.take(now + (at - now) * (1 - 1e-6), request.tokens()))
                        .isFalse();
                // As an event that is scheduled for then finds the clock.
                double arrived = now + (at - now);
                assertThat(limit.take(arrived, request.tokens())).isTrue();
                now = arrived;
            }
        }
    }

    @Property(tries = 1000)
    void noSpanOfTimeGetsMoreThanTheBurstAndTheRate(
            @ForAll("requests") List<Request> requests,
            @ForAll @DoubleRange(min = 0.1, max = 20) double rate,
            @ForAll @IntRange(min = 3, max = 9) int burst) {
        RequestLimit limit = new RequestLimit(rate, burst);
        double[] times = new double[requests.size()];
        double[] granted = new double[requests.size()];
        double now = 0;
        for (int i = 0; i < times.length; i++) {
            now += requests.get(i).after();
            times[i] = now;
            granted[i] =
                    limit.take(now, requests.get(i).tokens()) ? requests.get(i).tokens() : 0;
        }
        for (int from = 0; from < times.length; from++) {
            double tokens = 0;
            for (int to = from; to < times.length; to++) {
                tokens += granted[to];
                assertThat(tokens).isLessThanOrEqualTo((burst + rate * (times[to] - times[from])) * (1 + 1e-9));
            }
        }
    }

    @Property(tries = 1000)
    void aRequestIsGrantedExactlyWhenItsTokensAreThere(
            @ForAll("requests") List<Request> requests,
            @ForAll @DoubleRange(min = 0.1, max = 20) double rate,
            @ForAll @IntRange(min = 3, max = 9) int burst) {
        RequestLimit limit = new RequestLimit(rate, burst);
        double now = 0;
        double there = burst;
        for (Request request : requests) {
            now += request.after();
            there = Math.min(burst, there + rate * request.after());
            boolean granted = limit.take(now, request.tokens());
            if (Math.abs(there - request.tokens()) > 1e-9) {
                assertThat(granted).isEqualTo(there > request.tokens());
            }
            there -= granted ? request.tokens() : 0;
        }
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        Arbitrary<Double> gaps = Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 2).ofScale(6), Arbitraries.of(0.0, 0.0, 0.125, 0.5, 5.0));
        Arbitrary<Double> tokens = Arbitraries.oneOf(
                Arbitraries.of(1.0, 2.0, 3.0),
                Arbitraries.doubles().between(0, 3).ofScale(3));
        return Combinators.combine(gaps, tokens).as(Request::new).list().ofMaxSize(60);
    }

    @Example
    void whatIsNoLimitOrNoRequestIsRefused() {
        for (double none : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new RequestLimit(none, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The rate of a limit must be above 0 tokens per second, not " + none + ".");
            assertThatThrownBy(() -> new RequestLimit(1, none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The burst of a limit must be above 0 tokens, not " + none + ".");
        }
        RequestLimit limit = new RequestLimit(1, 2);
        assertThat(limit.take(5, 2)).isTrue();
        assertThatThrownBy(() -> limit.take(9, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A request for 3.0 tokens can never be met where the burst is 2.0.");
        assertThatThrownBy(() -> limit.take(9, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A request takes 0 tokens or more, not -1.0.");
        assertThatThrownBy(() -> limit.take(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limit.take(4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The time must be finite and not before 5.0 s, not 4.0.");
        assertThat(limit.take(6, 1)).isTrue();
    }
}
