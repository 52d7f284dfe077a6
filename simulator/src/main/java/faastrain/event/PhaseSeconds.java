package faastrain.event;

/** Seconds by phase. A fixed array, so that booking time allocates nothing. */
@SuppressWarnings("EnumOrdinal") // the index into the array, which no file ever shows
public final class PhaseSeconds {
    private final double[] seconds = new double[Phase.values().length];

    /** Books time on a phase. */
    public void add(Phase phase, double more) {
        seconds[phase.ordinal()] += more;
    }

    /** Books all that another one holds. */
    public void addAll(PhaseSeconds other) {
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] += other.seconds[i];
        }
    }

    /** The time booked on a phase. */
    public double get(Phase phase) {
        return seconds[phase.ordinal()];
    }

    /** The time booked on all phases. */
    public double total() {
        double total = 0;
        for (double phase : seconds) {
            total += phase;
        }
        return total;
    }

    /** Forgets everything. */
    public void clear() {
        java.util.Arrays.fill(seconds, 0);
    }

    /** A copy that later bookings do not change. */
    public PhaseSeconds copy() {
        PhaseSeconds copy = new PhaseSeconds();
        copy.addAll(this);
        return copy;
    }
}
