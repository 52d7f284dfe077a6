package faastrain.report.chart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Which of many parameters are drawn, so that a figure of a column's width stays readable. */
final class Selection {
    /** As many series as a panel shows. */
    static final int MOST = 6;
    /** As many as half a column's width shows when points lie close to several curves. */
    static final int MOST_CROWDED = 4;

    private Selection() {}

    /** All values in ascending order or, of more than {@code most}, that many spread evenly, ends included. */
    static List<Double> evenly(Collection<Double> values, int most) {
        List<Double> sorted = List.copyOf(new TreeSet<>(values));
        if (sorted.size() <= most) {
            return sorted;
        }
        List<Double> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            chosen.add(sorted.get((int) Math.round(i * (sorted.size() - 1.0) / (most - 1))));
        }
        return chosen;
    }
}
