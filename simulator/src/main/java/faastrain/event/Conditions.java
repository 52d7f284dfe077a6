package faastrain.event;

/**
 * Under what conditions a job is run: what is left to chance, traced, or fails, and what is learnt.
 *
 * @param transfers how transfers fluctuate
 * @param compute how long computations take
 * @param stragglers who is slow
 * @param startUps how long functions take to start
 * @param faults what fails
 * @param convergence how far the training has come
 * @param learner a model that is really trained; {@link Learner#NOBODY} for none
 */
public record Conditions(
        TransferFactors transfers,
        ComputeTimes compute,
        Stragglers stragglers,
        StartUps startUps,
        Faults faults,
        Convergence convergence,
        Learner learner) {
    /** Everything takes exactly the time that the equations say, and nothing fails. */
    public static final Conditions IDEAL = of(TransferFactors.EXACT);

    /** Only transfers are left to chance. */
    public static Conditions of(TransferFactors transfers) {
        return new Conditions(
                transfers,
                ComputeTimes.FORMULA,
                Stragglers.NONE,
                StartUps.INSTANT,
                Faults.NONE,
                Convergence.UNKNOWN,
                Learner.NOBODY);
    }
}
