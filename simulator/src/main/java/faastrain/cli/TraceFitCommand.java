package faastrain.cli;

import faastrain.report.OutputException;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import faastrain.scenario.Suggestion;
import faastrain.trace.Fitting;
import faastrain.trace.SuspicionRule;
import faastrain.trace.TraceFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faastrain trace fit}: coefficients of a CSV of measurements. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        description = "Fits the coefficients of a CSV of transfer times (memory_mb,size_mb,upload_s,download_s), of"
                + " iteration times or of peak memory, prints them with their errors, and says which cells are"
                + " suspicious. traces/README.md describes the columns.")
final class TraceFitCommand implements Callable<Integer> {
    private static final String DEFAULT_PROVIDER = "aws-us-east-1-2024";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CSV", description = "The measurements.")
    private Path csv = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The YAML file to write; for transfer times a platform.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--tables",
            paramLabel = "DIR",
            description =
                    "Write the points and the fitted curves as CSV, from which chart throughput and chart fit draw.")
    private Optional<Path> tables = Optional.empty();

    @Option(
            names = "--leave-out",
            paramLabel = "RULES",
            description = "Transfer times: none, or the rules whose suspicious cells are left out, with commas between"
                    + " (see: faastrain list rules). By default the structural ones: repeated-label, identical-run,"
                    + " duplicated-column, off-size.")
    private Optional<String> leaveOut = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "Transfer times: what the platform is called.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--provider",
            paramLabel = "ID",
            description = "Transfer times: the prices and limits of traces/providers/ that go with the platform; by"
                    + " default " + DEFAULT_PROVIDER + ".")
    private Optional<String> provider = Optional.empty();

    @Option(names = "--source", paramLabel = "TEXT", description = "Transfer times: where the measurements come from.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--headroom",
            paramLabel = "SHARE",
            description = "Peak memory: the share kept free for the runtime; by default 0.10.")
    private Optional<Double> headroom = Optional.empty();

    @Override
    public Integer call() {
        Fitting.Report report;
        try {
            TraceFormat format = TraceFormat.recognise(csv);
            requireApplicable(format);
            report = switch (format) {
                case TRANSFER_TIMES -> Fitting.transferTimes(csv, options(), file, tables);
                case ITERATION_TIMES -> Fitting.iterationTimes(csv, file, tables);
                case PEAK_MEMORY -> Fitting.peakMemory(csv, headroom.orElse(Fitting.DEFAULT_HEADROOM), file, tables);
                case LOSS_CURVE, START_UPS -> throw notFitted(format);
            };
        } catch (IOException unwritable) {
            throw new OutputException(
                    unwritable.getMessage() + "; name another place with --output or --tables", unwritable);
        }
        Context.print(spec, String.join("\n", report.summary()) + "\n");
        report.warnings().forEach(warning -> Context.message(spec, warning));
        file.ifPresent(path -> Context.message(spec, "Written: " + path));
        tables.ifPresent(path -> Context.message(spec, "Tables: " + path));
        return 0;
    }

    /** Refuses the options that the format has no use for. */
    private void requireApplicable(TraceFormat format) {
        List<Problem> problems = new ArrayList<>();
        requireFor(problems, format, TraceFormat.TRANSFER_TIMES, "--leave-out", leaveOut.isPresent());
        requireFor(problems, format, TraceFormat.TRANSFER_TIMES, "--id", id.isPresent());
        requireFor(problems, format, TraceFormat.TRANSFER_TIMES, "--provider", provider.isPresent());
        requireFor(problems, format, TraceFormat.TRANSFER_TIMES, "--source", source.isPresent());
        requireFor(problems, format, TraceFormat.PEAK_MEMORY, "--headroom", headroom.isPresent());
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private InvalidInputException notFitted(TraceFormat format) {
        return new InvalidInputException(
                Place.of(csv.toString()),
                "holds " + format.title() + ", which runs take as they are; nothing is fitted to them");
    }

    private void requireFor(
            List<Problem> problems, TraceFormat format, TraceFormat needed, String option, boolean given) {
        if (given && format != needed) {
            problems.add(new Problem(
                    Place.of(option),
                    "",
                    "is for " + needed.title() + " (" + String.join(",", needed.columns()) + "); " + csv + " holds "
                            + format.title()));
        }
    }

    /** Refuses prices that the installation does not have; a path is looked for only from a scenario. */
    private static void requireProvider(String provider) {
        List<String> known = Context.profiles().names("providers");
        if (!provider.endsWith(".yaml") && !known.contains(provider)) {
            throw new InvalidInputException(
                    Place.of("--provider"),
                    "there is no traces/providers/" + provider + ".yaml" + Suggestion.didYouMean(provider, known)
                            + (known.isEmpty() ? "" : " (there are: " + String.join(", ", known) + ")"));
        }
    }

    private Fitting.TransferOptions options() {
        Fitting.TransferOptions options = new Fitting.TransferOptions(
                id.or(() -> file.map(TraceFitCommand::stem)).orElse("fitted"),
                provider.orElse(DEFAULT_PROVIDER),
                source,
                leaveOut.map(text -> SuspicionRule.parse("--leave-out", text))
                        .orElseGet(SuspicionRule::structuralRules));
        provider.ifPresent(TraceFitCommand::requireProvider);
        return options;
    }

    private static String stem(Path path) {
        Path name = path.getFileName();
        String text = name == null ? "" : name.toString();
        int dot = text.lastIndexOf('.');
        return dot > 0 ? text.substring(0, dot) : text;
    }
}
