package faastrain.event;

/** Is told what happens in a run, in the order of the clock. Arguments are plain numbers, so that telling costs nothing. */
public interface RunListener {
    /**
     * An iteration has ended: its last aggregator has all merged parameters.
     *
     * @param epoch counted from 1
     * @param iteration of the epoch, counted from 1
     * @param startSeconds when the iteration before had ended, or the epoch's last function had loaded
     * @param endSeconds when this one ended
     * @param computeSeconds mean computation of the aggregators in it
     */
    void iterationEnded(int epoch, long iteration, double startSeconds, double endSeconds, double computeSeconds);

    /**
     * A function has ended. The phases are its own account, which goes on being used: copy what is to be kept.
     *
     * @param round of functions, counted from 1
     * @param worker counted from 0
     * @param startSeconds when it was invoked
     * @param endSeconds when its handler ended
     * @param phaseSeconds seconds by phase, adding up to its duration
     */
    void functionEnded(int round, int worker, double startSeconds, double endSeconds, PhaseSeconds phaseSeconds);

    /**
     * A worker has spent a time on something.
     *
     * @param worker counted from 0
     * @param round of the training that it is in, counted from 1; before the first that one
     * @param phase on what
     * @param startSeconds from when
     * @param endSeconds until when
     */
    default void spent(int worker, int round, Phase phase, double startSeconds, double endSeconds) {}

    /**
     * As many updates have become part of the model as an epoch makes, or as were to be learnt.
     *
     * @param epoch that they make, counted from 1, in part where the training stops; 0 when the run begins
     * @param effectiveEpochs epochs of fresh updates that they count as
     * @param seconds on the clock of the run
     * @param loss of the model; NaN where it is not known
     */
    default void learnt(int epoch, double effectiveEpochs, double seconds, double loss) {}
}
