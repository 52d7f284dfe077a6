package faastrain.report.chart;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A result's {@code summary.json}. A field is checked when it is asked for, so that a chart only
 * demands what it plots; a missing or wrong field names the file and the field.
 */
final class RunSummary {
    private static final String REMEDY = "; write the result again with: faastrain run SCENARIO";

    private final Path file;
    private final JsonNode root;

    private RunSummary(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** The interval of a mean with 95 % confidence. */
    record Interval(double low, double high) {}

    /** A mean over replications; no interval when there was only one. */
    record Estimate(double mean, Optional<Interval> ci95) {
        /** The interval's lower end in a table, or the empty cell. */
        String lowCell() {
            return ci95.map(interval -> Table.number(interval.low())).orElse("");
        }

        /** The interval's upper end in a table, or the empty cell. */
        String highCell() {
            return ci95.map(interval -> Table.number(interval.high())).orElse("");
        }
    }

    /** What a closed form says of the run; the terms in the order of the file, seconds of the whole run. */
    record Prediction(RunSummary run, String path, String model, Map<String, Double> termsS) {
        double timeS() {
            return run.number(path + ".time_s");
        }

        double iterations() {
            double iterations = run.number(path + ".iterations");
            if (iterations <= 0) {
                throw run.wrong(path + ".iterations", "is " + Table.number(iterations), "a number above 0");
            }
            return iterations;
        }
    }

    static RunSummary read(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            checkNumbers(file, content);
            JsonNode root = new ObjectMapper().readTree(content);
            if (!root.isObject()) {
                throw new ChartInputException(file + ": not a result's summary: a JSON object is wanted" + REMEDY);
            }
            return new RunSummary(file, root);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
            // The parser's own words advise programmers, not readers of results.
            throw new ChartInputException(file + place + ": not valid JSON" + REMEDY, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses NaN and infinities, which JSON has no numbers for, by line and field. */
    private static void checkNumbers(Path file, byte[] content) throws IOException {
        JsonFactory lenient = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        try (JsonParser parser = lenient.createParser(content)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric() && !Double.isFinite(parser.getDoubleValue())) {
                    String field = parser.getParsingContext()
                            .pathAsPointer()
                            .toString()
                            .replaceFirst("^/", "")
                            .replace('/', '.');
                    throw new ChartInputException(
                            file + ", line " + parser.currentTokenLocation().getLineNr() + ": " + field + " is "
                                    + parser.getText() + ", a finite number is wanted" + REMEDY);
                }
            }
        }
    }

    Path file() {
        return file;
    }

    /** The result's folder, as a name to tell results apart by. */
    String folderName() {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path name = folder == null ? null : folder.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    /**
     * A table of the result, which lies beside its summary.
     *
     * @param remedy how a result gets this table, to be told where it has none
     */
    List<CsvRows.Row> table(String name, List<String> columns, String remedy) {
        Path table = file.resolveSibling(name);
        if (!Files.isRegularFile(table)) {
            throw new ChartInputException(file + ": no " + name + " beside it; " + remedy);
        }
        return CsvRows.read(table, columns);
    }

    String name() {
        return text("name");
    }

    /** A field of the scenario as text, numbers included, empty when it is absent: to group results by. */
    String scenario(String field) {
        JsonNode node = at("scenario." + field);
        return node.isValueNode() && !node.isNull() ? node.asText() : "";
    }

    int aggregators() {
        String path = "scenario.plan.aggregators";
        double value = number(path);
        if (value != Math.rint(value) || value < 1) {
            throw wrong(path, "is " + Table.number(value), "a whole number from 1");
        }
        return (int) value;
    }

    Estimate timeS() {
        return estimate("simulation.time_s");
    }

    Estimate communicationS() {
        return estimate("simulation.iteration_s.communication");
    }

    /** Mean seconds by phase, in the file's order. */
    Map<String, Double> breakdownS() {
        return durations("simulation.breakdown_s");
    }

    List<Prediction> predictions() {
        JsonNode list = at("predictions");
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw wrong("predictions", "is not a list", "a list of predictions");
        }
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String path = "predictions." + i;
            predictions.add(new Prediction(this, path, text(path + ".model"), durations(path + ".terms_s")));
        }
        return predictions;
    }

    private Map<String, Double> durations(String path) {
        JsonNode object = at(path);
        if (!object.isObject()) {
            throw wrong(path, object.isMissingNode() ? "is missing" : "is not an object", "seconds by phase");
        }
        Map<String, Double> seconds = new LinkedHashMap<>();
        object.fieldNames().forEachRemaining(phase -> {
            double value = number(path + "." + phase);
            if (value < 0) {
                throw wrong(path + "." + phase, "is " + Table.number(value), "seconds from 0");
            }
            seconds.put(phase, value);
        });
        return seconds;
    }

    private Estimate estimate(String path) {
        double mean = number(path + ".mean");
        JsonNode interval = at(path + ".ci95");
        if (interval.isMissingNode() || interval.isNull()) {
            return new Estimate(mean, Optional.empty());
        }
        if (interval.size() != 2
                || !interval.path(0).isNumber()
                || !interval.path(1).isNumber()) {
            throw wrong(path + ".ci95", "is " + interval, "[low, high] or null");
        }
        return new Estimate(
                mean,
                Optional.of(new Interval(
                        interval.path(0).doubleValue(), interval.path(1).doubleValue())));
    }

    private double number(String path) {
        JsonNode node = at(path);
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw wrong(path, found(node), "a number");
        }
        return node.doubleValue();
    }

    private String text(String path) {
        JsonNode node = at(path);
        if (!node.isTextual()) {
            throw wrong(path, found(node), "text");
        }
        // A line break or a tab has no place in a label.
        return node.textValue().replaceAll("\\p{Cntrl}", " ").strip();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "is missing" : "is " + node;
    }

    private ChartInputException wrong(String path, String found, String wanted) {
        return new ChartInputException(file + ": " + path + " " + found + ", " + wanted + " is wanted" + REMEDY);
    }

    private JsonNode at(String path) {
        return root.at("/" + path.replace('.', '/'));
    }
}
