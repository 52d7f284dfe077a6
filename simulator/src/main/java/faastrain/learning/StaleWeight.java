package faastrain.learning;

/**
 * How much of the progress of a fresh update one of a certain staleness makes. An assumption, not a measurement: what an
 * old gradient is worth depends on model, learning rate and momentum.
 */
@FunctionalInterface
public interface StaleWeight {
    /** Every update counts in full. */
    StaleWeight FULL = staleness -> 1;

    /**
     * 1/(1 + τ) at staleness τ, as if the learning rate were divided by the staleness (Zhang, Gupta, Lian and Liu,
     * "Staleness-aware async-SGD for distributed deep learning", IJCAI 2016) and progress followed the rate. The 1 in the
     * divisor is added here, so that it is 1 for a fresh update.
     */
    StaleWeight INVERSE = staleness -> 1.0 / (1.0 + staleness);

    /**
     * The weight of an update.
     *
     * @param staleness rounds between the version that it was computed on and the one that it is applied to, at least 0
     * @return above 0, at most 1
     */
    double of(int staleness);
}
