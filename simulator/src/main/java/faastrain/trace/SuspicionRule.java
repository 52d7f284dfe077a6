package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Suggestion;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Why a cell of a transfer-time trace (one memory, one size, one direction) is suspicious. The structural rules say
 * that a cell was not measured as labelled, and leave it out unless told otherwise; {@link #FAR_OFF} only
 * says that it is unlike its neighbours, and is reported.
 *
 * <p>A series is the cells of one memory and direction over rising sizes. Where a memory occurs more than once at a
 * size, the rows kept by {@link #REPEATED_LABEL} and those set aside form series of their own.
 */
public enum SuspicionRule {
    /**
     * The rows of a size, in the order of the file, fall into runs of memory that does not decrease. A row whose
     * memory also occurs in another run is suspicious, unless its run is as long as the longest: whole runs of equal
     * length are repeated measurements. The longest run keeps the label.
     */
    REPEATED_LABEL("repeated-label", true, "its memory occurs again in a longer run of rows of the same size"),
    /**
     * A series repeats one value, to the last digit, over at least 5 consecutive sizes of which the
     * largest is at least 1.2 times the smallest.
     */
    IDENTICAL_RUN("identical-run", true, "its series repeats one value while the size grows"),
    /**
     * Two memories' series of one direction agree to 1e-9 relative at consecutive common sizes, of which at least 5
     * have times of more than 3 significant digits: times read to two digits agree by chance.
     */
    DUPLICATED_COLUMN("duplicated-column", true, "another memory's series holds the same values"),
    /**
     * A size more than 1.5 times the next smaller one, of which at least half of the cells look computed: size/time
     * is within 1e-9 of a number of at most 4 significant digits while the time itself needs more than 6.
     */
    OFF_SIZE("off-size", true, "its size stands apart and its times look computed from rounded throughputs"),
    /**
     * A cell that no structural rule names and that lies further from the saturation curve fitted to the rest of its
     * memory and direction than both 4 robust standard deviations of the rest's residuals (1.4826 times the median
     * absolute deviation) and 25 %, in logarithms. With more than 200 such cells, or in a
     * trace of more than 5,000 rows, the curve is that of all of them.
     */
    FAR_OFF("far-off", false, "it lies far from the curve through the other sizes");

    private final String label;
    private final boolean structural;
    private final String meaning;

    SuspicionRule(String label, boolean structural, String meaning) {
        this.label = label;
        this.structural = structural;
        this.meaning = meaning;
    }

    /** The name in files and options. */
    public String label() {
        return label;
    }

    /** Whether the rule leaves cells out unless told otherwise. */
    public boolean structural() {
        return structural;
    }

    /** The rule in half a sentence, said of a cell. */
    public String meaning() {
        return meaning;
    }

    /** The rules that leave cells out when nothing is said. */
    public static Set<SuspicionRule> structuralRules() {
        EnumSet<SuspicionRule> rules = EnumSet.noneOf(SuspicionRule.class);
        Arrays.stream(values()).filter(SuspicionRule::structural).forEach(rules::add);
        return Collections.unmodifiableSet(rules);
    }

    /**
     * The rules of an option's value: {@code none}, or labels with commas between them.
     *
     * @param option what messages call the option, such as {@code --leave-out}
     * @throws InvalidInputException when a label is not known
     */
    public static Set<SuspicionRule> parse(String option, String text) {
        EnumSet<SuspicionRule> rules = EnumSet.noneOf(SuspicionRule.class);
        if (text.strip().toLowerCase(Locale.ROOT).equals("none")) {
            return rules;
        }
        List<String> labels = Arrays.stream(values()).map(SuspicionRule::label).toList();
        for (String word : text.split(",", -1)) {
            String label = word.strip();
            if (label.toLowerCase(Locale.ROOT).equals("none")) {
                throw new InvalidInputException(
                        Place.of(option), "none stands alone; write " + option + " none, or only rules");
            }
            rules.add(Arrays.stream(values())
                    .filter(rule -> rule.label.equals(label))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            Place.of(option),
                            "\"" + label + "\" is no rule" + Suggestion.didYouMean(label, labels)
                                    + " (allowed: none, or some of " + String.join(",", labels) + ")")));
        }
        return rules;
    }
}
