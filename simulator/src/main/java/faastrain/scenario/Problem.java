package faastrain.scenario;

import java.util.Locale;

/**
 * One thing that is wrong with an input. As text it is one line, whatever the input holds.
 *
 * @param place where it stands
 * @param path the field, dotted ({@code plan.memory}); empty when no single field is meant
 * @param message what is wrong and what would be right
 */
public record Problem(Place place, String path, String message) {
    @Override
    public String toString() {
        return visible(path.isEmpty() ? place + ": " + message : place + ": " + path + ": " + message);
    }

    /** Characters that would end the line or steer a terminal are written as escapes. */
    private static String visible(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
