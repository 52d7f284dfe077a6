package faastrain.report;

import faastrain.sweep.Differences.Difference;
import faastrain.sweep.Objective;
import faastrain.sweep.PointResult;
import faastrain.sweep.Sweep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** What of a sweep is told to people, gathered while its tables are written: of many points a few. */
public final class SweepOverview {
    /** Points and differences of which all are shown. */
    static final int ALL = 30;

    /** The best that are shown of more points. */
    private static final int BEST = 15;

    /** Points without numbers that are shown. */
    private static final int TROUBLED = 5;

    private final Sweep sweep;
    private final Comparator<PointResult> order;
    private final PriorityQueue<PointResult> best;
    private final List<PointResult> troubled = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private long troubledPoints;
    private long allDifferences;

    SweepOverview(Sweep sweep) {
        this.sweep = sweep;
        Comparator<PointResult> byNumber =
                Comparator.comparingInt(result -> result.point().number());
        this.order =
                isWhole() ? byNumber : Comparator.comparingDouble(this::measure).thenComparing(byNumber);
        this.best = new PriorityQueue<>(order.reversed());
    }

    private double measure(PointResult result) {
        return (sweep.experiment().objective() == Objective.COST ? result.costUsd() : result.timeSeconds())
                .statistics()
                .orElseThrow()
                .mean();
    }

    void add(PointResult result) {
        warnings.addAll(result.warnings());
        if (!result.ended().isEmpty()) {
            best.add(result);
            if (best.size() > (isWhole() ? ALL : BEST)) {
                best.remove();
            }
        }
        if (result.ended().isEmpty() || result.failed() > 0) {
            troubledPoints++;
            if (troubled.size() < TROUBLED) {
                troubled.add(result);
            }
        }
    }

    void add(Difference difference) {
        allDifferences++;
        if (differences.size() < ALL) {
            differences.add(difference);
        }
    }

    /** What a reader of the numbers should know, each once, in the order of the points. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    Sweep sweep() {
        return sweep;
    }

    /** Whether all points are shown that have numbers. */
    boolean isWhole() {
        return sweep.points().size() <= ALL;
    }

    /** The points that are shown: all in their order, or the best first. */
    List<PointResult> shown() {
        return best.stream().sorted(order).toList();
    }

    /** Points that were refused, failed, or have no plan: the first of them. */
    List<PointResult> troubled() {
        return Collections.unmodifiableList(troubled);
    }

    /** How many such points there are. */
    long troubledPoints() {
        return troubledPoints;
    }

    /** The first differences. */
    List<Difference> differences() {
        return Collections.unmodifiableList(differences);
    }

    /** How many differences there are. */
    long allDifferences() {
        return allDifferences;
    }
}
