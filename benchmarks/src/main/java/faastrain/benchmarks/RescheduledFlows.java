package faastrain.benchmarks;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * The plain way to share a capacity, to compare with: at each change every flow's rate is found anew, and
 * every flow's end is cancelled and scheduled again.
 */
final class RescheduledFlows {
    /** Says what comes after a flow that has ended. */
    interface Next {
        void start(RescheduledFlows flows, int flow);
    }

    private final Simulator simulator;
    private final double capacity;
    private final Next next;
    private final double[] left;
    private final double[] caps;
    private final double[] rates;
    private final Event[] ends;
    private double then;

    RescheduledFlows(Simulator simulator, double capacity, int flows, Next next) {
        this.simulator = simulator;
        this.capacity = capacity;
        this.next = next;
        this.left = new double[flows];
        this.caps = new double[flows];
        this.rates = new double[flows];
        this.ends = new Event[flows];
        for (int flow = 0; flow < flows; flow++) {
            ends[flow] = new End(simulator, flow);
        }
    }

    void set(int flow, double mib, double cap) {
        left[flow] = mib;
        caps[flow] = cap;
    }

    /** Brings all flows up to now and plans all ends anew. */
    void replan() {
        double passed = simulator.time() - then;
        then = simulator.time();
        double level = level();
        for (int flow = 0; flow < ends.length; flow++) {
            left[flow] = Math.max(0, left[flow] - rates[flow] * passed);
            rates[flow] = Math.min(caps[flow], level);
            ends[flow].cancel();
            ends[flow].schedule(left[flow] / rates[flow]);
        }
    }

    /** Raises the level by what flows below it leave, until no more flows are below it. */
    private double level() {
        double level = capacity / caps.length;
        int below = 0;
        while (true) {
            double taken = 0;
            int belowNow = 0;
            for (double cap : caps) {
                if (cap <= level) {
                    taken += cap;
                    belowNow++;
                }
            }
            if (belowNow == caps.length) {
                return Double.POSITIVE_INFINITY;
            }
            if (belowNow == below) {
                return level;
            }
            below = belowNow;
            level = (capacity - taken) / (caps.length - below);
        }
    }

    private final class End extends Event {
        private final int flow;

        End(Simulator simulator, int flow) {
            super(simulator);
            this.flow = flow;
        }

        @Override
        public void actions() {
            next.start(RescheduledFlows.this, flow);
            replan();
        }
    }
}
