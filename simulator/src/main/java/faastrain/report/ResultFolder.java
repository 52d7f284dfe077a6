package faastrain.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.result.Inputs;
import faastrain.result.RunResult;
import faastrain.scenario.IoReason;
import faastrain.scenario.ScenarioWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** The experiment in the folder of a sweep. */
    static final String EXPERIMENT = "experiment.resolved.yaml";

    /** What the workers did, for a viewer of traces. */
    private static final String TIMELINE = "timeline.json";

    /** Who wrote it. */
    static final String PROGRAM = "faastrain";

    /** How temporary folders begin. */
    private static final String TEMPORARY = ".faastrain-";

    /** The files of a result, of results inside it, and of their charts. */
    private static final Pattern OWN =
            Pattern.compile("([^/]+/)?(manifest\\.json|summary\\.json|scenario\\.resolved\\.yaml|"
                    + Pattern.quote(TIMELINE) + "|"
                    + ResultTables.names().stream().map(Pattern::quote).collect(Collectors.joining("|"))
                    + "|"
                    + PlanFiles.names()
                    + "|"
                    + SweepFiles.names()
                    + "|inputs/[a-z-]+\\.(yaml|csv|libsvm)|charts/[^/]+\\.(svg|pdf|png|csv))");

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
        writeInputs(result.inputs(), folder);
        write(folder, "summary.json", SummaryJson.text(SummaryJson.summary(result)));
        for (String table : ResultTables.names(result)) {
            try (Writer writer = Files.newBufferedWriter(folder.resolve(table), StandardCharsets.UTF_8)) {
                ResultTables.write(table, result, writer);
            }
        }
        if (!result.timeline().isEmpty()) {
            try (Writer writer = Files.newBufferedWriter(folder.resolve(TIMELINE), StandardCharsets.UTF_8)) {
                TraceEvents.write(result, writer);
            }
        }
        writeManifest("run", result.version(), result.scenario().seed(), result.inputs(), folder);
    }

    /** Copies of the profiles that the scenario names by path. */
    static void writeInputs(Inputs inputs, Path folder) throws IOException {
        for (Map.Entry<String, String> input : inputs.texts().entrySet()) {
            Files.createDirectories(parentOf(folder.resolve(input.getKey())));
            write(folder, input.getKey(), input.getValue());
        }
    }

    /**
     * Checks that a folder can be written and that nothing in it would be lost, before anything is run.
     *
     * @throws OutputException when not
     */
    public static void checkWritable(Path target) {
        foreign(target).ifPresent(file -> {
            throw new OutputException(
                    target + ": holds " + file
                            + ", which FaasTrain did not write and would be lost; move it, or name another folder with --output");
        });
        try {
            // What comes may still fail: nothing is left behind by looking, not even an empty folder.
            Path there = parentOf(target);
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            Files.delete(Files.createTempDirectory(there, TEMPORARY));
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
        Path parent = parentOf(target);
        Path fresh;
        try {
            Files.createDirectories(parent);
            fresh = Files.createTempDirectory(parent, TEMPORARY);
        } catch (IOException unwritable) {
            throw unwritable(target, unwritable);
        }
        Thread interrupted = new Thread(() -> deleteQuietly(fresh));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            // A folder of its own inside, since the temporary one is nobody else's to read.
            Path inside = Files.createDirectory(fresh.resolve("result"));
            content.writeTo(inside);
            putInPlace(inside, target, parent);
        } catch (IOException unwritable) {
            throw unwritable(target, unwritable);
        } finally {
            deleteQuietly(fresh);
            forget(interrupted);
        }
    }

    /** Moves a whole folder to its place; an older one is deleted only when the new one is there. */
    private static void putInPlace(Path fresh, Path target, Path parent) throws IOException {
        if (!Files.exists(target)) {
            move(fresh, target);
            return;
        }
        Path aside = Files.createTempDirectory(parent, TEMPORARY + "old-");
        Path old = aside.resolve("result");
        move(target, old);
        try {
            move(fresh, target);
        } catch (IOException failed) {
            // Were this to fail too, the older result would stay aside, and nothing of it be lost.
            move(old, target);
            Files.delete(aside);
            throw failed;
        }
        deleteQuietly(aside);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The program is ending, and the hook does its work.
        }
    }

    /** Whether a folder holds a result of exactly this resolved scenario, or of exactly this experiment. */
    public static boolean holds(Path folder, String resolved) {
        try {
            Path experiment = folder.resolve(EXPERIMENT);
            return Files.readString(
                            Files.exists(experiment) ? experiment : folder.resolve(RESOLVED), StandardCharsets.UTF_8)
                    .equals(resolved);
        } catch (IOException none) {
            return false;
        }
    }

    /** Whether a folder is one that FaasTrain wrote. */
    public static boolean isResult(Path folder) {
        try {
            return SummaryJson.read(folder.resolve(MANIFEST))
                    .path("program")
                    .asText()
                    .equals(PROGRAM);
        } catch (IOException none) {
            return false;
        }
    }

    /** A file in a result folder that FaasTrain did not write, if there is one. */
    static Optional<Path> foreign(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file))
                    .map(folder::relativize)
                    .filter(file ->
                            !OWN.matcher(file.toString().replace('\\', '/')).matches())
                    .sorted()
                    .findFirst();
        } catch (IOException unreadable) {
            throw unwritable(folder, unreadable);
        }
    }

    /** Writes a text file with UTF-8. */
    public static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    /** The file by which a folder is known to be a result, of what kind, and of what it was made. */
    static void writeManifest(String kind, String version, long seed, Inputs inputs, Path folder) throws IOException {
        ObjectNode node = SummaryJson.object();
        node.put("program", PROGRAM);
        node.put("version", version);
        node.put("kind", kind);
        node.put("seed", seed);
        ObjectNode digests = node.putObject("inputs_sha256");
        inputs.sha256().forEach(digests::put);
        write(folder, MANIFEST, SummaryJson.text(node));
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
        return new OutputException(
                target + ": cannot be written (" + IoReason.of(cause) + "); name a folder that can be with --output",
                cause);
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
