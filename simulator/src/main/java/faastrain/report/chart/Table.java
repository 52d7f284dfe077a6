package faastrain.report.chart;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The numbers beside a figure: a header whose names carry units, and rows of the same length. */
record Table(List<String> header, List<List<String>> rows) {
    // More digits than any figure shows, and few enough to hide the last bits of a sum.
    private static final MathContext DIGITS = new MathContext(12);

    Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " in a table of " + header.size());
            }
        }
    }

    /** A number in plain decimal notation, at most twelve significant digits. */
    static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** A number, or the empty cell. */
    static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    String csv() {
        StringWriter text = new StringWriter();
        try (CSVWriter writer = new CSVWriter(
                text,
                ICSVWriter.DEFAULT_SEPARATOR,
                ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                ICSVWriter.DEFAULT_ESCAPE_CHARACTER,
                "\n")) {
            List<String[]> lines = new ArrayList<>();
            lines.add(header.toArray(String[]::new));
            rows.forEach(row -> lines.add(row.toArray(String[]::new)));
            writer.writeAll(lines, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
