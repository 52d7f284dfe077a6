package faastrain.scenario;

import java.util.List;

/**
 * A value of a field that is set on the command line.
 *
 * @param label how it was written there, for messages
 * @param text {@code dotted.path=value}; the value is read as YAML
 */
public record Assignment(String label, String text) {
    /** Assignments of one option that is written before each of them, such as {@code --set}. */
    public static List<Assignment> of(String option, List<String> texts) {
        return texts.stream()
                .map(text -> new Assignment(option + " " + text, text))
                .toList();
    }
}
