package faastrain.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Tells how far many runs are: on a terminal by a bar, elsewhere by a line every ten seconds, which a log can take. What
 * lasts longer also has a line at its end; what is done at once says nothing, and neither does anything under {@code
 * --quiet}. Runs that were found done when the work began count as done, but not as fast.
 *
 * <p>May be told by any thread, as often as there are runs: nearly every call only keeps a number. Nothing is said between
 * two calls but by the bar, whose clock goes on.
 */
final class Progress implements AutoCloseable {
    /** The system property by which the script {@code faastrain} says that standard error is a terminal. */
    private static final String TERMINAL = "faastrain.terminal";

    private static final long NANOS = 1_000_000_000L;
    private static final long LINES_EVERY = 10 * NANOS;
    private static final long BAR_AFTER = NANOS;
    private static final long BAR_TOLD_EVERY = NANOS / 10;

    private final String task;
    private final long doneBefore;
    private final Optional<PrintWriter> lines;
    private final boolean onTerminal;
    private final LongSupplier clock;
    private final long began;
    private final AtomicLong done;
    private final AtomicLong tellNext;
    private volatile long total;
    private volatile String best = "";
    private Optional<TerminalBar> bar = Optional.empty();
    private boolean told;
    private boolean closed;

    /**
     * Nothing is done yet.
     *
     * @param lines where lines go; nowhere when nothing is wanted
     * @param onTerminal whether a bar is shown on standard error
     * @param clock in nanoseconds since any moment
     */
    Progress(
            String task,
            long total,
            long doneBefore,
            Optional<PrintWriter> lines,
            boolean onTerminal,
            LongSupplier clock) {
        this.task = task;
        this.total = total;
        this.doneBefore = doneBefore;
        this.lines = lines;
        this.onTerminal = onTerminal;
        this.clock = clock;
        this.began = clock.getAsLong();
        this.done = new AtomicLong(doneBefore);
        this.tellNext = new AtomicLong(began + (onTerminal ? BAR_AFTER : LINES_EVERY));
    }

    /**
     * The progress of a verb's work, which begins now.
     *
     * @param task what the work is called, a word such as {@code Sweep}
     * @param total how many runs there are, if that is known; otherwise 0
     * @param doneBefore how many of them are done already
     */
    static Progress of(CommandSpec spec, String task, long total, long doneBefore) {
        Optional<PrintWriter> lines = Main.quiet(spec)
                ? Optional.empty()
                : Optional.of(spec.commandLine().getErr());
        return new Progress(task, total, doneBefore, lines, Boolean.getBoolean(TERMINAL), System::nanoTime);
    }

    /**
     * Runs that are done by now, those before included. The most that was ever told counts, as threads may overtake each
     * other.
     */
    void done(long runs) {
        done.accumulateAndGet(runs, Math::max);
        if (lines.isEmpty()) {
            return;
        }
        long now = clock.getAsLong();
        long due = tellNext.get();
        if (now - due >= 0 && tellNext.compareAndSet(due, now + (onTerminal ? BAR_TOLD_EVERY : LINES_EVERY))) {
            tell(now);
        }
    }

    /** The best that was found so far, in a few words, of which the bar shows as many as there is room for. */
    void best(String text) {
        best = text;
    }

    /** How many runs there are, where that has changed; what is done counts at least. */
    void total(long runs) {
        total = runs;
    }

    private synchronized void tell(long now) {
        if (closed) {
            return;
        }
        told = true;
        if (onTerminal) {
            TerminalBar shown = bar.orElseGet(() -> TerminalBar.onStandardError(task, doneBefore));
            bar = Optional.of(shown);
            shown.show(done.get(), Math.max(total, done.get()), best);
        } else {
            print(line(now, false));
        }
    }

    /** Ends the bar, and says how many runs there were. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        bar.ifPresent(TerminalBar::close);
        if (told) {
            print(line(clock.getAsLong(), true));
        }
    }

    private void print(String text) {
        lines.ifPresent(out -> {
            out.println(text);
            out.flush();
        });
    }

    private String line(long now, boolean atTheEnd) {
        long runs = done.get();
        long all = Math.max(total, runs);
        double seconds = (now - began) / (double) NANOS;
        double perSecond = seconds > 0 ? (runs - doneBefore) / seconds : 0;
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d of %,d runs (%d %%) in %s",
                task,
                runs,
                all,
                all == 0 ? 100 : runs * 100 / all,
                duration(seconds)));
        if (perSecond > 0) {
            line.append(", ").append(rate(perSecond));
            if (!atTheEnd && all > runs) {
                line.append(", about ")
                        .append(duration((all - runs) / perSecond))
                        .append(" left");
            }
        }
        return line.append(best.isEmpty() ? "" : "; " + best).toString();
    }

    /** A duration as one says it: {@code 12 s}, {@code 3 min}, {@code 2 h 10 min}, {@code 3 d 4 h}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        long minutes = Math.round(seconds / 60);
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 24 * 60
                ? twoParts(minutes, 60, " h", " min")
                : twoParts(Math.round(seconds / 3600), 24, " d", " h");
    }

    private static String twoParts(long small, long inALarge, String large, String rest) {
        return small / inALarge + large + (small % inALarge == 0 ? "" : " " + small % inALarge + rest);
    }

    private static String rate(double perSecond) {
        if (perSecond >= 10) {
            return String.format(Locale.ROOT, "%,.0f runs/s", perSecond);
        }
        return perSecond >= 1
                ? String.format(Locale.ROOT, "%.1f runs/s", perSecond)
                : perSecond * 60 >= 1
                        ? String.format(Locale.ROOT, "%.1f runs/min", perSecond * 60)
                        : String.format(Locale.ROOT, "%.1f runs/h", perSecond * 3600);
    }
}
