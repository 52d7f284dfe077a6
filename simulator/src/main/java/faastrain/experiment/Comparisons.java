package faastrain.experiment;

import faastrain.analytic.ClosedForms;
import faastrain.analytic.CostItem;
import faastrain.analytic.FasDl;
import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.event.Phase;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.result.Comparison;
import faastrain.result.Replication;
import faastrain.result.Statistics;
import faastrain.result.TermDifference;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The closed forms that apply beside the simulation. The simulated terms are the phases of the functions that ended
 * last in their round, which add up to the time of the training; a reason is given only where a term differs.
 */
final class Comparisons {
    /** A relative difference that is rounding. */
    private static final double ROUNDING = 1e-9;

    /** A difference that is rounding when it is this part of the whole or less. */
    private static final double CLOCK_ROUNDING = 1e-12;

    /** Items of functions over an object store that are shown even where both sides have none. */
    private static final Set<CostItem> USUAL = EnumSet.of(
            CostItem.FUNCTION_DURATION,
            CostItem.FUNCTION_REQUESTS,
            CostItem.STORAGE_PUT,
            CostItem.STORAGE_GET,
            CostItem.STORAGE_DELETE);

    private final Job job;
    private final Prediction prediction;
    private final List<Replication> replications;
    private final Reasons reasons;

    private Comparisons(Job job, Prediction prediction, List<Replication> replications, Reasons reasons) {
        this.job = job;
        this.prediction = prediction;
        this.replications = replications;
        this.reasons = reasons;
    }

    /** Every closed form that applies. */
    static List<Comparison> of(Scenario scenario, Job job, List<Replication> replications) {
        List<Comparison> comparisons = new ArrayList<>();
        for (Prediction prediction : ClosedForms.of(job)) {
            Reasons own = prediction.model().equals(FasDl.ID)
                    ? new FasDlReasons(scenario, job, prediction, replications)
                    : new OtherReasons(scenario, job, prediction, replications);
            Reasons reasons = new LifeReasons(own, scenario, replications);
            comparisons.add(new Comparisons(job, prediction, replications, reasons).comparison());
        }
        return comparisons;
    }

    /** Whether a difference is more than rounding. */
    static boolean differs(double simulated, double predicted, double whole) {
        double difference = Math.abs(simulated - predicted);
        return difference > ROUNDING * Math.max(predicted, simulated) && difference > CLOCK_ROUNDING * whole;
    }

    private Comparison comparison() {
        return new Comparison(prediction, time(), cost());
    }

    private List<TermDifference> time() {
        List<TermDifference> rows = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            Optional<Term> term = term(phase);
            double predicted = term.map(prediction::seconds).orElse(0.0);
            ToDoubleFunction<Replication> simulated =
                    replication -> replication.criticalSeconds().getOrDefault(phase, 0.0);
            boolean shown = phase == Phase.WAIT
                    || term.map(prediction.termsSeconds()::containsKey).orElse(false)
                    || replications.stream().anyMatch(replication -> simulated.applyAsDouble(replication) != 0);
            if (shown) {
                rows.add(row(
                        term.map(Term::id).orElse(phase.id()),
                        predicted,
                        prediction.timeSeconds(),
                        simulated,
                        reasons.time(phase)));
            }
            if (phase == Phase.COMPUTE && prediction.termsSeconds().containsKey(Term.FLATTEN)) {
                rows.add(row(
                        Term.FLATTEN.id(),
                        prediction.seconds(Term.FLATTEN),
                        prediction.timeSeconds(),
                        replication -> 0,
                        List.of("flattening the parameters is not simulated")));
            }
        }
        rows.add(row("total", prediction.timeSeconds(), prediction.timeSeconds(), Replication::timeSeconds, List.of()));
        return rows;
    }

    /** The term of the closed forms that is spent in a phase. */
    private static Optional<Term> term(Phase phase) {
        return switch (phase) {
            case STARTUP -> Optional.of(Term.STARTUP);
            case LOAD -> Optional.of(Term.LOAD);
            case COMPUTE -> Optional.of(Term.TRAIN);
            case UPLOAD -> Optional.of(Term.UPLOAD);
            case AGGREGATE -> Optional.of(Term.AGGREGATE);
            case DOWNLOAD -> Optional.of(Term.DOWNLOAD);
            case WAIT -> Optional.of(Term.WAIT);
            case POLL, CHECKPOINT, RETRY -> Optional.empty();
        };
    }

    private List<TermDifference> cost() {
        List<TermDifference> rows = new ArrayList<>();
        for (CostItem item : CostItem.values()) {
            ToDoubleFunction<Replication> simulated =
                    replication -> replication.itemsUsd().getOrDefault(item, 0.0);
            boolean shown = (job.exchange().channel() instanceof Channel.Store && USUAL.contains(item))
                    || prediction.usd(item) != 0
                    || replications.stream().anyMatch(replication -> simulated.applyAsDouble(replication) != 0);
            if (shown) {
                rows.add(row(item.id(), prediction.usd(item), prediction.costUsd(), simulated, reasons.cost(item)));
            }
        }
        rows.add(row("total", prediction.costUsd(), prediction.costUsd(), Replication::costUsd, List.of()));
        return rows;
    }

    private TermDifference row(
            String name, double predicted, double whole, ToDoubleFunction<Replication> simulated, List<String> why) {
        Statistics value =
                Statistics.of(replications.stream().mapToDouble(simulated).toArray());
        Statistics difference = Statistics.of(replications.stream()
                .mapToDouble(replication -> simulated.applyAsDouble(replication) - predicted)
                .toArray());
        boolean differs = differs(value.mean(), predicted, whole);
        return new TermDifference(name, predicted, value, difference, differs ? why : List.of());
    }
}
