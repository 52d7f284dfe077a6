package faastrain.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

final class FourAryHeapTest {
    private final FourAryHeap list = new FourAryHeap();
    private final Simulator simulator = new Simulator(list);
    private final List<String> happened = new ArrayList<>();

    @Test
    void theSimulatorRunsEventsInOrderOfTime() {
        noting("c").schedule(3);
        noting("a").schedule(1);
        noting("b").schedule(2);
        simulator.start();
        assertEquals(List.of("a at 1.0", "b at 2.0", "c at 3.0"), happened);
    }

    @Test
    void anEventCanScheduleItselfAndOthersWhileItHappens() {
        Event follower = noting("follower");
        new Event(simulator) {
            @Override
            public void actions() {
                happened.add("leader at " + sim.time());
                if (sim.time() < 2) {
                    schedule(1);
                } else {
                    follower.schedule(0);
                }
            }
        }.schedule(0);
        simulator.start();
        assertEquals(List.of("leader at 0.0", "leader at 1.0", "leader at 2.0", "follower at 2.0"), happened);
    }

    @Test
    void simultaneousEventsHappenByPriorityAndThenInTheOrderTheyWereScheduled() {
        prioritised("late 1", 2).schedule(5);
        prioritised("early 1", -1).schedule(5);
        prioritised("late 2", 2).schedule(5);
        prioritised("early 2", -1).schedule(5);
        prioritised("late 3", 2).schedule(5);
        assertEquals(List.of("early 1", "early 2", "late 1", "late 2", "late 3"), names());
    }

    @Test
    void zeroAndNegativeZeroAreOneTimeAndOnePriority() {
        at("first", 0.0, 0.0);
        at("second", -0.0, -0.0);
        at("third", 0.0, 0.0);
        assertEquals(List.of("first", "second", "third"), names());
    }

    @Test
    void aTimeThatIsNotANumberIsRefusedAndTheListIsAsItWas() {
        noting("b").schedule(2);
        noting("a").schedule(1);
        Event event = noting("nowhere");
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> event.schedule(Double.NaN));
        assertEquals(
                "An event needs a finite time and a priority that is a number, but nowhere has time NaN and priority 1.0.",
                refusal.getMessage());
        assertEquals(List.of("a", "b"), names());

        event.schedule(1.5);
        assertEquals(List.of("a", "nowhere", "b"), names());
    }

    @Test
    void aPriorityThatIsNotANumberIsRefused() {
        noting("a").schedule(1);
        Event event = prioritised("nowhere", Double.NaN);
        assertThrows(IllegalArgumentException.class, () -> event.schedule(1));
        assertEquals(List.of("a"), names());
    }

    @Test
    void aTimeThatNeverComesIsRefusedInEveryWayOfAdding() {
        Event pending = noting("a");
        pending.schedule(1);
        for (double never : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN}) {
            Event event = noting("never");
            event.setTime(never);
            assertThrows(IllegalArgumentException.class, () -> list.add(event));
            assertThrows(IllegalArgumentException.class, () -> list.addFirst(event));
            assertThrows(IllegalArgumentException.class, () -> list.addBefore(event, pending));
            assertThrows(IllegalArgumentException.class, () -> list.addAfter(event, pending));
        }
        assertEquals(List.of("a"), names());
    }

    @Test
    void aRefusedInfiniteDelayIsForgottenByCancel() {
        Event event = noting("a");
        assertThrows(IllegalArgumentException.class, () -> event.schedule(Double.POSITIVE_INFINITY));
        assertFalse(event.cancel());
        event.schedule(1);
        assertEquals(List.of("a"), names());
    }

    @Test
    void anEventCannotBeInTheListTwice() {
        Event event = noting("a");
        event.schedule(1);
        assertEquals(
                "a is already in the event list.",
                assertThrows(IllegalArgumentException.class, () -> list.add(event))
                        .getMessage());
        assertEquals(List.of("a"), names());
    }

    @Test
    void aCancelledEventIsGoneAndCanBeScheduledAgain() {
        Event a = noting("a");
        a.schedule(1);
        noting("b").schedule(2);
        assertTrue(a.cancel());
        assertFalse(a.cancel());
        assertEquals(List.of("b"), names());
        a.schedule(3);
        assertEquals(List.of("b", "a"), names());
    }

    @Test
    void aSlotThatIsLeftOverOrForgedFindsNothing() {
        Event gone = noting("gone");
        gone.schedule(1);
        gone.cancel();
        Event pending = noting("pending");
        pending.schedule(1);
        Event elsewhere = new Named(new Simulator(new FourAryHeap()), "elsewhere", happened);
        elsewhere.schedule(1);
        for (int slot : new int[] {-1, 0, 1, 15, 16, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            gone.setRa(slot);
            assertFalse(list.remove(gone));
        }
        assertFalse(list.remove(elsewhere));
        assertEquals(List.of("pending"), names());
    }

    @Test
    void clearTakesEverythingOffAndTheListStartsAfresh() {
        Event a = noting("a");
        a.schedule(1);
        for (int i = 0; i < 100; i++) {
            noting("other").schedule(i);
        }
        simulator.init();
        assertTrue(list.isEmpty());
        assertNull(list.getFirst());
        assertNull(list.removeFirst());
        assertFalse(a.cancel());
        a.schedule(4);
        assertEquals(List.of("a"), names());
        assertSame(a, list.getFirst());
    }

    @Test
    void theNextEventComesBeforeThoseOfThisTimeAlreadyThere() {
        noting("b").schedule(0);
        noting("a").scheduleNext();
        noting("first").scheduleNext();
        assertEquals(List.of("first", "a", "b"), names());
    }

    @Test
    void theNextEventComesFirstEvenBeforeALowerPriorityAndKeepsThatPlace() {
        prioritised("urgent", -5).schedule(0);
        noting("next").scheduleNext();
        prioritised("also urgent", -5).schedule(0);
        prioritised("most urgent", -6).schedule(0);
        assertEquals(List.of("most urgent", "next", "urgent", "also urgent"), names());
    }

    @Test
    void theNextEventHappensNowThoughTheOthersAreFarOff() {
        noting("far").schedule(5);
        noting("next").scheduleNext();
        noting("between").schedule(3);
        assertEquals(List.of("next", "between", "far"), names());
    }

    @Test
    void aThousandEventsPlacedBeforeTheSameOneStandInTheOrderTheyCame() {
        Event last = noting("last");
        noting("first").schedule(1);
        last.schedule(1);
        noting("behind").schedule(1);
        List<String> expected = new ArrayList<>(List.of("first"));
        for (int i = 0; i < 1000; i++) {
            noting("x" + i).scheduleBefore(last);
            expected.add("x" + i);
        }
        expected.addAll(List.of("last", "behind"));
        assertEquals(expected, names());
    }

    @Test
    void aThousandEventsPlacedAfterTheSameOneStandInTheReverseOrder() {
        Event first = noting("first");
        first.schedule(1);
        noting("behind").schedule(1);
        for (int i = 0; i < 1000; i++) {
            noting("x" + i).scheduleAfter(first);
        }
        List<String> expected = new ArrayList<>(List.of("first"));
        for (int i = 999; i >= 0; i--) {
            expected.add("x" + i);
        }
        expected.add("behind");
        assertEquals(expected, names());
    }

    @Test
    void eventsPlacedAfterOneAnotherComeBeforeWhatIsScheduledLater() {
        Event previous = noting("x0");
        previous.schedule(1);
        List<String> expected = new ArrayList<>(List.of("x0"));
        for (int i = 1; i < 1000; i++) {
            Event next = noting("x" + i);
            next.scheduleAfter(previous);
            expected.add("x" + i);
            previous = next;
        }
        noting("later").schedule(1);
        expected.add("later");
        assertEquals(expected, names());
    }

    @Test
    void nothingCanBePlacedByAnEventThatIsNotInTheList() {
        Event absent = noting("absent");
        absent.setTime(1);
        Event event = noting("event");
        event.setTime(1);
        assertEquals(
                "absent is not in the event list, so nothing can be placed by it.",
                assertThrows(IllegalArgumentException.class, () -> list.addBefore(event, absent))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> list.addAfter(event, absent));
        assertTrue(list.isEmpty());
    }

    @Test
    void theFirstOfAClassIsTheEarliestOfExactlyThatClass() {
        noting("other class").schedule(1);
        Event later = new Special(simulator, "later", happened);
        later.schedule(3);
        Event sooner = new Special(simulator, "sooner", happened);
        sooner.schedule(2);
        assertSame(sooner, list.getFirstOfClass(Special.class));
        assertSame(sooner, list.getFirstOfClass(Special.class.getName()));
        assertNull(list.getFirstOfClass(Event.class));
        assertNull(list.getFirstOfClass("Special"));
    }

    @Test
    void theIteratorGoesBothWaysOverACopy() {
        noting("b").schedule(2);
        noting("a").schedule(1);
        ListIterator<Event> iterator = list.listIterator();
        noting("c").schedule(0);
        assertFalse(iterator.hasPrevious());
        assertEquals(-1, iterator.previousIndex());
        assertEquals("a", iterator.next().toString());
        assertEquals("b", iterator.next().toString());
        assertEquals(2, iterator.nextIndex());
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        assertEquals("b", iterator.previous().toString());
        assertEquals("a", iterator.previous().toString());
        assertThrows(NoSuchElementException.class, iterator::previous);
    }

    @Test
    void theIteratorCannotChangeTheList() {
        Event a = noting("a");
        a.schedule(1);
        ListIterator<Event> iterator = list.listIterator();
        iterator.next();
        assertThrows(UnsupportedOperationException.class, iterator::remove);
        assertThrows(UnsupportedOperationException.class, () -> iterator.set(a));
        assertThrows(UnsupportedOperationException.class, () -> iterator.add(a));
        assertEquals(List.of("a"), names());
    }

    @Test
    void theTextHasOneLinePerEventInOrder() {
        prioritised("b", 2).schedule(10.5);
        noting("a").schedule(1);
        assertEquals(
                "Contents of the event list FourAryHeap:\n         1.0,      1.0 : a\n        10.5,      2.0 : b",
                list.toString());
    }

    @Test
    void anEventCostsNoMemoryOnceTheListHasGrown() {
        SplittableRandom random = new SplittableRandom(1);
        double[] delays = random.doubles(1024, 0, 2).toArray();
        int warmUp = 20_000;
        int measured = 100_000;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[2];
        int[] counted = new int[1];
        final class Again extends Event {
            Again() {
                super(simulator);
            }

            @Override
            public void actions() {
                int count = ++counted[0];
                if (count == warmUp) {
                    allocated[0] = threads.getCurrentThreadAllocatedBytes();
                }
                if (count == warmUp + measured) {
                    allocated[1] = threads.getCurrentThreadAllocatedBytes();
                    sim.stop();
                }
                schedule(delays[count & 1023]);
            }
        }
        Again[] events = new Again[1000];
        for (int i = 0; i < events.length; i++) {
            events[i] = new Again();
            events[i].schedule(delays[i]);
        }
        simulator.start();
        double bytesPerEvent = (double) (allocated[1] - allocated[0]) / measured;
        // The measurement itself, and the compiler on behalf of this thread, may take a few kilobytes.
        assertTrue(bytesPerEvent < 0.5, "bytes per event: " + bytesPerEvent);
    }

    @Test
    void whatLeftTheListIsNotHeldByIt() throws ReflectiveOperationException {
        for (int i = 0; i < 40; i++) {
            noting("x" + i).schedule(i);
        }
        list.getFirst().cancel();
        while (list.removeFirst() != null) {}
        var slots = FourAryHeap.class.getDeclaredField("eventOf");
        slots.setAccessible(true);
        assertArrayEquals(new Event[64], (Event[]) slots.get(list));
    }

    private Event noting(String name) {
        return new Named(simulator, name, happened);
    }

    private Event prioritised(String name, double priority) {
        Event event = noting(name);
        event.setPriority(priority);
        return event;
    }

    private void at(String name, double time, double priority) {
        Event event = prioritised(name, priority);
        event.setTime(time);
        list.add(event);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Event event : list) {
            names.add(event.toString());
        }
        return names;
    }

    private static class Named extends Event {
        private final String name;
        private final List<String> happened;

        Named(Simulator simulator, String name, List<String> happened) {
            super(simulator);
            this.name = name;
            this.happened = happened;
        }

        @Override
        public void actions() {
            happened.add(name + " at " + sim.time());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Special extends Named {
        Special(Simulator simulator, String name, List<String> happened) {
            super(simulator, name, happened);
        }
    }
}
