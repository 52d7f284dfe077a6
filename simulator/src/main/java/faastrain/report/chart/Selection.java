package faastrain.report.chart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Which of many parameters are drawn, so that a figure of a column's width stays readable. */
final class Selection {
    /** As many series as a panel shows. */
    static final int MOST = 6;

    private Selection() {}

    /** All values in ascending order or, of more than {@link #MOST}, that many spread evenly, ends included. */
    static List<Double> evenly(Collection<Double> values) {
        List<Double> sorted = List.copyOf(new TreeSet<>(values));
        if (sorted.size() <= MOST) {
            return sorted;
        }
        List<Double> chosen = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            chosen.add(sorted.get((int) Math.round(i * (sorted.size() - 1.0) / (MOST - 1))));
        }
        return chosen;
    }
}
