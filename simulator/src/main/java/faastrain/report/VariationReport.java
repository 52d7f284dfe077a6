package faastrain.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.analytic.Prediction;
import faastrain.experiment.Variation;
import faastrain.result.Comparison;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Several results of one scenario with one field varied: a folder of result folders, and a table of them. */
public final class VariationReport {
    private VariationReport() {}

    /** The text that tells this variation from others. */
    public static String identity(Variation variation, List<String> resolved) {
        return "# " + variation.field() + ": " + String.join(", ", variation.values()) + "\n"
                + String.join("---\n", resolved);
    }

    /** Writes a result folder for each value. */
    public static void write(Variation variation, List<RunResult> results, String identity, Path folder)
            throws IOException {
        ObjectNode manifest = SummaryJson.object();
        manifest.put("program", "faastrain");
        manifest.put("version", results.get(0).version());
        manifest.put("kind", "variation");
        manifest.put("field", variation.field());
        ArrayNode names = manifest.putArray("results");
        for (int i = 0; i < results.size(); i++) {
            String name = name(variation, i);
            names.add(name);
            Path one = Files.createDirectory(folder.resolve(name));
            ResultFolder.writeFiles(results.get(i), one);
        }
        ResultFolder.write(folder, ResultFolder.RESOLVED, identity);
        ResultFolder.write(folder, ResultFolder.MANIFEST, SummaryJson.text(manifest));
    }

    /** The summaries as a list. */
    public static ArrayNode json(List<RunResult> results) {
        ArrayNode list = SummaryJson.array();
        results.forEach(result -> list.add(SummaryJson.summary(result)));
        return list;
    }

    /** A table with a row a value; staleness and loss where they are not all the same. */
    public static String text(Variation variation, List<RunResult> results) {
        Optional<String> model = commonModel(results);
        String by = model.map(id -> " (" + id + ")").orElse("");
        List<Optional<Statistics>> losses =
                results.stream().map(LearningText::finalLoss).toList();
        boolean lossVaries = losses.stream().distinct().count() > 1;
        boolean stalenessVaries =
                results.stream().map(VariationReport::staleness).distinct().count() > 1;
        List<String> header = new ArrayList<>(List.of(
                variation.field(),
                "time, s",
                "predicted" + by + ", s",
                "cost, USD",
                "predicted, USD",
                "iteration, s",
                "of it communication, s"));
        if (stalenessVaries) {
            header.add("mean staleness, rounds");
        }
        if (lossVaries) {
            header.add("final loss");
        }
        Table table = new Table().row(header.toArray(String[]::new));
        for (int i = 0; i < results.size(); i++) {
            RunResult result = results.get(i);
            Optional<Prediction> first = result.comparisons().stream()
                    .map(Comparison::prediction)
                    .filter(prediction -> model.equals(Optional.of(prediction.model())))
                    .findFirst();
            List<String> row = new ArrayList<>(List.of(
                    variation.values().get(i),
                    Numbers.seconds(result.mean(Replication::timeSeconds)),
                    first.map(prediction -> Numbers.seconds(prediction.timeSeconds()))
                            .orElse("-"),
                    Numbers.usd(result.mean(Replication::costUsd)),
                    first.map(prediction -> Numbers.usd(prediction.costUsd())).orElse("-"),
                    Numbers.seconds(result.mean(Replication::iterationSeconds)),
                    Numbers.seconds(result.mean(Replication::iterationCommunicationSeconds))));
            if (stalenessVaries) {
                row.add(Numbers.seconds(staleness(result)));
            }
            if (lossVaries) {
                row.add(losses.get(i).map(loss -> Numbers.count(loss.mean())).orElse("-"));
            }
            table.row(row.toArray(String[]::new));
        }
        return results.get(0).scenario().name() + "\n" + table.text("  ");
    }

    private static double staleness(RunResult result) {
        return result.mean(run -> run.learning().meanStaleness());
    }

    /** The closed form that all results have; of several the last, which is the pattern's own paper's. */
    private static Optional<String> commonModel(List<RunResult> results) {
        return results.get(0).comparisons().stream()
                .map(comparison -> comparison.prediction().model())
                .filter(model -> results.stream().allMatch(result -> result.comparisons().stream()
                        .anyMatch(comparison -> comparison.prediction().model().equals(model))))
                .reduce((one, later) -> later);
    }

    /** A folder's name: the value, with zeros before whole numbers so that names sort as the values do. */
    private static String name(Variation variation, int index) {
        String value = variation.values().get(index);
        boolean whole = variation.values().stream().allMatch(text -> text.matches("0|[1-9]\\d{0,17}"));
        if (whole) {
            int digits =
                    variation.values().stream().mapToInt(String::length).max().orElse(1);
            return String.format(Locale.ROOT, "%0" + digits + "d", Long.parseLong(value));
        }
        String safe = value.replaceAll("[^A-Za-z0-9.-]+", "-").replaceAll("^[.-]+", "");
        return String.format(Locale.ROOT, "%02d-%s", index + 1, safe);
    }
}
