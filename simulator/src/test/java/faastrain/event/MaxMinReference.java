package faastrain.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Progressive filling, all rates from scratch at every change: slow and plain, to say what {@link SharedLink} must give. */
final class MaxMinReference {
    record Arrival(double at, double mib, double cap) {}

    private MaxMinReference() {}

    /** When each flow ends. */
    static double[] ends(double capacity, List<Arrival> arrivals) {
        double[] ends = new double[arrivals.size()];
        double[] left = arrivals.stream().mapToDouble(Arrival::mib).toArray();
        List<Integer> waiting = new ArrayList<>();
        for (int flow = 0; flow < ends.length; flow++) {
            waiting.add(flow);
        }
        waiting.sort(Comparator.comparingDouble(flow -> arrivals.get(flow).at()));
        List<Integer> moving = new ArrayList<>();
        double now = 0;
        while (!waiting.isEmpty() || !moving.isEmpty()) {
            double[] rates = rates(
                    capacity,
                    moving.stream()
                            .mapToDouble(flow -> arrivals.get(flow).cap())
                            .toArray());
            double next = waiting.isEmpty()
                    ? Double.POSITIVE_INFINITY
                    : arrivals.get(waiting.get(0)).at();
            for (int i = 0; i < moving.size(); i++) {
                next = Math.min(next, now + left[moving.get(i)] / rates[i]);
            }
            for (int i = moving.size() - 1; i >= 0; i--) {
                int flow = moving.get(i);
                boolean done = now + left[flow] / rates[i] <= next;
                left[flow] -= rates[i] * (next - now);
                if (done) {
                    ends[flow] = next;
                    moving.remove(i);
                }
            }
            now = next;
            while (!waiting.isEmpty() && arrivals.get(waiting.get(0)).at() <= now) {
                moving.add(waiting.remove(0));
            }
        }
        return ends;
    }

    /** Max-min fair rates: whoever needs less than an equal part of what is left gets it, smallest first. */
    static double[] rates(double capacity, double[] caps) {
        Integer[] bySize = new Integer[caps.length];
        Arrays.setAll(bySize, i -> i);
        Arrays.sort(bySize, Comparator.comparingDouble(i -> caps[i]));
        double[] rates = new double[caps.length];
        double left = capacity;
        for (int i = 0; i < caps.length; i++) {
            int flow = bySize[i];
            rates[flow] = Math.min(caps[flow], left / (caps.length - i));
            left -= rates[flow];
        }
        return rates;
    }
}
