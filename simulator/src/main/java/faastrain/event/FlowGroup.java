package faastrain.event;

/**
 * The flows of a link that have one cap. They always move equally fast, so that they end in the order of
 * what is left of each, and a clock that all of them share says when.
 *
 * <p>The group's clock counts the seconds that its flows would have needed at their cap: it keeps pace
 * with time while the group runs at its cap and is slower while the group shares the link's water level.
 * A flow of size w started when the clock shows g ends when it shows g + w/cap, whatever happens in
 * between. In a group that never shared, the clock shows time itself, and a flow ends at exactly the
 * double that start plus w/cap gives.
 */
final class FlowGroup {
    /** The group's place in the heaps of groups. */
    final int number;

    /** The flows by slot, in order of their ends by the group's clock. */
    final IndexedHeap flows;

    /** MiB/s. */
    private double cap;

    /** Whether the group runs at the water level, which is below its cap. */
    private boolean sharing;

    /** By how much the clock is behind time while the group runs at its cap, s. */
    private double lag;

    /** What the clock and the level's volume were when the group began to share. */
    private double clockThen;

    private double volumeThen;

    FlowGroup(int number, IndexedHeap.Positions slots) {
        this.number = number;
        this.flows = new IndexedHeap(slots);
    }

    /** Begins anew, at its cap, with another cap and no flow. */
    void begin(double newCap) {
        cap = newCap;
        sharing = false;
        lag = 0;
    }

    double cap() {
        return cap;
    }

    boolean isSharing() {
        return sharing;
    }

    /** From now on the group runs at the water level. */
    void share(double now, double volume) {
        clockThen = clock(now, volume);
        volumeThen = volume;
        sharing = true;
    }

    /** From now on the group runs at its cap. */
    void runAtCap(double now, double volume) {
        lag = now - clock(now, volume);
        sharing = false;
    }

    /**
     * What the clock shows, in seconds at the cap.
     *
     * @param now the time, s
     * @param volume what each flow that was always at the water level has moved, MiB
     */
    double clock(double now, double volume) {
        return sharing ? clockThen + (volume - volumeThen) / cap : now - lag;
    }

    /** When the first of the flows ends: as a volume of the water level while the group shares, else as a time. */
    double firstEnd() {
        double end = flows.firstKey();
        return sharing ? volumeThen + (end - clockThen) * cap : end + lag;
    }

    /** What is left of the flow in a slot, MiB, give or take a rounding. */
    double leftMib(int slot, double now, double volume) {
        return (flows.key(slot) - clock(now, volume)) * cap;
    }
}
