package faastrain.benchmarks;

/**
 * The limit: a 4-ary heap of times and numbers and nothing else. No event objects, no priorities, no
 * order among equal times, no removal from the middle, fixed capacity.
 */
final class BareHeap {
    private final double[] times;
    private final int[] numbers;
    private int size;

    BareHeap(int capacity) {
        times = new double[capacity];
        numbers = new int[capacity];
    }

    double firstTime() {
        return times[0];
    }

    void add(double time, int number) {
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >> 2;
            if (time >= times[parent]) {
                break;
            }
            times[hole] = times[parent];
            numbers[hole] = numbers[parent];
            hole = parent;
        }
        times[hole] = time;
        numbers[hole] = number;
    }

    int removeFirst() {
        int first = numbers[0];
        int last = --size;
        double time = times[last];
        int hole = 0;
        int child = 1;
        while (child < last) {
            int least = child;
            int end = Math.min(child + 4, last);
            for (int other = child + 1; other < end; other++) {
                if (times[other] < times[least]) {
                    least = other;
                }
            }
            if (times[least] >= time) {
                break;
            }
            times[hole] = times[least];
            numbers[hole] = numbers[least];
            hole = least;
            child = 4 * hole + 1;
        }
        times[hole] = time;
        numbers[hole] = numbers[last];
        return first;
    }
}
