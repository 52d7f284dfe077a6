package faastrain.report.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sample results, and the inputs that each kind of chart is drawn from in these tests. */
final class Samples {
    private Samples() {}

    static Path folder(String name) {
        try {
            return Path.of(Samples.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<ChartKind, List<Path>> inputs() {
        Map<ChartKind, List<Path>> inputs = new LinkedHashMap<>();
        inputs.put(ChartKind.BREAKDOWN, List.of(folder("k-sweep")));
        inputs.put(ChartKind.AGGREGATORS, List.of(folder("k-sweep"), folder("k-sweep-mobilenet")));
        inputs.put(ChartKind.THROUGHPUT, List.of(folder("transfer")));
        inputs.put(ChartKind.FIT, List.of(folder("compute")));
        inputs.put(ChartKind.PARITY, List.of(folder("workloads")));
        inputs.put(ChartKind.CONVERGENCE, List.of(folder("protocols")));
        inputs.put(ChartKind.STALENESS, List.of(folder("protocols")));
        inputs.put(ChartKind.TIMELINE, List.of(folder("protocols/hap")));
        inputs.put(ChartKind.COST_TIME, List.of(folder("plan")));
        inputs.put(ChartKind.STRATEGIES, List.of(folder("plan")));
        inputs.put(ChartKind.SCALING, List.of(folder("sweep")));
        return inputs;
    }

    static List<Path> draw(ChartKind kind, Path to, Width width, Path... inputs) {
        return Charts.draw(kind, new ChartRequest(List.of(inputs), to, EnumSet.allOf(Format.class), width));
    }

    /** The lines of the chart's table that have all these cells somewhere, in order. */
    static List<String> rows(ChartKind kind, Path to, List<String> cells, Path... inputs) {
        List<Path> written =
                Charts.draw(kind, new ChartRequest(List.of(inputs), to, EnumSet.noneOf(Format.class), Width.COLUMN));
        return lines(written.get(0)).stream()
                .filter(line -> Arrays.asList(line.split(",", -1)).containsAll(cells))
                .toList();
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        return String.join("\n", lines(file));
    }

    /** A smallest summary: K aggregators, one phase, one prediction. */
    static Path summary(Path folder, String name, int aggregators, double simulatedS, double predictedS) {
        String text = """
                {"name": "%s", "version": "0.1.0", "seed": 1, "replications": 1, "warnings": [],
                 "scenario": {"workload": "w", "platform": "p", "channel": "s3", "protocol": "bsp",
                  "plan": {"workers": 4, "memory_mb": 1024, "batch": 32, "aggregators": %d}},
                 "simulation": {"time_s": {"mean": %s, "stddev": null, "ci95": null},
                  "breakdown_s": {"compute": %s, "retry": 0},
                  "iteration_s": {"communication": {"mean": %s, "stddev": null, "ci95": null}}},
                 "predictions": [{"model": "fasdl", "time_s": %s, "iterations": 10,
                  "terms_s": {"train": 1, "upload": 20, "aggregate": 30, "download": 10}}]}
                """.formatted(name, aggregators, simulatedS, simulatedS, simulatedS, predictedS);
        return write(folder.resolve("summary.json"), text);
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
