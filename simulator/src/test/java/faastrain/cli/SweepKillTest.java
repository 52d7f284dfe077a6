package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.sweep.RunStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program, as {@code kill -9} does, again and again. */
class SweepKillTest {
    private static final int KILLS = 30;
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    /** Some three seconds of one core; a part of the runs fails, a point is refused, and one axis is run until it is precise. */
    private static final String EXPERIMENT = """
            name: Killed
            scenario:
              name: MobileNet
              workload: mobilenet-cifar10
              epochs: 2
              plan: {workers: 16, memory: 1536 MB, batch: 64, aggregators: 16}
              pattern: k-reduce
              protocol: bsp
              fluctuation: measured
              counting: implementation
              waiting: {mode: poll}
              replications: 12
              seed: 7
            axes:
              faults.crash-rate: [0 /h, 1.2 /h]
              plan.batch: [64, 96, 4096]
              own:
                fixed: {}
                precise: {precision.half-width: 0.0005, precision.most: 40}
            compare: {axis: own, against: fixed}
            refused: record
            """;

    @TempDir
    private Path folder;

    private Process start(Path output, int jobs, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfaastrain.home=" + REPOSITORY,
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(
                Main.class.getName(),
                "sweep",
                folder.resolve("killed.yaml").toString(),
                "--jobs",
                Integer.toString(jobs),
                "--store",
                output.resolve("killed.sqlite").toString(),
                "--output",
                output.resolve("killed").toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    @Test
    void aSweepThatIsKilledAgainAndAgainEndsWithTheBytesOfOneThatIsNot() throws Exception {
        Files.writeString(folder.resolve("killed.yaml"), EXPERIMENT);
        Path log = folder.resolve("log");
        Path whole = Files.createDirectory(folder.resolve("whole"));
        long began = System.nanoTime();
        Process undisturbed = start(whole, 1, log);
        while (undisturbed.isAlive() && !Files.readString(log).contains(" points, ")) {
            Thread.sleep(10);
        }
        long toFirstRun = System.nanoTime() - began;
        assertThat(undisturbed.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(undisturbed.exitValue()).as(Files.readString(log)).isZero();
        // From the first moment until a part of the runs is done, however fast this machine is.
        long latest = toFirstRun + (System.nanoTime() - began - toFirstRun) / 10;
        long all = count(whole);

        Path killed = Files.createDirectory(folder.resolve("killed-often"));
        SplittableRandom random = new SplittableRandom(20240923);
        int kills = 0;
        int withProgress = 0;
        long before = 0;
        while (kills < KILLS) {
            Process process = start(killed, 1 + random.nextInt(4), log);
            if (process.waitFor(random.nextLong(latest), TimeUnit.NANOSECONDS)) {
                assertThat(process.exitValue()).as(Files.readString(log)).isZero();
                // Done: what is killed from now on is the reading of what is there, and the writing of the tables.
            } else {
                kills++;
                process.destroyForcibly().waitFor();
                long after = count(killed);
                assertThat(after).isGreaterThanOrEqualTo(before);
                withProgress += after > before ? 1 : 0;
                before = after;
            }
        }
        assertThat(withProgress).isGreaterThan(3);
        assertThat(before).isLessThanOrEqualTo(all);
        Process last = start(killed, 2, log);
        assertThat(last.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue()).as(Files.readString(log)).isZero();
        assertThat(files(killed).keySet()).isEqualTo(files(whole).keySet());
        files(whole)
                .forEach((name, bytes) ->
                        assertThat(files(killed).get(name)).as(name).isEqualTo(bytes));
    }

    private static long count(Path output) {
        File store = output.resolve("killed.sqlite").toFile();
        if (!store.exists()) {
            return 0;
        }
        try (RunStore runs = RunStore.read(store.toPath())) {
            return runs.count();
        }
    }

    /** All files below a folder, as text to compare, but what a kill may leave: a folder that is being written. */
    private static Map<String, byte[]> files(Path output) {
        try (Stream<Path> all = Files.walk(output)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString().replace('\\', '/');
                if (!name.startsWith(".faastrain-")) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
            return files;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
