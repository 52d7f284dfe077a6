package faastrain.trace;

import faastrain.scenario.Dimension;
import faastrain.scenario.Fields;
import faastrain.scenario.Quantity;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** The checks that profiles share. A refused value leaves a problem and is returned as read. */
final class ProfileFields {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,79}");

    /** The largest memory quota, MB. */
    static final int MOST_MEMORY_MB = 1_000_000;

    /** The largest size of a model, an object or a process, MiB: a tebibyte, nearly. */
    static final double MOST_MIB = 1e6;

    /** The largest data set, MiB. */
    static final double MOST_DATA_MIB = 1e9;

    /** The longest latency, seconds. */
    static final double MOST_LATENCY_S = 3600;

    /** The highest throughput, MiB/s. */
    static final double MOST_MIB_PER_SECOND = 1e6;

    /** The lowest throughput, MiB/s. */
    static final double LEAST_MIB_PER_SECOND = 1e-9;

    /** The highest rate, per second. */
    static final double MOST_PER_SECOND = 1e9;

    /** The largest coefficient of a curve. */
    static final double MOST_COEFFICIENT = 1e9;

    /** The largest mean relative error of a fit. */
    static final double MOST_ERROR = 1e6;

    /** The largest spread, a standard deviation of logarithms. */
    static final double MOST_SPREAD = 100;

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

    /** The day that figures held. */
    static String date(Fields fields, String key) {
        String date = fields.text(key, "2024-09-01");
        if (!date.isEmpty() && !isDate(date)) {
            fields.problem(key, "\"" + date + "\" is not a day; write it as 2024-09-01");
        }
        return date;
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException notADate) {
            return false;
        }
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
        return positive(fields, key, dimension, Double.MAX_VALUE, dimension.example());
    }

    /** A quantity above 0 and at most {@code most}, in the dimension's kept unit. */
    static double positive(Fields fields, String key, Dimension dimension, double most, String example) {
        double value = quantity(fields, key, dimension, example);
        if (value <= 0) {
            fields.problem(key, "must be above 0, such as \"" + example + "\"");
        }
        requireAtMost(fields, key, value, most, " " + dimension.unit());
        return value;
    }

    static double notNegative(Fields fields, String key, Dimension dimension) {
        return notNegative(fields, key, dimension, Double.MAX_VALUE, dimension.example());
    }

    /** A quantity from 0 to {@code most}, in the dimension's kept unit. */
    static double notNegative(Fields fields, String key, Dimension dimension, double most, String example) {
        double value = quantity(fields, key, dimension, example);
        if (value < 0) {
            fields.problem(key, "must be at least 0, such as \"" + example + "\"");
        }
        requireAtMost(fields, key, value, most, " " + dimension.unit());
        return value;
    }

    /** A throughput, MiB/s. */
    static double bandwidth(Fields fields, String key, String example) {
        double value = positive(fields, key, Dimension.BANDWIDTH, MOST_MIB_PER_SECOND, example);
        if (value > 0 && value < LEAST_MIB_PER_SECOND) {
            fields.problem(key, "must be at least 1e-9 MiB/s, such as \"" + example + "\"");
        }
        return value;
    }

    /** Things per second. */
    static double rate(Fields fields, String key) {
        return positive(fields, key, Dimension.RATE, MOST_PER_SECOND, Dimension.RATE.example());
    }

    /** The missing field is shown with an example of its own, not with the dimension's. */
    private static double quantity(Fields fields, String key, Dimension dimension, String example) {
        return fields.required(key, example).isPresent() ? fields.quantity(key, dimension) : Double.NaN;
    }

    static double positiveNumber(Fields fields, String key, double most, String example) {
        double value = fields.number(key, example);
        if (value <= 0) {
            fields.problem(key, "must be above 0, such as " + example);
        }
        requireAtMost(fields, key, value, most, "");
        return value;
    }

    static double notNegativeNumber(Fields fields, String key, double most, String example) {
        double value = fields.number(key, example);
        if (value < 0) {
            fields.problem(key, "must be at least 0, such as " + example);
        }
        requireAtMost(fields, key, value, most, "");
        return value;
    }

    /** A number of either sign, at most {@code most} in magnitude. */
    static double number(Fields fields, String key, double most, String example) {
        double value = fields.number(key, example);
        if (value < -most) {
            fields.problem(key, "must be at least -" + Quantity.plain(most));
        }
        requireAtMost(fields, key, value, most, "");
        return value;
    }

    private static void requireAtMost(Fields fields, String key, double value, double most, String unit) {
        if (value > most) {
            fields.problem(key, "must be at most " + Quantity.plain(most) + unit);
        }
    }

    /** A memory quota; functions have whole megabytes. */
    static int memory(Fields fields, String key) {
        double value = fields.quantity(key, Dimension.MEMORY);
        if (Double.isNaN(value)) {
            return 0;
        }
        if (value < 1 || value > MOST_MEMORY_MB || value != Math.rint(value)) {
            fields.problem(key, "must be a whole number of MB from 1 to 1000000, such as \"1536 MB\"");
            return 0;
        }
        return (int) value;
    }
}
