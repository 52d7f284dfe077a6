package faastrain.trace;

import faastrain.scenario.Dimension;
import faastrain.scenario.Fields;
import java.util.regex.Pattern;

/** The checks that profiles share. A refused value leaves a problem and is returned as read. */
final class ProfileFields {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,79}");

    private ProfileFields() {}

    /** A profile's name, which is also its file's name. */
    static String id(Fields fields, String key, String example) {
        String id = fields.text(key, example);
        if (!id.isEmpty() && !isId(id)) {
            fields.problem(
                    key, "\"" + id + "\" must be lower-case letters, digits, dots and hyphens, such as " + example);
        }
        return id;
    }

    /** Whether a text may name a profile. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** A text that must hold something. */
    static String filledText(Fields fields, String key, String example) {
        String text = fields.text(key, example);
        if (text.isBlank()
                && fields.mapping().entries().containsKey(key)
                && fields.optional(key).isPresent()) {
            fields.problem(key, "must not be empty; write for example \"" + example + "\"");
        }
        return text;
    }

    static double positive(Fields fields, String key, Dimension dimension) {
        double value = fields.quantity(key, dimension);
        if (value <= 0) {
            fields.problem(key, "must be above 0, such as \"" + dimension.example() + "\"");
        }
        return value;
    }

    static double notNegative(Fields fields, String key, Dimension dimension) {
        double value = fields.quantity(key, dimension);
        if (value < 0) {
            fields.problem(key, "must be at least 0, such as \"" + dimension.example() + "\"");
        }
        return value;
    }

    static double positiveNumber(Fields fields, String key, String example) {
        double value = fields.number(key, example);
        if (value <= 0) {
            fields.problem(key, "must be above 0, such as " + example);
        }
        return value;
    }

    static double notNegativeNumber(Fields fields, String key, String example) {
        double value = fields.number(key, example);
        if (value < 0) {
            fields.problem(key, "must be at least 0, such as " + example);
        }
        return value;
    }

    /** A memory quota; functions have whole megabytes. */
    static int memory(Fields fields, String key) {
        double value = fields.quantity(key, Dimension.MEMORY);
        if (Double.isNaN(value)) {
            return 0;
        }
        if (value < 1 || value > 1e6 || value != Math.rint(value)) {
            fields.problem(key, "must be a whole number of MB from 1 to 1000000, such as \"1536 MB\"");
            return 0;
        }
        return (int) value;
    }
}
