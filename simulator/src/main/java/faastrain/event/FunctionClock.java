package faastrain.event;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** What ends a function before its work is done: its lifetime is over, or it crashes. */
final class FunctionClock {
    private final Event ends;
    private boolean crashes;

    FunctionClock(Simulator simulator, Worker worker) {
        this.ends = new Event(simulator) {
            @Override
            public void actions() {
                if (crashes) {
                    worker.crash();
                } else {
                    throw worker.outlivesItsLifetime();
                }
            }
        };
    }

    /** Begins with a function's handler. What is infinite never comes. */
    void start(double lifetimeSeconds, double crashAfterSeconds) {
        crashes = crashAfterSeconds <= lifetimeSeconds;
        double seconds = Math.min(lifetimeSeconds, crashAfterSeconds);
        if (!Double.isInfinite(seconds)) {
            ends.schedule(seconds);
        }
    }

    /** The function has ended. */
    void stop() {
        ends.cancel();
    }
}
