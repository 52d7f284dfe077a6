package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.analytic.Prediction;
import faastrain.communication.Patterns;
import faastrain.event.Phase;
import faastrain.event.ResourceUse;
import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.result.Replication;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why the time that a channel takes differs from any closed form: what all of them leave out. */
final class ChannelReasons {
    /** A use of a resource that is worth naming as a reason: a thousandth of its capacity. */
    private static final double NOTABLE = 0.001;

    private final Scenario scenario;
    private final Job job;
    private final List<Replication> replications;

    ChannelReasons(Scenario scenario, Job job, List<Replication> replications) {
        this.scenario = scenario;
        this.job = job;
        this.replications = replications;
    }

    /** Whether the transfers of a phase fluctuate: what has no measured spread does not. */
    boolean fluctuates(Phase phase) {
        if (scenario.fluctuation() != Fluctuation.MEASURED) {
            return false;
        }
        FunctionLink link = job.link();
        return switch (phase) {
            case LOAD -> job.storeLink().downloadSpread() > 0;
            case UPLOAD -> link.uploadSpread() > 0;
            case AGGREGATE -> link.uploadSpread() > 0 || link.downloadSpread() > 0;
            case DOWNLOAD -> link.downloadSpread() > 0;
            case STARTUP, COMPUTE, WAIT, POLL, CHECKPOINT, RETRY -> false;
        };
    }

    private boolean fluctuates() {
        return fluctuates(Phase.LOAD) || fluctuates(Phase.AGGREGATE);
    }

    /** Adds that loading fluctuates, where it does. */
    void addLoading(List<String> reasons) {
        if (fluctuates(Phase.LOAD)) {
            reasons.add("the times of loading fluctuate around the fitted curve, and a round of functions ends with its"
                    + " slowest");
        }
    }

    /** Adds what makes transfers longer or shorter than alone. */
    void addTransfers(List<String> reasons, String what, Phase phase) {
        if (fluctuates(phase)) {
            reasons.add("the times of " + what
                    + " fluctuate around the fitted curve, and a round of functions ends with its slowest");
        }
        uses().forEach((name, use) -> addContention(reasons, name, use, phase));
        if (takesThreads()) {
            reasons.add("a thread of the cache is busy with each request, which no equation has");
        }
        if (job.exchange().channel() instanceof Channel.Servers servers
                && servers.rpc().isPresent()) {
            Channel.Rpc rpc = servers.rpc().get();
            reasons.add("calls carry " + rpc.bytesPerParameter()
                    + " bytes a parameter, which are serialised and deserialised");
            if (phase == Phase.UPLOAD && !Double.isInfinite(rpc.updateMibPerSecond())) {
                reasons.add("a server makes one update at a time");
            }
        }
        if (phase != Phase.UPLOAD && job.exchange().waiting().polls()) {
            addListings(reasons);
        }
    }

    /** Adds what channels whose listings bring the values read more than once, or for nothing. */
    void addListings(List<String> reasons) {
        if (job.exchange().channel() instanceof Channel.Table) {
            reasons.add("who polls scans the whole table, with what was not written for it");
        }
        if (job.exchange().channel() instanceof Channel.Cache cache && cache.valuesWithListing()) {
            reasons.add(
                    "a multi-get brings all values that are there in one request, those that were read before and not"
                            + " deleted again");
        }
    }

    /** How the resources were used at most in any replication; those of several servers stand together. */
    private Map<String, ResourceUse> uses() {
        Map<String, ResourceUse> uses = new LinkedHashMap<>();
        for (Replication replication : replications) {
            for (ResourceUse use : replication.resources()) {
                String name = use.name().replaceFirst("^server \\d+ ", "a server's ");
                uses.merge(
                        name.equals(use.name()) ? "the " + name : name,
                        use,
                        (one, other) -> new ResourceUse(
                                name,
                                Math.max(one.utilisation(), other.utilisation()),
                                Math.max(one.most(), other.most()),
                                one.queue()));
            }
        }
        return uses;
    }

    private void addContention(List<String> reasons, String name, ResourceUse use, Phase phase) {
        boolean inward = name.endsWith(" in") || name.endsWith(" write units");
        boolean outward = name.endsWith(" out") || name.endsWith(" read units");
        if (inward || outward) {
            boolean used = phase == Phase.AGGREGATE || inward == (phase == Phase.UPLOAD);
            if (used && use.utilisation() >= NOTABLE && use.most() > 1 && use.most() * shareOfOne(inward) > 1) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "up to %d transfers at once share %s (%.1f %% used over the run)",
                        use.most(),
                        name,
                        100 * use.utilisation()));
            }
        } else if (use.most() > 0
                && use.utilisation() >= NOTABLE
                && (phase == Phase.UPLOAD || !name.endsWith(" update"))) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s for %s (%.1f %% busy over the run)",
                    use.most() == 1 ? "a request at a time waits" : "up to " + use.most() + " requests at once wait",
                    name,
                    100 * use.utilisation()));
        }
    }

    /** The part of what is shared that the transfer of one worker which is alone takes at its fastest. */
    private double shareOfOne(boolean inward) {
        Channel channel = job.exchange().channel();
        if (job.exchange().waiting().polls()) {
            // What a listing brings is of any size.
            return 1;
        }
        double mib = job.exchangedMib() / Patterns.of(job).parts();
        double seconds = inward ? channel.uploadSeconds(mib) : channel.downloadSeconds(mib);
        if (channel instanceof Channel.Table table) {
            return inward
                    ? table.writeUnits(mib) / seconds / table.writeUnitsPerSecond()
                    : table.readUnits(mib) / seconds / table.readUnitsPerSecond();
        }
        double network = channel instanceof Channel.Cache cache
                ? cache.networkMibPerSecond()
                : channel instanceof Channel.Servers servers ? servers.networkMibPerSecond() : Double.POSITIVE_INFINITY;
        return mib / seconds / network;
    }

    private boolean takesThreads() {
        return job.exchange().channel() instanceof Channel.Cache cache
                && (cache.serviceSeconds() > 0 || !Double.isInfinite(cache.serviceMibPerSecond()));
    }

    /** Whether every transfer takes what the equations say, and readers learn of objects at no cost. */
    boolean isIdeal() {
        return !fluctuates()
                && !job.exchange().waiting().polls()
                && !takesThreads()
                && !refuses()
                && replications.get(0).resources().isEmpty();
    }

    /** Whether the functions that end last, or some of them, waited. */
    boolean waits() {
        return replications.stream()
                .anyMatch(replication -> replication.criticalSeconds().getOrDefault(Phase.WAIT, 0.0) > 0);
    }

    private boolean refuses() {
        return replications.stream()
                .anyMatch(replication -> replication.requests().refused() > 0);
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
                if (waits() && fluctuates()) {
                    reasons.add("transfers fluctuate, and who is early waits for the slowest of the others' objects");
                }
                if (waits() && job.exchange().waiting().polls()) {
                    reasons.add("who asks for an object that is not there sleeps before it asks again");
                }
                if (waits() && refuses()) {
                    reasons.add("who was refused is late, and the others wait for its objects");
                }
            }
            case AGGREGATE -> {
                if (job.exchange().waiting().polls()
                        && replications.get(0).requests().delete() > 0) {
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
                        "the training takes %s s %s than the equation says, as the terms of the time show",
                        seconds(Math.abs(mean - prediction.timeSeconds())),
                        mean > prediction.timeSeconds() ? "more" : "less")
                : "";
        switch (item) {
            case FUNCTION_DURATION -> {
                reasons.add(
                        "each function is billed for its own time and rounded up by itself; the equation bills all W"
                                + " for the time of the whole");
                double usd = replications.stream()
                        .mapToDouble(run -> run.itemsUsd().getOrDefault(item, 0.0))
                        .average()
                        .orElseThrow();
                if (usd > prediction.usd(item) == mean > prediction.timeSeconds()) {
                    addUnlessEmpty(reasons, longer);
                }
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

    private static String seconds(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.1f" : "%.3g", value);
    }

    private static void addUnlessEmpty(List<String> reasons, String reason) {
        if (!reason.isEmpty()) {
            reasons.add(reason);
        }
    }
}
