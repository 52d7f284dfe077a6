package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.IoReason;
import faastrain.scenario.Place;
import faastrain.scenario.Problems;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads one file in LIBSVM's format, line by line, so that only the samples are held in memory. */
final class LibsvmReader {
    private static final int MAX_SAMPLES = 5_000_000;
    private static final int MAX_FEATURES = 1_000_000;

    /** 1.2 GB in memory. */
    private static final int MAX_VALUES = 100_000_000;

    private static final int MAX_LINE_BYTES = 64 << 20;

    /** As of other traces: more than anyone reads at once. */
    private static final int MAX_PROBLEMS = 50;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final String file;
    private final Problems problems = new Problems();

    private byte[] text = new byte[256];
    private int length;
    private int line;

    private double[] labels = new double[256];
    private int[] starts = new int[257];
    private int[] features = new int[4096];
    private double[] values = new double[4096];
    private int samples;
    private int used;
    private int featureCount;

    LibsvmReader(Path path) {
        this.path = path;
        this.file = path.toString();
    }

    LibsvmData read() {
        checkIsAFile();
        MessageDigest digest = TextFiles.sha256();
        try (InputStream bytes =
                new BufferedInputStream(new DigestInputStream(Files.newInputStream(path), digest), BUFFER_BYTES)) {
            while (problems.size() < MAX_PROBLEMS && readLine(bytes)) {
                addSample();
            }
        } catch (IOException unreadable) {
            throw new InvalidInputException(Place.of(file), "cannot be read (" + IoReason.of(unreadable) + ")");
        }
        if (problems.size() >= MAX_PROBLEMS) {
            problems.add(Place.of(file), "", "there may be more; only the first " + MAX_PROBLEMS + " are shown");
        } else if (samples == 0 && problems.isEmpty()) {
            problems.add(Place.of(file), "", "holds no sample; write one a line, such as: -1 1:0.5 3:2");
        }
        problems.throwIfAny();
        Path name = path.getFileName();
        return new LibsvmData(
                Place.of(file),
                new TraceSource(
                        name == null ? file : name.toString(), HexFormat.of().formatHex(digest.digest())),
                Arrays.copyOf(labels, samples),
                Arrays.copyOf(starts, samples + 1),
                Arrays.copyOf(features, used),
                Arrays.copyOf(values, used),
                featureCount);
    }

    private void checkIsAFile() {
        Place place = Place.of(file);
        if (Files.isDirectory(path)) {
            throw new InvalidInputException(place, "is a folder; a file in LIBSVM's format is needed");
        }
        if (!Files.exists(path)) {
            throw new InvalidInputException(place, "there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(place, "is a pipe or device; write its data to a file first");
        }
    }

    /** Takes in the next line without its end; whether there was one. */
    private boolean readLine(InputStream bytes) throws IOException {
        length = 0;
        line++;
        int next = bytes.read();
        if (next < 0) {
            return false;
        }
        for (; next >= 0 && next != '\n'; next = bytes.read()) {
            if (length == MAX_LINE_BYTES) {
                throw new InvalidInputException(Place.of(file, line), "is longer than 64 MiB");
            }
            if (length == text.length) {
                text = Arrays.copyOf(text, Math.min(2 * length, MAX_LINE_BYTES));
            }
            text[length++] = (byte) next;
        }
        return true;
    }

    /** The sample of the line just read, if it has one. A wrong line leaves a problem and no sample. */
    private void addSample() {
        int from = startsWithByteOrderMark() ? 3 : 0;
        int end = from;
        while (end < length && text[end] != '#') {
            end++;
        }
        int start = afterSpace(from, end);
        if (start == end) {
            return;
        }
        if (samples == MAX_SAMPLES) {
            throw new InvalidInputException(Place.of(file, line), "is past the 5,000,000 samples that are read");
        }
        int stop = endOfWord(start, end);
        double label = number(start, stop);
        if (Double.isNaN(label)) {
            wrong("label " + shown(start, stop) + " is not a finite number; begin a line with one, such as -1 or 1");
            return;
        }
        int before = used;
        int last = -1;
        for (int at = afterSpace(stop, end); at < end; at = afterSpace(stop, end)) {
            stop = endOfWord(at, end);
            int feature = addValue(at, stop, last);
            if (feature < 0) {
                used = before;
                return;
            }
            last = feature;
        }
        if (samples == labels.length) {
            labels = Arrays.copyOf(labels, 2 * samples);
            starts = Arrays.copyOf(starts, 2 * samples + 1);
        }
        labels[samples++] = label;
        starts[samples] = used;
    }

    /** Adds the value of one {@code index:value}, unless it is 0; gives its feature, or -1 when it is wrong. */
    private int addValue(int from, int to, int last) {
        int colon = from;
        while (colon < to && text[colon] != ':') {
            colon++;
        }
        if (colon == to) {
            wrong(shown(from, to) + " is not index:value; write one such as 3:0.25");
            return -1;
        }
        int index = index(from, colon);
        if (index < 1) {
            wrong("in " + shown(from, to) + " the index is not a whole number from 1 to 1000000");
            return -1;
        }
        if (index - 1 <= last) {
            wrong("in " + shown(from, to) + " the index does not rise: " + (last + 1) + " stands before it");
            return -1;
        }
        double value = number(colon + 1, to);
        if (Double.isNaN(value)) {
            wrong("in " + shown(from, to) + " the value is not a finite number; write one such as 3:0.25");
            return -1;
        }
        featureCount = Math.max(featureCount, index);
        if (value == 0) {
            return index - 1;
        }
        if (used == MAX_VALUES) {
            throw new InvalidInputException(Place.of(file, line), "is past the 100,000,000 values that are read");
        }
        if (used == values.length) {
            int more = (int) Math.min(2L * used, MAX_VALUES);
            features = Arrays.copyOf(features, more);
            values = Arrays.copyOf(values, more);
        }
        features[used] = index - 1;
        values[used++] = value;
        return index - 1;
    }

    /** A whole number without a sign up to the largest index; -1 for anything else. */
    private int index(int from, int to) {
        int index = 0;
        for (int at = from; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = 10 * index + digit;
            if (index > MAX_FEATURES) {
                return -1;
            }
        }
        return from == to ? -1 : index;
    }

    /** A finite decimal number; NaN for anything else. */
    private double number(int from, int to) {
        for (int at = from; at < to; at++) {
            // Java's own parser also takes NaN, hexadecimal numbers and suffixes, which nobody means here.
            boolean decimal = (text[at] >= '0' && text[at] <= '9') || "+-.eE".indexOf(text[at]) >= 0;
            if (!decimal) {
                return Double.NaN;
            }
        }
        try {
            double value = Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    private boolean startsWithByteOrderMark() {
        return line == 1 && length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
    }

    private int afterSpace(int from, int end) {
        int at = from;
        while (at < end && isSpace(text[at])) {
            at++;
        }
        return at;
    }

    private int endOfWord(int from, int end) {
        int at = from;
        while (at < end && !isSpace(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }

    private void wrong(String message) {
        problems.add(Place.of(file, line), "", message);
    }

    private String shown(int from, int to) {
        String word = new String(text, from, Math.min(to - from, 160), StandardCharsets.UTF_8);
        return "\"" + (word.length() <= 40 ? word : word.substring(0, 40) + "…") + "\"";
    }
}
