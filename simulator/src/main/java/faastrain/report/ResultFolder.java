package faastrain.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.result.RunResult;
import faastrain.scenario.ScenarioWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes result folders. Everything goes to a temporary folder beside the target, which is renamed when it is whole,
 * so that there is never half a result; an older result that is to be replaced stays until the new one is.
 */
public final class ResultFolder {
    /** By this file a folder is known to be a result. */
    public static final String MANIFEST = "manifest.json";

    /** The resolved scenario in a result folder. */
    public static final String RESOLVED = "scenario.resolved.yaml";

    /** What fills a folder. */
    @FunctionalInterface
    public interface Content {
        /** Writes files into an empty folder. */
        void writeTo(Path folder) throws IOException;
    }

    private ResultFolder() {}

    /** The files of a run, without its charts. */
    public static void writeFiles(RunResult result, Path folder) throws IOException {
        write(folder, RESOLVED, ScenarioWriter.resolved(result.scenario()));
        write(folder, "summary.json", SummaryJson.text(SummaryJson.summary(result)));
        for (Map.Entry<String, String> table : ResultTables.of(result).entrySet()) {
            write(folder, table.getKey(), table.getValue());
        }
        write(folder, MANIFEST, SummaryJson.text(manifest(result)));
    }

    /**
     * Checks that a folder can be written, before anything is run.
     *
     * @throws OutputException when it cannot
     */
    public static void checkWritable(Path target) {
        try {
            Path parent = parentOf(target);
            Files.createDirectories(parent);
            Files.delete(Files.createTempDirectory(parent, ".faastrain-"));
        } catch (IOException unwritable) {
            throw unwritable(target, unwritable);
        }
    }

    /**
     * Fills a folder and puts it in place, replacing what was there.
     *
     * @throws OutputException when it cannot be written; then what was there before is untouched
     */
    public static void replace(Path target, Content content) {
        Path temporary = null;
        try {
            Path parent = parentOf(target);
            Files.createDirectories(parent);
            temporary = Files.createTempDirectory(parent, ".faastrain-");
            Path fresh = Files.createDirectory(temporary.resolve("new"));
            content.writeTo(fresh);
            if (Files.exists(target)) {
                Path old = temporary.resolve("old");
                move(target, old);
                try {
                    move(fresh, target);
                } catch (IOException failed) {
                    move(old, target);
                    throw failed;
                }
            } else {
                move(fresh, target);
            }
        } catch (IOException unwritable) {
            throw unwritable(target, unwritable);
        } finally {
            if (temporary != null) {
                deleteQuietly(temporary);
            }
        }
    }

    /** Whether a folder holds a result of exactly this resolved scenario. */
    public static boolean holds(Path folder, String resolvedScenario) {
        try {
            return Files.readString(folder.resolve(RESOLVED), StandardCharsets.UTF_8)
                    .equals(resolvedScenario);
        } catch (IOException none) {
            return false;
        }
    }

    /** Whether a folder is one that FaasTrain wrote. */
    public static boolean isResult(Path folder) {
        return Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /** Writes a text file with UTF-8. */
    public static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static ObjectNode manifest(RunResult result) {
        ObjectNode node = SummaryJson.object();
        node.put("program", "faastrain");
        node.put("version", result.version());
        node.put("kind", "run");
        node.put("seed", result.scenario().seed());
        ObjectNode inputs = node.putObject("inputs_sha256");
        result.inputHashes().forEach(inputs::put);
        return node;
    }

    private static Path parentOf(Path target) {
        Path parent = target.toAbsolutePath().normalize().getParent();
        return parent == null ? target.toAbsolutePath() : parent;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException notAtomic) {
            Files.move(from, to);
        }
    }

    private static OutputException unwritable(Path target, IOException cause) {
        String reason = cause instanceof NoSuchFileException
                ? "no such folder"
                : cause instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : cause.getClass().getSimpleName().replace("Exception", "");
        return new OutputException(
                target + ": cannot be written (" + reason + "); name a folder that can be with --output", cause);
    }

    private static void deleteQuietly(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException leftBehind) {
            // A temporary folder that cannot be deleted harms nobody, and the result is in place.
        }
    }
}
