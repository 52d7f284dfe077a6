package faastrain.event;

import java.util.Arrays;

/**
 * The objects of the exchange: up to which round each has been written, and who waits for it. A worker waits for one
 * object at a time, so that the queues are lists threaded through the workers and nothing is allocated after the start.
 */
final class ObjectTable {
    private static final int NOBODY = -1;

    private final int[] writtenRound;
    private final int[] firstWaiting;
    private final int[] lastWaiting;
    private final int[] nextWaiting;
    private final int[] neededRound;

    ObjectTable(int objects, int workers) {
        writtenRound = new int[objects];
        firstWaiting = new int[objects];
        lastWaiting = new int[objects];
        nextWaiting = new int[workers];
        neededRound = new int[workers];
        Arrays.fill(firstWaiting, NOBODY);
        Arrays.fill(lastWaiting, NOBODY);
    }

    /** Whether the object of {@code round}, or of a later one, has been written. */
    boolean isWritten(int object, int round) {
        return writtenRound[object] >= round;
    }

    /** Lets a worker wait until the object of {@code round} is written. */
    void await(int object, int round, int worker) {
        neededRound[worker] = round;
        nextWaiting[worker] = NOBODY;
        if (lastWaiting[object] == NOBODY) {
            firstWaiting[object] = worker;
        } else {
            nextWaiting[lastWaiting[object]] = worker;
        }
        lastWaiting[object] = worker;
    }

    /** Notes that the object of {@code round} has been written, and wakes whoever waited for it, first come first. */
    void write(int object, int round, Worker[] workers) {
        writtenRound[object] = Math.max(writtenRound[object], round);
        int worker = firstWaiting[object];
        firstWaiting[object] = NOBODY;
        lastWaiting[object] = NOBODY;
        while (worker != NOBODY) {
            int next = nextWaiting[worker];
            if (neededRound[worker] <= round) {
                workers[worker].objectWritten();
            } else {
                await(object, neededRound[worker], worker);
            }
            worker = next;
        }
    }
}
