package faastrain.model;

import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.ProtocolKind;

/**
 * A training to be predicted or simulated.
 *
 * @param workload what is trained
 * @param plan with which resources
 * @param link how fast a function of the plan's memory moves objects
 * @param prices what is billed
 * @param epochs passes over the data set, E
 * @param protocol when a worker may go on
 * @param counting whose account of the communication is followed
 * @param last what happens to an epoch's last samples
 */
public record Job(
        Workload workload,
        Plan plan,
        FunctionLink link,
        Prices prices,
        int epochs,
        ProtocolKind protocol,
        Counting counting,
        LastBatch last) {
    public Job {
        if (epochs < 1) {
            throw new IllegalArgumentException("a job needs at least one epoch: " + epochs);
        }
        if (!(plan.memoryMb() + workload.compute().m() > 0)) {
            throw new IllegalArgumentException("FasDL eq. 4 needs M + m > 0: " + plan.memoryMb() + " + "
                    + workload.compute().m());
        }
    }

    /** The iterations of an epoch. */
    public Schedule schedule() {
        return Schedule.of(workload.samples(), plan, last);
    }

    /** Size of a shard, S_s = S_m/K, MiB. */
    public double shardMib() {
        return workload.modelMib() / plan.aggregators();
    }

    /** Whether there is anybody to exchange with; one function trains alone and moves nothing between iterations. */
    public boolean communicates() {
        return plan.workers() > 1;
    }

    /** Seconds that the computation of a batch takes (FasDL eq. 4); none for no samples. */
    public double computeSeconds(double batch) {
        return batch > 0 ? workload.compute().iterationSeconds(batch, plan.memoryMb()) : 0;
    }

    /** Seconds to upload one shard. */
    public double shardUploadSeconds() {
        return link.upload().seconds(shardMib());
    }

    /** Seconds to download one shard, τ. */
    public double shardDownloadSeconds() {
        return link.download().seconds(shardMib());
    }

    /** The same job with another plan. */
    public Job withPlan(Plan other) {
        return new Job(workload, other, link, prices, epochs, protocol, counting, last);
    }
}
