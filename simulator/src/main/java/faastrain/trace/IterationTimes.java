package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measured seconds of training iterations, in the order of the file.
 *
 * @param source the file
 * @param rows one per iteration
 */
public record IterationTimes(TraceSource source, List<Row> rows) {
    public IterationTimes {
        rows = List.copyOf(rows);
    }

    /**
     * One iteration.
     *
     * @param line line of the file, the header being 1
     * @param model the model's name
     * @param modelMib size of the parameters, MiB
     * @param memoryMb memory quota, MB
     * @param vcpu share of CPUs of that quota
     * @param threads threads that computed
     * @param batch samples
     * @param iteration number within its cell, from 0
     * @param computeSeconds forward, backward and optimizer step
     */
    public record Row(
            int line,
            String model,
            double modelMib,
            int memoryMb,
            double vcpu,
            int threads,
            int batch,
            int iteration,
            double computeSeconds) {}

    /**
     * Reads {@code model,model_mib,memory_mb,vcpu,threads,batch,iteration,compute_s}.
     *
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static IterationTimes read(Path file) {
        CsvTable table = CsvTable.read(file, TraceFormat.ITERATION_TIMES);
        List<Row> rows = table.rows().stream()
                .map(row -> new Row(
                        row.line(),
                        row.text("model"),
                        row.positive("model_mib", "97.49"),
                        row.whole("memory_mb", 1, "1769"),
                        row.positive("vcpu", "1.0"),
                        row.whole("threads", 1, "1"),
                        row.whole("batch", 1, "32"),
                        row.whole("iteration", 0, "0"),
                        row.positive("compute_s", "0.84")))
                .toList();
        table.throwIfAnyProblem();
        return new IterationTimes(table.source(), rows);
    }
}
