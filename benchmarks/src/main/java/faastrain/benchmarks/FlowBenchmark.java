package faastrain.benchmarks;

import faastrain.event.FourAryHeap;
import faastrain.event.SharedLink;
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
import umontreal.ssj.simevents.Simulator;

/**
 * What a change costs where transfers share a link: one flow ends and starts again with another size,
 * and, unless all have one, another cap. The water level lies below the one cap, or among the several.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlowBenchmark {
    private static final int CHANGES = 10_000;
    private static final int CHANGES_RESCHEDULED = 100;

    /** What caps the flows have. */
    public enum Caps {
        ONE,
        FOUR,
        ALL_DIFFERENT;

        /** The cap of a flow that has drawn a number below 4. */
        double of(double drawn) {
            return switch (this) {
                case ONE -> 1;
                case FOUR -> 0.25 * (1 << (int) drawn);
                case ALL_DIFFERENT -> 0.5 + 0.5 * drawn;
            };
        }

        /** The capacity of a link, by flow. */
        double capacity() {
            return switch (this) {
                case ONE -> 0.7;
                case FOUR -> 0.6;
                case ALL_DIFFERENT -> 1;
            };
        }
    }

    /** A heap of primitives, to compare with. */
    @State(Scope.Thread)
    public static class Bare {
        @Param({"10", "100", "1000", "10000"})
        int flows;

        private BareHeap heap = new BareHeap(1);
        private final Delays delays = new Delays();

        @Setup
        public void fill() {
            heap = new BareHeap(flows);
            for (int flow = 0; flow < flows; flow++) {
                heap.add(delays.next(), flow);
            }
        }
    }

    /** A link whose flows start again where they end. */
    @State(Scope.Thread)
    public static class Sharing {
        @Param({"10", "100", "1000", "10000"})
        int flows;

        @Param
        Caps caps = Caps.ONE;

        private final Simulator simulator = new Simulator(new FourAryHeap());
        private SharedLink link = new SharedLink(simulator, 1);
        private final Delays delays = new Delays();
        private final CapDraws draws = new CapDraws();
        private int left;

        @Setup
        public void fill() {
            simulator.init();
            link = new SharedLink(simulator, caps.capacity() * flows);
            for (int flow = 0; flow < flows; flow++) {
                link.start(new Again(), delays.next(), caps.of(draws.next()));
            }
        }

        private final class Again extends SharedLink.Flow {
            @Override
            protected void flowEnded() {
                link.start(this, delays.next(), caps.of(draws.next()));
                if (--left == 0) {
                    simulator.stop();
                }
            }
        }
    }

    /** The same flows, all rescheduled at each change. */
    @State(Scope.Thread)
    public static class Rescheduling {
        @Param({"10", "100", "1000", "10000"})
        int flows;

        @Param
        Caps caps = Caps.ONE;

        private final Simulator simulator = new Simulator(new FourAryHeap());
        private final Delays delays = new Delays();
        private final CapDraws draws = new CapDraws();
        private int left;

        @Setup
        public void fill() {
            simulator.init();
            RescheduledFlows all = new RescheduledFlows(simulator, caps.capacity() * flows, flows, this::again);
            for (int flow = 0; flow < flows; flow++) {
                all.set(flow, delays.next(), caps.of(draws.next()));
            }
            all.replan();
        }

        private void again(RescheduledFlows all, int flow) {
            all.set(flow, delays.next(), caps.of(draws.next()));
            if (--left == 0) {
                simulator.stop();
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public double bare(Bare state) {
        for (int change = 0; change < CHANGES; change++) {
            double now = state.heap.firstTime();
            int flow = state.heap.removeFirst();
            state.heap.add(now + state.delays.next(), flow);
        }
        return state.heap.firstTime();
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public double sharedLink(Sharing state) {
        state.left = CHANGES;
        state.simulator.start();
        return state.simulator.time();
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES_RESCHEDULED)
    public double rescheduled(Rescheduling state) {
        state.left = CHANGES_RESCHEDULED;
        state.simulator.start();
        return state.simulator.time();
    }
}
