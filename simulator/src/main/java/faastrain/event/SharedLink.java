package faastrain.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * One direction of a capacity that transfers share: the network card of a server, in or out, or the
 * throughput of a table. A fluid model: at any instant the capacity is split max-min fairly among the
 * flows, each of which has a cap of its own, the rate at which it would move alone.
 *
 * <p>So there is a water level (Bertsekas and Gallager, "Data Networks", second edition, 1992, section
 * 6.5.2): flows whose cap is below it run at their cap, all others at the level, and the level is what
 * makes the rates add up to the capacity, or infinite when all caps together do not reach it. A flow that
 * starts or ends changes the level and with it the ends of all that run at it.
 *
 * <p><b>How it is computed.</b> No change touches every flow. Flows of one cap form a group with a clock
 * of its own ({@link FlowGroup}), on which their ends stay where they are. Groups at the level share a
 * volume, the MiB that a flow at the level has moved (the virtual time of Parekh and Gallager, "A
 * generalized processor sharing approach to flow control", IEEE/ACM Transactions on Networking 1(3),
 * 1993): by it, the ends of these groups stay where they are as well. A change moves only the groups
 * whose cap the level crosses. Of all ends only the first is an event, planned anew at each change.
 *
 * <p><b>Cost</b> of a start, an end or a cancellation with n flows of k caps: O(log n), and O(log k) for
 * each group that the level crosses. Those are none or few, unless most caps lie closer together than the
 * level moves at a change. Nothing is allocated once the link has had its most flows and caps at a time.
 *
 * <p><b>Exactness.</b> A flow whose group has been at its cap since it was last empty ends at exactly the
 * double that its start plus size over cap gives, as if it had an event of its own. Any other end is right
 * to a few roundings of the time, stretched by how much slower than its cap the flow was. Flows of one cap
 * and size that start one after the other at one instant end in one event, and so do flows at the level
 * when roundings are all that lies between their ends. Flows that end in one event end in the order in
 * which they started. Among other events of its time, that event stands where the last change that moved
 * it put it.
 */
public final class SharedLink {
    /** More than what a few roundings do to a quantity, relative to it: each does up to 2^-53. */
    private static final double ROUNDING = 0x1p-50;

    /** Stands for an infinite capacity and for an infinite cap, MiB/s: no sum of such rates overflows. */
    private static final double UNLIMITED = 0x1p900;

    private final Simulator simulator;
    private final double capacity;
    private final FlowsEnd flowsEnd;

    // Flows by slot. The slots in `slotAt` from `slotsTaken` on are free.
    private final IndexedHeap.Positions slots = new IndexedHeap.Positions();
    private @Nullable Flow[] flowOf = new @Nullable Flow[0];
    private int[] slotAt = new int[0];
    private int slotsTaken;

    /** The slots of the flows that end at this instant and have not been told yet, by turn. */
    private final IndexedHeap due = new IndexedHeap(slots);

    // Groups by number. Each is in one heap by cap and in one by its first end.
    private final List<FlowGroup> groups = new ArrayList<>();
    private final ArrayDeque<FlowGroup> emptyGroups = new ArrayDeque<>();
    private final GroupTable groupByCap = new GroupTable();
    private final IndexedHeap.Positions byCap = new IndexedHeap.Positions();
    private final IndexedHeap.Positions byEnd = new IndexedHeap.Positions();

    /** The groups at their cap, the largest cap first: by the negative of the cap. */
    private final IndexedHeap atCapByCap = new IndexedHeap(byCap);

    /** The groups at their cap, by the time of their first end. */
    private final IndexedHeap atCapByEnd = new IndexedHeap(byEnd);

    /** The groups at the level, the smallest cap first. */
    private final IndexedHeap sharingByCap = new IndexedHeap(byCap);

    /** The groups at the level, by the volume of their first end. */
    private final IndexedHeap sharingByEnd = new IndexedHeap(byEnd);

    /** What the flows at their cap take together, MiB/s. */
    private final CompensatedSum capsRate = new CompensatedSum();

    private int flows;
    private int flowsSharing;
    private double level = Double.POSITIVE_INFINITY;

    /** What a flow that was at the level since the first of those that are has moved by {@link #then}, MiB. */
    private double volume;

    private double then;

    /** Whether ends are being told: the level is found and the next end planned once, when all are. */
    private boolean telling;

    /** What the flows that are in the link no longer have moved, MiB. */
    private final CompensatedSum departedMib = new CompensatedSum();

    private double turns;
    private int mostFlows;
    private double busySeconds;
    private double busySince;

    /**
     * A link without flows.
     *
     * @param capacityMibPerSecond more than 0; infinite when flows do not share
     * @throws IllegalArgumentException if the capacity is not a number above 0
     */
    public SharedLink(Simulator simulator, double capacityMibPerSecond) {
        this.simulator = simulator;
        this.capacity = Math.min(aboveZero(capacityMibPerSecond, "The capacity of a link"), UNLIMITED);
        this.flowsEnd = new FlowsEnd(simulator);
    }

    /**
     * Starts a flow, now. One of no size ends now as well, but in an event of its own.
     *
     * @param mib its size, finite, 0 or more
     * @param capMibPerSecond how fast it would move alone, more than 0; infinite for as fast as the link
     * @throws IllegalArgumentException if the size or the cap is none, or it would take longer than doubles
     *     count; nothing has changed then
     * @throws IllegalStateException if the flow is in this link or another; nothing has changed then
     */
    public void start(Flow flow, double mib, double capMibPerSecond) {
        if (!(mib >= 0 && mib < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The size of a flow must be finite and not below 0 MiB, not " + mib + ".");
        }
        double cap = Math.min(aboveZero(capMibPerSecond, "The cap of a flow"), capacity);
        double secondsAtCap = cap == UNLIMITED ? 0 : mib / cap;
        if (secondsAtCap == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("A flow of " + mib + " MiB at " + cap + " MiB/s never ends.");
        }
        if (flow.link != null) {
            throw new IllegalStateException("The flow has been started and has not ended yet.");
        }
        double now = advance();
        if (flows == 0) {
            busySince = now;
        }
        FlowGroup group = groupOf(cap, now);
        enter(flow, group);
        flow.mib = mib;
        flow.turn = turns++;
        group.flows.add(group.clock(now, volume) + secondsAtCap, flow.slot);
        countIn(group);
        if (group.flows.size() == 1) {
            capsOf(group).add(group.isSharing() ? cap : -cap, group.number);
            endsOf(group).add(group.firstEnd(), group.number);
        } else if (group.flows.first() == flow.slot) {
            endsOf(group).setKey(group.number, group.firstEnd());
        }
        replan(now);
    }

    /**
     * Gives a flow up, now: it is not told of an end, and can be started again. What it has moved counts as
     * moved. A flow that ends at this instant and has not been told can be given up too.
     *
     * @throws IllegalStateException if the flow is not in this link
     */
    public void cancel(Flow flow) {
        if (flow.link != this) {
            throw new IllegalStateException("The flow is not in this link.");
        }
        FlowGroup group = flow.group;
        if (group == null) {
            due.remove(flow.slot);
            leave(flow);
            return;
        }
        double now = advance();
        departedMib.add(flow.mib - leftMib(flow, group, now, volume));
        group.flows.remove(flow.slot);
        flow.group = null;
        countOut(group, now);
        leave(flow);
        replan(now);
    }

    /** How many flows are in the link, those that end at this very instant no longer counted. */
    public int flows() {
        return flows;
    }

    /** The most flows at a time so far. One that starts at the instant at which another ends does not add to it. */
    public int mostFlows() {
        return simulator.time() > then ? Math.max(mostFlows, flows) : mostFlows;
    }

    /**
     * What has moved so far, MiB: all of the flows that have ended, and of the others what is over by now.
     * Divided by capacity and time this is the utilisation. Takes time in proportion to the flows.
     */
    public double movedMib() {
        double now = simulator.time();
        double volumeNow = volumeAt(now);
        CompensatedSum moved = new CompensatedSum();
        moved.add(departedMib.value());
        for (Flow flow : flowOf) {
            if (flow != null && flow.group != null) {
                moved.add(flow.mib - leftMib(flow, flow.group, now, volumeNow));
            }
        }
        return moved.value();
    }

    /** For how long there has been a flow in the link, s. */
    public double busySeconds() {
        return flows == 0 ? busySeconds : busySeconds + (simulator.time() - busySince);
    }

    /**
     * How fast a flow moves from now on until the next change, MiB/s. While ends are told this is still what
     * it was before them.
     *
     * @throws IllegalStateException if the flow is not in this link, or ends at this very instant
     */
    public double rateMibPerSecond(Flow flow) {
        FlowGroup group = movingGroupOf(flow);
        return group.isSharing() ? level : group.cap();
    }

    /**
     * What is left of a flow by now, MiB.
     *
     * @throws IllegalStateException as {@link #rateMibPerSecond}
     */
    public double leftMib(Flow flow) {
        double now = simulator.time();
        return leftMib(flow, movingGroupOf(flow), now, volumeAt(now));
    }

    private static double leftMib(Flow flow, FlowGroup group, double now, double volume) {
        // Rounding must not make it less than nothing or more than all.
        return Math.max(0, Math.min(group.leftMib(flow.slot, now, volume), flow.mib));
    }

    private FlowGroup movingGroupOf(Flow flow) {
        FlowGroup group = flow.group;
        if (flow.link != this || group == null) {
            throw new IllegalStateException("The flow is not in this link.");
        }
        return group;
    }

    private static double aboveZero(double rate, String what) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException(what + " must be above 0 MiB/s, not " + rate + ".");
        }
        return rate;
    }

    private double volumeAt(double now) {
        return flowsSharing == 0 ? volume : volume + level * (now - then);
    }

    /** Brings the volume up to now. */
    private double advance() {
        double now = simulator.time();
        if (now > then) {
            mostFlows = Math.max(mostFlows, flows);
        }
        volume = volumeAt(now);
        then = now;
        return now;
    }

    private FlowGroup groupOf(double cap, double now) {
        FlowGroup found = groupByCap.find(cap);
        if (found != null) {
            return found;
        }
        FlowGroup group = emptyGroups.pollLast();
        if (group == null) {
            group = new FlowGroup(groups.size(), slots);
            groups.add(group);
        }
        group.begin(cap);
        if (cap > level) {
            group.share(now, volume);
        }
        groupByCap.add(group);
        return group;
    }

    private IndexedHeap capsOf(FlowGroup group) {
        return group.isSharing() ? sharingByCap : atCapByCap;
    }

    private IndexedHeap endsOf(FlowGroup group) {
        return group.isSharing() ? sharingByEnd : atCapByEnd;
    }

    private void enter(Flow flow, FlowGroup group) {
        if (slotsTaken == slotAt.length) {
            int more = Math.max(16, 2 * slotsTaken);
            slotAt = Arrays.copyOf(slotAt, more);
            flowOf = Arrays.copyOf(flowOf, more);
            for (int slot = slotsTaken; slot < more; slot++) {
                slotAt[slot] = slot;
            }
        }
        flow.slot = slotAt[slotsTaken++];
        flowOf[flow.slot] = flow;
        flow.link = this;
        flow.group = group;
    }

    private void leave(Flow flow) {
        flowOf[flow.slot] = null;
        slotAt[--slotsTaken] = flow.slot;
        flow.link = null;
    }

    private void countIn(FlowGroup group) {
        flows++;
        if (group.isSharing()) {
            flowsSharing++;
        } else {
            capsRate.add(group.cap());
        }
    }

    /** One flow of the group, already taken out of its heap, moves no longer. */
    private void countOut(FlowGroup group, double now) {
        flows--;
        if (group.isSharing()) {
            flowsSharing--;
        } else {
            capsRate.add(-group.cap());
        }
        if (group.flows.isEmpty()) {
            capsOf(group).remove(group.number);
            endsOf(group).remove(group.number);
            groupByCap.remove(group);
            emptyGroups.addLast(group);
        } else {
            endsOf(group).setKey(group.number, group.firstEnd());
        }
        if (flows == 0) {
            busySeconds += now - busySince;
        }
    }

    /** Finds the level anew and plans the next end, unless that is done later for several changes at once. */
    private void replan(double now) {
        if (telling) {
            return;
        }
        findLevel(now);
        if (flows == 0) {
            flowsEnd.cancel();
            return;
        }
        double end = Double.POSITIVE_INFINITY;
        if (!atCapByEnd.isEmpty()) {
            end = atCapByEnd.firstKey();
        }
        if (!sharingByEnd.isEmpty()) {
            end = Math.min(end, now + (sharingByEnd.firstKey() - volume) / level);
        }
        flowsEnd.planAt(Math.max(now, end));
    }

    /**
     * Moves the groups whose cap the level has crossed. Every cap at which groups run is below every cap of
     * groups that share, so that the level can be below one of the former or above one of the latter, but
     * not both. To move a group leaves the level on the same side of its cap, so that none comes back. So
     * one of the two loops does all; that never both run makes it end whatever rounding does.
     */
    private void findLevel(double now) {
        double found = levelOfThese();
        if (isBelowACap(found)) {
            do {
                FlowGroup group = groups.get(atCapByCap.removeFirst());
                atCapByEnd.remove(group.number);
                group.share(now, volume);
                int size = group.flows.size();
                flowsSharing += size;
                capsRate.addProduct(-size, group.cap());
                sharingByCap.add(group.cap(), group.number);
                sharingByEnd.add(group.firstEnd(), group.number);
                found = levelOfThese();
            } while (isBelowACap(found));
        } else {
            while (!sharingByCap.isEmpty() && sharingByCap.firstKey() <= found) {
                FlowGroup group = groups.get(sharingByCap.removeFirst());
                sharingByEnd.remove(group.number);
                group.runAtCap(now, volume);
                int size = group.flows.size();
                flowsSharing -= size;
                capsRate.addProduct(size, group.cap());
                atCapByCap.add(-group.cap(), group.number);
                atCapByEnd.add(group.firstEnd(), group.number);
                found = levelOfThese();
            }
        }
        level = found;
        if (flowsSharing == 0) {
            // Nothing refers to it: it begins anew, so that what comes is not rounded to the digits of what was.
            volume = 0;
        }
    }

    /** The level if exactly the groups that now share are above it. */
    private double levelOfThese() {
        double left = capsRate.leftOf(capacity);
        if (flowsSharing > 0) {
            return left / flowsSharing;
        }
        // Caps that add up to the capacity but for a rounding are all met.
        return left >= -ROUNDING * capacity ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    private boolean isBelowACap(double candidate) {
        return !atCapByCap.isEmpty() && -atCapByCap.firstKey() > candidate;
    }

    /** Ends all flows whose time has come, in the order in which they were started. */
    private void endFlows() {
        double now = advance();
        while (!atCapByEnd.isEmpty() && atCapByEnd.firstKey() <= now) {
            fallDue(groups.get(atCapByEnd.first()), now);
        }
        // So what was planned ends: since the plan, roundings have held the volume back by less than six times 2^-53
        // of itself and of what moves at the level in all the time so far, and this allows for eight times.
        double reached = volume + ROUNDING * (volume + level * now);
        while (!sharingByEnd.isEmpty() && sharingByEnd.firstKey() <= reached) {
            fallDue(groups.get(sharingByEnd.first()), now);
        }
        telling = true;
        while (!due.isEmpty()) {
            Flow flow = flowAt(due.removeFirst());
            leave(flow);
            flow.flowEnded();
        }
        telling = false;
        replan(now);
    }

    private void fallDue(FlowGroup group, double now) {
        Flow flow = flowAt(group.flows.removeFirst());
        flow.group = null;
        departedMib.add(flow.mib);
        due.add(flow.turn, flow.slot);
        countOut(group, now);
    }

    private Flow flowAt(int slot) {
        Flow flow = flowOf[slot];
        if (flow == null) {
            throw new IllegalStateException("No flow in slot " + slot + ".");
        }
        return flow;
    }

    /**
     * A transfer through a link. It is made once and can be started any number of times, in one link at a
     * time.
     */
    public abstract static class Flow {
        // Set and read by the link that the flow is in. Private, so that no subclass mistakes one for its own.
        private @Nullable SharedLink link;
        private @Nullable FlowGroup group;
        private int slot;
        private double mib;

        /** The how-manieth start in its link this is; a double because it is a heap's key, and exact to 2^53. */
        private double turn;

        /** Makes a flow that is in no link. */
        protected Flow() {}

        /**
         * All of this flow has passed. The link calls this once per start, at the instant of the end, when
         * the flow is in it no longer: it can be started again right here, in that link or another.
         */
        protected abstract void flowEnded();
    }

    /** The next end of flows. */
    private final class FlowsEnd extends Event {
        FlowsEnd(Simulator simulator) {
            super(simulator);
        }

        /** Schedules the event for this very time, which a delay added to the clock might miss by a rounding. */
        void planAt(double seconds) {
            if (time() == seconds) {
                return;
            }
            cancel();
            setTime(seconds);
            simulator().getEventList().add(this);
        }

        @Override
        public void actions() {
            endFlows();
        }
    }
}
