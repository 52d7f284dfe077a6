package faastrain.benchmarks;

import faastrain.event.FourAryHeap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;
import umontreal.ssj.simevents.eventlist.SplayTree;

/**
 * What one event costs, and one cancellation.
 *
 * <p>{@code hold} takes the first event and schedules one, with exponential delays, so that the number
 * of pending events stays the same; it counts whole events, the call of their action included.
 * {@code cancel} cancels a pending event and schedules it again.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventListBenchmark {
    private static final int EVENTS = 10_000;

    /** The list under SSJ's simulator. */
    public enum Kind {
        FOUR_ARY_HEAP,
        SPLAY_TREE;

        EventList make() {
            return switch (this) {
                case FOUR_ARY_HEAP -> new FourAryHeap();
                case SPLAY_TREE -> new SplayTree();
            };
        }
    }

    /** A heap of primitives, to compare with. */
    @State(Scope.Thread)
    public static class Bare {
        @Param({"10", "1000", "100000"})
        int pending;

        private BareHeap heap = new BareHeap(1);
        private final Delays delays = new Delays();

        @Setup
        public void fill() {
            heap = new BareHeap(pending);
            for (int event = 0; event < pending; event++) {
                heap.add(delays.next(), event);
            }
        }
    }

    /** A simulator whose events schedule themselves again. */
    @State(Scope.Thread)
    public static class Holding {
        @Param({"10", "1000", "100000"})
        int pending;

        @Param
        Kind list = Kind.FOUR_ARY_HEAP;

        private Simulator simulator = new Simulator();
        private final Delays delays = new Delays();
        private int left;

        @Setup
        public void fill() {
            simulator = new Simulator(list.make());
            simulator.init();
            for (int event = 0; event < pending; event++) {
                new Again(simulator).schedule(delays.next());
            }
        }

        private final class Again extends Event {
            Again(Simulator simulator) {
                super(simulator);
            }

            @Override
            public void actions() {
                schedule(delays.next());
                if (--left == 0) {
                    sim.stop();
                }
            }
        }
    }

    /** A simulator that stands still while its events are cancelled and scheduled again. */
    @State(Scope.Thread)
    public static class Cancelling {
        private static final int PENDING = 1_000;

        @Param
        Kind list = Kind.FOUR_ARY_HEAP;

        private final Event[] events = new Event[PENDING];
        private final Delays delays = new Delays();
        private int next;

        @Setup
        public void fill() {
            Simulator simulator = new Simulator(list.make());
            simulator.init();
            for (int i = 0; i < PENDING; i++) {
                events[i] = new Never(simulator);
                events[i].schedule(delays.next());
            }
        }

        private static final class Never extends Event {
            Never(Simulator simulator) {
                super(simulator);
            }

            @Override
            public void actions() {
                throw new IllegalStateException("The clock of this benchmark stands still.");
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public double holdBare(Bare state) {
        for (int event = 0; event < EVENTS; event++) {
            double now = state.heap.firstTime();
            int number = state.heap.removeFirst();
            state.heap.add(now + state.delays.next(), number);
        }
        return state.heap.firstTime();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public double hold(Holding state) {
        state.left = EVENTS;
        state.simulator.start();
        return state.simulator.time();
    }

    @Benchmark
    public boolean cancel(Cancelling state) {
        // A step without a common divisor with the number of events reaches each of them, far from the last.
        state.next = (state.next + 387) % Cancelling.PENDING;
        Event event = state.events[state.next];
        boolean cancelled = event.cancel();
        event.schedule(state.delays.next());
        return cancelled;
    }
}
