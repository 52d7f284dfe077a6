package faastrain.event;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * What a worker is waiting for to end: an object on its way through the stages of a channel, or the passing of time. Each
 * worker has one, which is made once and used again and again.
 */
final class Transfer {
    private static final Stage[] NOWHERE = {};

    private final Worker worker;
    private final Event paused;
    private final SharedLink.Flow flow;
    private final ServiceQueue.Service service;

    private Stage[] way = NOWHERE;
    private int next;
    private double mib;
    private double aloneSeconds;
    private boolean underWay;

    Transfer(Simulator simulator, Worker worker) {
        this.worker = worker;
        this.paused = new Event(simulator) {
            @Override
            public void actions() {
                passed();
            }
        };
        this.flow = new SharedLink.Flow() {
            @Override
            protected void flowEnded() {
                passed();
            }
        };
        this.service = new ServiceQueue.Service(simulator) {
            @Override
            protected void served() {
                passed();
            }
        };
    }

    /**
     * Sets out.
     *
     * @param stages the way
     * @param mib size of what is moved
     * @param aloneSeconds how long it would take if nobody else were there
     */
    void start(Stage[] stages, double mib, double aloneSeconds) {
        this.way = stages;
        this.next = 0;
        this.mib = mib;
        this.aloneSeconds = aloneSeconds;
        underWay = true;
        enterNext();
    }

    /** Lets time pass. */
    void start(double seconds) {
        way = NOWHERE;
        next = 0;
        underWay = true;
        pause(seconds);
    }

    /** To be called by a stage: it is passed when this time is over. */
    void pause(double seconds) {
        paused.schedule(seconds);
    }

    /** To be called by a stage: the pause ends without having passed. */
    void stopPause() {
        paused.cancel();
    }

    /** Gives up, wherever it is on its way; whoever waits for it to end is not told. */
    void cancel() {
        if (!underWay) {
            return;
        }
        underWay = false;
        if (way.length == 0) {
            stopPause();
        } else {
            way[next - 1].leave(this);
        }
    }

    private void passed() {
        worker.countEvent();
        if (next == way.length) {
            underWay = false;
            worker.transferEnded();
        } else {
            enterNext();
        }
    }

    private void enterNext() {
        Stage stage = way[next];
        next++;
        stage.enter(this);
    }

    double mib() {
        return mib;
    }

    double aloneSeconds() {
        return aloneSeconds;
    }

    SharedLink.Flow flow() {
        return flow;
    }

    ServiceQueue.Service service() {
        return service;
    }
}
