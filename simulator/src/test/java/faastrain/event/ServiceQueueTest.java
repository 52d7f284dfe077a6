package faastrain.event;

import static faastrain.event.Scripted.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import faastrain.event.ServiceQueue.Service;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import umontreal.ssj.simevents.Simulator;

class ServiceQueueTest {
    private final Simulator simulator = new Simulator(new FourAryHeap());
    private final List<String> served = new ArrayList<>();

    private record Request(double at, double seconds) {}

    @Example
    void oneServerTakesOneRequestAfterTheOther() {
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        queue.request(named("a"), 3);
        at(simulator, 1, () -> queue.request(named("b"), 1));
        at(simulator, 2, () -> queue.request(named("c"), 2));
        simulator.start();
        assertThat(served).containsExactly("a at 3.0", "b at " + (3.0 + 1), "c at " + (3.0 + 1 + 2));
    }

    @Example
    void twoServersTakeTwoAtATimeAndThirdsWaitForTheFirstThatIsFree() {
        ServiceQueue queue = new ServiceQueue(simulator, 2);
        queue.request(named("a"), 5);
        queue.request(named("b"), 2);
        queue.request(named("c"), 1);
        queue.request(named("d"), 4);
        simulator.start();
        assertThat(served).containsExactly("b at 2.0", "c at " + (2.0 + 1), "a at 5.0", "d at " + (2.0 + 1 + 4));
    }

    @Example
    void whereServersAreUnlimitedNobodyWaits() {
        ServiceQueue queue = new ServiceQueue(simulator, Integer.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            queue.request(named("each"), 2);
        }
        assertThat(queue.busy()).isEqualTo(1000);
        simulator.start();
        assertThat(served).hasSize(1000).containsOnly("each at 2.0");
        assertThat(queue.mostWaiting()).isZero();
        assertThat(queue.busySeconds()).isEqualTo(1000 * 2);
    }

    @Example
    void aServiceThatTakesNoTimeEndsAtOnceButNotWithinItsRequest() {
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        at(simulator, 1, () -> {
            queue.request(named("a"), 0);
            queue.request(named("b"), 0);
            assertThat(served).isEmpty();
        });
        simulator.start();
        assertThat(served).containsExactly("a at 1.0", "b at 1.0");
    }

    @Example
    void whoAsksAgainStandsBehindAllThatWait() {
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        List<Double> ends = new ArrayList<>();
        queue.request(
                new Service(simulator) {
                    @Override
                    protected void served() {
                        ends.add(simulator.time());
                        if (ends.size() < 2) {
                            queue.request(this, 1);
                        }
                    }
                },
                1);
        queue.request(named("b"), 10);
        simulator.start();
        assertThat(served).containsExactly("b at 11.0");
        assertThat(ends).containsExactly(1.0, 12.0);
    }

    @Example
    void whoAsksAgainWhereNobodyWaitsDoesNotWait() {
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        int[] times = {0};
        queue.request(
                new Service(simulator) {
                    @Override
                    protected void served() {
                        if (++times[0] < 3) {
                            queue.request(this, 1);
                        }
                    }
                },
                1);
        simulator.start();
        assertThat(simulator.time()).isEqualTo(1 + 1 + 1);
        assertThat(queue.mostWaiting()).isZero();
    }

    @Example
    void whoOnceHadOthersBehindHasNobodyBehindWhenWaitingAnew() {
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        Service a = named("a");
        Service b = named("b");
        Service c = named("c");
        for (double at : new double[] {0, 10}) {
            at(simulator, at, () -> {
                queue.request(a, 1);
                queue.request(b, 1);
            });
        }
        at(simulator, 0, () -> queue.request(c, 1));
        simulator.start();
        assertThat(served).containsExactly("a at 1.0", "b at 2.0", "c at 3.0", "a at 11.0", "b at 12.0");
    }

    @Example
    void statisticsGoUpToNow() {
        ServiceQueue queue = new ServiceQueue(simulator, 2);
        at(simulator, 1, () -> {
            queue.request(named("a"), 4);
            queue.request(named("b"), 6);
            queue.request(named("c"), 1);
            queue.request(named("d"), 1);
        });
        at(simulator, 3, () -> {
            assertThat(queue.busy()).isEqualTo(2);
            assertThat(queue.waiting()).isEqualTo(2);
            assertThat(queue.busySeconds()).isEqualTo(2 * 2);
            assertThat(queue.waitingSeconds()).isEqualTo(2 * 2);
        });
        simulator.start();
        assertThat(queue.busySeconds()).isEqualTo(4 + 6 + 1 + 1);
        // c waits from 1 to 5, d to 6.
        assertThat(queue.waitingSeconds()).isEqualTo(4 + 5);
        assertThat(queue.mostWaiting()).isEqualTo(2);
        assertThat(queue.busy()).isZero();
        assertThat(queue.waiting()).isZero();
    }

    @Example
    void whatIsNoQueueOrNoServiceIsRefused() {
        assertThatThrownBy(() -> new ServiceQueue(simulator, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A queue needs at least one server, not 0.");
        ServiceQueue queue = new ServiceQueue(simulator, 1);
        Service service = named("a");
        for (double seconds : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> queue.request(service, seconds))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A service must take a finite time, 0 s or more, not " + seconds + ".");
        }
        assertThat(queue.busy()).isZero();
        queue.request(named("first"), 1);
        queue.request(service, 1);
        assertThatThrownBy(() -> queue.request(service, 1)).isInstanceOf(IllegalStateException.class);
        simulator.start();
        assertThat(served).containsExactly("first at 1.0", "a at 2.0");
    }

    @Property(tries = 500)
    void requestsEndWhenTheRecursionSays(
            @ForAll("requests") List<Request> requests, @ForAll @IntRange(min = 1, max = 6) int servers) {
        simulator.init();
        ServiceQueue queue = new ServiceQueue(simulator, servers);
        double[] ends = new double[requests.size()];
        for (int i = 0; i < ends.length; i++) {
            int index = i;
            Request request = requests.get(i);
            Service service = new Service(simulator) {
                @Override
                protected void served() {
                    ends[index] = simulator.time();
                }
            };
            at(simulator, request.at(), () -> queue.request(service, request.seconds()));
        }
        simulator.start();

        // Each request, in order of arrival, takes the server that is free first (Kiefer and Wolfowitz; Lindley for
        // one).
        PriorityQueue<Double> freeAt = new PriorityQueue<>();
        for (int server = 0; server < servers; server++) {
            freeAt.add(0.0);
        }
        double work = 0;
        double waits = 0;
        List<Integer> byArrival = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            byArrival.add(i);
        }
        byArrival.sort(Comparator.comparingDouble(i -> requests.get(i).at()));
        for (int i : byArrival) {
            Request request = requests.get(i);
            double begin = Math.max(request.at(), freeAt.remove());
            assertThat(ends[i]).isEqualTo(begin + request.seconds());
            freeAt.add(begin + request.seconds());
            work += request.seconds();
            waits += begin - request.at();
        }
        assertThat(queue.busySeconds()).isCloseTo(work, within(1e-9 * (1 + work)));
        assertThat(queue.waitingSeconds()).isCloseTo(waits, within(1e-9 * (1 + waits)));
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        Arbitrary<Double> times = Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 20).ofScale(9),
                Arbitraries.integers().between(0, 20).map(i -> (double) i));
        Arbitrary<Double> seconds =
                Arbitraries.oneOf(Arbitraries.doubles().between(0, 5).ofScale(9), Arbitraries.of(0.0, 1.0, 2.0));
        return Combinators.combine(times, seconds)
                .as(Request::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Example
    void requestsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ServiceQueue queue = new ServiceQueue(simulator, 3);
        int warmUp = 100_000;
        int measured = 100_000;
        long[] allocated = new long[2];
        int[] count = {0};
        for (int i = 0; i < 20; i++) {
            queue.request(
                    new Service(simulator) {
                        @Override
                        protected void served() {
                            int ends = ++count[0];
                            if (ends == warmUp) {
                                allocated[0] = threads.getCurrentThreadAllocatedBytes();
                            } else if (ends == warmUp + measured) {
                                allocated[1] = threads.getCurrentThreadAllocatedBytes();
                                simulator.stop();
                            }
                            queue.request(this, 1 + ends % 7);
                        }
                    },
                    1);
        }
        simulator.start();
        assertThat((allocated[1] - allocated[0]) / (double) measured).isLessThan(0.5);
    }

    private Service named(String name) {
        return new Service(simulator) {
            @Override
            protected void served() {
                served.add(name + " at " + simulator.time());
            }
        };
    }
}
