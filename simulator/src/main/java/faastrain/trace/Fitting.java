package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The whole way from a trace to coefficients, one method per {@link TraceFormat}: read, fit, write, tell. */
public final class Fitting {
    /** Share of memory kept free when nothing is said: the runtime's own memory grows beside the tensors. */
    public static final double DEFAULT_HEADROOM = 0.10;

    private Fitting() {}

    /**
     * How to fit transfer times.
     *
     * @param id name of the platform
     * @param provider id of its prices and limits
     * @param source where the measurements come from, when it is known better than by the file's name
     * @param leaveOut the rules whose cells are left out
     */
    public record TransferOptions(String id, String provider, Optional<String> source, Set<SuspicionRule> leaveOut) {
        public TransferOptions {
            leaveOut = Set.copyOf(leaveOut);
            List<Problem> problems = new ArrayList<>();
            requireId(problems, "--id", id, "aws-lambda-2023");
            requireId(problems, "--provider", provider, "aws-us-east-1-2024");
            if (!problems.isEmpty()) {
                throw new InvalidInputException(problems);
            }
        }

        private static void requireId(List<Problem> problems, String option, String id, String example) {
            if (!ProfileFields.isId(id)) {
                problems.add(new Problem(
                        Place.of(option),
                        "",
                        "\"" + id + "\" must be lower-case letters, digits, dots and hyphens, such as " + example));
            }
        }
    }

    /**
     * What to tell the user.
     *
     * @param summary the result, for standard output
     * @param warnings what should not be overlooked, for standard error
     */
    public record Report(List<String> summary, List<String> warnings) {
        public Report {
            summary = List.copyOf(summary);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Fits transfer times into a platform profile.
     *
     * @param output the YAML file to write, if any
     * @param tables the folder for {@code transfer-points.csv} and {@code transfer-curves.csv}, if any
     * @throws InvalidInputException when the output may not be written over, the trace is wrong or cannot be fitted
     * @throws IOException when a file cannot be written
     */
    public static Report transferTimes(Path csv, TransferOptions options, Optional<Path> output, Optional<Path> tables)
            throws IOException {
        FitPlaces.require(csv, output, tables, FitTable.TRANSFER_POINTS, FitTable.TRANSFER_CURVES);
        TransferTimes times = TransferTimes.read(csv);
        TransferFit.Result fit = TransferFit.fit(times, options.leaveOut());
        if (output.isPresent()) {
            PlatformWriter.write(output.get(), platform(times, fit, options), comment(times, fit, options));
        }
        if (tables.isPresent()) {
            FitTables.write(tables.get(), fit);
        }
        List<String> summary = new ArrayList<>();
        summary.add("memory MB  direction  points    p MiB/s   t 1/MiB  1/(p t) s   MAPE %  latency s  bandwidth MiB/s"
                + "   MAPE %");
        for (MemoryCurves curves : fit.curves()) {
            for (Direction direction : Direction.values()) {
                DirectionFit one = curves.fit(direction);
                summary.add(String.format(
                        Locale.ROOT,
                        "%9d  %-9s  %6d  %9.2f  %8.4f  %9.4f  %7.1f  %9.4f  %15.2f  %7.1f",
                        curves.memoryMb(),
                        direction.label(),
                        one.points(),
                        one.saturation().p(),
                        one.saturation().t(),
                        one.saturation().latencySeconds(),
                        100 * one.saturationMape(),
                        one.affine().latencySeconds(),
                        one.affine().bandwidthMibPerSecond(),
                        100 * one.affineMape()));
            }
        }
        return new Report(summary, suspicionLines(fit));
    }

    /**
     * Fits iteration times into compute coefficients.
     *
     * @param output a YAML file for the coefficients, in the form of a workload profile's {@code compute}, if any
     * @param tables the folder for {@code compute-points.csv} and {@code compute-curves.csv}, if any
     * @throws InvalidInputException when the output may not be written over, the trace is wrong or no model of it can be fitted
     * @throws IOException when a file cannot be written
     */
    public static Report iterationTimes(Path csv, Optional<Path> output, Optional<Path> tables) throws IOException {
        FitPlaces.require(csv, output, tables, FitTable.COMPUTE_POINTS, FitTable.COMPUTE_CURVES);
        IterationTimes times = IterationTimes.read(csv);
        ComputeFit.Result fit = ComputeFit.fit(times);
        if (tables.isPresent()) {
            FitTables.write(tables.get(), fit);
        }
        if (fit.models().isEmpty()) {
            throw new InvalidInputException(fit.refusals());
        }
        if (output.isPresent()) {
            StringBuilder yaml = madeComment(times.source());
            for (ComputeFit.ModelFit model : fit.models()) {
                ComputeCoefficients found = model.coefficients();
                yaml.append(PlatformWriter.quoted(model.model())).append(":\n  compute:\n");
                yaml.append("    a: ").append(Quantity.plain(found.a())).append('\n');
                yaml.append("    b: ").append(Quantity.plain(found.b())).append('\n');
                yaml.append("    m: ").append(Quantity.plain(found.m())).append('\n');
                ProfiledRange range = model.profiled();
                yaml.append("    least-batch: ").append(range.leastBatch()).append('\n');
                yaml.append("    most-batch: ").append(range.mostBatch()).append('\n');
                yaml.append("    least-memory: ").append(range.leastMemoryMb()).append(" MB\n");
                yaml.append("    most-memory: ").append(range.mostMemoryMb()).append(" MB\n");
                yaml.append("    source: ")
                        .append(PlatformWriter.quoted(String.format(
                                Locale.ROOT,
                                "fitted from %s; standard errors %s, %s, %s; mean absolute error %.1f %%",
                                times.source().fileName(),
                                Quantity.plain(model.aStandardError()),
                                Quantity.plain(model.bStandardError()),
                                Quantity.plain(model.mStandardError()),
                                100 * model.mape())))
                        .append('\n');
            }
            TextFiles.write(output.get(), yaml.toString());
        }
        List<String> summary = new ArrayList<>();
        summary.add("model             cells           a  std. error          b  std. error          m  std. error"
                + "   MAPE %");
        for (ComputeFit.ModelFit model : fit.models()) {
            summary.add(String.format(
                    Locale.ROOT,
                    "%-16s  %5d  %10.4f  %10.4f  %9.3f  %10.3f  %9.2f  %10.2f  %7.1f",
                    model.model(),
                    model.cells().size(),
                    model.coefficients().a(),
                    model.aStandardError(),
                    model.coefficients().b(),
                    model.bStandardError(),
                    model.coefficients().m(),
                    model.mStandardError(),
                    100 * model.mape()));
        }
        List<String> warnings =
                new ArrayList<>(fit.refusals().stream().map(Problem::toString).toList());
        for (ComputeFit.ModelFit model : fit.models()) {
            if (model.coefficients().b() < 0) {
                warnings.add(model.model() + ": b is negative: time grows faster than the batch; measure more batches");
            }
        }
        return new Report(summary, warnings);
    }

    /**
     * Fits peak memory into the memory of training.
     *
     * @param headroom share added to the line, such as {@link #DEFAULT_HEADROOM}
     * @param output a YAML file in the form of a workload profile's {@code training-memory}, if any
     * @param tables the folder for {@code memory-points.csv}, if any
     * @throws InvalidInputException when the output may not be written over, the trace is wrong or no model of it can be fitted
     * @throws IOException when a file cannot be written
     */
    public static Report peakMemory(Path csv, double headroom, Optional<Path> output, Optional<Path> tables)
            throws IOException {
        if (!(headroom >= 0 && headroom <= TrainingMemory.MOST_HEADROOM)) {
            throw new InvalidInputException(
                    Place.of("--headroom"),
                    headroom + " is no share; it must lie between 0 and " + Quantity.plain(TrainingMemory.MOST_HEADROOM)
                            + ", such as 0.10");
        }
        FitPlaces.require(csv, output, tables, FitTable.MEMORY_POINTS);
        PeakMemory trace = PeakMemory.read(csv);
        MemoryFit.Result fit = MemoryFit.fit(trace);
        if (fit.models().isEmpty()) {
            throw new InvalidInputException(fit.refusals());
        }
        if (tables.isPresent()) {
            FitTables.write(tables.get(), fit);
        }
        if (output.isPresent()) {
            StringBuilder yaml = madeComment(trace.source());
            for (MemoryFit.ModelFit model : fit.models()) {
                yaml.append(PlatformWriter.quoted(model.model())).append(":\n  training-memory:\n");
                yaml.append("    base: ")
                        .append(Quantity.plain(model.baseMib()))
                        .append(" MiB\n");
                yaml.append("    per-sample: ")
                        .append(Quantity.plain(model.perSampleMib()))
                        .append(" MiB\n");
                yaml.append("    headroom: ").append(Quantity.plain(headroom)).append('\n');
                yaml.append("    most-batch: ").append(model.mostBatch()).append('\n');
                yaml.append("    source: ")
                        .append(PlatformWriter.quoted(
                                "fitted from " + trace.source().fileName() + ", " + model.model()))
                        .append('\n');
            }
            TextFiles.write(output.get(), yaml.toString());
        }
        List<String> summary = new ArrayList<>();
        summary.add("model             points  most batch   base MiB  std. error  per sample MiB  std. error   MAPE %");
        for (MemoryFit.ModelFit model : fit.models()) {
            summary.add(String.format(
                    Locale.ROOT,
                    "%-16s  %6d  %10d  %9.2f  %10.2f  %14.4f  %10.4f  %7.1f",
                    model.model(),
                    model.points().size(),
                    model.mostBatch(),
                    model.baseMib(),
                    model.baseStandardError(),
                    model.perSampleMib(),
                    model.perSampleStandardError(),
                    100 * model.mape()));
        }
        return new Report(
                summary, fit.refusals().stream().map(Problem::toString).toList());
    }

    private static PlatformProfile platform(TransferTimes times, TransferFit.Result fit, TransferOptions options) {
        int smallest = fit.curves().get(0).memoryMb();
        int largest = fit.curves().get(fit.curves().size() - 1).memoryMb();
        return PlatformProfile.fitted(
                options.id(),
                "Transfers between functions of " + smallest + " to " + largest + " MB and object storage",
                options.source().orElse("fitted from " + times.source().fileName()),
                options.provider(),
                fit.curves());
    }

    /** The top of a platform file: made how and from what, and every cell left out. */
    private static List<String> comment(TransferTimes times, TransferFit.Result fit, TransferOptions options) {
        String arguments = " --id " + options.id() + " --provider " + options.provider()
                + options.source()
                        .map(source -> " --source \"" + oneLine(source) + "\"")
                        .orElse("")
                + (options.leaveOut().equals(SuspicionRule.structuralRules())
                        ? ""
                        : " --leave-out " + labels(options.leaveOut()));
        List<String> lines = new ArrayList<>(made(times.source(), arguments));
        lines.add("Rules that may leave cells out: " + labels(options.leaveOut()) + ".");
        lines.addAll(suspicionLines(fit));
        return lines;
    }

    private static List<String> made(TraceSource source, String arguments) {
        String name = oneLine(source.fileName());
        return List.of(
                FitPlaces.MADE_BY + " " + name + arguments, "from " + name + ", SHA-256 " + source.sha256() + ".");
    }

    private static StringBuilder madeComment(TraceSource source) {
        StringBuilder yaml = new StringBuilder();
        made(source, "").forEach(line -> yaml.append("# ").append(line).append('\n'));
        return yaml;
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ");
    }

    private static String labels(Set<SuspicionRule> rules) {
        return rules.isEmpty()
                ? "none"
                : rules.stream().sorted().map(SuspicionRule::label).collect(Collectors.joining(","));
    }

    /** The suspicious cells by rule: how many, and which. */
    static List<String> suspicionLines(TransferFit.Result fit) {
        List<String> lines = new ArrayList<>();
        if (!fit.suspicions().isEmpty()) {
            lines.add(fit.cells().stream().filter(FittedCell::leftOut).count() + " of "
                    + fit.cells().size() + " cells are left out; a cell may have several reasons.");
        }
        for (SuspicionRule rule : SuspicionRule.values()) {
            List<Suspicion> found = fit.suspicions().stream()
                    .filter(suspicion -> suspicion.rule() == rule)
                    .toList();
            if (found.isEmpty()) {
                continue;
            }
            lines.add(rule.label() + ": " + found.size() + (found.size() == 1 ? " cell " : " cells ")
                    + (fit.leaveOut().contains(rule) ? "left out" : "kept") + "; " + rule.meaning() + ".");
            TreeMap<Integer, List<Suspicion>> byMemory = new TreeMap<>();
            found.forEach(suspicion -> byMemory.computeIfAbsent(suspicion.memoryMb(), memory -> new ArrayList<>())
                    .add(suspicion));
            Map<String, List<String>> memoriesOfCells = new LinkedHashMap<>();
            byMemory.forEach((memory, cells) -> memoriesOfCells
                    .computeIfAbsent(sizes(cells), text -> new ArrayList<>())
                    .add(memory.toString()));
            memoriesOfCells.forEach(
                    (cells, memories) -> lines.add("  " + String.join(", ", memories) + " MB: " + cells));
        }
        return lines;
    }

    /** One memory's suspicious sizes by direction: {@code upload and download of 22, 24 MiB}. */
    private static String sizes(List<Suspicion> found) {
        Map<TreeSet<Double>, List<String>> directionsOfSizes = new LinkedHashMap<>();
        for (Direction direction : Direction.values()) {
            TreeSet<Double> sizes = new TreeSet<>();
            found.stream().filter(one -> one.direction() == direction).forEach(one -> sizes.add(one.sizeMib()));
            if (!sizes.isEmpty()) {
                directionsOfSizes
                        .computeIfAbsent(sizes, key -> new ArrayList<>())
                        .add(direction.label());
            }
        }
        return directionsOfSizes.entrySet().stream()
                .map(entry -> String.join(" and ", entry.getValue()) + " of "
                        + entry.getKey().stream().map(Quantity::plain).collect(Collectors.joining(", ")) + " MiB")
                .collect(Collectors.joining("; "));
    }
}
