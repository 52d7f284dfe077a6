package faastrain.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A job for the tests: the square of a number, times what all share. It meets its test in the folder that it is told, as
 * both are on one machine.
 */
final class Errand implements BatchWork<Errand.Shared, Errand.Batch, Errand.Result> {
    /** What a batch does besides. */
    enum Kind {
        /** Nothing. */
        PLAIN,
        /** The first time, waits for its end. */
        HANGS_ONCE,
        /** Waits until it is told to go. */
        WAITS_TO_GO,
        /** Throws an exception. */
        FAILS,
        /** Uses the simulator's libraries, those that Spark brings, too, and those that it does not. */
        USES_LIBRARIES
    }

    /** What all batches share. */
    record Shared(String folder, int factor) implements Serializable {
        Path file(String name) {
            return Path.of(folder, name);
        }
    }

    /** One batch. */
    record Batch(int number, Kind kind) implements Serializable {}

    /** What comes of a batch, and the process that it was done in. */
    record Result(int value, String text, long pid) implements Serializable {}

    private static final long MOST_TO_WAIT_MILLISECONDS = 60_000;

    @Override
    public Result run(Shared shared, Batch batch) {
        String text =
                switch (batch.kind()) {
                    case PLAIN -> "";
                    case HANGS_ONCE -> {
                        if (isFirst(shared.file("hangs"))) {
                            awaitFile(shared.file("never"));
                        }
                        yield "again";
                    }
                    case WAITS_TO_GO -> {
                        awaitFile(shared.file("go"));
                        yield "went";
                    }
                    case FAILS -> throw new IllegalStateException("batch of " + batch.number());
                    case USES_LIBRARIES -> libraries();
                };
        return new Result(
                shared.factor() * batch.number() * batch.number(),
                text,
                ProcessHandle.current().pid());
    }

    private static String libraries() {
        try {
            return new ObjectMapper().writeValueAsString(Map.of("a", 1))
                    + new Load(LoadSettings.builder().build()).loadFromString("b: 2")
                    + LevenshteinDistance.getDefaultInstance().apply("cluster", "clusters")
                    + " " + Math.round(new TDistribution(9).inverseCumulativeProbability(0.975) * 1000);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes the process into the file, unless it is there already. */
    private static boolean isFirst(Path file) {
        try {
            Path draft = Files.writeString(
                    Files.createTempFile(file.getParent(), "draft", ""),
                    String.valueOf(ProcessHandle.current().pid()));
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException second) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitFile(Path file) {
        for (long waited = 0; !Files.exists(file); waited += 20) {
            if (waited > MOST_TO_WAIT_MILLISECONDS) {
                throw new IllegalStateException("waited too long for " + file);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
