package faastrain.event;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** A function has uploaded or downloaded the object of its current step. */
final class TransferEnds extends Event {
    private final Worker worker;

    TransferEnds(Simulator simulator, Worker worker) {
        super(simulator);
        this.worker = worker;
    }

    @Override
    public void actions() {
        worker.transferEnded();
    }
}
