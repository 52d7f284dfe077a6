package faastrain.report;

import faastrain.analytic.CostItem;
import faastrain.event.Phase;
import faastrain.report.Csv.Rows;
import faastrain.result.IterationRecord;
import faastrain.result.LossPoint;
import faastrain.result.Replication;
import faastrain.result.RunColumn;
import faastrain.result.RunResult;
import faastrain.result.Span;
import faastrain.result.StalenessCount;
import faastrain.result.WorkerRecord;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The CSV files of a result, with the unit in every column's name. */
final class ResultTables {
    private ResultTables() {}

    /** Whether a result has the table, and its rows. */
    private record Content(Predicate<RunResult> there, BiConsumer<RunResult, Rows> rows) {}

    private static final Map<String, Content> TABLES = new TreeMap<>(Map.of(
            "iterations.csv", new Content(result -> true, ResultTables::iterations),
            "workers.csv", new Content(result -> true, ResultTables::workers),
            "requests.csv", new Content(result -> true, ResultTables::requests),
            "cost.csv", new Content(result -> true, ResultTables::cost),
            "replications.csv", new Content(result -> true, ResultTables::replications),
            "convergence.csv", new Content(result -> !result.convergence().isEmpty(), ResultTables::convergence),
            "staleness.csv", new Content(result -> updates(result) > 0, ResultTables::staleness),
            "timeline.csv", new Content(result -> !result.timeline().isEmpty(), ResultTables::timeline)));

    /** The names of all files that there can be. */
    static Set<String> names() {
        return Collections.unmodifiableSet(TABLES.keySet());
    }

    /** The names of the files that a result has something for, in order. */
    static List<String> names(RunResult result) {
        return TABLES.entrySet().stream()
                .filter(table -> table.getValue().there().test(result))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Writes the file of that name, row by row, so that a long run needs no memory for its text.
     *
     * @throws IOException when it cannot be written
     */
    static void write(String name, RunResult result, Writer to) throws IOException {
        Content table = Objects.requireNonNull(TABLES.get(name));
        Csv.write(to, rows -> table.rows().accept(result, rows));
    }

    private static void iterations(RunResult result, Rows rows) {
        rows.add(List.of("epoch", "iteration", "start_s", "end_s", "duration_s", "compute_s", "communication_s"));
        for (IterationRecord iteration : result.iterations()) {
            rows.add(List.of(
                    Integer.toString(iteration.epoch()),
                    Long.toString(iteration.iteration()),
                    Numbers.text(iteration.startSeconds()),
                    Numbers.text(iteration.endSeconds()),
                    Numbers.text(iteration.durationSeconds()),
                    Numbers.text(iteration.computeSeconds()),
                    Numbers.text(iteration.communicationSeconds())));
        }
    }

    private static void workers(RunResult result, Rows rows) {
        List<String> header = new ArrayList<>(List.of("worker", "role", "batch", "functions", "run_s", "billed_s"));
        for (Phase phase : Phase.values()) {
            header.add(phase.id() + "_s");
        }
        header.addAll(List.of(
                "put",
                "get",
                "list",
                "delete",
                "check",
                "refused",
                "uploaded_mib",
                "downloaded_mib",
                "saves",
                "saved_mib"));
        rows.add(header);
        for (WorkerRecord worker : result.workers()) {
            List<String> row = new ArrayList<>(List.of(
                    Integer.toString(worker.worker()),
                    worker.aggregator() ? "aggregator" : "non-aggregator",
                    Integer.toString(worker.batch()),
                    Integer.toString(worker.functions()),
                    Numbers.text(worker.runSeconds()),
                    Numbers.text(worker.billedSeconds())));
            for (Phase phase : Phase.values()) {
                row.add(Numbers.text(worker.phaseSeconds().getOrDefault(phase, 0.0)));
            }
            row.add(Long.toString(worker.traffic().putsAndSaves()));
            row.add(Long.toString(worker.traffic().getsAndLoads()));
            row.add(Long.toString(worker.traffic().lists()));
            row.add(Long.toString(worker.traffic().deletes()));
            row.add(Long.toString(worker.traffic().checks()));
            row.add(Long.toString(worker.traffic().refused()));
            row.add(Numbers.text(worker.traffic().uploadedMib()));
            row.add(Numbers.text(worker.traffic().receivedMib()));
            row.add(Long.toString(worker.traffic().saves()));
            row.add(Numbers.text(worker.traffic().savedMib()));
            rows.add(row);
        }
    }

    private static void requests(RunResult result, Rows rows) {
        double loops = result.mean(Replication::iterations);
        rows.add(List.of("kind", "requests", "requests_per_iteration", "cost_usd"));
        request(rows, "put", run -> run.requests().put(), loops, Optional.of(CostItem.STORAGE_PUT), result);
        request(rows, "get", run -> run.requests().get(), loops, Optional.of(CostItem.STORAGE_GET), result);
        request(rows, "list", run -> run.requests().list(), loops, Optional.of(CostItem.STORAGE_LIST), result);
        request(rows, "delete", run -> run.requests().delete(), loops, Optional.of(CostItem.STORAGE_DELETE), result);
        request(rows, "check", run -> run.requests().check(), loops, Optional.empty(), result);
        request(rows, "refused", run -> run.requests().refused(), loops, Optional.empty(), result);
    }

    /** A kind of requests with what the object store asks for it. */
    private static void request(
            Rows rows,
            String kind,
            ToDoubleFunction<Replication> requests,
            double loops,
            Optional<CostItem> item,
            RunResult result) {
        double count = result.mean(requests);
        double usd = item.map(one -> result.mean(run -> run.itemsUsd().getOrDefault(one, 0.0)))
                .orElse(0.0);
        rows.add(List.of(kind, Numbers.text(count), Numbers.text(count / loops), Numbers.text(usd)));
    }

    private static void cost(RunResult result, Rows rows) {
        rows.add(List.of("item", "what", "cost_usd"));
        for (CostItem item : CostItem.values()) {
            rows.add(List.of(item.id(), item.words(), Numbers.text(result.mean(run -> run.itemsUsd()
                    .getOrDefault(item, 0.0)))));
        }
        rows.add(List.of("total", "", Numbers.text(result.mean(Replication::costUsd))));
    }

    private static void replications(RunResult result, Rows rows) {
        List<String> header = new ArrayList<>(List.of("replication"));
        RunColumn.ALL.forEach(column -> header.add(column.name()));
        rows.add(header);
        for (Replication run : result.replications()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(run.number())));
            for (RunColumn column : RunColumn.ALL) {
                row.add(cell(column.of().applyAsDouble(run)));
            }
            rows.add(row);
        }
    }

    /** A number of a run; nothing where it has none. */
    static String cell(double value) {
        return Double.isNaN(value) ? "" : Numbers.text(value);
    }

    private static void convergence(RunResult result, Rows rows) {
        rows.add(List.of("epoch", "effective_epochs", "time_s", "cost_usd", "loss"));
        for (LossPoint point : result.convergence()) {
            rows.add(List.of(
                    Integer.toString(point.epoch()),
                    Numbers.text(point.effectiveEpochs()),
                    Numbers.text(point.timeSeconds()),
                    Numbers.text(point.costUsd()),
                    Numbers.text(point.loss())));
        }
    }

    private static void staleness(RunResult result, Rows rows) {
        double all = updates(result);
        rows.add(List.of("staleness_rounds", "updates", "share"));
        for (StalenessCount count : result.staleness()) {
            rows.add(List.of(
                    Integer.toString(count.rounds()),
                    Long.toString(count.updates()),
                    Numbers.text(count.updates() / all)));
        }
    }

    private static long updates(RunResult result) {
        return result.staleness().stream().mapToLong(StalenessCount::updates).sum();
    }

    private static void timeline(RunResult result, Rows rows) {
        rows.add(List.of("worker", "round", "phase", "start_s", "end_s"));
        for (Span span : result.timeline()) {
            rows.add(List.of(
                    Integer.toString(span.worker()),
                    Integer.toString(span.round()),
                    span.phase().id(),
                    Numbers.text(span.startSeconds()),
                    Numbers.text(span.endSeconds())));
        }
    }
}
