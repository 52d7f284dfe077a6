package faastrain.event;

import java.util.Arrays;

/**
 * Small whole numbers in order of a key: a heap of four children a node, on arrays of primitives, that
 * finds each number in it, so that any can be taken out or given another key in O(log n).
 *
 * <p>Several heaps can share one table of positions when no number is in two of them at once, as the
 * flows of a link, of which each is in one group. Numbers of equal keys leave in no particular order,
 * but in the same one in every run.
 */
final class IndexedHeap {
    private static final int CHILDREN = 4;

    /** Where each number stands in the heap that has it. It grows with the largest number. */
    static final class Positions {
        private int[] of = new int[CHILDREN];

        private void makeRoomFor(int number) {
            if (number >= of.length) {
                of = Arrays.copyOf(of, Math.max(2 * of.length, number + 1));
            }
        }
    }

    private final Positions positions;
    private double[] keys = new double[CHILDREN];
    private int[] numbers = new int[CHILDREN];
    private int size;

    IndexedHeap(Positions positions) {
        this.positions = positions;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The least key. Meaningless when the heap is empty, as {@link #first}. */
    double firstKey() {
        return keys[0];
    }

    /** The number with the least key. */
    int first() {
        return numbers[0];
    }

    /** The key of a number that is in this heap. */
    double key(int number) {
        return keys[positions.of[number]];
    }

    /** Adds a number that is in none of the heaps that share the positions. */
    void add(double key, int number) {
        positions.makeRoomFor(number);
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        siftUp(size++, key, number);
    }

    /** Takes out the number with the least key. */
    int removeFirst() {
        int first = numbers[0];
        size--;
        if (size > 0) {
            siftDown(0, keys[size], numbers[size]);
        }
        return first;
    }

    /** Takes out a number that is in this heap. */
    void remove(int number) {
        int position = positions.of[number];
        size--;
        if (position < size) {
            place(position, keys[size], numbers[size]);
        }
    }

    /** Gives a number that is in this heap another key. */
    void setKey(int number, double key) {
        place(positions.of[number], key, number);
    }

    private void place(int position, double key, int number) {
        if (position > 0 && key < keys[parentOf(position)]) {
            siftUp(position, key, number);
        } else {
            siftDown(position, key, number);
        }
    }

    private void siftUp(int from, double key, int number) {
        int hole = from;
        while (hole > 0) {
            int parent = parentOf(hole);
            if (key >= keys[parent]) {
                break;
            }
            put(hole, keys[parent], numbers[parent]);
            hole = parent;
        }
        put(hole, key, number);
    }

    private void siftDown(int from, double key, int number) {
        double[] allKeys = keys;
        int end = size;
        int hole = from;
        int child = CHILDREN * hole + 1;
        while (child < end) {
            int least = child;
            double leastKey = allKeys[child];
            int childrenEnd = Math.min(child + CHILDREN, end);
            for (int other = child + 1; other < childrenEnd; other++) {
                if (allKeys[other] < leastKey) {
                    least = other;
                    leastKey = allKeys[other];
                }
            }
            if (leastKey >= key) {
                break;
            }
            put(hole, leastKey, numbers[least]);
            hole = least;
            child = CHILDREN * hole + 1;
        }
        put(hole, key, number);
    }

    private static int parentOf(int position) {
        return (position - 1) >> 2;
    }

    private void put(int position, double key, int number) {
        keys[position] = key;
        numbers[position] = number;
        positions.of[number] = position;
    }
}
