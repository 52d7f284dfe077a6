package faastrain.event;

import static faastrain.event.Scripted.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import faastrain.event.ServiceQueue.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import umontreal.ssj.simevents.Simulator;

/** Services that are given up while they wait or are served. */
class ServiceQueueCancelTest {
    /**
     * A service that is asked for.
     *
     * @param after how long after the one before, s
     * @param seconds that it takes
     * @param patience how long after it was asked for it is given up, if it has not ended; infinite for never
     */
    record Asked(double after, double seconds, double patience) {}

    /** When each ended; infinite where it was given up. */
    private record Outcome(List<Double> ends, double busySeconds, double waitingSeconds) {}

    private static Outcome run(List<Asked> asked, int servers) {
        Simulator simulator = new Simulator(new FourAryHeap());
        ServiceQueue queue = new ServiceQueue(simulator, servers);
        double[] ends = new double[asked.size()];
        Arrays.fill(ends, Double.POSITIVE_INFINITY);
        double arrival = 0;
        for (int i = 0; i < ends.length; i++) {
            int number = i;
            Asked each = asked.get(i);
            arrival += each.after();
            Service service = new Service(simulator) {
                @Override
                protected void served() {
                    ends[number] = simulator.time();
                }
            };
            at(simulator, arrival, () -> queue.request(service, each.seconds()));
            if (!Double.isInfinite(each.patience())) {
                at(simulator, arrival + each.patience(), () -> {
                    if (Double.isInfinite(ends[number])) {
                        queue.cancel(service);
                    }
                });
            }
        }
        simulator.start();
        assertThat(queue.busy()).isZero();
        assertThat(queue.waiting()).isZero();
        return new Outcome(Arrays.stream(ends).boxed().toList(), queue.busySeconds(), queue.waitingSeconds());
    }

    @Example
    void whoeverWaitsBehindOneThatGivesUpMovesUp() {
        // A is served until 3. B waits and gives up at 1; C is served from 3 on.
        Outcome outcome = run(
                List.of(
                        new Asked(0, 3, Double.POSITIVE_INFINITY),
                        new Asked(0, 2, 1),
                        new Asked(0, 4, Double.POSITIVE_INFINITY)),
                1);
        assertThat(outcome.ends()).containsExactly(3.0, Double.POSITIVE_INFINITY, 3.0 + 4);
        assertThat(outcome.busySeconds()).isEqualTo(3 + 4);
        assertThat(outcome.waitingSeconds()).isEqualTo(1 + 3);
    }

    @Example
    void aServerThatIsGivenUpServesTheNextAtOnce() {
        // A gives up at 1 of its 3 s.
        Outcome outcome = run(
                List.of(
                        new Asked(0, 3, 1),
                        new Asked(0, 2, Double.POSITIVE_INFINITY),
                        new Asked(0, 4, Double.POSITIVE_INFINITY)),
                1);
        assertThat(outcome.ends()).containsExactly(Double.POSITIVE_INFINITY, 1.0 + 2, 1.0 + 2 + 4);
        assertThat(outcome.busySeconds()).isEqualTo(1 + 2 + 4);
    }

    @Example
    void whoeverIsLastCanGiveUpAndOthersStillQueueUp() {
        // B, the last of the queue, gives up at 1; C comes at 2 and is served from 3 on.
        Outcome outcome = run(
                List.of(
                        new Asked(0, 3, Double.POSITIVE_INFINITY),
                        new Asked(0, 2, 1),
                        new Asked(2, 4, Double.POSITIVE_INFINITY)),
                1);
        assertThat(outcome.ends()).containsExactly(3.0, Double.POSITIVE_INFINITY, 3.0 + 4);
    }

    @Example
    void aServiceThatWasGivenUpCanBeAskedForAgain() {
        Simulator simulator = new Simulator(new FourAryHeap());
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        List<Double> ends = new ArrayList<>();
        Service service = new Service(simulator) {
            @Override
            protected void served() {
                ends.add(simulator.time());
            }
        };
        queue.request(service, 3);
        at(simulator, 1, () -> {
            queue.cancel(service);
            queue.request(service, 5);
        });
        simulator.start();
        assertThat(ends).containsExactly(1.0 + 5);
    }

    @Example
    void whatIsInNoQueueOrInAnotherCannotBeGivenUp() {
        Simulator simulator = new Simulator(new FourAryHeap());
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        Service service = new Service(simulator) {
            @Override
            protected void served() {}
        };
        assertThatIllegalStateException().isThrownBy(() -> queue.cancel(service));
        new ServiceQueue(simulator, 1).request(service, 1);
        assertThatIllegalStateException().isThrownBy(() -> queue.cancel(service));
    }

    @Property(tries = 300)
    void whoeverGivesUpWhileItWaitsMightAsWellNotHaveAsked(
            @ForAll("asked") List<Asked> asked, @ForAll @IntRange(min = 1, max = 3) int servers) {
        List<Double> ends = run(asked, servers).ends();
        boolean[] served = served(asked, servers);
        List<Asked> others = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        double skipped = 0;
        for (int i = 0; i < ends.size(); i++) {
            if (served[i]) {
                others.add(new Asked(
                        asked.get(i).after() + skipped,
                        asked.get(i).seconds(),
                        asked.get(i).patience()));
                expected.add(ends.get(i));
                skipped = 0;
            } else {
                skipped += asked.get(i).after();
            }
        }
        List<Double> without = run(others, servers).ends();
        for (int i = 0; i < without.size(); i++) {
            // But for the rounding of sums of waits.
            assertThat(Double.isInfinite(without.get(i))).isEqualTo(Double.isInfinite(expected.get(i)));
            if (!Double.isInfinite(without.get(i))) {
                assertThat(without.get(i)).isCloseTo(expected.get(i), within(1e-9));
            }
        }
    }

    @Property(tries = 300)
    void whateverIsGivenUpTheQueueIsThatOfANaiveList(
            @ForAll("asked") List<Asked> asked, @ForAll @IntRange(min = 1, max = 3) int servers) {
        Outcome outcome = run(asked, servers);
        Naive naive = new Naive(asked, servers);
        assertThat(outcome.ends().stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(naive.ends, within(1e-9));
        assertThat(outcome.busySeconds()).isCloseTo(naive.busySeconds, within(1e-9 * (1 + naive.busySeconds)));
        assertThat(outcome.waitingSeconds()).isCloseTo(naive.waitingSeconds, within(1e-9 * (1 + naive.waitingSeconds)));
    }

    private static boolean[] served(List<Asked> asked, int servers) {
        return new Naive(asked, servers).served;
    }

    /** Each takes the server that is free first, unless it gives up before: one after the other, in the order of arrival. */
    private static final class Naive {
        final double[] ends;
        final boolean[] served;
        double busySeconds;
        double waitingSeconds;

        Naive(List<Asked> asked, int servers) {
            this.ends = new double[asked.size()];
            this.served = new boolean[asked.size()];
            double[] free = new double[servers];
            double arrival = 0;
            for (int i = 0; i < ends.length; i++) {
                Asked each = asked.get(i);
                arrival += each.after();
                Arrays.sort(free);
                double begins = Math.max(arrival, free[0]);
                double givesUp = arrival + each.patience();
                ends[i] = Double.POSITIVE_INFINITY;
                if (givesUp < begins) {
                    waitingSeconds += each.patience();
                    continue;
                }
                served[i] = true;
                waitingSeconds += begins - arrival;
                free[0] = Math.min(begins + each.seconds(), givesUp);
                busySeconds += free[0] - begins;
                if (begins + each.seconds() < givesUp) {
                    ends[i] = free[0];
                }
            }
        }
    }

    /** Times of which no two sums are the same, so that no two things happen at once. */
    @Provide
    Arbitrary<List<Asked>> asked() {
        Arbitrary<Double> patience = Arbitraries.oneOf(
                Arbitraries.just(Double.POSITIVE_INFINITY),
                Arbitraries.integers().between(0, 400).map(whole -> whole * 0.05 * Math.E + 0.001));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 100).map(whole -> whole * 0.03 * Math.sqrt(2)),
                        Arbitraries.integers().between(1, 100).map(whole -> whole * 0.07 * Math.PI),
                        patience)
                .as(Asked::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
