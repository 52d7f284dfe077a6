package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import java.nio.file.Path;

/**
 * Labelled samples of a sparse data set in memory, row by row (CSR). Features are numbered from 0 here, from 1 in the
 * file; a feature that a sample does not name is 0, and one that it names as 0 is not held.
 */
public final class LibsvmData {
    private final Place place;
    private final TraceSource source;
    private final double[] labels;
    private final int[] starts;
    private final int[] features;
    private final double[] values;
    private final int featureCount;

    /** Takes the arrays over. */
    LibsvmData(
            Place place,
            TraceSource source,
            double[] labels,
            int[] starts,
            int[] features,
            double[] values,
            int featureCount) {
        this.place = place;
        this.source = source;
        this.labels = labels;
        this.starts = starts;
        this.features = features;
        this.values = values;
        this.featureCount = featureCount;
    }

    /**
     * Reads a file in LIBSVM's format: a line holds a label and {@code index:value} pairs with rising indices from 1; a
     * {@code #} begins a comment. At most 5,000,000 samples, 1,000,000 features and 100,000,000 values are read.
     *
     * @throws InvalidInputException with every line that is wrong
     */
    public static LibsvmData read(Path file) {
        return new LibsvmReader(file).read();
    }

    /** What it was read from. */
    public TraceSource source() {
        return source;
    }

    /** How many samples there are, at least 1. */
    public int samples() {
        return labels.length;
    }

    /** The largest number of a feature that is named, counted from 1. */
    public int features() {
        return featureCount;
    }

    /** Where the values of a sample begin among all values; those of sample {@code samples()} would begin at their end. */
    public int start(int sample) {
        return starts[sample];
    }

    /** The feature, counted from 0, of a value. */
    public int feature(int position) {
        return features[position];
    }

    /** A value. */
    public double value(int position) {
        return values[position];
    }

    /**
     * The class of each sample: −1 where its label is the smaller of the two that occur, 1 where it is the larger.
     *
     * @throws InvalidInputException when there are not exactly two distinct labels
     */
    public byte[] classes() {
        double smaller = labels[0];
        double larger = labels[0];
        for (double label : labels) {
            smaller = Math.min(smaller, label);
            larger = Math.max(larger, label);
        }
        byte[] classes = new byte[labels.length];
        for (int sample = 0; sample < classes.length; sample++) {
            if (labels[sample] != smaller && labels[sample] != larger) {
                throw new InvalidInputException(
                        place, "has more than two distinct labels; classification needs two, such as -1 and 1");
            }
            classes[sample] = (byte) (labels[sample] == smaller ? -1 : 1);
        }
        if (smaller == larger) {
            throw new InvalidInputException(
                    place, "has one label for all samples; classification needs two, such as -1 and 1");
        }
        return classes;
    }
}
