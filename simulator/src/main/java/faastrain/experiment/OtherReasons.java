package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.analytic.LambdaDnn;
import faastrain.analytic.Prediction;
import faastrain.event.Phase;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.result.Replication;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** Why a simulation differs from the closed forms of LambdaML and λDNN. */
final class OtherReasons implements Reasons {
    private final Job job;
    private final Prediction prediction;
    private final ChannelReasons channel;

    OtherReasons(Scenario scenario, Job job, Prediction prediction, List<Replication> replications) {
        this.job = job;
        this.prediction = prediction;
        this.channel = new ChannelReasons(scenario, job, replications);
    }

    private boolean isLambdaDnn() {
        return prediction.model().equals(LambdaDnn.ID);
    }

    @Override
    public List<String> time(Phase phase) {
        List<String> reasons = new ArrayList<>();
        switch (phase) {
            case STARTUP -> reasons.add("the equation has no start-up");
            case LOAD -> {
                if (isLambdaDnn()) {
                    reasons.add("a function loads by its measured curve, latency included, and the equation divides its"
                            + " part of the data by a bandwidth");
                } else {
                    reasons.add("each worker loads " + (loadsModel() ? "the model and " : "")
                            + "its own part of the data; the equation moves the whole data set over one link");
                }
                if (job.functionRounds() > 1) {
                    reasons.add("the functions load anew in each of their " + job.functionRounds() + " rounds");
                }
                channel.addLoading(reasons);
            }
            case COMPUTE -> {
                if (job.schedule().lastSamples() > 0) {
                    reasons.add("the " + workers() + " that end last have another part of the last, short batch than"
                            + " worker 0, whose part the equation takes");
                }
            }
            case UPLOAD, AGGREGATE, DOWNLOAD -> transfers(reasons, phase);
            case WAIT -> waiting(reasons);
            case POLL, CHECKPOINT, RETRY -> {
                // What holds for every closed form is added below.
            }
        }
        reasons.addAll(channel.beside(phase));
        return reasons;
    }

    /** FasDL's account of loading has the model in it. */
    private boolean loadsModel() {
        return job.exchange().pattern().hasAggregators() && job.counting() == Counting.PAPER;
    }

    private String workers() {
        return job.exchange().channel() instanceof Channel.Network ? "machines" : "functions";
    }

    private boolean isAllReduce() {
        return job.exchange().pattern() == PatternKind.ALL_REDUCE;
    }

    private void transfers(List<String> reasons, Phase phase) {
        if (isAllReduce()) {
            reasons.add("in all-reduce whole models move and one worker aggregates them all, while the others wait; the"
                    + " equation counts scatter-reduce's 3w − 2 objects of a w-th part");
        }
        if (loadsModel()) {
            reasons.add(
                    "counting: paper is FasDL's, which spends time on an aggregator's own shard; the equation counts"
                            + " 3w − 2 objects as LambdaML's code moves them");
        }
        if (isLambdaDnn() && job.exchange().channel() instanceof Channel.Servers servers && servers.servers() > 1) {
            reasons.add("a worker talks to one server at a time, and servers may have more of them than others");
        }
        channel.addTransfers(reasons, "transfers", phase);
    }

    private void waiting(List<String> reasons) {
        if (isAllReduce()) {
            reasons.add("the others wait while one worker aggregates");
        }
        if (job.schedule().lastSamples() > 0) {
            reasons.add("in the last, short iteration workers with a smaller part wait for those with a larger one");
        }
        if (job.exchange().channel() instanceof Channel.Servers servers
                && servers.rpc().isPresent()) {
            reasons.add("nobody pushes before all have pulled, and nobody goes on before all have pushed");
        } else if (reasons.isEmpty()) {
            reasons.add("who is served later than others is waited for by all");
        }
    }

    @Override
    public List<String> cost(CostItem item) {
        List<String> reasons = new ArrayList<>(channel.cost(item, prediction));
        if (item == CostItem.STORAGE_PUT || item == CostItem.STORAGE_GET || item == CostItem.CACHE_MOVED) {
            reasons.add("the equation has no price of requests or of moved data");
        }
        return reasons;
    }
}
