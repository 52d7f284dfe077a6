package faastrain.trace;

import faastrain.scenario.Dimension;
import faastrain.scenario.Fields;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Node;
import faastrain.scenario.Problems;
import faastrain.scenario.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a platform profile ({@code traces/platforms/*.yaml}), such as {@link PlatformWriter} writes. Under {@code s3}
 * stands a list of the curves by memory, or a mapping of published constants that hold for every memory.
 */
public final class PlatformReader {
    /** Of a t in 1/MiB; with it even a byte has the full throughput. */
    private static final double T_MOST = 1e12;

    private PlatformReader() {}

    /**
     * Reads and checks a file.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static PlatformProfile read(Path file) {
        Problems problems = new Problems();
        Fields root = new Fields(YamlFile.read(file), problems);
        String id = ProfileFields.id(root, "id", "aws-lambda-2023");
        String description = ProfileFields.filledText(root, "description", "AWS Lambda and S3");
        String source = ProfileFields.filledText(root, "source", "fitted from s3-transfer-times.csv");
        String provider = ProfileFields.id(root, "provider", "aws-us-east-1-2024");
        boolean constants =
                root.optional("s3").filter(Node.Mapping.class::isInstance).isPresent();
        Optional<PublishedLink> published = constants ? published(root.section("s3", ""), problems) : Optional.empty();
        List<MemoryCurves> curves = constants ? List.of() : curves(root, problems);
        root.finish();
        problems.throwIfAny();
        return new PlatformProfile(id, description, source, provider, curves, published);
    }

    private static Optional<PublishedLink> published(Fields link, Problems problems) {
        Figures figures = new Figures("LambdaML (arXiv 2105.07806)");
        double latency = figures.required(
                link,
                "latency",
                (figure, value) -> ProfileFields.notNegative(
                        figure, value, Dimension.TIME, ProfileFields.MOST_LATENCY_S, "80 ms"));
        double bandwidth = figures.required(
                link, "bandwidth", (figure, value) -> ProfileFields.bandwidth(figure, value, "65 MB/s"));
        link.finish();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PublishedLink(
                new AffineCurve(latency, bandwidth),
                figures.source(link, "latency"),
                figures.source(link, "bandwidth")));
    }

    private static List<MemoryCurves> curves(Fields root, Problems problems) {
        List<MemoryCurves> curves = new ArrayList<>();
        Map<Integer, Integer> lineOfMemory = new HashMap<>();
        List<Fields> items = root.sections("s3", "[{memory: 1536 MB, upload: {…}, download: {…}}]");
        if (items.isEmpty() && problems.isEmpty()) {
            root.problem("s3", "must list the curves of one memory quota at least");
        }
        for (Fields item : items) {
            int memory = ProfileFields.memory(item, "memory");
            Integer before = memory == 0
                    ? null
                    : lineOfMemory.putIfAbsent(memory, item.mapping().place().line());
            if (before != null) {
                item.problem("memory", memory + " MB stands here a second time; it is already given at line " + before);
            }
            Optional<DirectionFit> upload = direction(item, "upload", problems);
            Optional<DirectionFit> download = direction(item, "download", problems);
            item.finish();
            if (problems.isEmpty() && upload.isPresent() && download.isPresent()) {
                curves.add(new MemoryCurves(memory, upload.get(), download.get()));
            }
        }
        return curves;
    }

    private static Optional<DirectionFit> direction(Fields item, String key, Problems problems) {
        Fields fit = item.section(key, "{saturation: …, affine: …}");
        Fields saturation = fit.section("saturation", "{p: 85 MiB/s, t-per-mib: 0.1, …}");
        double p = ProfileFields.bandwidth(saturation, "p", "85 MiB/s");
        double pError = ProfileFields.notNegative(
                saturation, "p-standard-error", Dimension.BANDWIDTH, Double.MAX_VALUE, "1.5 MiB/s");
        double t = ProfileFields.positiveNumber(saturation, "t-per-mib", T_MOST, "0.1");
        double tError =
                ProfileFields.notNegativeNumber(saturation, "t-standard-error-per-mib", Double.MAX_VALUE, "0.01");
        if (t > 0 && t < 1 / T_MOST) {
            saturation.problem("t-per-mib", "must be at least 1e-12, such as 0.1");
        }
        double saturationMape = ProfileFields.notNegativeNumber(saturation, "mape", ProfileFields.MOST_ERROR, "0.05");
        double saturationSpread =
                ProfileFields.notNegativeNumber(saturation, "spread", ProfileFields.MOST_SPREAD, "0.07");
        saturation.finish();

        Fields affine = fit.section("affine", "{latency: 0.08 s, bandwidth: 65 MiB/s, …}");
        double latency =
                ProfileFields.notNegative(affine, "latency", Dimension.TIME, ProfileFields.MOST_LATENCY_S, "0.08 s");
        double latencyError =
                ProfileFields.notNegative(affine, "latency-standard-error", Dimension.TIME, Double.MAX_VALUE, "0.01 s");
        double bandwidth = ProfileFields.bandwidth(affine, "bandwidth", "65 MiB/s");
        double bandwidthError = ProfileFields.notNegative(
                affine, "bandwidth-standard-error", Dimension.BANDWIDTH, Double.MAX_VALUE, "1.5 MiB/s");
        double affineMape = ProfileFields.notNegativeNumber(affine, "mape", ProfileFields.MOST_ERROR, "0.05");
        double affineSpread = ProfileFields.notNegativeNumber(affine, "spread", ProfileFields.MOST_SPREAD, "0.07");
        affine.finish();

        int points = (int) fit.integer("points", 1, Integer.MAX_VALUE, "35");
        double smallest = ProfileFields.positive(fit, "smallest", Dimension.SIZE, ProfileFields.MOST_MIB, "1 MiB");
        double largest = ProfileFields.positive(fit, "largest", Dimension.SIZE, ProfileFields.MOST_MIB, "50 MiB");
        if (largest < smallest) {
            fit.problem("largest", "must be at least the smallest size");
        }
        fit.finish();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DirectionFit(
                new SaturationCurve(p, t),
                pError,
                tError,
                saturationMape,
                saturationSpread,
                new AffineCurve(latency, bandwidth),
                latencyError,
                bandwidthError,
                affineMape,
                affineSpread,
                points,
                smallest,
                largest));
    }
}
