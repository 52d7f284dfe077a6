package faastrain.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * A queue in which requests wait for one of several equal servers, first come, first served: the service
 * threads of a cache, or the cores of a parameter server. Each request takes one server for a time of its
 * own.
 *
 * <p>With one server, request n ends at e(n) = max(a(n), e(n - 1)) + s(n), its arrival being a(n) and its
 * time of service s(n) (Lindley, "The theory of queues with a single server", Mathematical Proceedings of
 * the Cambridge Philosophical Society 48(2), 1952); the doubles are exactly these. A request takes
 * constant time besides its one event, and allocates nothing.
 */
public final class ServiceQueue {
    private final Simulator simulator;
    private final int servers;

    private int busy;
    private @Nullable Service firstWaiting;
    private @Nullable Service lastWaiting;
    private int waiting;
    private int mostWaiting;

    private final CompensatedSum busySeconds = new CompensatedSum();
    private final CompensatedSum waitingSeconds = new CompensatedSum();
    private double then;

    /**
     * A queue in which nobody waits.
     *
     * @param servers 1 or more; {@link Integer#MAX_VALUE} when nobody ever has to wait
     * @throws IllegalArgumentException if there is no server
     */
    public ServiceQueue(Simulator simulator, int servers) {
        if (servers < 1) {
            throw new IllegalArgumentException("A queue needs at least one server, not " + servers + ".");
        }
        this.simulator = simulator;
        this.servers = servers;
        this.then = simulator.time();
    }

    /**
     * Asks for a service, now. It begins at once when a server is free. Its end is an event always, also
     * when it takes no time.
     *
     * @param seconds how long it takes a server, finite, 0 or more
     * @throws IllegalArgumentException if the time is none; nothing has changed then
     * @throws IllegalStateException if the service has been asked for and has not ended; nothing has changed then
     */
    public void request(Service service, double seconds) {
        if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A service must take a finite time, 0 s or more, not " + seconds + ".");
        }
        if (service.queue != null) {
            throw new IllegalStateException("The service has been asked for and has not ended yet.");
        }
        settle();
        service.queue = this;
        service.seconds = seconds;
        if (busy < servers) {
            busy++;
            service.ends.schedule(seconds);
        } else {
            queueUp(service);
        }
    }

    /**
     * Gives a service up, now: whether it waits or is being served, it is not told of an end, and can be asked for again.
     * Takes time in proportion to those that wait.
     *
     * @throws IllegalStateException if the service is not in this queue
     */
    public void cancel(Service service) {
        if (service.queue != this) {
            throw new IllegalStateException("The service is not in this queue.");
        }
        service.queue = null;
        if (service.ends.cancel()) {
            passOn();
            return;
        }
        settle();
        Service before = null;
        for (Service at = firstWaiting; at != null && at != service; at = at.next) {
            before = at;
        }
        if (before == null) {
            firstWaiting = service.next;
        } else {
            before.next = service.next;
        }
        if (lastWaiting == service) {
            lastWaiting = before;
        }
        service.next = null;
        waiting--;
    }

    /** How many servers are busy. */
    public int busy() {
        return busy;
    }

    /** How many requests wait for a server. */
    public int waiting() {
        return waiting;
    }

    /** The most requests that waited at a time so far. */
    public int mostWaiting() {
        return mostWaiting;
    }

    /**
     * How long servers have been busy so far, added up over the servers, s. Divided by servers and time
     * this is the utilisation.
     */
    public double busySeconds() {
        settle();
        return busySeconds.value();
    }

    /** How long requests have waited for a server so far, added up over the requests, s. */
    public double waitingSeconds() {
        settle();
        return waitingSeconds.value();
    }

    /** Brings the statistics up to now. */
    private void settle() {
        double now = simulator.time();
        double passed = now - then;
        if (passed > 0) {
            busySeconds.add(busy * passed);
            waitingSeconds.add(waiting * passed);
            then = now;
        }
    }

    private void queueUp(Service service) {
        if (lastWaiting == null) {
            firstWaiting = service;
        } else {
            lastWaiting.next = service;
        }
        lastWaiting = service;
        waiting++;
        mostWaiting = Math.max(mostWaiting, waiting);
    }

    /** Gives the server of a service that has ended to who has waited longest. */
    private void passOn() {
        settle();
        Service next = firstWaiting;
        if (next == null) {
            busy--;
            return;
        }
        firstWaiting = next.next;
        next.next = null;
        if (firstWaiting == null) {
            lastWaiting = null;
        }
        waiting--;
        next.ends.schedule(next.seconds);
    }

    /**
     * A request to a queue. It is made once and can be asked for any number of times, in one queue at a
     * time.
     */
    public abstract static class Service {
        private final Ends ends;

        // Set and read by the queue that the service is in.
        private @Nullable ServiceQueue queue;
        private @Nullable Service next;
        private double seconds;

        /** Makes a service that is in no queue. */
        protected Service(Simulator simulator) {
            this.ends = new Ends(simulator);
        }

        /**
         * The service has ended. The queue calls this once per request, at the instant of the end, when the
         * server is free again or with whoever waited longest: the service can be asked for again right
         * here, and then is behind all that wait.
         */
        protected abstract void served();

        private void end() {
            ServiceQueue left = Objects.requireNonNull(queue);
            queue = null;
            left.passOn();
            served();
        }

        /** A server has done what was asked for. */
        private final class Ends extends Event {
            Ends(Simulator simulator) {
                super(simulator);
            }

            @Override
            public void actions() {
                end();
            }
        }
    }
}
