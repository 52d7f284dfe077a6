package faastrain.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Applies every {@link SuspicionRule} to a trace of transfer times. */
final class SuspicionFinder {
    private static final int LEAST_RUN = 5;
    private static final double RUN_GROWTH = 1.2;
    private static final double EQUAL = 1e-9;
    private static final int COARSE_DIGITS = 3;
    private static final double ISOLATED = 1.5;
    private static final int ROUNDED_DIGITS = 4;
    private static final int MEASURED_DIGITS = 6;
    private static final double FAR_SIGMAS = 4;
    private static final double FAR_SHARE = StrictMath.log(1.25);
    private static final double MAD_TO_SIGMA = 1.4826;
    private static final int LEAVE_ONE_OUT_AT_MOST = 200;
    private static final int LEAST_FOR_FAR_OFF = 6;

    private final TransferTimes times;
    private final List<Suspicion> found = new ArrayList<>();
    private final Set<Cell> structural = new HashSet<>();

    /** One of a row's two times. */
    private record Cell(TransferTimes.Row row, Direction direction) {}

    private SuspicionFinder(TransferTimes times) {
        this.times = times;
    }

    /** Every suspicion, by line, direction and rule. */
    static List<Suspicion> find(TransferTimes times) {
        SuspicionFinder finder = new SuspicionFinder(times);
        TreeMap<Double, List<TransferTimes.Row>> bySize = new TreeMap<>();
        for (TransferTimes.Row row : times.rows()) {
            bySize.computeIfAbsent(row.sizeMib(), size -> new ArrayList<>()).add(row);
        }
        Set<TransferTimes.Row> aside = finder.repeatedLabels(bySize);
        List<Series> series = series(bySize, aside);
        for (Direction direction : Direction.values()) {
            series.forEach(one -> finder.identicalRuns(one, direction));
            finder.duplicatedColumns(series, direction);
        }
        finder.offSizes(bySize);
        for (Direction direction : Direction.values()) {
            finder.farOff(direction);
        }
        finder.found.sort(Comparator.comparingInt(Suspicion::line)
                .thenComparing(Suspicion::direction)
                .thenComparing(Suspicion::rule));
        return List.copyOf(finder.found);
    }

    private void add(SuspicionRule rule, TransferTimes.Row row, Direction direction, String detail) {
        if (rule.structural()) {
            structural.add(new Cell(row, direction));
        }
        found.add(new Suspicion(
                rule, row.line(), row.memoryMb(), row.sizeMib(), direction, row.seconds(direction), detail));
    }

    private Set<TransferTimes.Row> repeatedLabels(Map<Double, List<TransferTimes.Row>> bySize) {
        Set<TransferTimes.Row> aside = new HashSet<>();
        bySize.forEach((size, rows) -> {
            List<List<TransferTimes.Row>> runs = runs(rows);
            int longest = runs.stream().mapToInt(List::size).max().orElse(0);
            for (List<TransferTimes.Row> run : runs) {
                for (TransferTimes.Row row : run) {
                    boolean elsewhere = runs.stream()
                            .filter(other -> other != run && other.size() == longest)
                            .flatMap(List::stream)
                            .anyMatch(other -> other.memoryMb() == row.memoryMb());
                    if (run.size() < longest && elsewhere) {
                        aside.add(row);
                        for (Direction direction : Direction.values()) {
                            add(
                                    SuspicionRule.REPEATED_LABEL,
                                    row,
                                    direction,
                                    row.memoryMb() + " MB occurs again at this size, in a run of " + longest
                                            + " rows; this run has " + run.size());
                        }
                    }
                }
            }
        });
        return aside;
    }

    /** Cuts the rows of one size where the memory decreases. */
    private static List<List<TransferTimes.Row>> runs(List<TransferTimes.Row> rows) {
        List<List<TransferTimes.Row>> runs = new ArrayList<>();
        int before = Integer.MAX_VALUE;
        for (TransferTimes.Row row : rows) {
            if (row.memoryMb() < before) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(row);
            before = row.memoryMb();
        }
        return runs;
    }

    /** Which series a row belongs to: its label, whether it was set aside, and the how-manieth of its size it is. */
    private record SeriesKey(int memoryMb, boolean aside, int occurrence) {}

    /** Rows of one label over rising sizes. */
    private record Series(SeriesKey key, List<TransferTimes.Row> rows) {
        String name() {
            return key.memoryMb() + " MB" + (key.aside() ? " set aside" : "");
        }
    }

    private static List<Series> series(
            NavigableMap<Double, List<TransferTimes.Row>> bySize, Set<TransferTimes.Row> aside) {
        Map<SeriesKey, List<TransferTimes.Row>> series = new LinkedHashMap<>();
        for (List<TransferTimes.Row> rows : bySize.values()) {
            Set<SeriesKey> taken = new HashSet<>();
            for (TransferTimes.Row row : rows) {
                int occurrence = 0;
                while (!taken.add(new SeriesKey(row.memoryMb(), aside.contains(row), occurrence))) {
                    occurrence++;
                }
                series.computeIfAbsent(
                                new SeriesKey(row.memoryMb(), aside.contains(row), occurrence),
                                key -> new ArrayList<>())
                        .add(row);
            }
        }
        return series.entrySet().stream()
                .map(entry -> new Series(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void identicalRuns(Series series, Direction direction) {
        List<TransferTimes.Row> rows = series.rows();
        int from = 0;
        for (int i = 1; i <= rows.size(); i++) {
            boolean goesOn = i < rows.size()
                    && rows.get(i).seconds(direction) == rows.get(from).seconds(direction);
            if (!goesOn) {
                double smallest = rows.get(from).sizeMib();
                double largest = rows.get(i - 1).sizeMib();
                if (i - from >= LEAST_RUN && largest >= RUN_GROWTH * smallest) {
                    String detail = String.format(
                            Locale.ROOT, "the same time at %d sizes from %s to %s MiB", i - from, smallest, largest);
                    rows.subList(from, i).forEach(row -> add(SuspicionRule.IDENTICAL_RUN, row, direction, detail));
                }
                from = i;
            }
        }
    }

    private void duplicatedColumns(List<Series> series, Direction direction) {
        Map<TransferTimes.Row, String> details = new LinkedHashMap<>();
        for (int i = 0; i < series.size(); i++) {
            for (int j = i + 1; j < series.size(); j++) {
                if (series.get(i).key().memoryMb() != series.get(j).key().memoryMb()) {
                    compare(series.get(i), series.get(j), direction, details);
                }
            }
        }
        details.forEach((row, detail) -> add(SuspicionRule.DUPLICATED_COLUMN, row, direction, detail));
    }

    private static void compare(Series one, Series other, Direction direction, Map<TransferTimes.Row, String> details) {
        Map<Double, TransferTimes.Row> bySize = new TreeMap<>();
        other.rows().forEach(row -> bySize.put(row.sizeMib(), row));
        List<TransferTimes.Row> left = new ArrayList<>();
        List<TransferTimes.Row> right = new ArrayList<>();
        for (TransferTimes.Row row : one.rows()) {
            TransferTimes.Row twin = bySize.get(row.sizeMib());
            if (twin == null) {
                continue;
            }
            double a = row.seconds(direction);
            double b = twin.seconds(direction);
            if (Math.abs(a - b) > EQUAL * Math.max(a, b)) {
                note(left, right, one, other, direction, details);
                left.clear();
                right.clear();
            } else {
                left.add(row);
                right.add(twin);
            }
        }
        note(left, right, one, other, direction, details);
    }

    private static void note(
            List<TransferTimes.Row> left,
            List<TransferTimes.Row> right,
            Series one,
            Series other,
            Direction direction,
            Map<TransferTimes.Row, String> details) {
        long telling = left.stream()
                .mapToDouble(row -> row.seconds(direction))
                .filter(seconds -> seconds != Digits.round(seconds, COARSE_DIGITS))
                .count();
        if (telling >= LEAST_RUN) {
            left.forEach(row -> details.putIfAbsent(row, "equals " + other.name() + " at " + left.size() + " sizes"));
            right.forEach(row -> details.putIfAbsent(row, "equals " + one.name() + " at " + left.size() + " sizes"));
        }
    }

    private void offSizes(NavigableMap<Double, List<TransferTimes.Row>> bySize) {
        bySize.forEach((size, rows) -> {
            Double smaller = bySize.lowerKey(size);
            if (smaller == null || size <= ISOLATED * smaller) {
                return;
            }
            long computed = rows.stream()
                    .flatMap(row -> Arrays.stream(Direction.values()).map(row::seconds))
                    .filter(seconds -> looksComputed(size, seconds))
                    .count();
            if (computed >= rows.size()) {
                String detail = String.format(
                        Locale.ROOT,
                        "the next smaller size is %s MiB, and %d of the size's %d times are %s MiB over a rounded"
                                + " throughput",
                        smaller,
                        computed,
                        2 * rows.size(),
                        size);
                for (TransferTimes.Row row : rows) {
                    for (Direction direction : Direction.values()) {
                        add(SuspicionRule.OFF_SIZE, row, direction, detail);
                    }
                }
            }
        });
    }

    /** Whether a time is a size over a short number rather than a reading. */
    private static boolean looksComputed(double sizeMib, double seconds) {
        double throughput = sizeMib / seconds;
        double rounded = Digits.round(throughput, ROUNDED_DIGITS);
        boolean shortThroughput = Math.abs(throughput - rounded) <= EQUAL * rounded;
        boolean longTime = Math.abs(seconds - Digits.round(seconds, MEASURED_DIGITS)) > EQUAL * seconds;
        return shortThroughput && longTime;
    }

    private void farOff(Direction direction) {
        TreeMap<Integer, List<TransferTimes.Row>> byMemory = new TreeMap<>();
        for (TransferTimes.Row row : times.rows()) {
            if (!structural.contains(new Cell(row, direction))) {
                byMemory.computeIfAbsent(row.memoryMb(), memory -> new ArrayList<>())
                        .add(row);
            }
        }
        byMemory.values().forEach(rows -> farOff(rows, direction));
    }

    private void farOff(List<TransferTimes.Row> rows, Direction direction) {
        if (rows.size() < LEAST_FOR_FAR_OFF) {
            return;
        }
        for (TransferTimes.Row row : rows) {
            List<TransferTimes.Row> rest = rows.size() > LEAVE_ONE_OUT_AT_MOST
                    ? rows
                    : rows.stream().filter(other -> !other.equals(row)).toList();
            try {
                SaturationCurve curve = TransferFit.saturation(rest, direction).curve();
                double[] deviations = rest.stream()
                        .mapToDouble(other -> deviation(other, direction, curve))
                        .toArray();
                double median = median(deviations);
                double sigma = MAD_TO_SIGMA
                        * median(Arrays.stream(deviations)
                                .map(value -> Math.abs(value - median))
                                .toArray());
                double own = deviation(row, direction, curve);
                if (Math.abs(own) > Math.max(FAR_SIGMAS * sigma, FAR_SHARE)) {
                    add(
                            SuspicionRule.FAR_OFF,
                            row,
                            direction,
                            String.format(
                                    Locale.ROOT, "%.2f times the curve through the other sizes", StrictMath.exp(own)));
                }
            } catch (NoFitException noCurve) {
                // Without a curve there is nothing to be far from; the fit itself reports the reason.
                return;
            }
        }
    }

    private static double deviation(TransferTimes.Row row, Direction direction, SaturationCurve curve) {
        return StrictMath.log(row.seconds(direction) / curve.seconds(row.sizeMib()));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
