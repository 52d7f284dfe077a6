package faastrain.provisioning;

/** What a search looks for among the plans that it meets. */
interface Goal {
    /**
     * Whether no plan that takes at least {@code seconds} and costs at least {@code usd} can be wanted any more. A plan that
     * ties with the best found may still be wanted.
     */
    boolean isHopeless(double seconds, double usd);

    /** Where to look first: at the least of these. */
    double promise(double seconds, double usd);

    /** A plan was met. */
    void meet(PricedPlan plan);

    /** Whether a plan of that time and cost would be wanted: a plan that is not is not even made. */
    default boolean wants(double seconds, double usd) {
        return !isHopeless(seconds, usd);
    }
}
