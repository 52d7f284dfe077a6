package faastrain.event;

import faastrain.model.Channel;

/**
 * How many requests the buckets of an object store take: writes (PUT, LIST and DELETE) and reads each have a token
 * bucket for each of the buckets that the published codes use. Other channels, and a store without limits, take all.
 */
final class BucketLimits {
    /** The buckets of the published codes, whose keys have no prefixes within them. */
    enum Bucket {
        /** What workers write for aggregators. */
        SHARDS,
        /** What aggregators have merged. */
        MERGED,
        /** The partitions of the data set. */
        DATA
    }

    private final RequestLimit[] writes;
    private final RequestLimit[] reads;

    BucketLimits(Channel channel) {
        if (channel instanceof Channel.Store store
                && !(Double.isInfinite(store.writesPerSecond()) && Double.isInfinite(store.readsPerSecond()))) {
            writes = limits(store.writesPerSecond());
            reads = limits(store.readsPerSecond());
        } else {
            writes = new RequestLimit[0];
            reads = writes;
        }
    }

    private static RequestLimit[] limits(double perSecond) {
        RequestLimit[] limits = new RequestLimit[Bucket.values().length];
        for (int i = 0; i < limits.length; i++) {
            // A bucket that holds no whole token would never take a request.
            limits[i] = new RequestLimit(perSecond, Math.max(1, perSecond));
        }
        return limits;
    }

    /** Whether there is a limit at all. */
    boolean isLimited() {
        return writes.length > 0;
    }

    /** Whether a request is taken now; if so it counts. */
    @SuppressWarnings("EnumOrdinal") // the index into the arrays, which no file ever shows
    boolean grants(Bucket bucket, boolean read, double now) {
        return writes.length == 0 || (read ? reads : writes)[bucket.ordinal()].take(now, 1);
    }
}
