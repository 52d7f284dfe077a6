package faastrain.provisioning;

import faastrain.model.Plan;
import java.util.Comparator;

/**
 * A plan with what the closed form says of it.
 *
 * @param plan the plan
 * @param seconds time of the training, s
 * @param usd its cost, dollars
 */
public record PricedPlan(Plan plan, double seconds, double usd) {
    private static final Comparator<PricedPlan> BY_PLAN = Comparator.comparingInt(
                    (PricedPlan priced) -> priced.plan.workers())
            .thenComparingInt(priced -> priced.plan.memoryMb())
            .thenComparingInt(priced -> priced.plan.aggregators())
            .thenComparingInt(priced -> priced.plan.aggregatorBatch())
            .thenComparingInt(priced -> priced.plan.nonAggregatorBatch());

    /** The cheaper first, then the faster, then the smaller plan: no two plans are alike. */
    public static final Comparator<PricedPlan> CHEAPER = Comparator.comparingDouble(PricedPlan::usd)
            .thenComparingDouble(PricedPlan::seconds)
            .thenComparing(BY_PLAN);

    /** The faster first, then the cheaper, then the smaller plan: no two plans are alike. */
    public static final Comparator<PricedPlan> FASTER = Comparator.comparingDouble(PricedPlan::seconds)
            .thenComparingDouble(PricedPlan::usd)
            .thenComparing(BY_PLAN);
}
