package faastrain.report.chart;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to draw from and where to.
 *
 * @param inputs result folders, folders of them, or single files
 * @param outputFolder where the figures and their CSV files go; made when it does not exist
 * @param formats the formats of the figures; the CSV is written in any case
 * @param width the width in print
 */
public record ChartRequest(List<Path> inputs, Path outputFolder, Set<Format> formats, Width width) {
    /** Copies the collections; the formats are kept in one order. */
    public ChartRequest {
        inputs = List.copyOf(inputs);
        EnumSet<Format> ordered = EnumSet.noneOf(Format.class);
        ordered.addAll(formats);
        formats = Collections.unmodifiableSet(ordered);
    }
}
