package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.analytic.FasDl;
import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.event.Phase;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.result.Comparison;
import faastrain.result.Replication;
import faastrain.result.Statistics;
import faastrain.result.TermDifference;
import faastrain.scenario.Counting;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * FasDL's closed form beside the simulation. The simulated terms are the phases of the functions that ended last in
 * their epoch, which add up to the time of the training; a reason is given only where a term differs, and only when
 * the scenario has what causes it.
 */
final class FasDlComparison {
    /** A relative difference that is rounding. */
    private static final double ROUNDING = 1e-9;

    /** A difference that is rounding when it is this part of the whole or less. */
    private static final double CLOCK_ROUNDING = 1e-12;

    private final Scenario scenario;
    private final Job job;
    private final Plan plan;
    private final List<Replication> replications;
    private final Prediction prediction;
    private final boolean fluctuating;

    private FasDlComparison(Scenario scenario, Job job, List<Replication> replications) {
        this.scenario = scenario;
        this.job = job;
        this.plan = job.plan();
        this.replications = replications;
        this.prediction = FasDl.predict(job);
        this.fluctuating = scenario.fluctuation() == Fluctuation.MEASURED;
    }

    static Comparison of(Scenario scenario, Job job, List<Replication> replications) {
        FasDlComparison comparison = new FasDlComparison(scenario, job, replications);
        return new Comparison(comparison.prediction, comparison.time(), comparison.cost());
    }

    private List<TermDifference> time() {
        List<TermDifference> rows = new ArrayList<>();
        rows.add(time("load", Term.LOAD, Phase.LOAD, loadReasons()));
        rows.add(time("train", Term.TRAIN, Phase.COMPUTE, trainReasons()));
        if (job.counting() == Counting.IMPLEMENTATION) {
            rows.add(row(
                    "flatten",
                    prediction.seconds(Term.FLATTEN),
                    prediction.timeSeconds(),
                    replication -> 0,
                    List.of("flattening the parameters is not simulated")));
        }
        rows.add(time("upload", Term.UPLOAD, Phase.UPLOAD, transferReasons("uploads")));
        rows.add(time("aggregate", Term.AGGREGATE, Phase.AGGREGATE, transferReasons("the aggregation's transfers")));
        rows.add(time("download", Term.DOWNLOAD, Phase.DOWNLOAD, transferReasons("downloads")));
        rows.add(time("wait", Term.WAIT, Phase.WAIT, waitReasons()));
        rows.add(row("total", prediction.timeSeconds(), prediction.timeSeconds(), Replication::timeSeconds, List.of()));
        return rows;
    }

    private TermDifference time(String name, Term term, Phase phase, List<String> reasons) {
        return row(
                name,
                prediction.seconds(term),
                prediction.timeSeconds(),
                replication -> replication.criticalSeconds().getOrDefault(phase, 0.0),
                reasons);
    }

    private List<String> loadReasons() {
        List<String> reasons = new ArrayList<>();
        if (job.counting() == Counting.IMPLEMENTATION) {
            reasons.add("the published code's prediction leaves loading out");
        }
        addFluctuation(reasons, "of loading");
        return reasons;
    }

    private List<String> trainReasons() {
        List<String> reasons = new ArrayList<>();
        if (nonAggregatorsEndLast() && plan.nonAggregatorBatch() != plan.aggregatorBatch()) {
            reasons.add("the functions that end last are non-aggregators, whose batch of " + plan.nonAggregatorBatch()
                    + " is not the " + plan.aggregatorBatch() + " of the equation");
        }
        if (job.schedule().lastSamples() > 0) {
            reasons.add("the functions that end last have another part of the last, short batch than worker 0, whose"
                    + " part the equation takes");
        }
        return reasons;
    }

    private List<String> transferReasons(String transfers) {
        List<String> reasons = new ArrayList<>();
        if (nonAggregatorsEndLast()) {
            reasons.add("the functions that end last are non-aggregators, which do not aggregate and move all "
                    + plan.aggregators() + " shards");
        }
        addFluctuation(reasons, "of " + transfers);
        return reasons;
    }

    private List<String> waitReasons() {
        List<String> reasons = new ArrayList<>();
        boolean longer = FasDl.extraComputeSeconds(job) > 0;
        if (job.counting() == Counting.IMPLEMENTATION) {
            reasons.add("the code's empirical waiting term stands for polling and clean-up, which waiting.mode: "
                    + scenario.waiting().mode().id() + " does not have");
        }
        boolean outpaced = job.protocol() == ProtocolKind.HAP && FasDl.nonAggregatorsSetThePace(job);
        if (outpaced) {
            reasons.add("an iteration of the non-aggregators with their batch of " + plan.nonAggregatorBatch()
                    + " takes longer than one of the aggregators: they set the pace, which eq. 7 does not know");
        }
        if (longer && job.protocol() == ProtocolKind.HAP && !outpaced && !nonAggregatorsEndLast()) {
            double wait = FasDl.firstIterationWaitSeconds(job);
            // The figure is of a first iteration with the full batches.
            boolean exact = job.counting() == Counting.PAPER
                    && !fluctuating
                    && job.schedule().fullIterations() > 0;
            reasons.add(
                    "in the first iteration of each epoch the aggregators wait for the non-aggregators' longer batch,"
                            + " less what they can read meanwhile, which eq. 7 leaves out"
                            + (exact
                                    ? String.format(
                                            Locale.ROOT,
                                            ": %d × max(0, Δ − (K−1)τ) = %d × %.6g s = %.6g s",
                                            job.epochs(),
                                            job.epochs(),
                                            wait,
                                            job.epochs() * wait)
                                    : ""));
        }
        if (longer && job.protocol() == ProtocolKind.BSP) {
            reasons.add("under bsp all wait for the non-aggregators' longer batch of " + plan.nonAggregatorBatch());
        }
        if (job.counting() == Counting.IMPLEMENTATION && plan.nonAggregators() > 0) {
            reasons.add("an aggregator has one shard less to upload than a non-aggregator and waits for its last one");
        }
        if (fluctuating) {
            reasons.add("transfers fluctuate, and who is early waits for the slowest of the others' objects");
        }
        return reasons;
    }

    private void addFluctuation(List<String> reasons, String what) {
        if (fluctuating) {
            reasons.add("the times " + what + " fluctuate around the fitted curve, and an epoch ends with its slowest"
                    + " function");
        }
    }

    private boolean nonAggregatorsEndLast() {
        return replications.stream().anyMatch(replication -> replication.criticalAggregators() < job.epochs());
    }

    private List<TermDifference> cost() {
        List<TermDifference> rows = new ArrayList<>();
        List<String> duration = new ArrayList<>();
        duration.add("each function is billed for its own time and rounded up by itself; the equation bills all W for"
                + " the time of the whole");
        double longer = Statistics.of(replications.stream()
                                .mapToDouble(Replication::timeSeconds)
                                .toArray())
                        .mean()
                - prediction.timeSeconds();
        if (Math.abs(longer) > ROUNDING * prediction.timeSeconds()) {
            duration.add(String.format(
                    Locale.ROOT,
                    "the training takes %.6g s %s than the equation says, as the terms of the time show",
                    Math.abs(longer),
                    longer > 0 ? "longer" : "shorter"));
        }
        rows.add(cost(CostItem.FUNCTION_DURATION, duration));
        rows.add(cost(CostItem.FUNCTION_REQUESTS, List.of("the equations have no price of an invocation")));
        rows.add(cost(CostItem.STORAGE_PUT, List.of()));
        List<String> gets = new ArrayList<>();
        gets.add("loading asks for objects too, which eq. 10 does not count");
        if (job.protocol() == ProtocolKind.HAP && plan.nonAggregators() > 0) {
            gets.add("non-aggregators download nothing in the first round");
        }
        rows.add(cost(CostItem.STORAGE_GET, gets));
        rows.add(cost(CostItem.STORAGE_DELETE, List.of("eq. 10 counts no DELETE requests")));
        rows.add(row("total", prediction.costUsd(), prediction.costUsd(), Replication::costUsd, List.of()));
        return rows;
    }

    private TermDifference cost(CostItem item, List<String> reasons) {
        return row(
                item.id(),
                prediction.usd(item),
                prediction.costUsd(),
                replication -> replication.itemsUsd().getOrDefault(item, 0.0),
                reasons);
    }

    private TermDifference row(
            String name,
            double predicted,
            double whole,
            ToDoubleFunction<Replication> simulated,
            List<String> reasons) {
        double[] values = replications.stream().mapToDouble(simulated).toArray();
        double[] differences = replications.stream()
                .mapToDouble(replication -> simulated.applyAsDouble(replication) - predicted)
                .toArray();
        Statistics value = Statistics.of(values);
        Statistics difference = Statistics.of(differences);
        boolean differs = Math.abs(difference.mean()) > ROUNDING * Math.max(predicted, value.mean())
                && Math.abs(difference.mean()) > CLOCK_ROUNDING * whole;
        return new TermDifference(name, predicted, value, difference, differs ? reasons : List.of());
    }
}
