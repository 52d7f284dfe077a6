package faastrain.trace;

import faastrain.scenario.Dimension;
import faastrain.scenario.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a platform profile as YAML that {@link PlatformReader} reads back as the same record. */
public final class PlatformWriter {
    private PlatformWriter() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @param comment lines for its top, without the {@code #}
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, PlatformProfile profile, List<String> comment) throws IOException {
        TextFiles.write(file, text(profile, comment));
    }

    /** The file's text. */
    public static String text(PlatformProfile profile, List<String> comment) {
        StringBuilder out = new StringBuilder();
        comment.forEach(
                line -> out.append(line.isEmpty() ? "#" : "# ").append(line).append('\n'));
        out.append("id: ").append(profile.id()).append('\n');
        out.append("description: ").append(quoted(profile.description())).append('\n');
        out.append("source: ").append(quoted(profile.source())).append('\n');
        out.append("provider: ").append(profile.provider()).append('\n');
        out.append("s3:\n");
        profile.published().ifPresent(link -> append(out, link));
        for (MemoryCurves curves : profile.s3()) {
            out.append("  - memory: ").append(curves.memoryMb()).append(" MB\n");
            for (Direction direction : Direction.values()) {
                append(out, direction, curves.fit(direction));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, PublishedLink link) {
        String latency = Quantity.format(link.curve().latencySeconds(), Dimension.TIME);
        figure(out, "latency", latency, link.latencySource());
        String bandwidth = Quantity.format(link.curve().bandwidthMibPerSecond(), Dimension.BANDWIDTH);
        figure(out, "bandwidth", bandwidth, link.bandwidthSource());
    }

    private static void figure(StringBuilder out, String key, String value, String source) {
        out.append("  ").append(key).append(": {value: ").append(value);
        out.append(", source: ").append(quoted(source)).append("}\n");
    }

    private static void append(StringBuilder out, Direction direction, DirectionFit fit) {
        out.append("    ").append(direction.label()).append(":\n");
        out.append("      saturation:\n");
        quantity(out, "p", fit.saturation().p(), Dimension.BANDWIDTH);
        quantity(out, "p-standard-error", fit.pStandardError(), Dimension.BANDWIDTH);
        number(out, "t-per-mib", fit.saturation().t());
        number(out, "t-standard-error-per-mib", fit.tStandardError());
        number(out, "mape", fit.saturationMape());
        number(out, "spread", fit.saturationSpread());
        out.append("      affine:\n");
        quantity(out, "latency", fit.affine().latencySeconds(), Dimension.TIME);
        quantity(out, "latency-standard-error", fit.latencyStandardError(), Dimension.TIME);
        quantity(out, "bandwidth", fit.affine().bandwidthMibPerSecond(), Dimension.BANDWIDTH);
        quantity(out, "bandwidth-standard-error", fit.bandwidthStandardError(), Dimension.BANDWIDTH);
        number(out, "mape", fit.affineMape());
        number(out, "spread", fit.affineSpread());
        out.append("      points: ").append(fit.points()).append('\n');
        out.append("      smallest: ")
                .append(Quantity.format(fit.smallestMib(), Dimension.SIZE))
                .append('\n');
        out.append("      largest: ")
                .append(Quantity.format(fit.largestMib(), Dimension.SIZE))
                .append('\n');
    }

    private static void quantity(StringBuilder out, String key, double value, Dimension dimension) {
        out.append("        ")
                .append(key)
                .append(": ")
                .append(Quantity.format(value, dimension))
                .append('\n');
    }

    private static void number(StringBuilder out, String key, double value) {
        out.append("        ")
                .append(key)
                .append(": ")
                .append(Quantity.plain(value))
                .append('\n');
    }

    /** A text in YAML's double quotes, in which every text can be written. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                out.append('\\').appendCodePoint(point);
            } else if (Character.isISOControl(point) || point == 0x2028 || point == 0x2029 || point == 0xFEFF) {
                out.append("\\u");
                String digits = Integer.toHexString(point);
                out.append("0".repeat(4 - digits.length())).append(digits);
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.append('"').toString();
    }
}
