package faastrain.trace;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problems;
import faastrain.scenario.Quantity;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of a CSV trace, with the line of each; cells are checked as they are asked for. */
final class CsvTable {
    /** Far above any profile; keeps a wrong file from filling the memory. */
    private static final long MAX_BYTES = 64L << 20;

    /** More problems than anyone reads at once; past them the rest of a file is not checked. */
    private static final int MAX_PROBLEMS = 50;

    /** Measurements lie between it and its reciprocal; beyond, squares leave the range in which fits work. */
    private static final double SMALLEST = 1e-9;

    private final String file;
    private final TraceSource source;
    private final List<String> header;
    private final List<Row> rows = new ArrayList<>();
    private final Problems problems = new Problems();

    private CsvTable(String file, TraceSource source, List<String> header) {
        this.file = file;
        this.source = source;
        this.header = header;
    }

    /** The names in the first line of a file. */
    static List<String> header(Path path) {
        byte[] bytes = bytes(path);
        String text = text(path, bytes);
        int end = text.indexOf('\n');
        try (CSVReader reader = reader(end < 0 ? text : text.substring(0, end))) {
            return header(path, reader);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads a file of a format.
     *
     * @throws InvalidInputException when it cannot be read, is empty or has another header
     */
    static CsvTable read(Path path, TraceFormat format) {
        byte[] bytes = bytes(path);
        try (CSVReader reader = reader(text(path, bytes))) {
            List<String> header = header(path, reader);
            if (!format.matches(header)) {
                throw new InvalidInputException(Place.of(path.toString(), 1), format.difference(header));
            }
            Path name = path.getFileName();
            TraceSource source =
                    new TraceSource(name == null ? path.toString() : name.toString(), TextFiles.sha256(bytes));
            CsvTable table = new CsvTable(path.toString(), source, header);
            table.readRows(reader);
            return table;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void readRows(CSVReader reader) throws IOException {
        long line = reader.getLinesRead() + 1;
        try {
            for (String[] cells = reader.readNext(); cells != null; cells = reader.readNext()) {
                boolean blank = cells.length == 1 && cells[0].isBlank();
                if (!blank && cells.length == header.size()) {
                    rows.add(new Row((int) line, cells));
                } else if (!blank && hasRoom()) {
                    problems.add(
                            Place.of(file, (int) line),
                            "",
                            "has " + cells.length + " columns; " + header.size() + " are needed: "
                                    + String.join(",", header));
                }
                line = reader.getLinesRead() + 1;
            }
        } catch (CsvException malformed) {
            problems.add(Place.of(file, (int) line), "", "is not valid CSV: a quoted field is not closed");
        } catch (IOException malformed) {
            // OpenCSV reports an open quote at the end of the text as an IOException; a text in memory has no other.
            problems.add(Place.of(file, (int) line), "", "is not valid CSV: a quoted field is not closed");
        }
        if (rows.isEmpty() && problems.isEmpty()) {
            problems.add(Place.of(file), "", "has a header but no rows");
        }
    }

    TraceSource source() {
        return source;
    }

    List<Row> rows() {
        return rows;
    }

    /** Ends the reading when any row was wrong. */
    void throwIfAnyProblem() {
        if (!hasRoom()) {
            problems.add(Place.of(file), "", "there may be more; only the first " + MAX_PROBLEMS + " are shown");
        }
        problems.throwIfAny();
    }

    private boolean hasRoom() {
        return problems.size() < MAX_PROBLEMS;
    }

    /** A row. Wrong cells leave a problem and NaN or 0, which is not to be used. */
    final class Row {
        private final int line;
        private final String[] cells;

        private Row(int line, String[] cells) {
            this.line = line;
            this.cells = cells;
        }

        int line() {
            return line;
        }

        /** A text that is not empty. */
        String text(String column) {
            String text = cell(column);
            if (text.isEmpty()) {
                wrong(column, "is empty; a name is needed");
            }
            return text;
        }

        /** Whether a text is the first of two words; a problem when it is neither. */
        boolean isFirst(String column, String first, String second) {
            String text = cell(column);
            if (!text.equals(first) && !text.equals(second)) {
                wrong(column, shown(text) + " must be " + first + " or " + second);
            }
            return text.equals(first);
        }

        /** A number above 0, of a magnitude that a measurement can have. */
        double positive(String column, String example) {
            return positive(column, 1 / SMALLEST, example);
        }

        /** A number above 0 and at most {@code most}, of a magnitude that a measurement can have. */
        double positive(String column, double most, String example) {
            String text = cell(column);
            Optional<Double> value = Quantity.number(text);
            if (value.isEmpty()) {
                wrong(column, shown(text) + " is not a finite number; write one such as " + example);
                return Double.NaN;
            }
            if (value.get() <= 0) {
                wrong(column, shown(text) + " must be above 0, such as " + example);
            } else if (value.get() < SMALLEST || value.get() > most) {
                wrong(
                        column,
                        shown(text) + " is no measurement; it must lie between 1e-9 and "
                                + (most == 1 / SMALLEST ? "1e9" : Quantity.plain(most)) + ", such as " + example);
            }
            return value.get();
        }

        /** A number from {@code least} to {@code most}. */
        double number(String column, double least, double most, String example) {
            String text = cell(column);
            Optional<Double> value = Quantity.number(text);
            if (value.isEmpty()) {
                wrong(column, shown(text) + " is not a finite number; write one such as " + example);
                return Double.NaN;
            }
            if (value.get() < least || value.get() > most) {
                wrong(
                        column,
                        shown(text) + " must lie between " + Quantity.plain(least) + " and " + Quantity.plain(most)
                                + ", such as " + example);
            }
            return value.get();
        }

        /** A whole number of at least {@code least}. */
        int whole(String column, int least, String example) {
            return whole(column, least, (int) 1e9, example);
        }

        /** A whole number from {@code least} to {@code most}. */
        int whole(String column, int least, int most, String example) {
            String text = cell(column);
            Optional<Double> value = Quantity.number(text);
            if (value.isEmpty() || value.get() != Math.rint(value.get()) || Math.abs(value.get()) > 1e9) {
                wrong(column, shown(text) + " is not a whole number; write one such as " + example);
                return least;
            }
            if (value.get() < least) {
                wrong(column, shown(text) + " must be at least " + least + ", such as " + example);
                return least;
            }
            if (value.get() > most) {
                wrong(column, shown(text) + " must be at most " + most + ", such as " + example);
                return least;
            }
            return value.get().intValue();
        }

        private String cell(String column) {
            return cells[header.indexOf(column)].strip();
        }

        /** Leaves a problem with a cell. */
        void wrong(String column, String message) {
            if (hasRoom()) {
                problems.add(Place.of(file, line), column, message);
            }
        }

        private static String shown(String text) {
            return "\"" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "\"";
        }
    }

    private static CSVReader reader(String text) {
        return new CSVReaderBuilder(new StringReader(text))
                .withCSVParser(new RFC4180ParserBuilder().build())
                .build();
    }

    private static List<String> header(Path path, CSVReader reader) {
        try {
            String[] cells = reader.readNext();
            if (cells == null || (cells.length == 1 && cells[0].isBlank())) {
                throw new InvalidInputException(
                        Place.of(path.toString()), "is empty; a CSV file with a header line is needed");
            }
            return Arrays.stream(cells).map(String::strip).toList();
        } catch (IOException | CsvException malformed) {
            throw new InvalidInputException(
                    Place.of(path.toString(), 1), "is not valid CSV: a quoted field is not closed");
        }
    }

    private static byte[] bytes(Path path) {
        Place place = Place.of(path.toString());
        try {
            if (Files.isDirectory(path)) {
                throw new InvalidInputException(place, "is a folder; a CSV file is needed");
            }
            if (!Files.exists(path)) {
                throw new InvalidInputException(place, "there is no such file");
            }
            if (!Files.isRegularFile(path)) {
                throw new InvalidInputException(place, "is a pipe or device; write its data to a CSV file first");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new InvalidInputException(place, "is larger than 64 MiB; split it by memory or model");
            }
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw new InvalidInputException(place, "cannot be read (" + unreadable.getMessage() + ")");
        }
    }

    private static String text(Path path, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidInputException(Place.of(path.toString()), "is not a UTF-8 text file");
        }
    }
}
