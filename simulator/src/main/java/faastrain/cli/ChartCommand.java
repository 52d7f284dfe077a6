package faastrain.cli;

import faastrain.report.OutputException;
import faastrain.report.chart.ChartInputException;
import faastrain.report.chart.ChartKind;
import faastrain.report.chart.ChartRequest;
import faastrain.report.chart.Charts;
import faastrain.report.chart.Format;
import faastrain.report.chart.Width;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faastrain chart}: figures from result files. */
@Command(
        name = "chart",
        mixinStandardHelpOptions = true,
        description = "Draws figures from result files alone, each with a CSV of the plotted numbers beside it.")
final class ChartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "[KIND] RESULT",
            description =
                    "A kind of chart (see: faastrain list charts), then result folders, folders of them, folders"
                            + " of plan or sweep, or files that trace fit wrote. Without a kind, every chart that the results are complete for.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Where the figures go; by default charts/ in the result folder, or reports/charts for several.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--format", split = ",", description = "svg, pdf, png; by default all three.")
    private Set<Format> formats = new LinkedHashSet<>();

    @Option(names = "--width", description = "column (84 mm) or page (178 mm); by default column.")
    private Width width = Width.COLUMN;

    @Override
    public Integer call() {
        Optional<ChartKind> kind = ChartKind.byId(arguments.get(0));
        if (kind.isEmpty() && !Files.exists(Path.of(arguments.get(0)))) {
            throw new ChartInputException(arguments.get(0) + ": is neither a kind of chart ("
                    + String.join(", ", ListCommand.chartIds()) + ") nor a result");
        }
        List<Path> results =
                arguments.stream().skip(kind.isPresent() ? 1 : 0).map(Path::of).toList();
        if (results.isEmpty()) {
            throw new ChartInputException("faastrain chart " + arguments.get(0) + ": names no result; it needs "
                    + kind.map(ChartKind::needs).orElse("results"));
        }
        List<ChartKind> kinds = kind.map(List::of).orElseGet(() -> Charts.applicable(results));
        if (kinds.isEmpty()) {
            throw new ChartInputException(arguments.get(0) + ": holds nothing that a chart is drawn from; needed are"
                    + " result folders, folders of plan, folders of sweep with an axis of numbers, or files that"
                    + " trace fit --tables wrote");
        }
        Set<Format> wanted = formats.isEmpty() ? EnumSet.allOf(Format.class) : EnumSet.copyOf(formats);
        for (ChartKind one : kinds) {
            try {
                Charts.draw(one, new ChartRequest(results, target(results), wanted, width))
                        .forEach(file -> Context.print(spec, file + "\n"));
            } catch (UncheckedIOException unwritable) {
                throw new OutputException(
                        target(results) + ": cannot be written; name a folder that can be with --output", unwritable);
            }
        }
        return 0;
    }

    private Path target(List<Path> results) {
        return folder.orElseGet(() -> results.size() == 1 && Files.isDirectory(results.get(0))
                ? results.get(0).resolve("charts")
                : Path.of("reports", "charts"));
    }
}
