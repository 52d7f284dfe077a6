package faastrain.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import faastrain.experiment.PairedDifference;
import faastrain.result.Interval;
import faastrain.result.Quantiles;
import faastrain.result.Statistics;
import faastrain.sweep.Differences;
import faastrain.sweep.Point;
import faastrain.sweep.PointResult;
import faastrain.sweep.PointResult.Series;
import faastrain.sweep.RunStore;
import faastrain.sweep.Sweep;
import java.util.List;
import java.util.Optional;

/** A sweep for machines. */
public final class SweepJson {
    private SweepJson() {}

    /**
     * The points and the differences of a finished sweep.
     *
     * @param told what a reader of the numbers should know
     */
    public static ObjectNode sweep(Sweep sweep, RunStore store, List<String> told) {
        ObjectNode node = SummaryJson.object();
        node.put("name", sweep.experiment().name());
        node.put("version", sweep.version());
        ArrayNode warnings = node.putArray("warnings");
        told.forEach(warnings::add);
        ArrayNode points = node.putArray("points");
        for (Point point : sweep.points()) {
            points.add(point(sweep, sweep.result(store, point)));
        }
        ArrayNode differences = node.putArray("differences");
        Differences.of(sweep, store, difference -> {
            ObjectNode one = differences.addObject();
            one.put("point", difference.point().point().number());
            one.put("against", difference.against().point().number());
            one.put("pairs", difference.timeSeconds().pairs());
            difference(one.putObject("time_s"), difference.timeSeconds());
            difference(one.putObject("cost_usd"), difference.costUsd());
        });
        return node;
    }

    private static ObjectNode point(Sweep sweep, PointResult result) {
        Point point = result.point();
        ObjectNode node = SummaryJson.object();
        node.put("point", point.number());
        ObjectNode levels = node.putObject("levels");
        List<String> labels = SweepFiles.labels(sweep, point);
        for (int axis = 0; axis < labels.size(); axis++) {
            levels.put(sweep.experiment().axes().get(axis).name(), labels.get(axis));
        }
        node.put("status", SweepFiles.status(result));
        String reason = SweepFiles.reason(result);
        if (reason.isEmpty()) {
            node.putNull("reason");
        } else {
            node.put("reason", reason);
        }
        node.put("runs", result.replications());
        node.put("failed", result.failed());
        Optional<Point.Ready> ready = point.ready();
        if (ready.isPresent()) {
            node.set("plan", PlanJson.plan(ready.get().plan()));
        } else {
            node.putNull("plan");
        }
        quantity(node, "time_s", result.timeSeconds(), result.quantiles());
        quantity(node, "cost_usd", result.costUsd(), result.quantiles());
        Optional<Point.Predicted> prediction = ready.flatMap(Point.Ready::prediction);
        if (prediction.isPresent()) {
            ObjectNode predicted = node.putObject("predicted");
            predicted.put("model", prediction.get().model());
            predicted.put("time_s", Numbers.exact(prediction.get().timeSeconds()));
            predicted.put("cost_usd", Numbers.exact(prediction.get().costUsd()));
        } else {
            node.putNull("predicted");
        }
        if (result.meetsDeadline().isPresent()) {
            node.put("p_deadline", Numbers.exact(result.meetsDeadline().get().estimate()));
        } else {
            node.putNull("p_deadline");
        }
        return node;
    }

    private static void quantity(ObjectNode node, String key, Series series, List<Double> quantiles) {
        Optional<Statistics> statistics = series.statistics();
        if (statistics.isEmpty()) {
            node.putNull(key);
            return;
        }
        ObjectNode inner = node.putObject(key);
        inner.put("mean", Numbers.exact(statistics.get().mean()));
        statistics
                .get()
                .standardDeviation()
                .ifPresentOrElse(
                        deviation -> inner.put("stddev", Numbers.exact(deviation)), () -> inner.putNull("stddev"));
        interval(inner, statistics.get().ci95());
        double[] values = series.values();
        quantiles.forEach(
                quantile -> inner.put(Quantiles.name(quantile), Numbers.exact(Quantiles.estimate(values, quantile))));
    }

    private static void difference(ObjectNode node, PairedDifference difference) {
        node.put("mean", Numbers.exact(difference.mean()));
        interval(node, difference.ci95());
    }

    private static void interval(ObjectNode node, Optional<Interval> interval) {
        if (interval.isPresent()) {
            node.putArray("ci95")
                    .add(Numbers.exact(interval.get().low()))
                    .add(Numbers.exact(interval.get().high()));
        } else {
            node.putNull("ci95");
        }
    }
}
