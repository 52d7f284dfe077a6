package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.analytic.Prediction;
import faastrain.event.Phase;
import faastrain.event.ResourceUse;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.result.Replication;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why the time that a channel takes differs from any closed form: what all of them leave out. */
final class ChannelReasons {
    private final Scenario scenario;
    private final Job job;
    private final List<Replication> replications;

    ChannelReasons(Scenario scenario, Job job, List<Replication> replications) {
        this.scenario = scenario;
        this.job = job;
        this.replications = replications;
    }

    /** Whether transfers fluctuate. */
    boolean fluctuates() {
        return scenario.fluctuation() == Fluctuation.MEASURED;
    }

    /** Adds what makes transfers longer or shorter than alone. */
    void addTransfers(List<String> reasons, String what) {
        if (fluctuates()) {
            reasons.add("the times of " + what
                    + " fluctuate around the fitted curve, and a round of functions ends with" + " its slowest");
        }
        for (ResourceUse use : replications.get(0).resources()) {
            if (use.most() > 1) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "up to %d at once share the %s, which is used to %.0f %% over the run",
                        use.most(),
                        use.name(),
                        100 * use.utilisation()));
            }
        }
        if (job.exchange().channel() instanceof Channel.Cache cache && cache.serviceSeconds() > 0) {
            reasons.add("a thread of the cache is busy with each request, which no equation has");
        }
        if (job.exchange().channel() instanceof Channel.Servers servers
                && servers.rpc().isPresent()) {
            reasons.add("calls carry " + servers.rpc().get().bytesPerParameter()
                    + " bytes a parameter, which are serialised and deserialised, and the server's update is done one at"
                    + " a time");
        }
    }

    /** Reasons for the phases that no closed form has. */
    List<String> beside(Phase phase) {
        List<String> reasons = new ArrayList<>();
        switch (phase) {
            case POLL -> {
                if (job.exchange().waiting().polls()) {
                    reasons.add("readers ask until their objects are there, and each question takes a request's time");
                } else {
                    reasons.add("questions to the parameter server take a call each");
                }
            }
            case RETRY -> reasons.add("requests were refused, as there were more than the store takes in a second");
            case WAIT -> {
                if (fluctuates()) {
                    reasons.add("transfers fluctuate, and who is early waits for the slowest of the others' objects");
                }
                if (job.exchange().waiting().polls()) {
                    reasons.add("who asks for an object that is not there sleeps before it asks again");
                }
            }
            case AGGREGATE -> {
                if (job.exchange().waiting().polls()) {
                    reasons.add("deletions and clean-up take the time of a request each");
                }
            }
            case STARTUP, LOAD, COMPUTE, UPLOAD, DOWNLOAD, CHECKPOINT -> {
                // Nothing that holds for every closed form.
            }
        }
        return reasons;
    }

    /** Reasons for a difference of an item of the cost that hold for every closed form. */
    List<String> cost(CostItem item, Prediction prediction) {
        List<String> reasons = new ArrayList<>();
        double mean = replications.stream()
                .mapToDouble(Replication::timeSeconds)
                .average()
                .orElseThrow();
        String longer = Comparisons.differs(mean, prediction.timeSeconds(), prediction.timeSeconds())
                ? String.format(
                        Locale.ROOT,
                        "the training takes %.6g s %s than the equation says, as the terms of the time show",
                        Math.abs(mean - prediction.timeSeconds()),
                        mean > prediction.timeSeconds() ? "longer" : "shorter")
                : "";
        switch (item) {
            case FUNCTION_DURATION -> {
                reasons.add(
                        "each function is billed for its own time and rounded up by itself; the equation bills all W"
                                + " for the time of the whole");
                addUnlessEmpty(reasons, longer);
            }
            case FUNCTION_REQUESTS -> reasons.add("the equations have no price of an invocation");
            case STORAGE_LIST -> reasons.add("listings are no part of the equations");
            case STORAGE_DELETE -> reasons.add("deletions are no part of the equations");
            case CACHE_NODES, SERVERS, INSTANCES -> addUnlessEmpty(reasons, longer);
            case CACHE_STORED -> reasons.add("what is kept in the cache has a price that the equations do not have");
            case TABLE_WRITES, TABLE_READS -> reasons.add("the equations have no price of a table's units");
            case STORAGE_PUT, STORAGE_GET, CACHE_MOVED -> {
                // The closed forms differ in these.
            }
        }
        return reasons;
    }

    private static void addUnlessEmpty(List<String> reasons, String reason) {
        if (!reason.isEmpty()) {
            reasons.add(reason);
        }
    }
}
