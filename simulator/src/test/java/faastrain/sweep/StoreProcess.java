package faastrain.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another program with a store, to be killed or to stand in the way. */
final class StoreProcess implements AutoCloseable {
    /** How many points are added in a transaction to fill a disk. */
    static final int FILLED_AT_ONCE = 250;

    private final Process process;
    private final BufferedReader output;

    private StoreProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
    }

    /**
     * Starts one.
     *
     * @param shell what to do in the same process before; empty for none
     */
    static StoreProcess start(String shell, Path unpacked, String verb, Path store) throws IOException {
        List<String> java = new ArrayList<>();
        if (!shell.isEmpty()) {
            java.addAll(List.of("bash", "-c", shell + "; exec \"$@\"", "bash"));
        }
        java.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-Dorg.sqlite.tmpdir=" + unpacked,
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                verb,
                store.toString()));
        return new StoreProcess(new ProcessBuilder(java)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next line that it prints. */
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the other program has ended");
        }
        return line;
    }

    /** Has a program that tries to open stores try one. */
    String open(Path store) throws IOException {
        process.getOutputStream().write((store + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
        return line();
    }

    /** Kills it as {@code kill -9} does, and gives what it had printed. */
    List<String> kill() throws IOException, InterruptedException {
        // Process.destroyForcibly would close what has not been read yet.
        process.toHandle().destroyForcibly();
        process.waitFor();
        return output.lines().toList();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        output.close();
    }

    /** What the other program does. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        Path file = Path.of(args[1]);
        try {
            switch (args[0]) {
                case "add" -> add(file, out);
                case "fill" -> fill(file, out);
                case "try" -> open(out);
                default -> throw new IllegalArgumentException(args[0]);
            }
        } catch (StoreException e) {
            out.println(e.getMessage());
        }
    }

    /** Adds point after point, from the first that is not there, and says each; now and then compacts. */
    private static void add(Path file, PrintStream out) {
        try (RunStore store = RunStore.open(file)) {
            long point = 1;
            while (!store.finished(Runs.point(point)).isEmpty()) {
                point++;
            }
            while (true) {
                store.add(Runs.batch(point));
                out.println(point);
                if (point % 16 == 0) {
                    store.compact();
                }
                point++;
            }
        }
    }

    /** Adds many points at once, and says how often. */
    private static void fill(Path file, PrintStream out) {
        try (RunStore store = RunStore.open(file)) {
            for (int time = 1; ; time++) {
                List<RunStore.Row> rows = new ArrayList<>();
                for (int i = 1; i <= FILLED_AT_ONCE; i++) {
                    rows.addAll(Runs.batch(((long) time) * FILLED_AT_ONCE + i));
                }
                store.add(rows);
                out.println(time);
            }
        }
    }

    /** Opens each store that is named in a line, and closes it. */
    private static void open(PrintStream out) throws IOException {
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            try (RunStore store = RunStore.open(Path.of(name))) {
                out.println("opened " + store.count());
            } catch (StoreException e) {
                out.println(e.getMessage());
            }
        }
    }
}
