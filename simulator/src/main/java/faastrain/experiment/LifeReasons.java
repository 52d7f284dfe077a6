package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.event.Phase;
import faastrain.result.Replication;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Counting;
import faastrain.scenario.Quantity;
import faastrain.scenario.Scenario;
import faastrain.scenario.StartUpSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What every closed form leaves out of a function's life, beside the reasons that it has of its own. */
final class LifeReasons implements Reasons {
    private static final String DUALS =
            "under admm LambdaML's code sends the duals with the model, which no equation counts";

    private final Reasons own;
    private final Scenario scenario;
    private final List<Replication> replications;

    LifeReasons(Reasons own, Scenario scenario, List<Replication> replications) {
        this.own = own;
        this.scenario = scenario;
        this.replications = replications;
    }

    /** Whether functions start, compute and live as the equations say. */
    static boolean isIdeal(Scenario scenario, List<Replication> replications) {
        return !isTraced(scenario)
                && !hasStragglers(scenario)
                && scenario.startUp().source() == StartUpSource.NONE
                && replications.stream().noneMatch(LifeReasons::isDisturbed);
    }

    private static boolean isTraced(Scenario scenario) {
        return scenario.compute().source().readsTrace();
    }

    private static boolean hasStragglers(Scenario scenario) {
        return scenario.stragglers().factor() > 1
                && (scenario.stragglers().count() > 0
                        || !scenario.stragglers().workers().isEmpty());
    }

    private static boolean isDisturbed(Replication run) {
        return run.incidents().crashes() > 0
                || run.incidents().serverCrashes() > 0
                || run.incidents().reinvocations() > 0
                || run.criticalSeconds().getOrDefault(Phase.RETRY, 0.0) > 0
                || run.criticalSeconds().getOrDefault(Phase.CHECKPOINT, 0.0) > 0
                || run.learning().stopped();
    }

    private boolean any(Predicate<Replication> what) {
        return replications.stream().anyMatch(what);
    }

    private boolean sendsDuals() {
        return scenario.algorithm().kind() == AlgorithmKind.ADMM && scenario.counting() == Counting.IMPLEMENTATION;
    }

    private boolean crashed() {
        return any(run -> run.incidents().crashes() > 0 || run.incidents().serverCrashes() > 0);
    }

    @Override
    public List<String> time(Phase phase) {
        List<String> reasons = new ArrayList<>(own.time(phase));
        switch (phase) {
            case STARTUP -> {
                if (scenario.startUp().source() == StartUpSource.DISTRIBUTION
                        || scenario.startUp().source() == StartUpSource.TRACE) {
                    reasons.add("functions are invoked one after the other and start cold or warm");
                }
            }
            case LOAD -> {
                if (any(run -> run.incidents().reinvocations() > 0) || crashed()) {
                    reasons.add("a function that takes the place of another loads the model and its data anew");
                }
            }
            case COMPUTE -> compute(reasons);
            case UPLOAD, AGGREGATE, DOWNLOAD -> {
                if (sendsDuals()) {
                    reasons.add(DUALS);
                }
                if (crashed()) {
                    reasons.add("a function that crashes has its round begun anew; what it had done of it counts as"
                            + " retry");
                }
            }
            case WAIT -> waiting(reasons);
            case POLL -> {
                // The channel's own reasons say it all.
            }
            case CHECKPOINT ->
                reasons.add("functions upload the model before they are invoked anew, or every so many rounds, which no"
                        + " equation has");
            case RETRY -> retries(reasons);
        }
        if (any(run -> run.learning().stopped())) {
            reasons.add("the training stopped before its last epoch, as it had come far enough");
        }
        return reasons;
    }

    private void compute(List<String> reasons) {
        if (isTraced(scenario)) {
            reasons.add("computations take the times of the trace (compute.source: "
                    + scenario.compute().source().id() + "), and the equation's those of a(B + b)/(M + m)");
        }
        if (hasStragglers(scenario)) {
            reasons.add(
                    "stragglers compute " + Quantity.plain(scenario.stragglers().factor()) + " times as long");
        }
        if (crashed() && any(run -> run.incidents().reinvocations() > 0)) {
            reasons.add(
                    "a round that is begun anew after a crash is computed anew, also what a function that has ended had"
                            + " computed of it");
        }
    }

    private void waiting(List<String> reasons) {
        if (isTraced(scenario)) {
            reasons.add("who computes longer than others is waited for");
        }
        if (hasStragglers(scenario)) {
            reasons.add("stragglers are waited for");
        }
        if (scenario.startUp().source() == StartUpSource.DISTRIBUTION
                || scenario.startUp().source() == StartUpSource.TRACE) {
            reasons.add("who starts later than others is waited for");
        }
        if (any(run -> run.incidents().reinvocations() > 0)) {
            reasons.add("who is invoked anew is waited for while it starts and loads");
        }
        if (any(run -> run.criticalSeconds().getOrDefault(Phase.CHECKPOINT, 0.0) > 0
                || run.breakdownSeconds().getOrDefault(Phase.CHECKPOINT, 0.0) > 0)) {
            reasons.add("who saves the model is waited for");
        }
        if (crashed() || any(run -> run.breakdownSeconds().getOrDefault(Phase.RETRY, 0.0) > 0)) {
            reasons.add("who repeats a request or a round that failed is waited for");
        }
    }

    private void retries(List<String> reasons) {
        if (crashed()) {
            reasons.add("work that a crash has taken is done again");
        }
        if (scenario.faults().errorRate() > 0
                || scenario.faults().outageStartSeconds().isPresent()) {
            reasons.add("requests that fail are repeated after a wait");
        }
    }

    @Override
    public List<String> cost(CostItem item) {
        List<String> reasons = new ArrayList<>(own.cost(item));
        boolean anew = any(run -> run.incidents().reinvocations() > 0) || crashed();
        if (item == CostItem.STORAGE_PUT
                && any(run -> run.breakdownSeconds().getOrDefault(Phase.CHECKPOINT, 0.0) > 0)) {
            reasons.add("saving the model is a request too");
        }
        if (item == CostItem.STORAGE_GET && anew) {
            reasons.add("a function that takes the place of another loads the model and its data anew");
        }
        if ((item == CostItem.STORAGE_PUT || item == CostItem.STORAGE_GET) && crashed()) {
            reasons.add("a round that is begun anew makes its requests again");
        }
        if (item == CostItem.CACHE_MOVED && sendsDuals()) {
            reasons.add(DUALS);
        }
        if (item == CostItem.FUNCTION_DURATION && isTraced(scenario)) {
            reasons.add("each function is billed for the time that its own computations took");
        }
        if (any(run -> run.learning().stopped())) {
            reasons.add("the training stopped before its last epoch, as it had come far enough");
        }
        return reasons;
    }
}
