package faastrain.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.experiment.PairedDifference;
import faastrain.model.Plan;
import faastrain.provisioning.Offer;
import faastrain.result.Interval;
import faastrain.result.Probability;
import faastrain.result.Quantiles;
import faastrain.result.RunColumn;
import faastrain.result.RunRecord;
import faastrain.result.Statistics;
import faastrain.sweep.Axis;
import faastrain.sweep.Differences;
import faastrain.sweep.ExperimentWriter;
import faastrain.sweep.Point;
import faastrain.sweep.PointResult;
import faastrain.sweep.PointResult.Series;
import faastrain.sweep.RunStore;
import faastrain.sweep.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The files of a sweep: tables of its points, of its runs and of paired differences. */
public final class SweepFiles {
    private static final String POINTS = "points.csv";
    private static final String RUNS = "runs.csv";
    private static final String DIFFERENCES = "differences.csv";
    private static final String WARNINGS = "warnings.csv";

    /** The plan of a point, and the machines where a strategy chose some. */
    private static final List<String> SHAPE =
            List.of("workers", "memory_mb", "batch", "aggregators", "non_aggregator_batch", "instance");

    private static final List<String> PREDICTED = List.of("predicted_model", "predicted_time_s", "predicted_cost_usd");

    private static final List<String> DEADLINE =
            List.of("deadline_s", "p_deadline", "p_deadline_low", "p_deadline_high");

    private SweepFiles() {}

    /** The names of all files that there can be, as a regular expression. */
    static String names() {
        return "points\\.csv|runs\\.csv|differences\\.csv|warnings\\.csv|experiment\\.resolved\\.yaml";
    }

    /** The text that tells a sweep from others: the experiment, written out. */
    public static String identity(Sweep sweep) {
        return ExperimentWriter.resolved(sweep.experiment());
    }

    /**
     * Writes all files, point by point and run by run, so that they need no memory for what they hold.
     *
     * @return what of it is told to people
     * @throws IOException when they cannot be written
     */
    public static SweepOverview write(Sweep sweep, RunStore store, Path folder) throws IOException {
        SweepOverview overview = new SweepOverview(sweep);
        ResultFolder.write(folder, ResultFolder.EXPERIMENT, identity(sweep));
        table(
                folder,
                RUNS,
                runs -> uncheckedTable(
                        folder,
                        WARNINGS,
                        warnings -> uncheckedTable(
                                folder, POINTS, points -> write(sweep, store, points, runs, warnings, overview))));
        if (sweep.experiment().comparison().isPresent()) {
            table(folder, DIFFERENCES, rows -> differences(sweep, store, rows, overview));
        }
        ObjectNode manifest = SummaryJson.object();
        manifest.put("program", ResultFolder.PROGRAM);
        manifest.put("version", sweep.version());
        manifest.put("kind", "sweep");
        manifest.put("points", sweep.points().size());
        manifest.put("points_sha256", sweep.digest());
        ResultFolder.write(folder, ResultFolder.MANIFEST, SummaryJson.text(manifest));
        return overview;
    }

    private static void write(
            Sweep sweep, RunStore store, Csv.Rows points, Csv.Rows runs, Csv.Rows warnings, SweepOverview overview) {
        points.add(pointsHeader(sweep));
        runs.add(runsHeader(sweep));
        warnings.add(List.of("point", "warning"));
        for (Point point : sweep.points()) {
            List<String> labels = labels(sweep, point);
            PointResult result = sweep.result(store, point, run -> runs.add(row(point, labels, run)));
            points.add(row(labels, result));
            result.warnings().forEach(warning -> warnings.add(List.of(Integer.toString(point.number()), warning)));
            overview.add(result);
        }
    }

    /** A table that is written while another one is. */
    private static void uncheckedTable(Path folder, String name, Consumer<Csv.Rows> rows) {
        try {
            table(folder, name, rows);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void table(Path folder, String name, Consumer<Csv.Rows> rows) throws IOException {
        try (Writer writer = Files.newBufferedWriter(folder.resolve(name), StandardCharsets.UTF_8)) {
            Csv.write(writer, rows);
        } catch (UncheckedIOException unwritable) {
            throw unwritable.getCause();
        }
    }

    private static List<String> pointsHeader(Sweep sweep) {
        List<String> header = new ArrayList<>(List.of("point"));
        header.addAll(axes(sweep));
        header.addAll(SHAPE);
        header.addAll(List.of("status", "runs", "failed"));
        List<Double> quantiles = sweep.experiment().quantiles();
        header.addAll(quantity("time", "s", quantiles));
        header.addAll(quantity("cost", "usd", quantiles));
        header.addAll(PREDICTED);
        header.addAll(DEADLINE);
        RunColumn.ALL.stream().skip(RunColumn.COST + 1L).map(RunColumn::name).forEach(header::add);
        header.add("reason");
        return header;
    }

    private static List<String> axes(Sweep sweep) {
        return sweep.experiment().axes().stream().map(Axis::name).toList();
    }

    private static List<String> quantity(String name, String unit, List<Double> quantiles) {
        List<String> columns = new ArrayList<>(
                List.of(name + "_" + unit, name + "_stddev_" + unit, name + "_low_" + unit, name + "_high_" + unit));
        quantiles.forEach(quantile -> columns.add(name + "_" + Quantiles.name(quantile) + "_" + unit));
        return columns;
    }

    /** The labels of a point's levels, axis by axis. */
    static List<String> labels(Sweep sweep, Point point) {
        List<String> labels = new ArrayList<>();
        for (int axis = 0; axis < point.levels().size(); axis++) {
            labels.add(sweep.experiment()
                    .axes()
                    .get(axis)
                    .levels()
                    .get(point.levels().get(axis))
                    .label());
        }
        return labels;
    }

    private static List<String> row(List<String> labels, PointResult result) {
        Point point = result.point();
        List<String> row = new ArrayList<>(List.of(Integer.toString(point.number())));
        row.addAll(labels);
        Optional<Point.Ready> ready = point.ready();
        row.addAll(ready.map(SweepFiles::shape).orElseGet(() -> empty(SHAPE.size())));
        row.addAll(List.of(status(result), Integer.toString(result.replications()), Integer.toString(result.failed())));
        row.addAll(quantity(result.timeSeconds(), result.quantiles()));
        row.addAll(quantity(result.costUsd(), result.quantiles()));
        row.addAll(ready.flatMap(Point.Ready::prediction)
                .map(known -> List.of(known.model(), Numbers.text(known.timeSeconds()), Numbers.text(known.costUsd())))
                .orElseGet(() -> empty(PREDICTED.size())));
        row.add(ready.filter(known -> known.deadlineSeconds().isPresent())
                .map(known -> Numbers.text(known.deadlineSeconds().getAsDouble()))
                .orElse(""));
        row.addAll(result.meetsDeadline().map(SweepFiles::probability).orElseGet(() -> empty(3)));
        int rest = RunColumn.ALL.size() - RunColumn.COST - 1;
        row.addAll(
                result.means().isEmpty()
                        ? empty(rest)
                        : result.means().stream()
                                .skip(RunColumn.COST + 1L)
                                .map(ResultTables::cell)
                                .toList());
        row.add(reason(result));
        return row;
    }

    private static List<String> shape(Point.Ready ready) {
        Plan plan = ready.plan();
        List<String> shape = new ArrayList<>(PlanFiles.shape(plan));
        shape.add(ready.offer().flatMap(Offer::instance).orElse(""));
        return shape;
    }

    private static List<String> quantity(Series series, List<Double> quantiles) {
        Optional<Statistics> statistics = series.statistics();
        if (statistics.isEmpty()) {
            return empty(4 + quantiles.size());
        }
        Statistics known = statistics.get();
        List<String> cells = new ArrayList<>(List.of(
                Numbers.text(known.mean()),
                known.standardDeviation().map(Numbers::text).orElse(""),
                known.ci95().map(Interval::low).map(Numbers::text).orElse(""),
                known.ci95().map(Interval::high).map(Numbers::text).orElse("")));
        double[] values = series.values();
        quantiles.forEach(quantile -> cells.add(Numbers.text(Quantiles.estimate(values, quantile))));
        return cells;
    }

    private static List<String> probability(Probability met) {
        return List.of(
                Numbers.text(met.estimate()),
                Numbers.text(met.ci95().low()),
                Numbers.text(met.ci95().high()));
    }

    /** What became of a point: {@code done}, {@code failed}, {@code refused} or {@code no-plan}. */
    static String status(PointResult result) {
        if (result.point().content() instanceof Point.Refused) {
            return "refused";
        }
        if (result.point().content() instanceof Point.NoPlan) {
            return "no-plan";
        }
        return result.failed() > 0 ? "failed" : "done";
    }

    /** Why a point was not run, or its runs failed, or what else there is to say of it; empty when nothing is. */
    static String reason(PointResult result) {
        if (result.point().content() instanceof Point.Refused refused) {
            return refused.reason();
        }
        if (result.point().content() instanceof Point.NoPlan none) {
            return none.reason();
        }
        List<String> reasons = new ArrayList<>();
        result.failure().ifPresent(reasons::add);
        result.point().ready().flatMap(Point.Ready::remark).ifPresent(reasons::add);
        if (result.precise().equals(Optional.of(false)) && result.failed() < result.replications()) {
            reasons.add("not as precise as was asked for after " + result.replications() + " runs");
        }
        return String.join("; ", reasons);
    }

    private static List<String> empty(int columns) {
        return Collections.nCopies(columns, "");
    }

    private static List<String> runsHeader(Sweep sweep) {
        List<String> header = new ArrayList<>(List.of("point"));
        header.addAll(axes(sweep));
        header.addAll(List.of("replication", "failure"));
        RunColumn.ALL.forEach(column -> header.add(column.name()));
        return header;
    }

    private static List<String> row(Point point, List<String> labels, RunRecord run) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(point.number())));
        row.addAll(labels);
        row.add(Integer.toString(run.replication()));
        row.add(run.failure().orElse(""));
        for (int column = 0; column < RunColumn.ALL.size(); column++) {
            row.add(run.failure().isPresent() ? "" : ResultTables.cell(run.value(column)));
        }
        return row;
    }

    private static void differences(Sweep sweep, RunStore store, Csv.Rows rows, SweepOverview overview) {
        List<String> header = new ArrayList<>(List.of("point"));
        header.addAll(axes(sweep));
        header.addAll(List.of("against", "against_point", "pairs"));
        for (String quantity : List.of("time", "cost")) {
            String unit = quantity.equals("time") ? "s" : "usd";
            header.addAll(List.of(
                    quantity + "_difference_" + unit,
                    quantity + "_difference_low_" + unit,
                    quantity + "_difference_high_" + unit));
        }
        rows.add(header);
        int axis = sweep.experiment().comparison().orElseThrow().axis();
        Differences.of(sweep, store, difference -> {
            Point point = difference.point().point();
            Point against = difference.against().point();
            List<String> row = new ArrayList<>(List.of(Integer.toString(point.number())));
            row.addAll(labels(sweep, point));
            row.addAll(List.of(
                    labels(sweep, against).get(axis),
                    Integer.toString(against.number()),
                    Integer.toString(difference.timeSeconds().pairs())));
            row.addAll(difference(difference.timeSeconds()));
            row.addAll(difference(difference.costUsd()));
            rows.add(row);
            overview.add(difference);
        });
    }

    private static List<String> difference(PairedDifference difference) {
        return List.of(
                Numbers.text(difference.mean()),
                difference.ci95().map(Interval::low).map(Numbers::text).orElse(""),
                difference.ci95().map(Interval::high).map(Numbers::text).orElse(""));
    }

    /** Where a point stands, for people: {@code workload=…, plan.workers=8}. */
    public static String where(Sweep sweep, Point point) {
        List<String> axes = axes(sweep);
        List<String> labels = labels(sweep, point);
        List<String> parts = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            parts.add(axes.get(axis) + "=" + labels.get(axis));
        }
        return parts.stream().collect(Collectors.joining(", "));
    }
}
