package faastrain.event;

import java.util.Arrays;
import java.util.Comparator;
import java.util.ListIterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.eventlist.EventList;

/**
 * An event list for SSJ's simulator: a heap of four children a node, on arrays of primitives.
 *
 * <p>Why not one of SSJ's own. In the hold model (take the first event, schedule one; Jones, "An
 * empirical comparison of priority-queue and event-set implementations", CACM 29(4), 1986) this list
 * runs a simulation two to four times as fast as SSJ's default, the splay tree, at a thousand pending
 * events and more, and cancels an event ten times as fast, because it knows where the event is instead
 * of searching for it. It allocates nothing per event, where the splay tree allocates a node. Of SSJ's
 * other lists, the doubly linked one is fast for a handful of events only, and Henriksen's and the
 * red-black tree do not keep the order of simultaneous events when events are cancelled. The module
 * {@code benchmarks} repeats the measurement.
 *
 * <p>Why four children: a node's children lie side by side in memory, so that one level costs about one
 * cache line, and there are half as many levels as in a binary heap (LaMarca and Ladner, "The influence
 * of caches on the performance of heaps", ACM Journal of Experimental Algorithmics 1, 1996).
 *
 * <p>Events are in order of time, then of priority, the lower first, then in the order in which they
 * were added; both are read at that moment. {@link #addFirst}, {@link #addBefore} and {@link #addAfter}
 * put the event exactly where they say. For all that is added later, an event placed by another then has
 * the other's time and priority, which is what SSJ gives it anyway, and one placed first has those of the
 * event that it displaced unless its own are lower.
 *
 * <p>Each event in the list has a slot, a number that stays the same until the event leaves and that
 * the list keeps in the event itself ({@link Event#setRa}). A number left over from an earlier stay, or
 * from another list, does no harm: a slot counts only if the list finds the very event there. An event
 * is in one list at a time, once.
 *
 * <p>An event whose time is not finite or whose priority is not a number is refused with an
 * {@link IllegalArgumentException} before anything is changed. Infinite times are refused too because
 * SSJ would run such an event in the end, and from then on the clock stands at infinity: what never
 * happens must not be scheduled.
 *
 * <p>Cost with n events in the list: {@link #isEmpty} and {@link #getFirst} constant; {@link #add},
 * {@link #addFirst}, {@link #remove} and {@link #removeFirst} O(log n), and {@code remove} of an event
 * that is not in the list constant; {@link #addBefore}, {@link #addAfter} and {@link #getFirstOfClass}
 * O(n); the iterators and {@link #toString}, which work on a sorted copy, O(n log n). Memory: 36 bytes
 * per event at the largest number of events so far, doubled when it is full.
 */
public final class FourAryHeap implements EventList {
    private static final int CHILDREN = 4;
    private static final int INITIAL_CAPACITY = 16;

    /**
     * The distance between the orders of two events added one after the other. What is placed between
     * them halves it. A long holds 2^43 such distances, more than any run adds events.
     */
    private static final long GAP = 1L << 20;

    private static final int ABSENT = -1;

    // By position in the heap. Only what every comparison needs is here, so that a step of the sift
    // moves little. From position `size` on, slotAt holds the free slots: it is always a permutation.
    private double[] timeAt = new double[INITIAL_CAPACITY];
    private int[] slotAt = IntStream.range(0, INITIAL_CAPACITY).toArray();

    // By slot. Positions are here and not in the events because a sift writes one at each step, and an
    // event can be anywhere in memory.
    private int[] positionOf = new int[INITIAL_CAPACITY];
    private double[] priorityOf = new double[INITIAL_CAPACITY];
    private long[] orderOf = new long[INITIAL_CAPACITY];
    private @Nullable Event[] eventOf = new @Nullable Event[INITIAL_CAPACITY];

    private int size;
    private long lastOrder;

    /** Makes an empty list. */
    public FourAryHeap() {}

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    /** Takes every event off the list. SSJ's rule holds: cancel such an event before it is scheduled again. */
    @Override
    public void clear() {
        Arrays.fill(eventOf, null);
        size = 0;
        lastOrder = 0;
    }

    /**
     * Adds the event after those of its time and priority.
     *
     * @throws IllegalArgumentException if its time is not finite, its priority is not a number, or it
     *     is already in this list; the list is then as it was
     */
    @Override
    public void add(Event event) {
        refuseUnfit(event);
        insert(event, event.time(), event.priority(), nextOrder());
    }

    /**
     * Adds the event before all others.
     *
     * @throws IllegalArgumentException as {@link #add}
     */
    @Override
    public void addFirst(Event event) {
        refuseUnfit(event);
        if (size == 0 || isBeforeTheFirst(event)) {
            insert(event, event.time(), event.priority(), nextOrder());
        } else {
            int first = slotAt[0];
            insert(event, timeAt[0], priorityOf[first], orderOf[first] - GAP);
        }
    }

    /**
     * Adds the event immediately before another.
     *
     * @throws IllegalArgumentException as {@link #add}, or if the other event is not in this list
     */
    @Override
    public void addBefore(Event event, Event other) {
        refuseUnfit(event);
        int slot = slotOfNeighbour(other);
        insertBy(slot, event, orderJustBefore(slot));
    }

    /**
     * Adds the event immediately after another.
     *
     * @throws IllegalArgumentException as {@link #add}, or if the other event is not in this list
     */
    @Override
    public void addAfter(Event event, Event other) {
        refuseUnfit(event);
        int slot = slotOfNeighbour(other);
        insertBy(slot, event, orderJustAfter(slot));
    }

    @Override
    public @Nullable Event getFirst() {
        return size == 0 ? null : eventOf[slotAt[0]];
    }

    @Override
    public @Nullable Event getFirstOfClass(String className) {
        return first(event -> event.getClass().getName().equals(className));
    }

    @Override
    public <E extends Event> @Nullable E getFirstOfClass(Class<E> type) {
        Event found = first(event -> event.getClass() == type);
        return found == null ? null : type.cast(found);
    }

    /** As {@link #listIterator()}. */
    @Override
    public ListIterator<Event> iterator() {
        return listIterator();
    }

    /**
     * Goes through the events in order, as they are now: later changes of the list do not show.
     *
     * @return an iterator whose add, set and remove throw {@link UnsupportedOperationException}
     */
    @Override
    public ListIterator<Event> listIterator() {
        return new Snapshot(inOrder());
    }

    /**
     * Takes an event off the list, wherever in the list it is.
     *
     * @return false if it was not there
     */
    @Override
    public boolean remove(Event event) {
        int slot = slotOf(event);
        if (slot == ABSENT) {
            return false;
        }
        removeAt(positionOf[slot], slot);
        return true;
    }

    @Override
    public @Nullable Event removeFirst() {
        if (size == 0) {
            return null;
        }
        int slot = slotAt[0];
        Event first = eventAt(0);
        // The event is used next: touching it here lets the processor fetch it while the heap is repaired,
        // a fifth of the cost of an event when a hundred thousand are pending.
        first.setRa(ABSENT);
        removeAt(0, slot);
        return first;
    }

    /** One line per event in order: its time, its priority and its own text, as SSJ's lists write them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Contents of the event list FourAryHeap:");
        for (Event event : inOrder()) {
            text.append(String.format(Locale.ROOT, "\n%12s, %8s : %s", event.time(), event.priority(), event));
        }
        return text.toString();
    }

    private void refuseUnfit(Event event) {
        if (!Double.isFinite(event.time()) || Double.isNaN(event.priority())) {
            throw new IllegalArgumentException("An event needs a finite time and a priority that is a number, but "
                    + event + " has time " + event.time() + " and priority " + event.priority() + ".");
        }
        if (slotOf(event) != ABSENT) {
            throw new IllegalArgumentException(event + " is already in the event list.");
        }
    }

    private int slotOf(Event event) {
        int slot = event.getRa();
        return slot >= 0 && slot < eventOf.length && eventOf[slot] == event ? slot : ABSENT;
    }

    private int slotOfNeighbour(Event other) {
        int slot = slotOf(other);
        if (slot == ABSENT) {
            throw new IllegalArgumentException(other + " is not in the event list, so nothing can be placed by it.");
        }
        return slot;
    }

    private boolean isBeforeTheFirst(Event event) {
        return event.time() < timeAt[0] || (event.time() == timeAt[0] && event.priority() < priorityOf[slotAt[0]]);
    }

    /** An order above every other. */
    private long nextOrder() {
        lastOrder += GAP;
        return lastOrder;
    }

    private void insertBy(int neighbour, Event event, long order) {
        insert(event, timeAt[positionOf[neighbour]], priorityOf[neighbour], order);
    }

    private void insert(Event event, double time, double priority, long order) {
        if (size == slotAt.length) {
            grow();
        }
        int position = size++;
        int slot = slotAt[position];
        eventOf[slot] = event;
        priorityOf[slot] = priority;
        orderOf[slot] = order;
        event.setRa(slot);
        siftUp(position, time, slot);
    }

    private void removeAt(int position, int slot) {
        int last = --size;
        int moved = slotAt[last];
        eventOf[slot] = null;
        slotAt[last] = slot;
        if (position == last) {
            return;
        }
        double time = timeAt[last];
        int parent = parentOf(position);
        if (position > 0 && isBefore(time, moved, timeAt[parent], slotAt[parent])) {
            siftUp(position, time, moved);
        } else {
            siftDown(position, time, moved);
        }
    }

    private void siftUp(int from, double time, int slot) {
        int hole = from;
        while (hole > 0) {
            int parent = parentOf(hole);
            if (!isBefore(time, slot, timeAt[parent], slotAt[parent])) {
                break;
            }
            put(hole, timeAt[parent], slotAt[parent]);
            hole = parent;
        }
        put(hole, time, slot);
    }

    /** Fields read again and again are in locals here: with a thousand events pending, each then costs a tenth less. */
    private void siftDown(int from, double time, int slot) {
        double[] times = timeAt;
        int[] slots = slotAt;
        int[] positions = positionOf;
        int end = size;
        int hole = from;
        int child = CHILDREN * hole + 1;
        while (child < end) {
            int first = child;
            double firstTime = times[child];
            int firstSlot = slots[child];
            int childrenEnd = Math.min(child + CHILDREN, end);
            for (int other = child + 1; other < childrenEnd; other++) {
                double otherTime = times[other];
                if (otherTime <= firstTime && (otherTime < firstTime || isBeforeAtOneTime(slots[other], firstSlot))) {
                    first = other;
                    firstTime = otherTime;
                    firstSlot = slots[other];
                }
            }
            if (!isBefore(firstTime, firstSlot, time, slot)) {
                break;
            }
            times[hole] = firstTime;
            slots[hole] = firstSlot;
            positions[firstSlot] = hole;
            hole = first;
            child = CHILDREN * hole + 1;
        }
        put(hole, time, slot);
    }

    private static int parentOf(int position) {
        // A quarter, rounded down; a shift because the sign that a division cares for never occurs.
        return (position - 1) >> 2;
    }

    private void put(int position, double time, int slot) {
        timeAt[position] = time;
        slotAt[position] = slot;
        positionOf[slot] = position;
    }

    private boolean isBefore(double time, int slot, double otherTime, int otherSlot) {
        return time < otherTime || (time == otherTime && isBeforeAtOneTime(slot, otherSlot));
    }

    private boolean isBeforeAtOneTime(int slot, int other) {
        return priorityOf[slot] < priorityOf[other]
                || (priorityOf[slot] == priorityOf[other] && orderOf[slot] < orderOf[other]);
    }

    private void grow() {
        int capacity = slotAt.length;
        timeAt = Arrays.copyOf(timeAt, 2 * capacity);
        slotAt = Arrays.copyOf(slotAt, 2 * capacity);
        for (int slot = capacity; slot < 2 * capacity; slot++) {
            slotAt[slot] = slot;
        }
        positionOf = Arrays.copyOf(positionOf, 2 * capacity);
        priorityOf = Arrays.copyOf(priorityOf, 2 * capacity);
        orderOf = Arrays.copyOf(orderOf, 2 * capacity);
        eventOf = Arrays.copyOf(eventOf, 2 * capacity);
    }

    /** The slots of the events that share this one's time and priority, itself included, in no order. */
    private IntStream tiesOf(int slot) {
        double time = timeAt[positionOf[slot]];
        double priority = priorityOf[slot];
        return IntStream.range(0, size)
                .filter(position -> timeAt[position] == time)
                .map(position -> slotAt[position])
                .filter(tied -> priorityOf[tied] == priority);
    }

    private long orderJustBefore(int slot) {
        long order = orderOf[slot];
        long below = tiesOf(slot)
                .mapToLong(tied -> orderOf[tied])
                .filter(tied -> tied < order)
                .max()
                .orElse(order - GAP);
        if (order - below > 1) {
            return below + (order - below) / 2;
        }
        spread(slot);
        return orderJustBefore(slot);
    }

    private long orderJustAfter(int slot) {
        long order = orderOf[slot];
        OptionalLong above = tiesOf(slot)
                .mapToLong(tied -> orderOf[tied])
                .filter(tied -> tied > order)
                .min();
        if (above.isEmpty()) {
            return nextOrder();
        }
        if (above.getAsLong() - order > 1) {
            return order + (above.getAsLong() - order) / 2;
        }
        spread(slot);
        return orderJustAfter(slot);
    }

    /** Gives the events that share this one's time and priority new orders, apart again and in the same sequence. */
    private void spread(int slot) {
        int[] tied = tiesOf(slot)
                .boxed()
                .sorted(Comparator.comparingLong(each -> orderOf[each]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int each : tied) {
            orderOf[each] = nextOrder();
        }
    }

    private @Nullable Event first(Predicate<Event> condition) {
        int first = ABSENT;
        for (int position = 0; position < size; position++) {
            if (condition.test(eventAt(position))
                    && (first == ABSENT
                            || isBefore(timeAt[position], slotAt[position], timeAt[first], slotAt[first]))) {
                first = position;
            }
        }
        return first == ABSENT ? null : eventAt(first);
    }

    private Event[] inOrder() {
        return IntStream.range(0, size)
                .boxed()
                .sorted((one, other) -> isBefore(timeAt[one], slotAt[one], timeAt[other], slotAt[other])
                        ? -1
                        : one.equals(other) ? 0 : 1)
                .map(this::eventAt)
                .toArray(Event[]::new);
    }

    private Event eventAt(int position) {
        Event event = eventOf[slotAt[position]];
        if (event == null) {
            throw new IllegalStateException("No event at position " + position + " of " + size + ".");
        }
        return event;
    }

    private static final class Snapshot implements ListIterator<Event> {
        private final Event[] events;
        private int next;

        Snapshot(Event[] events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            return next < events.length;
        }

        @Override
        public Event next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The last event of the list was passed.");
            }
            return events[next++];
        }

        @Override
        public boolean hasPrevious() {
            return next > 0;
        }

        @Override
        public Event previous() {
            if (!hasPrevious()) {
                throw new NoSuchElementException("The first event of the list was passed.");
            }
            return events[--next];
        }

        @Override
        public int nextIndex() {
            return next;
        }

        @Override
        public int previousIndex() {
            return next - 1;
        }

        @Override
        public void remove() {
            throw readOnly();
        }

        @Override
        public void set(Event event) {
            throw readOnly();
        }

        @Override
        public void add(Event event) {
            throw readOnly();
        }

        private static UnsupportedOperationException readOnly() {
            return new UnsupportedOperationException(
                    "This iterator goes over a copy of the event list: use Event.schedule and Event.cancel instead.");
        }
    }
}
