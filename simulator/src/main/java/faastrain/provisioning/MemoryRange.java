package faastrain.provisioning;

import faastrain.model.FunctionLink;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all memories between two of a grid: bounds of their curves and of the batches that fit. Ranges are cut
 * in halves down to single memories.
 */
final class MemoryRange {
    private final int first;
    private final int last;
    private final CurveRange upload;
    private final CurveRange download;
    private final CurveRange load;
    private final int largestBatch;
    private final @Nullable MemoryRange lower;
    private final @Nullable MemoryRange upper;

    private MemoryRange(
            int first,
            int last,
            CurveRange upload,
            CurveRange download,
            CurveRange load,
            int largestBatch,
            @Nullable MemoryRange lower,
            @Nullable MemoryRange upper) {
        this.first = first;
        this.last = last;
        this.upload = upload;
        this.download = download;
        this.load = load;
        this.largestBatch = largestBatch;
        this.lower = lower;
        this.upper = upper;
    }

    /** The memories of a model from one index to another. */
    static MemoryRange of(KReduceModel model, int[] largestBatches, int first, int last) {
        if (first == last) {
            FunctionLink link = model.exchangeLink(first);
            return new MemoryRange(
                    first,
                    last,
                    CurveRange.of(link.upload()),
                    CurveRange.of(link.download()),
                    CurveRange.of(model.loadLink(first).download()),
                    largestBatches[first],
                    null,
                    null);
        }
        int middle = (first + last) >>> 1;
        MemoryRange lower = of(model, largestBatches, first, middle);
        MemoryRange upper = of(model, largestBatches, middle + 1, last);
        return new MemoryRange(
                first,
                last,
                lower.upload.and(upper.upload),
                lower.download.and(upper.download),
                lower.load.and(upper.load),
                Math.max(lower.largestBatch, upper.largestBatch),
                lower,
                upper);
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    boolean isSingle() {
        return first == last;
    }

    CurveRange upload() {
        return upload;
    }

    CurveRange download() {
        return download;
    }

    /** Of what functions load from the object store. */
    CurveRange load() {
        return load;
    }

    /** The largest batch that fits one of the memories. */
    int largestBatch() {
        return largestBatch;
    }

    /** The lower half; there unless the range is a single memory. */
    MemoryRange lower() {
        return half(lower);
    }

    /** The upper half; there unless the range is a single memory. */
    MemoryRange upper() {
        return half(upper);
    }

    private static MemoryRange half(@Nullable MemoryRange half) {
        if (half == null) {
            throw new IllegalStateException("a single memory has no halves");
        }
        return half;
    }
}
