package faastrain.cli;

import faastrain.report.ResultFolder;
import faastrain.report.ResultPlace;
import faastrain.report.SummaryJson;
import faastrain.report.SweepFiles;
import faastrain.report.SweepJson;
import faastrain.report.SweepOverview;
import faastrain.report.SweepText;
import faastrain.report.chart.ChartKind;
import faastrain.report.chart.ChartRequest;
import faastrain.report.chart.Charts;
import faastrain.report.chart.Format;
import faastrain.report.chart.Width;
import faastrain.sweep.RunStore;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a sweep's runs and tables go. */
final class SweepOutput {
    private static final Path REPORTS = Path.of("reports");

    /** Kinds of warnings that are shown of a sweep: the table has them all. */
    private static final int MOST_WARNINGS = 8;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "The database of finished runs; by default reports/ and the experiment's file name.")
    private Optional<Path> store = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The result folder; by default reports/ and the experiment's file name.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--force", description = "Replace the result of another experiment in that folder.")
    private boolean force;

    @Option(names = "--json", description = "Print the points as JSON instead of text.")
    private boolean json;

    /** The store of a part of an experiment. */
    Path store(Path experiment, Shard part) {
        String name = ResultPlace.stem(experiment)
                + (part.equals(Shard.ALL) ? "" : ".part-" + part.number() + "-of-" + part.of());
        return store.orElse(REPORTS.resolve(name + ".sqlite"));
    }

    /** The folder for the tables, of which it is sure that it can be written. */
    Path target(Path experiment, Sweep sweep) {
        Path target = ResultPlace.choose(folder, force, experiment, SweepFiles.identity(sweep));
        ResultFolder.checkWritable(target);
        return target;
    }

    /** Writes and prints a finished sweep. */
    void write(CommandSpec spec, Sweep sweep, RunStore runs, Path target) {
        List<SweepOverview> written = new ArrayList<>();
        ResultFolder.replace(target, fresh -> {
            written.add(SweepFiles.write(sweep, runs, fresh));
            for (ChartKind kind : Charts.applicable(List.of(fresh))) {
                Charts.draw(
                        kind,
                        new ChartRequest(
                                List.of(fresh),
                                fresh.resolve("charts"),
                                EnumSet.of(Format.SVG, Format.PNG),
                                Width.COLUMN));
            }
        });
        SweepOverview overview = written.get(0);
        Context.print(
                spec,
                json ? SummaryJson.text(SweepJson.sweep(sweep, runs, overview.warnings())) : SweepText.text(overview));
        Context.warnings(spec, overview.warnings(), MOST_WARNINGS, "warnings.csv");
        Context.message(spec, "Result: " + target);
    }
}
