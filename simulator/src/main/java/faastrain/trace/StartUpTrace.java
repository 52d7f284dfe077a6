package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measured seconds of starts of functions, in the order of the file; some are cold and some are warm.
 *
 * @param source the file
 * @param rows one per start
 */
public record StartUpTrace(TraceSource source, List<Row> rows) {
    private static final String COLD = "cold";
    private static final String WARM = "warm";

    public StartUpTrace {
        rows = List.copyOf(rows);
    }

    /**
     * One start.
     *
     * @param line line of the file, the header being 1
     * @param cold whether the environment was new
     * @param memoryMb memory quota, MB
     * @param startSeconds from when the provider let the invocation run until the handler ran
     */
    public record Row(int line, boolean cold, int memoryMb, double startSeconds) {}

    /**
     * What holds for functions of one memory quota.
     *
     * @param coldSeconds of each cold start, at least one
     * @param warmSeconds of each warm start, at least one
     * @param warnings where another quota's starts had to do
     */
    public record Sample(List<Double> coldSeconds, List<Double> warmSeconds, List<String> warnings) {
        public Sample {
            coldSeconds = List.copyOf(coldSeconds);
            warmSeconds = List.copyOf(warmSeconds);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads {@code kind,memory_mb,start_s}.
     *
     * @throws InvalidInputException with everything that is wrong with the file; also when it has no cold or no warm start
     */
    public static StartUpTrace read(Path file) {
        CsvTable table = CsvTable.read(file, TraceFormat.START_UPS);
        List<Row> rows = table.rows().stream()
                .map(row -> new Row(
                        row.line(),
                        row.isFirst("kind", COLD, WARM),
                        row.whole("memory_mb", 1, ProfileFields.MOST_MEMORY_MB, "1769"),
                        row.positive("start_s", ProfileFields.MOST_LATENCY_S, "2.5")))
                .toList();
        table.throwIfAnyProblem();
        requireKind(file, rows, true);
        requireKind(file, rows, false);
        return new StartUpTrace(table.source(), rows);
    }

    private static void requireKind(Path file, List<Row> rows, boolean cold) {
        if (rows.stream().noneMatch(row -> row.cold() == cold)) {
            String kind = kind(cold);
            throw new InvalidInputException(
                    Place.of(file.toString()),
                    "has no " + kind + " start; add rows such as \"" + kind + ",1769," + (cold ? "2.5" : "0.025")
                            + "\"");
        }
    }

    private static String kind(boolean cold) {
        return cold ? COLD : WARM;
    }

    /**
     * The starts of functions of a memory quota. Where the trace has none, those of the quota that is nearest by its ratio
     * (in logarithms) stand in, the smaller of two, and a warning says so; cold and warm starts each.
     *
     * @param memoryMb memory quota, MB, at least 1
     */
    public Sample of(int memoryMb) {
        List<String> warnings = new ArrayList<>();
        return new Sample(seconds(memoryMb, true, warnings), seconds(memoryMb, false, warnings), warnings);
    }

    private List<Double> seconds(int memoryMb, boolean cold, Collection<String> warnings) {
        Map<Integer, List<Double>> byMemory = rows.stream()
                .filter(row -> row.cold() == cold)
                .collect(Collectors.groupingBy(
                        Row::memoryMb, TreeMap::new, Collectors.mapping(Row::startSeconds, Collectors.toList())));
        int nearest = byMemory.keySet().stream()
                .min(Comparator.comparingDouble(known -> ratio(known, memoryMb)))
                .orElseThrow(() -> new IllegalStateException(source.fileName() + " has no " + kind(cold) + " start."));
        if (nearest != memoryMb) {
            warnings.add(source.fileName() + " has no " + kind(cold) + " starts at " + memoryMb + " MB; those at "
                    + nearest + " MB, the nearest, are taken");
        }
        return byMemory.getOrDefault(nearest, List.of());
    }

    private static double ratio(double one, double other) {
        return Math.max(one, other) / Math.min(one, other);
    }
}
