package faastrain.provisioning;

import faastrain.model.Job;
import faastrain.scenario.LastBatch;

/** Whether there is anything to train. */
final class Trained {
    private Trained() {}

    /** Whether an epoch has an iteration: none is left when last batches are dropped and the global batch is too large. */
    static boolean hasIterations(Job job) {
        return job.last() != LastBatch.DROP
                || job.plan().globalBatch() <= job.workload().samples();
    }
}
