package faastrain.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The cheapest plans that keep a deadline, so many of them. */
final class Cheapest implements Goal {
    private final double deadlineSeconds;
    private final int most;
    private final TreeSet<PricedPlan> best = new TreeSet<>(PricedPlan.CHEAPER);

    Cheapest(double deadlineSeconds, int most) {
        this.deadlineSeconds = deadlineSeconds;
        this.most = most;
    }

    @Override
    public boolean isHopeless(double seconds, double usd) {
        return seconds > deadlineSeconds
                || (best.size() == most && usd > best.last().usd());
    }

    @Override
    public double promise(double seconds, double usd) {
        return usd;
    }

    @Override
    public void meet(PricedPlan plan) {
        best.add(plan);
        if (best.size() > most) {
            best.pollLast();
        }
    }

    /** The cheapest, where any keeps the deadline. */
    Optional<PricedPlan> first() {
        return best.isEmpty() ? Optional.empty() : Optional.of(best.first());
    }

    /** All of them, the cheapest first. */
    List<PricedPlan> all() {
        return new ArrayList<>(best);
    }
}
