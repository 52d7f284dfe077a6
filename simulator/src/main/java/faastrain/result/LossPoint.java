package faastrain.result;

/**
 * Where the training stands after an epoch's worth of updates.
 *
 * @param epoch counted from 0, the start; the last may have stopped before its end
 * @param effectiveEpochs how many epochs of fresh updates these count as
 * @param timeSeconds on the clock of the run
 * @param costUsd what the run has cost by then
 * @param loss mean loss
 */
public record LossPoint(int epoch, double effectiveEpochs, double timeSeconds, double costUsd, double loss) {}
