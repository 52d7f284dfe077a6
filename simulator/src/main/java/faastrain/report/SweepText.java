package faastrain.report;

import faastrain.experiment.PairedDifference;
import faastrain.result.Interval;
import faastrain.sweep.Axis;
import faastrain.sweep.Differences.Difference;
import faastrain.sweep.Point;
import faastrain.sweep.PointResult;
import faastrain.sweep.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** A sweep for people: its points, or the best of many, and the differences that were asked for. */
public final class SweepText {
    private SweepText() {}

    /** What a finished sweep is told as. */
    public static String text(SweepOverview overview) {
        Sweep sweep = overview.sweep();
        List<PointResult> shown = overview.shown();
        StringBuilder text = new StringBuilder(sweep.experiment().name()).append('\n');
        if (!overview.isWhole()) {
            text.append(String.format(
                    Locale.ROOT,
                    "The %d points of least mean %s (all %,d: points.csv)\n",
                    shown.size(),
                    sweep.experiment().objective().id(),
                    sweep.points().size()));
        }
        text.append(points(sweep, shown));
        text.append(withoutNumbers(overview));
        text.append(differences(overview));
        return text.toString();
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

    private static String withoutNumbers(SweepOverview overview) {
        if (overview.troubled().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Refused, failed or without a plan: %,d of %,d points\n",
                overview.troubledPoints(),
                overview.sweep().points().size()));
        for (PointResult result : overview.troubled()) {
            text.append("  ")
                    .append(SweepFiles.where(overview.sweep(), result.point()))
                    .append(": ")
                    .append(SweepFiles.status(result))
                    .append(" (")
                    .append(SweepFiles.reason(result))
                    .append(")\n");
        }
        return text + others(overview.troubledPoints() - overview.troubled().size(), "points.csv");
    }

    private static String others(long count, String file) {
        return count == 0 ? "" : String.format(Locale.ROOT, "  and %,d others (%s)\n", count, file);
    }

    private static String differences(SweepOverview overview) {
        Sweep sweep = overview.sweep();
        if (overview.differences().isEmpty()) {
            return "";
        }
        int axis = sweep.experiment().comparison().get().axis();
        List<String> header = new ArrayList<>(
                sweep.experiment().axes().stream().map(Axis::name).toList());
        header.addAll(List.of("pairs", "time, s", "95 % interval", "cost, USD", "95 % interval"));
        Table table = new Table().row(header.toArray(String[]::new));
        for (Difference difference : overview.differences()) {
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
                + others(overview.allDifferences() - overview.differences().size(), "differences.csv");
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
