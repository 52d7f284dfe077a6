package faastrain.event;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** A function has computed the gradients of an iteration. */
final class ComputeEnds extends Event {
    private final Worker worker;

    ComputeEnds(Simulator simulator, Worker worker) {
        super(simulator);
        this.worker = worker;
    }

    @Override
    public void actions() {
        worker.computeEnded();
    }
}
