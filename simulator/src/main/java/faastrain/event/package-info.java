/**
 * The clock: what happens when. SSJ's simulator takes the next event off the event list of this
 * package, moves its clock to that event's time and runs it; every happening of the system that is
 * simulated is one event class.
 *
 * <p>A simulator is made with {@code new Simulator(new FourAryHeap())} and each event with
 * {@code new SomeEvent(simulator, ...)}, never with SSJ's static default simulator, so that any number
 * of runs can go side by side. Times are seconds since the start of the run. Events of the same time
 * happen by priority, the lower first, and then in the order in which they were scheduled.
 */
@NullMarked
package faastrain.event;

import org.jspecify.annotations.NullMarked;
