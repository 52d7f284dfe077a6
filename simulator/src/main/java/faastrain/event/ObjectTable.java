package faastrain.event;

import faastrain.communication.Pattern;
import java.util.Arrays;

/**
 * The objects of the exchange: up to which version each is complete, and who waits for it. A worker waits for one
 * object at a time, so that the queues are lists threaded through the workers and nothing is allocated after the start.
 */
final class ObjectTable {
    private static final int NOBODY = -1;

    private final Pattern pattern;
    private final int[] completeVersion;

    /** How often an object of several contributors was written. */
    private final long[] writes;

    private final int[] firstWaiting;
    private final int[] lastWaiting;
    private final int[] nextWaiting;
    private final int[] neededVersion;

    ObjectTable(Pattern pattern, int workers) {
        this.pattern = pattern;
        int objects = pattern.objects();
        completeVersion = new int[objects];
        boolean shared = objects > 0 && pattern.contributors(0) > 1;
        writes = new long[shared ? objects : 0];
        firstWaiting = new int[objects];
        lastWaiting = new int[objects];
        nextWaiting = new int[workers];
        neededVersion = new int[workers];
        Arrays.fill(firstWaiting, NOBODY);
        Arrays.fill(lastWaiting, NOBODY);
    }

    /** Whether the object is complete in {@code version}, or in a later one. */
    boolean isComplete(int object, int version) {
        return completeVersion[object] >= version;
    }

    /** Lets a worker wait until the object is complete in {@code version}. */
    void await(int object, int version, int worker) {
        neededVersion[worker] = version;
        nextWaiting[worker] = NOBODY;
        if (lastWaiting[object] == NOBODY) {
            firstWaiting[object] = worker;
        } else {
            nextWaiting[lastWaiting[object]] = worker;
        }
        lastWaiting[object] = worker;
    }

    /**
     * Notes that the object has been written, and wakes whoever waited for the version that is now complete, first come
     * first. An object of several contributors is complete in a version when each has written it that often.
     */
    void write(int object, int version, Worker[] workers) {
        int complete = version;
        if (writes.length > 0) {
            writes[object]++;
            complete = (int) (writes[object] / pattern.contributors(object));
        }
        if (complete <= completeVersion[object]) {
            return;
        }
        completeVersion[object] = complete;
        int worker = firstWaiting[object];
        firstWaiting[object] = NOBODY;
        lastWaiting[object] = NOBODY;
        while (worker != NOBODY) {
            int next = nextWaiting[worker];
            if (neededVersion[worker] <= complete) {
                workers[worker].objectComplete();
            } else {
                await(object, neededVersion[worker], worker);
            }
            worker = next;
        }
    }
}
