package faastrain.report;

import faastrain.experiment.PairedDifference;
import faastrain.result.Interval;
import faastrain.sweep.Axis;
import faastrain.sweep.Differences;
import faastrain.sweep.Differences.Difference;
import faastrain.sweep.Objective;
import faastrain.sweep.Point;
import faastrain.sweep.PointResult;
import faastrain.sweep.RunStore;
import faastrain.sweep.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.DoubleFunction;

/** A sweep for people: its points, or the best of many, and the differences that were asked for. */
public final class SweepText {
    /** Points of which all are shown. */
    private static final int ALL = 30;

    /** The best that are shown of more. */
    private static final int BEST = 15;

    /** Reasons that are shown of points without numbers. */
    private static final int REASONS = 5;

    private SweepText() {}

    /** What a finished sweep is told as. */
    public static String text(Sweep sweep, RunStore store) {
        List<PointResult> shown = shown(sweep, store);
        StringBuilder text = new StringBuilder(sweep.experiment().name()).append('\n');
        if (sweep.points().size() > ALL) {
            text.append(String.format(
                    Locale.ROOT,
                    "The %d points of least mean %s (all %,d: points.csv)\n",
                    shown.size(),
                    sweep.experiment().objective().id(),
                    sweep.points().size()));
        }
        text.append(points(sweep, shown));
        text.append(withoutNumbers(sweep, store));
        text.append(differences(sweep, store));
        return text.toString();
    }

    /** All points where they are few, otherwise the best of those that ended. */
    private static List<PointResult> shown(Sweep sweep, RunStore store) {
        if (sweep.points().size() <= ALL) {
            return sweep.points().stream()
                    .map(point -> sweep.result(store, point))
                    .filter(result -> !result.ended().isEmpty())
                    .toList();
        }
        Comparator<PointResult> order = Comparator.comparingDouble((PointResult result) -> measure(sweep, result))
                .thenComparingInt(result -> result.point().number());
        PriorityQueue<PointResult> best = new PriorityQueue<>(order.reversed());
        for (Point point : sweep.points()) {
            PointResult result = sweep.result(store, point);
            if (!result.ended().isEmpty()) {
                best.add(result);
                if (best.size() > BEST) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(order).toList();
    }

    private static double measure(Sweep sweep, PointResult result) {
        return (sweep.experiment().objective() == Objective.COST ? result.costUsd() : result.timeSeconds())
                .statistics()
                .orElseThrow()
                .mean();
    }

    private static String points(Sweep sweep, List<PointResult> results) {
        boolean failures = results.stream().anyMatch(result -> result.failed() > 0);
        boolean deadlines =
                results.stream().anyMatch(result -> result.meetsDeadline().isPresent());
        List<String> header = new ArrayList<>(
                sweep.experiment().axes().stream().map(Axis::name).toList());
        header.addAll(List.of("runs", "time, s", "±", "predicted, s", "cost, USD", "±"));
        if (deadlines) {
            header.add("P(in time)");
        }
        if (failures) {
            header.add("failed");
        }
        Table table = new Table().row(header.toArray(String[]::new));
        for (PointResult result : results) {
            List<String> row = new ArrayList<>(SweepFiles.labels(sweep, result.point()));
            row.add(Integer.toString(result.replications()));
            row.add(mean(result.timeSeconds(), Numbers::seconds));
            row.add(half(result.timeSeconds(), Numbers::seconds));
            row.add(result.point()
                    .ready()
                    .flatMap(Point.Ready::prediction)
                    .map(known -> Numbers.seconds(known.timeSeconds()))
                    .orElse("-"));
            row.add(mean(result.costUsd(), Numbers::usd));
            row.add(half(result.costUsd(), Numbers::usd));
            if (deadlines) {
                row.add(result.meetsDeadline()
                        .map(met -> Numbers.percent(met.estimate(), 1))
                        .orElse("-"));
            }
            if (failures) {
                row.add(Integer.toString(result.failed()));
            }
            table.row(row.toArray(String[]::new));
        }
        return results.isEmpty() ? "" : table.text("  ");
    }

    private static String mean(PointResult.Series series, DoubleFunction<String> format) {
        return series.statistics().map(known -> format.apply(known.mean())).orElse("-");
    }

    /** Half of the 95 % interval. */
    private static String half(PointResult.Series series, DoubleFunction<String> format) {
        return series.statistics()
                .flatMap(known -> known.ci95().map(interval -> format.apply((interval.high() - interval.low()) / 2)))
                .orElse("-");
    }

    private static String withoutNumbers(Sweep sweep, RunStore store) {
        StringBuilder text = new StringBuilder();
        int met = 0;
        for (Point point : sweep.points()) {
            PointResult result = sweep.result(store, point);
            if (result.ended().isEmpty() || result.failed() > 0) {
                met++;
                if (met <= REASONS) {
                    text.append("  ")
                            .append(SweepFiles.where(sweep, point))
                            .append(": ")
                            .append(SweepFiles.status(result))
                            .append(", ")
                            .append(SweepFiles.reason(result))
                            .append('\n');
                }
            }
        }
        if (met == 0) {
            return "";
        }
        String head = String.format(
                Locale.ROOT,
                "Refused, failed or without a plan: %,d of %,d points\n",
                met,
                sweep.points().size());
        return head
                + text
                + (met > REASONS ? String.format(Locale.ROOT, "  and %,d others (points.csv)\n", met - REASONS) : "");
    }

    private static String differences(Sweep sweep, RunStore store) {
        if (sweep.experiment().comparison().isEmpty()) {
            return "";
        }
        List<Difference> differences = new ArrayList<>();
        int[] count = {0};
        Differences.of(sweep, store, difference -> {
            count[0]++;
            if (differences.size() < ALL) {
                differences.add(difference);
            }
        });
        int axis = sweep.experiment().comparison().get().axis();
        List<String> header = new ArrayList<>(
                sweep.experiment().axes().stream().map(Axis::name).toList());
        header.addAll(List.of("pairs", "time, s", "95 % interval", "cost, USD", "95 % interval"));
        Table table = new Table().row(header.toArray(String[]::new));
        for (Difference difference : differences) {
            List<String> row =
                    new ArrayList<>(SweepFiles.labels(sweep, difference.point().point()));
            row.add(Integer.toString(difference.timeSeconds().pairs()));
            row.add(signed(difference.timeSeconds().mean(), Numbers::seconds));
            row.add(interval(difference.timeSeconds(), Numbers::seconds));
            row.add(signed(difference.costUsd().mean(), Numbers::usd));
            row.add(interval(difference.costUsd(), Numbers::usd));
            table.row(row.toArray(String[]::new));
        }
        String against = sweep.experiment()
                .axes()
                .get(axis)
                .levels()
                .get(sweep.experiment().comparison().get().against())
                .label();
        return "Less " + sweep.experiment().axes().get(axis).name() + "=" + against
                + ", replication by replication under common random numbers\n" + table.text("  ")
                + (count[0] > ALL
                        ? String.format(Locale.ROOT, "  and %,d others (differences.csv)\n", count[0] - ALL)
                        : "");
    }

    private static String signed(double value, DoubleFunction<String> format) {
        return (value > 0 ? "+" : "") + format.apply(value);
    }

    private static String interval(PairedDifference difference, DoubleFunction<String> format) {
        Optional<Interval> interval = difference.ci95();
        return interval.map(known -> signed(known.low(), format) + " to " + signed(known.high(), format))
                .orElse("-");
    }
}
