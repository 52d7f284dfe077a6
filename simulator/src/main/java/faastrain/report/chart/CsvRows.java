package faastrain.report.chart;

import com.opencsv.CSVReader;
import com.opencsv.exceptions.CsvMalformedLineException;
import com.opencsv.exceptions.CsvValidationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CSV file with a header; every error names the file, the line, the column and what is right. */
final class CsvRows {
    private CsvRows() {}

    /** One line: its cells by the header's names. */
    static final class Row {
        private final Path file;
        private final long line;
        // Of all rows: a table may have many thousands.
        private final Map<String, Integer> columns;
        private final List<String> cells;

        private Row(Path file, long line, Map<String, Integer> columns, List<String> cells) {
            this.file = file;
            this.line = line;
            this.columns = columns;
            this.cells = cells;
        }

        /** The header, in the order of the file. */
        List<String> columns() {
            return List.copyOf(columns.keySet());
        }

        String text(String column) {
            String value = cell(column);
            if (value.isEmpty()) {
                throw wrong(column, "a value");
            }
            return value;
        }

        /** A number above zero; the unit is the one that the column's name carries. */
        double positive(String column) {
            double value = finite(column);
            if (value <= 0) {
                throw wrong(column, "a number above 0 (such as 0.25)");
            }
            return value;
        }

        /** A number, whatever its sign. */
        double number(String column) {
            return finite(column);
        }

        /** A number that is not below another. */
        double atLeast(String column, double least) {
            double value = finite(column);
            if (value < least) {
                throw wrong(column, "a number from " + Table.number(least));
            }
            return value;
        }

        /** A number that is not above another. */
        double atMost(String column, double most) {
            double value = finite(column);
            if (value > most) {
                throw wrong(column, "a number up to " + Table.number(most));
            }
            return value;
        }

        /** A whole number from zero. */
        int count(String column) {
            double value = finite(column);
            if (value < 0 || value != Math.rint(value) || value > Integer.MAX_VALUE) {
                throw wrong(column, "a whole number from 0");
            }
            return (int) value;
        }

        String textOrEmpty(String column) {
            return cell(column);
        }

        boolean isEmpty(String column) {
            return cell(column).isEmpty();
        }

        /** A number from zero, or zero when the cell is empty. */
        double nonNegativeOrEmpty(String column) {
            if (cell(column).isEmpty()) {
                return 0;
            }
            double value = finite(column);
            if (value < 0) {
                throw wrong(column, "a number from 0, or nothing");
            }
            return value;
        }

        boolean flag(String column) {
            return switch (cell(column)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(column, "true or false");
            };
        }

        String oneOf(String column, List<String> allowed) {
            String value = cell(column);
            if (!allowed.contains(value)) {
                throw wrong(column, String.join(" or ", allowed));
            }
            return value;
        }

        private double finite(String column) {
            try {
                double value = Double.parseDouble(cell(column));
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong(column, "a number (such as 0.25)");
            }
            throw wrong(column, "a number (such as 0.25)");
        }

        private String cell(String column) {
            Integer index = columns.get(column);
            return index == null ? "" : cells.get(index);
        }

        /** What is to be thrown of a cell that is not what is wanted. */
        ChartInputException wrong(String column, String wanted) {
            return new ChartInputException(file + ", line " + line + ", column " + column + ": '" + cell(column)
                    + "' is not right; " + wanted + " is wanted");
        }
    }

    /** All rows, at least one; the header must have the columns, in any order, and may have others. */
    static List<Row> read(Path file, List<String> columns) {
        List<Row> rows = new ArrayList<>();
        try (CSVReader reader =
                new CSVReader(new StringReader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)))) {
            String[] first = reader.readNext();
            List<String> header = first == null
                    ? List.of()
                    : Arrays.stream(first).map(String::strip).toList();
            for (String column : columns) {
                if (!header.contains(column)) {
                    throw new ChartInputException(file + ", line 1: column " + column
                            + " is missing; the header must be " + String.join(",", columns));
                }
            }
            Map<String, Integer> indices = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                indices.put(header.get(i), i);
            }
            for (String[] cells = reader.readNext(); cells != null; cells = reader.readNext()) {
                if (cells.length == 1 && cells[0].isBlank()) {
                    continue;
                }
                if (cells.length != header.size()) {
                    throw new ChartInputException(file + ", line " + reader.getLinesRead() + ": " + cells.length
                            + " columns; the header has " + header.size());
                }
                List<String> stripped = Arrays.stream(cells).map(String::strip).toList();
                rows.add(new Row(file, reader.getLinesRead(), indices, stripped));
            }
        } catch (CsvMalformedLineException e) {
            throw new ChartInputException(file + ", line " + e.getLineNumber() + ": a quote is not closed", e);
        } catch (CsvValidationException e) {
            throw new ChartInputException(file + ", line " + e.getLineNumber() + ": not CSV: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.isEmpty()) {
            throw new ChartInputException(file + ": no rows below the header; write the file again");
        }
        return rows;
    }
}
