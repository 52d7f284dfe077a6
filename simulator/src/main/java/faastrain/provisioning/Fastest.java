package faastrain.provisioning;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plan that takes the least time. */
final class Fastest implements Goal {
    private @Nullable PricedPlan best;

    @Override
    public boolean isHopeless(double seconds, double usd) {
        return best != null && seconds > best.seconds();
    }

    @Override
    public double promise(double seconds, double usd) {
        return seconds;
    }

    @Override
    public void meet(PricedPlan plan) {
        if (best == null || PricedPlan.FASTER.compare(plan, best) < 0) {
            best = plan;
        }
    }

    /** The fastest, where there is any plan. */
    Optional<PricedPlan> plan() {
        return Optional.ofNullable(best);
    }
}
