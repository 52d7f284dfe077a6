package faastrain.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    private static final int LEAVE_ONE_OUT_ROWS = 5_000;
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
            Set<Integer> inLongest = runs.stream()
                    .filter(run -> run.size() == longest)
                    .flatMap(List::stream)
                    .map(TransferTimes.Row::memoryMb)
                    .collect(Collectors.toSet());
            for (List<TransferTimes.Row> run : runs) {
                for (TransferTimes.Row row : run) {
                    if (run.size() < longest && inLongest.contains(row.memoryMb())) {
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
            Map<SeriesKey, Integer> taken = new HashMap<>();
            for (TransferTimes.Row row : rows) {
                boolean setAside = aside.contains(row);
                int occurrence = taken.merge(new SeriesKey(row.memoryMb(), setAside, 0), 1, Integer::sum) - 1;
                series.computeIfAbsent(new SeriesKey(row.memoryMb(), setAside, occurrence), key -> new ArrayList<>())
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

    /** A series as plain numbers by rising size, so that comparing every pair of a long trace takes seconds. */
    private static final class Column {
        final Series series;
        final double[] sizes;
        final double[] seconds;

        /** Which times have more than a few digits. */
        final boolean[] telling;

        /** Which rows a twin was found for. */
        final boolean[] named;

        Column(Series series, Direction direction) {
            int count = series.rows().size();
            this.series = series;
            this.sizes = new double[count];
            this.seconds = new double[count];
            this.telling = new boolean[count];
            this.named = new boolean[count];
            for (int i = 0; i < count; i++) {
                sizes[i] = series.rows().get(i).sizeMib();
                seconds[i] = series.rows().get(i).seconds(direction);
                telling[i] = seconds[i] != Digits.round(seconds[i], COARSE_DIGITS);
            }
        }

        boolean allNamed() {
            for (boolean one : named) {
                if (!one) {
                    return false;
                }
            }
            return true;
        }
    }

    private void duplicatedColumns(List<Series> series, Direction direction) {
        List<Column> columns = series.stream()
                .filter(one -> one.rows().size() >= LEAST_RUN)
                .map(one -> new Column(one, direction))
                .toList();
        // Rows of which all are named already have nothing to gain from another pair.
        boolean[] done = new boolean[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            Column one = columns.get(i);
            int memory = one.series.key().memoryMb();
            for (int j = i + 1; j < columns.size(); j++) {
                if (done[i] && done[j]) {
                    continue;
                }
                Column other = columns.get(j);
                if (memory != other.series.key().memoryMb() && compare(one, other, direction)) {
                    done[i] = one.allNamed();
                    done[j] = other.allNamed();
                }
            }
        }
    }

    /** Finds the runs of common sizes at which two columns agree; whether there is one. */
    private boolean compare(Column one, Column other, Direction direction) {
        boolean noted = false;
        int left = 0;
        int right = 0;
        int run = 0;
        int telling = 0;
        int leftEnd = 0;
        int rightEnd = 0;
        while (left < one.sizes.length && right < other.sizes.length) {
            double difference = one.sizes[left] - other.sizes[right];
            if (difference < 0) {
                left++;
            } else if (difference > 0) {
                right++;
            } else {
                double a = one.seconds[left];
                double b = other.seconds[right];
                if (Math.abs(a - b) > EQUAL * Math.max(a, b)) {
                    if (telling >= LEAST_RUN) {
                        name(one, other, leftEnd, rightEnd, run, direction);
                        noted = true;
                    }
                    run = 0;
                    telling = 0;
                    if (Math.min(one.sizes.length - left, other.sizes.length - right) <= LEAST_RUN) {
                        return noted;
                    }
                } else {
                    run++;
                    telling += one.telling[left] ? 1 : 0;
                    leftEnd = left + 1;
                    rightEnd = right + 1;
                }
                left++;
                right++;
            }
        }
        if (telling >= LEAST_RUN) {
            name(one, other, leftEnd, rightEnd, run, direction);
            noted = true;
        }
        return noted;
    }

    /** Adds the suspicions of a run of common sizes that ends before the given indices. */
    private void name(Column one, Column other, int leftEnd, int rightEnd, int run, Direction direction) {
        int left = leftEnd - 1;
        int right = rightEnd - 1;
        for (int count = 0; count < run; ) {
            double difference = one.sizes[left] - other.sizes[right];
            if (difference > 0) {
                left--;
            } else if (difference < 0) {
                right--;
            } else {
                name(one, left, other, run, direction);
                name(other, right, one, run, direction);
                count++;
                left--;
                right--;
            }
        }
    }

    private void name(Column column, int index, Column twin, int run, Direction direction) {
        if (!column.named[index]) {
            column.named[index] = true;
            String detail = "equals " + twin.series.name() + " at " + run + " sizes";
            add(SuspicionRule.DUPLICATED_COLUMN, column.series.rows().get(index), direction, detail);
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

    /** What the cells around one lie on, and how far they lie from it. */
    private record Neighbours(SaturationCurve curve, double sigma) {
        static Neighbours of(List<TransferTimes.Row> rows, Direction direction) throws NoFitException {
            SaturationCurve curve = TransferFit.saturation(rows, direction).curve();
            double[] deviations = rows.stream()
                    .mapToDouble(row -> deviation(row, direction, curve))
                    .toArray();
            double median = median(deviations);
            double sigma = MAD_TO_SIGMA
                    * median(Arrays.stream(deviations)
                            .map(value -> Math.abs(value - median))
                            .toArray());
            return new Neighbours(curve, sigma);
        }
    }

    private void farOff(List<TransferTimes.Row> rows, Direction direction) {
        if (rows.size() < LEAST_FOR_FAR_OFF) {
            return;
        }
        boolean leaveOneOut =
                rows.size() <= LEAVE_ONE_OUT_AT_MOST && times.rows().size() <= LEAVE_ONE_OUT_ROWS;
        try {
            Optional<Neighbours> all = leaveOneOut ? Optional.empty() : Optional.of(Neighbours.of(rows, direction));
            for (TransferTimes.Row row : rows) {
                Neighbours neighbours = all.isPresent()
                        ? all.get()
                        : Neighbours.of(
                                rows.stream()
                                        .filter(other -> !other.equals(row))
                                        .toList(),
                                direction);
                double own = deviation(row, direction, neighbours.curve());
                if (Math.abs(own) > Math.max(FAR_SIGMAS * neighbours.sigma(), FAR_SHARE)) {
                    add(
                            SuspicionRule.FAR_OFF,
                            row,
                            direction,
                            String.format(
                                    Locale.ROOT, "%.2f times the curve through the other sizes", StrictMath.exp(own)));
                }
            }
        } catch (NoFitException noCurve) {
            // Without a curve there is nothing to be far from; the fit itself reports the reason.
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
