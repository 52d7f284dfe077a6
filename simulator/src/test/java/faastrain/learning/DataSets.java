package faastrain.learning;

import faastrain.trace.LibsvmData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Data sets to learn from. */
final class DataSets {
    private DataSets() {}

    static LibsvmData twoGaussians() {
        return LibsvmData.read(Path.of("..", "traces", "data-sets", "two-gaussians.libsvm"));
    }

    /** Samples of two classes, about a third of whose features are missing. */
    static LibsvmData any(long seed, int samples, int features) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int sample = 0; sample < samples; sample++) {
            text.append(sample == 0 ? 0 : sample == 1 ? 1 : random.nextInt(2));
            for (int index = 1; index <= features; index++) {
                if (random.nextInt(3) > 0) {
                    text.append(' ').append(index).append(':').append(random.nextGaussian());
                }
            }
            // Distinct samples, so that there can be as many clusters.
            text.append(' ')
                    .append(features + 1)
                    .append(':')
                    .append((sample + 1) * 0.01)
                    .append('\n');
        }
        return of(text.toString());
    }

    static LibsvmData of(String text) {
        try {
            Path file = Files.createTempFile("samples", ".libsvm");
            try {
                return LibsvmData.read(Files.writeString(file, text, StandardCharsets.UTF_8));
            } finally {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A sample with the features that it does not name. */
    static double[] dense(LibsvmData data, int sample) {
        double[] x = new double[data.features()];
        for (int at = data.start(sample); at < data.start(sample + 1); at++) {
            x[data.feature(at)] = data.value(at);
        }
        return x;
    }
}
