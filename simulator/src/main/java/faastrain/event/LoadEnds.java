package faastrain.event;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** A function has loaded an object that it needs before it can train. */
final class LoadEnds extends Event {
    private final Worker worker;

    LoadEnds(Simulator simulator, Worker worker) {
        super(simulator);
        this.worker = worker;
    }

    @Override
    public void actions() {
        worker.loadEnded();
    }
}
