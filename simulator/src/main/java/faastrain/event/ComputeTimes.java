package faastrain.event;

/**
 * How long the computations of a run take. The engine asks once a batch, in each worker's own order, so that one worker's
 * draws never shift another's.
 */
public interface ComputeTimes {
    /**
     * Seconds of a worker's next computation.
     *
     * @param worker counted from 0
     * @param batch samples, at least 1
     * @param formulaSeconds what FasDL eq. 4 says
     */
    double seconds(int worker, int batch, double formulaSeconds);

    /** Every computation takes what eq. 4 says. */
    ComputeTimes FORMULA = (worker, batch, formulaSeconds) -> formulaSeconds;
}
