package faastrain.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plans that no other beats: whatever is as fast is dearer, whatever is as cheap is slower. With a tolerance above 0 a
 * plan is left out too which is cheaper than one that is as fast by less than that share.
 */
final class ParetoFront implements Goal {
    private final double tolerance;
    private final TreeMap<Double, PricedPlan> front = new TreeMap<>();

    ParetoFront(double tolerance) {
        this.tolerance = tolerance;
    }

    @Override
    public boolean isHopeless(double seconds, double usd) {
        Map.Entry<Double, PricedPlan> faster = front.floorEntry(seconds);
        return faster != null && faster.getValue().usd() * (1 - tolerance) < usd;
    }

    @Override
    public double promise(double seconds, double usd) {
        return seconds * usd;
    }

    @Override
    public void meet(PricedPlan plan) {
        Map.Entry<Double, PricedPlan> faster = front.floorEntry(plan.seconds());
        if (faster != null && PricedPlan.CHEAPER.compare(faster.getValue(), plan) < 0) {
            return;
        }
        // What is slower and not cheaper is beaten now.
        Map.Entry<Double, PricedPlan> slower = front.ceilingEntry(plan.seconds());
        while (slower != null && slower.getValue().usd() >= plan.usd()) {
            front.remove(slower.getKey());
            slower = front.ceilingEntry(plan.seconds());
        }
        front.put(plan.seconds(), plan);
    }

    /** The front, the fastest first. */
    List<PricedPlan> plans() {
        return new ArrayList<>(front.values());
    }
}
