package faastrain.report.chart;

import faastrain.trace.FitTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The files that a chart may read. A folder with a {@code summary.json} is a result folder; a folder
 * without one stands for all that it holds at any depth, in the order of their paths. Folders whose
 * names start with a dot are passed over: unfinished results live there. A plan folder is one with both of
 * {@link PlanFolder}'s tables, a sweep's folder one with its points and the experiment, written out.
 */
final class Inputs {
    private static final String SUMMARY = "summary.json";

    private final List<Path> given;
    private final List<Path> files;

    private Inputs(List<Path> given, List<Path> files) {
        this.given = given;
        this.files = files;
    }

    static Inputs of(List<Path> given) {
        if (given.isEmpty()) {
            throw new ChartInputException("nothing to draw from: name a result folder or a file");
        }
        // By normalised path: a folder that is named twice is one result.
        Map<Path, Path> files = new LinkedHashMap<>();
        for (Path input : given) {
            for (Path file : filesOf(input)) {
                files.putIfAbsent(file.toAbsolutePath().normalize(), file);
            }
        }
        return new Inputs(List.copyOf(given), List.copyOf(files.values()));
    }

    private static Iterable<Path> filesOf(Path input) {
        if (Files.isRegularFile(input)) {
            return List.of(input);
        }
        if (!Files.isDirectory(input)) {
            throw new ChartInputException(
                    input + ": no such file or folder; name a result folder, a folder of them, or a file");
        }
        boolean isResult = Files.isRegularFile(input.resolve(SUMMARY));
        TreeSet<Path> found = new TreeSet<>();
        try {
            Files.walkFileTree(input, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean nested = !folder.equals(input);
                    boolean skip = nested
                            && (isResult || folder.getFileName().toString().startsWith("."));
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Whether a folder is itself a result or a plan folder. */
    static boolean isComplete(Path folder) {
        return Files.isRegularFile(folder.resolve(SUMMARY)) || Files.isRegularFile(folder.resolve(PlanFolder.FRONT));
    }

    /** The summaries of all results, at least one. */
    List<RunSummary> results() {
        List<RunSummary> results = files.stream()
                .filter(file -> file.getFileName().toString().equals(SUMMARY)
                        || (given.contains(file)
                                && file.getFileName().toString().endsWith(".json")))
                .map(RunSummary::read)
                .toList();
        if (results.isEmpty()) {
            throw new ChartInputException(
                    names() + ": not a result folder, nor a folder of them: no summary.json in it;"
                            + " write one with: faastrain run SCENARIO");
        }
        return results;
    }

    /** All plan folders, at least one: those with a table of strategies and a front beside it. */
    List<PlanFolder> plans() {
        // A chart of the strategies has a table of the same name, but no front beside it.
        List<PlanFolder> plans = files.stream()
                .filter(file -> file.getFileName().toString().equals(PlanFolder.STRATEGIES)
                        && Files.isRegularFile(file.resolveSibling(PlanFolder.FRONT)))
                .map(PlanFolder::read)
                .toList();
        if (plans.isEmpty()) {
            throw new ChartInputException(names() + ": not a plan folder, nor a folder of them: no "
                    + PlanFolder.STRATEGIES + " with a " + PlanFolder.FRONT
                    + " beside it; write one with: faastrain plan WORKLOAD --deadline TIME");
        }
        return plans;
    }

    /** All folders of sweeps, at least one: those with a table of points and the experiment beside it. */
    List<SweepFolder> sweeps() {
        List<SweepFolder> sweeps = files.stream()
                .filter(file -> file.getFileName().toString().equals(SweepFolder.POINTS)
                        && Files.isRegularFile(file.resolveSibling(SweepFolder.EXPERIMENT)))
                .map(SweepFolder::read)
                .toList();
        if (sweeps.isEmpty()) {
            throw new ChartInputException(names() + ": not a sweep's folder, nor a folder of them: no "
                    + SweepFolder.POINTS + " with an " + SweepFolder.EXPERIMENT
                    + " beside it; write one with: faastrain sweep EXPERIMENT");
        }
        return sweeps;
    }

    /** The one file of that name, if there is any; two are refused, for a chart shows one at a time. */
    Optional<Path> file(String name) {
        List<Path> matches = files.stream()
                .filter(file -> file.getFileName().toString().equals(name))
                .toList();
        if (matches.size() > 1) {
            throw new ChartInputException(
                    matches.get(0) + " and " + matches.get(1) + ": two files " + name + "; draw them one at a time");
        }
        return matches.stream().findFirst();
    }

    /** Refuses inputs that hold neither of two tables of a fit. */
    void requireEither(FitTable one, FitTable other) {
        if (file(one.file()).isEmpty() && file(other.file()).isEmpty()) {
            throw new ChartInputException(names() + ": neither " + one.file() + " nor " + other.file()
                    + " in it; write them with: faastrain trace fit CSV --tables DIR");
        }
    }

    /** The inputs as the user named them. */
    String names() {
        return String.join(", ", given.stream().map(Path::toString).toList());
    }
}
