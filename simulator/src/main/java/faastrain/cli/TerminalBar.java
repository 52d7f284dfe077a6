package faastrain.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on the last line of a terminal, without colours. It does not open the terminal as the library would by itself,
 * because that takes Ctrl-C from Java's shutdown hooks, which a store of results may need, and half a second.
 */
final class TerminalBar implements AutoCloseable {
    private static final int REFRESH_MS = 200;
    private static final int USUAL_COLUMNS = 80;

    /** After so many refreshes the terminal is asked for its width again: ten seconds. */
    private static final int REFRESHES_OF_A_WIDTH = 50;

    private final Line line;
    private final ProgressBar bar;
    private final Optional<Thread> atCtrlC;

    /**
     * Shows nothing yet but itself.
     *
     * @param columns how wide the terminal is
     * @param endsWithJava whether the bar has to go when Java ends before it is closed
     */
    TerminalBar(String task, long doneBefore, PrintStream out, IntSupplier columns, boolean endsWithJava) {
        this.line = new Line(out, columns);
        DecimalFormat perSecond = new DecimalFormat("#,##0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .startsFrom(doneBefore, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MS)
                .continuousUpdate()
                .showSpeed(perSecond)
                .setConsumer(line)
                .build();
        this.atCtrlC = endsWithJava ? Optional.of(new Thread(this::end)) : Optional.empty();
        atCtrlC.ifPresent(Runtime.getRuntime()::addShutdownHook);
    }

    /** A bar on standard error. */
    static TerminalBar onStandardError(String task, long doneBefore) {
        return new TerminalBar(
                task,
                doneBefore,
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                TerminalBar::columnsOfTheTerminal,
                true);
    }

    /** Shows so many runs of so many, and a text behind them as far as there is room. */
    void show(long done, long total, String text) {
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(text.isEmpty() ? "" : " " + text);
    }

    /** Leaves an empty line, with the cursor at its beginning. */
    @Override
    public void close() {
        try {
            atCtrlC.ifPresent(Runtime.getRuntime()::removeShutdownHook);
        } catch (IllegalStateException endsAlready) {
            // The hook ends the bar.
            return;
        }
        end();
    }

    private void end() {
        bar.close();
        line.erase();
    }

    private static int columnsOfTheTerminal() {
        try {
            Process asked = new ProcessBuilder(List.of("stty", "size"))
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.matches("\\d{1,5} [1-9]\\d{0,4}")
                    ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                    : USUAL_COLUMNS;
        } catch (IOException noSuchProgram) {
            return USUAL_COLUMNS;
        }
    }

    /** The terminal's last line. */
    private static final class Line implements ProgressBarConsumer {
        private final PrintStream out;
        private final IntSupplier columns;
        private volatile int width;
        private int refreshes;

        Line(PrintStream out, IntSupplier columns) {
            this.out = out;
            this.columns = columns;
        }

        /**
         * Leaves room for the {@code ^C} that the terminal shows, and the last column, as terminals go to the next line
         * when that is written.
         */
        @Override
        public int getMaxRenderedLength() {
            if (refreshes++ % REFRESHES_OF_A_WIDTH == 0) {
                width = columns.getAsInt();
            }
            return Math.max(1, width - 3);
        }

        @Override
        public void accept(String text) {
            out.print("\r" + text);
            out.flush();
        }

        void erase() {
            accept(" ".repeat(Math.max(0, width - 1)));
            accept("");
        }

        /** What the bar showed stays until it is erased. */
        @Override
        public void close() {}
    }
}
