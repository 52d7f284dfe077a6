package faastrain.event;

import faastrain.communication.Pattern;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The objects of the exchange: up to which version each is complete, and who waits for it. A worker waits for one
 * object at a time, so that the queues are lists threaded through the workers and nothing is allocated after the start.
 *
 * <p>An object of several contributors is complete in the version that the slowest of them has contributed.
 */
final class ObjectTable {
    private static final int NOBODY = -1;

    private final int workers;
    private final IntConsumer woken;
    private final int[] completeVersion;

    /** The version that a contributor has written, by object and worker; none where every object has one writer. */
    private final int[] contributed;

    /** Contributors that have written no later version than the complete one, by object. */
    private final int[] behind;

    private final int[] firstWaiting;
    private final int[] lastWaiting;
    private final int[] nextWaiting;
    private final int[] neededVersion;

    /** The object that a worker waits for. */
    private final int[] awaited;

    /**
     * Nothing is written yet.
     *
     * @param woken told the worker whose object is complete
     */
    ObjectTable(Pattern pattern, int workers, IntConsumer woken) {
        this.workers = workers;
        this.woken = woken;
        int objects = pattern.objects();
        completeVersion = new int[objects];
        boolean shared = objects > 0 && pattern.contributors(0) > 1;
        contributed = new int[shared ? Math.multiplyExact(objects, workers) : 0];
        behind = new int[shared ? objects : 0];
        Arrays.fill(behind, workers);
        firstWaiting = new int[objects];
        lastWaiting = new int[objects];
        nextWaiting = new int[workers];
        neededVersion = new int[workers];
        awaited = new int[workers];
        Arrays.fill(firstWaiting, NOBODY);
        Arrays.fill(lastWaiting, NOBODY);
        Arrays.fill(awaited, NOBODY);
    }

    /** Whether the object is complete in {@code version}, or in a later one. */
    boolean isComplete(int object, int version) {
        return completeVersion[object] >= version;
    }

    /** The version in which the object is complete. */
    int version(int object) {
        return completeVersion[object];
    }

    /** Lets a worker wait until the object is complete in {@code version}. */
    void await(int object, int version, int worker) {
        awaited[worker] = object;
        neededVersion[worker] = version;
        nextWaiting[worker] = NOBODY;
        if (lastWaiting[object] == NOBODY) {
            firstWaiting[object] = worker;
        } else {
            nextWaiting[lastWaiting[object]] = worker;
        }
        lastWaiting[object] = worker;
    }

    /** Whether a worker waits for an object. */
    boolean waits(int worker) {
        return awaited[worker] != NOBODY;
    }

    /** Lets a worker wait no longer, if it does. Takes time in proportion to those that wait for the same object. */
    void forget(int worker) {
        int object = awaited[worker];
        if (object == NOBODY) {
            return;
        }
        awaited[worker] = NOBODY;
        int before = NOBODY;
        int at = firstWaiting[object];
        while (at != worker) {
            before = at;
            at = nextWaiting[at];
        }
        if (before == NOBODY) {
            firstWaiting[object] = nextWaiting[worker];
        } else {
            nextWaiting[before] = nextWaiting[worker];
        }
        if (lastWaiting[object] == worker) {
            lastWaiting[object] = before;
        }
    }

    /**
     * Notes that a worker has written the object, and tells whether it is complete in a later version now. Who waits for it
     * is told by {@link #wake}.
     */
    boolean write(int object, int version, int worker) {
        int complete = behind.length > 0 ? contributed(object, version, worker) : version;
        if (complete <= completeVersion[object]) {
            return false;
        }
        completeVersion[object] = complete;
        return true;
    }

    private int contributed(int object, int version, int worker) {
        int at = object * workers + worker;
        int complete = completeVersion[object];
        if (version <= contributed[at]) {
            return complete;
        }
        boolean wasBehind = contributed[at] <= complete;
        contributed[at] = version;
        if (wasBehind && --behind[object] == 0) {
            int slowest = Integer.MAX_VALUE;
            for (int i = object * workers; i < (object + 1) * workers; i++) {
                slowest = Math.min(slowest, contributed[i]);
            }
            for (int i = object * workers; i < (object + 1) * workers; i++) {
                behind[object] += contributed[i] == slowest ? 1 : 0;
            }
            return slowest;
        }
        return complete;
    }

    /** Wakes whoever waited for a version in which the object is complete, first come first. */
    void wake(int object) {
        int worker = firstWaiting[object];
        firstWaiting[object] = NOBODY;
        lastWaiting[object] = NOBODY;
        while (worker != NOBODY) {
            int next = nextWaiting[worker];
            if (neededVersion[worker] <= completeVersion[object]) {
                awaited[worker] = NOBODY;
                woken.accept(worker);
            } else {
                await(object, neededVersion[worker], worker);
            }
            worker = next;
        }
    }

    /** Sets the versions of every object back to what each worker has contributed to it. */
    void reset(int[] versions) {
        int slowest = Integer.MAX_VALUE;
        for (int version : versions) {
            slowest = Math.min(slowest, version);
        }
        Arrays.fill(completeVersion, slowest);
        Arrays.fill(behind, 0);
        for (int i = 0; i < contributed.length; i++) {
            contributed[i] = versions[i % workers];
            behind[i / workers] += contributed[i] == slowest ? 1 : 0;
        }
    }
}
