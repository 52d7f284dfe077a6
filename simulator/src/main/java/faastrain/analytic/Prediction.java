package faastrain.analytic;

import faastrain.scenario.Counting;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a closed form says of a whole training.
 *
 * @param model id of the closed form, one of {@link ClosedForms#all()}
 * @param counting whose account of the communication it follows
 * @param iterations iterations of the training, E·I
 * @param termsSeconds seconds by term, over the whole training; terms that the form does not have are absent
 * @param itemsUsd dollars by item, over the whole training
 */
public record Prediction(
        String model,
        Counting counting,
        double iterations,
        Map<Term, Double> termsSeconds,
        Map<CostItem, Double> itemsUsd) {
    public Prediction {
        termsSeconds = Collections.unmodifiableMap(new EnumMap<>(termsSeconds));
        itemsUsd = Collections.unmodifiableMap(new EnumMap<>(itemsUsd));
    }

    /** The time of the training, the sum of its terms, s. */
    public double timeSeconds() {
        return sum(termsSeconds);
    }

    /** The cost of the training, the sum of its items, dollars. */
    public double costUsd() {
        return sum(itemsUsd);
    }

    /** Seconds of a term; 0 where the form does not have it. */
    public double seconds(Term term) {
        return termsSeconds.getOrDefault(term, 0.0);
    }

    /** Dollars of an item; 0 where the form does not have it. */
    public double usd(CostItem item) {
        return itemsUsd.getOrDefault(item, 0.0);
    }

    /** The sum of what is listed, in order: of terms the time, of items the cost. */
    static double sum(Map<?, Double> parts) {
        double sum = 0;
        for (double part : parts.values()) {
            sum += part;
        }
        return sum;
    }
}
