package faastrain.event;

import faastrain.model.Invocation;
import java.util.Arrays;
import java.util.function.IntConsumer;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * Brings functions to life. An invocation is called through the API, then waits until the provider lets it run, then starts
 * in an environment, and then its handler begins.
 *
 * <p>The provider lets an invocation run when fewer functions than the quota run, those that start included, and when there
 * is an environment: one that an earlier function has left and that is still kept warm, the one left last first, or else a
 * new one. New environments are limited by the concurrency scaling rate, a token bucket ({@link RequestLimit}; AWS Lambda
 * Developer Guide, Lambda scaling behavior). All that wait stand in one queue, first come, first served, and the first takes
 * whichever environment comes first. (Lambda throttles a synchronous call instead, and queues an asynchronous one without
 * promising its order; the queue stands for both.)
 *
 * <p>Where a table gives the time until all have started ({@link Invocation#allSeconds}), this time holds everything: each
 * handler begins so long after its invocation, and nothing else is looked at.
 *
 * <p>A worker has at most one invocation under way, and one function that runs; its next function may be invoked while the
 * last still runs, but has to begin after it has ended. Nothing is allocated after the start.
 */
final class Launcher {
    private static final int NOBODY = -1;

    /** How far an invocation is. */
    private enum Progress {
        NONE,
        CALLED,
        QUEUED,
        STARTING_WARM,
        STARTING_COLD
    }

    private final Simulator simulator;
    private final Invocation invocation;
    private final StartUps startUps;
    private final IntConsumer started;
    private final Runnable countEvent;

    /** By worker: what ends the stage in which its invocation is. */
    private final Advance[] advances;

    private final Progress[] progress;

    /** Whether the handler of a worker's function has begun and not ended. */
    private final boolean[] runs;

    private final int[] nextWaiting;
    private final int[] previousWaiting;
    private int firstWaiting = NOBODY;
    private int lastWaiting = NOBODY;
    private int waiting;
    private int mostWaiting;

    private int running;
    private int mostRunning;

    private final RequestLimit newEnvironments;
    private final Refill refill;
    private boolean refillAwaited;

    /**
     * When the environments that wait for a function were left, the last on top. A new one is made only when none is kept,
     * so that there are never more than functions can run: two a worker.
     */
    private final double[] leftAt;

    private int left;

    /** Environments that are warm from the start and that nobody has used. */
    private int unused;

    private final double madeAt;

    private long coldStarts;
    private long warmStarts;

    /**
     * Nothing is invoked yet.
     *
     * @param startUps how long a start takes; asked when it begins
     * @param workers how many there are
     * @param started told the worker at the instant at which the handler of its function begins
     * @param countEvent run once for every event of the launcher
     */
    Launcher(
            Simulator simulator,
            Invocation invocation,
            StartUps startUps,
            int workers,
            IntConsumer started,
            Runnable countEvent) {
        this.simulator = simulator;
        this.invocation = invocation;
        this.startUps = startUps;
        this.started = started;
        this.countEvent = countEvent;
        this.advances = new Advance[workers];
        for (int worker = 0; worker < workers; worker++) {
            advances[worker] = new Advance(simulator, worker);
        }
        this.progress = new Progress[workers];
        Arrays.fill(progress, Progress.NONE);
        this.runs = new boolean[workers];
        this.nextWaiting = new int[workers];
        this.previousWaiting = new int[workers];
        this.newEnvironments = new RequestLimit(invocation.refillPerSecond(), invocation.burst());
        this.refill = new Refill(simulator);
        this.leftAt = new double[Math.multiplyExact(2, workers)];
        this.unused = invocation.warm();
        this.madeAt = simulator.time();
    }

    /**
     * The trigger function invokes every worker, one after the other in their order. A worker whose call and start take no
     * time begins right here, without an event.
     *
     * @throws IllegalStateException if a worker has an invocation under way; nothing has changed then
     */
    void invokeAll() {
        for (int worker = 0; worker < progress.length; worker++) {
            requireNoInvocation(worker);
        }
        boolean atOnce = !isTable() && invocation.callSeconds() == 0;
        for (int worker = 0; worker < progress.length; worker++) {
            if (atOnce) {
                arrive(worker);
            } else {
                call(worker, isTable() ? invocation.allSeconds() : (worker + 1) * invocation.callSeconds());
            }
        }
    }

    /**
     * Somebody other than the trigger function invokes one worker, by a call that begins after a time. The handler never
     * begins within this method.
     *
     * @param afterSeconds finite, 0 or more
     * @throws IllegalArgumentException if the time is none; nothing has changed then
     * @throws IllegalStateException if the worker has an invocation under way; nothing has changed then
     */
    void invoke(int worker, double afterSeconds) {
        if (!(afterSeconds >= 0 && afterSeconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "An invocation comes after a finite time, 0 s or more, not " + afterSeconds + ".");
        }
        requireNoInvocation(worker);
        call(worker, afterSeconds + (isTable() ? invocation.allSeconds() : invocation.callSeconds()));
    }

    /**
     * The function of a worker has ended: its environment is free and is kept for a time. Nobody's handler begins within
     * this method.
     *
     * @throws IllegalStateException if the worker's function does not run
     */
    void ended(int worker) {
        end(worker);
        keep();
        serve(false);
    }

    /** As {@link #ended}, but the environment is gone with the function. */
    void crashed(int worker) {
        end(worker);
        serve(false);
    }

    /**
     * Forgets a worker's invocation whose handler has not begun. What it held is free: its place in the queue or under the
     * quota, and a warm environment, which is kept as if its function had ended now. A new environment in which it was about
     * to start is gone, and its token is used up. Nobody's handler begins within this method.
     *
     * @return false if there is no such invocation
     */
    boolean cancel(int worker) {
        Progress was = progress[worker];
        progress[worker] = Progress.NONE;
        switch (was) {
            case NONE -> {
                return false;
            }
            case CALLED -> advances[worker].cancel();
            case QUEUED -> leaveQueue(worker);
            case STARTING_WARM -> {
                abandonStart(worker);
                keep();
                serve(false);
            }
            case STARTING_COLD -> {
                abandonStart(worker);
                serve(false);
            }
        }
        return true;
    }

    /** The most invocations that waited to be let run at a time so far. */
    int mostWaiting() {
        return mostWaiting;
    }

    /** The most functions that ran at a time so far, those that started included. */
    int mostRunning() {
        return mostRunning;
    }

    /** Starts in a new environment so far; none where a table gives the times. */
    long coldStarts() {
        return coldStarts;
    }

    /** Starts in a warm environment so far; none where a table gives the times. */
    long warmStarts() {
        return warmStarts;
    }

    private boolean isTable() {
        return invocation.allSeconds() > 0;
    }

    private void requireNoInvocation(int worker) {
        if (progress[worker] != Progress.NONE) {
            throw new IllegalStateException("Worker " + worker + " has an invocation under way.");
        }
    }

    private void call(int worker, double seconds) {
        progress[worker] = Progress.CALLED;
        advances[worker].schedule(seconds);
    }

    private void arrive(int worker) {
        Progress way = firstWaiting == NOBODY ? admit() : Progress.QUEUED;
        if (way == Progress.QUEUED) {
            joinQueue(worker);
        } else {
            start(worker, way, true);
        }
    }

    /** Lets as many of those that wait run as may. */
    private void serve(boolean mayBegin) {
        while (firstWaiting != NOBODY) {
            Progress way = admit();
            if (way == Progress.QUEUED) {
                return;
            }
            int worker = firstWaiting;
            leaveQueue(worker);
            start(worker, way, mayBegin);
        }
    }

    /**
     * Takes what the first in the queue needs to run.
     *
     * @return how it starts, or that it stays in the queue
     */
    private Progress admit() {
        if (running >= invocation.quota()) {
            return Progress.QUEUED;
        }
        if (takeWarm()) {
            warmStarts++;
            countRunning();
            return Progress.STARTING_WARM;
        }
        double now = simulator.time();
        if (newEnvironments.take(now, 1)) {
            coldStarts++;
            countRunning();
            return Progress.STARTING_COLD;
        }
        if (!refillAwaited) {
            refillAwaited = true;
            // The clock must move on, however the difference is rounded.
            refill.schedule(Math.max(newEnvironments.availableAt(1) - now, Math.ulp(now)));
        }
        return Progress.QUEUED;
    }

    private void countRunning() {
        running++;
        mostRunning = Math.max(mostRunning, running);
    }

    private boolean takeWarm() {
        if (left > 0) {
            if (isKept(leftAt[left - 1])) {
                left--;
                return true;
            }
            // Those below were left earlier.
            left = 0;
            unused = 0;
        }
        if (unused > 0 && isKept(madeAt)) {
            unused--;
            return true;
        }
        return false;
    }

    private boolean isKept(double since) {
        return simulator.time() < since + invocation.keepWarmSeconds();
    }

    private void keep() {
        if (!isTable()) {
            leftAt[left] = simulator.time();
            left++;
        }
    }

    private void start(int worker, Progress way, boolean mayBegin) {
        progress[worker] = way;
        double seconds = way == Progress.STARTING_WARM ? startUps.warmSeconds(worker) : startUps.coldSeconds(worker);
        if (seconds == 0 && mayBegin) {
            begin(worker);
        } else {
            advances[worker].schedule(seconds);
        }
    }

    private void begin(int worker) {
        if (runs[worker]) {
            throw new IllegalStateException("Worker " + worker + "'s function begins before its last has ended.");
        }
        progress[worker] = Progress.NONE;
        runs[worker] = true;
        started.accept(worker);
    }

    private void end(int worker) {
        if (!runs[worker]) {
            throw new IllegalStateException("Worker " + worker + "'s function does not run.");
        }
        runs[worker] = false;
        running--;
    }

    private void abandonStart(int worker) {
        advances[worker].cancel();
        running--;
    }

    private void joinQueue(int worker) {
        progress[worker] = Progress.QUEUED;
        previousWaiting[worker] = lastWaiting;
        nextWaiting[worker] = NOBODY;
        if (lastWaiting == NOBODY) {
            firstWaiting = worker;
        } else {
            nextWaiting[lastWaiting] = worker;
        }
        lastWaiting = worker;
        waiting++;
        mostWaiting = Math.max(mostWaiting, waiting);
    }

    private void leaveQueue(int worker) {
        int previous = previousWaiting[worker];
        int next = nextWaiting[worker];
        if (previous == NOBODY) {
            firstWaiting = next;
        } else {
            nextWaiting[previous] = next;
        }
        if (next == NOBODY) {
            lastWaiting = previous;
        } else {
            previousWaiting[next] = previous;
        }
        waiting--;
        if (firstWaiting == NOBODY && refillAwaited) {
            refillAwaited = false;
            refill.cancel();
        }
    }

    /** A worker's invocation comes out of the stage in which it is: it has been called, or has started. */
    private final class Advance extends Event {
        private final int worker;

        Advance(Simulator simulator, int worker) {
            super(simulator);
            this.worker = worker;
        }

        @Override
        public void actions() {
            countEvent.run();
            if (progress[worker] != Progress.CALLED) {
                begin(worker);
            } else if (isTable()) {
                countRunning();
                begin(worker);
            } else {
                arrive(worker);
            }
        }
    }

    /** The scaling rate allows one more environment. */
    private final class Refill extends Event {
        Refill(Simulator simulator) {
            super(simulator);
        }

        @Override
        public void actions() {
            countEvent.run();
            refillAwaited = false;
            serve(true);
        }
    }
}
