package faastrain.event;

import java.util.List;

/**
 * What became of the workers' updates in a run. An update is what a worker contributes to a part of the parameters in a
 * round: its gradients' shard, a push, a model.
 *
 * @param byStaleness updates that were used, by how many rounds old the parameters were that they were computed on
 * @param updatesLost updates that the model no longer contains, because somebody has overwritten it who did not know them
 * @param samplesUsed samples of the updates that were used
 * @param samplesComputed samples that were computed on, those that were computed on again included
 * @param effectiveEpochs epochs of fresh updates that the used ones count as
 * @param stopped whether the training stopped because it had come far enough
 */
public record LearningAccount(
        List<Long> byStaleness,
        long updatesLost,
        long samplesUsed,
        long samplesComputed,
        double effectiveEpochs,
        boolean stopped) {
    public LearningAccount {
        byStaleness = List.copyOf(byStaleness);
    }

    /** Updates that were used. */
    public long updates() {
        return byStaleness.stream().mapToLong(Long::longValue).sum();
    }

    /** Mean staleness of the updates that were used, rounds; 0 without any. */
    public double meanStaleness() {
        double sum = 0;
        for (int rounds = 0; rounds < byStaleness.size(); rounds++) {
            sum += (double) rounds * byStaleness.get(rounds);
        }
        return updates() == 0 ? 0 : sum / updates();
    }
}
