package faastrain.event;

import org.jspecify.annotations.Nullable;

/**
 * The groups of a link by their cap: a hash table with open addressing (linear probing), which unlike a
 * {@code HashMap} of boxed caps allocates nothing once it is large enough.
 */
final class GroupTable {
    private static final int INITIAL_BITS = 4;

    private @Nullable FlowGroup[] table = new @Nullable FlowGroup[1 << INITIAL_BITS];

    /** How far a hash is shifted so that as many of its bits remain as number the table's places. */
    private int shift = Long.SIZE - INITIAL_BITS;

    private int size;

    @Nullable
    FlowGroup find(double cap) {
        return table[place(cap)];
    }

    /** Adds a group whose cap no other here has. */
    void add(FlowGroup group) {
        size++;
        if (2 * size > table.length) {
            grow();
        }
        table[place(group.cap())] = group;
    }

    /** Takes out a group that is here. */
    void remove(FlowGroup group) {
        size--;
        int hole = place(group.cap());
        table[hole] = null;
        // Whoever stands further from home because of the removed one moves up, so that no search stops short of it.
        int mask = table.length - 1;
        int next = (hole + 1) & mask;
        for (FlowGroup moved = table[next]; moved != null; moved = table[next]) {
            int home = home(moved.cap());
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                table[hole] = moved;
                table[next] = null;
                hole = next;
            }
            next = (next + 1) & mask;
        }
    }

    /** Where the group of a cap is, or would be put. */
    private int place(double cap) {
        int mask = table.length - 1;
        int place = home(cap);
        for (FlowGroup other = table[place]; other != null && other.cap() != cap; other = table[place]) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private int home(double cap) {
        // Fibonacci hashing: the product's first bits depend on all bits of the cap, of which round caps differ in few.
        return (int) ((Double.doubleToLongBits(cap) * 0x9E3779B97F4A7C15L) >>> shift);
    }

    private void grow() {
        @Nullable FlowGroup[] before = table;
        table = new @Nullable FlowGroup[2 * before.length];
        shift--;
        for (FlowGroup group : before) {
            if (group != null) {
                table[place(group.cap())] = group;
            }
        }
    }
}
