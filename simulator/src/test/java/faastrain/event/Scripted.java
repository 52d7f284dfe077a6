package faastrain.event;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** Things that a test has happen at given times. */
final class Scripted {
    private Scripted() {}

    /** Has something happen so many seconds from now. */
    static void at(Simulator simulator, double seconds, Runnable action) {
        new Event(simulator) {
            @Override
            public void actions() {
                action.run();
            }
        }.schedule(seconds);
    }
}
