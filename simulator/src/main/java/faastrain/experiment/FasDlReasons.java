package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.analytic.FasDl;
import faastrain.analytic.Prediction;
import faastrain.event.Phase;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.result.Replication;
import faastrain.scenario.Counting;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a simulation differs from FasDL's closed form. */
final class FasDlReasons implements Reasons {
    private static final String SKIPS = "non-aggregators download nothing in the first round";

    private final Scenario scenario;
    private final Job job;
    private final Plan plan;
    private final Prediction prediction;
    private final List<Replication> replications;
    private final ChannelReasons channel;

    FasDlReasons(Scenario scenario, Job job, Prediction prediction, List<Replication> replications) {
        this.scenario = scenario;
        this.job = job;
        this.plan = job.plan();
        this.prediction = prediction;
        this.replications = replications;
        this.channel = new ChannelReasons(scenario, job, replications);
    }

    @Override
    public List<String> time(Phase phase) {
        List<String> reasons =
                switch (phase) {
                    case STARTUP -> List.of("the equations have no start-up");
                    case LOAD -> load();
                    case COMPUTE -> train();
                    case UPLOAD -> transfers("uploads", phase);
                    case AGGREGATE -> transfers("the aggregation's transfers", phase);
                    case DOWNLOAD -> transfers("downloads", phase);
                    case WAIT -> waiting();
                    case POLL, CHECKPOINT, RETRY -> List.of();
                };
        List<String> all = new ArrayList<>(reasons);
        all.addAll(channel.beside(phase));
        return all;
    }

    private List<String> load() {
        List<String> reasons = new ArrayList<>();
        if (job.counting() == Counting.IMPLEMENTATION) {
            reasons.add("the published code's prediction leaves loading out");
        }
        channel.addLoading(reasons);
        return reasons;
    }

    private List<String> train() {
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

    private List<String> transfers(String transfers, Phase phase) {
        List<String> reasons = new ArrayList<>();
        if (nonAggregatorsEndLast()) {
            reasons.add("the functions that end last are non-aggregators, which do not aggregate and move "
                    + (plan.aggregators() == 1 ? "the shard" : "all " + plan.aggregators() + " shards"));
        }
        channel.addTransfers(reasons, transfers, phase);
        return reasons;
    }

    private List<String> waiting() {
        List<String> reasons = new ArrayList<>();
        boolean longer = FasDl.extraComputeSeconds(job) > 0;
        if (job.counting() == Counting.IMPLEMENTATION) {
            reasons.add(
                    job.exchange().waiting().polls()
                            ? "the code's waiting term is empirical and stands for polling and clean-up, which have"
                                    + " their own terms here"
                            : "the code's empirical waiting term stands for polling and clean-up, which waiting.mode: "
                                    + scenario.waiting().mode().id() + " does not have");
        }
        boolean outpaced = job.protocol() == ProtocolKind.HAP && FasDl.nonAggregatorsSetThePace(job);
        if (outpaced) {
            reasons.add("an iteration of the non-aggregators with their batch of " + plan.nonAggregatorBatch()
                    + " takes longer than one of the aggregators: they set the pace, which eq. 7 does not know");
        }
        if (longer && job.protocol() == ProtocolKind.HAP && !outpaced && !nonAggregatorsEndLast()) {
            double wait = FasDl.firstIterationWaitSeconds(job);
            // A short last batch of which the aggregators have unequal shares takes some of the wait back.
            boolean exact = job.counting() == Counting.PAPER
                    && channel.isIdeal()
                    && LifeReasons.isIdeal(scenario, replications)
                    && job.schedule().fullIterations() > 0
                    && job.schedule().lastBatch(0) == job.schedule().lastBatch(plan.aggregators() - 1);
            int rounds = job.functionRounds();
            reasons.add("in the first iteration of each " + (rounds == job.epochs() ? "epoch" : "round of functions")
                    + " the aggregators wait for the non-aggregators' longer batch,"
                    + " less what they can read meanwhile, which eq. 7 leaves out"
                    + (exact
                            ? String.format(
                                    Locale.ROOT,
                                    ": %d × max(0, Δ − (K−1)τ) = %d × %.6g s = %.6g s",
                                    rounds,
                                    rounds,
                                    wait,
                                    rounds * wait)
                            : ""));
        }
        if (longer && job.protocol() == ProtocolKind.BSP) {
            reasons.add("under bsp all wait for the non-aggregators' longer batch of " + plan.nonAggregatorBatch());
        }
        if (job.counting() == Counting.IMPLEMENTATION && plan.nonAggregators() > 0) {
            reasons.add("an aggregator has one shard less to upload than a non-aggregator and waits for its last one");
        }
        if (channel.waits() && !replications.get(0).resources().isEmpty()) {
            reasons.add("who gets less of what is shared is later, and the others wait for its objects");
        }
        return reasons;
    }

    private boolean nonAggregatorsEndLast() {
        return replications.stream().anyMatch(replication -> replication.criticalAggregators() < job.functionRounds());
    }

    @Override
    public List<String> cost(CostItem item) {
        List<String> reasons = new ArrayList<>(channel.cost(item, prediction));
        boolean skips = job.protocol() == ProtocolKind.HAP && plan.nonAggregators() > 0;
        if (item == CostItem.STORAGE_GET) {
            reasons.add("loading asks for objects too, which the equations do not count");
            if (job.exchange().channel() instanceof Channel.Store) {
                if (skips) {
                    reasons.add(SKIPS);
                }
                if (asksInVain()) {
                    reasons.add("who asks for an object that is not there pays for the question");
                }
            }
        }
        if (item == CostItem.CACHE_MOVED) {
            reasons.add(
                    "eq. 11 moves the data set through the cache twice an epoch; the functions load it from the object"
                            + " store");
            if (skips) {
                reasons.add(SKIPS);
            }
            if (job.exchange().waiting().polls()) {
                channel.addListings(reasons);
            }
        }
        return reasons;
    }

    /** Whether more objects were asked for than there are to be read and loaded. */
    private boolean asksInVain() {
        double loads = 0;
        for (int worker = 0; worker < plan.workers(); worker++) {
            loads += (double) job.loadsMib(worker).length * job.functionRounds();
        }
        double reads = FasDl.getsPerIteration(job) * prediction.iterations();
        double skipped = job.protocol() == ProtocolKind.HAP ? (double) plan.nonAggregators() * plan.aggregators() : 0;
        double expected = loads + reads - skipped;
        return replications.stream()
                .anyMatch(replication -> replication.requests().get() > expected);
    }
}
